"""F3 on paper: every person of a village, the days of the month, marks where nobody was on post, totals entered."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cjdesk.domain.attendance_sheet import AttendanceLine, AttendanceSheet, Attended
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing import attendance_sheet, list_pages, pdf
from cjdesk.printing.measures import LANDSCAPE
from tests.printing.conftest import folded, texts
from tests.printing.sample_sheets import STAMP, expected, sheet

Read = Callable[..., list[str]]
MONTH = Month(2020, 11)


def weekends(month: Month) -> frozenset[int]:
    days = (month.first + timedelta(days=ahead) for ahead in range(month.days))
    return frozenset(day.day for day in days if day.weekday() > 4)


def form(lines: list[AttendanceLine], **changes: Any) -> AttendanceSheet:
    month = changes.get("month", MONTH)
    return AttendanceSheet(
        **{
            "number": "KQ-202011-001", "month": month, "village": "腊溪村", "post_type_name": "",
            "county_name": "从江县", "township_name": "贯洞镇", "demo": True, "filled": False, "free": weekends(month),
            "announced": False, "required_tenths": (210, 210), "lines": tuple(lines),
        } | changes
    )  # fmt: skip


def person(number: int, **changes: Any) -> AttendanceLine:
    return AttendanceLine(
        **{
            "number": number, "person_id": f"p{number}", "name": "张三丰", "post_type_name": "护路员",
            "post_name": "腊溪村道K2+000至K6+200", "off": frozenset(), "attended": None,
        } | changes
    )  # fmt: skip


def of_sample(village: str) -> list[AttendanceLine]:
    """The people of a village of the sample township with their attendance."""
    days = {(row["id_no"], row["post_type"]): row for row in expected()["attendance"]}
    found = []
    for line in (one for kind in ("HL", "HH", "GS") for one in sheet(kind).lines if one.village == village):
        row = days.get((line.id_no, line.post_type))
        attended = Attended(
            row["required_tenths"], row["attended_tenths"], row["personal_leave_tenths"], row["sick_leave_tenths"],
            row["absent_tenths"], row.get("grade") or "",
        ) if row else None  # fmt: skip
        found.append(person(len(found) + 1, name=line.name, post_name=line.post_name, attended=attended))
    return found


def test_every_village_of_the_sample_stands_on_its_own_pages(read_back: Read) -> None:
    villages = sorted({line.village for kind in ("HL", "HH", "GS") for line in sheet(kind).lines})
    forms = [
        form(of_sample(one), village=one, number=f"KQ-202011-{place:03d}", filled=True)
        for place, one in enumerate(villages, start=1)
    ]
    pages = attendance_sheet.layout(forms, MONTH, STAMP)
    found = read_back(pages)
    assert len(found) == pages.count == sum(-(-len(one.lines) // 15) for one in forms)
    assert [one.number for one in pages.imprints] == [one.number for one in forms]
    place = 0
    for one in forms:
        mine = found[place : place + -(-len(one.lines) // 15)]
        place += len(mine)
        assert all(f"村(社区):{one.village}" in text for text in mine)
        text = "".join(mine).replace("不合格", "劣")
        assert all(folded(line.post_name) in text for line in one.lines)
        plain = [folded(line.name) for line in one.lines if max(map(ord, line.name)) < 0xE000]  # others print as 〓
        assert not [name for name in plain if not all(part in text for part in name.split("·"))]
        grades = [line.attended.grade.replace("不合格", "劣") for line in one.lines if line.attended]
        assert sum(text.count(grade) for grade in set(grades) if grade) == sum(map(bool, grades))


def test_the_grid_has_the_days_of_the_month_and_fills_the_paper() -> None:
    for month in (Month(2021, 2), Month(2020, 2), Month(2020, 11), Month(2020, 12)):
        columns = attendance_sheet.columns(form([person(1)], month=month))
        days = [one for one in columns if one.key.startswith("day")]
        assert len(days) == month.days
        assert sum(one.width for one in columns) == pytest.approx(LANDSCAPE.inner)
        assert {number for number, one in enumerate(days, start=1) if one.fill} == weekends(month)
        assert [one.heavy for one in days] == [one.head[1] == "一" for one in days]


def test_days_off_post_are_struck_out_and_nothing_else_is(read_back: Read) -> None:
    lines = [person(1, off=frozenset({1, 2, 3, 29, 30})), person(2)]
    (text,) = read_back(attendance_sheet.layout([form(lines)], MONTH, STAMP))
    assert text.count("/") == 5 + 1  # once in the legend
    assert "符号:√出勤" in text
    assert "应出勤:21天" in text
    assert "以下空白" in text


def test_totals_are_those_entered(read_back: Read) -> None:
    lines = [
        person(1, attended=Attended(210, 195, 15, 0, 0, "良好")),
        person(2, attended=Attended(210, 0, 0, 180, 30, "不合格")),
        person(3),
    ]
    pages = attendance_sheet.layout([form(lines, filled=True, required_tenths=(210, 220))], MONTH, STAMP)
    (text,) = read_back(pages)
    assert "应出勤:21至22天" in text
    assert "19.51.5良好" in text
    assert "0183不合格" in text
    assert "符号:" not in text
    assert "以村里填写的考勤表为准" in text


def test_a_full_last_page_closes_its_frame_instead_of_a_row_of_words(read_back: Read) -> None:
    pages = attendance_sheet.layout([form([person(n) for n in range(1, 16)])], MONTH, STAMP)
    (text,) = read_back(pages)
    assert "以下空白" not in text
    pages = attendance_sheet.layout([form([person(n) for n in range(1, 17)])], MONTH, STAMP)
    first, second = read_back(pages)
    assert "以下空白" not in first
    assert "以下空白" in second
    assert "村考勤员" in first
    assert "村考勤员" in second


def test_long_names_and_people_without_a_village_are_whole(read_back: Read) -> None:
    long = "阿卜杜拉·" * 8
    assert len(long) == 40
    pages = attendance_sheet.layout([form([person(1, name=long)], village="")], MONTH, STAMP)
    (text,) = read_back(pages)
    assert text.count("阿卜杜拉·") == 8
    assert "未登记村" in text


def test_nobody_on_post_is_nothing_to_print() -> None:
    with pytest.raises(NothingToPrint) as error:
        attendance_sheet.layout([], MONTH, STAMP)
    assert "考勤表" in str(error.value)


def test_paper_is_a4_across_and_every_font_is_inside(tmp_path: Path) -> None:
    path = pdf.write_pdf(attendance_sheet.layout([form([person(1)])], MONTH, STAMP), tmp_path / "f3.pdf")
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert "842 x 595 pts (A4)" in info
    fonts = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
    assert "KQ-202011-001" in texts(path)[0]


def test_the_village_gets_the_same_sheet_as_a_workbook(tmp_path: Path) -> None:
    forms = [form([person(1), person(2, off=frozenset({1}))]), form([person(1)], village="干团村", number="KQ-2")]
    path = list_pages.write_twin(attendance_sheet.layout(forms, MONTH, STAMP), tmp_path / "f3.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["KQ-202011-001", "KQ-2"]
    rows = list(book["KQ-202011-001"].iter_rows(values_only=True))
    first = next(row for row in rows if row[0] == "1")
    second = next(row for row in rows if row[0] == "2")
    assert first[1] == "张三丰"
    assert (first[3], second[3], second[4]) == ("", "／", "")
    assert any(row[0] and str(row[0]).startswith("符号：√") for row in rows)
