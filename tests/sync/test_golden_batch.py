"""The first batch ever sealed is opened by every later program."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from cjdesk.sync import seal
from cjdesk.sync.keys import Keys, PublicKeys
from tests.sync.letters import party, roster

GOLDEN = Path(__file__).parents[1] / "golden"


def test_todays_reader_opens_batch_v1():
    known = msgspec.json.decode((GOLDEN / "batch_v1.keys.json").read_bytes())
    content = (GOLDEN / "batch_v1.cjp").read_bytes()
    assert hashlib.sha256(content).hexdigest() == known["sha256"]
    county = Keys(**known["county"])
    letter = seal.unwrap(content, county)
    seal.verify(letter, sender=PublicKeys(**known["station"]), reader=party("522633", "county", county))
    assert (letter.manifest.format, letter.manifest.suite) == (1, "age-x25519.zstd.ed25519.sha256")
    assert letter.manifest.totals == {"people": 5, "assignments": 1}
    assert seal.rows(letter) == roster(5)
