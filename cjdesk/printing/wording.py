"""The small words of paper: names with a gap, account groups, days, dates, check codes."""

from __future__ import annotations

import functools
from datetime import date, datetime

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RunState

GAP = "\u3000"
DRAFT = "草稿"
VOID = "作废"
DEMO = "演示数据"
SINGLE_CLERK = "单人经办"
SAME_CHECKER = "经办审核同一人"
NO_RECORD = "—"
FOLLOWS = "本页以下空白，转下页"
BELOW_EMPTY = "以 下 空 白"

SEXES = {"1": "男", "2": "女"}


def spaced(name: str) -> str:
    """A name of two characters is drawn as wide as one of three; the stored name has no gap."""
    return f"{name[0]}{GAP}{name[1]}" if len(name) == 2 else name


@functools.lru_cache(maxsize=1024)
def grouped(number: str, size: int = 4) -> str:
    """An account number in groups of four, as on the card."""
    return " ".join(number[start : start + size] for start in range(0, len(number), size))


def check(code: str) -> str:
    """A check code in groups of four, upper case."""
    return grouped(code.upper().replace(" ", ""))


def days(tenths: int) -> str:
    """Days counted in tenths: 21, 20.5."""
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def day(value: date) -> str:
    """2020年12月7日."""
    return f"{value.year}年{value.month}月{value.day}日"


def months(first: Month, last: Month) -> str:
    """2020年11月, 2020年10月至12月, 2020年12月至2021年2月."""
    begins = f"{first.year}年{first.month}月"
    if first == last:
        return begins
    return f"{begins}至{last.month}月" if first.year == last.year else f"{begins}至{last.year}年{last.month}月"


@functools.lru_cache(maxsize=16)
def minute(value: datetime) -> str:
    """2020-12-04 15:32, in the clock of the office."""
    local = value.astimezone() if value.tzinfo else value
    return local.strftime("%Y-%m-%d %H:%M")


def wide_brackets(text: str) -> str:
    """Brackets as Chinese type has them."""
    return text.replace("(", "（").replace(")", "）")


def place(county: str, township: str) -> str:
    """从江县贯洞镇, also when the township's name has the county's before it."""
    return township if township.startswith(county) else county + township


def clerk_tags(sheet: Sheet) -> tuple[str, ...]:
    """What paper says of who did what (D-09): one clerk for everything, or maker and checker in one person."""
    if sheet.single_clerk:
        return (SINGLE_CLERK,)
    return (SAME_CHECKER,) if sheet.checked_by is not None and sheet.checked_by == sheet.made_by else ()


def is_void(sheet: Sheet) -> bool:
    """Whether the run was called off; its paper says so."""
    return sheet.state == RunState.VOID


def is_draft(sheet: Sheet) -> bool:
    """Whether the sheet may still change: everything before the lock."""
    return sheet.locked_at is None
