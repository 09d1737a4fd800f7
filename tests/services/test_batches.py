"""Batches at the desk: what goes up, in which order, and that only the county's word makes one delivered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, AuditEntry, Batch, Office, PayRun, Person
from cjdesk.domain.errors import (
    AnswerIsUnknown,
    AnswerSignatureWrong,
    BatchHasNoCover,
    BatchIsDamaged,
    BatchIsEmpty,
    BatchIsForeign,
    BatchIsMade,
    BatchRunChanged,
    BatchUnknown,
    CarrierNameTaken,
    CountyKeyDiffers,
    CountyKeyMissing,
    KeyFileIsBad,
    RunIsNotApproved,
    RunIsNotLocked,
    StepNotAllowed,
)
from cjdesk.services import batches, payroll, prints
from cjdesk.sync import seal
from cjdesk.sync.keys import KeyCard, Keys, read_card, write_card
from cjdesk.sync.manifest import FORMAT, SUITE, Manifest, Party
from cjdesk.sync.records.answers import AnswerRow, ReasonRow
from tests.services.desk import MONTH, fill, run_month

COUNTY = Keys.new()
CARD = KeyCard("county", "522633", "county", "从江县就业局", COUNTY.public)


@pytest.fixture
def desk(township: Database) -> Database:
    """A filled desk that trusts the county."""
    township.do("Fill", fill)
    township.do("Trust", batches.trust, write_card(CARD, COUNTY))
    return township


def make(desk: Database, kind: str, **more) -> batches.Made:
    return desk.do("Make", batches.make, kind, month=MONTH, by="lifang", **more)


def opened(desk: Database, made: batches.Made):
    _, content = desk.ask(batches.content, made.id)
    letter = seal.unwrap(content, COUNTY)
    seal.verify(
        letter, sender=desk.ask(batches.own).public, reader=Party("522633", "county", COUNTY.public.fingerprint)
    )
    return letter.manifest, seal.rows(letter)


def answer(
    desk: Database, made: batches.Made, state: str, *, reasons=(), by: Keys = COUNTY, to=None, **changed
) -> bytes:
    card = desk.ask(batches.card)
    row = AnswerRow(
        name=made.name, sha256=made.sha256, seq=made.seq, version=made.version, state=state, rows=made.rows,
        total_fen=made.total_fen, received_at="2020-12-02T01:00:00Z",
    )  # fmt: skip
    row = msgspec.structs.replace(row, **changed)
    kind = "RET" if "RETURNED" in state else "ACK"
    head = Manifest(
        format=FORMAT, suite=SUITE, kind=kind, township=card.office, station=card.station, period="202011", seq=1,
        version=1, previous=None, reference="", creator="从江县就业局", approver=None, created="2020-12-02T01:00:00Z",
        demo=True, sender=Party("522633", "county", by.public.fingerprint),
        recipient=Party(card.office, card.station, card.keys.fingerprint), parts=(), totals={},
    )  # fmt: skip
    rows = {"answer": [row]} | ({"reason": list(reasons)} if kind == "RET" else {})
    return seal.seal(head, rows, keys=by, readers=(to or card.keys.recipient,)).content


def state(desk: Database, made: batches.Made) -> str:
    return next(row.state for row in desk.ask(batches.status) if row.id == made.id)


def test_keys_are_made_once_and_stand_in_the_trail_only_as_digests(township: Database):
    name, content = township.do("Key", batches.card_file)
    assert township.do("Key", batches.card_file) == (name, content)
    card = read_card(content, "station")
    assert (card.office, card.station) == ("522633101", "GD-01")
    keys = township.ask(batches.own)
    trail = township.ask(lambda session: str(list(session.execute(select(AuditEntry.old, AuditEntry.new)))))
    assert keys.signing not in trail
    assert keys.identity not in trail


def test_county_key_is_trusted_once_and_never_exchanged_silently(township: Database):
    with pytest.raises(CountyKeyMissing):
        make(township, "ROSTER")
    assert township.do("Trust", batches.trust, write_card(CARD, COUNTY)).keys.fingerprint == COUNTY.public.fingerprint
    township.do("Trust", batches.trust, write_card(CARD, COUNTY))
    other = Keys.new()
    forged = write_card(KeyCard("county", "522633", "county", "从江县就业局", other.public), other)
    with pytest.raises(CountyKeyDiffers):
        township.do("Trust", batches.trust, forged)
    assert township.ask(batches.county).keys == COUNTY.public
    township.do("Trust", batches.trust, forged, replace=True)
    assert township.ask(batches.county).keys == other.public
    with pytest.raises(KeyFileIsBad):
        township.do("Trust", batches.trust, b"no key")


def test_roster_holds_everybody_and_whole_rows(desk: Database):
    made = make(desk, "ROSTER")
    assert made.name == "CJ_522633101_ROSTER_202011_0001_v1.cjp"
    manifest, rows = opened(desk, made)
    counts = {part: len(found) for part, found in rows.items()}
    assert counts == {
        "resettlement_site": 1, "household": 1, "person": 6, "person_category": 6, "bank_account": 6, "post": 6,
        "assignment": 6, "suspension": 1, "agreement": 6, "insurance": 6,
    }  # fmt: skip
    assert manifest.totals == {"people": 6, "assignments": 6}
    assert (manifest.creator, manifest.previous, manifest.demo) == ("李芳", None, True)
    stored = desk.ask(lambda session: {row.id: row for row in session.scalars(select(Person))})
    for row in rows["person"]:
        person = stored[row.id]
        assert all(
            getattr(row, name) == getattr(person, name) for name in row.__struct_fields__ if name != "changed_at"
        )
        assert row.changed_at == person.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_pay_batch_total_is_the_sheet_total(desk: Database):
    for post_type in ("HL", "GS"):
        run = run_month(desk, post_type)
        made = make(desk, "PAY", run_id=run)
        sheet = desk.ask(payroll.sheet, run)
        manifest, rows = opened(desk, made)
        assert manifest.totals == {"net_fen": sheet.net_fen, "people": sheet.people, "lines": len(sheet.lines)}
        assert (made.total_fen, made.people) == (sheet.net_fen, sheet.people)
        assert [line.net_fen for line in sorted(rows["pay_line"], key=lambda line: line.number)] == [
            line.net_fen for line in sheet.lines
        ]
        assert manifest.approver == sheet.approved_by == "吴国芳"
        assert manifest.reference == sheet.rules_version
        assert {row.id for row in rows["person"]} == {line.person_id for line in sheet.lines}
        assert rows["pay_run"][0].check_code == sheet.check_code
        assert all(row.steps for row in rows["pay_line"])
        held = {part: {row.id for row in found} for part, found in rows.items()}
        assert {row.post_id for row in rows["assignment"]} == held["post"]
        assert {row.household_id for row in rows["person"]} == held["household"]
    assert len(rows["attendance"]) == 1


def test_fees_and_cooperatives_bring_the_people_they_name(desk: Database):
    manifest, rows = opened(desk, make(desk, "FEE"))
    assert manifest.totals == {"receipts": 3, "amount_fen": 70_055}
    assert len(rows["person"]) == 2
    manifest, rows = opened(desk, make(desk, "COOP"))
    assert manifest.totals == {"members": 3, "cooperatives": 1, "share_fen": 30_000}
    assert len(rows["person"]) == 3


def test_batches_are_numbered_and_chained(desk: Database):
    first, second, third = (make(desk, kind) for kind in ("ROSTER", "FEE", "COOP"))
    assert [made.seq for made in (first, second, third)] == [1, 2, 3]
    assert opened(desk, second)[0].previous == first.sha256
    assert opened(desk, third)[0].previous == second.sha256


def test_only_a_locked_and_approved_run_goes_up(desk: Database):
    (sheet,) = desk.do("Compute", payroll.compute, MONTH, post_type="HL", by="李芳")
    with pytest.raises(RunIsNotLocked):
        make(desk, "PAY", run_id=sheet.run_id)
    desk.do("Lock", payroll.lock, sheet.run_id, by="李芳")
    with pytest.raises(RunIsNotApproved):
        make(desk, "PAY", run_id=sheet.run_id)
    assert desk.ask(batches.reportable_runs, MONTH) == ()
    assert desk.ask(batches.not_ready, MONTH) == ((sheet.number, "已审核"),)
    assert desk.ask(batches.status) == ()
    desk.do("Approve", payroll.approve, sheet.run_id, by="吴国芳")
    assert desk.ask(batches.reportable_runs, MONTH) == (sheet.run_id,)
    assert desk.ask(batches.not_ready, MONTH) == ()
    make(desk, "PAY", run_id=sheet.run_id)
    assert desk.ask(batches.reportable_runs, MONTH) == ()
    with pytest.raises(BatchIsMade):
        make(desk, "PAY", run_id=sheet.run_id)


def test_single_clerk_needs_no_second_person(desk: Database):
    desk.do("Alone", lambda session: setattr(session.scalars(select(Office)).one(), "single_clerk", True))
    run = run_month(desk, "HL", approved=False)
    made = make(desk, "PAY", run_id=run)
    desk.do("Answer", batches.receive, answer(desk, made, "DELIVERED"))
    assert desk.ask(payroll.sheet, run).state == "已上报"


def test_everything_of_a_month_at_once(desk: Database):
    run_month(desk, "HL")
    made = desk.do("Make", batches.make_all, month=MONTH, by="lifang")
    assert [one.kind for one in made] == ["ROSTER", "FEE", "COOP", "PAY"]
    assert desk.ask(batches.waiting) == 4
    assert desk.do("Make", batches.make_all, month=MONTH, by="lifang") == ()
    desk.do("Change", lambda session: setattr(session.scalars(select(Person).limit(1)).one(), "phone", "13000000000"))
    assert [one.kind for one in desk.do("Make", batches.make_all, month=MONTH, by="lifang")] == ["ROSTER", "COOP"]


def test_desk_without_records_has_nothing_to_report(township: Database):
    township.do("Trust", batches.trust, write_card(CARD, COUNTY))
    for kind in ("ROSTER", "FEE", "COOP"):
        with pytest.raises(BatchIsEmpty):
            make(township, kind)
    assert township.ask(batches.status) == ()


def test_states_on_the_way_up(desk: Database, tmp_path: Path):
    made = make(desk, "PAY", run_id=run_month(desk))
    assert state(desk, made) == "待上报"
    done = desk.do("Export", batches.export, made.id, tmp_path)
    assert done.path.read_bytes() == desk.ask(batches.content, made.id)[1]
    assert state(desk, made) == "已导出"
    assert desk.ask(batches.waiting) == 1
    for word, shown, run_state in (
        ("DELIVERED", "已送达", "已上报"),
        ("REVIEWED", "审核中", "已上报"),
        ("PASSED", "通过", "县审通过"),
    ):
        received = desk.do("Answer", batches.receive, answer(desk, made, word))
        assert (received.state, received.changed) == (shown, True)
        assert state(desk, made) == shown
        assert desk.ask(lambda session: session.scalars(select(PayRun.state)).one()) == run_state
    assert desk.ask(batches.waiting) == 0


def test_export_again_leaves_the_state_and_never_overwrites_another_file(desk: Database, tmp_path: Path):
    made = make(desk, "ROSTER")
    (tmp_path / made.name).write_bytes(b"something else")
    with pytest.raises(CarrierNameTaken):
        desk.do("Export", batches.export, made.id, tmp_path)
    assert state(desk, made) == "待上报"
    desk.do("Answer", batches.receive, answer(desk, made, "DELIVERED"))
    (tmp_path / made.name).unlink()
    desk.do("Export", batches.export, made.id, tmp_path)
    assert state(desk, made) == "已送达"


def test_repeated_and_late_answers_change_nothing(desk: Database):
    made = make(desk, "ROSTER")
    receipt = answer(desk, made, "DELIVERED")
    assert desk.do("Answer", batches.receive, receipt).changed
    entries = desk.ask(lambda session: len(list(session.scalars(select(AuditEntry.seq)))))
    assert not desk.do("Answer", batches.receive, receipt).changed
    assert desk.ask(lambda session: len(list(session.scalars(select(AuditEntry.seq))))) == entries
    desk.do("Answer", batches.receive, answer(desk, made, "PASSED"))
    late = desk.do("Answer", batches.receive, receipt)
    assert (late.changed, late.state) == (False, "通过")


def test_forged_foreign_and_damaged_answers_are_refused(desk: Database):
    made = make(desk, "ROSTER")
    good = answer(desk, made, "PASSED")
    damaged = bytearray(good)
    damaged[-5] ^= 1
    for content, error in (
        (bytes(damaged), BatchIsDamaged),
        (good[:-7], BatchIsDamaged),
        (answer(desk, made, "PASSED", by=Keys.new()), AnswerSignatureWrong),
        (answer(desk, made, "PASSED", to=Keys.new().public.recipient), BatchIsForeign),
        (answer(desk, made, "PASSED", sha256="0" * 64), AnswerIsUnknown),
        (answer(desk, made, "PASSED", version=2), AnswerIsUnknown),
        (desk.ask(batches.content, made.id)[1], AnswerSignatureWrong),
    ):
        with pytest.raises(error):
            desk.do("Answer", batches.receive, content)
        assert state(desk, made) == "待上报"


def test_returned_run_comes_again_as_the_next_version(desk: Database):
    run = run_month(desk)
    first = make(desk, "PAY", run_id=run)
    make(desk, "FEE")
    reason = ReasonRow(code="R-02", text="双岗：与洛香镇重复", part="pay_line", id="0" * 36)
    received = desk.do("Answer", batches.receive, answer(desk, first, "RETURNED", reasons=[reason]))
    assert received.reasons[0].text == "双岗：与洛香镇重复"
    row = next(row for row in desk.ask(batches.status) if row.id == first.id)
    assert (row.state, row.reasons[0].code) == ("退回", "R-02")
    with pytest.raises(RunIsNotLocked):
        make(desk, "PAY", run_id=run)
    assert run_month(desk) == run
    second = make(desk, "PAY", run_id=run)
    assert (second.seq, second.version) == (1, 2)
    assert second.name == "CJ_522633101_PAY_202011_0001_v2.cjp"
    assert opened(desk, second)[0].supersedes == (first.sha256,)
    assert make(desk, "COOP").seq == 3


def test_run_unlocked_before_the_receipt_withdraws_its_batch(desk: Database, tmp_path: Path):
    run = run_month(desk)
    first = make(desk, "PAY", run_id=run)
    desk.do("Export", batches.export, first.id, tmp_path)
    desk.do("Unlock", payroll.unlock, run, by="李芳", reason="考勤改正")
    run_month(desk)
    second = make(desk, "PAY", run_id=run)
    assert (second.seq, second.version) == (1, 2)
    assert state(desk, first) == "已撤回"
    desk.do("Answer", batches.receive, answer(desk, second, "DELIVERED"))
    with pytest.raises(StepNotAllowed):
        desk.do("Unlock", payroll.unlock, run, by="李芳", reason="考勤改正")


def test_new_version_holds_everybody_of_the_one_before(desk: Database):
    """Somebody taken off the sheet is still in the new version, so that the version before is never missed."""
    run = run_month(desk)
    first = make(desk, "PAY", run_id=run)
    gone = opened(desk, first)[1]["pay_line"][0].assignment_id
    desk.do("Unlock", payroll.unlock, run, by="李芳", reason="不在岗")

    def leave(session):
        session.get(Assignment, gone).end = date(2020, 10, 31)

    desk.do("Leave", leave)
    run_month(desk)
    _, rows = opened(desk, make(desk, "PAY", run_id=run))
    assert len(rows["pay_line"]) == 3
    assert len(rows["person"]) == 4
    assert gone in {row.id for row in rows["assignment"]}


def test_batch_rows_are_audited(desk: Database):
    made = make(desk, "ROSTER")
    actions = desk.ask(
        lambda session: list(session.scalars(select(AuditEntry.record).where(AuditEntry.action == "Make")))
    )
    assert actions == ["office", "batch", "batch_file"]
    assert desk.ask(lambda session: session.scalars(select(Batch.sha256)).one()) == made.sha256


def test_a_cover_counts_what_is_out_and_names_the_batch_before(desk: Database, tmp_path: Path):
    run = run_month(desk)
    make(desk, "ROSTER")
    pay = make(desk, "PAY", run_id=run)
    cover = desk.ask(batches.cover, pay.id)
    assert (cover.file_name, cover.seq, cover.gaps, cover.withdrawn) == (pay.name, 2, (), False)
    assert cover.sheet.net_fen == pay.total_fen
    assert cover.before == "ROSTER_202011_0001（待上报）"
    assert (cover.papers[0].words, cover.papers[0].count) == ("花名册", 0)

    def out(form: str, pages: dict[str, int]) -> None:
        desk.do("Print", prints.record, form, tuple(pages), copy=1, pages=tuple(pages.values()), purpose="printer")

    kind = cover.sheet.post_type
    out("F1", {run: 9, "another": 3})
    out("F1", {run: 2})  # a few pages once more
    out("F3", {"KQ-202011-001": 1, "KQ-202011-002": 2, "KQ-202010-001": 7})
    papers = {one.words: (one.count, one.unit) for one in desk.ask(batches.cover, pay.id).papers}
    assert papers["花名册"] == (9, "页")
    assert papers["考勤表"] == (3, "页")
    out("F3", {f"KQ-202011-001-{kind}": 1, "KQ-202011-001-XX": 5})
    papers = {one.words: (one.count, one.unit) for one in desk.ask(batches.cover, pay.id).papers}
    assert papers["考勤表"] == (1, "页")


def test_a_cover_is_of_a_pay_batch_whose_run_stands(desk: Database):
    run = run_month(desk)
    roster = make(desk, "ROSTER")
    with pytest.raises(BatchHasNoCover):
        desk.ask(batches.cover, roster.id)
    first = make(desk, "PAY", run_id=run)
    desk.do("Unlock", payroll.unlock, run, by="李芳", reason="考勤改正")
    run_month(desk)
    with pytest.raises(BatchRunChanged):
        desk.ask(batches.cover, first.id)
    second = make(desk, "PAY", run_id=run)
    assert desk.ask(batches.cover, second.id).sheet.revision == 2
    assert desk.ask(batches.covered, month=MONTH) == (second.id,)
    assert desk.ask(batches.covered, name=first.name) == (first.id,)
    with pytest.raises(BatchUnknown):
        desk.ask(batches.covered, name="CJ_1")
