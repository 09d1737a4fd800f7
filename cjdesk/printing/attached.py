"""The data that our PDF carries, read again: as the list that it was printed from."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from cjdesk.domain import money
from cjdesk.domain.errors import UserError
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.printing import bank_sheet, machine_readable, payroll_sheet
from cjdesk.printing.list_form import PART, SUM, WHOLE, ListForm
from cjdesk.printing.list_pages import printed, total_of
from cjdesk.printing.machine_readable import PrintedForm, PrintedList
from cjdesk.printing.pages import Attachment, Imprint, Stamp
from cjdesk.printing.table import sum_texts
from cjdesk.services.payments.values import PaymentList

_STAMP = Stamp(datetime(2000, 1, 1, tzinfo=UTC), "")
"""Who printed when does not matter for what stands in the table."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as its data say it must stand on paper, whatever its pages.

    ``cells`` are the rows' texts. ``sums(label, first, last)`` gives the texts that a sum row over the rows from
    ``first`` to before ``last`` shows, from left to right; ``wholes`` those of the last rows, ``words`` the total in
    capitals, ``end`` the rows of tables below. With ``shown``, the sum rows as they were printed, ``sums`` has the
    amounts alone. ``pages`` it takes after ``before`` others, of ``of`` in all; 0 where the data do not know.
    """

    imprint: Imprint
    title: str
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    sums: Callable[[str, int, int], tuple[str, ...]]
    wholes: tuple[tuple[str, ...], ...]
    words: str
    end: tuple[str, ...]
    shown: tuple[tuple[str, ...], ...] | None
    pages: int = 0
    before: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a list beside it: its check code has to be taken from them."""

    form: str
    check_code: str


@dataclass(frozen=True, slots=True)
class Carried:
    """An attachment read: what was stored, and the lists that it may have been printed as (which columns are shown).

    ``digest`` tells it from any other content.
    """

    name: str
    value: Sheet | PaymentList | PrintedList | PrintedForm | Figures
    lists: tuple[Listed, ...] = ()
    digest: str = ""


PAGE_SUMS = frozenset({SUM, PART})


def read(attachment: Attachment) -> Carried:
    """An attachment of our own. ValueError for anything else or when it was cut."""
    return replace(_read(attachment.name, attachment.content), digest=attachment.digest)


def _read(name: str, content: bytes) -> Carried:
    document = msgspec.json.decode(content)
    if not isinstance(document, dict) or not isinstance(document.get("form"), str):
        raise ValueError("not written by this program")  # noqa: TRY004 - the content is wrong, not its type
    try:
        if "run_id" in document:
            sheet = _converted(document, Sheet)
            return Carried(name, sheet, _of_sheet(sheet))
        if "list_id" in document:
            listed = _converted(document, PaymentList)
            return Carried(name, listed, (_of_form(bank_sheet.layout(listed, bank_sheet.BankOptions(_STAMP)).content),))
        if "columns" in document:
            printed = _converted(document, PrintedList)
            return Carried(name, printed, (_of_printed(printed),))
        if "content" in document:
            return Carried(name, _converted(document, PrintedForm))
        return Carried(name, Figures(document["form"], machine_readable.check_code([*document["rows"]])))
    except (KeyError, TypeError, AttributeError, UserError) as error:
        raise ValueError("not the data of a form") from error


def _of_sheet(sheet: Sheet) -> tuple[Listed, ...]:
    options = (payroll_sheet.SheetOptions(_STAMP, every_column=every) for every in (False, True))
    return tuple(_of_form(payroll_sheet.layout(sheet, one).content) for one in options)


def _of_form(form: ListForm[Any]) -> Listed:
    rows, sum_of, columns = form.rows, form.sum_of, form.columns
    return replace(
        _of_printed(printed(form)),
        sums=lambda label, first, last: sum_texts(columns, sum_of(label, rows[first:last])) if sum_of else (label,),
        wholes=tuple(sum_texts(columns, row) for row in form.wholes()),
        shown=None,
        pages=0,
        of=0,
    )


def _of_printed(value: PrintedList) -> Listed:
    summed = [index for index, one in enumerate(value.columns) if one.summed]

    def sums(label: str, first: int, last: int) -> tuple[str, ...]:
        totals = (_total([row[index] for row in value.rows[first:last]]) for index in summed)
        return (label, *(one for one in totals if one))

    return Listed(
        imprint=Imprint(value.form, value.number, value.check_code, value.revision),
        title=value.title,
        heads=tuple(one.head for one in value.columns),
        cells=value.rows,
        sums=sums,
        wholes=tuple(
            sums(row[0], 0, len(value.rows)) if row[0] == WHOLE else row[:1]
            for row in value.sums
            if row[0] not in PAGE_SUMS
        ),
        words=value.words,
        end=value.end,
        shown=value.sums,
        pages=value.pages,
        before=value.before,
        of=value.of,
    )


def _total(texts: Sequence[str]) -> str:
    """The sum of a column's amounts, however they are written; empty for a column that holds other things."""
    total = total_of(texts)
    return "" if total is None else money.plain(total)


def _converted(document: Any, kind: type[Any]) -> Any:
    return msgspec.convert(_months(document), kind)


def _months(value: Any) -> Any:
    """Months are written YYYY-MM."""
    if isinstance(value, list):
        return [_months(one) for one in value]
    if isinstance(value, dict):
        return {
            key: dataclasses.asdict(Month.parse(one)) if key in _MONTHS and isinstance(one, str) else _months(one)
            for key, one in value.items()
        }
    return value


_MONTHS = frozenset({"month", "first_month"})
