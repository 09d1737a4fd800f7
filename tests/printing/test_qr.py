"""QR codes are encoded by their differences; each is the code that encoding it whole would give."""

from __future__ import annotations

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from cjdesk.printing import qr
from cjdesk.printing.pages import Imprint


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 999), st.integers(1, 999), st.from_regex(r"[0-9A-F]{8}", fullmatch=True))
def test_difference_is_the_whole(page: int, pages: int, check_code: str) -> None:
    text = qr.content(Imprint("F1", "PAY-202011-0003", check_code, 2), page, pages)
    count, modules = qr.modules_of(text, "m")
    whole = segno.make(text, error="m", mode="byte", micro=False, boost_error=False, mask=2, encoding="utf-8")
    assert count == len(whole.matrix)
    assert f"{modules:0{count * count}b}" == "".join(str(dark) for row in whole.matrix for dark in row)


def test_shape_draws_the_dark_modules() -> None:
    text = "CJ1|F1|PAY-202011-0003|1/8|592B138D|1"
    count, lines = qr.shape(text)
    assert sum(line.length() for line in lines) == 2 * qr.modules_of(text, "m")[1].bit_count()
    assert {line.y1() for line in lines} == {2 * row + 1 for row in range(count)}
    assert (min(line.x1() for line in lines), max(line.x2() for line in lines)) == (0, 2 * count)


def test_other_characters_are_encoded_whole() -> None:
    assert qr.modules_of("CJ1|恢复码|1", "m")[1] > 0
