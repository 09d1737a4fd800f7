"""Water fees through the real services on a real encrypted file: entry, checks, books, the month, three bases, W35, W36."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, AuditEntry, FeeReceipt, Person, Policy, Post
from cjdesk.domain.errors import (
    AmountNegative,
    BookOverlap,
    IncomeIsThere,
    LineIsSeveral,
    MeterBackwards,
    MonthIsLocked,
    NoPrice,
    RateRange,
    ReadingFormat,
    ReadingTooLarge,
    ReceiptFuture,
    ReceiptIsVoid,
    ReceiptUsed,
    RefundTooLarge,
    RefundWithoutOriginal,
    SharesNotWhole,
)
from cjdesk.domain.fees.bills import Price, PriceKind
from cjdesk.domain.fees.readings import ReadingNote
from cjdesk.domain.month import Month
from cjdesk.services import fees, payroll
from cjdesk.services.fees import NewReading, NewReceipt, Total
from cjdesk.services.payroll import fees as commission
from tests.services.desk import Rows, id_no

APRIL, MAY, JUNE = Month(2021, 4), Month(2021, 5), Month(2021, 6)
TODAY = date(2021, 7, 1)
START = date(2021, 1, 1)


class Office:
    """Two wardens A and B, one scheme that A looks after."""

    def __init__(self, desk: Database) -> None:
        self.desk = desk
        self.a, self.on_a = self.warden(1, "吴国芳")
        self.b, self.on_b = self.warden(2, "潘志明")
        self.scheme = self.do(fees.add_scheme, name="宰荡集中供水工程", village="宰荡村", households=86)
        self.do(fees.set_rate, self.scheme, rate_bp=2000, valid_from=START)
        self.do(fees.set_shares, self.scheme, [(self.a, 10_000)], valid_from=START)

    def warden(self, number: int, name: str, start: date = START) -> tuple[str, str]:
        def add(session: Session) -> tuple[str, str]:
            rows = Rows(session, "522633101")
            person = rows.add(Person, id_no=id_no(number), name=name, sex="1", birth=date(1970, 1, 1), village="宰荡村")
            post = rows.add(Post, number=f"GS-101-{number:03d}", post_type="GS", name="管水", village="宰荡村")
            on_post = rows.add(Assignment, person_id=person, post_id=post, post_type="GS", start=start, state="在岗")
            return person, on_post

        return self.desk.do("add a warden", add)

    def do(self, change: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self.desk.do(change.__name__, change, *args, **kwargs)

    def receives(self, day: date, fen: int, numbers: str = "", person: str | None = None, scheme: str = "") -> str:
        new = NewReceipt(day, fen, numbers, person or self.a)
        return self.do(fees.add_receipt, scheme or self.scheme, new, today=TODAY)

    def totals(self, month: Month, person: str | None = None, **typed: Any) -> None:
        self.do(fees.enter_total, self.scheme, person or self.a, month, Total(**typed), today=TODAY)

    def month(self, month: Month) -> fees.MonthFees:
        return self.desk.ask(fees.of_month, month)

    def line(self, month: Month, person: str | None = None) -> fees.MonthLine:
        wanted = person or self.a
        (found,) = [one for one in self.month(month).lines if one.person_id == wanted]
        return found

    def leaves(self, assignment: str, day: date) -> None:
        def leave(session: Session) -> None:
            session.get_one(Assignment, assignment).end = day

        self.desk.do("leave", leave)

    def policy(self, floor: str, settlement: str = "month") -> None:
        def change(session: Session) -> None:
            row = session.scalars(select(Policy).where(Policy.post_type == "GS")).one()
            row.floor, row.floor_settlement = floor, settlement

        self.desk.do("policy", change)

    def pays(self, month: Month) -> dict[str, int]:
        """Compute and lock; gives the net by person."""
        (sheet,) = self.desk.do("compute", payroll.compute, month, post_type="GS", by="lifang")
        self.desk.do("lock", payroll.lock, sheet.run_id, by="吴审核")
        return {line.assignment_id: line.net_fen for line in sheet.lines}

    def pay(self, month: Month) -> dict[str, Any]:
        (sheet,) = self.desk.do("compute", payroll.compute, month, post_type="GS", by="lifang")
        return {line.assignment_id: line for line in sheet.lines}


@pytest.fixture
def office(township: Database) -> Office:
    return Office(township)


def codes(month: fees.MonthFees) -> set[str]:
    return {one.code for one in month.problems}


# Mode A: a month's total


def test_a_months_total_is_typed_cell_by_cell(office: Office) -> None:
    office.totals(JUNE, numbers="0012301-0012386")
    office.totals(JUNE, received_fen=43_000)
    office.totals(JUNE, refund_fen=8_000)
    line = office.line(JUNE)
    assert (line.numbers, line.received_fen, line.refund_fen, line.net_fen) == (
        "0012301–0012386", 43_000, 8_000, 35_000,
    )  # fmt: skip
    assert line.commission_fen == 7_000
    assert not line.several
    office.totals(JUNE, received_fen=50_000, refund_fen=0)
    assert office.line(JUNE).commission_fen == 10_000
    rows = office.desk.ask(lambda session: session.scalars(select(FeeReceipt)).all())
    assert [(row.amount_fen, row.number, row.last_number, row.received, bool(row.voided)) for row in rows] == [
        (50_000, "0012301", "0012386", date(2021, 6, 30), False),
        (0, "0012301", None, date(2021, 6, 30), True),
    ]


def test_every_change_of_a_total_is_in_the_trail(office: Office) -> None:
    def entries(session: Session) -> int:
        return session.scalar(select(func.count()).where(AuditEntry.record == "fee_receipt")) or 0

    office.totals(JUNE, received_fen=43_000)
    before = office.desk.ask(entries)
    office.totals(JUNE, received_fen=44_000)
    assert office.desk.ask(entries) == before + 1


def test_the_day_of_a_total_is_one_on_which_the_warden_serves(office: Office) -> None:
    office.leaves(office.on_a, date(2021, 6, 10))
    office.totals(JUNE, received_fen=43_000)
    assert office.line(JUNE).commission_fen == 8_600


def test_a_line_of_single_receipts_is_not_typed_over(office: Office) -> None:
    office.receives(date(2021, 6, 3), 100, "0000001")
    office.receives(date(2021, 6, 4), 200, "0000002")
    assert office.line(JUNE).several
    with pytest.raises(LineIsSeveral):
        office.totals(JUNE, received_fen=1)
    assert office.line(JUNE).received_fen == 300


def test_a_refund_without_an_original_is_refused_and_nothing_is_lost(office: Office) -> None:
    office.totals(JUNE, received_fen=43_000)
    with pytest.raises(RefundWithoutOriginal) as error:
        office.totals(JUNE, refund_fen=80)
    assert error.value.field == "refund_fen"
    office.totals(JUNE, refund_fen=80, original="0009999")
    assert office.line(JUNE).refund_fen == 80


def test_no_income_is_a_statement_that_money_takes_back(office: Office) -> None:
    assert "NOT_ENTERED" in codes(office.month(JUNE))
    office.do(fees.state_no_income, office.scheme, JUNE, by="lifang", today=TODAY)
    stated = office.month(JUNE)
    assert (stated.entered, stated.schemes) == (1, 1)
    assert "NOT_ENTERED" not in codes(stated)
    office.totals(JUNE, received_fen=100)
    assert not office.line(JUNE).no_income
    with pytest.raises(IncomeIsThere):
        office.do(fees.state_no_income, office.scheme, JUNE, by="lifang", today=TODAY)


def test_a_quarterly_scheme_is_only_missed_when_its_quarter_ends(office: Office) -> None:
    office.do(fees.edit_scheme, office.scheme, period="季")
    assert "NOT_ENTERED" not in codes(office.month(MAY))
    assert "NOT_ENTERED" in codes(office.month(JUNE))
    assert office.line(JUNE).period == "4–6月"


def test_the_change_is_against_the_period_before(office: Office) -> None:
    office.totals(MAY, received_fen=40_000)
    office.totals(JUNE, received_fen=43_000)
    assert office.line(JUNE).change_fen == 3_000
    assert office.line(MAY).change_fen is None


# Bad input


def test_receipts_of_next_year_are_refused(office: Office) -> None:
    with pytest.raises(ReceiptFuture):
        office.receives(date(2022, 6, 3), 100)
    with pytest.raises(ReceiptFuture):
        office.totals(Month(2022, 6), received_fen=1)


@pytest.mark.parametrize("rate", [200_000, 10_001, -1])
def test_a_rate_of_2000_per_cent_is_refused(office: Office, rate: int) -> None:
    with pytest.raises(RateRange):
        office.do(fees.set_rate, office.scheme, rate_bp=rate, valid_from=START)
    with pytest.raises(RateRange):
        office.do(fees.set_shares, office.scheme, [(office.a, rate)], valid_from=START)


def test_negative_receipts_are_refunds_with_their_original(office: Office) -> None:
    with pytest.raises(AmountNegative):
        office.receives(date(2021, 6, 3), -100)
    back = NewReceipt(date(2021, 6, 20), 60, person_id=office.a)
    with pytest.raises(RefundWithoutOriginal):
        office.do(fees.add_refund, office.scheme, back, original="", today=TODAY)
    office.receives(date(2021, 6, 3), 100, "0000001")
    office.do(fees.add_refund, office.scheme, back, original="0000001", today=TODAY)
    with pytest.raises(RefundTooLarge) as error:
        office.do(fees.add_refund, office.scheme, back, original="0000001", today=TODAY)
    assert error.value.facts["left_fen"] == "0.40"
    assert office.line(JUNE).net_fen == 40


def test_a_void_receipt_keeps_its_number_and_gives_no_money_back(office: Office) -> None:
    receipt = office.receives(date(2021, 6, 3), 100, "0000001")
    office.do(fees.void_receipt, receipt, reason="写错")
    assert office.line(JUNE).net_fen == 0
    with pytest.raises(ReceiptUsed):
        office.receives(date(2021, 6, 4), 100, "0000001")
    back = NewReceipt(date(2021, 6, 20), 60, person_id=office.a)
    with pytest.raises(ReceiptIsVoid):
        office.do(fees.add_refund, office.scheme, back, original="0000001", today=TODAY)


def test_overlapping_numbers_are_refused_in_a_receipt_and_flagged_in_a_total(office: Office) -> None:
    other = office.do(fees.add_scheme, name="干团饮水点", village="干团村")
    office.do(fees.set_shares, other, [(office.b, 10_000)], valid_from=START)
    office.totals(JUNE, received_fen=43_000, numbers="0012301-0012386")
    with pytest.raises(ReceiptUsed) as error:
        office.receives(date(2021, 6, 4), 100, "0012386", office.b, other)
    assert error.value.facts["scheme"] == "宰荡集中供水工程"
    typed = Total(150_000, numbers="0012381-0012420")
    office.do(fees.enter_total, other, office.b, JUNE, typed, today=TODAY)
    month = office.month(JUNE)
    assert month.received_fen == 193_000, "what was typed is kept"
    said = {line.scheme: [one for one in line.problems if one.code == "RECEIPT_OVERLAP"] for line in month.lines}
    assert [one.facts["count"] for one in said["干团饮水点"]] == [6]
    assert "重叠6张" in said["宰荡集中供水工程"][0].message


def test_a_closed_month_takes_no_receipts_rates_or_readings(office: Office) -> None:
    office.totals(JUNE, received_fen=43_000)
    account = office.do(fees.add_account, office.scheme, name="石荣天", valid_from=START)
    office.do(fees.set_price, office.scheme, Price(PriceKind.METERED, 2330), valid_from=START)
    receipt = office.desk.ask(lambda session: session.scalars(select(FeeReceipt.id)).one())
    office.pays(JUNE)
    assert office.month(JUNE).locked
    for change, args, kwargs in (
        (fees.enter_total, (office.scheme, office.a, JUNE, Total(1)), {"today": TODAY}),
        (fees.void_receipt, (receipt,), {"reason": "x"}),
        (fees.change_receipt, (receipt,), {"amount_fen": 1}),
        (fees.state_no_income, (office.scheme, JUNE), {"by": "lifang", "today": TODAY}),
        (fees.set_rate, (office.scheme,), {"rate_bp": 100, "valid_from": date(2021, 5, 1)}),
        (fees.set_shares, (office.scheme, [(office.b, 10_000)]), {"valid_from": date(2021, 6, 15)}),
        (fees.set_price, (office.scheme, Price(PriceKind.FLAT, monthly_fen=1)), {"valid_from": date(2021, 6, 1)}),
        (fees.enter_reading, (account, JUNE, NewReading(1000)), {"today": TODAY}),
    ):
        with pytest.raises(MonthIsLocked):
            office.do(change, *args, **kwargs)
    office.do(fees.set_rate, office.scheme, rate_bp=1000, valid_from=date(2021, 7, 1))
    assert office.line(JUNE).commission_fen == 8_600


# Books


def test_books_do_not_share_numbers_and_name_what_was_passed_over(office: Office) -> None:
    first = {"first": "0000001", "last": "0000050", "handed_out": START, "person_id": office.a}
    book = office.do(fees.hand_out, office.scheme, **first)
    with pytest.raises(BookOverlap):
        office.do(fees.hand_out, office.scheme, first="0000050", last="0000099", handed_out=START)
    office.receives(date(2021, 6, 3), 100, "0000001-0000010")
    office.receives(date(2021, 6, 4), 100, "0000013")
    office.receives(date(2021, 6, 5), 100, "0000060")
    (value,) = office.desk.ask(fees.books)
    assert (value.used, [str(one) for one in value.missing]) == (11, ["0000011–0000012"])
    found = {one.code: one for one in office.month(JUNE).problems}
    assert found["RECEIPT_GAP"].facts["numbers"] == "0000011–0000012"
    assert found["RECEIPT_NO_BOOK"].facts["numbers"] == "0000060"
    office.do(
        fees.void_number, office.scheme, typed="0000011-0000012", reason="撕坏", day=date(2021, 6, 4), today=TODAY
    )
    assert "RECEIPT_GAP" not in codes(office.month(JUNE))
    office.do(fees.take_back, book, day=date(2021, 6, 30))
    office.do(fees.void_book, book, reason="遗失")
    (value,) = office.desk.ask(fees.books)
    assert (value.returned, value.voided) == (date(2021, 6, 30), "遗失")


# Mode B: household by household


@pytest.fixture
def home(office: Office) -> str:
    office.do(fees.set_price, office.scheme, Price(PriceKind.METERED, 2330), valid_from=START)
    account: str = office.do(fees.add_account, office.scheme, name="石荣天", meter_no="YZ04-001", valid_from=START)
    return account


def read(office: Office, account: str, month: Month, **reading: Any) -> fees.Billed:
    found: fees.Billed = office.do(fees.enter_reading, account, month, NewReading(**reading), today=TODAY)
    return found


def test_a_reading_makes_a_bill_and_the_bill_a_receipt(office: Office, home: str) -> None:
    read(office, home, APRIL, now_litres=853_000)
    assert read(office, home, MAY, now_litres=881_000).bill_fen == 6524
    new = NewReceipt(date(2021, 5, 20), 6524, "0003101", office.a)
    office.do(fees.take_payment, home, new, today=TODAY)
    (row,) = office.desk.ask(fees.households, office.scheme, MAY)
    assert (row.before_litres, row.now_litres, row.used_litres, row.bill_fen) == (853_000, 881_000, 28_000, 6524)
    assert (row.received_fen, row.receipt_number, row.arrears_fen) == (6524, "0003101", 0)
    assert office.line(MAY).commission_fen == 1305


def test_what_a_meter_cannot_show_is_refused(office: Office, home: str) -> None:
    read(office, home, APRIL, now_litres=853_000)
    with pytest.raises(MeterBackwards):
        read(office, home, MAY, now_litres=12_000)
    with pytest.raises(ReadingTooLarge):
        read(office, home, MAY, now_litres=10**9)
    with pytest.raises(ReadingFormat):
        fees.parse_litres("853.1234")
    assert fees.parse_litres("１，853.5 m³") == 1_853_500
    with pytest.raises(ReceiptFuture):
        read(office, home, Month(2022, 1), now_litres=860_000)
    changed = read(office, home, MAY, now_litres=12_000, old_last=870_000)
    assert (changed.used_litres, changed.notes) == (29_000, (ReadingNote.CHANGED,))


def test_an_unusual_reading_is_taken_and_said(office: Office, home: str) -> None:
    for month, litres in ((APRIL, 100_000), (MAY, 110_000), (JUNE, 200_000)):
        billed = read(office, home, month, now_litres=litres)
    assert billed.notes == (ReadingNote.UNUSUAL,)
    (row,) = office.desk.ask(fees.households, office.scheme, JUNE)
    assert row.notes == (ReadingNote.UNUSUAL,)


def test_flat_fees_are_billed_for_everybody_once_with_reductions(office: Office) -> None:
    with pytest.raises(NoPrice):
        office.do(
            fees.bill_flat, office.do(fees.add_account, office.scheme, name="甲", valid_from=START), JUNE, today=TODAY
        )
    office.do(fees.set_price, office.scheme, Price(PriceKind.FLAT, monthly_fen=500), valid_from=START)
    office.do(fees.add_account, office.scheme, name="乙", valid_from=START, reduction_bp=5000, reduction_reason="低保")
    assert office.do(fees.bill_all, office.scheme, JUNE, today=TODAY) == 2
    assert office.do(fees.bill_all, office.scheme, JUNE, today=TODAY) == 0
    rows = office.desk.ask(fees.households, office.scheme, JUNE)
    assert [(row.name, row.bill_fen, row.number) for row in rows] == [("甲", 500, "001"), ("乙", 250, "002")]


def test_arrears_are_what_was_billed_and_not_paid(office: Office, home: str) -> None:
    read(office, home, APRIL, now_litres=100_000)
    read(office, home, MAY, now_litres=110_000)
    (row,) = office.desk.ask(fees.households, office.scheme, JUNE)
    assert row.arrears_fen == 2330


# What the wardens earn


def sums_agree(office: Office, month: Month) -> None:
    """What was received, added in three ways."""
    value = office.month(month)
    in_file = office.desk.ask(
        lambda session: session.scalar(
            select(func.sum(FeeReceipt.amount_fen)).where(
                FeeReceipt.received >= month.first, FeeReceipt.received <= month.last
            )
        )
    )
    in_ledgers = sum(one.received_fen for one in office.desk.ask(fees.ledgers, month))
    assert in_file == value.net_fen == value.counted_fen + value.left_out_fen == in_ledgers
    earned = office.pay(month)
    assert value.commission_fen == sum(
        due.amount_fen
        for dues in office.desk.ask(commission.collect, month, office.desk.ask(fees.wardens, month)).dues.values()
        for due in dues
    )
    assert value.commission_fen == sum(line.commission_fen for line in earned.values())


def test_all_ways_to_the_same_total_agree(office: Office, home: str) -> None:
    lonely = office.do(fees.add_scheme, name="无人饮水点", village="宰荡村")
    office.do(fees.set_rate, lonely, rate_bp=2000, valid_from=START)
    office.leaves(office.on_b, date(2021, 6, 10))
    office.receives(date(2021, 6, 3), 33_333, "0000001")
    office.receives(date(2021, 6, 3), 4_500, "0000002", office.b, lonely)
    office.receives(date(2021, 6, 5), 6524, "0000003")
    office.do(fees.take_payment, home, NewReceipt(date(2021, 6, 20), 777, "0000004", office.a), today=TODAY)
    back = NewReceipt(date(2021, 6, 21), 500, person_id=office.a)
    office.do(fees.add_refund, office.scheme, back, original="0000001", today=TODAY)
    sums_agree(office, JUNE)
    assert "RECEIPTS_NOBODY" in codes(office.month(JUNE))


def test_receipts_after_exit_go_to_the_successor(office: Office) -> None:
    office.do(fees.set_shares, office.scheme, [(office.b, 10_000)], valid_from=date(2021, 6, 11))
    office.leaves(office.on_a, date(2021, 6, 10))
    office.receives(date(2021, 6, 5), 10_000, "0000001", office.a)
    office.receives(date(2021, 6, 20), 30_000, "0000002", office.a)
    assert {key: line.commission_fen for key, line in office.pay(JUNE).items()} == {
        office.on_a: 2_000,
        office.on_b: 6_000,
    }
    sums_agree(office, JUNE)


def test_an_open_share_of_somebody_who_left_does_not_take_the_successors(office: Office) -> None:
    """The share of A was never ended: B's 100 % would be the remainder of nothing."""
    office.leaves(office.on_a, date(2021, 6, 10))

    def add(session: Session) -> None:
        from cjdesk.db.models import SchemeShare

        Rows(session, "522633101").add(
            SchemeShare, scheme_id=office.scheme, person_id=office.b, share_bp=10_000, ordinal=2,
            valid_from=date(2021, 6, 11),
        )  # fmt: skip

    office.desk.do("share", add)
    office.receives(date(2021, 6, 20), 30_000, "0000002", office.a)
    assert office.pay(JUNE)[office.on_b].commission_fen == 6_000


def test_receipts_after_exit_without_a_successor_earn_nothing_and_are_named(office: Office) -> None:
    office.leaves(office.on_a, date(2021, 6, 10))
    office.receives(date(2021, 6, 20), 30_000, "0000002", office.a)
    assert office.pay(JUNE)[office.on_a].commission_fen == 0
    assert {"RECEIPTS_LEFT_OUT"} <= codes(office.month(JUNE))
    office.receives(date(2021, 5, 20), 100, "0000003", office.a)
    office.leaves(office.on_a, date(2021, 4, 30))
    assert "RECEIPTS_NOBODY" in codes(office.month(MAY))
    sums_agree(office, MAY)


def test_the_share_of_a_leaver_is_paid_to_nobody_and_said(office: Office) -> None:
    office.do(fees.set_shares, office.scheme, [(office.a, 6000), (office.b, 4000)], valid_from=START)
    office.leaves(office.on_a, date(2021, 6, 10))
    office.receives(date(2021, 6, 20), 10_000, "0000002", office.b)
    lines = office.pay(JUNE)
    assert (lines[office.on_a].commission_fen, lines[office.on_b].commission_fen) == (0, 800)
    (said,) = [one for one in office.month(JUNE).problems if one.code == "COMMISSION_UNSHARED"]
    assert said.facts["amount_fen"] == 1200


def test_w37_two_wardens_60_40_on_the_real_file(office: Office) -> None:
    office.do(fees.set_rate, office.scheme, rate_bp=1500, valid_from=date(2021, 6, 1))
    office.do(fees.set_shares, office.scheme, [(office.a, 6000), (office.b, 4000)], valid_from=date(2021, 6, 1))
    office.receives(date(2021, 6, 20), 33_333, "0000002")
    assert [line.commission_fen for line in office.month(JUNE).lines] == [3000, 2000]
    sums_agree(office, JUNE)


def test_shares_must_be_the_whole(office: Office) -> None:
    with pytest.raises(SharesNotWhole):
        office.do(fees.set_shares, office.scheme, [(office.a, 6000), (office.b, 3000)], valid_from=START)
    with pytest.raises(SharesNotWhole):
        office.do(fees.set_shares, office.scheme, [(office.a, 5000), (office.a, 5000)], valid_from=START)


def test_a_new_rate_ends_the_old_one_and_counts_by_the_day_of_the_receipt(office: Office) -> None:
    office.do(fees.set_rate, office.scheme, rate_bp=1000, valid_from=date(2021, 6, 16))
    office.receives(date(2021, 6, 15), 10_000, "0000001")
    office.receives(date(2021, 6, 16), 10_000, "0000002")
    assert office.line(JUNE).commission_fen == 3_000
    office.do(fees.set_rate, office.scheme, rate_bp=500, valid_from=date(2021, 6, 16))
    assert office.line(JUNE).commission_fen == 2_500
    office.do(fees.set_rate, office.scheme, rate_bp=4000, valid_from=date(2021, 6, 10))
    assert office.line(JUNE).commission_fen == 4_500, "it holds until the later one begins"


def test_the_basis_billed_pays_for_bills_and_not_for_receipts(office: Office, home: str) -> None:
    office.do(fees.set_rate, office.scheme, rate_bp=2000, basis="应收", valid_from=date(2021, 5, 1))
    read(office, home, APRIL, now_litres=100_000)
    read(office, home, MAY, now_litres=128_000)
    office.receives(date(2021, 5, 20), 1, "0000001")
    assert office.line(MAY).commission_fen == 1305
    pay = office.pay(MAY)[office.on_a]
    assert any("应收65.24×20%" in words for words in payroll.explanation(pay, "commission"))
    sums_agree(office, MAY)


def test_the_basis_by_household_pays_by_days_of_service(office: Office) -> None:
    office.do(fees.set_rate, office.scheme, basis="按户", per_household_fen=200, valid_from=date(2021, 6, 1))
    assert office.line(JUNE).commission_fen == 17_200
    assert office.line(JUNE).rate == "每户2.00"
    office.do(fees.set_shares, office.scheme, [(office.b, 10_000)], valid_from=date(2021, 6, 16))
    lines = office.pay(JUNE)
    assert (lines[office.on_a].commission_fen, lines[office.on_b].commission_fen) == (8_600, 8_600)
    assert any(
        "86户×每户每月2.00×15天÷30天" in words for words in payroll.explanation(lines[office.on_a], "commission")
    )


def test_negative_commission_of_a_month_is_taken_from_the_next(office: Office) -> None:
    office.receives(date(2021, 4, 20), 10_000, "0000001")
    back = NewReceipt(date(2021, 5, 3), 5_000, person_id=office.a)
    office.do(fees.add_refund, office.scheme, back, original="0000001", today=TODAY)
    office.pays(APRIL)
    may = office.pay(MAY)[office.on_a]
    assert (may.commission_fen, may.commission_carried_fen) == (0, -1_000)
    office.pays(MAY)
    office.receives(date(2021, 6, 20), 10_000, "0000002")
    assert office.pay(JUNE)[office.on_a].commission_fen == 1_000


@pytest.mark.parametrize(
    ("settlement", "nets"), [("month", [100_000, 100_000, 130_000]), ("quarter", [100_000, 100_000, 100_000])]
)
def test_w35_w36_a_quarterly_collection_over_three_locked_months(
    office: Office, settlement: str, nets: list[int]
) -> None:
    office.policy("TOPUP", settlement)
    office.do(fees.edit_scheme, office.scheme, period="季")
    office.leaves(office.on_b, date(2021, 3, 31))
    for month in (APRIL, MAY):
        office.do(fees.state_no_income, office.scheme, month, by="lifang", today=TODAY)
        assert office.pays(month)[office.on_a] == nets[month.month - 4]
    office.totals(JUNE, received_fen=300_000, numbers="0000001-0000086")
    paid = office.pays(JUNE)[office.on_a]
    assert paid == nets[2]
    assert sum(nets) == (330_000 if settlement == "month" else 300_000)


# The ledger


def test_the_ledger_of_households_shows_bills_receipts_arrears_and_refunds(office: Office, home: str) -> None:
    second = office.do(fees.add_account, office.scheme, name="潘天德", meter_no="YZ04-002", valid_from=START)
    for month, one, two in ((APRIL, 853_000, 483_000), (MAY, 881_000, 529_000)):
        read(office, home, month, now_litres=one)
        read(office, second, month, now_litres=two)
    office.do(fees.take_payment, home, NewReceipt(date(2021, 5, 3), 6524, "0003101", office.a), today=TODAY)
    back = NewReceipt(date(2021, 5, 15), 1200, "0002231", office.a, home, "石荣天", "水表读错退费")
    office.do(fees.add_refund, office.scheme, back, original="0003101", today=TODAY)
    ledger = office.desk.ask(fees.ledger, office.scheme, MAY)
    assert [(one.name, one.bill_fen, one.received_fen, one.receipt_number, one.remark) for one in ledger.lines] == [
        ("石荣天", 6524, 6524, "0003101", ""),
        ("潘天德", 10718, 0, "", "欠费"),
        ("石荣天", None, -1200, "0002231", "水表读错退费；原收据0003101"),
    ]
    assert (ledger.received_fen, ledger.bill_fen, ledger.used_litres) == (5324, 17242, 74_000)
    assert (ledger.rate, ledger.commission_fen, ledger.number) == ("20%", 1065, "FEE-202105-0001")
    assert [(one.name, one.share_bp, one.amount_fen) for one in ledger.shares] == [("吴国芳", 10_000, 1065)]


def test_the_ledger_of_a_monthly_total_is_its_receipts(office: Office) -> None:
    office.totals(JUNE, received_fen=43_000, numbers="0012301-0012386")
    ledger = office.desk.ask(fees.ledger, office.scheme, JUNE)
    assert not ledger.by_household
    assert [(one.name, one.receipt_number, one.received_fen) for one in ledger.lines] == [
        ("各户合计", "0012301–0012386", 43_000)
    ]


# Receipts on paper


def test_a_households_receipt_carries_its_reading_price_and_bill(office: Office, home: str) -> None:
    read(office, home, APRIL, now_litres=853_000)
    read(office, home, MAY, now_litres=881_000)
    office.do(fees.take_payment, home, NewReceipt(date(2021, 5, 3), 6524, "0003101", office.a), today=TODAY)
    back = NewReceipt(date(2021, 5, 15), 1200, "0002231", office.a, home, "石荣天", "水表读错退费")
    office.do(fees.add_refund, office.scheme, back, original="0003101", today=TODAY)
    gone = office.do(fees.void_number, office.scheme, typed="0003102", reason="写错", day=date(2021, 5, 4), today=TODAY)
    (value,) = office.desk.ask(fees.month_receipts, MAY)
    assert gone not in {one.id for one in value.receipts}
    paid, refund = value.receipts
    assert (paid.number, paid.payer, paid.household, paid.meter_no) == ("0003101", "石荣天", "001", "YZ04-001")
    assert (paid.before_litres, paid.now_litres, paid.used_litres) == (853_000, 881_000, 28_000)
    assert (paid.milliyuan_per_m3, paid.bill_fen, paid.amount_fen, paid.price_kind) == (2330, 6524, 6524, "计量")
    assert (paid.collector, paid.count, paid.refund) == ("吴国芳", 1, False)
    assert (refund.original, refund.amount_fen, refund.refund, refund.used_litres) == ("0003101", -1200, True, None)
    ledger = office.desk.ask(fees.ledger, office.scheme, MAY)
    assert (value.number, value.amount_fen) == (ledger.number, ledger.received_fen)


def test_receipts_of_a_total_are_one_paper_for_all(office: Office) -> None:
    office.totals(JUNE, received_fen=43_000, numbers="0012301-0012386", refund_fen=850)
    (value,) = office.desk.ask(fees.month_receipts, JUNE)
    assert [(one.number, one.count, one.payer, one.amount_fen) for one in value.receipts] == [
        ("0012301–0012386", 86, "各户合计", 43_000),
        ("0012301", 1, "各户合计", -850),
    ]
    assert value.amount_fen == office.desk.ask(fees.ledger, office.scheme, JUNE).received_fen
    (one,) = office.desk.ask(fees.one_receipt, JUNE, "0012350")
    assert [receipt.number for receipt in one.receipts] == ["0012301–0012386"]
    assert office.desk.ask(fees.month_receipts, MAY) == ()
