"""Two engines that share nothing agree to the fen: the product's, and the checker's that an auditor runs."""

from __future__ import annotations

import ast
import json
import os
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cjdesk.db.types import canonical
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.commission import Basis, Received, scheme_dues
from cjdesk.domain.pay.inputs import (
    Attendance,
    Correction,
    DaysOff,
    Duty,
    EarlierMonth,
    Extra,
    Policy,
    SchemeDue,
    Standard,
    Units,
)
from tests.domain.checker import CHECKER, PATH, agrees, recomputed
from tests.domain.vectors import cases, duty

MONTHS = st.builds(Month, st.integers(2019, 2026), st.integers(1, 12))
FEN = st.integers(0, 300_000)
WARDENS = ("甲", "乙", "丙")


@st.composite
def schemes(draw: st.DrawFn) -> SchemeDue:
    """A scheme with one to three parts, each with its own rate and sharers; 甲 is the line's warden."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        wardens = draw(st.permutations(WARDENS))[: draw(st.integers(1, 3))]
        cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=len(wardens) - 1, max_size=len(wardens) - 1)))
        shares = tuple(b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True))
        rate = draw(st.one_of(st.sampled_from([0, 1000, 1250, 2000]), st.integers(0, 10_000)))
        days = draw(st.integers(28, 31))
        basis = draw(st.sampled_from([Basis.RECEIVED, Basis.RECEIVED, Basis.BILLED, Basis.HOUSEHOLDS]))
        parts.append(
            Received(
                draw(st.integers(-200_000, 900_000)), rate, shares, tuple(wardens), basis,
                draw(st.integers(0, 300)), draw(st.integers(0, 2_000)), draw(st.integers(0, days)), days,
            )
        )  # fmt: skip
    if not any("甲" in part.wardens for part in parts):
        parts.append(Received(draw(FEN), 1250, (10_000,), ("甲",)))
    return scheme_dues(draw(st.text("村水渠", min_size=1, max_size=4)), parts)["甲"]


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return Policy(
        tax=draw(st.sampled_from(["NONE", "NONE", "LABOUR"])),
        proration=draw(st.sampled_from(["P0", "P1", "P2", "P3", "P4", "P5", "P6"])),
        cutoff_day=draw(st.integers(1, 31)),
        floor=draw(st.sampled_from(["NONE", "TOPUP", "REPORT"])),
        floor_fen=draw(st.sampled_from([0, 1, 99_999, 100_000, 150_001])),
        floor_settlement=draw(st.sampled_from(["month", "quarter"])),
        commission_cap_fen=draw(st.sampled_from([0, 0, 30_001, 50_000])),
        round_net_to_fen=draw(st.sampled_from([1, 10, 100])),
        recovery_limit_bp=draw(st.sampled_from([0, 3333, 5000, 10_000])),
        assessment_bp=draw(
            st.sampled_from(
                [{}, {"优秀": 10_000, "良": 8500, "合格": 7777, "不合格": 0, "不称职": 1000}, {"良好": 9001}]
            )
        ),
    )


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    month = draw(MONTHS)
    days = st.integers(-20, month.days + 20).map(lambda number: month.first + timedelta(days=number))
    start = draw(st.one_of(st.just(date(2018, 1, 1)), days))
    end = draw(st.one_of(st.none(), st.integers(-3, 60).map(lambda number: start + timedelta(days=number)), days))
    amounts = st.one_of(st.sampled_from([0, 70_000, 100_000]), st.integers(0, 200_000))
    first = draw(st.one_of(st.just(date(2017, 1, 1)), days))
    since = sorted({first, *draw(st.lists(days, max_size=2))})
    off = [
        DaysOff(
            one,
            draw(st.one_of(st.none(), st.integers(0, 25).map(lambda n, one=one: one + timedelta(days=n)))),
            draw(st.booleans()),
            "病假",
        )
        for one in draw(st.lists(days, max_size=2))
    ]
    tenths = st.one_of(st.sampled_from([0, 210, 217, 218, 220]), st.integers(0, 320))
    grades = st.sampled_from([None, "优", "良", "良好", "合格", "不", "不合格", "其他"])
    attendance = st.builds(Attendance, tenths, tenths, tenths, grades)
    extras = st.lists(st.builds(Extra, st.integers(0, 90_000), st.just("x")), max_size=2).map(tuple)
    units = st.builds(
        Units, st.integers(0, 500), st.sampled_from([0, 1, 40_000, 300_000]), st.sampled_from(["个队", ""])
    )
    corrections = st.builds(
        Correction, st.just(month.plus(-1)), st.integers(-90_000, 90_000), st.just("PAY-1"), st.just(1)
    )
    earlier = st.lists(st.builds(EarlierMonth, FEN, st.integers(-50_000, 100_000), FEN), max_size=2).map(tuple)
    return Duty(
        month=month,
        start=start,
        end=end,
        standards=tuple(Standard(one, draw(amounts)) for one in since),
        policy=draw(policies()),
        days_off=tuple(off),
        attendance=draw(st.one_of(st.none(), attendance)),
        schemes=tuple(draw(st.lists(schemes(), max_size=3))),
        carried_in_fen=draw(st.one_of(st.just(0), st.integers(-50_000, 0))),
        allowances=draw(extras),
        back_pay=draw(extras),
        deductions=draw(extras),
        owed_fen=draw(st.one_of(st.just(0), FEN)),
        units=draw(st.one_of(st.none(), st.none(), units)),
        corrections=tuple(draw(st.lists(corrections, max_size=2))),
        earlier=draw(earlier),
    )


WHOLE = Duty(Month(2021, 3), date(2018, 1, 1), None, (Standard(date(2018, 1, 1), 100_000),), Policy())


EXAMPLES = int(os.environ.get("CJDESK_EXAMPLES", "250"))
"""A long campaign is run by name: CJDESK_EXAMPLES=20000 python -m pytest tests/domain/test_two_engines.py"""


@settings(max_examples=EXAMPLES)
@given(duties())
@example(WHOLE)
@example(
    replace(
        WHOLE, attendance=Attendance(210, 210, grade="不"), policy=Policy(assessment_bp={"不称职": 0, "不合格": 5000})
    )
)
@example(replace(WHOLE, start=date(2021, 3, 31), policy=Policy(proration="P6")))
@example(replace(WHOLE, policy=Policy(proration="P3"), attendance=Attendance(0, 0, unpaid_tenths=218)))
@example(replace(WHOLE, start=date(2021, 3, 2), policy=Policy(proration="P3", floor="TOPUP", floor_fen=100_001)))
def test_two_engines_agree_on_every_amount(duty: Duty) -> None:
    agrees(duty, line.compute(duty))


@settings(max_examples=60)
@given(schemes())
def test_two_engines_agree_on_a_scheme_and_its_share(due: SchemeDue) -> None:
    whole, mine = CHECKER.scheme_commission(json.loads(canonical(due)))
    assert (whole, mine) == (due.scheme_fen, due.amount_fen)


def of_kind(*kinds: str) -> list[Any]:
    return [
        pytest.param(case["kind"], case["input"], case["expect"], id=case["id"])
        for case in cases("payroll")
        if case["kind"] in kinds
    ]


def test_no_example_is_left_out() -> None:
    """Every kind of example is computed by the checker below, except payments: a re-issue is no new pay."""
    computed = {
        "line",
        "person",
        "pieces",
        "meter_bill",
        "back_pay",
        "recovery_chain",
        "reversal",
        "floor_period",
        "scheme_share",
    }
    assert {case["kind"] for case in cases("payroll")} == computed | {"reissue"}
    assert {case["id"][:3] for case in cases("payroll")} == {f"W{number:02d}" for number in range(1, 39)}


def same(mine: dict[str, Any], expected: dict[str, Any]) -> None:
    """The figures of an example; pieces are summed in the base."""
    for name, value in expected.items():
        if name == "pieces_fen":
            assert sum(value) == mine["base_fen"]
        elif name in mine:
            assert mine[name] == value, name
        else:
            assert name in {"bank_file", "printed", "remark", "receipts_fen"}, name


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("line", "person"))
def test_the_checker_computes_the_examples(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    if kind == "line":
        same(recomputed(duty(given)), expected)
        return
    lines = [recomputed(duty(one)) for one in given["lines"]]
    for mine, figures in zip(lines, expected["lines"], strict=True):
        same(mine, figures)
    assert sum(mine["net_fen"] for mine in lines) == expected["person_total_fen"]


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("pieces"))
def test_the_checker_squeezes_pieces(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    month = Month.parse(given["month"])
    pieces = [
        CHECKER.Fraction(one["standard_fen"] * (int(one["to"][-2:]) - int(one["from"][-2:]) + 1), month.days)
        for one in given["pieces"]
    ]
    assert CHECKER.squeezed(pieces) == expected["pieces_fen"]


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("meter_bill", "reversal"))
def test_the_checker_rounds_bills_and_reversals(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    rate = CHECKER.Fraction(given["rate_bp"], 10_000)
    if kind == "meter_bill":
        bill = CHECKER.rounded(CHECKER.Fraction(given["litres"] * given["milliyuan_per_m3"], 10_000))
        assert (bill, CHECKER.rounded(bill * rate)) == (expected["bill_fen"], expected["commission_fen"])
    else:
        assert CHECKER.rounded(-given["receipts_fen"] * rate) == expected["reversal_fen"]


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("back_pay"))
def test_the_checker_adds_back_pay(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    missing = [recomputed(duty(one))["net_fen"] for one in given["missing"]]
    assert missing == expected["back_pay_fen"]
    regular = replace(duty(given["regular"]), back_pay=tuple(Extra(fen, "补发") for fen in missing))
    assert recomputed(regular)["net_fen"] == expected["net_fen"]


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("floor_period"))
def test_the_checker_settles_floors(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    settlement = {"monthly": "month", "quarterly": "quarter"}[given["settle"]]
    policy = Policy(floor="TOPUP", floor_fen=given["floor_fen"], floor_settlement=settlement)
    earlier: list[EarlierMonth] = []
    nets = []
    for number, figures in enumerate(given["months"], start=4):
        standard = (Standard(date(2000, 1, 1), figures["base_fen"]),)
        due = scheme_dues("工程", [Received(figures["receipts_fen"], given["rate_bp"], (10_000,), ("甲",))])["甲"]
        month = Duty(
            Month(2021, number), date(2000, 1, 1), None, standard, policy, schemes=(due,), earlier=tuple(earlier)
        )
        mine = recomputed(month)
        agrees(month, line.compute(month))
        earlier.append(EarlierMonth(mine["base_fen"] + mine["commission_fen"], mine["topup_fen"], given["floor_fen"]))
        nets.append(mine["net_fen"])
    assert nets == [one["net_fen"] for one in expected["months"]]


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("recovery_chain"))
def test_the_checker_takes_back_over_the_months(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    owed = given.get("owed_fen")
    if owed is None:
        entitled = recomputed(duty(given["entitled"]))["net_fen"]
        owed = given["paid_fen"] - entitled
        assert (entitled, owed) == (expected["entitled_fen"], expected["overpaid_fen"])
    policy = Policy(recovery_limit_bp=given["recovery_limit_bp"])
    for number, (pay, figures) in enumerate(zip(given["pays_fen"], expected["months"], strict=True), start=1):
        mine = recomputed(
            Duty(Month(2021, number), date(2000, 1, 1), None, (Standard(date(2000, 1, 1), pay),), policy, owed_fen=owed)
        )
        assert mine["net_fen"] == figures["net_fen"]
        owed = mine["carried_forward_fen"]
        assert owed == figures["carried_fen"]


@pytest.mark.parametrize(("kind", "given", "expected"), of_kind("scheme_share"))
def test_the_checker_shares_a_scheme(kind: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    fen = sum(one["fen"] for one in given["receipts"])
    for place, mine in enumerate(expected["commission_fen"]):
        part = {"receipts_fen": fen, "rate_bp": given["rate_bp"], "shares_bp": given["shares_bp"], "place": place}
        assert CHECKER.scheme_commission({"parts": [part]}) == (expected["scheme_commission_fen"], mine)


def test_the_checker_stands_alone() -> None:
    """Standard library only, nothing of the product, and a grammar that an auditor's old Python reads."""
    tree = ast.parse(PATH.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in node.names
    }
    assert imported <= sys.stdlib_module_names
    assert "cjdesk" not in imported
