"""Reading the rows of recognised tables field by field, with everything that is wrong noted where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from cjdesk.domain import id_number, names
from cjdesk.domain.errors import (
    CellDamaged,
    DateSerial,
    HiddenColumn,
    HiddenRow,
    HiddenSheet,
    IdMissing,
    NameMissing,
    NamePua,
    UserError,
    WordSkipped,
    WordUnknown,
)
from cjdesk.domain.id_number import IdNumber
from cjdesk.services.imports.problems import RULES, WARNINGS, Problem
from cjdesk.workbooks import cells
from cjdesk.workbooks.headers import Row, Table
from cjdesk.workbooks.reading import Cell, ErrorCell, Workbook

T = TypeVar("T")


class RowState(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Tidied:
    """A name that is stored otherwise than it stands in the cell; the clerk sees each one (U-04)."""

    sheet: str
    row: int
    column: str
    before: str
    after: str


@dataclass(slots=True)
class Findings:
    """Everything noted while a file is checked."""

    today: date
    rules: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    tidied: list[Tidied] = field(default_factory=list)
    refused: set[tuple[str, int]] = field(default_factory=set)

    def note(self, table: Table, row: Row, key: str, error: UserError) -> None:
        """Keep a problem of a cell; an error refuses its row."""
        index = table.columns.get(key)
        value = cells.shown(row.cells[index]) if index is not None else ""
        rule = self.rules.get(error.code) or RULES.get(error.code, "")
        self.problems.append(Problem(table.sheet.name, row.number, table.form.heading(key), error, value, rule))
        if error.code not in WARNINGS:
            self.refused.add((table.sheet.name, row.number))

    def is_refused(self, table: Table, row: Row) -> bool:
        """Whether the row has an error."""
        return (table.sheet.name, row.number) in self.refused

    def hidden_parts(self, workbook: Workbook, tables: Sequence[Table]) -> None:
        """Name hidden sheets that were passed over and hidden columns that were read."""
        for sheet in workbook.sheets:
            if not sheet.visible and sheet.rows:
                self.problems.append(Problem(sheet.name, 0, "", HiddenSheet(sheet=sheet.name), "", "U-14"))
        for table in tables:
            for key, index in table.columns.items():
                if index in table.sheet.hidden_columns:
                    error = HiddenColumn(column=table.labels[index])
                    heading = table.form.heading(key)
                    self.problems.append(Problem(table.sheet.name, table.last_heading, heading, error, "", "U-14"))


class Line:
    """One data row of a table, read through its fields."""

    __slots__ = ("_cells", "_columns", "_findings", "row", "table")

    def __init__(self, findings: Findings, table: Table, row: Row) -> None:
        """Bind a row to where its problems are noted."""
        self._findings = findings
        self._columns = table.columns
        self._cells = row.cells
        self.table = table
        self.row = row

    @property
    def where(self) -> tuple[str, int]:
        """Sheet name and row number."""
        return self.table.sheet.name, self.row.number

    @property
    def refused(self) -> bool:
        """Whether an error was noted in this row."""
        return self._findings.is_refused(self.table, self.row)

    def note(self, key: str, error: UserError) -> None:
        """Keep a problem of one of this row's cells."""
        self._findings.note(self.table, self.row, key, error)

    def has(self, key: str) -> bool:
        """Whether the sheet has the column at all."""
        return key in self._columns

    def cell(self, key: str) -> Cell:
        """The raw cell; the empty text where the sheet has no such column."""
        index = self._columns.get(key)
        return "" if index is None else self._cells[index]

    def read(self, key: str, reader: Callable[[Cell], T | None], missing: UserError | None = None) -> T | None:
        """The cell through a reader of ``workbooks.cells``; what it raises is noted and None returned."""
        index = self._columns.get(key)
        cell = "" if index is None else self._cells[index]
        value: T | None = None
        if cell != "":
            try:
                value = reader(cell)
            except UserError as error:
                self.note(key, error)
                return None
        if value is None and missing is not None:
            self.note(key, missing)
        return value

    def word(self, key: str, reader: Callable[[Cell], T | None]) -> T | None:
        """A word of a list that no rule rests on: an unknown one is left out with a warning, the row goes in."""
        try:
            cell = self.cell(key)
            return reader(cell) if cell != "" else None
        except WordUnknown as error:
            self.note(key, WordSkipped(value=error.facts["value"], choices=error.facts["choices"]))
        except UserError as error:
            self.note(key, error)
        return None

    def text(self, key: str, limit: int) -> str | None:
        """Words of at most so many characters."""
        cell = self.cell(key)
        try:
            return cells.text(cell, limit) if cell != "" else None
        except UserError as error:
            self.note(key, error)
            return None

    def code(self, key: str, limit: int) -> str | None:
        """A code of at most so many characters."""
        cell = self.cell(key)
        try:
            return cells.code(cell, limit) if cell != "" else None
        except UserError as error:
            self.note(key, error)
            return None

    def day(self, key: str, missing: UserError | None = None) -> date | None:
        """A date; a bare number that was read as one is noted (DATE_SERIAL)."""
        found = self.read(key, cells.day, missing)
        if found is None:
            return None
        if found.serial:
            self.note(key, DateSerial(value=cells.shown(self.cell(key)), found=found.value.isoformat()))
        return found.value

    def id_no(self, key: str = "id_no", *, required: bool = True) -> IdNumber | None:
        """A checked ID number."""
        cell = self.cell(key)
        try:
            if isinstance(cell, ErrorCell):
                raise CellDamaged(value=cell.text)
            if not required and cells.is_empty(cell):
                return None
            if isinstance(cell, (str, int, float)) and not isinstance(cell, bool):
                return id_number.check(cell, today=self._findings.today)
            return id_number.check(cells.shown(cell), today=self._findings.today)
        except UserError as error:
            self.note(key, error)
            return None

    def name(self, key: str = "name") -> str | None:
        """A cleaned name; what was taken out is kept for the clerk to see, lost characters are noted."""
        cell = self.cell(key)
        try:
            found = names.normalise("" if cell == "" else cells.whole_text(cell))
        except UserError as error:
            self.note(key, error)
            return None
        if found.changed:
            sheet, row = self.where
            shown = cells.shown(cell)
            self._findings.tidied.append(Tidied(sheet, row, self.table.form.heading(key), shown, found.value))
        if found.lost:
            self.note(key, NamePua(name=found.value))
        return found.value


def lines(findings: Findings, table: Table) -> Iterator[Line]:
    """The data rows of a table; hidden ones are noted and read."""
    hidden = table.sheet.hidden_rows
    hidden_key = "name" if "name" in table.columns else table.form.key_field
    for row in table.rows():
        line = Line(findings, table, row)
        if row.number in hidden:
            line.note(hidden_key, HiddenRow(row=row.number))
        yield line


__all__ = ["Findings", "IdMissing", "Line", "NameMissing", "RowState", "Tidied", "lines"]
