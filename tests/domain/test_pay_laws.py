"""Laws of the pay rules that hold for every input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.amounts import exact, share_out, squeeze
from cjdesk.domain.pay.commission import Received, scheme_dues
from cjdesk.domain.pay.inputs import (
    Attendance,
    Correction,
    DaysOff,
    Duty,
    Extra,
    Pay,
    Policy,
    SchemeDue,
    Standard,
    Units,
)
from cjdesk.domain.pay.recovery import recover, recover_over
from cjdesk.domain.pay.tax import withheld
from cjdesk.i18n import tr
from cjdesk.services.payroll.frozen import Payee, freeze, thaw

MONTHS = st.builds(Month, st.integers(2019, 2026), st.integers(1, 12))


def days_near(month: Month) -> st.SearchStrategy[date]:
    return st.integers(-20, month.days + 20).map(lambda days: month.first + timedelta(days=days))


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    month = draw(MONTHS)
    start = draw(st.one_of(st.just(date(2018, 1, 1)), days_near(month)))
    end = draw(st.one_of(st.none(), st.integers(0, 60).map(lambda days: start + timedelta(days=days))))
    since = draw(days_near(month))
    standards = [Standard(date(2017, 1, 1), draw(st.integers(1, 200_000)))]
    if draw(st.booleans()):
        standards.append(Standard(since, draw(st.integers(1, 200_000))))
    off = [
        DaysOff(
            first,
            draw(st.one_of(st.none(), st.integers(0, 25).map(lambda n, first=first: first + timedelta(days=n)))),
            draw(st.booleans()),
        )
        for first in draw(st.lists(days_near(month), max_size=2))
    ]
    grade = draw(st.sampled_from([None, "优秀", "良", "不合格"]))
    required = draw(st.integers(0, 230))
    attendance = draw(
        st.one_of(st.none(), st.just(Attendance(required, draw(st.integers(0, 310)), draw(st.integers(0, 310)), grade)))
    )
    policy = Policy(
        proration=draw(st.sampled_from(["P0", "P1", "P2", "P3", "P4", "P5", "P6"])),
        cutoff_day=draw(st.integers(1, 31)),
        floor=draw(st.sampled_from(["NONE", "TOPUP", "REPORT"])),
        floor_fen=draw(st.integers(0, 150_000)),
        commission_cap_fen=draw(st.sampled_from([0, 30_000])),
        round_net_to_fen=draw(st.sampled_from([1, 10, 100])),
        recovery_limit_bp=draw(st.integers(0, 10_000)),
        assessment_bp={"良": 8500, "不合格": 0},
        tax=draw(st.sampled_from(["NONE", "LABOUR"])),
    )
    received = [
        scheme_dues(f"工程{index}", [Received(fen, draw(st.integers(0, 5000)), (10_000,), ("A",))])["A"]
        for index, fen in enumerate(draw(st.lists(st.integers(-100_000, 900_000), max_size=3)))
    ]
    extras = st.lists(st.integers(0, 90_000).map(lambda fen: Extra(fen, "x")), max_size=2).map(tuple)
    amounts = st.lists(st.integers(-90_000, 90_000).filter(bool), max_size=2)
    corrections = amounts.map(
        lambda some: tuple(Correction(Month(2018, 12), fen, "PAY-201812-0001", 1) for fen in some)
    )
    return Duty(
        month, start, end, tuple(standards), policy, tuple(off), attendance, tuple(received), (),
        draw(st.integers(-50_000, 0)), draw(extras), draw(extras), draw(extras), draw(st.integers(0, 300_000)),
        draw(corrections),
        units=draw(st.one_of(st.none(), st.builds(Units, st.integers(0, 20), st.integers(1, 300_000), st.just("个队")))),
    )  # fmt: skip


def components(pay: Pay) -> int:
    added = pay.base_fen + pay.commission_fen + pay.topup_fen + pay.allowance_fen + pay.back_pay_fen
    return added - pay.deduction_fen - pay.clawback_fen - pay.tax_fen


@settings(max_examples=300)
@given(duties())
def test_net_is_the_sum_of_its_components_and_never_negative(duty: Duty) -> None:
    pay = line.compute(duty)
    assert pay.net_fen == components(pay) + pay.shortfall_fen + pay.rounding_fen
    assert pay.net_fen >= 0
    assert abs(pay.rounding_fen) * 2 <= duty.policy.round_net_to_fen
    assert pay.clawback_fen + pay.carried_forward_fen == pay.owed_fen + pay.shortfall_fen
    assert pay.owed_fen == duty.owed_fen - sum(min(one.amount_fen, 0) for one in duty.corrections)
    assert (line.ZERO_LINE in pay.flags) == (pay.net_fen == 0)


@settings(max_examples=300)
@given(duties())
def test_pieces_sum_to_the_base_and_the_base_never_exceeds_the_highest_standard(duty: Duty) -> None:
    pay = line.compute(duty)
    assert sum(pay.pieces) == pay.base_fen
    most = max(standard.amount_fen for standard in duty.standards)
    assert 0 <= pay.base_fen <= (duty.units.quantity * duty.units.unit_fen if duty.units else most)
    assert 0 <= pay.paid_days <= pay.days_in_month == duty.month.days
    assert 0 <= pay.deduction_fen - sum(extra.amount_fen for extra in duty.deductions) <= pay.base_fen


@settings(max_examples=300)
@given(duties(), st.randoms())
def test_order_of_arrival_does_not_matter(duty: Duty, random: st.DrawFn) -> None:
    schemes, off, more = list(duty.schemes), list(duty.days_off), list(duty.back_pay)
    for some in (schemes, off, more):
        random.shuffle(some)  # type: ignore[attr-defined]
    again = line.compute(replace(duty, schemes=tuple(schemes), days_off=tuple(off), back_pay=tuple(more)))
    pay = line.compute(duty)
    assert replace(again, steps=()) == replace(pay, steps=())


@settings(max_examples=200)
@given(duties())
def test_every_step_can_be_said_in_both_languages(duty: Duty) -> None:
    for step in line.compute(duty).steps:
        assert step.text.format(**step.facts)
        assert "{" not in tr(step.text, **step.facts)
        assert all(isinstance(value, (str, int)) for value in step.facts.values())


@settings(max_examples=200)
@given(duties())
def test_calendar_proration_agrees_with_counting_day_by_day(duty: Duty) -> None:
    """The second way: every paid day earns its standard ÷ days of the month."""
    duty = replace(duty, policy=replace(duty.policy, proration="P1", assessment_bp={}), units=None)
    total = Fraction(0)
    for number in range(duty.month.days):
        day = duty.month.first + timedelta(days=number)
        on_post = duty.start <= day and (duty.end is None or day <= duty.end)
        off = any(not one.paid and one.start <= day and (one.end is None or day <= one.end) for one in duty.days_off)
        if on_post and not off:
            standard = [one.amount_fen for one in duty.standards if one.since <= day][-1]
            total += Fraction(standard, duty.month.days)
    assert abs(line.compute(duty).base_fen - total) <= Fraction(1, 2)


@settings(max_examples=200)
@given(duties())
def test_top_up_brings_exactly_to_the_floor(duty: Duty) -> None:
    policy = replace(duty.policy, floor="TOPUP", proration="P1")
    duty = replace(duty, units=None)
    pay = line.compute(replace(duty, policy=policy))
    earned = pay.base_fen + pay.commission_fen
    assert pay.topup_fen == max(pay.floor_fen - earned, 0)
    assert line.BELOW_FLOOR not in pay.flags
    report = line.compute(replace(duty, policy=replace(policy, floor="REPORT")))
    assert report.topup_fen == 0
    assert (line.BELOW_FLOOR in report.flags) == (earned < pay.floor_fen)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6), st.integers(1, 10**6))
def test_squeezed_pieces_sum_to_the_rounded_whole(numerators: list[int], denominator: int) -> None:
    pieces = squeeze(numerators, denominator)
    assert abs(sum(pieces) - Fraction(sum(numerators), denominator)) <= Fraction(1, 2)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_shares_sum_to_the_whole(amount: int, shares: list[int]) -> None:
    assert sum(share_out(amount, shares)) == amount


@given(st.lists(st.tuples(st.integers(-10_000, 500_000), st.sampled_from([1000, 1250, 2000])), min_size=1, max_size=3))
def test_commission_of_a_scheme_is_rounded_once_however_it_is_split(parts: list[tuple[int, int]]) -> None:
    dues = scheme_dues("工程", [Received(fen, rate, (6000, 4000), ("A", "B")) for fen, rate in parts])
    whole = Fraction(sum(fen * rate for fen, rate in parts), 10_000)
    assert abs(dues["A"].amount_fen + dues["B"].amount_fen - whole) <= Fraction(1, 2)
    assert dues["A"].scheme_fen == dues["A"].amount_fen + dues["B"].amount_fen


@given(st.integers(0, 10**7), st.lists(st.integers(0, 200_000), max_size=12), st.integers(0, 10_000))
def test_recovery_takes_what_is_owed_and_no_more(owed: int, pays: list[int], limit: int) -> None:
    months = recover_over(owed, pays, limit)
    assert sum(month.clawback_fen for month in months) + (months[-1].carried_fen if months else owed) == owed
    assert all(month.net_fen >= 0 and month.clawback_fen >= 0 and month.carried_fen >= 0 for month in months)
    assert all(month.clawback_fen + month.net_fen == pay for month, pay in zip(months, pays, strict=True))


def test_recovery_without_pay_takes_nothing() -> None:
    assert recover(67742, 0, 10_000).carried_fen == 67742


def duty_of(**changes: object) -> Duty:
    whole = Duty(Month(2021, 3), date(2018, 1, 1), None, (Standard(date(2018, 1, 1), 100_000),), Policy())
    return replace(whole, **changes)  # type: ignore[arg-type]


def due(fen: int) -> SchemeDue:
    return scheme_dues("工程", [Received(fen, 1000, (10_000,), ("A",))])["A"]


def test_negative_commission_is_carried_and_taken_from_the_next_month() -> None:
    first = line.compute(duty_of(schemes=(due(-8100),)))
    assert (first.commission_fen, first.commission_carried_fen, first.net_fen) == (0, -810, 100_000)
    assert first.flags == ("COMMISSION_NEGATIVE_CARRIED",)
    second = line.compute(duty_of(schemes=(due(50_000),), carried_in_fen=first.commission_carried_fen))
    assert (second.commission_fen, second.commission_carried_fen) == (5000 - 810, 0)
    third = line.compute(duty_of(schemes=(due(5_000),), carried_in_fen=-810))
    assert (third.commission_fen, third.commission_carried_fen) == (0, -310)


def test_deductions_beyond_the_pay_are_carried_forward() -> None:
    pay = line.compute(duty_of(deductions=(Extra(130_000, "多发"),)))
    assert (pay.net_fen, pay.carried_forward_fen) == (0, 30_000)
    assert pay.flags == ("ZERO_LINE", "CARRIED_FORWARD")


@pytest.mark.parametrize("attendance", [None, Attendance(0, 0), Attendance(0, 200)])
def test_a_month_without_required_days_is_flagged_not_a_crash(attendance: Attendance | None) -> None:
    pay = line.compute(duty_of(policy=Policy(proration="P2"), attendance=attendance))
    assert (pay.base_fen, pay.net_fen) == (0, 0)
    assert pay.flags == ("ZERO_LINE", "NO_REQUIRED_DAYS")


def test_days_without_a_standard_are_flagged() -> None:
    pay = line.compute(duty_of(standards=(Standard(date(2021, 3, 11), 100_000),)))
    assert pay.base_fen == 67742
    assert "NO_STANDARD" in pay.flags
    gap = (Standard(date(2018, 1, 1), 100_000), Standard(date(2021, 3, 11), 0))
    assert "NO_STANDARD" in line.compute(duty_of(standards=gap)).flags


@pytest.mark.parametrize(
    ("start", "end", "net"),
    [
        (date(2021, 3, 15), None, 100_000),
        (date(2021, 3, 16), None, 50_000),
        (date(2018, 1, 1), date(2021, 3, 15), 50_000),
        (date(2018, 1, 1), date(2021, 3, 16), 100_000),
    ],
)
def test_half_months(start: date, end: date | None, net: int) -> None:
    assert line.compute(duty_of(start=start, end=end, policy=Policy(proration="P4"))).net_fen == net


@pytest.mark.parametrize(("cutoff", "net"), [(15, 100_000), (9, 0), (10, 100_000)])
def test_cut_off_day(cutoff: int, net: int) -> None:
    pay = line.compute(duty_of(start=date(2021, 3, 10), policy=Policy(proration="P5", cutoff_day=cutoff)))
    assert pay.net_fen == net


def test_month_of_30_pays_who_joins_on_the_31st() -> None:
    assert line.compute(duty_of(start=date(2021, 3, 31), policy=Policy(proration="P6"))).net_fen == 3333


def test_month_of_21_75_pays_joiners_by_working_days_up_to_the_standard() -> None:
    policy = Policy(proration="P3")
    assert line.compute(duty_of(start=date(2021, 3, 29), policy=policy)).net_fen == 13793
    assert line.compute(duty_of(start=date(2021, 3, 2), policy=policy)).net_fen == 100_000
    nothing = line.compute(duty_of(policy=policy, attendance=Attendance(0, 0, unpaid_tenths=300)))
    assert (nothing.deduction_fen, nothing.net_fen) == (100_000, 0)


def test_paid_suspension_costs_nothing_and_a_second_one_counts_once() -> None:
    paid = DaysOff(date(2021, 3, 6), date(2021, 3, 15), paid=True)
    assert line.compute(duty_of(days_off=(paid,))).net_fen == 100_000
    unpaid = replace(paid, paid=False)
    assert line.compute(duty_of(days_off=(unpaid, replace(unpaid, end=date(2021, 3, 10))))).net_fen == 67742


def test_numbers_before_rounding_are_cut_not_rounded() -> None:
    assert exact(100_000 * 19, 22) == "863.636..."
    assert exact(1_234_500, 1000) == "12.345"
    assert exact(-1, 3) == "-0.003..."
    assert exact(100_000, 1) == "1,000.00"


def test_the_explanation_says_rule_days_arithmetic_and_rounding() -> None:
    pay = line.compute(duty_of(policy=Policy(proration="P2"), attendance=Attendance(220, 190)))
    assert [tr(step.text, **step.facts) for step in pay.steps] == [
        "标准 1,000.00 元/月，2018-01-01 起",
        "整月在岗：31 天中 31 天计发",
        "应出勤 22 天，出勤 19 天",
        "1,000.00 × 19 ÷ 22 = 863.636...",
        "四舍五入到分：863.64",
        "补发 0.00，扣回 0.00，实发 863.64 元",
    ]


@pytest.mark.parametrize(
    ("grade", "base"),
    [("良", 85_000), ("良好", 85_000), ("优秀", 100_000), ("优", 100_000), ("不合格", 50_000), (None, 100_000)],
)
def test_grades_are_known_by_their_first_sign(grade: str | None, base: int) -> None:
    policy = Policy(assessment_bp={"优秀": 10_000, "良": 8500, "合格": 9000, "不合格": 5000})
    assert line.compute(duty_of(policy=policy, attendance=Attendance(210, 210, grade=grade))).base_fen == base


def same(one: Pay, other: Pay) -> bool:
    """The same amounts; the words may tell the way differently."""
    return replace(one, steps=(), pieces=()) == replace(other, steps=(), pieces=())


@settings(max_examples=100)
@given(duties(), st.integers(0, 40))
def test_a_standard_renewed_at_the_same_amount_changes_nothing(duty: Duty, after: int) -> None:
    first = duty.standards[0]
    renewed = Standard(duty.month.first + timedelta(days=after), first.amount_fen)
    alone = replace(duty, standards=(first,))
    assert same(line.compute(replace(duty, standards=(first, renewed))), line.compute(alone))


@settings(max_examples=100)
@given(duties(), st.integers(-5, 35), st.integers(0, 20), st.integers(0, 20))
def test_a_suspension_in_two_pieces_costs_what_it_costs_in_one(duty: Duty, start: int, one: int, two: int) -> None:
    first = duty.month.first + timedelta(days=start)
    middle, last = first + timedelta(days=one), first + timedelta(days=one + 1 + two)
    whole = (DaysOff(first, last, paid=False),)
    pieces = (DaysOff(first, middle, paid=False), DaysOff(middle + timedelta(days=1), last, paid=False))
    assert same(line.compute(replace(duty, days_off=pieces)), line.compute(replace(duty, days_off=whole)))


@settings(max_examples=100)
@given(duties(), st.integers(0, 90_000), st.integers(0, 90_000))
def test_an_extra_in_two_parts_pays_what_it_pays_in_one(duty: Duty, one: int, two: int) -> None:
    whole, parts = (Extra(one + two, "x"),), (Extra(one, "x"), Extra(two, "y"))
    for field in ("allowances", "back_pay", "deductions"):
        together, apart = replace(duty, **{field: whole}), replace(duty, **{field: parts})
        assert same(line.compute(apart), line.compute(together))


@settings(max_examples=100)
@given(MONTHS, st.integers(1, 200_000), st.data())
def test_a_month_on_two_assignments_pays_the_month_to_the_fen_of_each(
    month: Month, standard: int, data: st.DataObject
) -> None:
    """A transfer inside the month: each line is rounded alone (PR-05), so that at most half a fen of each is lost."""
    day = data.draw(st.integers(1, month.days - 1))
    whole = duty_of(month=month, standards=(Standard(date(2018, 1, 1), standard),))
    first = replace(whole, end=month.first + timedelta(days=day - 1))
    second = replace(whole, start=month.first + timedelta(days=day))
    assert line.compute(first).paid_days + line.compute(second).paid_days == month.days
    assert abs(line.compute(first).base_fen + line.compute(second).base_fen - standard) <= 1


@settings(max_examples=100)
@given(duties())
def test_a_duty_that_was_stored_and_read_computes_to_the_same_line(duty: Duty) -> None:
    payee = Payee(
        "1", "甲", "男", "村", "组", "HL", "HL-1", "路", "镇", "交通", duty.start, duty.end, None, None, None, None
    )
    text = freeze(payee, duty)
    again = thaw(text)
    assert again.duty == duty
    assert line.compute(again.duty) == line.compute(duty)
    assert freeze(again.payee, again.duty) == text


@settings(max_examples=100)
@given(duties())
def test_a_fixed_amount_is_whole_or_nothing(duty: Duty) -> None:
    duty = replace(
        duty, policy=replace(duty.policy, proration="P0", assessment_bp={}), standards=duty.standards[:1], units=None
    )
    pay = line.compute(duty)
    assert pay.base_fen == (duty.standards[0].amount_fen if pay.paid_days else 0)


@settings(max_examples=100)
@given(duties(), st.integers(0, 500), st.integers(1, 300_000))
def test_by_quantity_nothing_but_the_number_counts(duty: Duty, quantity: int, unit: int) -> None:
    pay = line.compute(
        replace(duty, units=Units(quantity, unit), days_off=(), attendance=None, start=date(2018, 1, 1), end=None)
    )
    assert pay.base_fen == quantity * unit
    assert "NO_STANDARD" not in pay.flags


@settings(max_examples=100)
@given(duties())
def test_tax_is_on_what_is_left_and_never_more_than_it(duty: Duty) -> None:
    free = line.compute(replace(duty, policy=replace(duty.policy, tax="NONE", round_net_to_fen=1)))
    taxed = line.compute(replace(duty, policy=replace(duty.policy, tax="LABOUR", round_net_to_fen=1)))
    assert free.tax_fen == 0
    assert taxed.tax_fen == withheld(free.net_fen, "LABOUR") <= free.net_fen
    assert taxed.net_fen == free.net_fen - taxed.tax_fen
    assert replace(taxed, net_fen=0, tax_fen=0, flags=(), steps=()) == replace(
        free, net_fen=0, tax_fen=0, flags=(), steps=()
    )
