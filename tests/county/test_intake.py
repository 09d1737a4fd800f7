"""Batches at the county: whole or not at all, in any order, as often as they come."""

from __future__ import annotations

import hashlib
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pyrage
import pytest
from sqlalchemy import select, text

from cjdesk.county import answering, house, inbox, intake, stations
from cjdesk.county.house import County
from cjdesk.db import audit
from cjdesk.db.database import Database, open_county
from cjdesk.db.models import Assignment, Base, Person
from cjdesk.domain.errors import (
    BatchForks,
    BatchHasPassed,
    BatchIsDamaged,
    BatchIsForeign,
    BatchIsOlder,
    BatchIsPractice,
    BatchIsReal,
    BatchRecordForks,
    BatchRowsAreForeign,
    BatchRowsClash,
    BatchSignatureWrong,
    BatchTotalsDiffer,
    BatchUnknown,
    StationIsRevoked,
    StationIsUnknown,
    StationKeyDiffers,
    StepNotAllowed,
    UserError,
    VerdictReasonMissing,
)
from cjdesk.services import batches, payroll
from cjdesk.sync import archive, records, seal
from cjdesk.sync.keys import BATCH_CONTEXT
from cjdesk.sync.records.answers import ReasonRow
from tests.services.desk import MONTH, fill, new_desk, run_month

RECORDS = tuple(records.RECORDS)


@dataclass
class Desk:
    """A township's desk that is registered at the county."""

    database: Database
    folder: Path

    def make(self, kind: str, **more) -> tuple[batches.Made, bytes]:
        made = self.database.do("Make", batches.make, kind, month=MONTH, by="lifang", **more)
        self.database.do("Export", batches.export, made.id, self.folder)
        return made, self.database.ask(batches.content, made.id)[1]

    def change(self, change) -> None:
        self.database.do("Change", change)

    def letter(self, content: bytes) -> seal.Letter:
        return seal.unwrap(content, self.database.ask(batches.own))

    def forge(self, letter: seal.Letter, county: County, *, files=None, **changed) -> bytes:
        """Sign and seal something else with the desk's real key."""
        files = dict(files or letter.files)
        parts = tuple(
            msgspec.structs.replace(
                part, bytes=len(files[part.name]), sha256=hashlib.sha256(files[part.name]).hexdigest()
            )
            for part in letter.manifest.parts
            if part.name in files
        )
        manifest = msgspec.structs.replace(letter.manifest, **({"parts": parts} | changed))
        head = msgspec.json.encode(manifest)
        signature = self.database.ask(batches.own).sign(BATCH_CONTEXT, head)
        inside = archive.pack({"manifest.json": head, "manifest.sig": signature} | files)
        return pyrage.encrypt(inside, [pyrage.x25519.Recipient.from_str(county.own.card.keys.recipient)])


def enrol(county: County, database: Database, folder: Path, *, first: int = 1) -> Desk:
    """Fill a desk and exchange keys."""
    folder.mkdir(exist_ok=True)
    database.do("Fill", fill, first=first)
    database.do("Trust", batches.trust, county.own.card_file()[1])
    county.database.do("Register", stations.register, database.do("Key", batches.card_file)[1])
    return Desk(database, folder)


def join(county: County, folder: Path, township: str, station: str, *, first: int = 1) -> Desk:
    """One desk more."""
    return enrol(county, new_desk(folder, township, station), folder, first=first)


@pytest.fixture
def desk(county: County, township: Database, tmp_path: Path) -> Desk:
    return enrol(county, township, tmp_path / "stick")


def dump(county: County, *tables: str) -> str:
    """What stands in the tables, as text."""

    def read(session) -> str:
        names = tables or tuple(table.name for table in Base.metadata.sorted_tables)
        found = {}
        for name in names:
            key = "seq" if name == "audit" else "id"
            rows = session.execute(text(f'SELECT * FROM "{name}" ORDER BY "{key}"'))
            found[name] = [tuple(row) for row in rows]
        return repr(found)

    return county.database.ask(read)


def fresh(county_url_maker, tmp_path: Path, number: int, like: County) -> County:
    """Another empty county with the same keys."""
    url = county_url_maker()
    folder = tmp_path / f"county-{number}"
    begun = house.begin(url, folder, office=like.own.office, name=like.own.name, passphrase="Congjiang-2020", demo=True)
    return County(begun.database, like.own, demo=True)


def take(county: County, content: bytes) -> intake.Outcome:
    return intake.intake(county, content)


def test_roster_lands_as_it_is_at_the_desk(county: County, desk: Desk):
    made, content = desk.make("ROSTER")
    outcome = take(county, content)
    assert (outcome.state, outcome.name, outcome.rows, outcome.missing) == ("TAKEN", made.name, 45, ())

    def people(session):
        return [
            tuple(getattr(row, column.name) for column in Person.__table__.columns)
            for row in session.scalars(select(Person).order_by(Person.id))
        ]

    assert county.database.ask(people) == desk.database.ask(people)
    received = desk.database.do("Answer", batches.receive, outcome.receipt)
    assert (received.state, received.changed) == ("已送达", True)


def test_pay_lands_with_lines_steps_and_total(county: County, desk: Desk):
    run = run_month(desk.database, "GS")
    _, content = desk.make("PAY", run_id=run)
    outcome = take(county, content)
    mine, theirs = desk.database.ask(payroll.sheet, run), county.database.ask(payroll.sheet, run)
    assert theirs == mine
    assert outcome.total_fen == mine.net_fen


def test_same_batch_twice_gives_the_same_receipt_and_changes_nothing(county: County, desk: Desk):
    _, content = desk.make("ROSTER")
    first = take(county, content)
    before = dump(county)
    again = take(county, content)
    assert (again.state, again.receipt, again.receipt_name) == ("REPEATED", first.receipt, first.receipt_name)
    assert dump(county) == before


def test_gap_is_named_and_closes_by_itself(county: County, desk: Desk):
    first, second, third, fourth = (desk.make(kind) for kind in ("ROSTER", "FEE", "COOP", "FEE"))
    take(county, first[1])
    held = take(county, third[1])
    assert (held.state, held.missing, held.receipt) == ("HELD", (2,), None)
    assert take(county, third[1]).state == "HELD"
    assert take(county, fourth[1]).missing == (2,)
    assert county.database.ask(inbox.gaps)[0].missing == (2,)
    assert "一队" not in dump(county, "team")
    closed = take(county, second[1])
    assert (closed.state, closed.released, closed.refused) == ("TAKEN", (third[0].name, fourth[0].name), ())
    assert "一队" in dump(county, "team")
    assert county.database.ask(inbox.gaps) == ()
    for answer in county.database.ask(answering.answers):
        desk.database.do("Answer", batches.receive, answer.content)
    assert {row.state for row in desk.database.ask(batches.status)} == {"已送达"}


def test_any_order_any_repeat_gives_the_same_records(county: County, desk: Desk, county_urls, tmp_path: Path):
    files = [desk.make("ROSTER")[1]]
    run = run_month(desk.database, "HL")
    files.append(desk.make("PAY", run_id=run)[1])
    desk.change(lambda session: setattr(session.scalars(select(Person).limit(1)).one(), "phone", "13000000000"))
    files.append(desk.make("FEE")[1])
    desk.database.do("Unlock", payroll.unlock, run, by="李芳", reason="改正")
    desk.change(_end_first_assignment)
    run_month(desk.database, "HL")
    files.append(desk.make("PAY", run_id=run)[1])
    files.append(desk.make("ROSTER")[1])
    expected = None
    for number, order in enumerate(itertools.permutations(range(len(files)))):
        if number % 15:  # 8 of the 120 orders, spread over all of them
            continue
        other = fresh(county_urls, tmp_path, number, county)
        other.database.do("Register", stations.register, desk.database.ask(batches.card_file)[1])
        for index in (*order, *reversed(order)):
            try:
                take(other, files[index])
            except BatchIsOlder:  # version 1 after version 2
                assert files[index] is files[1]
        state = dump(other, *RECORDS)
        expected = expected or state
        assert state == expected, order
        assert other.database.ask(inbox.gaps) == ()
        other.close()


def _end_first_assignment(session) -> None:
    row = session.scalars(select(Assignment).where(Assignment.post_type == "HL").order_by(Assignment.id).limit(1)).one()
    row.end = date(2020, 10, 31)


def test_older_version_after_newer_is_refused(county: County, desk: Desk):
    run = run_month(desk.database, "HL")
    first = desk.make("PAY", run_id=run)
    desk.database.do("Unlock", payroll.unlock, run, by="李芳", reason="改正")
    run_month(desk.database, "HL")
    second = desk.make("PAY", run_id=run)
    assert take(county, second[1]).state == "TAKEN"
    refused(county, BatchIsOlder, first[1])


def test_lines_of_a_run_are_replaced_whole(county: County, desk: Desk):
    run = run_month(desk.database, "HL")
    take(county, desk.make("PAY", run_id=run)[1])
    desk.database.do("Unlock", payroll.unlock, run, by="李芳", reason="改正")
    desk.change(_end_first_assignment)
    run_month(desk.database, "HL")
    take(county, desk.make("PAY", run_id=run)[1])
    theirs = county.database.ask(payroll.sheet, run)
    assert theirs == desk.database.ask(payroll.sheet, run)
    assert len(theirs.lines) == 3


def test_void_run_makes_room_for_its_successor(county: County, desk: Desk):
    first = run_month(desk.database, "HL")
    take(county, desk.make("PAY", run_id=first)[1])
    desk.database.do("Void", payroll.void, first, by="李芳", reason="重做")
    second = run_month(desk.database, "HL")
    assert second != first
    made, content = desk.make("PAY", run_id=second)
    take(county, content)
    assert county.database.ask(payroll.sheet, first).state == "已作废"
    assert county.database.ask(payroll.sheet, second).net_fen == made.total_fen


def refused(county: County, error: type[UserError], content: bytes) -> UserError:
    """The error comes, with words, and nothing at all was written."""
    before = dump(county)
    with pytest.raises(error) as caught:
        take(county, content)
    assert dump(county) == before
    assert str(caught.value)
    return caught.value


def test_tampered_truncated_and_foreign_files_write_nothing(county: County, desk: Desk, county_urls, tmp_path: Path):
    _, content = desk.make("ROSTER")
    for place in range(0, len(content), max(1, len(content) // 40)):
        changed = bytearray(content)
        changed[place] ^= 0x10
        refused(county, UserError, bytes(changed))
    for length in (0, 30, 500, len(content) - 1):
        refused(county, UserError, content[:length])
    other = house.begin(
        county_urls(), tmp_path / "x", office="522632", name="榕江县", passphrase="Congjiang-2020", demo=True
    )
    refused(other, BatchIsForeign, content)
    other.close()
    assert take(county, content).state == "TAKEN"


def test_unknown_and_revoked_desks_are_refused(county: County, desk: Desk, tmp_path: Path):
    stranger = new_desk(tmp_path / "stranger", "522633102", "LX-01")
    stranger.do("Fill", fill)
    stranger.do("Trust", batches.trust, county.own.card_file()[1])
    made = stranger.do("Make", batches.make, "ROSTER", month=MONTH, by="lifang")
    refused(county, StationIsUnknown, stranger.ask(batches.content, made.id)[1])
    stranger.close()
    _, content = desk.make("ROSTER")
    county.database.do("Revoke", stations.revoke, "522633101", "GD-01")
    refused(county, StationIsRevoked, content)
    with pytest.raises(StationKeyDiffers):
        county.database.do("Register", stations.register, desk.database.ask(batches.card_file)[1])


def test_desk_with_another_key_under_a_known_name_is_refused(county: County, desk: Desk, tmp_path: Path):
    copycat = new_desk(tmp_path / "copycat", "522633101", "GD-01")
    copycat.do("Fill", fill)
    copycat.do("Trust", batches.trust, county.own.card_file()[1])
    with pytest.raises(StationKeyDiffers):
        county.database.do("Register", stations.register, copycat.do("Key", batches.card_file)[1])
    made = copycat.do("Make", batches.make, "ROSTER", month=MONTH, by="lifang")
    refused(county, BatchSignatureWrong, copycat.ask(batches.content, made.id)[1])
    copycat.close()


def test_fork_of_a_desk_restored_from_an_old_backup_is_named(county: County, desk: Desk):
    """The same number with other content, although the desk's own key signed both."""
    _, first = desk.make("ROSTER")
    _, second = desk.make("FEE")
    take(county, first)
    take(county, second)
    letter = desk.letter(second)
    error = refused(county, BatchForks, desk.forge(letter, county, created="2021-01-01T00:00:00Z"))
    assert error.facts["seq"] == 2
    third = desk.forge(letter, county, seq=3, previous="0" * 64)
    assert refused(county, BatchForks, third).facts["before"] == 2
    refused(county, BatchForks, desk.forge(letter, county, seq=2, version=2, supersedes=("0" * 64,)))


def test_held_batch_that_does_not_follow_stays_out_and_is_named(county: County, desk: Desk):
    files = [desk.make(kind) for kind in ("ROSTER", "FEE", "COOP")]
    wrong = desk.forge(desk.letter(files[2][1]), county, previous="0" * 64)
    assert take(county, wrong).state == "HELD"
    take(county, files[0][1])
    outcome = take(county, files[1][1])
    assert outcome.refused == ((files[2][0].name, "BATCH_FORK"),)
    assert "一队" not in dump(county, "team")
    assert take(county, files[2][1]).state == "TAKEN"
    assert "一队" in dump(county, "team")


def test_held_batch_whose_rows_do_not_fit_stays_out_and_the_next_one_lands(county: County, desk: Desk):
    files = [desk.make(kind) for kind in ("ROSTER", "FEE", "COOP", "FEE")]
    letter = desk.letter(files[2][1])
    without = {name: part for name, part in letter.files.items() if name != "cooperative.jsonl"}
    totals = letter.manifest.totals | {"cooperatives": 0}
    wrong = desk.forge(letter, county, files=without, totals=totals)
    assert take(county, wrong).state == "HELD"
    take(county, files[0][1])
    outcome = take(county, files[1][1])
    assert (outcome.state, outcome.released, outcome.refused) == (
        "TAKEN",
        (),
        ((files[2][0].name, "BATCH_ROWS_CLASH"),),
    )
    refused(county, BatchRowsClash, wrong)
    assert take(county, files[3][1]).missing == (3,)
    assert take(county, files[2][1]).released == (files[3][0].name,)
    assert county.database.ask(audit.verify).whole


def test_held_batch_that_does_not_fit_comes_back_with_its_reason(county: County, desk: Desk):
    """The desk learns it by a signed return and makes the next version."""
    files = [desk.make(kind) for kind in ("ROSTER", "FEE", "COOP")]
    take(county, files[2][1])
    take(county, files[0][1])
    spoil = text("UPDATE person SET name = '别的' WHERE name = '龙小1'")
    county.database.do("Spoil", lambda session: session.connection().execute(spoil))
    assert take(county, files[1][1]).refused == ((files[2][0].name, "BATCH_RECORD_FORK"),)
    answers = [answer.content for answer in county.database.ask(answering.answers)]
    received = [desk.database.do("Answer", batches.receive, content) for content in answers]
    assert [one.state for one in received] == ["已送达", "已送达", "退回"]
    assert (received[2].batch, received[2].reasons[0].code) == (files[2][0].name, "BATCH_RECORD_FORK")

    def correct(session) -> None:
        session.scalars(select(Person).where(Person.name == "龙小1")).one().phone = "13000000000"

    desk.change(correct)
    again, content = desk.make("COOP")
    assert (again.seq, again.version) == (3, 2)
    assert take(county, content).state == "TAKEN"
    assert "别的" not in dump(county, "person")


def test_rows_of_another_township_are_refused(county: County, desk: Desk, tmp_path: Path):
    _, content = desk.make("ROSTER")
    letter = desk.letter(content)
    files = {name: part.replace(b"522633101", b"522633102") for name, part in letter.files.items()}
    refused(county, BatchRowsAreForeign, desk.forge(letter, county, files=files))
    take(county, content)
    other = join(county, tmp_path / "other", "522633102", "LX-01", first=50)
    stolen = desk.letter(content).files["person.jsonl"].replace(b"522633101", b"522633102")
    theirs = other.letter(other.make("ROSTER")[1])
    files = dict(theirs.files) | {"person.jsonl": stolen}
    refused(county, BatchRowsAreForeign, other.forge(theirs, county, files=files))
    other.database.close()


def test_same_version_with_other_content_is_refused(county: County, desk: Desk):
    take(county, desk.make("ROSTER")[1])
    letter = desk.letter(desk.make("ROSTER")[1])
    files = dict(letter.files)
    files["person.jsonl"] = files["person.jsonl"].replace("龙小1".encode(), "龙大1".encode())
    refused(county, BatchRecordForks, desk.forge(letter, county, files=files))


def test_rows_that_refer_to_nothing_or_stand_twice_are_refused(county: County, desk: Desk):
    letter = desk.letter(desk.make("ROSTER")[1])
    lines = letter.files["person.jsonl"].splitlines(keepends=True)
    twice = dict(letter.files) | {"person.jsonl": b"".join([lines[0], *lines[:5]])}
    refused(county, BatchRowsClash, desk.forge(letter, county, files=twice, totals={"people": 5, "assignments": 6}))
    without = dict(letter.files)
    del without["household.jsonl"]
    refused(county, BatchRowsClash, desk.forge(letter, county, files=without))


def test_totals_are_recomputed(county: County, desk: Desk):
    letter = desk.letter(desk.make("FEE")[1])
    refused(county, BatchTotalsDiffer, desk.forge(letter, county, totals=letter.manifest.totals | {"amount_fen": 1}))


def test_practice_and_reality_do_not_mix(county: County, desk: Desk, county_urls, tmp_path: Path):
    letter = desk.letter(desk.make("ROSTER")[1])
    refused(county, BatchIsReal, desk.forge(letter, county, demo=False))
    real = house.begin(county_urls(), tmp_path / "real", office="522633", name="从江县", passphrase="Congjiang-2020")
    real.database.do("Register", stations.register, desk.database.ask(batches.card_file)[1])
    same_keys = County(real.database, county.own, demo=False)
    refused(same_keys, BatchIsPractice, desk.make("FEE")[1])
    real.close()


def test_same_id_in_two_townships_is_listed_not_refused(county: County, desk: Desk, tmp_path: Path):
    take(county, desk.make("ROSTER")[1])
    other = join(county, tmp_path / "other", "522633102", "LX-01", first=4)
    outcome = take(county, other.make("ROSTER")[1])
    assert (outcome.state, outcome.shared_ids) == ("TAKEN", 3)
    shared = county.database.ask(inbox.shared_ids)
    assert len(shared) == 3
    assert [place.township for place in shared[0].places] == ["522633101", "522633102"]
    other.database.close()


def test_verdicts_go_down_signed_and_move_the_batch(county: County, desk: Desk):
    run = run_month(desk.database, "HL")
    made, content = desk.make("PAY", run_id=run)
    take(county, content)
    with pytest.raises(VerdictReasonMissing):
        county.database.do("Review", answering.review, county.own, made.name, state="RETURNED")
    with pytest.raises(BatchUnknown):
        county.database.do("Review", answering.review, county.own, "CJ_x.cjp", state="PASSED")
    county.database.do("Review", answering.review, county.own, made.name, state="REVIEWED")
    reason = ReasonRow(code="R-02", text="双岗：与洛香镇重复")
    back = county.database.do("Review", answering.review, county.own, made.name, state="RETURNED", reasons=[reason])
    assert back.kind == "RET"
    with pytest.raises(StepNotAllowed):
        county.database.do("Review", answering.review, county.own, made.name, state="PASSED")
    names = [answer.name for answer in county.database.ask(answering.answers)]
    assert names == [f"CJ_522633101_{kind}_202011_{n:04d}_v1.cjp" for n, kind in ((1, "ACK"), (2, "ACK"), (3, "RET"))]
    states = [
        desk.database.do("Answer", batches.receive, answer.content).state
        for answer in county.database.ask(answering.answers)
    ]
    assert states == ["已送达", "审核中", "退回"]
    run_month(desk.database, "HL")
    again, content = desk.make("PAY", run_id=run)
    assert again.version == 2
    take(county, content)
    county.database.do("Review", answering.review, county.own, again.name, state="PASSED")
    letter = desk.letter(content)
    newer = desk.forge(letter, county, version=3, supersedes=(*letter.manifest.supersedes, letter.sha256))
    refused(county, BatchHasPassed, newer)


def test_two_counters_take_the_same_batches_at_once(county: County, county_url: str, desk: Desk):
    """An upload and a stick at the same moment: every batch lands once, with one receipt."""
    files = [desk.make(kind)[1] for kind in ("ROSTER", "FEE", "COOP")]
    second = County(open_county(county_url), county.own, demo=True)
    work = [(place, content) for content in files for place in (county, second)]
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda one: take(*one), work))
    assert county.database.ask(inbox.gaps) == ()
    assert {row.state for row in county.database.ask(inbox.status)} == {"DELIVERED"}
    assert len(county.database.ask(answering.answers)) == 3
    assert [outcome.state for outcome in outcomes].count("TAKEN") <= 3
    assert county.database.ask(audit.verify).whole
    second.close()


def test_answer_for_one_desk_is_closed_to_another(county: County, desk: Desk, tmp_path: Path):
    other = join(county, tmp_path / "other", "522633102", "LX-01")
    outcome = take(county, desk.make("ROSTER")[1])
    with pytest.raises(BatchIsForeign):
        other.database.do("Answer", batches.receive, outcome.receipt)
    assert outcome.receipt is not None
    refused(county, BatchSignatureWrong, outcome.receipt)
    other.database.close()


def test_trail_of_the_county_stays_whole(county: County, desk: Desk):
    for kind in ("ROSTER", "COOP", "FEE"):
        take(county, desk.make(kind)[1])
    report = county.database.ask(audit.verify)
    assert report.whole
    assert report.entries > 6


def test_status_shows_every_batch_and_desk(county: County, desk: Desk):
    made, content = desk.make("ROSTER")
    take(county, content)
    (row,) = county.database.ask(inbox.status)
    assert (row.name, row.state, row.township, row.rows) == (made.name, "DELIVERED", "522633101", made.rows)
    (station,) = county.database.ask(stations.stations)
    assert station.fingerprint == desk.database.ask(batches.own).public.fingerprint


def test_damaged_answer_file_is_refused_by_the_county_too(county: County):
    with pytest.raises(BatchIsDamaged):
        take(county, b"age-encryption.org/v1\n")
