"""The content of a printed form as JSON, carried inside its PDF so that nobody has to read figures from paper."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing.pages import Attachment, Imprint
from cjdesk.services.check_codes import check_code
from cjdesk.services.payments.values import PaymentList

__all__ = [
    "PrintedColumn",
    "PrintedForm",
    "PrintedList",
    "Told",
    "bank_list",
    "check_code",
    "form",
    "printed",
    "sheet",
    "table",
]


def sheet(value: Sheet) -> Attachment:
    """The whole pay sheet; amounts are integer fen, the month YYYY-MM."""
    return Attachment(f"{value.number}_v{value.revision}.json", _json("F1", value))


def bank_list(value: PaymentList) -> Attachment:
    """The whole bank list, but without what the paper does not say: phones, and who is not on it."""
    left = (dataclasses.replace(one, person_id="", id_no="", name="") for one in value.left_out)
    rows = (dataclasses.replace(row, phone="") for row in value.rows)
    value = dataclasses.replace(value, rows=tuple(rows), left_out=tuple(left))
    return Attachment(f"{value.number or 'draft'}.json", _json("F5", value))


def table(name: str, form: str, rows: list[dict[str, str | int]]) -> Attachment:
    """Beside a list, the figures of it that its check code is taken from, for other programs."""
    return Attachment(name, msgspec.json.encode({"form": form, "rows": rows}))


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column's head, and whether the last row has the sum of its amounts."""

    head: str
    summed: bool


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list exactly as it stands on paper, so that a reader can prove the paper.

    ``sums`` are the texts of all sum rows in their order, ``words`` is the total in capitals, ``end`` what stands below
    the last table. It stands on ``pages`` pages, after ``before`` others of the same paper, which has ``of`` in all.
    """

    form: str
    number: str
    check_code: str
    revision: int
    title: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, ...], ...]
    words: str
    end: tuple[str, ...]
    pages: int
    before: int
    of: int


def printed(value: PrintedList) -> Attachment:
    """All cells of a list; the file carries no more than the paper shows."""
    part = f"_{value.before + 1}" if value.pages < value.of else ""
    return Attachment(f"{value.number}_{value.form}{part}.json", msgspec.json.encode(value))


Told = str | tuple[str, ...]
"""What stands on a page: a text, or the cells of a table's row from left to right."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form that is no list exactly as it stands on paper; ``content`` goes from the top down, page after page.

    ``parts`` are what is cut out of it where each bears a number and code of its own, instead of those of the whole.
    """

    form: str
    number: str
    check_code: str
    revision: int
    content: tuple[Told, ...]
    parts: tuple[Imprint, ...] | None = None

    @property
    def imprint(self) -> Imprint:
        """That of the whole."""
        return Imprint(self.form, self.number, self.check_code, self.revision)

    @property
    def borne(self) -> tuple[Imprint, ...]:
        """What stands on the paper: its own, or that of each part."""
        return (self.imprint,) if self.parts is None else self.parts


def form(imprint: Imprint, content: Iterable[Told], parts: Iterable[Imprint] | None = None) -> Attachment:
    """What is painted of a form that is no list; give what its painter is given, so that both say the same."""
    borne = None if parts is None else tuple(parts)
    value = PrintedForm(imprint.form, imprint.number, imprint.check_code, imprint.revision, tuple(content), borne)
    return Attachment(f"{value.number}_{value.form}.json", msgspec.json.encode(value))


def _json(form: str, value: Sheet | PaymentList) -> bytes:
    return msgspec.json.encode({"form": form, **_flat(value)})


def _flat(value: Any) -> dict[str, object]:
    """The fields of a value; months as YYYY-MM, also inside the lines of a run. What else lies deeper has no months."""
    return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Sequence):
        return [_line(one) if isinstance(one, Line) else one for one in value]
    return value


def _line(value: Line) -> dict[str, object]:
    """As above, without a look at each field: a run has thousands of lines."""
    made = dict(zip(_LINE, _of_line(value), strict=True))
    made["month"], made["steps"] = str(value.month), list(value.steps)
    return made


_LINE = tuple(field.name for field in dataclasses.fields(Line))
_of_line = operator.attrgetter(*_LINE)
