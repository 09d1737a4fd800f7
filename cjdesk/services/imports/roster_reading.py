"""A row of the roster, read cell by cell and held against its own ID number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cjdesk.domain import bank_no
from cjdesk.domain.categories import Category
from cjdesk.domain.codes import SEXES
from cjdesk.domain.errors import (
    BankLuhn,
    BirthMismatch,
    CellDamaged,
    CodeMissing,
    DateMissing,
    DateOrder,
    EndMissing,
    IdConsecutive,
    PhoneWrong,
    SexMismatch,
)
from cjdesk.domain.id_number import IdNumber, normalise
from cjdesk.domain.states import AssignmentState
from cjdesk.services.imports import words
from cjdesk.services.imports.registry import Stored
from cjdesk.services.imports.sheet_rows import Findings, Line, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.headers import Table
from cjdesk.workbooks.reading import Cell, ErrorCell

_NO_POST_TYPE, _NO_START = CodeMissing(column="岗位类别"), DateMissing()
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")


@dataclass(slots=True)
class Entry:
    """A row of the roster with everything read from it."""

    line: Line
    id: IdNumber
    name: str
    facts: dict[str, Any]
    categories: tuple[str, ...] | None
    post_type: str
    post_name: str | None
    employer: str | None
    fund: str | None
    start: date
    end: date | None
    state: AssignmentState | None
    exit_reason: str | None
    exit_note: str | None
    standard_fen: int | None
    agreement: tuple[date | None, date | None]
    bank_name: str | None
    bank_no: str | None
    bank_holder: str | None
    remark: str | None
    stored: Stored | None = None


def read_table(
    findings: Findings, table: Table, vocabulary: words.Vocabulary, progress: Callable[[], None]
) -> Iterator[Entry]:
    """The rows of a roster sheet that hold what every row needs; what is wrong is noted."""
    previous = ""
    for line in lines(findings, table):
        cell = line.cell("id_no")
        written = normalise(cell) if isinstance(cell, str) else ""
        if previous and written.isdecimal() and len(written) == 18 and int(written) == int(previous) + 1:
            line.note("id_no", IdConsecutive(value=written))
        previous = written if written.isdecimal() else ""
        entry = _read_row(line, vocabulary)
        if entry is not None:
            yield entry
        progress()


def _read_row(line: Line, vocabulary: words.Vocabulary) -> Entry | None:
    """Everything a row says; None when something that every row needs is missing."""
    id_no = line.id_no()
    name = line.name()
    post_type = line.read("post_type", vocabulary.post_type, _NO_POST_TYPE)
    start = line.day("start", _NO_START)
    end, leaving = line.read("leaving", cells.day_and_words) or (None, None)
    reason, note = _why(line, end, leaving)
    state = line.read("state", words.state)
    village, group = _village(line)
    account = _account(line)
    agreement = _agreement(line)
    relocated = line.word("relocated", cells.yes_no)
    categories = words.categories(line, vocabulary)
    if relocated and Category.YDBQ not in (categories or ()):
        categories = (*(categories or ()), str(Category.YDBQ))
    facts = {
        "ethnicity": line.word("ethnicity", words.ethnicity),
        "education": line.word("education", words.education),
        "phone": _phone(line),
        "village": village,
        "village_group": group,
        "disability_no": line.code("disability_no", 20),
        "insured": line.word("insured", cells.yes_no),
    }
    entry_standard = line.read("standard", cells.fen)
    post_name, employer, fund = line.text("post_name", 100), line.text("employer", 100), line.text("fund", 60)
    bank_name, bank_holder, remark = line.text("bank_name", 80), line.text("bank_holder", 50), line.text("remark", 200)
    if start is not None and end is not None and end < start:
        line.note("leaving", DateOrder(field="end", start=start.isoformat(), end=end.isoformat()))
    if state is AssignmentState.LEFT and end is None and not _noted(line, "leaving"):
        line.note("leaving", EndMissing(name=name or "", state=state.value))
    if id_no is not None:
        _compare(line, id_no)
    if id_no is None or name is None or post_type is None or start is None:
        return None
    return Entry(
        line, id_no, name, facts, categories, post_type, post_name, employer, fund, start, end, state, reason, note,
        entry_standard, agreement, bank_name, account, bank_holder, remark,
    )  # fmt: skip


def _noted(line: Line, key: str) -> bool:
    """Whether the cell was already found wrong (an empty value then says nothing)."""
    return not cells.is_empty(line.cell(key)) and line.refused


def _why(line: Line, end: date | None, leaving: str | None) -> tuple[str | None, str | None]:
    told = line.text("exit_reason", 100) or leaving
    if end is None or told is None:
        return None, None
    reason, note = words.exit_reason(told)
    return reason, note[:100] if note else None


def _village(line: Line) -> tuple[str | None, str | None]:
    village, group = line.text("village", 60), line.text("group", 60)
    if not line.has("village") and group is not None:
        return words.place(group)
    return village, group[:30] if group else None


def _phone(line: Line) -> str | None:
    number = line.code("phone", 40)
    if number is None:
        return None
    typed = isinstance(line.cell("phone"), str)
    if not _PHONE.fullmatch(number) or (not typed and not number.startswith("1")):
        line.note("phone", PhoneWrong(number=number))
        return number if typed and len(number) <= 20 else None
    return number


def _read_account(cell: Cell) -> bank_no.Account | None:
    if isinstance(cell, ErrorCell):
        raise CellDamaged(value=cell.text)
    return bank_no.check(cell if isinstance(cell, (str, int, float)) else cells.shown(cell))


def _account(line: Line) -> str | None:
    account = line.read("bank_no", _read_account)
    if account is None:
        return None
    if account.luhn_fails:
        line.note("bank_no", BankLuhn())
    return account.value


def _agreement(line: Line) -> tuple[date | None, date | None]:
    first, last = line.read("agreement", cells.period) or (None, None)
    first, last = line.day("agreement_from") or first, line.day("agreement_to") or last
    if first is not None and last is not None and last < first:
        key = "agreement" if line.has("agreement") else "agreement_to"
        line.note(key, DateOrder(field="end", start=first.isoformat(), end=last.isoformat()))
    return first, last


def _compare(line: Line, id_no: IdNumber) -> None:
    """What the sheet says beside the ID number must agree with it; the number is followed."""
    sex = line.word("sex", words.sex)
    if sex is not None and sex != id_no.sex:
        line.note("sex", SexMismatch(written=SEXES[sex], found=SEXES[id_no.sex]))
    cell = line.cell("birth")
    if cells.is_empty(cell):
        return
    written = cells.shown(cell)
    if not _birth_agrees(written, id_no.birth):
        line.note("birth", BirthMismatch(written=written, found=id_no.birth.isoformat()))


def _birth_agrees(written: str, birth: date) -> bool:
    """1990.1 may stand for January or, in a number cell, for October."""
    if written == f"{birth.year}.{birth.month:02d}":
        return True
    numbers = re.findall(r"\d+", written.translate(_HALF_WIDTH))
    digits = "".join(numbers)
    if len(numbers) == 1:
        numbers = [digits[:4], digits[4:6], digits[6:8]]
    year, month, day = (*numbers, "", "", "")[:3]
    if not year or int(year) != birth.year:
        return False
    if month and int(month) != birth.month and not (month == "1" and birth.month == 10 and not day):
        return False
    return not day or int(day) == birth.day


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
