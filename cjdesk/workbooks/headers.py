"""Find the heading row of a sheet and which column holds which field; the words are data in ``forms``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cjdesk.domain.errors import ColumnMissing, HeaderNotFound
from cjdesk.workbooks.reading import Cell, Sheet, Workbook

SEARCHED_ROWS = 30
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOISE = re.compile(r"[\s*＊:：、,，。.★☆]+")
_TOTAL = re.compile(r"(?:本页|本表|全[镇乡村县])?(?:合计|小计|总计|累计|共计)")
_FOOTER = re.compile(
    r"(?:制表|填表|填报|审核|复核|审批|经办|负责|联系)(?:人|单位|日期|时间|电话)?[:：]|(?:单位|主要|分管)(?:负责人|领导)|"
    r"(?:备注|注|说明|填表说明)[:：]"
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is understood: its key, the heading we write, the other headings people write."""

    key: str
    heading: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Form:
    """A kind of table, known by its columns; ``key_field`` is filled in every data row."""

    name: str
    fields: tuple[Field, ...]
    key_field: str
    sheet_name: str = ""

    @cached_property
    def keys_by_label(self) -> dict[str, str]:
        """Normalised heading → field key."""
        labels: dict[str, str] = {}
        for field in self.fields:
            for word in (field.heading, *field.synonyms):
                labels.setdefault(label(word), field.key)
        return labels

    @cached_property
    def required(self) -> frozenset[str]:
        """Fields without which the sheet cannot be read."""
        return frozenset(field.key for field in self.fields if field.required)

    def heading(self, key: str) -> str:
        """The standard heading of a field."""
        return next(field.heading for field in self.fields if field.key == key)


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its number in the file and its cells."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """A sheet that was recognised: where its headings end, which column holds which field."""

    form: Form
    sheet: Sheet
    first_heading: int
    last_heading: int
    columns: dict[str, int]
    labels: tuple[str, ...]

    @property
    def missing(self) -> frozenset[str]:
        """Required fields that no column holds."""
        return self.form.required - self.columns.keys()

    @property
    def title(self) -> str:
        """The text above the headings, one line per row."""
        lines = self.sheet.rows[: self.first_heading - 1]
        return "\n".join(" ".join(str(cell) for cell in line if cell != "") for line in lines)

    def rows(self) -> Iterator[Row]:
        """Data rows; blank rows, totals, repeated headings and signature lines are passed over."""
        key_column = self.columns[self.form.key_field]
        key_label = label(self.labels[key_column])
        for number, cells in enumerate(self.sheet.rows[self.last_heading :], start=self.last_heading + 1):
            key = cells[key_column]
            if key == "" or not isinstance(key, str) or len(key) < 15:
                first = next((cell for cell in cells if cell != "" and str(cell).strip()), None)
                if first is None or (isinstance(first, str) and is_aside(first)):
                    continue
                if isinstance(key, str) and key and label(key) == key_label:
                    continue
            yield Row(number, cells)


def is_aside(text: str) -> bool:
    """Whether a row that begins with this text is a total or a signature line, not data."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return bool(_TOTAL.match(words) or _FOOTER.match(words) or _FOOTER.match(text.strip()))


@lru_cache(maxsize=4096)
def label(text: str) -> str:
    """A heading without blanks, units in brackets, stars and punctuation."""
    plain = unicodedata.normalize("NFKC", text)
    bare = _NOISE.sub("", _BRACKETS.sub("", plain))
    return bare or _NOISE.sub("", plain)


def find_tables(workbook: Workbook, forms: Sequence[Form]) -> tuple[Table, ...]:
    """Recognise each visible sheet as one of the forms.

    The first form must occur, unless every sheet was recognised (a corrections workbook may hold only the others).
    Sheets without any known heading are passed over (cover, notes). Errors: HEADER_NOT_FOUND, COLUMN_MISSING.
    """
    tables: list[Table] = []
    unknown = 0
    for sheet in workbook.sheets:
        if not sheet.visible or not sheet.rows:
            continue
        found = recognise(sheet, forms)
        if found is None:
            unknown += 1
        else:
            tables.append(found)
    if not tables:
        for sheet in workbook.sheets:
            _refuse_nearly(sheet, list(_readings(sheet, forms[:1])), at_least=3)
    if not tables or (unknown and not any(table.form is forms[0] for table in tables)):
        headings = "、".join(field.heading for field in forms[0].fields if field.required)
        raise HeaderNotFound(name=workbook.name, headings=headings)
    return tuple(tables)


def recognise(sheet: Sheet, forms: Sequence[Form]) -> Table | None:
    """The best reading of a sheet, or None. A sheet that only lacks a required column is COLUMN_MISSING."""
    tables = list(_readings(sheet, forms))
    whole = [table for table in tables if not table.missing]
    if whole:
        return max(whole, key=_rank)
    _refuse_nearly(sheet, tables, at_least=4)
    return None


def _refuse_nearly(sheet: Sheet, tables: Sequence[Table], *, at_least: int) -> None:
    """Name what a sheet lacks that has most of a form; so much is no cover and no summary."""
    near = [
        table
        for table in tables
        if len(table.columns) >= at_least
        and (len(table.missing) == 1 or (at_least > 3 and 2 * len(table.missing) <= len(table.form.required)))
    ]
    if near:
        best = max(near, key=_rank)
        words = "、".join(field.heading for field in best.form.fields if field.key in best.missing)
        raise ColumnMissing(sheet=sheet.name, missing=words, row=best.last_heading)


def _readings(sheet: Sheet, forms: Sequence[Form]) -> Iterator[Table]:
    """Every row, and every two rows together, read as the headings of every form."""
    for index in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for lines in (sheet.rows[index : index + 1], sheet.rows[index : index + 2]):
            for form in forms:
                columns, labels = _columns(lines, form)
                if len(columns) >= 2:
                    yield Table(form, sheet, index + 1, index + len(lines), columns, labels)


def _rank(table: Table) -> tuple[int, int, int]:
    """More columns first, then fewer heading rows, then further up."""
    return len(table.columns), table.first_heading - table.last_heading, -table.first_heading


def _columns(lines: Sequence[list[Cell]], form: Form) -> tuple[dict[str, int], tuple[str, ...]]:
    """Match one or two heading lines with the form's fields; the lower line counts, the upper is its group."""
    columns: dict[str, int] = {}
    labels: list[str] = []
    group = ""
    for index, cell in enumerate(lines[0]):
        upper = _heading(cell)
        group = upper or group
        lower = _heading(lines[1][index]) if len(lines) > 1 else ""
        labels.append(lower or upper)
        for words in (group + lower, lower) if lower else (upper,):
            key = form.keys_by_label.get(label(words)) if words else None
            if key is not None and key not in columns:
                columns[key] = index
                break
    return columns, tuple(labels)


def _heading(cell: Cell) -> str:
    return cell if isinstance(cell, str) and cell.strip() else ""
