"""The year is the sum of the monthly sheets and of the payments, whatever runs there are: two ways to every total."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cjdesk.db.database import Database
from cjdesk.db.models import Adjustment, BankList, PayLine, Payment, PayRun
from cjdesk.db.types import utc_now
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, PaymentState, RunState
from cjdesk.services import payroll, year
from cjdesk.services.year import COMPONENTS, Year, total
from tests.services import desk

TODAY = date(2020, 12, 31)
FUNDS = ("交通（农村公路养护资金）", "水费提成")
KINDS = (("HL", "护路员"), ("GS", "管水员"))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = desk.new_desk(tmp_path_factory.mktemp("year") / "data", "522633101", "GD")
    made.do("fill", desk.fill, people=5)
    yield made
    made.close()


def of(database: Database, wanted: int) -> Year:
    return database.ask(year.year, wanted, today=TODAY)


def test_the_year_is_the_sum_of_the_sheets(database: Database) -> None:
    sheets = []
    for month in (9, 10, 11):
        for kind in ("HL", "GS"):
            run_id = desk.run_month(database, kind, approved=False, month=Month(2020, month))
            sheets.append(database.ask(payroll.sheet, run_id))
    (unlocked,) = database.do("Compute", payroll.compute, Month(2020, 12), post_type="HL", by="李芳")
    found = of(database, 2020)
    assert found.total.net_fen == sum(sheet.net_fen for sheet in sheets) > 0
    assert unlocked.run_id not in {run for line in found.lines for one in line.months for run in one.runs}
    assert found.until == Month(2020, 11)
    assert {month: pay.net_fen for month, pay in found.by_month().items()} == {
        month: sum(sheet.net_fen for sheet in sheets if sheet.month.month == month) for month in (9, 10, 11)
    }
    assert found.people == 5
    assert [line.paid_months for line in found.lines] == [3] * 5
    assert [line.post_type for line in found.lines] == ["HL"] * 3 + ["GS"] * 2
    for name in COMPONENTS[:-3]:
        assert getattr(found.total, name) == sum(sheet.total(name) for sheet in sheets)
    assert database.ask(year.years) == (2020,)
    assert found.total.unlisted_fen == found.total.net_fen


def test_nothing_in_a_year_is_an_empty_year(database: Database) -> None:
    found = of(database, 1950)
    assert (found.lines, found.until, found.total.net_fen, found.tax_lines()) == ((), None, 0, ())


# Random years, written as rows that any run could have

AMOUNTS = st.integers(0, 200_000)
STATES = st.sampled_from([*RunState])
PAYMENTS = st.sampled_from([None, *PaymentState])


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    parts = {name: draw(AMOUNTS) for name in COMPONENTS[:8]}
    parts["rounding_fen"] = draw(st.integers(-50, 50))
    net = (
        sum(parts[name] for name in COMPONENTS[:5])
        - sum(parts[name] for name in COMPONENTS[5:8])
        + parts["rounding_fen"]
    )
    parts["shortfall_fen"] = max(-net, 0)
    parts["net_fen"] = max(net, 0)
    kind = draw(st.integers(0, 1))
    return {
        "parts": parts,
        "person": draw(st.integers(0, 4)),
        "month": draw(st.integers(1, 12)),
        "fund": FUNDS[draw(st.integers(0, 1))],
        "kind": kind,
        "payments": draw(st.lists(PAYMENTS.filter(bool), max_size=2)),
        "corrected": draw(st.booleans()),
    }


RUNS = st.lists(st.tuples(STATES, st.lists(lines(), max_size=4)), max_size=5)
YEARS = itertools.count(1901)


def write_year(session: Any, wanted: int, runs: list[tuple[RunState, list[dict[str, Any]]]]) -> None:
    rows = desk.Rows(session, "522633101")
    people = session.execute(
        select(PayLine.person_id, PayLine.assignment_id, PayLine.id_no, PayLine.name).distinct()
    ).all()
    now = utc_now()
    for number, (state, found) in enumerate(runs, start=1):
        run_id = rows.add(
            PayRun, number=f"R-{wanted}-{number}", month=Month(wanted, 12), first_month=Month(wanted, 1), post_type="HL",
            state=state.value, head={"post_type_name": "护路员"}, rules_version="t", inputs_hash="", check_code="",
            computed_at=now, made_by="李芳",
        )  # fmt: skip
        list_id = rows.add(
            BankList, number=f"L-{wanted}-{number}", run_id=run_id, template="T", rows=0, total_fen=0, made_at=now,
            made_by="李芳",
        )  # fmt: skip
        for place, one in enumerate(found, start=1):
            person, assignment, id_no, name = people[one["person"] % len(people)]
            line_id = rows.add(
                PayLine, run_id=run_id, number=place, month=Month(wanted, one["month"]), person_id=person,
                assignment_id=assignment, regular_key=None, id_no=id_no, name=name, sex="1", village="干团村",
                village_group="3组", post_type=KINDS[one["kind"]][0], post_name="路", employer="镇", fund=one["fund"],
                start=date(1900, 1, 1), days_in_month=30, paid_days=30, standard_fen=0, commission_carried_fen=0,
                carried_forward_fen=0, flags=[], steps=[], **one["parts"],
            )  # fmt: skip
            live = 0
            for turn, paid in enumerate(one["payments"]):
                if paid in {PaymentState.PAID, PaymentState.PENDING}:
                    if live:
                        continue
                    live += 1
                other = list_id if turn == 0 else rows.add(
                    BankList, number=f"L-{line_id[-12:]}", run_id=run_id, template="T", rows=0, total_fen=0, made_at=now,
                    made_by="李芳",
                )  # fmt: skip
                rows.add(
                    Payment, list_id=other, line_id=line_id, holder=name, account="6", amount_fen=one["parts"]["net_fen"],
                    state=paid.value, key=line_id, person_id=person,
                )  # fmt: skip
            if one["corrected"]:
                rows.add(
                    Adjustment, run_id=run_id, line_id=line_id, person_id=person, assignment_id=assignment,
                    month=Month(wanted - 1, 6), kind="补发", amount_fen=one["parts"]["back_pay_fen"], facts={},
                )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=RUNS)
def test_two_ways_to_every_total_of_any_year(database: Database, runs: list[Any]) -> None:
    wanted = next(YEARS)
    database.do("write", write_year, wanted, runs)
    found = of(database, wanted)
    counting = [one for state, mine in runs if state in CLOSED_RUNS for one in mine]

    for name in COMPONENTS:  # the sheets, component by component
        assert getattr(found.total, name) == sum(one["parts"][name] for one in counting)
    sheets = database.ask(
        lambda session: session.scalar(
            select(func.coalesce(func.sum(PayLine.net_fen), 0))
            .join(PayRun, PayRun.id == PayLine.run_id)
            .where(PayRun.state.in_(CLOSED_RUNS), PayLine.month >= Month(wanted, 1), PayLine.month <= Month(wanted, 12))
        )
    )
    assert found.total.net_fen == int(sheets)

    paid: dict[str, int] = defaultdict(int)  # the payments, state by state
    rows = database.ask(
        lambda session: session.execute(
            select(Payment.state, Payment.amount_fen)
            .join(PayLine, PayLine.id == Payment.line_id)
            .join(PayRun, PayRun.id == PayLine.run_id)
            .where(PayRun.state.in_(CLOSED_RUNS), PayLine.month >= Month(wanted, 1), PayLine.month <= Month(wanted, 12))
        ).all()
    )
    for state, amount in rows:
        paid[state] += amount
    assert (found.total.paid_fen, found.total.pending_fen) == (paid[PaymentState.PAID], paid[PaymentState.PENDING])

    for pay in (found.total, *(line.total for line in found.lines), *found.by_month().values()):
        assert pay.net_fen == pay.paid_fen + pay.pending_fen + pay.failed_fen + pay.unlisted_fen
        assert min(pay.paid_fen, pay.pending_fen, pay.failed_fen, pay.unlisted_fen) >= 0
        assert pay.net_fen == (
            pay.base_fen + pay.commission_fen + pay.topup_fen + pay.allowance_fen + pay.back_pay_fen
            - pay.deduction_fen - pay.clawback_fen - pay.tax_fen + pay.rounding_fen + pay.shortfall_fen
        )  # fmt: skip

    # By person, by fund, by month, by printed form and on the tax list it is the same money.
    assert total(found.by_fund().values()) == total(found.by_month().values()) == found.total
    assert total(line.total for part in found.parts().values() for line in part) == found.total
    assert total(one.pay for one in found.tax_lines()) == found.total
    for line in found.tax_lines():
        assert total(line.by_fund.values()) == line.pay
        assert line.pay.gross_fen - line.pay.tax_fen == line.pay.net_fen
    assert len({line.key for line in found.lines}) == len(found.lines)
    assert sum(len(one.corrections) for line in found.lines for one in line.months) == sum(
        one["corrected"] for one in counting
    )


def test_a_run_of_several_months_gives_each_line_to_its_month(database: Database) -> None:
    wanted = next(YEARS)
    parts = dict.fromkeys(COMPONENTS, 0) | {"base_fen": 100_000, "net_fen": 100_000}
    one = {"parts": parts, "person": 0, "fund": FUNDS[0], "kind": 0, "payments": [], "corrected": False}
    runs = [(RunState.LOCKED, [{**one, "month": month} for month in (1, 2, 3)])]
    database.do("write", write_year, wanted, runs)
    (line,) = of(database, wanted).lines
    assert [str(one.month) for one in line.months] == [f"{wanted}-01", f"{wanted}-02", f"{wanted}-03"]
    assert {one.paid_in for one in line.months} == {(Month(wanted, 12),)}
    assert (line.paid_months, line.net_in(2), line.net_in(4)) == (3, 100_000, None)


def test_back_pay_stands_where_it_was_booked_and_names_its_month(database: Database) -> None:
    wanted = next(YEARS)
    parts = dict.fromkeys(COMPONENTS, 0) | {"back_pay_fen": 67_742, "net_fen": 67_742}
    one = {"parts": parts, "person": 0, "fund": FUNDS[0], "kind": 0, "payments": [], "corrected": True, "month": 2}
    database.do("write", write_year, wanted, [(RunState.PAID, [one])])
    (line,) = of(database, wanted).lines
    (month,) = line.months
    (correction,) = month.corrections
    assert (month.month, correction.month, correction.amount_fen) == (Month(wanted, 2), Month(wanted - 1, 6), 67_742)


def test_a_returned_payment_is_failed_until_it_is_paid_again(database: Database) -> None:
    parts = dict.fromkeys(COMPONENTS, 0) | {"base_fen": 100_000, "net_fen": 100_000}
    one = {"parts": parts, "person": 0, "fund": FUNDS[0], "kind": 0, "corrected": False, "month": 11}
    for states, wanted_state in (
        ([PaymentState.FAILED], "failed_fen"),
        ([PaymentState.REISSUED, PaymentState.PAID], "paid_fen"),
        ([PaymentState.FAILED, PaymentState.PENDING], "pending_fen"),
        ([PaymentState.VOID], "unlisted_fen"),
        ([], "unlisted_fen"),
    ):
        wanted = next(YEARS)
        database.do("write", write_year, wanted, [(RunState.LISTED, [{**one, "payments": states}])])
        pay = of(database, wanted).total
        assert {name: getattr(pay, name) for name in ("paid_fen", "pending_fen", "failed_fen", "unlisted_fen")} == {
            name: 100_000 if name == wanted_state else 0
            for name in ("paid_fen", "pending_fen", "failed_fen", "unlisted_fen")
        }
