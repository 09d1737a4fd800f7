"""The audited bulk door against raw executemany of the same rows on the same encrypted file.

Run by name: ``python -m pytest tests/benchmarks/bench_bulk_door.py -s``. Aim: at most twice, history included.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database, open_township
from cjdesk.db.models import Assignment, BankAccount, Person, PersonCategory, Post
from cjdesk.db.record_form import record_form
from cjdesk.db.types import new_id
from tests.db.rows import person

PEOPLE = 7462
TOWNSHIP = {"township": "522633101"}
TABLES = (Person, Post, Assignment, BankAccount, PersonCategory)


def rows() -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {model: [] for model in TABLES}
    for number in range(PEOPLE):
        one, post = new_id(), new_id()
        found[Person].append(person(number, id=one, village="干团村", village_group="3组", search="石小花 shixiaohua"))
        found[Post].append({**TOWNSHIP, "id": post, "number": f"HL{number}", "post_type": "HL", "name": "护路员"})
        found[Assignment].append(
            {
                **TOWNSHIP,
                "person_id": one,
                "post_id": post,
                "post_type": "HL",
                "start": date(2020, 1, 1),
                "state": "在岗",
            }
        )
        found[BankAccount].append({**TOWNSHIP, "person_id": one, "holder": "石小花", "number": f"629999{number:013d}"})
        found[PersonCategory].append({**TOWNSHIP, "person_id": one, "code": "POVERTY", "valid_from": date(2020, 1, 1)})
    return found


def bare(session: Session, what: dict[Any, list[dict[str, Any]]]) -> None:
    """What anybody would write who needs no history: the driver's executemany."""
    connection = session.connection().connection.driver_connection
    assert connection is not None
    for model, part in what.items():
        form = record_form(model)
        names = ", ".join(f'"{name}"' for name in form.names)
        marks = ", ".join("?" * len(form.names))
        tuples = [
            tuple(None if row[name] is None else str(row[name]) for name in form.names) for row in form.filled(part)
        ]
        connection.executemany(f"INSERT INTO {model.__tablename__} ({names}) VALUES ({marks})", tuples)


def audited(session: Session, what: dict[Any, list[dict[str, Any]]]) -> None:
    for model, part in what.items():
        audit.insert_rows(session, model, part)


def seconds(database: Database, change: Any) -> float:
    what = rows()
    began = time.perf_counter()
    database.do("Benchmark", change, what)
    return time.perf_counter() - began


def test_bulk_door(township_dir: Path, tmp_path: Path, passphrase: str, capsys: Any) -> None:
    best = {"bare": 1e9, "audited": 1e9}
    for attempt in range(3):
        for name, change in (("bare", bare), ("audited", audited)):
            folder = tmp_path / f"{name}{attempt}"
            folder.mkdir()
            for file in ("cjdesk.db", "keys.json"):
                (folder / file).write_bytes((township_dir / file).read_bytes())
            database = open_township(folder, "lifang", passphrase)
            best[name] = min(best[name], seconds(database, change))
            database.close()
    with capsys.disabled():
        ratio = best["audited"] / best["bare"]
        sys.stdout.write(
            f"\n{PEOPLE} people in {len(TABLES)} tables: executemany {best['bare']:.2f} s,"
            f" with history {best['audited']:.2f} s, ratio {ratio:.2f}\n"
        )
