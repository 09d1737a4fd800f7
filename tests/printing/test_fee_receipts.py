"""Water fee receipts: both halves say the same, refunds are marked and negative, blank ones hold a number and no money."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cjdesk.domain import money, rmb
from cjdesk.printing import fee_receipts
from cjdesk.services.fees import receipt_code
from tests.printing.conftest import folded
from tests.printing.measured_canvas import drawn
from tests.printing.sample_forms import FORMS, REFUND, TOTAL, receipt, receipts
from tests.printing.sample_sheets import STAMP

Read = Callable[..., list[str]]


def test_three_stand_on_a_page_with_their_stubs(read_back: Read) -> None:
    value = receipts(*(receipt(number) for number in range(1, 8)))
    pages = fee_receipts.layout(value, STAMP)
    found = read_back(pages)
    assert [text.count("水费收据存根") for text in found] == [3, 3, 1]
    assert [text.count("农村供水水费收据") for text in found] == [3, 3, 1]
    for number, one in enumerate(value.receipts):
        text = found[number // 3]
        assert text.count(f"No.{one.number}") == 2  # stub and receipt
        assert text.count(folded(rmb.words(one.amount_fen or 0))) >= 2
        assert one.household in text
    assert found[0].count("¥48.93") == 6
    assert "2.33元/m3" in found[0]
    assert "117m3" in found[0]
    assert "138m3" in found[0]


def test_a_refund_is_marked_and_negative_in_words(read_back: Read) -> None:
    (text,) = read_back(fee_receipts.layout(receipts(receipt(1), REFUND), STAMP))
    assert "农村供水水费退费收据" in text
    assert text.count("负壹拾贰元整") == 2
    assert text.count("¥-12.00") == 2
    assert text.count("0003102") == 2
    assert text.count("退费") >= 4
    assert "领款人签字" in text
    assert "退款日期" in text


def test_a_total_says_how_many_receipts_it_stands_for(read_back: Read) -> None:
    (text,) = read_back(fee_receipts.layout(receipts(TOTAL), STAMP))
    assert "86份" in text
    assert text.count("0012301") == text.count("0012386") == 2
    assert "按工程合计" in text


def test_a_printed_receipt_leaves_no_open_cell_and_a_blank_one_does() -> None:
    (paid,) = drawn(fee_receipts.layout(receipts(TOTAL), STAMP))
    (blank,) = drawn(FORMS["BLANK"].layout(receipts(*FORMS["BLANK"].value().receipts[:1], month=None)))
    assert sum(one.text == "—" for one in paid.texts) == 10
    assert not any(one.text == "—" for one in blank.texts)
    assert not any("元整" in one.text for one in blank.texts)
    assert sum("0012340" in one.text for one in blank.texts) == 2


def test_the_file_carries_the_receipts_and_their_codes() -> None:
    value = receipts(receipt(1), receipt(2), REFUND)
    pages = fee_receipts.layout(value, STAMP)
    (attachment,) = pages.attachments()
    rows = [one for one in json.loads(attachment.content)["content"] if one[0] == "金额（小写）"]
    assert [row[1] for row in rows] == ["¥48.93", "¥48.93", "¥-12.00"]
    assert money.show(value.amount_fen) == "85.86"
    whole, *each = pages.imprints
    assert whole.number == "FEE-202011-0012"
    assert [(one.number, one.check_code) for one in each] == [(one.number, receipt_code(one)) for one in value.receipts]


@pytest.mark.parametrize("change", [{"amount_fen": 4894}, {"payer": "石荣地"}, {"number": "0003199"}])
def test_the_check_code_is_of_what_the_receipt_says(change: dict[str, Any]) -> None:
    assert receipt_code(receipt(1)) == receipt_code(receipt(1, remark="另记"))
    assert receipt_code(receipt(1)) != receipt_code(replace(receipt(1), **change))


def test_a_name_that_cannot_be_written_is_told() -> None:
    pages = fee_receipts.layout(receipts(receipt(1, payer="石\ue000天"), receipt(2)), STAMP)
    assert [(one.number, one.text) for one in pages.lacking()] == [("0003101", "石\ue000天")]
    assert "石〓天" in drawn(pages)[0].words
