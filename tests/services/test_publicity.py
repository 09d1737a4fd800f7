"""Notices on the wall: opened for a locked run, heard, closed, and what they stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, AuditEntry, PayRun, Person
from cjdesk.domain import errors
from cjdesk.domain.month import Month
from cjdesk.domain.states import AssignmentState, PublicityState, RunState
from cjdesk.services import payments, payroll, publicity, reference
from cjdesk.services.publicity import Poster
from tests.services import desk

START, END = date(2020, 12, 7), date(2020, 12, 13)
AFTER = date(2020, 12, 14)
POSTER = Poster(START, "干团村公示栏、宰荡村公示栏", phones="镇人社中心 0855-0000000", reception="一楼人社窗口")

BEFORE_APPROVAL, BEFORE_PAYMENT = "before_approval", "before_payment"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = desk.new_desk(tmp_path / "data", "522633101", "GD")
    made.do("fill", desk.fill, people=5)
    yield made
    made.close()


@pytest.fixture
def run(database: Database) -> str:
    return desk.run_month(database, approved=False)


def configure(database: Database, required: str, *, counting: str = "calendar", days: int = 7) -> None:
    text = (
        '[reference]\nversion = "t"\nissuer = "522633"\n[[publicity]]\n'
        f'days = {days}\ncounting = "{counting}"\nrequired = "{required}"\n'
    )
    database.do("load", reference.load, text)


def opened(database: Database, run: str, poster: Poster = POSTER) -> str:
    return database.do("open", publicity.open_for_run, run, poster, by="lifang")


def first_on(database: Database, notice: str) -> str:
    return database.ask(publicity.subjects, notice)[0].assignment_id


def objected(database: Database, notice: str, *, against: str | None = None) -> str:
    return database.do(
        "object", publicity.register, notice, content="人在外务工，没有上岗", raised=date(2020, 12, 9), today=AFTER,
        assignment_id=against, raised_by="村民甲",
    )  # fmt: skip


def decided(database: Database, objection: str, outcome: str) -> None:
    database.do("decide", publicity.decide, objection, outcome=outcome, note="入户核实", by="lifang", today=AFTER)


def approve(database: Database, run: str) -> None:
    database.do("Approve", payroll.approve, run, by="吴国芳")


def test_a_notice_keeps_what_was_chosen(database: Database, run: str):
    notice = database.ask(publicity.notice, opened(database, run), today=date(2020, 12, 10))
    assert (notice.number, notice.state, notice.kind) == ("202011-001", "公示中", "发放")
    assert (notice.start, notice.end, notice.left) == (START, END, 3)
    assert notice.title == "关于贯洞镇2020年11月公益性岗位（护路员）补贴发放的公示"
    assert (notice.people, notice.amount_fen) == (3, 300_000)
    assert (notice.place, notice.phones, notice.opened_by) == (POSTER.place, POSTER.phones, "李芳")
    assert not notice.show_ids
    assert not notice.may_close


def test_the_next_notice_is_proposed_as_the_last(database: Database, run: str):
    opened(database, run, Poster(START, "镇政府门口", phones="电话", reception="窗口", mask_names=True))
    assert database.ask(publicity.usual) == publicity.Usual("镇政府门口", "电话", "窗口", mask_names=True)


def test_days_are_as_configured(database: Database, run: str):
    configure(database, "none", counting="working", days=5)
    notice = database.ask(publicity.notice, opened(database, run), today=START)
    assert (notice.end, notice.days, notice.counting) == (date(2020, 12, 11), 5, "working")
    assert notice.guessed_years == (2020,)


def test_announced_days_off_are_not_counted(database: Database, run: str):
    text = (
        '[reference]\nversion = "t"\nissuer = "522633"\n[[publicity]]\ndays = 3\ncounting = "working"\n'
        '[[holiday]]\nday = 2020-12-08\nkind = "休"\n[[holiday]]\nday = 2020-12-12\nkind = "班"\n'
    )
    database.do("load", reference.load, text)
    notice = database.ask(publicity.notice, opened(database, run), today=START)
    assert (notice.end, notice.guessed_years) == (date(2020, 12, 10), ())
    moved = database.do("hang", publicity.hang, notice.id, start=date(2020, 12, 10))
    assert moved.end == date(2020, 12, 12)


def test_only_a_locked_run_hangs_and_only_once(database: Database):
    (sheet,) = database.do("Compute", payroll.compute, desk.MONTH, post_type="HL", by="李芳")
    with pytest.raises(errors.PublicityNeedsLock):
        opened(database, sheet.run_id)
    assert database.ask(publicity.candidates) == ()
    database.do("Lock", payroll.lock, sheet.run_id, by="李芳")
    (found,) = database.ask(publicity.candidates)
    assert (found.run_id, found.people, found.amount_fen) == (sheet.run_id, 3, 300_000)
    opened(database, sheet.run_id)
    assert database.ask(publicity.candidates) == ()
    with pytest.raises(errors.PublicityOpenAlready):
        opened(database, sheet.run_id)


def test_an_unknown_run_or_notice_is_said(database: Database):
    with pytest.raises(errors.RunUnknown):
        opened(database, "nobody")
    with pytest.raises(errors.PublicityUnknown):
        database.ask(publicity.notice, "nobody", today=START)
    with pytest.raises(errors.ObjectionUnknown):
        decided(database, "nobody", "成立")


@pytest.mark.parametrize("days", [2, 11])
def test_too_few_or_many_days_are_refused(database: Database, run: str, days: int):
    with pytest.raises(errors.PublicityDays):
        opened(database, run, Poster(START, "门口", days=days))


def test_a_place_must_be_named(database: Database, run: str):
    with pytest.raises(errors.PlaceMissing):
        opened(database, run, Poster(START, "  "))
    notice = opened(database, run)
    with pytest.raises(errors.PlaceMissing):
        database.do("hang", publicity.hang, notice, start=START, place=" ")


def test_closing_early_is_refused_and_changes_nothing(database: Database, run: str):
    notice = opened(database, run)
    with pytest.raises(errors.PublicityNotOver) as refused:
        database.do("close", publicity.close, notice, by="lifang", today=END)
    assert refused.value.facts["first"] == AFTER.isoformat()
    assert database.ask(publicity.notice, notice, today=END).state == PublicityState.OPEN
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    closed = database.ask(publicity.notice, notice, today=AFTER)
    assert (closed.state, closed.closed_by) == (PublicityState.CLOSED, "李芳")
    with pytest.raises(errors.PublicityEnded):
        database.do("close", publicity.close, notice, by="lifang", today=AFTER)


@pytest.mark.parametrize("outcome", ["成立", "不成立", "撤回"])
def test_an_open_objection_stops_the_end_until_it_is_decided(database: Database, run: str, outcome: str):
    notice = opened(database, run)
    objection = objected(database, notice, against=first_on(database, notice))
    with pytest.raises(errors.ObjectionOpen) as refused:
        database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    assert (refused.value.facts["count"], refused.value.facts["who"]) == (1, "龙小1")
    decided(database, objection, outcome)
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    (found,) = database.ask(publicity.notice, notice, today=AFTER).objections
    assert (found.outcome, found.outcome_note, found.decided_by, found.name) == (outcome, "入户核实", "李芳", "龙小1")
    with pytest.raises(errors.ObjectionDecided):
        decided(database, objection, "成立")


def test_an_objection_is_checked(database: Database, run: str):
    notice = opened(database, run)
    ask = {"content": "有误", "raised": date(2020, 12, 8), "today": AFTER}
    with pytest.raises(errors.ObjectionText):
        database.do("object", publicity.register, notice, **ask | {"content": " "})
    with pytest.raises(errors.ObjectionDate):
        database.do("object", publicity.register, notice, **ask | {"raised": date(2020, 12, 6)})
    with pytest.raises(errors.ObjectionDate):
        database.do("object", publicity.register, notice, **ask | {"raised": date(2020, 12, 15)})
    warden = database.ask(
        lambda session: session.scalars(select(Assignment.id).where(Assignment.post_type == "GS")).first()
    )
    with pytest.raises(errors.NotOnNotice) as refused:
        database.do("object", publicity.register, notice, **ask, assignment_id=warden)
    assert refused.value.facts["name"].startswith("龙小")
    objection = objected(database, notice)
    with pytest.raises(errors.ValueNotInList):
        decided(database, objection, "好")
    with pytest.raises(errors.ReasonMissing):
        database.do("decide", publicity.decide, objection, outcome="成立", note="", by="lifang", today=AFTER)


def test_only_the_person_concerned_is_named_for_r_16(database: Database, run: str):
    notice = opened(database, run)
    person = first_on(database, notice)
    objection = objected(database, notice, against=person)
    row = database.ask(lambda session: session.get(PayRun, run))
    assert database.ask(publicity.blocked_assignments, row) == {person: "人在外务工，没有上岗"}
    decided(database, objection, "不成立")
    assert database.ask(publicity.blocked_assignments, row) == {}


def test_withdrawing_needs_a_reason_and_frees_the_run(database: Database, run: str):
    notice = opened(database, run)
    with pytest.raises(errors.ReasonMissing):
        database.do("withdraw", publicity.withdraw, notice, reason=" ", by="lifang")
    database.do("withdraw", publicity.withdraw, notice, reason="地点写错", by="lifang")
    found = database.ask(publicity.notice, notice, today=START)
    assert (found.state, found.withdrawn) == (PublicityState.WITHDRAWN, "地点写错（李芳）")
    with pytest.raises(errors.PublicityEnded):
        objected(database, notice)
    again = database.ask(publicity.notice, opened(database, run), today=START)
    assert again.number == "202011-002"


def test_by_default_nothing_is_stopped(database: Database, run: str):
    approve(database, run)


def test_approval_waits_for_the_notice_if_the_county_says_so(database: Database, run: str):
    configure(database, BEFORE_APPROVAL)
    with pytest.raises(errors.PublicityRequired):
        approve(database, run)
    notice = opened(database, run)
    with pytest.raises(errors.PublicityStillOpen):
        approve(database, run)
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    late = objected(database, notice, against=first_on(database, notice))
    with pytest.raises(errors.ObjectionOpen):
        approve(database, run)
    decided(database, late, "不成立")
    approve(database, run)
    assert database.ask(payroll.sheet, run).state == RunState.APPROVED


def test_before_payment_lets_approval_pass(database: Database, run: str):
    configure(database, BEFORE_PAYMENT)
    approve(database, run)
    row = database.ask(lambda session: session.get(PayRun, run))
    with pytest.raises(errors.PublicityRequired):
        database.ask(publicity.require_closed_before_payment, row)
    notice = opened(database, run)
    with pytest.raises(errors.PublicityStillOpen):
        database.do("list", payments.make, [run], template_code="NSH-TXT", by="lifang")
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    assert database.do("list", payments.make, [run], template_code="NSH-TXT", by="lifang").made.listed_fen == 300_000


def test_an_upheld_objection_needs_a_new_revision_and_a_new_notice(database: Database, run: str):
    configure(database, BEFORE_APPROVAL)
    notice = opened(database, run)
    decided(database, objected(database, notice, against=first_on(database, notice)), "成立")
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    with pytest.raises(errors.ObjectionUpheld):
        approve(database, run)
    database.do("Unlock", payroll.unlock, run, by="lifang", reason="异议成立，改正")
    old = database.ask(publicity.notice, notice, today=AFTER)
    assert (old.state, old.withdrawn) == (PublicityState.SUPERSEDED, "异议成立，改正（李芳）")
    assert desk.run_month(database, approved=False) == run
    with pytest.raises(errors.PublicityRequired):
        approve(database, run)
    second = opened(database, run, Poster(AFTER, "门口"))
    assert database.ask(publicity.notice, second, today=AFTER).revision == 2
    database.do("close", publicity.close, second, by="lifang", today=date(2020, 12, 21))
    approve(database, run)


def test_unlocking_does_not_swallow_an_objection(database: Database, run: str):
    notice = opened(database, run)
    objection = objected(database, notice)
    database.do("Unlock", payroll.unlock, run, by="lifang", reason="改考勤")
    database.do("Lock", payroll.lock, run, by="李芳")
    second = opened(database, run, Poster(AFTER, "门口"))
    with pytest.raises(errors.ObjectionOpen):
        database.do("close", publicity.close, second, by="lifang", today=date(2020, 12, 21))
    decided(database, objection, "不成立")
    database.do("close", publicity.close, second, by="lifang", today=date(2020, 12, 21))


def test_voiding_a_run_takes_its_notice_down(database: Database, run: str):
    notice = opened(database, run)
    database.do("Void", payroll.void, run, by="lifang", reason="重复")
    assert database.ask(publicity.notice, notice, today=START).state == PublicityState.SUPERSEDED


def test_what_is_done_with_notices_stands_in_the_history(database: Database, run: str):
    notice = opened(database, run)
    objected(database, notice)
    records = database.ask(lambda session: set(session.scalars(select(AuditEntry.record))))
    assert {"publicity", "objection"} <= records


@pytest.fixture
def newcomer(database: Database) -> str:
    """Somebody proposed for a post from 2021 on."""

    def propose(session) -> str:
        rows = desk.Rows(session, "522633101")
        person = rows.add(
            Person, id_no=desk.id_no(900), name="石小花", sex="女", birth=date(1990, 1, 1), village="干团村"
        )
        return publicity.propose(session, person, post_type="HL", post_name="通村公路", start=date(2021, 1, 4)).id

    return database.do("propose", propose)


def state_of(database: Database, assignment: str) -> str:
    return database.ask(lambda session: session.get(Assignment, assignment).state)


def test_a_proposed_person_is_public_before_the_post(database: Database, newcomer: str):
    (found,) = database.ask(publicity.proposed)
    assert (found.assignment_id, found.post, found.amount_fen) == (newcomer, "护路员", 100_000)
    notice = database.do("open", publicity.open_for_posts, [newcomer], POSTER, by="lifang")
    assert state_of(database, newcomer) == AssignmentState.PUBLISHED
    assert database.ask(publicity.proposed) == ()
    assert [one.assignment_id for one in database.ask(publicity.subjects, notice)] == [newcomer]
    with pytest.raises(errors.PublicityStillOpen):
        database.do("take", publicity.take_post, newcomer, start=date(2021, 1, 4))
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    database.do("take", publicity.take_post, newcomer, start=date(2021, 1, 4))
    assert state_of(database, newcomer) == AssignmentState.ON_POST
    with pytest.raises(errors.NotProposed):
        database.do("open", publicity.open_for_posts, [newcomer], POSTER, by="lifang")


def test_an_upheld_objection_keeps_a_person_off_the_post(database: Database, newcomer: str):
    notice = database.do("open", publicity.open_for_posts, [newcomer], POSTER, by="lifang")
    decided(database, objected(database, notice, against=newcomer), "成立")
    database.do("close", publicity.close, notice, by="lifang", today=AFTER)
    assert state_of(database, newcomer) == AssignmentState.PROPOSED
    with pytest.raises(errors.NotProposed):
        database.do("take", publicity.take_post, newcomer, start=date(2021, 1, 4))
    with pytest.raises(errors.ReasonMissing):
        database.do("turn down", publicity.turn_down, newcomer, reason="", today=AFTER)
    database.do("turn down", publicity.turn_down, newcomer, reason="异议成立", today=AFTER)
    assert database.ask(publicity.proposed) == ()
    sheets = database.do("Compute", payroll.compute, Month(2021, 1), post_type="HL", by="李芳")
    assert newcomer not in {line.assignment_id for sheet in sheets for line in sheet.lines}


def test_withdrawn_proposals_may_be_published_again(database: Database, newcomer: str):
    notice = database.do("open", publicity.open_for_posts, [newcomer], POSTER, by="lifang")
    database.do("withdraw", publicity.withdraw, notice, reason="名单有误", by="lifang")
    assert [one.assignment_id for one in database.ask(publicity.proposed)] == [newcomer]
    with pytest.raises(errors.NothingProposed):
        database.do("open", publicity.open_for_posts, [], POSTER, by="lifang")
