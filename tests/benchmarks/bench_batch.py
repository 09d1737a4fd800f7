"""Making and taking in a batch of 100,000 records against the bare libraries: msgspec + zstd + age + Ed25519.

Run by name: ``python -m pytest tests/benchmarks/bench_batch.py -s``. Aim: at most twice. Three things are compared:

- bare: the rows as ready structs to one sealed file and back to typed structs, without tar, hashes, checks, database;
- format: ``seal.seal`` and ``unwrap`` + ``verify`` + ``rows``, which add the tar, hashes, schema check on making, totals;
- whole: ``batches.make`` from the encrypted file of a township (audited), ``intake`` into PostgreSQL (compared with
  what is there, audited, signed receipt), against bare + reading the same rows by the driver + a bare COPY of them.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pyrage
import zstandard
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from cjdesk.county import house, intake, stations
from cjdesk.county.house import County
from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import Agreement, Assignment, BankAccount, Base, Insurance, Person, PersonCategory, Post
from cjdesk.db.types import new_id
from cjdesk.services import batches
from cjdesk.sync import records, seal
from cjdesk.sync.keys import Keys, PublicKeys
from tests.county.conftest import county, county_url, county_urls, postgres, template
from tests.services.desk import MONTH

__all__ = ["county", "county_url", "county_urls", "postgres", "template"]

PEOPLE = 14_286
TOWNSHIP = {"township": "522633101"}
Rows = dict[str, list[Any]]


def fill(session: Session) -> None:
    """Seven records for each person: 100,002 in all."""
    found: dict[type[Base], list[dict[str, Any]]] = {
        model: [] for model in (Person, PersonCategory, BankAccount, Post, Assignment, Agreement, Insurance)
    }
    for number in range(PEOPLE):
        person, post, on_post = new_id(), new_id(), new_id()
        since = {"start": date(2020, 1, 1), "end": date(2020, 12, 31)}
        village = f"演示{number % 40}村"
        found[Person].append(
            {**TOWNSHIP, "id": person, "id_no": f"5226991970{number:08d}", "name": f"演示{number}", "sex": "男",
             "birth": date(1970, 1, 1), "village": village, "village_group": f"{1 + number % 12}组", "ethnicity": "12",
             "phone": f"1990000{number % 10000:04d}", "insured": True, "search": f"演示{number} yanshi{number}"}
        )  # fmt: skip
        found[PersonCategory].append(
            {**TOWNSHIP, "person_id": person, "code": "HH_TUOPIN", "valid_from": date(2016, 1, 1)}
        )
        found[BankAccount].append(
            {
                **TOWNSHIP,
                "person_id": person,
                "holder": f"演示{number}",
                "bank": "从江农商行",
                "number": f"629999{number:013d}",
            }
        )
        found[Post].append(
            {
                **TOWNSHIP,
                "id": post,
                "number": f"HL-101-{number}",
                "post_type": "HL",
                "name": "通村公路",
                "village": village,
            }
        )
        found[Assignment].append(
            {**TOWNSHIP, "id": on_post, "person_id": person, "post_id": post, "post_type": "HL",
             "start": date(2020, 1, 1), "state": "在岗"}
        )  # fmt: skip
        found[Agreement].append({**TOWNSHIP, "assignment_id": on_post, **since})
        found[Insurance].append({**TOWNSHIP, "person_id": person, **since})
    for model, rows in found.items():
        audit.insert_rows(session, model, rows)


class Clock:
    """Seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, work, *arguments):
        began = time.perf_counter()
        result = work(*arguments)
        self.seconds[name] = min(time.perf_counter() - began, self.seconds.get(name, 1e9))
        return result


def bare_make(rows: Rows, station: Keys, readers: list[str]) -> tuple[bytes, bytes]:
    encoder = msgspec.json.Encoder()
    plain = b"".join(encoder.encode_lines(lines) for lines in rows.values())
    packed = zstandard.ZstdCompressor(level=3).compress(plain)
    sealed = pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(reader) for reader in readers])
    return sealed, station.sign(b"", sealed)


def bare_take(sealed: bytes, signature: bytes, sizes: dict[str, int], own: Keys, sender: PublicKeys) -> Rows:
    assert sender.signed(b"", sealed, signature)
    packed = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(own.identity)])
    plain = zstandard.ZstdDecompressor().decompress(packed)
    result, start = {}, 0
    for part, size in sizes.items():
        result[part] = msgspec.json.Decoder(records.RECORDS[part]).decode_lines(plain[start : start + size])
        start += size
    return result


def bare_read(session: Session) -> dict[str, list[Any]]:
    """All rows by the driver, as text that travels."""
    driver: Any = session.connection().connection.driver_connection
    return {
        part: driver.execute(f"SELECT {', '.join(records.RECORDS[part].__struct_fields__)} FROM {part}").fetchall()
        for part in records.PARTS["ROSTER"]
    }


def bare_copy(url: str, rows: Rows) -> None:
    """COPY of the rows straight into empty tables."""
    found = make_url(url)
    with psycopg.connect(
        host=str(found.query["host"]), port=int(str(found.query["port"])), user="postgres", dbname=found.database
    ) as connection:
        for part, lines in rows.items():
            names = ", ".join(f'"{field}"' for field in records.RECORDS[part].__struct_fields__)
            with connection.cursor() as cursor, cursor.copy(f"COPY {part} ({names}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(msgspec.structs.astuple(line))


ROUNDS = 3
"""The best of so many is taken, on both sides."""


def test_batch_of_100_000_records(township: Database, county: County, county_urls, tmp_path: Path) -> None:
    township.do("Fill", fill)
    township.do("Trust", batches.trust, county.own.card_file()[1])
    key_file = township.do("Key", batches.card_file)[1]
    clock = Clock()
    contents = []
    for _ in range(ROUNDS):
        made = clock.time("make", lambda: township.do("Make", batches.make, "ROSTER", month=MONTH, by="lifang"))
        township.do("Export", batches.handed_out, made.id)
        contents.append(township.ask(batches.content, made.id)[1])
    content = contents[0]
    for number in range(ROUNDS):
        begun = house.begin(
            county_urls(), tmp_path / str(number), office="522633", name="x", passphrase="Congjiang-2020", demo=True
        )
        empty = County(begun.database, county.own, demo=True)
        empty.database.do("Register", stations.register, key_file)
        outcome = clock.time("intake", intake.intake, empty, content)
        assert (outcome.state, outcome.rows) == ("TAKEN", made.rows)
        clock.time("intake again (changed nothing)", intake.intake, empty, content)
        empty.close()

    station = township.ask(batches.own)
    readers = [county.own.card.keys.recipient, station.public.recipient]
    letter = seal.unwrap(content, county.own.keys)
    rows: Rows = seal.rows(letter)
    sizes = {part.name.removesuffix(".jsonl"): part.bytes for part in letter.manifest.parts}
    for _ in range(ROUNDS):
        sealed, signature = clock.time("bare make", bare_make, rows, station, readers)
        clock.time("bare take", bare_take, sealed, signature, sizes, county.own.keys, station.public)
        again = clock.time(
            "format make", lambda: seal.seal(letter.manifest, rows, keys=station, readers=readers)
        ).content

        def take(what: bytes) -> Rows:
            read = seal.unwrap(what, county.own.keys)
            seal.verify(read, sender=station.public, reader=county.own.party)
            return seal.rows(read)

        clock.time("format take", take, again)
        clock.time("bare read", township.ask, bare_read)
        in_order = {part: rows[part] for part in records.RECORDS if part in rows}
        clock.time("bare copy", bare_copy, county_urls(), in_order)

    s = clock.seconds
    bare, ours = s["bare make"] + s["bare take"], s["make"] + s["intake"]
    databases = s["bare read"] + s["bare copy"]
    lines = [
        f"\n{made.rows:,} records, {len(content) / 1e6:.1f} MB sealed (bare {len(sealed) / 1e6:.1f} MB)",
        *(f"  {name:32} {seconds:6.2f} s" for name, seconds in s.items()),
        f"format against bare:                 {(s['format make'] + s['format take']) / bare:.2f} times",
        f"whole against bare and bare database: {ours / (bare + databases):.2f} times",
        f"whole against bare alone:            {ours / bare:.2f} times",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
