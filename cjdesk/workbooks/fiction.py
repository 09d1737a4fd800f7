"""The five workbooks of the demonstration township, as an office would fill them in, with a few spoiled cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Self

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cjdesk.domain.fiction import Resident, Township
from cjdesk.domain.fiction.township import COUNTY_NAME, TOWNSHIP_NAME

Cell = str | int | float | Decimal | date | None

_GROUPS = (
    ("序号", ("",)), ("住址", ("乡镇", "村", "组")),
    ("基本信息", ("姓名", "性别", "民族", "身份证号", "出生年月", "文化程度")),
    ("人员类别", ("",)), ("是否易地搬迁", ("",)), ("残疾证号", ("",)),
    ("岗位信息", ("岗位类别", "岗位名称", "用人单位", "上岗时间", "协议起止")),
    ("月补贴标准", ("",)), ("资金来源", ("",)), ("是否购买意外险", ("",)),
    ("一卡通账户", ("开户行", "银行账号")), ("联系电话", ("",)), ("在岗情况", ("在岗状态", "离岗时间及原因")),
    ("备注", ("",)),
)  # fmt: skip
_ID_COLUMN = 7


def write(township: Township, folder: Path) -> dict[str, Path]:
    """Write the workbooks into a folder and give their paths by kind of import."""
    writers = {
        "roster": _roster,
        "receipts": _receipts,
        "attendance": _attendance,
        "members": _members,
        "households": _households,
    }
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for kind, writer in writers.items():
        path = folder / f"{kind}.xlsx"
        with _Book(path) as book:
            writer(township, book)
        made[kind] = path
    return made


class _Book:
    """A workbook with the formats an office uses."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path))
        look = {"font_name": "宋体", "valign": "vcenter"}
        box = {**look, "border": 1, "text_wrap": True}
        self.text = self._book.add_format({**box, "num_format": "@"})
        self.cell = self._book.add_format(box)
        self.day = self._book.add_format({**box, "num_format": "yyyy/m/d"})
        self.head = self._book.add_format({**box, "bold": True, "align": "center"})
        self.title = self._book.add_format({**look, "bold": True, "font_size": 16, "align": "center"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def sheet(self, name: str) -> Worksheet:
        return self._book.add_worksheet(name)

    def row(self, sheet: Worksheet, number: int, cells: Sequence[Cell]) -> None:
        """Write a row; text stays text, dates are real dates."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, self.text)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, self.day)
            elif cell is not None:
                sheet.write_number(number, column, cell, self.cell)

    def table(self, name: str, heads: Sequence[str], rows: Iterator[Sequence[Cell]]) -> None:
        """A plain sheet with its header in the first row."""
        sheet = self.sheet(name)
        sheet.write_row(0, 0, heads, self.head)
        for number, cells in enumerate(rows, start=1):
            self.row(sheet, number, cells)


def _roster(township: Township, book: _Book) -> None:
    for name, posts in (("护路员、护河员", ("护路员", "护河员")), ("管水员", ("管水员",))):
        people = [one for one in township.on_post if one.post in posts]
        sheet = book.sheet(name)
        _roster_head(township, book, sheet)
        rows = [_roster_row(number, one) for number, one in enumerate(people, start=1)]
        if name == "护路员、护河员":
            rows += _spoiled(people, len(rows))
        for number, cells in enumerate(rows, start=4):
            book.row(sheet, number, cells)
        foot: list[Cell] = [None] * 27
        foot[0], foot[4], foot[18] = "合计", f"{len(people)}人", sum(one.standard_yuan for one in people)
        book.row(sheet, 4 + len(rows), foot)
        sheet.write_string(5 + len(rows), 0, "制表人：演示甲        审核人：演示乙")
        sheet.freeze_panes(4, 5)
    book.table(
        "停岗",
        ("姓名", "身份证号", "起", "止", "是否发放", "原因"),
        (
            (one.resident.name, one.resident.id_no, one.start, one.end, "是" if one.paid else "否", one.reason)
            for one in township.suspended
        ),
    )


def _roster_head(township: Township, book: _Book, sheet: Worksheet) -> None:
    place = f"{COUNTY_NAME}{TOWNSHIP_NAME}"
    sheet.merge_range(0, 0, 0, 26, f"{place}{township.month.year}年公益性岗位人员花名册", book.title)
    last = township.month.last
    sheet.merge_range(
        1,
        0,
        1,
        26,
        f"填报单位：{TOWNSHIP_NAME}人社中心    填报时间：{last.year}.{last.month}.{last.day}    单位：元/人/月",
    )
    column = 0
    for group, heads in _GROUPS:
        if heads == ("",):
            sheet.merge_range(2, column, 3, column, group, book.head)
        else:
            sheet.merge_range(2, column, 2, column + len(heads) - 1, group, book.head)
            sheet.write_row(3, column, heads, book.head)
        column += len(heads)
    sheet.set_column(_ID_COLUMN, _ID_COLUMN, 21)


def _roster_row(number: int, one: Resident) -> list[Cell]:
    assert one.start is not None
    assert one.agreement_start is not None
    assert one.agreement_end is not None
    agreed = f"{_dotted(one.agreement_start)}-{_dotted(one.agreement_end)}"
    gone = f"{_dotted(one.left)}{one.leaving}" if one.left is not None else ""
    categories = "、".join(word for word in one.categories if word != "易地搬迁")
    return [
        number, TOWNSHIP_NAME, one.village, one.group, one.name, one.sex_word, one.ethnicity, one.id_no,
        f"{one.birth.year}.{one.birth.month:02d}", one.education, categories,
        "是" if "易地搬迁" in one.categories else "否", "", one.post, one.post_name, one.employer, one.start, agreed,
        one.standard_yuan, one.fund, "是" if one.insured else "否", one.bank, one.account, one.phone,
        "离岗" if gone else "在岗", gone, "",
    ]  # fmt: skip


def _spoiled(people: Sequence[Resident], count: int) -> list[list[Cell]]:
    """Rows a clerk meets in every roster: damaged by Excel, mistyped, twice, without a number."""
    damaged, mistyped, twice, missing = (_roster_row(count + place, people[place]) for place in (1, 2, 3, 0))
    damaged[_ID_COLUMN] = float(people[1].id_no[:15]) * 1000
    damaged[4] = "演示甲"
    wrong = people[2].id_no
    mistyped[_ID_COLUMN] = wrong[:17] + ("0" if wrong[17] != "0" else "1")
    mistyped[4] = "演示乙"
    missing[_ID_COLUMN] = ""
    missing[4] = "演示丙"
    return [damaged, mistyped, twice, missing]


def _receipts(township: Township, book: _Book) -> None:
    rows: list[Sequence[Cell]] = [
        (
            one.scheme.name,
            one.warden.id_no,
            one.day,
            one.number,
            one.payer,
            Decimal(one.amount_fen) / 100,
            "退费" if one.amount_fen < 0 else "",
        )
        for one in township.receipts
    ]
    rows.append(("合计", None, None, None, None, Decimal(sum(one.amount_fen for one in township.receipts)) / 100, None))
    book.table("收据", ("供水工程", "管水员身份证号", "收款日期", "收据号", "户名", "实收金额(元)", "备注"), iter(rows))
    book.table(
        "工程",
        ("供水工程", "村", "户数", "提成比例(%)", "管水员身份证号", "分配比例(%)"),
        (
            (scheme.name, scheme.village, scheme.households, scheme.rate_percent, share.warden.id_no, share.percent)
            for scheme in township.schemes
            for share in scheme.shares
        ),
    )


def _attendance(township: Township, book: _Book) -> None:
    month = f"{township.month.year}年{township.month.month}月"
    book.table(
        "考勤",
        ("姓名", "身份证号", "岗位", "月份", "应出勤", "出勤", "事假", "病假", "旷工", "考核等次"),
        (
            (
                one.resident.name, one.resident.id_no, one.resident.post, month, one.required, one.attended,
                one.personal_leave, one.sick_leave, one.absent, one.grade,
            )
            for one in township.attendance
        ),
    )  # fmt: skip


def _members(township: Township, book: _Book) -> None:
    heads = (
        "序号", "姓名", "性别", "民族", "身份证号", "村组", "人员类别", "联系电话", "技能/工种", "入社时间",
        "股份/出资(元)", "所在劳务队", "是否队长", "务工状态", "务工单位", "工种", "月工资", "起止", "备注",
    )  # fmt: skip
    for cooperative in township.cooperatives:
        sheet = book.sheet(cooperative.name.removeprefix(COUNTY_NAME)[:31])
        sheet.merge_range(0, 0, 0, 18, "劳务合作社社员名册", book.title)
        head = f"合作社名称：{cooperative.name}    统一社会信用代码：{cooperative.credit_code}"
        sheet.merge_range(1, 0, 1, 18, head)
        chair = cooperative.members[0].resident.name
        sheet.merge_range(2, 0, 2, 18, f"理事长：{chair}    社员数：{len(cooperative.members)}")
        sheet.write_row(3, 0, heads, book.head)
        for number, member in enumerate(cooperative.members, start=1):
            one = member.resident
            away = member.wage_yuan > 0
            cells: list[Cell] = [
                number, one.name, one.sex_word, one.ethnicity, one.id_no, one.village + one.group,
                "、".join(one.categories), one.phone, member.trade, member.joined, member.share_yuan, member.team,
                "是" if member.captain else "否", member.work_status, member.work_unit, member.trade if away else "",
                member.wage_yuan if away else "", f"{township.month.year - 1}.11.1-" if away else "", "",
            ]  # fmt: skip
            book.row(sheet, 3 + number, cells)
    book.table(
        "合作社",
        ("名称", "层级", "上级合作社", "统一社会信用代码", "成立日期", "理事长", "理事长身份证号"),
        (
            (
                one.name, one.tier, one.parent, one.credit_code, one.founded, one.members[0].resident.name,
                one.members[0].resident.id_no,
            )
            for one in township.cooperatives
        ),
    )  # fmt: skip
    book.table(
        "劳务队",
        ("合作社", "劳务队", "队长", "队长身份证号"),
        (
            (cooperative.name, member.team, member.resident.name, member.resident.id_no)
            for cooperative in township.cooperatives
            for member in cooperative.members
            if member.captain
        ),
    )


def _households(township: Township, book: _Book) -> None:
    book.table(
        "搬迁户",
        ("户编号", "户主姓名", "户主身份证号", "安置点", "搬迁时间", "类别"),
        (
            (one.number, one.members[0][0].name, one.members[0][0].id_no, one.site, one.moved, one.kind)
            for one in township.households
        ),
    )
    book.table(
        "成员",
        ("户编号", "姓名", "与户主关系", "身份证号", "劳动能力", "就业状态", "就业地", "单位"),
        (
            (household.number, one.name, relation, one.id_no, ability, status, place, unit)
            for household in township.households
            for one, relation, ability, status, place, unit in household.members
        ),
    )
    book.table("安置点", ("安置点", "县内/跨区域"), iter(township.sites))


def _dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"
