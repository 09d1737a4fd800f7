"""What a cell says: text, code, date, month, money, percentage, days, yes or no; nothing that Excel damaged passes.

Each reader gives None for an empty cell and raises the clerk's error for one that cannot be read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from cjdesk.domain import money
from cjdesk.domain.errors import (
    AmountFormat,
    CellDamaged,
    DateFormat,
    DateIncomplete,
    DaysFormat,
    MonthFormat,
    NumberFormat,
    PercentFormat,
    TextTooLong,
    WordUnknown,
)
from cjdesk.domain.month import Month
from cjdesk.domain.names import tidy
from cjdesk.workbooks.reading import Cell, ErrorCell

_EPOCH = date(1899, 12, 30)
_SERIALS = range(18264, 73051)
"""1950 to 2100 in Excel's 1900 system."""
_EXACT = 1e15
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]+")
_BLANKS = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff'`‘’]+")
_DAY = r"((?:19|20)\d{2})\s*[.\-/年·]\s*(\d{1,2})\s*[.\-/月·]\s*(\d{1,2})\s*[日号]?"
_ANY_DAY = rf"(?:{_DAY}|((?:19|20)\d{{2}})(\d{{2}})(\d{{2}}))"
_WHOLE_DAY = re.compile(_ANY_DAY + r"(?:[ T]?0{1,2}:00(?::00)?)?")
_LEADING_DAY = re.compile(_ANY_DAY)
_PERIOD = re.compile(rf"{_ANY_DAY}\s*[-—–~至到起]*\s*(?:{_ANY_DAY}|长期|至今|今)?\s*止?")
_NO_DAY = re.compile(r"(?:19|20)\d{2}(?:年|[.\-/年]\s*\d{1,2}\s*月?|\d{2})?")
_MONTH = re.compile(r"((?:19|20)\d{2})\s*[.\-/年]?\s*(\d{1,2})\s*月?份?")
_YES = frozenset({"是", "有", "已购买", "已买", "已参保", "发", "发放", "照发", "√", "✓", "Y", "YES", "1", "TRUE"})
_NO = frozenset(
    {"否", "无", "未", "没有", "未购买", "未买", "未参保", "不发", "不发放", "×", "✗", "X", "N", "NO", "0", "FALSE"}
)


_SHOWN_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it was read; ``serial`` when the cell was a bare number that only counts days."""

    value: date
    serial: bool = False


def is_empty(cell: Cell) -> bool:
    """Whether nothing, or only blanks, stands in a cell."""
    return cell == "" or (isinstance(cell, str) and not _BLANKS.sub("", cell))


def shown(cell: Cell) -> str:
    """A cell as the clerk sees it in the file, for messages and the corrections workbook."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return str(int(cell)) if cell == int(cell) and abs(cell) < _EXACT else f"{cell:.15G}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != datetime.min.time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def whole_text(cell: Cell) -> str:
    """What stands in the cell, untouched; an error cell is refused."""
    value = shown(cell)
    if isinstance(cell, ErrorCell) or value.strip() in _SHOWN_ERRORS:
        raise CellDamaged(value=value)
    return value


def text(cell: Cell, limit: int = 0) -> str | None:
    """Words: outer blanks, invisible marks, HTML entities and pinyin in brackets taken out; line breaks to blanks."""
    if isinstance(cell, str):
        value = _words(cell)
    elif isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    else:
        value = shown(cell)
    if limit and len(value) > limit:
        raise TextTooLong(length=len(value), limit=limit)
    if value in _SHOWN_ERRORS:
        raise CellDamaged(value=value)
    return value or None


def code(cell: Cell, limit: int = 0) -> str | None:
    """Half-width characters without any blank; a number cell that has lost digits is refused."""
    if isinstance(cell, str):
        value = cell if cell.isascii() and cell.isalnum() else _code(cell)
    elif isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT or cell != int(cell):
            raise CellDamaged(value=f"{cell:.5E}")
        value = str(int(cell))
    else:
        value = shown(cell)
    if limit and len(value) > limit:
        raise TextTooLong(length=len(value), limit=limit)
    return value or None


def day(cell: Cell) -> Day | None:
    """A date in any of the ways of domain.md A13. Errors: DATE_FORMAT, DATE_INCOMPLETE, CELL_DAMAGED."""
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, str):
        return _text_day(cell)
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise DateFormat(value=shown(cell))
    if cell == int(cell):
        return _text_day(str(int(cell)))
    if 1900 <= cell < 2100:
        raise DateIncomplete(value=shown(cell))
    if int(cell) in _SERIALS:
        return Day(_EPOCH + timedelta(days=int(cell)), serial=True)
    raise DateFormat(value=shown(cell))


def day_and_words(cell: Cell) -> tuple[date | None, str | None]:
    """A cell like 2020.11.5 其他：转岗."""
    if not isinstance(cell, str):
        found = day(cell)
        return (found.value if found else None), None
    match = _LEADING_DAY.match(_narrow(cell))
    if not match:
        words = _words(cell)
        if words and _NO_DAY.match(_narrow(words)):
            raise DateIncomplete(value=words)
        return None, words or None
    rest = _narrow(cell)[match.end() :].strip(" ,，、;；:：")
    return _made(match.groups(), cell), rest or None


def period(cell: Cell) -> tuple[date | None, date | None]:
    """A cell like 2020.7.11-2021.7.10; the end may be open."""
    if not isinstance(cell, str):
        found = day(cell)
        return (found.value if found else None), None
    return _text_period(cell)


def month(cell: Cell) -> Month | None:
    """A month such as 2020年11月, 2020-11, 202011, or any date in it."""
    if isinstance(cell, (date, datetime)):
        return Month(cell.year, cell.month)
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    if isinstance(cell, float) and cell != int(cell):
        # 2020.1 may have been typed as 2020.10: a number cell keeps no trailing zero.
        raise MonthFormat(value=shown(cell))
    narrow = _narrow(shown(cell))
    if not narrow:
        return None
    match = _MONTH.fullmatch(narrow)
    if match and 1 <= int(match[2]) <= 12:
        return Month(int(match[1]), int(match[2]))
    try:
        found = _text_day(narrow)
    except (DateFormat, DateIncomplete):
        found = None
    if found is None or found.serial:
        raise MonthFormat(value=shown(cell))
    return Month.of(found.value)


def fen(cell: Cell, *, negative: bool = False) -> int | None:
    """Yuan to whole fen."""
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    if is_empty(cell):
        return None
    if isinstance(cell, (date, datetime)):
        raise AmountFormat(value=shown(cell))
    return money.parse_fen(cell, negative=negative)


def decimal(cell: Cell) -> Decimal | None:
    """A plain number as it is shown, with or without %; None when empty. Errors: PERCENT_FORMAT."""
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    narrow = _narrow(shown(cell)).removesuffix("%").strip()
    if not narrow:
        return None
    if not re.fullmatch(r"\d{1,3}(?:\.\d+)?", narrow):
        raise PercentFormat(value=shown(cell))
    return Decimal(narrow)


def tenths(cell: Cell) -> int | None:
    """Days to tenths of a day, 0 to 31 days."""
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    if isinstance(cell, float) and 0 <= cell <= 31 and (cell * 10).is_integer():
        return int(cell * 10)
    narrow = _narrow(shown(cell)).removesuffix("天").strip()
    if not narrow:
        return None
    match = re.fullmatch(r"(\d{1,2})(?:\.(\d)0*)?", narrow)
    if not match:
        raise DaysFormat(value=shown(cell))
    value = int(match[1]) * 10 + int(match[2] or 0)
    if value > 310:
        raise DaysFormat(value=shown(cell))
    return value


def whole(cell: Cell) -> int | None:
    """A whole number, such as a count of households."""
    value = code(cell)
    if value is None:
        return None
    digits = value.removesuffix("户").removesuffix("人")
    if not digits.isdecimal() or len(digits) > 9:
        raise NumberFormat(value=shown(cell))
    return int(digits)


def yes_no(cell: Cell) -> bool | None:
    """是 or 否 in its many spellings."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    value = _narrow(shown(cell)).strip().upper()
    if not value:
        return None
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise WordUnknown(value=shown(cell), choices="是、否")


@lru_cache(maxsize=16384)
def _words(cell: str) -> str:
    return " ".join(_INVISIBLE.sub("", tidy(cell)).split())


@lru_cache(maxsize=4096)
def _code(cell: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", cell))


@lru_cache(maxsize=4096)
def _narrow(cell: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", cell)).strip(" '\t\r\n")


@lru_cache(maxsize=16384)
def _text_day(cell: str) -> Day | None:
    narrow = _narrow(cell)
    if not narrow:
        return None
    match = _WHOLE_DAY.fullmatch(narrow)
    if match:
        return Day(_made(match.groups(), cell))
    if len(narrow) == 5 and narrow.isdecimal() and int(narrow) in _SERIALS:
        return Day(_EPOCH + timedelta(days=int(narrow)), serial=True)
    if _NO_DAY.fullmatch(narrow):
        raise DateIncomplete(value=cell)
    raise DateFormat(value=cell)


@lru_cache(maxsize=16384)
def _text_period(cell: str) -> tuple[date | None, date | None]:
    narrow = _narrow(cell)
    if not narrow:
        return None, None
    match = _PERIOD.fullmatch(narrow)
    if not match:
        raise DateFormat(value=cell)
    groups = match.groups()
    return _made(groups[:6], cell), _made(groups[6:], cell) if any(groups[6:]) else None


def _made(groups: tuple[str | None, ...], cell: str) -> date:
    year, month_number, day_number = (group for group in groups if group)
    try:
        return date(int(year), int(month_number), int(day_number))
    except ValueError:
        raise DateFormat(value=cell) from None
