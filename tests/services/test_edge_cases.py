"""The cases without an amount under the table of examples (domain.md 4.7), each where a clerk would meet it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, Attendance, BankAccount, FeeReceipt, Person, SchemeShare
from cjdesk.domain.errors import AttNotOnPost, DateOrder, DaysFormat, DaysTooMany, MonthIsLocked
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.services import attendance, imports, payments, payroll, people
from tests.services.desk import MONTH, Rows, fill, id_no, run_month


@pytest.fixture
def desk(township: Database) -> Database:
    township.do("fill", fill)
    return township


def assignments(desk: Database, kind: str = "HL") -> list[str]:
    statement = (
        select(Assignment.id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.post_type == kind)
        .order_by(Person.id_no)
    )
    return desk.ask(lambda session: list(session.scalars(statement)))


def compute(desk: Database, month: Month = MONTH, kind: str = "HL") -> Sheet:
    (sheet,) = desk.do("compute", payroll.compute, month, post_type=kind, by="lifang")
    return sheet


def enter(desk: Database, assignment: str, month: Month = MONTH, **days: Any) -> str:
    given = {"required_tenths": 220, "attended_tenths": 220} | days
    return desk.do("attendance", attendance.enter, assignment, month, **given)


@pytest.mark.parametrize(
    ("month", "days", "refusal"),
    [
        (MONTH, {"attended_tenths": 450}, DaysTooMany),
        (MONTH, {"attended_tenths": 310}, DaysTooMany),
        (Month(2021, 2), {"required_tenths": 290}, DaysTooMany),
        (MONTH, {"absent_tenths": 301}, DaysTooMany),
        (MONTH, {"attended_tenths": -10}, DaysFormat),
    ],
)
def test_more_days_than_the_month_has_are_refused_at_entry(
    desk: Database, month: Month, days: dict[str, int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        enter(desk, assignments(desk)[0], month, **days)


def test_attendance_entered_again_replaces_and_reaches_the_line(desk: Database) -> None:
    one = assignments(desk)[0]
    assert enter(desk, one, attended_tenths=190) == enter(desk, one, attended_tenths=185, absent_tenths=35)
    line = compute(desk).lines[0]
    assert (line.required_tenths, line.attended_tenths) == (220, 185)
    assert enter(desk, one, Month(2024, 2), attended_tenths=290)


def workbook(path: Path, attended: object, month: str = "2020-11") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "姓名", "身份证号", "岗位类别", "月份", "应出勤", "出勤"])
    sheet.append([1, "龙小1", id_no(1), "护路员", month, 22, attended])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("attended", "month", "code"),
    [(45, "2020-11", "DAYS_FORMAT"), (31, "2020-11", "DAYS_TOO_MANY"), (29, "2021-02", "DAYS_TOO_MANY")],
)
def test_more_days_than_the_month_has_are_refused_from_a_workbook(
    desk: Database, tmp_path: Path, attended: int, month: str, code: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", attended, month)
    plan = desk.ask(imports.preview, "attendance", path, month=Month.parse(month))
    assert code in {one.code for one in plan.problems}
    desk.do("import", imports.apply, plan)
    stored = desk.ask(lambda session: session.scalars(select(Attendance.attended_tenths)).all())
    assert attended * 10 not in stored


def test_a_leaver_has_no_attendance_after_the_last_working_day(desk: Database, tmp_path: Path) -> None:
    one = assignments(desk)[0]
    desk.do("leave", people.leave, one, end=date(2020, 10, 31), reason="期满")
    with pytest.raises(AttNotOnPost):
        enter(desk, one)
    plan = desk.ask(imports.preview, "attendance", workbook(tmp_path / "a.xlsx", 20), month=MONTH)
    assert "ATT_NOT_ON_POST" in {one.code for one in plan.problems}
    assert one not in {line.assignment_id for line in compute(desk).lines}


def test_attendance_of_a_locked_month_is_read_only(desk: Database) -> None:
    run_month(desk)
    with pytest.raises(MonthIsLocked):
        enter(desk, assignments(desk)[0])


def test_an_assignment_does_not_end_before_it_starts(desk: Database) -> None:
    with pytest.raises(DateOrder):
        desk.do("leave", people.leave, assignments(desk)[0], end=date(2019, 12, 31), reason="期满")


def test_a_row_that_ends_before_it_starts_pays_nothing_even_if_it_got_into_the_file(desk: Database) -> None:
    def spoil(session: Session) -> None:
        session.get_one(Assignment, assignments_of(session)[0]).end = date(2020, 11, 1)
        session.get_one(Assignment, assignments_of(session)[0]).start = date(2020, 11, 20)

    def assignments_of(session: Session) -> list[str]:
        return list(session.scalars(select(Assignment.id).where(Assignment.post_type == "HL").order_by(Assignment.id)))

    desk.do("spoil", spoil)
    nets = sorted(line.net_fen for line in compute(desk).lines)
    assert nets == [0, 100_000, 100_000, 100_000]


def test_leap_february_has_29_days(desk: Database) -> None:
    def joins(session: Session) -> None:
        for row in session.scalars(select(Assignment).where(Assignment.post_type == "HL")):
            row.start = date(2024, 2, 15)

    desk.do("joins", joins)
    assert {(line.days_in_month, line.paid_days, line.net_fen) for line in compute(desk, Month(2024, 2)).lines} == {
        (29, 15, 51_724)
    }
    assert {line.net_fen for line in compute(desk, Month(2025, 2)).lines} == {100_000}


def test_an_account_changed_between_lock_and_list_is_paid_and_the_printed_sheet_stays(desk: Database) -> None:
    run = run_month(desk)
    before = desk.ask(payroll.sheet, run)

    def change(session: Session) -> None:
        row = session.scalars(select(BankAccount).where(BankAccount.person_id == before.lines[0].person_id)).one()
        row.valid_to = date(2020, 11, 30)
        Rows(session, row.township).add(
            BankAccount, person_id=row.person_id, holder=row.holder, bank=row.bank, number="6299990000000099999",
            valid_from=date(2020, 12, 1),
        )  # fmt: skip

    desk.do("change", change)
    listed = desk.ask(payments.bank_list, [run])
    assert (
        next(row.account for row in listed.rows if row.person_id == before.lines[0].person_id) == "6299990000000099999"
    )
    assert desk.ask(payroll.sheet, run) == before


@pytest.mark.parametrize("successor", [True, False])
def test_a_receipt_dated_after_the_exit_goes_to_the_successor_or_to_nobody(desk: Database, successor: bool) -> None:
    """The two wardens leave on 9 November; the receipts of the sample are of the 10th."""

    def hand_over(session: Session) -> None:
        rows = Rows(session, "522633101")
        for row in session.scalars(select(Assignment).where(Assignment.post_type == "GS")):
            row.end = date(2020, 11, 9)
        for receipt in session.scalars(select(FeeReceipt)):
            receipt.person_id = None
        shares = list(session.scalars(select(SchemeShare)))
        for share in shares:
            share.valid_to = date(2020, 11, 9)
        if successor:
            person = rows.add(Person, id_no=id_no(900), name="杨接任", sex="男", birth=date(1970, 1, 1))
            old = session.scalars(select(Assignment).where(Assignment.post_type == "GS")).first()
            rows.add(
                Assignment,
                person_id=person,
                post_id=old.post_id,
                post_type="GS",
                start=date(2020, 11, 10),
                state="在岗",
            )
            rows.add(
                SchemeShare, scheme_id=shares[0].scheme_id, person_id=person, share_bp=10_000, ordinal=1,
                valid_from=date(2020, 11, 10),
            )  # fmt: skip

    desk.do("hand over", hand_over)
    sheet = compute(desk, kind="GS")
    paid = {line.name: line.commission_fen for line in sheet.lines}
    if successor:
        # 70055 × 30 %
        assert paid == {"龙小5": 0, "龙小6": 0, "杨接任": 21_017}
    else:
        assert set(paid.values()) == {0}
        assert sheet.net_fen == 2 * 21_000
