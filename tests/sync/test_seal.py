"""A batch comes back as it went in, and nothing that was touched on the way is believed."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
import sys
import tarfile
from pathlib import Path

import msgspec
import pyrage
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cjdesk.domain.errors import (
    BatchIsDamaged,
    BatchIsForeign,
    BatchIsNewer,
    BatchIsNone,
    BatchIsTooLarge,
    BatchRowIsWrong,
    BatchSignatureWrong,
    BatchTotalsDiffer,
    UserError,
)
from cjdesk.sync import archive, seal
from cjdesk.sync.keys import BATCH_CONTEXT, Keys, PublicKeys
from cjdesk.sync.manifest import NAME, Limits, Manifest, Part, file_name
from tests.sync.letters import head, party, person, roster

STATION, COUNTY, STRANGER = Keys.new(), Keys.new(), Keys.new()
READER = party("522633", "county", COUNTY)


def sealed(rows=None, *, recipients=None, **changed) -> bytes:
    readers = recipients or (COUNTY.public.recipient, STATION.public.recipient)
    made = seal.seal(head(STATION, COUNTY, **changed), rows or roster(), keys=STATION, readers=readers)
    return made.content


def opened(content: bytes, *, keys: Keys = COUNTY, sender: PublicKeys = STATION.public, reader=READER):
    letter = seal.unwrap(content, keys)
    seal.verify(letter, sender=sender, reader=reader)
    return letter, seal.rows(letter)


def packed(files: dict[str, bytes], *, compressed: bytes | None = None) -> bytes:
    """A file as a forger with the county's public key can make it."""
    inside = compressed if compressed is not None else archive.pack(files)
    return pyrage.encrypt(inside, [pyrage.x25519.Recipient.from_str(COUNTY.public.recipient)])


def forged(manifest: Manifest, files: dict[str, bytes], *, by: Keys = STATION) -> bytes:
    text = msgspec.json.encode(manifest)
    return packed({"manifest.json": text, "manifest.sig": by.sign(BATCH_CONTEXT, text)} | files)


def test_round_trip_gives_the_same_rows_to_county_and_station():
    rows = roster(50)
    content = sealed(rows)
    letter, found = opened(content)
    assert found == rows
    assert letter.manifest.totals == {"people": 50, "assignments": 1}
    assert [part.name for part in letter.manifest.parts] == ["assignment.jsonl", "person.jsonl", "post.jsonl"]
    assert seal.rows(seal.unwrap(content, STATION)) == rows


def test_inside_is_the_same_bytes_for_the_same_content():
    assert archive.pack({"a": b"1", "b": b"22"}) == archive.pack({"a": b"1", "b": b"22"})
    with tarfile.open(fileobj=io.BytesIO(zstandard.decompress(archive.pack({"a": b"1"})))) as tar:
        entries = tar.getmembers()
    assert [(entry.name, entry.mtime, entry.uid, entry.gid, entry.mode) for entry in entries] == [("a", 0, 0, 0, 0o644)]


@settings(deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=50),
    fen=st.one_of(st.none(), st.integers(-(1 << 53), 1 << 53)),
)
def test_any_text_and_any_amount_comes_back(name: str, fen: int | None):
    rows = roster(2)
    rows["person"][1] = msgspec.structs.replace(rows["person"][1], name=name, remark=name * 3)
    rows["assignment"] = [msgspec.structs.replace(rows["assignment"][0], standard_fen=fen)]
    assert opened(sealed(rows))[1] == rows


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's own tools")
def test_stock_tools_open_a_batch(tmp_path: Path):
    """Debian's own age, zstd and tar: nobody is locked in."""
    rows = roster(20)
    (tmp_path / "batch.cjp").write_bytes(sealed(rows))
    (tmp_path / "county.txt").write_text(COUNTY.identity + "\n")
    out = tmp_path / "out"
    out.mkdir()
    pipe = "age -d -i county.txt batch.cjp | zstd -d -q | tar -x -C out"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", pipe], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, f"apt-get install age zstd tar: {done.stderr.decode()}"
    names = ["assignment.jsonl", "manifest.json", "manifest.sig", "person.jsonl", "post.jsonl"]
    assert sorted(path.name for path in out.iterdir()) == names
    lines = (out / "person.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line)["name"] for line in lines] == [row.name for row in rows["person"]]
    text = (out / "manifest.json").read_bytes()
    assert msgspec.json.decode(text)["recipient"]["office"] == "522633"
    assert STATION.public.signed(BATCH_CONTEXT, text, (out / "manifest.sig").read_bytes())


def test_every_flipped_byte_is_noticed():
    content = sealed()
    places = set(range(0, 600, 7)) | set(random.Random(1).sample(range(len(content)), 200)) | {len(content) - 1}
    for place in sorted(places):
        changed = bytearray(content)
        changed[place] ^= 0x01
        with pytest.raises(UserError) as caught:
            opened(bytes(changed))
        assert caught.value.code in {"BATCH_NO_FILE", "BATCH_FOREIGN", "BATCH_DAMAGED"}, place


def test_every_truncation_is_noticed():
    content = sealed()
    for length in [0, 1, 20, 21, 100, 200, 300, len(content) // 2, len(content) - 1]:
        with pytest.raises(UserError) as caught:
            opened(content[:length])
        assert caught.value.code in {"BATCH_NO_FILE", "BATCH_DAMAGED"}, length


def test_foreign_batches_are_refused():
    with pytest.raises(BatchIsForeign):
        opened(sealed(), keys=STRANGER)
    with pytest.raises(BatchIsNone):
        opened(b"PK\x03\x04 no batch at all")


def test_batch_sealed_on_to_another_county_is_refused():
    """Somebody who may read a batch cannot pass it off as written to a third party."""
    letter = seal.unwrap(sealed(), COUNTY)
    with pytest.raises(BatchIsForeign):
        seal.verify(letter, sender=STATION.public, reader=party("522632", "county", STRANGER))


def test_signature_of_another_key_is_refused():
    content = sealed()
    with pytest.raises(BatchSignatureWrong):
        opened(content, sender=STRANGER.public)
    manifest = seal.unwrap(content, COUNTY).manifest
    files = dict(seal.unwrap(content, COUNTY).files)
    with pytest.raises(BatchSignatureWrong):
        opened(forged(manifest, files, by=STRANGER))
    with pytest.raises(BatchSignatureWrong):
        opened(packed({"manifest.json": msgspec.json.encode(manifest), "manifest.sig": b""} | files))


def test_parts_that_are_not_as_signed_are_refused():
    letter = seal.unwrap(sealed(), COUNTY)
    files = dict(letter.files)
    changed = files | {"person.jsonl": files["person.jsonl"].replace(b"1970-01-01", b"1971-01-01")}
    without = {name: content for name, content in files.items() if name != "post.jsonl"}
    more = files | {"../../etc/passwd": b"root"}
    for wrong in (changed, without, more):
        with pytest.raises(BatchIsDamaged):
            opened(forged(letter.manifest, wrong))


def test_rows_off_the_schema_are_refused_with_their_number():
    letter = seal.unwrap(sealed(roster(3)), COUNTY)
    good = letter.files["person.jsonl"].splitlines()
    for wrong in (
        good[1].replace(b'"1970-01-01"', b'"1970-02-30"'),
        good[1].replace(b'"version":1', b'"version":"1"'),
        good[1].replace(b'"active":true', b'"active":true,"more":1'),
        good[1].replace(b'"name":"', b'"name":"' + b"x" * 60),
        good[1].replace(b'"name":"', b'"name":"\\u0000'),
        b"{",
    ):
        assert wrong != good[1]
        content = b"\n".join([good[0], wrong, good[2]]) + b"\n"
        parts = tuple(
            part if part.name != "person.jsonl" else _part(part.name, content) for part in letter.manifest.parts
        )
        manifest = msgspec.structs.replace(letter.manifest, parts=parts)
        with pytest.raises(BatchRowIsWrong) as caught:
            opened(forged(manifest, dict(letter.files) | {"person.jsonl": content}))
        assert caught.value.facts == {"part": "person", "row": 2}


def test_totals_that_the_rows_do_not_give_are_refused():
    letter = seal.unwrap(sealed(), COUNTY)
    for totals in ({"people": 4, "assignments": 1}, {"people": 3}, {"people": 3, "assignments": 1, "net_fen": 1}):
        with pytest.raises(BatchTotalsDiffer):
            opened(forged(msgspec.structs.replace(letter.manifest, totals=totals), dict(letter.files)))
    parts = tuple(msgspec.structs.replace(part, rows=part.rows + 1) for part in letter.manifest.parts)
    with pytest.raises(BatchTotalsDiffer):
        opened(forged(msgspec.structs.replace(letter.manifest, parts=parts), dict(letter.files)))


def test_batch_that_a_reader_would_refuse_is_never_made():
    with pytest.raises(BatchRowIsWrong):
        sealed({"person": [person(1, name="长" * 51)]})


def test_newer_formats_are_refused_with_words():
    for changed in ({"format": 2}, {"suite": "sm2.sm4.sm3"}):
        with pytest.raises(BatchIsNewer):
            opened(sealed(**changed))
    manifest = seal.unwrap(sealed(), COUNTY).manifest
    with pytest.raises(BatchIsNewer):
        opened(forged(msgspec.structs.replace(manifest, kind="EVENT"), {}))


def test_manifests_out_of_bounds_are_refused():
    letter = seal.unwrap(sealed(), COUNTY)
    for wrong in (
        {"seq": 0},
        {"seq": 10**30},
        {"version": -1},
        {"township": "../../../x"},
        {"period": "2020-11"},
        {"previous": "none"},
        {"creator": "x" * 101},
        {"totals": {"people": 1 << 60}},
    ):
        with pytest.raises(BatchIsDamaged):
            opened(forged(msgspec.structs.replace(letter.manifest, **wrong), dict(letter.files)))


def sparse(size: int) -> bytes:
    """A tar of 2 KB whose one file is a hole of this size, which Python's reader would fill with zeros."""
    entry = tarfile.TarInfo("manifest.json")
    entry.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    block[386:410] = b"00000000000\0" * 2
    block[483:495] = b"%011o\0" % size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + bytes(1536)


def test_bombs_are_stopped_before_they_fill_the_memory():
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(200 << 20))
    limits = Limits(expanded=50 << 20)
    with pytest.raises(BatchIsTooLarge):
        seal.unwrap(packed({}, compressed=bomb), COUNTY, limits=limits)
    hidden = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bytes(200 << 20))
    with pytest.raises(BatchIsTooLarge):
        seal.unwrap(packed({}, compressed=hidden), COUNTY, limits=limits)
    many = {f"part{number}": b"" for number in range(100)}
    with pytest.raises(BatchIsTooLarge):
        seal.unwrap(packed(many), COUNTY)
    with pytest.raises(BatchIsDamaged):
        seal.unwrap(packed({}, compressed=zstandard.compress(sparse(8 << 30))), COUNTY)
    with pytest.raises(BatchIsTooLarge):
        seal.unwrap(sealed(), COUNTY, limits=Limits(sealed=1000))
    with pytest.raises(BatchIsTooLarge):
        seal.unwrap(sealed(), COUNTY, limits=Limits(rows=4))


def test_tars_with_links_or_two_of_one_name_are_refused():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        link = tarfile.TarInfo("manifest.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    twice = io.BytesIO()
    with tarfile.open(fileobj=twice, mode="w") as tar:
        for _ in range(2):
            tar.addfile(tarfile.TarInfo("manifest.json"))
    for plain in (buffer.getvalue(), twice.getvalue(), b"", b"x" * 2000):
        with pytest.raises(BatchIsDamaged):
            seal.unwrap(packed({}, compressed=zstandard.compress(plain)), COUNTY)
    with pytest.raises(BatchIsDamaged):
        seal.unwrap(packed({}, compressed=b"no zstandard"), COUNTY)


def test_names_are_as_agreed():
    name = file_name("PAY", township="522633101", period="202011", seq=3, version=1)
    assert name == "CJ_522633101_PAY_202011_0003_v1.cjp"
    assert NAME.fullmatch(name)


def _part(name: str, content: bytes) -> Part:
    return Part(name, len(content), hashlib.sha256(content).hexdigest(), 3)
