"""Relocated households: the resettlement sites, the households, and who lives in them with which work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Division, Household, ResettlementSite
from cjdesk.domain.errors import (
    CodeMissing,
    DuplicateIdInFile,
    HouseholdTwice,
    HouseholdUnknown,
    InAnotherHousehold,
    SiteUnknown,
    WordUnknown,
)
from cjdesk.services.imports import words
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import PersonFacts, name_refusal, take_person
from cjdesk.services.imports.registry import Registry, Stored, table_rows
from cjdesk.services.imports.sheet_rows import Findings, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.forms import HOUSEHOLD_MEMBERS, HOUSEHOLDS, SITES
from cjdesk.workbooks.headers import Table
from cjdesk.workbooks.reading import Cell

KINDS: Mapping[str, str] = {
    "贫困": "贫困", "贫困户": "贫困", "建档立卡": "贫困", "建档立卡贫困户": "贫困", "脱贫": "贫困", "脱贫户": "贫困",
    "同步": "同步", "同步搬迁": "同步", "同步搬迁户": "同步", "随迁": "同步", "随迁户": "同步",
}  # fmt: skip
REACHES: Mapping[str, bool] = {
    "县内": True, "县内安置": True, "县域内": True, "跨区域": False, "跨区域安置": False, "县外": False,
}  # fmt: skip

States = dict[tuple[str, int], str]


def check(
    session: Session, findings: Findings, tables: Sequence[Table], progress: Callable[[], None]
) -> tuple[Changes, States]:
    """Read sites, households and members, in this order whatever the order of the sheets."""
    registry = Registry.load(session, findings.today)
    work = _Households(session, registry)
    for form, take in ((SITES, work.sites), (HOUSEHOLDS, work.households), (HOUSEHOLD_MEMBERS, work.members)):
        for table in tables:
            if table.form is form:
                take(findings, table, progress)
    return work.changes, work.states


class _Households:
    """The import of one workbook."""

    def __init__(self, session: Session, registry: Registry) -> None:
        self.registry = registry
        self.changes = Changes(registry.township)
        self.states: States = {}
        self._sites = {row["name"]: row for row in table_rows(session, ResettlementSite, registry.township)}
        self._known = {row["number"]: row for row in table_rows(session, Household, registry.township)}
        self._numbers = {row["id"]: row["number"] for row in self._known.values()}
        self._spoken_of: set[str | None] = set()
        villages = select(Division.code, Division.name).where(Division.parent == registry.township)
        self._villages = {code: name for code, name in session.execute(villages)}  # noqa: C416 - rows are not pairs

    def sites(self, findings: Findings, table: Table, progress: Callable[[], None]) -> None:
        """The sheet 安置点."""
        for line in lines(findings, table):
            progress()
            name = line.text("name", 80)
            reach = line.read("in_county", lambda cell: _word(cell, REACHES), CodeMissing(column="县内/跨区域"))
            if name is None or reach is None or line.refused:
                continue
            row = self._sites.get(name)
            if row is None:
                self._sites[name] = self.changes.insert(ResettlementSite, name=name, in_county=reach)
                self.states[line.where] = "created"
            else:
                changed = self.changes.update(ResettlementSite, row, in_county=reach)
                self.states[line.where] = "updated" if changed else "unchanged"

    def households(self, findings: Findings, table: Table, progress: Callable[[], None]) -> None:
        """The sheet 搬迁户."""
        seen: dict[str, int] = {}
        for line in lines(findings, table):
            progress()
            number = line.code("number", 20)
            head = line.id_no("head_id_no")
            site_name = line.text("site", 80)
            site = self._sites.get(site_name or "")
            if site is None:
                line.note("site", SiteUnknown(value=site_name or ""))
            moved = line.day("moved")
            kind = line.read("kind", lambda cell: _word(cell, KINDS))
            if number is None:
                line.note("number", CodeMissing(column="户编号"))
            elif seen.setdefault(number, line.row.number) != line.row.number:
                line.note("number", HouseholdTwice(value=number, row=seen[number]))
            if number is None or head is None or site is None or line.refused:
                continue
            said: dict[str, Any] = {
                "head_id_no": head.value,
                "site_id": site["id"],
                "moved": moved,
                "kind": kind,
                "relocated": True,
                "village": self._villages.get(number[:12]),
            }
            row = self._known.get(number)
            if row is None:
                self._known[number] = self.changes.insert(Household, number=number, **said)
                self.states[line.where] = "created"
            else:
                told = {key: value for key, value in said.items() if value is not None}
                self.states[line.where] = "updated" if self.changes.update(Household, row, **told) else "unchanged"

    def members(self, findings: Findings, table: Table, progress: Callable[[], None]) -> None:
        """The sheet 成员."""
        seen: dict[str, tuple[str, int, str]] = {}
        self._spoken_of |= {cells.code(row.cells[table.columns["number"]]) for row in table.rows()}
        for line in lines(findings, table):
            progress()
            number = line.code("number", 20)
            household = self._known.get(number or "")
            if household is None:
                line.note("number", HouseholdUnknown(value=number or ""))
            id_no, name = line.id_no(), line.name()
            facts: Stored = {
                "relation": line.word("relation", words.relation),
                "labour_ability": line.word("ability", words.labour_ability),
                "employment_status": line.text("status", 20),
                "employment_place": line.text("place", 20),
                "employment_unit": line.text("unit", 100),
            }
            if id_no is None or name is None or household is None or line.refused:
                continue
            sheet, row, other = seen.setdefault(id_no.value, (*line.where, name))
            if (sheet, row) != line.where:
                line.note("id_no", DuplicateIdInFile(field="id_no", name=other, sheet=sheet, row=row))
                continue
            refusal = name_refusal(self.registry, id_no.value, name) or self._elsewhere(id_no.value, household)
            if refusal is not None:
                line.note("id_no", refusal)
                continue
            created = id_no.value not in self.registry.persons
            before = self.changes.count
            facts["household_id"] = household["id"]
            take_person(self.registry, self.changes, PersonFacts(id_no, name, facts), owns=True)
            self.states[line.where] = (
                "created" if created else "updated" if self.changes.count > before else "unchanged"
            )

    def _elsewhere(self, id_no: str, household: Stored) -> InAnotherHousehold | None:
        """Who is stored in another household may move only when the file shows that one without the person."""
        person = self.registry.persons.get(id_no)
        if person is None or person["household_id"] in (None, household["id"]):
            return None
        number = self._numbers.get(person["household_id"])
        if number is None or number in self._spoken_of:
            return None
        return InAnotherHousehold(field="id_no", name=person["name"], household=number)


def _word(cell: Cell, words_known: Mapping[str, Any]) -> Any:
    word = cells.text(cell)
    if word is not None and word not in words_known:
        raise WordUnknown(value=word, choices="、".join(words_known))
    return words_known[word] if word is not None else None
