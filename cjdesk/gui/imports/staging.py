"""The rows of a checked file as the staging grid shows them: each with its state, its cells, what was found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cjdesk.gui.imports.words import COLUMN_TITLES, short
from cjdesk.gui.row_model import Column
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.imports import ImportPlan, Problem, RowState
from cjdesk.workbooks.cells import shown
from cjdesk.workbooks.headers import Form, Row, Table

PREFIX = "cell_"
"""Field keys are shown as attributes with this prefix."""

COLUMNS = (
    Column("row", N_("Row"), 52, "number", muted=True, order=""),
    Column("state", N_("State"), 112, "chip", order=""),
    Column("sheet", N_("Sheet"), 112, muted=True, order=""),
    *(Column(PREFIX + key, title, width, "change", order="") for key, (title, width) in COLUMN_TITLES.items()),
)

FIX, LOOK, TIDY, READY, SAME = "fix", "look", "tidy", "ready", "same"
"""What is to be done with a row, the gravest first."""


class StagedRow:
    """One row of the file; cells are read when they are shown."""

    __slots__ = ("_cells", "_keys", "done", "group", "id", "problems", "row", "sheet", "tidied", "wrong")

    def __init__(  # noqa: PLR0917 - what a row consists of
        self, place: int, table: Table, row: Row, problems: Sequence[Problem], tidied: Mapping[str, tuple[str, str]],
        state: RowState,
    ) -> None:  # fmt: skip
        """``tidied``: field key → before, after; ``wrong`` becomes the field keys with an error."""
        self.id = place
        self.row = row.number
        self.sheet = table.sheet.name
        self.problems = tuple(problems)
        self.tidied = tidied
        self.done = False
        headings = _headings(table.form) if problems else {}
        self.wrong = frozenset(headings.get(one.column, "") for one in problems if one.severity == "error")
        self._cells, self._keys = row.cells, table.columns
        self.group = _group(state, self.problems, bool(tidied))

    @property
    def state(self) -> Chip:
        """✓ 可导入, ▲ 末位不对, △ …, ✎ 已整理, – 无变化."""
        if self.group == FIX:
            first = next(one for one in self.problems if one.severity == "error")
            return Chip("error", short(first.code), "error")
        if self.done and self.group != SAME:
            return Chip("done", tr("Imported"), "ok", quiet=True)
        if self.group == LOOK:
            return Chip("warning", short(self.problems[0].code), "warn")
        if self.group == TIDY:
            return Chip("changed", tr("Tidied"), "info")
        if self.group == SAME:
            return Chip("skipped", tr("As before"), "neutral")
        return Chip("done", tr("Ready"), "ok", quiet=True)

    def __getattr__(self, name: str) -> object:
        """``cell_name`` … : the words of a cell, or a pair before, after."""
        if not name.startswith(PREFIX):
            raise AttributeError(name)
        key = name.removeprefix(PREFIX)
        if key in self.tidied:
            return self.tidied[key]
        index = self._keys.get(key)
        return "" if index is None else shown(self._cells[index])


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one code: how many, in which row the first stands, its sentence."""

    code: str
    severity: str
    count: int
    first: tuple[str, int]
    sentence: str


@dataclass(frozen=True, slots=True)
class Staging:
    """A checked file ready to be looked through."""

    plan: ImportPlan
    rows: tuple[StagedRow, ...]
    groups: tuple[Group, ...]
    columns: frozenset[str]
    sheets: tuple[str, ...]
    guessed: tuple[tuple[str, str], ...]
    """Headings that the file words otherwise: as they stand there, as we call them."""
    unread: tuple[str, ...]
    """Headings that no field was found for; their columns are not taken in."""

    def of(self, group: str) -> tuple[StagedRow, ...]:
        """The rows of a group; all for an unknown one."""
        return tuple(row for row in self.rows if row.group == group) if group in _GROUPS else self.rows

    def count(self, group: str) -> int:
        """How many rows a group has."""
        return sum(1 for row in self.rows if row.group == group)

    @property
    def sum(self) -> str:
        """All rows, and what becomes of them: the parts add up."""
        plan = self.plan
        return tr(
            "{read} rows = new {new} + changed {changed} + as before {same} + to put right {wrong}",
            read=plan.read,
            new=plan.count(RowState.CREATED),
            changed=plan.count(RowState.UPDATED),
            same=plan.count(RowState.UNCHANGED),
            wrong=plan.count(RowState.REJECTED),
        )

    @property
    def news(self) -> int:
        """Rows that would create or change something."""
        return self.plan.count(RowState.CREATED) + self.plan.count(RowState.UPDATED)


_GROUPS = frozenset({FIX, LOOK, TIDY, READY, SAME})


def stage(plan: ImportPlan) -> Staging:
    """Put rows, findings and tidied cells together."""
    problems: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for one in plan.problems:
        problems[one.sheet, one.row].append(one)
    headings = {table.sheet.name: _headings(table.form) for table in plan.tables}
    tidied: dict[tuple[str, int], dict[str, tuple[str, str]]] = defaultdict(dict)
    for one_tidied in plan.tidied:
        key = headings[one_tidied.sheet].get(one_tidied.column, "")
        tidied[one_tidied.sheet, one_tidied.row][key] = (one_tidied.before, one_tidied.after)
    rows: list[StagedRow] = []
    states = iter(plan.rows)
    for table in plan.tables:
        for row in table.rows():
            where = (table.sheet.name, row.number)
            rows.append(
                StagedRow(len(rows), table, row, problems.get(where, ()), tidied.get(where, {}), next(states).state)
            )
    keys = {PREFIX + key for table in plan.tables for key in table.columns}
    several = {"sheet"} if len(plan.tables) > 1 else set()
    return Staging(
        plan=plan,
        rows=tuple(rows),
        groups=_groups(plan.problems),
        columns=frozenset({"row", "state", *several, *keys}),
        sheets=tuple(table.sheet.name for table in plan.tables),
        guessed=tuple(dict.fromkeys(pair for table in plan.tables for pair in _guessed(table))),
        unread=tuple(dict.fromkeys(label for table in plan.tables for label in _unread(table))),
    )


def _guessed(table: Table) -> list[tuple[str, str]]:
    pairs = [(table.labels[index], table.form.heading(key)) for key, index in table.columns.items()]
    return [(theirs, ours) for theirs, ours in pairs if theirs != ours]


def _unread(table: Table) -> list[str]:
    read = set(table.columns.values())
    return [label for index, label in enumerate(table.labels) if label.strip() and index not in read]


def cell_of(problem: Problem, form: Form) -> str:
    """The column key of a finding."""
    key = _headings(form).get(problem.column, "")
    return PREFIX + key if key else "state"


def marked(row: StagedRow, key: str) -> str:
    """``error``, ``changed`` or nothing: how a cell is to be marked."""
    field = key.removeprefix(PREFIX)
    return "error" if field in row.wrong else ("changed" if field in row.tidied else "")


def _headings(form: Form) -> dict[str, str]:
    return {field.heading: field.key for field in form.fields}


def _group(state: RowState, problems: Sequence[Problem], is_tidied: bool) -> str:
    if state is RowState.REJECTED:
        return FIX
    if problems:
        return LOOK
    if state is RowState.UNCHANGED:
        return SAME
    return TIDY if is_tidied else READY


def _groups(problems: Sequence[Problem]) -> tuple[Group, ...]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        found[one.code].append(one)
    groups = [
        Group(code, many[0].severity, len(many), (many[0].sheet, many[0].row), many[0].message)
        for code, many in found.items()
    ]
    return tuple(sorted(groups, key=lambda one: (one.severity != "error", -one.count)))
