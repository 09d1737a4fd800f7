"""F4: each slip says the same sentences as the window, all of them, and four stand on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QSize

from cjdesk import i18n
from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line as engine
from cjdesk.domain.pay.commission import Received, scheme_dues
from cjdesk.domain.pay.inputs import Attendance, DaysOff, Duty, Extra, Policy, Standard
from cjdesk.domain.sheet import Line
from cjdesk.gui.paper_images import paint_image
from cjdesk.printing import payslips
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.payslips import SlipOptions
from cjdesk.services import payroll
from tests.printing.conftest import folded
from tests.printing.sample_sheets import STAMP, line, sheet

Read = Callable[..., list[str]]


def explained(number: int, duty: Duty, **changes: object) -> Line:
    """A line with the amounts and steps of a real computation."""
    pay = engine.compute(duty)
    names = {field for field in Line.__slots__ if field.endswith("_fen")} | {
        "paid_days",
        "days_in_month",
        "flags",
        "steps",
    }
    return line(number, **{name: getattr(pay, name) for name in names if hasattr(pay, name)} | changes)


def duty(**changes: object) -> Duty:
    whole = Duty(Month(2020, 11), date(2018, 1, 1), None, (Standard(date(2018, 1, 1), 100_000),), Policy())
    return replace(whole, **changes)  # type: ignore[arg-type]


HARD = duty(
    start=date(2020, 11, 3),
    standards=(Standard(date(2018, 1, 1), 80_000), Standard(date(2020, 11, 16), 100_000)),
    policy=Policy(proration="P2", floor="TOPUP", floor_fen=200_000, round_net_to_fen=10, recovery_limit_bp=5000),
    days_off=(DaysOff(date(2020, 11, 20), date(2020, 11, 22), False, "外出务工"),),
    attendance=Attendance(220, 190, grade="良", personal_leave_tenths=20, absent_tenths=10),
    schemes=tuple(
        scheme_dues(f"干团{number}组供水工程", [Received(12_345, 1500, (6000, 4000), ("A", "B"))])["B"]
        for number in (1, 2)
    ),
    back_pay=(Extra(12_345, "2020年10月（漏发）"),),
    deductions=(Extra(5_000, "工具损坏赔偿"),),
    owed_fen=30_000,
)


def bare(text: str) -> str:
    """Without the labels of the rows, which the reader sets between two lines of a sentence."""
    return folded(text).replace("基本补贴", "").replace("水费提成", "").replace("补发/扣款", "").replace("合计", "")


def test_a_slip_says_every_sentence_of_the_window(read_back: Read) -> None:
    lines = (explained(1, duty()), explained(2, HARD), explained(3, duty(start=date(2020, 12, 1)), bank_no=None))
    run = sheet("GS", lines=lines)
    (text,) = read_back(payslips.layout([run], SlipOptions(STAMP, phone="0855-0000000")))
    for one in lines:
        for sentence in payroll.explanation(one):
            assert bare(sentence) in bare(text), sentence
        assert folded(f"人民币（大写）{rmb.words(one.net_fen)}") in text
        assert folded(f"¥{money.show(one.net_fen)}元") in text
        assert folded(f"第{one.number}号") in text
    assert text.count("咨询电话:0855-0000000") == 3
    assert text.count("本月不发放") == 1


def test_a_deduction_beyond_the_pay_is_a_true_sum_on_the_slip(read_back: Read) -> None:
    beyond = duty(back_pay=(Extra(12_345, "2020年10月（漏发）"),), deductions=(Extra(900_000, "工具损坏赔偿"),))
    (text,) = read_back(payslips.layout([sheet("HL", lines=(explained(1, beyond),))], SlipOptions(STAMP)))
    assert "扣款扣回1,123.45=0.00元;扣款其余7,876.55元转下月扣" in bare(text)
    assert "−扣款扣回9,000.00" not in bare(text)


def test_nobody_sees_a_whole_number_of_another(read_back: Read) -> None:
    run = sheet("HL")
    pages = payslips.layout([run], SlipOptions(STAMP))
    texts = read_back(pages)
    assert pages.count == len(texts) == -(-len(run.lines) // 4)
    whole = "".join(texts)
    for one in run.lines[:20]:
        assert one.id_no not in whole
        assert not one.bank_no or one.bank_no not in whole
    assert sum(text.count("实发金额") for text in texts) == len(run.lines)


def test_slips_of_a_village_or_of_one_person() -> None:
    run = sheet("HL")
    village = run.lines[5].village
    some = payslips.layout([run], SlipOptions(STAMP, village=village)).content.slips
    assert {slip.line.village for slip in some} == {village}
    (mine,) = payslips.layout([run], SlipOptions(STAMP, id_no=run.lines[5].id_no)).content.slips
    assert mine.line == run.lines[5]
    with pytest.raises(NothingToPrint):
        payslips.layout([run], SlipOptions(STAMP, village="无人村"))


def test_paper_is_chinese_when_the_window_is_english() -> None:
    i18n.set_language("en")
    try:
        said = payslips.sentences(explained(1, duty()), ("base",))
    finally:
        i18n.set_language("zh_CN")
    assert said.startswith("标准 1,000.00 元/月")


def test_a_long_explanation_takes_two_places_and_stays_readable() -> None:
    run = sheet("GS", lines=tuple(explained(number, HARD if number in {2, 4} else duty()) for number in range(1, 6)))
    pages = payslips.layout([run], SlipOptions(STAMP)).content.pages
    assert [[(slip.line.number, slip.place, slip.span) for slip in page] for page in pages] == [
        [(1, 0, 1), (2, 1, 2), (3, 3, 1)],
        [(4, 0, 2), (5, 2, 1)],
    ]
    face, texts = faces().role(Role.BODY), [text for _, text in payslips.explanations(explained(2, HARD))]
    size, rows = payslips.fitted(face, texts, payslips.ROOM, payslips.EXPLAINED + payslips.HEIGHT)
    assert size == 10
    assert sum(height for _, height in rows) == pytest.approx(payslips.EXPLAINED + payslips.HEIGHT)
    for text, (lines, _) in zip(texts, rows, strict=True):
        assert "".join(lines) == text
        assert all(face.width(line, size) <= payslips.ROOM for line in lines)


def test_each_slip_has_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slips are cut apart: the code names the run, the line and the check code."""
    run = sheet("GS")
    pages = payslips.layout([run], SlipOptions(STAMP))
    drawn: list[str] = []
    monkeypatch.setattr(payslips.Canvas, "code", lambda _self, *place: drawn.append(place[3]))
    for index in range(pages.count):
        paint_image(pages, index, QSize(210, 297))
    assert drawn == [f"CJ1|F4|{run.number}|{one.number}/{len(run.lines)}|{run.check_code}|1" for one in run.lines]
    assert [one.number for one in pages.imprints] == [run.number]
