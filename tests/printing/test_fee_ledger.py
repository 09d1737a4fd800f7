"""F11: what stands on the water fee ledger, that its pages add up, and which columns go."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.fee_ledger import FeeLedger, LedgerLine, LedgerShare
from cjdesk.domain.month import Month
from cjdesk.printing import fee_ledger
from tests.printing.sample_sheets import STAMP

Read = Callable[..., list[str]]


def household(number: int, *, paid: bool = True) -> LedgerLine:
    before, used = 100_000 + number * 17_000, 20_000 + number * 1_000
    bill = used * 2330 // 10_000
    return LedgerLine(
        number, f"石荣{'天地玄黄'[number % 4]}", f"YZ04-{number:03d}", before, before + used, used, 2330, bill,
        bill if paid else 0, int(paid), 0, f"{3100 + number:07d}" if paid else "",
        date(2020, 11, 1 + number % 28) if paid else None, "" if paid else "欠费",
    )  # fmt: skip


def refund(number: int) -> LedgerLine:
    return LedgerLine(
        number, "石荣天", "YZ04-001", None, None, None, None, None, -1200, 0, 1, "0002231", date(2020, 11, 15),
        "水表读错退费",
    )  # fmt: skip


def ledger(*lines: LedgerLine, **changes: object) -> FeeLedger:
    value = FeeLedger(
        "FEE-202011-0012", Month(2020, 11), "引寨四组大井供水工程", "引寨村", 29, ("谢建安", "吴霞"), "计量", lines,
        "10%", "实收", 20_524, (LedgerShare("谢建安", 5000, 10_262), LedgerShare("吴霞", 5000, 10_262)), 0, False,
        "从江县", "贯洞镇", False, True,
    )  # fmt: skip
    return replace(value, **changes)  # type: ignore[arg-type]


FULL = ledger(*(household(number, paid=number not in (7, 20)) for number in range(1, 30)), refund(30))


def test_the_pages_add_up_to_the_ledger(read_back: Read) -> None:
    pages = fee_ledger.layout(FULL, STAMP)
    texts = read_back(pages)
    assert pages.count == 2
    parts = [page.rows for page in pages.content.pages]
    assert sum(len(part) for part in parts) == len(FULL.lines)
    sums = [sum(line.received_fen for line in part) for part in parts]
    assert sum(sums) == FULL.received_fen
    for text, part, fen in zip(texts, parts, sums, strict=True):
        assert money.show(fen) in text
        for line in part:
            assert line.receipt_number in text
            assert money.show(line.received_fen) in text
            if line.bill_fen is not None:
                assert money.show(line.bill_fen) in text
    assert money.show(FULL.received_fen) in texts[-1]
    assert rmb.words(FULL.received_fen) in texts[-1]
    assert "27笔收款,1笔退费" in texts[-1]
    assert "205.24" in texts[-1]
    assert "50%" in texts[-1]
    assert "FEE-202011-0012" in texts[0]


def test_columns_are_272_wide_whatever_hides() -> None:
    total = LedgerLine(1, "各户合计", "", None, None, None, None, None, 43_000, 1, 0, "0012301–0012386", None, "")
    flat = LedgerLine(1, "石荣天", "001", None, None, None, None, 500, 500, 1, 0, "0012301", None, "")
    for value, keys in (
        (FULL, 12),
        (ledger(total), 6),
        (ledger(flat, price="包月"), 8),
    ):
        columns = fee_ledger.layout(value, STAMP).content.columns
        assert sum(one.width for one in columns) == pytest.approx(272)
        assert len(columns) == keys


def test_a_month_without_income_is_a_statement_on_paper(read_back: Read) -> None:
    (text,) = read_back(fee_ledger.layout(ledger(no_income=True, shares=(), commission_fen=0), STAMP))
    assert "本月无收入(已确认)" in text
    with pytest.raises(NothingToPrint):
        fee_ledger.layout(ledger(), STAMP)


def test_many_wardens_leave_fewer_lines_on_the_last_page(read_back: Read) -> None:
    shares = tuple(LedgerShare(f"管水员{number}", 1250, 2_565) for number in range(8))
    pages = fee_ledger.layout(replace(FULL, shares=shares, left_out_fen=500), STAMP)
    assert len(pages.content.pages[-1].rows) <= 8
    assert "不计提成的收款" in read_back(pages)[-1]


@pytest.mark.parametrize("count", [1, 5, 13, 14, 15, 20, 21, 34, 35, 40, 41])
def test_no_page_holds_totals_alone_and_no_line_is_lost(count: int) -> None:
    pages = fee_ledger.layout(ledger(*(household(number) for number in range(1, count + 1))), STAMP).content.pages
    assert [line.number for page in pages for line in page.rows] == list(range(1, count + 1))
    assert len(pages) == 1 or len(pages[-1].rows) >= 5


def test_the_file_carries_the_lines() -> None:
    lines, printed = fee_ledger.layout(FULL, STAMP).attachments()
    rows = json.loads(lines.content)["rows"]
    assert sum(row["received_fen"] for row in rows) == FULL.received_fen
    assert len(json.loads(printed.content)["rows"]) == len(FULL.lines)
