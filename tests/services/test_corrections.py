"""Facts that come late: the locked month stands, the difference is paid or taken back by a later run, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import Adjustment, Assignment, LateChange, PayLine, PayRun, Person, Standard
from cjdesk.domain.errors import MonthIsLocked, NoDifference, ReasonMissing, RunIsStale
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.services import check, months, payroll, people, reference
from cjdesk.services.payroll import corrections, receivables, recomputed
from tests.services.desk import Rows, fill, id_no, new_desk

OCTOBER, NOVEMBER, DECEMBER = Month(2020, 10), Month(2020, 11), Month(2020, 12)
JANUARY = Month(2021, 1)
DUE = 100_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    database = new_desk(tmp_path / "data", "522633101", "GD-01")
    database.do("fill", fill)
    yield database
    assert check.run(database).sound
    database.close()


def close(desk: Database, month: Month, post_type: str = "HL") -> Sheet:
    (sheet,) = desk.do("Compute", payroll.compute, month, post_type=post_type, by="李芳")
    return desk.do("Lock", payroll.lock, sheet.run_id, by="吴国芳")


def compute(desk: Database, month: Month, post_type: str = "HL") -> Sheet:
    (sheet,) = desk.do("Compute", payroll.compute, month, post_type=post_type, by="李芳")
    return sheet


def line_of(sheet: Sheet, name: str) -> Line:
    return next(line for line in sheet.lines if line.name == name)


def assignment(desk: Database, name: str) -> str:
    statement = select(Assignment.id).join(Person).where(Person.name == name).order_by(Assignment.start.desc())
    found = desk.ask(lambda session: session.scalars(statement).first())
    assert found is not None
    return found


def leave_late(desk: Database, name: str, end: date) -> None:
    where = assignment(desk, name)
    desk.do(
        "Leave", months.late, months.Late("村里 12 月才报来", "lifang"), people.leave, where, end=end, reason="外出务工",
    )  # fmt: skip


def balance(desk: Database, name: str) -> int:
    person = desk.ask(lambda session: session.scalars(select(Person.id).where(Person.name == name)).one())
    return desk.ask(receivables.balances).get(person, 0)


def test_an_ordinary_change_of_a_locked_month_is_refused(desk: Database) -> None:
    close(desk, NOVEMBER)
    with pytest.raises(MonthIsLocked):
        desk.do("Leave", people.leave, assignment(desk, "龙小1"), end=date(2020, 11, 10), reason="外出务工")
    with pytest.raises(ReasonMissing):
        desk.do(
            "Leave",
            months.late,
            months.Late(" ", "lifang"),
            people.leave,
            assignment(desk, "龙小1"),
            end=date(2020, 11, 10),
            reason="死亡",
        )


def test_a_late_change_leaves_the_locked_line_and_says_why(desk: Database) -> None:
    before = close(desk, NOVEMBER)
    leave_late(desk, "龙小1", date(2020, 11, 10))
    assert desk.ask(payroll.sheet, before.run_id) == before
    (noted,) = desk.ask(lambda session: session.scalars(select(LateChange)).all())
    assert (noted.month, noted.post_type, noted.what, noted.entered_by) == (NOVEMBER, "HL", "assignment", "lifang")
    assert noted.reason == "村里 12 月才报来"


def test_who_left_owes_what_was_paid_too_much(desk: Database) -> None:
    """W29: paid in full, the last day was the 10th; no later pay, so the whole is a receivable."""
    close(desk, NOVEMBER)
    leave_late(desk, "龙小1", date(2020, 11, 10))
    (found,) = desk.ask(recomputed.differences, DECEMBER)
    overpaid = DUE - 33_333
    assert (found.amount_fen, found.run_number, found.line_number) == (-overpaid, "PAY-202011-0001", 1)
    assert found.parts == (("base", DUE, 33_333),)
    december = compute(desk, DECEMBER)
    assert "龙小1" not in {line.name for line in december.lines}
    assert balance(desk, "龙小1") == 0, "a draft books nothing"
    desk.do("Lock", payroll.lock, december.run_id, by="吴国芳")
    assert balance(desk, "龙小1") == overpaid
    assert desk.ask(recomputed.differences, JANUARY) == ()
    close(desk, JANUARY)
    assert balance(desk, "龙小1") == overpaid, "booked once"


def test_who_is_still_there_pays_it_back_from_later_months_and_never_below_zero(desk: Database) -> None:
    """W30: 1,300.00 owed against 1,000.00 a month."""
    close(desk, OCTOBER)
    close(desk, NOVEMBER)
    name, where = "龙小2", assignment(desk, "龙小2")
    desk.do(
        "Suspend", months.late, months.Late("病假条后补", "lifang"), people.suspend, where, start=date(2020, 10, 1), end=date(2020, 11, 9),
        paid=False, reason="病",
    )  # fmt: skip
    owed = DUE + 30_000
    december = close(desk, DECEMBER)
    line = line_of(december, name)
    assert (line.base_fen, line.clawback_fen, line.net_fen, line.carried_forward_fen) == (DUE, DUE, 0, 30_000)
    assert balance(desk, name) == owed - DUE
    january = close(desk, JANUARY)
    line = line_of(january, name)
    assert (line.clawback_fen, line.net_fen, line.carried_forward_fen) == (30_000, 70_000, 0)
    assert balance(desk, name) == 0


def test_a_limit_leaves_part_of_the_month(desk: Database) -> None:
    """W31: at most half of a month's pay."""
    text = '[reference]\nversion = "x"\nissuer = "522633"\n[[policy]]\npost_type = "HL"\nproration = "P1"\nfloor = "NONE"\n'
    desk.do("Load", reference.load, text + "recovery_limit_bp = 5000\nfrom = 2020-12-01\n")
    close(desk, NOVEMBER)
    desk.do(
        "Suspend", months.late, months.Late("补报", "lifang"), people.suspend, assignment(desk, "龙小2"), start=date(2020, 11, 1),
        end=date(2020, 11, 30), paid=False, reason="病",
    )  # fmt: skip
    nets = [line_of(close(desk, month), "龙小2").net_fen for month in (DECEMBER, JANUARY, Month(2021, 2))]
    assert nets == [50_000, 50_000, 100_000]


def test_who_was_entered_late_is_paid_later_naming_the_month(desk: Database) -> None:
    """W28: joined on the 11th, entered after the lock."""
    close(desk, NOVEMBER)

    def joins(session: Session) -> None:
        rows = Rows(session, "522633101")
        person = rows.add(Person, id_no=id_no(50), name="石小花", sex="女", birth=date(1970, 1, 1), village="干团村")
        people.put_on_post(
            session, person, post_type="HL", post_name="通村公路", start=date(2020, 11, 11), employer="贯洞镇人民政府"
        )

    desk.do("Joins", months.late, months.Late("协议送来迟了", "lifang"), joins)
    december = close(desk, DECEMBER)
    line = line_of(december, "石小花")
    assert (line.base_fen, line.back_pay_fen, line.net_fen) == (DUE, 66_667, DUE + 66_667)
    words = payroll.explanation(line, "back_pay")
    assert any("2020-11" in one and "666.67" in one for one in words)
    (row,) = desk.ask(corrections.of_run, december.run_id)
    assert (row.month, row.kind, row.amount_fen, row.original_line_id) == (NOVEMBER, "补发", 66_667, None)
    assert desk.ask(recomputed.differences, JANUARY, everything=True) == ()


def test_who_left_but_is_owed_something_gets_a_line_of_his_own(desk: Database) -> None:
    text = '[reference]\nversion = "x"\nissuer = "522633"\n[[standard]]\npost_type = "HL"\namount_fen = 120000\nfrom = 2020-11-01\n'
    close(desk, NOVEMBER)
    desk.do("Leave", people.leave, assignment(desk, "龙小1"), end=date(2020, 11, 30), reason="外出务工")
    desk.do("Load", reference.load, text)
    december = close(desk, DECEMBER)
    line = line_of(december, "龙小1")
    assert (line.base_fen, line.paid_days, line.back_pay_fen, line.net_fen) == (0, 0, 20_000, 20_000)
    others = [one for one in december.lines if one.name != "龙小1"]
    assert {(one.base_fen, one.back_pay_fen) for one in others} == {(120_000, 20_000)}


def test_a_backdated_standard_of_the_county_is_found_by_itself(desk: Database) -> None:
    close(desk, OCTOBER)
    close(desk, NOVEMBER)
    text = '[reference]\nversion = "x"\nissuer = "522633"\n[[standard]]\npost_type = "HL"\namount_fen = 105000\nfrom = 2020-10-16\n'
    desk.do("Load", reference.load, text)
    found = desk.ask(recomputed.differences, DECEMBER)
    sums = {month: sum(one.amount_fen for one in found if one.month == month) for month in (OCTOBER, NOVEMBER)}
    people_on_post = 4
    assert sums == {
        OCTOBER: people_on_post * (DUE * 15 // 31 + 105_000 * 16 // 31 + 1 - DUE),
        NOVEMBER: people_on_post * 5_000,
    }
    assert (
        desk.ask(
            lambda session: session.scalar(select(func.count()).select_from(Standard).where(Standard.post_type == "HL"))
        )
        == 2
    )
    december = close(desk, DECEMBER)
    assert sum(line.back_pay_fen for line in december.lines) == sum(sums.values())


def test_late_receipts_give_commission_in_the_next_run(desk: Database) -> None:
    november = close(desk, NOVEMBER, "GS")
    paid = sum(line.commission_fen for line in november.lines)

    def receives(session: Session) -> None:
        from cjdesk.db.models import FeeReceipt, WaterScheme

        months.require_open(session, NOVEMBER, post_type="GS", what="fee_receipt")
        scheme = session.scalars(select(WaterScheme.id)).one()
        person = session.scalars(select(Person.id).where(Person.name == "龙小6")).one()
        Rows(session, "522633101").add(
            FeeReceipt,
            scheme_id=scheme,
            person_id=person,
            received=date(2020, 11, 20),
            number="0000009",
            amount_fen=20_000,
        )

    with pytest.raises(MonthIsLocked):
        desk.do("Receipt", receives)
    desk.do("Receipt", months.late, months.Late("收据夹在账本里", "lifang"), receives)
    december = close(desk, DECEMBER, "GS")
    assert sum(line.back_pay_fen for line in december.lines) == 6_000
    whole = (30_000 + 45_055 - 5_000 + 20_000) * 3 // 10
    assert paid + 6_000 == whole + 1, "both months together give the commission of all receipts, rounded once a month"


def test_a_run_that_does_not_know_of_a_late_change_cannot_be_locked(desk: Database) -> None:
    close(desk, NOVEMBER)
    december = compute(desk, DECEMBER)
    desk.do(
        "Suspend", months.late, months.Late("补报", "lifang"), people.suspend, assignment(desk, "龙小2"), start=date(2020, 11, 1),
        end=date(2020, 11, 3), paid=False, reason="病",
    )  # fmt: skip
    with pytest.raises(RunIsStale):
        desk.do("Lock", payroll.lock, december.run_id, by="吴国芳")
    assert line_of(compute(desk, DECEMBER), "龙小2").clawback_fen == 10_000


def test_computing_again_books_the_same_once_and_a_void_run_books_nothing(desk: Database) -> None:
    close(desk, NOVEMBER)
    leave_late(desk, "龙小1", date(2020, 11, 10))
    first = compute(desk, DECEMBER)
    assert compute(desk, DECEMBER) == first
    count = select(func.count()).select_from(Adjustment)
    assert desk.ask(lambda session: session.scalar(count)) == 1
    desk.do("Void", payroll.void, first.run_id, by="吴国芳", reason="重做")
    again = close(desk, DECEMBER)
    assert again.number == "PAY-202012-0002"
    assert balance(desk, "龙小1") == 66_667


def test_a_difference_can_be_put_aside_until_its_amount_changes(desk: Database) -> None:
    close(desk, NOVEMBER)
    leave_late(desk, "龙小1", date(2020, 11, 10))
    where = assignment(desk, "龙小1")
    with pytest.raises(ReasonMissing):
        desk.do("Hold", corrections.hold, where, NOVEMBER, kind=corrections.LATER, reason="", by="lifang")
    desk.do("Hold", corrections.hold, where, NOVEMBER, kind=corrections.LATER, reason="等村里核实", by="lifang")
    (found,) = desk.ask(recomputed.differences, DECEMBER)
    assert (found.hold, found.hold_reason) == (corrections.LATER, "等村里核实")
    close(desk, DECEMBER)
    assert balance(desk, "龙小1") == 0
    desk.do("Release", corrections.release, where, NOVEMBER)
    close(desk, JANUARY)
    assert balance(desk, "龙小1") == 66_667
    with pytest.raises(NoDifference):
        desk.do("Hold", corrections.hold, where, OCTOBER, kind=corrections.LATER, reason="x", by="lifang")


def test_undoing_the_late_change_pays_back_what_was_taken(desk: Database) -> None:
    close(desk, NOVEMBER)
    where = assignment(desk, "龙小2")
    row = desk.do(
        "Suspend", months.late, months.Late("补报", "lifang"), people.suspend, where, start=date(2020, 11, 1), end=date(2020, 11, 3),
        paid=False, reason="病",
    )  # fmt: skip
    assert line_of(close(desk, DECEMBER), "龙小2").clawback_fen == 10_000

    def undo(session: Session) -> None:
        from cjdesk.db.models import Suspension

        months.require_dates_open(session, "HL", (date(2020, 11, 1), date(2020, 11, 3)), None, assignment_id=where)
        session.delete(session.get_one(Suspension, row))

    desk.do("Undo", months.late, months.Late("弄错了人", "lifang"), undo)
    line = line_of(close(desk, JANUARY), "龙小2")
    assert (line.back_pay_fen, line.clawback_fen, line.net_fen) == (10_000, 0, DUE + 10_000)


def test_cash_that_comes_back_lowers_the_balance(desk: Database) -> None:
    from cjdesk.domain.errors import ReceiptNumberTaken, RepaymentTooLarge

    close(desk, NOVEMBER)
    leave_late(desk, "龙小1", date(2020, 11, 10))
    close(desk, DECEMBER)
    person = desk.ask(lambda session: session.scalars(select(Person.id).where(Person.name == "龙小1")).one())
    facts = {"received": date(2020, 12, 20), "by": "lifang"}
    with pytest.raises(RepaymentTooLarge):
        desk.do("Repay", receivables.repay, person, amount_fen=70_000, receipt_number="0001", **facts)
    one = desk.do("Repay", receivables.repay, person, amount_fen=60_000, receipt_number="0001", **facts)
    with pytest.raises(ReceiptNumberTaken):
        desk.do("Repay", receivables.repay, person, amount_fen=6_000, receipt_number="0001", **facts)
    (account,) = desk.ask(receivables.receivables)
    assert (account.balance_fen, {entry.what for entry in account.entries}) == (6_667, {"扣回", "交回"})
    assert sum(entry.amount_fen for entry in account.entries) == account.balance_fen
    desk.do("Withdraw", receivables.withdraw_repayment, one, reason="填错人")
    assert balance(desk, "龙小1") == 66_667


def test_everything_that_was_paid_is_what_the_facts_give(desk: Database) -> None:
    """Two ways to the same total: all that was paid and is owed = the months computed in one go by today's facts."""
    for month in (OCTOBER, NOVEMBER):
        close(desk, month)
    leave_late(desk, "龙小1", date(2020, 10, 20))
    desk.do(
        "Suspend", months.late, months.Late("补报", "lifang"), people.suspend, assignment(desk, "龙小3"), start=date(2020, 10, 28),
        end=date(2020, 11, 2), paid=False, reason="病",
    )  # fmt: skip
    for month in (DECEMBER, JANUARY):
        close(desk, month)
    net = desk.ask(
        lambda session: session.scalar(select(func.sum(PayLine.net_fen)).join(PayRun).where(PayRun.state == "已审核"))
    )
    owed = sum(desk.ask(receivables.balances).values())
    by_facts = 2 * 4 * DUE + 2 * 3 * DUE - (2 * DUE - 64_516) - (DUE - 87_097) - (DUE - 93_333)
    assert net - owed == by_facts


def test_the_difference_to_last_month_names_what_was_corrected(desk: Database) -> None:
    close(desk, NOVEMBER)
    leave_late(desk, "龙小1", date(2020, 11, 30))
    desk.do(
        "Suspend", months.late, months.Late("补报", "lifang"), people.suspend, assignment(desk, "龙小2"),
        start=date(2020, 11, 1), end=date(2020, 11, 3), paid=False, reason="病",
    )  # fmt: skip
    text = '[reference]\nversion = "x"\nissuer = "522633"\n[[standard]]\npost_type = "HL"\namount_fen = 120000\nfrom = 2020-11-01\n'
    desk.do("Load", reference.load, text)
    december = compute(desk, DECEMBER)
    compared = desk.ask(payroll.compare, december.run_id)
    assert sum(one.difference_fen for one in compared.changes) == compared.difference_fen
    assert all(sum(reason.amount_fen for reason in one.reasons) == one.difference_fen for one in compared.changes)
    words = {one.name: one.words for one in compared.changes}
    assert "补发2020-11" in words["龙小1"]
    assert "离岗" not in words["龙小1"] or words["龙小1"] != "离岗"
    assert "补发2020-11" in words["龙小2"]
