"""F3 考勤表: the month grid of a village on A4 landscape, to be filled in by hand or with the totals entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from cjdesk.domain.attendance_sheet import AttendanceLine, AttendanceSheet, Attended
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing import machine_readable, wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role
from cjdesk.printing.list_form import Heights, ListForm, ListPage
from cjdesk.printing.list_pages import pages_of
from cjdesk.printing.page_frame import Frame, Signer
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.printing.table import Column, Part, column

FORM = "F3"
NAME = "考勤表"
FULL = 15
DAYS_WIDTH = 151.9
"""Shared by the days of the month."""
FREE_FILL = "#DEDEDE"
OFF = "／"
WEEKDAYS = "一二三四五六日"

SIGNERS = (
    Signer("村考勤员：", 66),
    Signer("村负责人（盖章）：", 79),
    Signer("用人单位审核：", 79),
    Signer("", 48, dated=True),
)


def layout(sheets: Sequence[AttendanceSheet], month: Month, stamp: Stamp) -> Pages[tuple[Pages[Any], ...]]:
    """Each village begins a new page. NOTHING_TO_PRINT when nobody is on post."""
    if not any(one.lines for one in sheets):
        raise NothingToPrint(form=NAME, month=str(month), field="month")
    return bound([_layout(one, stamp) for one in sheets if one.lines])


def _layout(value: AttendanceSheet, stamp: Stamp) -> Pages[ListForm[AttendanceLine]]:
    kind = f"（{value.post_type_name}）" if value.post_type_name else ""
    frame = Frame(
        form=FORM,
        copy_name="存根联" if value.filled else "村填报联",
        number_label="考勤号",
        number=value.number,
        check_code=machine_readable.check_code([_plain(line) for line in value.lines]),
        stamp=stamp,
        demo=value.demo,
        draft=False,
    )
    village = value.village or "（未登记村的人员）"
    starts = range(0, len(value.lines), FULL)
    return pages_of(
        ListForm(
            frame=frame,
            title=f"{value.township_name}{value.month.year}年{value.month.month}月公益性岗位{kind}考勤表",
            subtitle=(f"村（社区）：{village}", f"应出勤：{_required(value)}", f"考勤号：{value.number}"),
            starts=(139,),
            columns=columns(value),
            pages=tuple(ListPage(value.lines[start : start + FULL]) for start in starts),
            sum_of=None,
            full=FULL,
            legend=legend(value),
            signers=SIGNERS,
            heights=Heights(head=13, row=9, empty=7, lift=-4.4),
        )
    )


def columns(value: AttendanceSheet) -> tuple[Column[AttendanceLine], ...]:
    """The columns of the month: as many days as it has, weekends and holidays grey, a strong line before Mondays."""
    return (
        column("number", "序号", 8, Part(lambda line: str(line.number), Role.FIGURES, 9)),
        column("name", "姓名", 18, Part(lambda line: line.name, Role.BODY, 10.5), person=True),
        column(
            "post",
            "岗位|路段、河段、工程",
            31.5,
            Part(lambda line: line.post_type_name, Role.BODY, 7.5),
            Part(lambda line: line.post_name, Role.BODY, 7.5),
            align=Align.LEFT,
        ),
        *_days(value),
        _total("attended", "出勤", 9.1, lambda one: wording.days(one.attended_tenths)),
        _total("personal", "事假", 7.4, lambda one: _some(one.personal_leave_tenths)),
        _total("sick", "病假", 7.4, lambda one: _some(one.sick_leave_tenths)),
        _total("absent", "旷工", 7.4, lambda one: _some(one.absent_tenths)),
        column("grade", "等次", 10, Part(lambda line: line.attended.grade if line.attended else "", Role.BODY, 9)),
        column("signature", "本人签字", 21.3),
    )


def legend(value: AttendanceSheet) -> str:
    """What the marks mean, and what grey is."""
    grey = "灰底为双休日、节假日" if value.announced else "灰底为双休日（本年节假日尚未录入）"
    if value.filled:
        return f"{OFF} 未上岗、停岗或已离岗；{grey}。合计按已录入的当月考勤打印，每日符号以村里填写的考勤表为准。"
    marks = f"符号：√ 出勤　○ 事假　△ 病假　× 旷工　◇ 培训　半 半天　{OFF} 未上岗、停岗或已离岗"
    return f"{marks}；{grey}。空格为当日无出勤安排。"


def _days(value: AttendanceSheet) -> list[Column[AttendanceLine]]:
    width, group = DAYS_WIDTH / value.month.days, f"{value.month.year} 年 {value.month.month} 月"
    found = []
    for number in range(1, value.month.days + 1):
        weekday = (value.month.first + timedelta(days=number - 1)).weekday()
        found.append(
            column(
                f"day{number}",
                f"{number}|{WEEKDAYS[weekday]}",
                width,
                Part(_mark(number), Role.BODY, 10),
                group=group,
                fill=FREE_FILL if number in value.free else "",
                heavy=weekday == 0,
            )
        )
    return found


def _mark(day: int) -> Callable[[AttendanceLine], str]:
    return lambda line: OFF if day in line.off else ""


def _total(key: str, head: str, width: float, says: Callable[[Attended], str]) -> Column[AttendanceLine]:
    part: Part[AttendanceLine] = Part(lambda line: says(line.attended) if line.attended else "", Role.FIGURES, 9)
    return column(key, head, width, part)


def _some(tenths: int) -> str:
    return wording.days(tenths) if tenths else ""


def _required(value: AttendanceSheet) -> str:
    least, most = value.required_tenths
    return f"{wording.days(least)} 天" if least == most else f"{wording.days(least)} 至 {wording.days(most)} 天"


def _plain(line: AttendanceLine) -> dict[str, str | int]:
    one = line.attended
    return {
        "number": line.number,
        "name": line.name,
        "off": len(line.off),
        "attended": one.attended_tenths if one else -1,
    }
