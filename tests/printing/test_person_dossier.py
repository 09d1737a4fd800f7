"""A person's file on paper: every month once, its sums, page after page with a head; numbers masked by default."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cjdesk.domain import money
from cjdesk.domain.month import Month
from cjdesk.printing import dossier_sections, pdf, person_dossier
from cjdesk.printing.measures import PORTRAIT
from cjdesk.services.people.dossier_values import (
    Account,
    Corrected,
    Dossier,
    Enrolment,
    Left,
    Objected,
    PaidMonth,
    Proof,
    ReturnedPayment,
    Suspended,
    WaterDuty,
)
from cjdesk.services.year.values import Pay
from tests.printing.conftest import folded
from tests.printing.sample_sheets import STAMP
from tests.printing.test_person_papers import LONG, OFFICE, person, post

Read = Callable[..., list[str]]
LONG_NUMBER = re.compile(r"\d{15,19}|\d{17}X")


def month(place: int, **changes: Any) -> PaidMonth:
    facts: dict[str, Any] = {
        "month": Month(2018, 1).plus(place), "post_type_name": "护路员", "required_tenths": 210,
        "attended_tenths": 195, "paid_days": 30, "grade": "良好", "pay": Pay(base_fen=100_000 + place,
        net_fen=100_000 + place), "run": f"PAY-{2018 + place // 12}{place % 12 + 1:02d}-0001", "state": "成功",
        "day": date(2020, 12, 18),
    }  # fmt: skip
    return PaidMonth(**facts | changes)


def file(**changes: Any) -> Dossier:
    facts: dict[str, Any] = {
        "number": "DOS-522633101-ABCD1234", "person": person(), "office": OFFICE, "first": None, "last": None,
        "posts": (post(),), "proofs": (Proof("劳务协议（F9）", "2020.01.01 至 2020.12.31"),), "months": (),
        "suspensions": (), "accounts": (), "returned": (), "corrections": (), "objections": (), "duties": (),
        "enrolments": (), "left": (), "owed_fen": 0,
    }  # fmt: skip
    return Dossier(**facts | changes)


def full_of_everything(count: int) -> Dossier:
    return file(
        months=tuple(month(place) for place in range(36)),
        suspensions=tuple(Suspended("护路员", date(2019, 3, 1), date(2019, 3, 5), False, "事假") for _ in range(count)),
        accounts=(Account("石小花", "从江农商行", "6299990000000000001", date(2018, 1, 1), None, ""),),
        returned=tuple(
            ReturnedPayment(
                Month(2019, 3), f"YH-201903-{one:04d}", "6299990000000000001", 123_456_789, "账号错误",
                date(2019, 4, 2), "已补付",
            )
            for one in range(count)
        ),
        corrections=(Corrected(date(2019, 5, 4), "扣回", Month(2019, 3), 16_129, "PAY-201904-0001", "停岗五天"),),
        objections=(Objected(date(2018, 2, 9), "201802-001", "人在外务工" * 60, "不成立", "考勤属实"),),
        duties=(WaterDuty("干团饮水点", 3333, date(2018, 1, 1), None),),
        enrolments=(Enrolment("劳务队长补贴", date(2019, 1, 1), None, "在岗"),),
        left=(Left(post(end=date(2020, 12, 31), exit_reason="期满"), Month(2020, 12), 0),),
        owed_fen=6_129,
    )  # fmt: skip


def test_every_month_stands_once_and_the_sums_are_theirs(read_back: Read) -> None:
    value = file(months=tuple(month(place) for place in range(36)))
    text = "".join(read_back(person_dossier.layout(value, STAMP)))
    for one in value.months:
        assert text.count(one.run) == 1
        assert money.show(one.pay.net_fen) in text
    for wanted, rows in value.by_year().items():
        assert f"{wanted}年考勤与补贴发放(元)" in text
        assert money.show(sum(row.pay.net_fen for row in rows)) in text
    assert f"共36个月,实发合计{money.show(value.pay.net_fen)}元" in text
    assert text.count("19.5/21") == 36
    assert text.count("成功2020.12.18") == 36


def test_every_component_somebody_got_has_a_column_and_a_sum(read_back: Read) -> None:
    pay = Pay(base_fen=70_000, commission_fen=8_601, back_pay_fen=1_000, clawback_fen=2_345, net_fen=77_256)
    value = file(months=(month(0, pay=pay), month(1, pay=pay)))
    (text,) = read_back(person_dossier.layout(value, STAMP))
    for words in ("基本补贴", "水费提成", "补发", "扣回", "86.01", "23.45", "1,400.00", "172.02", "46.90", "1,545.12"):
        assert words in text, words
    for words in ("保底补差", "个税", "取整"):
        assert words not in text


def test_columns_fill_the_paper_whatever_is_shown() -> None:
    names = [key for key, _ in dossier_sections.COMPONENTS]
    for count in range(1, len(names) + 1):
        pay = Pay(**dict.fromkeys(names[:count], 100), net_fen=1)
        for kinds in (("护路员",), ("护路员", "管水员")):
            value = file(months=tuple(month(0, pay=pay, post_type_name=kind) for kind in kinds))
            for section in dossier_sections.sections(value):
                assert sum(one.width for one in section.columns) == pytest.approx(PORTRAIT.inner)
    for section in dossier_sections.sections(full_of_everything(1)):
        assert sum(one.width for one in section.columns) == pytest.approx(PORTRAIT.inner), section.title


@pytest.mark.parametrize("count", [0, 1, 7, 30, 90])
def test_sections_flow_and_every_page_says_whose_file_it_is(count: int, read_back: Read) -> None:
    value = full_of_everything(count)
    pages = person_dossier.layout(value, STAMP)
    found = read_back(pages)
    assert len(found) == pages.count
    assert all("石小花" in text and "522699********0040" in text for text in found)
    assert all(f"第{index}页共{pages.count}页" in text for index, text in enumerate(found, start=1))
    text = "".join(found)
    assert text.count("事假") == count
    assert text.count("YH-201903-") == count
    assert text.count("1,234,567.89") == count
    assert "建档人" in found[-1]
    for pieces in pages.content.pages:
        for piece in pieces:
            section = piece.section
            below = person_dossier._below(section) if piece.last else 0  # what is painted under the last row
            bottom = piece.top + section.head + (piece.stop - piece.first) * section.height + below
            assert bottom <= person_dossier.BOTTOM + 0.01, section.title
    shown = [(piece.section.title, row) for pieces in pages.content.pages for piece in pieces
             for row in range(piece.first, piece.stop)]  # fmt: skip
    assert len(shown) == len(set(shown)) == sum(len(one.rows) for one in dossier_sections.sections(value))


def test_long_reasons_get_the_room_they_need(read_back: Read) -> None:
    text = "".join(read_back(person_dossier.layout(full_of_everything(1), STAMP)))
    assert sum(text.count(sign) for sign in "外务") >= 120


def test_numbers_are_masked_unless_they_are_asked_for(read_back: Read) -> None:
    value = full_of_everything(2)
    text = "".join(read_back(person_dossier.layout(value, STAMP)))
    assert not LONG_NUMBER.search(text)
    assert "15400000001" not in text
    assert "154****0001" in text
    assert "6299********0001" in text
    whole = "".join(read_back(person_dossier.layout(value, STAMP, full_numbers=True)))
    assert "522699199203050040" in whole
    assert "6299990000000000001" in whole
    assert "15400000001" in whole
    masked, asked = (person_dossier.layout(value, STAMP, full_numbers=full).imprints for full in (False, True))
    assert masked == asked


def test_who_was_never_paid_has_a_file_that_says_so(read_back: Read) -> None:
    (text,) = read_back(person_dossier.layout(file(posts=(), proofs=()), STAMP))
    assert "以下各项没有记录:在岗记录、补贴发放、停岗、退票、更正与追回、公示异议、离岗" in text
    assert "岗位申请审批表(F8)" in text
    assert "考勤与补贴发放" not in text


def test_a_narrowed_file_says_which_months(read_back: Read) -> None:
    value = file(months=(month(3),), first=Month(2018, 4), last=Month(2018, 6))
    (text,) = read_back(person_dossier.layout(value, STAMP))
    assert "只含2018年4月至2018年6月" in text
    assert "只含最早至2018年6月" in read_back(person_dossier.layout(dataclasses.replace(value, first=None), STAMP))[0]


def test_names_of_forty_characters_and_amounts_of_nine_digits(read_back: Read) -> None:
    pay = Pay(base_fen=123_456_789, net_fen=123_456_789)
    who = person(name=LONG, village="", group="")
    value = file(person=who, months=(month(0, pay=pay), month(13, pay=pay), *full_of_everything(60).months[24:]))
    text = "".join(read_back(person_dossier.layout(value, STAMP)))
    assert "1,234,567.89" in text
    assert folded(money.show(value.pay.net_fen)) in text
    assert "买买提艾山" in text


def test_paper_is_a4_and_every_font_is_inside(tmp_path: Path) -> None:
    pages = person_dossier.layout(full_of_everything(20), STAMP)
    path = pdf.write_pdf(pages, tmp_path / "dossier.pdf")
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert "595 x 842 pts (A4)" in info
    fonts = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
