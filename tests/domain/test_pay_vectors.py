"""Every worked example W01 to W38 of domain.md 4.7."""

from __future__ import annotations

from typing import Any

import pytest

from cjdesk.domain.money import basis_points
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line, recovery
from cjdesk.domain.pay.amounts import squeeze
from cjdesk.domain.pay.commission import Received, meter_bill, reversal, scheme_dues
from cjdesk.domain.pay.floor import settle
from cjdesk.domain.pay.inputs import Duty, EarlierMonth, Extra, Pay, Policy
from tests.domain.vectors import cases, duty

CASES = cases("payroll")


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case["input"], case["expect"], id=case["id"]) for case in CASES if case["kind"] == kind]


def agrees(pay: Pay, expected: dict[str, Any]) -> None:
    for key, value in expected.items():
        if key == "flags":
            assert list(pay.flags) == value
        elif key == "pieces_fen":
            assert list(pay.pieces) == value
        else:
            assert getattr(pay, key) == value, key


def test_every_kind_of_example_has_a_test() -> None:
    assert {case["kind"] for case in CASES} == {
        "line", "person", "pieces", "meter_bill", "back_pay", "recovery_chain", "reversal", "floor_period",
        "scheme_share", "reissue",
    }  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), of_kind("line"))
def test_line(given: dict[str, Any], expected: dict[str, Any]) -> None:
    agrees(line.compute(duty(given)), expected)


@pytest.mark.parametrize(("given", "expected"), of_kind("person"))
def test_person_with_two_lines(given: dict[str, Any], expected: dict[str, Any]) -> None:
    pays = [line.compute(duty(one)) for one in given["lines"]]
    for pay, figures in zip(pays, expected["lines"], strict=True):
        agrees(pay, figures)
    assert sum(pay.net_fen for pay in pays) == expected["person_total_fen"]


@pytest.mark.parametrize(("given", "expected"), of_kind("pieces"))
def test_pieces_of_one_month(given: dict[str, Any], expected: dict[str, Any]) -> None:
    month = Month.parse(given["month"])
    weights = [
        piece["standard_fen"] * (int(piece["to"][-2:]) - int(piece["from"][-2:]) + 1) for piece in given["pieces"]
    ]
    pieces = squeeze(weights, month.days)
    assert list(pieces) == expected["pieces_fen"]
    assert sum(pieces) == expected["total_fen"]


@pytest.mark.parametrize(("given", "expected"), of_kind("meter_bill"))
def test_bill_is_rounded_before_the_commission(given: dict[str, Any], expected: dict[str, Any]) -> None:
    bill = meter_bill(given["litres"], given["milliyuan_per_m3"])
    assert bill == expected["bill_fen"]
    assert basis_points(bill, given["rate_bp"]) == expected["commission_fen"]


@pytest.mark.parametrize(("given", "expected"), of_kind("back_pay"))
def test_back_pay_names_its_month(given: dict[str, Any], expected: dict[str, Any]) -> None:
    missing = [(one["month"], line.compute(duty(one)).net_fen) for one in given["missing"]]
    assert [fen for _, fen in missing] == expected["back_pay_fen"]
    regular = duty(given["regular"])
    assert line.compute(regular).net_fen == expected["regular_fen"]
    whole = Duty(
        regular.month, regular.start, regular.end, regular.standards, regular.policy,
        back_pay=tuple(Extra(fen, month) for month, fen in missing),
    )  # fmt: skip
    pay = line.compute(whole)
    assert pay.net_fen == expected["net_fen"]
    assert any(step.facts.get("words") == "2021-01" for step in pay.steps)


@pytest.mark.parametrize(("given", "expected"), of_kind("recovery_chain"))
def test_recovery_over_months(given: dict[str, Any], expected: dict[str, Any]) -> None:
    owed = given.get("owed_fen")
    if owed is None:
        entitled = line.compute(duty(given["entitled"])).net_fen
        owed = recovery.overpaid(given["paid_fen"], entitled)
        assert (entitled, owed) == (expected["entitled_fen"], expected["overpaid_fen"])
    months = recovery.recover_over(owed, given["pays_fen"], given["recovery_limit_bp"])
    assert len(months) == len(expected["months"])
    for month, figures in zip(months, expected["months"], strict=True):
        for key, value in figures.items():
            assert getattr(month, key) == value


@pytest.mark.parametrize(("given", "expected"), of_kind("reversal"))
def test_reversal_cancels_the_booking(given: dict[str, Any], expected: dict[str, Any]) -> None:
    back = reversal(given["receipts_fen"], given["rate_bp"])
    assert back == expected["reversal_fen"]
    assert basis_points(given["receipts_fen"], given["rate_bp"]) + back == expected["sum_fen"]


@pytest.mark.parametrize(("given", "expected"), of_kind("floor_period"))
def test_floor_by_month_and_by_quarter(given: dict[str, Any], expected: dict[str, Any]) -> None:
    settlement = {"monthly": "month", "quarterly": "quarter"}[given["settle"]]
    policy = Policy(floor="TOPUP", floor_fen=given["floor_fen"], floor_settlement=settlement)
    earlier: list[EarlierMonth] = []
    nets = []
    for number, figures in enumerate(given["months"], start=4):
        earned = figures["base_fen"] + basis_points(figures["receipts_fen"], given["rate_bp"])
        settled = settle(policy, Month(2021, number), earned, given["floor_fen"], earlier)
        earlier.append(EarlierMonth(earned, settled.topup_fen, given["floor_fen"]))
        nets.append(earned + settled.topup_fen)
    assert nets == [month["net_fen"] for month in expected["months"]]
    assert sum(nets) == expected["total_fen"]


@pytest.mark.parametrize(("given", "expected"), of_kind("scheme_share"))
def test_scheme_is_rounded_once_and_shared(given: dict[str, Any], expected: dict[str, Any]) -> None:
    received = Received(
        sum(r["fen"] for r in given["receipts"]), given["rate_bp"], tuple(given["shares_bp"]), ("A", "B")
    )
    dues = scheme_dues("工程", [received])
    assert dues["A"].scheme_fen == expected["scheme_commission_fen"]
    assert [dues["A"].amount_fen, dues["B"].amount_fen] == expected["commission_fen"]
