"""One run that pays several months: what carries from month to month, which months are closed, who stands in the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import (
    Assignment,
    FeeReceipt,
    PayLine,
    Policy,
    SchemeShare,
    Standard,
)
from cjdesk.domain.errors import MonthInOtherRun, MonthIsLocked, MonthsOfRun, RunIsLocked, RunIsStale
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import AMOUNTS, Line, Sheet
from cjdesk.services import payments, payroll
from tests.services.desk import Rows, fill, new_desk

OCT, NOV, DEC, JAN = Month(2020, 10), Month(2020, 11), Month(2020, 12), Month(2021, 1)


@pytest.fixture
def desk(township: Database) -> Database:
    township.do("fill", fill)
    return township


def quarter(desk: Database, kind: str = "HL", *, month: Month = DEC, first: Month | None = OCT) -> Sheet:
    (sheet,) = desk.do("compute", payroll.compute, month, first_month=first, post_type=kind, by="lifang")
    return sheet


def change(desk: Database, model: type[Any], kind: str, **values: Any) -> None:
    def each(session: Session) -> None:
        for row in session.scalars(select(model).where(model.post_type == kind)):
            for name, value in values.items():
                setattr(row, name, value)

    desk.do("change", each)


def figures(line: Line) -> tuple[Any, ...]:
    return (
        line.id_no, line.month, line.base_fen, line.commission_fen, line.topup_fen, line.net_fen,
        [(step.text, step.facts) for step in line.steps],
    )  # fmt: skip


def test_a_line_for_each_assignment_and_month_together_and_the_months_in_order(desk: Database) -> None:
    sheet = quarter(desk)
    assert sheet.months == (OCT, NOV, DEC)
    assert [line.month for line in sheet.lines] == [OCT, NOV, DEC] * 4
    assert [line.number for line in sheet.lines] == list(range(1, 13))
    assert [len({line.assignment_id for line in sheet.lines[i : i + 3]}) for i in range(0, 12, 3)] == [1] * 4
    assert sheet.number == "PAY-202012-0001"
    assert sheet.net_fen == 3 * 4 * 100_000
    assert sheet.people == 4
    assert desk.ask(payroll.sheet, sheet.run_id) == sheet


def test_the_same_months_one_by_one_give_the_same_amounts(desk: Database, tmp_path: Path) -> None:
    other = new_desk(tmp_path / "b", "522633101", "GD-02")
    other.do("fill", fill)
    for one in (desk, other):
        change(one, Assignment, "HL", start=date(2020, 11, 17))
        change(one, Policy, "GS", floor="TOPUP", floor_settlement="quarter")
    together = {kind: quarter(desk, kind).lines for kind in ("HL", "GS")}
    for kind, lines in together.items():
        single = []
        for month in (OCT, NOV, DEC):
            if kind == "HL" and month == OCT:
                continue
            (sheet,) = other.do("compute", payroll.compute, month, post_type=kind, by="lifang")
            single += sheet.lines
            other.do("lock", payroll.lock, sheet.run_id, by="lifang")
        assert sorted(map(figures, lines)) == sorted(map(figures, single))
    other.close()


def test_negative_commission_goes_into_the_next_month_of_the_run(desk: Database) -> None:
    def refund(session: Session) -> None:
        rows = Rows(session, "522633101")
        share = session.scalars(select(SchemeShare).order_by(SchemeShare.ordinal.desc())).first()
        for number, (day, fen) in enumerate(((date(2020, 10, 5), -20_000), (date(2020, 12, 5), 100_000)), start=90):
            rows.add(
                FeeReceipt, scheme_id=share.scheme_id, person_id=share.person_id, received=day,
                number=f"{number:07d}", amount_fen=fen,
            )  # fmt: skip

    desk.do("refund", refund)
    lines = [
        line for line in quarter(desk, "GS").lines if line.assignment_id == quarter(desk, "GS").lines[-1].assignment_id
    ]
    # -20000 × 30 % × 50 %; then 70055 in November brings 10508, of which the 3000 go off
    assert [line.commission_carried_fen for line in lines] == [-3_000, 0, 0]
    assert [line.commission_fen for line in lines] == [0, 10_508 - 3_000, 15_000]


def test_over_the_new_year_and_a_leap_february(desk: Database) -> None:
    change(desk, Assignment, "HL", start=date(2023, 12, 16))
    sheet = quarter(desk, month=Month(2024, 2), first=Month(2023, 12))
    per = [(str(line.month), line.paid_days, line.days_in_month, line.net_fen) for line in sheet.lines[:3]]
    assert per == [("2023-12", 16, 31, 51_613), ("2024-01", 31, 31, 100_000), ("2024-02", 29, 29, 100_000)]
    assert sheet.number == "PAY-202402-0001"


def test_a_standard_that_changes_inside_the_run_splits_its_own_month_only(desk: Database) -> None:
    desk.do(
        "raise",
        lambda session: session.add_all(
            [Standard(post_type="HL", township=None, amount_fen=120_000, valid_from=date(2020, 11, 11), valid_to=None)]
        ),
    )
    assert [line.net_fen for line in quarter(desk).lines[:3]] == [100_000, 113_333, 120_000]


def test_locking_closes_every_month_of_the_run(desk: Database) -> None:
    sheet = quarter(desk)
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    for month in (OCT, NOV, DEC):
        with pytest.raises(MonthIsLocked):
            desk.ask(payroll.require_open, month, post_type="HL")
    for month in (Month(2020, 9), JAN):
        desk.ask(payroll.require_open, month, post_type="HL")
    desk.ask(payroll.require_open, NOV, post_type="GS")
    with pytest.raises(RunIsLocked):
        quarter(desk)


def test_a_change_in_any_month_of_the_run_makes_it_stale(desk: Database) -> None:
    sheet = quarter(desk)
    change(desk, Assignment, "HL", start=date(2020, 10, 3))
    with pytest.raises(RunIsStale):
        desk.do("lock", payroll.lock, sheet.run_id, by="lifang")


@pytest.mark.parametrize(("month", "first"), [(NOV, None), (DEC, DEC), (JAN, DEC), (NOV, Month(2020, 9))])
def test_months_in_another_run_are_refused_by_its_number(desk: Database, month: Month, first: Month | None) -> None:
    (single,) = desk.do("compute", payroll.compute, NOV, post_type="HL", by="lifang")
    desk.do("void", payroll.void, single.run_id, by="lifang", reason="改按季度发")
    quarter(desk)
    if (month, first) == (DEC, DEC):
        # asked for by name, the run that ends here gives its other months up
        assert quarter(desk, month=month, first=first).months == (DEC,)
        return
    with pytest.raises(MonthInOtherRun) as refused:
        quarter(desk, month=month, first=first)
    assert refused.value.facts["number"] == "PAY-202012-0001"
    assert refused.value.facts["post_type"] == "护路员"


def test_months_already_paid_singly_are_not_paid_again_with_the_quarter(desk: Database) -> None:
    (single,) = desk.do("compute", payroll.compute, OCT, post_type="HL", by="lifang")
    with pytest.raises(MonthInOtherRun) as refused:
        quarter(desk)
    assert refused.value.facts["months"] == "2020-10"
    assert refused.value.facts["number"] == single.number
    assert quarter(desk, first=NOV).months == (NOV, DEC)


def test_computing_again_without_a_first_month_keeps_the_months_of_the_run(desk: Database) -> None:
    first = quarter(desk)
    again = quarter(desk, first=None)
    assert again == first
    assert {str(sheet.first_month) for sheet in desk.do("all", payroll.compute, DEC, by="lifang")} == {
        "2020-10",
        "2020-12",
    }


def test_computing_a_month_passes_over_what_another_run_pays(desk: Database) -> None:
    quarter(desk)
    assert [sheet.post_type for sheet in desk.do("all", payroll.compute, NOV, by="lifang")] == ["GS"]


@pytest.mark.parametrize(("first", "last"), [(DEC, NOV), (Month(2019, 12), DEC)])
def test_months_out_of_order_or_too_many_are_refused(desk: Database, first: Month, last: Month) -> None:
    with pytest.raises(MonthsOfRun):
        quarter(desk, month=last, first=first)
    assert quarter(desk, month=DEC, first=Month(2020, 1)).months[0] == Month(2020, 1)


def test_pay_in_arrears_months_before_the_last_closed_one(desk: Database) -> None:
    (late,) = desk.do("compute", payroll.compute, JAN, post_type="HL", by="lifang")
    desk.do("lock", payroll.lock, late.run_id, by="lifang")
    assert quarter(desk).net_fen == 12 * 100_000


def test_the_run_stands_under_each_of_its_months(desk: Database) -> None:
    sheet = quarter(desk)
    for month in (OCT, NOV, DEC):
        assert [run.run_id for run in desk.ask(payroll.runs, month)] == [sheet.run_id]
    assert desk.ask(payroll.months) == (DEC, NOV, OCT)
    person = sheet.lines[0].person_id
    assert [str(month) for month, _, _ in desk.ask(payroll.of_person, person)] == ["2020-12", "2020-11", "2020-10"]


def test_the_bank_list_has_one_row_for_each_person_and_a_key_for_each_month(desk: Database) -> None:
    sheet = quarter(desk)
    desk.do("lock", payroll.lock, sheet.run_id, by="lifang")
    desk.do("approve", payroll.approve, sheet.run_id, by="吴国芳")
    listed = desk.ask(payments.bank_list, [sheet.run_id])
    assert [(row.amount_fen, len(row.line_ids)) for row in listed.rows] == [(300_000, 3)] * 4
    assert sum(row.amount_fen for row in listed.rows) == listed.net_fen == sheet.net_fen
    keys = desk.ask(lambda session: list(session.scalars(select(PayLine.regular_key))))
    assert len(set(keys)) == 12


def test_the_difference_to_last_month_is_told_by_the_months_and_sums_to_the_totals(desk: Database) -> None:
    (before,) = desk.do("compute", payroll.compute, Month(2020, 9), post_type="HL", by="lifang")
    change(desk, Assignment, "HL", start=date(2020, 9, 16))
    (before,) = desk.do("compute", payroll.compute, Month(2020, 9), post_type="HL", by="lifang")
    sheet = quarter(desk)
    compared = desk.ask(payroll.compare, sheet.run_id)
    assert (compared.before_number, compared.before_fen, compared.now_fen) == (before.number, 200_000, 1_200_000)
    assert [one.line_id for one in compared.changes] == [line.id for line in sheet.rows]
    for one in compared.changes:
        assert sum(reason.amount_fen for reason in one.reasons) == one.difference_fen == 250_000
        assert one.words == "发3个月，上次1个月"
    assert sum(one.difference_fen for one in compared.changes) == compared.difference_fen


def test_two_quarters_are_compared_by_their_days(desk: Database) -> None:
    change(desk, Assignment, "HL", start=date(2020, 8, 1))
    quarter(desk, month=Month(2020, 9), first=Month(2020, 7))
    compared = desk.ask(payroll.compare, quarter(desk).run_id)
    assert {one.words for one in compared.changes} == {"计发92天，上月61天"}


def test_rows_of_the_sheet_add_the_months_up_and_their_sum_is_the_total(desk: Database) -> None:
    sheet = quarter(desk, "GS")
    assert [row.number for row in sheet.rows] == [1, 2]
    assert sum(row.net_fen for row in sheet.rows) == sheet.net_fen == sheet.total("net_fen")
    for first, lines in sheet.by_assignment.items():
        (row,) = [one for one in sheet.rows if one.id == first]
        for amount in AMOUNTS:
            assert getattr(row, amount) == sum(getattr(line, amount) for line in lines)
    single = quarter(desk, "HL", month=JAN, first=None)
    assert single.rows == single.lines
