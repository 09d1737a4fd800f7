"""A month's pay at the desk: computing again, problems, lock, approve, unlock, void, closed months."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import (
    Assignment,
    Attendance,
    AuditEntry,
    BankAccount,
    FeeReceipt,
    Office,
    PayLine,
    PayRun,
    Person,
    Policy,
    Rule,
    SchemeRate,
    SchemeShare,
    Standard,
)
from cjdesk.domain.errors import (
    MonthIsLocked,
    NobodyOnPost,
    NoPolicy,
    NoReceipts,
    OwnRun,
    ReasonMissing,
    RunHasProblems,
    RunIsLocked,
    RunIsStale,
    RunUnknown,
    StepNotAllowed,
)
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RunState
from cjdesk.services import payroll
from cjdesk.services.payroll.inputs import village_rank
from tests.services.expected import read, store

JANUARY, MARCH = Month(2021, 1), Month(2021, 3)


@pytest.fixture
def desk(township: Database, clean_small: Path) -> Database:
    township.do("store", store, read(clean_small))
    return township


def compute(desk: Database, month: Month = MARCH, **options: Any) -> dict[str, Sheet]:
    sheets = desk.do("compute", payroll.compute, month, by="lifang", **options)
    return {sheet.post_type: sheet for sheet in sheets}


def count(desk: Database, model: type[Any]) -> int:
    return desk.ask(lambda session: session.scalar(select(func.count()).select_from(model)) or 0)


def codes(desk: Database, run_id: str) -> Counter[str]:
    return Counter(one.code for one in desk.ask(payroll.problems, run_id))


def change(desk: Database, model: type[Any], **values: Any) -> None:
    def first(session: Session) -> None:
        row = session.scalars(select(model)).first()
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)

    desk.do("change", first)


def test_the_sheet_that_computing_gives_is_the_one_that_is_stored(desk: Database) -> None:
    for sheet in compute(desk).values():
        assert desk.ask(payroll.sheet, sheet.run_id) == sheet


def test_run_numbers_have_no_gaps_and_clerks_sign_with_their_names(desk: Database) -> None:
    sheets = compute(desk)
    assert [sheet.number for sheet in sheets.values()] == ["PAY-202103-0001", "PAY-202103-0002", "PAY-202103-0003"]
    assert {sheet.made_by for sheet in sheets.values()} == {"李芳"}
    assert all(len(sheet.check_code) == 8 and int(sheet.check_code, 16) >= 0 for sheet in sheets.values())


def test_lines_stand_in_the_order_of_village_code_and_group(desk: Database) -> None:
    villages = ["架往村", "登岔村", "岑料村", "俾岔村"]
    groups = "一二三四五六七八九十"
    for sheet in compute(desk).values():
        places = [(villages.index(line.village), groups.index(line.group[0])) for line in sheet.lines]
        assert places == sorted(places)
        assert [line.number for line in sheet.lines] == list(range(1, len(places) + 1))


def test_computing_the_same_inputs_again_changes_nothing(desk: Database) -> None:
    first = compute(desk)
    entries = count(desk, AuditEntry)
    assert compute(desk) == first
    assert count(desk, AuditEntry) == entries


def test_a_changed_input_gives_the_run_new_lines_and_another_check_code(desk: Database) -> None:
    first = compute(desk)
    change(desk, Person, name="潘文改")
    again = compute(desk)
    assert again["HL"].number == first["HL"].number
    assert again["HL"].check_code != first["HL"].check_code
    assert "潘文改" in {line.name for line in again["HL"].lines}
    assert again["GS"] == first["GS"]
    assert count(desk, PayLine) == 25


def test_the_same_data_in_another_file_give_the_same_check_codes(
    desk: Database, tmp_path: Path, clean_small: Path, passphrase: str
) -> None:
    from cjdesk.services import office

    other, _ = office.create_township(
        tmp_path / "other", township="522633101", station="GD-02",
        office_name="贯洞镇人力资源和社会保障服务中心", login="lifang", clerk_name="李芳", passphrase=passphrase, demo=True,
    )  # fmt: skip
    other.do("store", store, read(clean_small))
    try:
        mine, theirs = compute(desk), compute(other)
    finally:
        other.close()
    assert {kind: sheet.check_code for kind, sheet in mine.items()} == {
        kind: sheet.check_code for kind, sheet in theirs.items()
    }


def test_only_the_post_type_that_was_asked_for_is_computed(desk: Database) -> None:
    assert list(compute(desk, post_type="HH")) == ["HH"]
    assert [run.post_type for run in desk.ask(payroll.runs, MARCH)] == ["HH"]


def test_a_month_without_anybody_is_said(desk: Database) -> None:
    with pytest.raises(NobodyOnPost):
        compute(desk, Month(1999, 1))


def test_a_post_type_without_a_policy_is_said(desk: Database) -> None:
    def shorten(session: Session) -> None:
        for policy in session.scalars(select(Policy)):
            policy.valid_to = date(2020, 12, 31)

    desk.do("policy", shorten)
    with pytest.raises(NoPolicy) as caught:
        compute(desk)
    assert caught.value.facts["month"] == MARCH


def test_proposed_people_are_not_paid_whatever_the_dates_say(desk: Database) -> None:
    before = sum(len(sheet.lines) for sheet in compute(desk).values())
    change(desk, Assignment, state="拟聘")
    assert sum(len(sheet.lines) for sheet in compute(desk).values()) == before - 1


def no_receipts(desk: Database) -> None:
    desk.do(
        "receipts",
        lambda session: audit.delete_rows(session, FeeReceipt, list(session.scalars(select(FeeReceipt.id)))),
    )


def test_a_month_without_receipts_works_and_is_stated(desk: Database) -> None:
    no_receipts(desk)
    sheet = compute(desk)["GS"]
    assert sheet.total("commission_fen") == 0
    (said,) = [one for one in desk.ask(payroll.problems, sheet.run_id) if one.code == "NO_RECEIPTS"]
    assert (said.severity, said.line_id) == ("warning", None)
    assert said.message.startswith("2021-03 没有水费收据")


def test_a_month_without_receipts_is_refused_where_it_must_be_stated(desk: Database) -> None:
    no_receipts(desk)
    with pytest.raises(NoReceipts):
        compute(desk, without_receipts=False)
    assert count(desk, PayRun) == 0
    assert list(compute(desk, post_type="HL", without_receipts=False)) == ["HL"]


def test_problems_name_person_rule_and_what_to_do(desk: Database) -> None:
    no_account = desk.ask(lambda session: session.scalars(select(BankAccount)).first())
    assert no_account is not None
    desk.do("account", lambda session: audit.delete_rows(session, BankAccount, [no_account.id]))
    sheet = compute(desk)["HL"]
    (said,) = [one for one in desk.ask(payroll.problems, sheet.run_id) if one.code == "BANK_MISSING"]
    assert (said.rule, said.severity, said.person_id) == ("R-19", "warning", no_account.person_id)
    assert said.message == "潘文㛃没有账号。制清单前补上账号。"


def test_a_rule_that_the_county_switched_off_is_silent(desk: Database) -> None:
    desk.do(
        "people",
        lambda session: audit.update_rows(
            session, Person, [{"id": row, "insured": False} for row in session.scalars(select(Person.id))]
        ),
    )
    sheet = compute(desk)["HL"]
    assert codes(desk, sheet.run_id)["NO_INSURANCE"] == len(sheet.lines)

    def off(session: Session) -> None:
        for rule in session.scalars(select(Rule).where(Rule.code == "R-12")):
            rule.severity = "off"

    desk.do("rule", off)
    assert codes(desk, sheet.run_id)["NO_INSURANCE"] == 0


def by_attendance(session: Session) -> None:
    for policy in session.scalars(select(Policy)):
        policy.proration = "P2"


def test_p2_without_required_days_is_an_error_in_the_list_and_stops_the_lock(desk: Database) -> None:
    desk.do("policy", by_attendance)
    desk.do(
        "attendance",
        lambda session: audit.delete_rows(session, Attendance, list(session.scalars(select(Attendance.id)))),
    )
    sheet = compute(desk)["HH"]
    assert sheet.net_fen == 0
    errors = [one for one in desk.ask(payroll.problems, sheet.run_id) if one.severity == "error"]
    assert {one.code for one in errors} == {"NO_REQUIRED_DAYS"}
    assert len(errors) == len(sheet.lines)
    with pytest.raises(RunHasProblems) as caught:
        desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    assert caught.value.facts["count"] == len(errors)
    assert desk.ask(payroll.sheet, sheet.run_id).state == RunState.COMPUTED


def test_attendance_of_zero_required_days_is_the_same_error(desk: Database) -> None:
    desk.do("policy", by_attendance)
    desk.do(
        "attendance",
        lambda session: audit.update_rows(
            session, Attendance, [{"id": row, "required_tenths": 0} for row in session.scalars(select(Attendance.id))]
        ),
    )
    sheet = compute(desk)["HL"]
    assert codes(desk, sheet.run_id)["NO_REQUIRED_DAYS"] == len(sheet.lines)


def test_a_lock_keeps_names_and_accounts_for_every_later_print(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    locked = desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    assert (locked.state, locked.checked_by) == (RunState.LOCKED, "李芳")
    assert locked.locked_at is not None
    change(desk, Person, name="改名后", sex="2", village="别村")
    change(desk, BankAccount, number="6299990000000000003")
    assert desk.ask(payroll.sheet, sheet.run_id) == locked


def test_a_run_whose_inputs_changed_is_not_locked(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    change(desk, Attendance, attended_tenths=10)
    with pytest.raises(RunIsStale):
        desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    assert desk.ask(payroll.sheet, sheet.run_id).locked_at is None


def test_a_locked_run_is_not_computed_again(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    change(desk, Person, name="改名后")
    with pytest.raises(RunIsLocked):
        compute(desk, post_type="HL")
    assert set(compute(desk)) == {"HH", "GS"}
    assert desk.ask(payroll.sheet, sheet.run_id).lines == sheet.lines


def test_who_made_a_run_does_not_approve_it(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    with pytest.raises(OwnRun):
        desk.do("approve", payroll.approve, sheet.run_id, by="lifang")
    approved = desk.do("approve", payroll.approve, sheet.run_id, by="王主任")
    assert (approved.state, approved.approved_by) == (RunState.APPROVED, "王主任")


def test_a_single_clerk_approves_where_the_county_allows_it_and_the_sheet_says_so(desk: Database) -> None:
    change(desk, Office, single_clerk=True)
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    approved = desk.do("approve", payroll.approve, sheet.run_id, by="lifang")
    assert (approved.state, approved.single_clerk) == (RunState.APPROVED, True)


def test_approval_comes_after_the_lock(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    with pytest.raises(StepNotAllowed):
        desk.do("approve", payroll.approve, sheet.run_id, by="王主任")


def test_unlocking_needs_a_reason_and_gives_the_next_revision(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    with pytest.raises(ReasonMissing):
        desk.do("unlock", payroll.unlock, sheet.run_id, by="lifang", reason="  ")
    opened = desk.do("unlock", payroll.unlock, sheet.run_id, by="lifang", reason="漏了一人")
    assert (opened.state, opened.revision, opened.checked_by) == (RunState.COMPUTED, 2, None)
    change(desk, Person, name="改名后")
    assert compute(desk, post_type="HL")["HL"].revision == 2


def test_a_reported_run_is_not_unlocked(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    desk.do("approve", payroll.approve, sheet.run_id, by="王主任")
    desk.do("report", payroll.advance, sheet.run_id, RunState.REPORTED)
    with pytest.raises(StepNotAllowed):
        desk.do("unlock", payroll.unlock, sheet.run_id, by="lifang", reason="x")
    desk.do("return", payroll.advance, sheet.run_id, RunState.RETURNED)
    assert compute(desk, post_type="HL")["HL"].revision == 2


def test_a_void_run_stays_visible_and_its_number_is_not_used_again(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    void = desk.do("void", payroll.void, sheet.run_id, by="lifang", reason="岗位类型选错")
    assert (void.state, len(void.lines)) == (RunState.VOID, len(sheet.lines))
    again = compute(desk, post_type="HL")["HL"]
    assert again.number == "PAY-202103-0004"
    assert [run.state for run in desk.ask(payroll.runs, MARCH)] == ["已作废", "已计算", "已计算", "已计算"]
    assert again.net_fen == sheet.net_fen


def test_one_regular_line_for_assignment_month_and_fund(desk: Database) -> None:
    compute(desk)
    keys = desk.ask(lambda session: list(session.scalars(select(PayLine.regular_key))))
    assert len(set(keys)) == len(keys) == 25


def test_what_a_locked_month_was_computed_from_is_read_only(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.ask(payroll.require_open, MARCH, post_type="HL")
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    with pytest.raises(MonthIsLocked) as caught:
        desk.ask(payroll.require_open, MARCH, post_type="HL")
    assert caught.value.facts == {"month": MARCH, "post_type": "护路员", "by": "李芳"}
    with pytest.raises(MonthIsLocked):
        desk.ask(payroll.require_open, MARCH)
    desk.ask(payroll.require_open, MARCH, post_type="GS")
    desk.ask(payroll.require_open, MARCH.plus(1), post_type="HL")


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ((date(2018, 1, 1), None), (date(2018, 1, 1), date(2021, 4, 5)), True),
        ((date(2018, 1, 1), None), (date(2018, 1, 1), date(2021, 3, 31)), True),
        ((date(2018, 1, 1), None), (date(2018, 1, 1), date(2021, 3, 30)), False),
        ((date(2018, 1, 1), None), (date(2018, 6, 1), None), True),
        ((date(2018, 1, 1), None), (date(2021, 3, 2), None), False),
        (None, (date(2021, 4, 1), None), True),
        (None, (date(2021, 3, 31), None), False),
        (None, (date(2020, 1, 1), date(2020, 2, 1)), True),
        ((date(2020, 1, 1), None), None, False),
    ],
)
def test_dates_may_change_outside_locked_months(desk: Database, old: Any, new: Any, allowed: bool) -> None:
    desk.do("lock", payroll.lock, compute(desk)["HL"].run_id, by="lifang")
    if allowed:
        desk.ask(payroll.require_dates_open, "HL", old, new)
    else:
        with pytest.raises(MonthIsLocked):
            desk.ask(payroll.require_dates_open, "HL", old, new)


def test_negative_commission_is_taken_from_the_next_locked_month(desk: Database) -> None:
    def refund(session: Session) -> None:
        receipts = session.scalars(select(FeeReceipt)).all()
        for receipt in receipts:
            if receipt.scheme_id == receipts[0].scheme_id:
                receipt.amount_fen = -8100

    desk.do("refund", refund)
    sheet = compute(desk)["GS"]
    owing = {line.assignment_id: line for line in sheet.lines if line.commission_carried_fen}
    assert owing
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    april = compute(desk, Month(2021, 4))["GS"]
    for line in april.lines:
        if line.assignment_id in owing:
            assert line.commission_carried_fen == owing[line.assignment_id].commission_carried_fen
            assert any("上月转来" in words for words in payroll.explanation(line, "commission"))


def test_a_township_standard_wins_over_the_county_and_splits_the_month(desk: Database) -> None:
    desk.do(
        "standard",
        lambda session: session.add(
            Standard(post_type="HH", township="522633101", amount_fen=120_000, valid_from=date(2021, 3, 11))
        ),
    )
    sheet = compute(desk)["HH"]
    whole = next(line for line in sheet.lines if line.paid_days == 31)
    assert whole.base_fen == round((100_000 * 10 + 120_000 * 21) / 31)
    assert whole.standard_fen == 120_000
    assert codes(desk, sheet.run_id)["STANDARD_DIFFERS"] == len(sheet.lines)


def test_a_person_sees_every_month_that_counts(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    compute(desk, Month(2021, 2))
    lines = desk.ask(payroll.of_person, sheet.lines[0].person_id)
    assert [str(month) for month, _, _ in lines] == ["2021-03", "2021-02"]
    assert desk.ask(payroll.months) == (Month(2021, 3), Month(2021, 2))


def test_an_unknown_run_is_said(desk: Database) -> None:
    with pytest.raises(RunUnknown):
        desk.ask(payroll.sheet, "nothing")


def test_every_change_is_in_the_trail(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    actions = desk.ask(
        lambda session: set(session.scalars(select(AuditEntry.action).where(AuditEntry.record == "pay_run")))
    )
    assert {"compute", "lock"} <= actions
    assert desk.ask(audit.verify).whole


def test_every_difference_to_last_month_has_its_reason(desk: Database) -> None:
    compute(desk, Month(2021, 2))
    compute(desk, Month(2021, 4))
    for kind, sheet in compute(desk).items():
        found = desk.ask(payroll.compare, sheet.run_id)
        assert found.before_month == Month(2021, 2), kind
        assert found.now_fen == sheet.net_fen
        assert sum(one.difference_fen for one in found.changes) == found.difference_fen
        for one in found.changes:
            assert sum(reason.amount_fen for reason in one.reasons) == one.difference_fen
            assert bool(one.words) == (one.difference_fen != 0)
        places = [(one.village, one.group) for one in found.changes]
        assert [place for place, _ in groupby(places)] == list(dict.fromkeys(places))
        assert desk.ask(payroll.overview, MARCH, post_type=kind).comparison == found
    april = {run.post_type: run for run in desk.ask(payroll.runs, Month(2021, 4))}
    words = {one.words for kind in april for one in desk.ask(payroll.compare, april[kind].run_id).changes}
    assert any("离岗" in said for said in words)
    assert any("水费增减" in said for said in words)


def test_the_first_month_has_nothing_to_compare_with(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    found = desk.ask(payroll.compare, sheet.run_id)
    assert (found.before_month, found.before_fen) == (None, 0)
    assert {one.words for one in found.changes} == {""}


def test_absence_suspension_and_standard_are_named_as_reasons(desk: Database) -> None:
    desk.do("policy", by_attendance)
    for month in (2, 4):
        copy = month

        def attend(session: Session, month: int = copy) -> None:
            rows = session.scalars(select(Attendance)).all()
            audit.insert_rows(
                session,
                Attendance,
                [
                    {
                        "township": row.township,
                        "assignment_id": row.assignment_id,
                        "month": Month(2021, month),
                        "required_tenths": 220,
                        "attended_tenths": 190 if month == 4 and index < 9 else 220,
                    }
                    for index, row in enumerate(rows)
                    if row.month == MARCH
                ],
            )

        desk.do("attendance", attend)
        compute(desk, Month(2021, month))
    compute(desk)
    runs = desk.ask(payroll.runs, Month(2021, 4))
    words = {one.words for run in runs for one in desk.ask(payroll.compare, run.run_id).changes}
    assert any("缺勤3天" in said for said in words)


def test_a_clock_set_back_is_a_warning(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    assert codes(desk, sheet.run_id)["CLOCK_BACK"] == 0
    change(desk, PayRun, computed_at=datetime(2199, 1, 1, tzinfo=UTC))
    (said,) = [one for one in desk.ask(payroll.problems, sheet.run_id) if one.code == "CLOCK_BACK"]
    assert "早于上次计算的 2199-01-01" in said.message


def test_two_posts_on_one_day_are_an_error(desk: Database) -> None:
    def second(session: Session) -> None:
        first = session.scalars(select(Assignment).where(Assignment.end.is_(None))).first()
        assert first is not None
        audit.insert_rows(
            session,
            Assignment,
            [
                {
                    "township": first.township, "person_id": first.person_id, "post_id": first.post_id,
                    "post_type": first.post_type, "start": date(2021, 3, 20), "state": "在岗",
                }
            ],
        )  # fmt: skip

    desk.do("post", second)
    found = [
        one
        for sheet in compute(desk).values()
        for one in desk.ask(payroll.problems, sheet.run_id)
        if one.code == "TWO_POSTS"
    ]
    assert [one.severity for one in found] == ["error", "error"]


def test_commission_follows_the_rate_of_the_day_of_the_receipt(desk: Database) -> None:
    def raise_rate(session: Session) -> str:
        share = session.scalars(select(SchemeShare).where(SchemeShare.share_bp == 10_000)).first()
        assert share is not None
        rate = session.scalars(select(SchemeRate).where(SchemeRate.scheme_id == share.scheme_id)).one()
        audit.delete_rows(
            session,
            FeeReceipt,
            list(session.scalars(select(FeeReceipt.id).where(FeeReceipt.scheme_id == share.scheme_id))),
        )
        audit.update_rows(session, SchemeRate, [{"id": rate.id, "rate_bp": 1000, "valid_to": date(2021, 3, 15)}])
        audit.insert_rows(
            session,
            SchemeRate,
            [
                {
                    "township": rate.township, "scheme_id": rate.scheme_id, "rate_bp": 2000,
                    "valid_from": date(2021, 3, 16),
                }
            ],
        )  # fmt: skip
        audit.insert_rows(
            session,
            FeeReceipt,
            [
                {
                    "township": rate.township, "scheme_id": rate.scheme_id, "person_id": share.person_id,
                    "received": day, "number": str(day), "amount_fen": 12_345,
                }
                for day in (date(2021, 3, 15), date(2021, 3, 16))
            ],
        )  # fmt: skip
        return share.person_id

    warden = desk.do("rate", raise_rate)
    (line,) = [one for one in compute(desk)["GS"].lines if one.person_id == warden]
    assert line.commission_fen == 3704
    said = payroll.explanation(line, "commission")
    assert all(any("123.45" in words and rate in words for words in said) for rate in ("10%", "20%")), said
    assert any("37.04" in words for words in said), said


def test_an_id_number_corrected_after_the_lock_leaves_the_locked_sheet_as_it_was(desk: Database) -> None:
    sheet = compute(desk)["HL"]
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    before = sheet.lines[0].id_no
    desk.do(
        "id",
        lambda session: audit.update_rows(
            session, Person, [{"id": sheet.lines[0].person_id, "id_no": "522699199001010010"}]
        ),
    )
    assert desk.ask(payroll.sheet, sheet.run_id).lines[0].id_no == before
    assert desk.ask(payroll.of_person, sheet.lines[0].person_id)


def test_the_list_of_runs_and_the_sheets_have_the_same_sums(desk: Database) -> None:
    sheets = compute(desk)
    for run in desk.ask(payroll.runs, MARCH):
        sheet = sheets[run.post_type]
        assert (run.net_fen, run.lines, run.people) == (sheet.net_fen, len(sheet.lines), sheet.people)
        assert run.net_fen == sum(
            sheet.total(name) for name in ("base_fen", "commission_fen", "topup_fen", "allowance_fen", "back_pay_fen")
        ) - sum(sheet.total(name) for name in ("deduction_fen", "clawback_fen", "tax_fen"))


@pytest.mark.parametrize("proration", ["P1", "P3"])
def test_quarter_settlement_takes_back_what_was_advanced_too_much(desk: Database, proration: str) -> None:
    def quarterly(session: Session) -> None:
        for policy in session.scalars(select(Policy).where(Policy.post_type == "GS")):
            policy.proration, policy.floor, policy.floor_settlement = proration, "TOPUP", "quarter"
        for assignment in session.scalars(select(Assignment).where(Assignment.post_type == "GS")):
            session.add(
                Attendance(
                    township=assignment.township,
                    assignment_id=assignment.id,
                    month=JANUARY,
                    required_tenths=220,
                    attended_tenths=190,
                    absent_tenths=30,
                )
            )

    desk.do("policy", quarterly)
    paid: dict[str, int] = Counter()
    earned: dict[str, int] = Counter()
    floors: dict[str, int] = Counter()
    for number in (1, 2, 3):
        sheet = compute(desk, Month(2021, number))["GS"]
        for line in sheet.lines:
            paid[line.assignment_id] += line.net_fen
            earned[line.assignment_id] += line.base_fen + line.commission_fen - line.deduction_fen
            floors[line.assignment_id] += next(
                int(step.facts["floor_fen"]) for step in line.steps if "whole_fen" in step.facts
            )
        desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    for assignment, total in paid.items():
        assert total == max(earned[assignment], floors[assignment])


def test_villages_without_a_code_follow_by_pinyin():
    codes = {"宰荡村": "522633101209"}
    villages = ["宰荡村", "摆虽村", "腊溪村", "宰翁村", "俾榜村"]
    assert sorted(villages, key=lambda one: village_rank(codes, one)) == [
        "宰荡村", "摆虽村", "俾榜村", "腊溪村", "宰翁村",
    ]  # fmt: skip
