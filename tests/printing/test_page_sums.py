"""Totals of pages are the total of the sheet, on every list form, for any run."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cjdesk.domain import money, rmb
from cjdesk.domain.member_register import MemberRegister
from cjdesk.domain.sheet import AMOUNTS, Line, Sheet
from cjdesk.printing import bank_sheet, fee_ledger, list_form, members_register, payroll_sheet, year_sheet
from cjdesk.printing.list_form import ListForm
from cjdesk.printing.payroll_sheet import SheetOptions
from tests.printing.sample_sheets import STAMP, line, sheet
from tests.printing.test_fee_ledger import household, ledger
from tests.printing.test_forms import member, members, payment_list
from tests.printing.test_year_sheet import month_pay, year_line, year_of

FEN = st.integers(0, 999_999_999)
FEW = settings(max_examples=25, deadline=None)


def check_sums(form: ListForm[Any], *, whole: int | None = None) -> None:
    """The rows of all pages are the rows, each once and in order; each summed column adds up page by page."""
    pages = [list_form.sums(form, index)[0] for index in range(len(form.pages))]
    total = form.wholes()[-1]
    for key, shown in total.values.items():
        assert sum(_number(page.values.get(key, "0")) for page in pages) == _number(shown), key
    if whole is not None:
        assert form.words is not None
        assert form.words.fen == whole
        assert rmb.words(whole) == rmb.words(form.words.fen)


def _number(text: str) -> int:
    return money.parse_fen(text) if "." in text else int(text.replace(",", "") or 0) * 100


def run_of(draw: st.DrawFn) -> Sheet:
    count = draw(st.integers(1, 90))
    fens = draw(st.lists(st.tuples(FEN, FEN, FEN, FEN, st.booleans()), min_size=count, max_size=count))
    villages = draw(st.integers(1, 6))
    lines: list[Line] = []
    for number, (base, commission, back, off, zero) in enumerate(fens, 1):
        amounts = dict.fromkeys(AMOUNTS, 0)
        if not zero:
            amounts |= {"base_fen": base, "commission_fen": commission, "back_pay_fen": back}
            amounts["clawback_fen"] = min(off, base + commission + back)
            amounts["net_fen"] = base + commission + back - amounts["clawback_fen"]
        lines.append(line(number, village=f"{number * villages // (count + 1)}村", post_type="GS", **amounts))
    return sheet("GS", lines=tuple(lines))


runs = st.composite(run_of)()


@FEW
@given(runs, st.booleans(), st.booleans(), st.sampled_from(sorted(payroll_sheet.ROWS)))
def test_pay_sheet(run: Sheet, by_village: bool, every: bool, rows: int) -> None:
    options = SheetOptions(STAMP, by_village=by_village, every_column=every, rows=rows)
    form = payroll_sheet.layout(run, options).content
    assert form.rows == run.lines
    check_sums(form, whole=sum(one.net_fen for one in run.lines))
    assert form.wholes()[-1].values["net_fen"] == money.show(run.net_fen)
    assert all(len(page.rows) <= rows for page in form.pages)
    if by_village:
        assert tuple(one for page in form.pages for one in page.part) == run.lines


@FEW
@given(st.lists(FEN.filter(bool), min_size=1, max_size=80))
def test_bank_list(amounts: list[int]) -> None:
    value = payment_list()
    rows = tuple(dataclasses.replace(value.rows[0], number=n, amount_fen=fen) for n, fen in enumerate(amounts, 1))
    form = bank_sheet.layout(dataclasses.replace(value, rows=rows), bank_sheet.BankOptions(STAMP)).content
    assert form.rows == rows
    check_sums(form, whole=sum(amounts))


@FEW
@given(st.lists(FEN, min_size=1, max_size=80))
def test_fee_ledger(amounts: list[int]) -> None:
    lines = [dataclasses.replace(household(n), received_fen=fen) for n, fen in enumerate(amounts, 1)]
    value = ledger(*lines)
    form = fee_ledger.layout(value, STAMP).content
    assert form.rows == value.lines
    check_sums(form, whole=sum(amounts))


@FEW
@given(st.lists(st.integers(0, 9_999_999).map(lambda yuan: yuan * 100), min_size=1, max_size=80))
def test_members(shares: list[int]) -> None:
    lines = tuple(
        dataclasses.replace(member(n, away=False), share_fen=fen, joined=date(2018, 1, 1))
        for n, fen in enumerate(shares, 1)
    )
    value: MemberRegister = dataclasses.replace(members(1, away=False), lines=lines)
    form = members_register.layout(value, STAMP).content
    assert form.rows == lines
    check_sums(form)


@FEW
@given(st.lists(st.tuples(st.integers(1, 12), FEN), min_size=1, max_size=60))
def test_year(pays: list[tuple[int, int]]) -> None:
    value = year_of(*(year_line(n, (month_pay(month, fen),)) for n, (month, fen) in enumerate(pays, 1)))
    form = year_sheet.layout(value, STAMP).content[0].content
    assert len(form.rows) == len(pays)
    check_sums(form)
    assert form.wholes()[-1].values["total"] == money.show(sum(fen for _, fen in pays))
