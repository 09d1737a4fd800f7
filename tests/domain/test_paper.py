"""Codes as they come from a scanner or from somebody's fingers."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjdesk.domain import paper
from cjdesk.domain.errors import CheckCodeWrong, PaperCodeForeign
from cjdesk.domain.paper import PaperCode

CODE = "CJ1|F1|PAY-202011-0003|1/8|592B138D|2"


def test_the_code_of_today_and_of_older_paper() -> None:
    assert paper.read(CODE) == PaperCode("PAY-202011-0003", "592B138D", "F1", 2, 1, 8)
    assert paper.read("CJ1|F1|PAY-202011-0003|1/8|592B138D").revision is None


@pytest.mark.parametrize(
    "text", [f"  {CODE}\r\n", CODE.lower().replace("f1", "F1"), "ＣＪ１｜F1｜PAY-202011-0003｜1/8｜592B138D｜2"]
)
def test_as_a_scanner_or_an_input_method_types_it(text: str) -> None:
    assert paper.read(text) == paper.read(CODE)


@pytest.mark.parametrize(
    "text",
    [
        "PAY-202011-0003 592B 138D",
        "pay-202011-0003 592b138d",
        "PAY-202011-0003  592B-138D",
        "PAY-202011-0003　592B　138D",
    ],
)
def test_number_and_code_in_one_line(text: str) -> None:
    assert paper.read(text) == PaperCode("PAY-202011-0003", "592B138D")


def test_letters_that_look_like_digits() -> None:
    assert paper.check_code("OIl0 00aB") == "011000AB"


@pytest.mark.parametrize("text", ["", "592B", "592B 138", "592B 138D 1", "592G 138D", "五九二B一三八D", "592B138D\0"])
def test_a_code_of_another_length_is_refused_with_words(text: str) -> None:
    with pytest.raises(CheckCodeWrong) as caught:
        paper.check_code(text)
    assert caught.value.field == "code"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "https://example.org/a?b=c",
        "WIFI:T:WPA;S:net;P:pass;;",
        "CJ1",
        "CJ1|F1",
        "CJ1|F1|PAY-202011-0003|1/8",
        "CJ1||PAY-202011-0003|1/8|592B138D",
        "CJ1|F1||1/8|592B138D",
        "CJ1|F1|PAY-202011-0003|eins|592B138D",
        "CJ1|F1|PAY-202011-0003|1/8|592B138D|x",
        "CJ1|F1|PAY-202011-0003|1/8|592B138D|1|2",
        "CJ2|F1|PAY-202011-0003|1/8|592B138D|1",
        "CJ1|F1|PAY-202011-0003|1/8|592B138D|99999999",
        "{}" * 2000,
        "发放花名册",
    ],
)
def test_what_is_no_code_of_ours(text: str) -> None:
    with pytest.raises(PaperCodeForeign):
        paper.read(text)
    with pytest.raises(PaperCodeForeign):
        paper.read_qr(text)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    for one in (text, f"CJ1|{text}", f"CJ1|F1|PAY-1|1/1|{text}|1"):
        with contextlib.suppress(PaperCodeForeign, CheckCodeWrong):
            assert len(paper.read(one).check_code) == 8
