"""Labour cooperatives: the cooperatives, their teams and captains, and one member list for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.db.models import Cooperative, Membership, Team
from cjdesk.domain.errors import (
    CodeMissing,
    CooperativeNotListed,
    DateMissing,
    DateOrder,
    MemberTwice,
    MemberTwoCoops,
    PostHolderAway,
    WordUnknown,
)
from cjdesk.services.imports import words
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.person_rows import PersonFacts, name_refusal, take_person
from cjdesk.services.imports.registry import Registry, Stored, table_rows
from cjdesk.services.imports.sheet_rows import Findings, Line, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.forms import COOPERATIVES, MEMBERS, TEAMS
from cjdesk.workbooks.headers import Table
from cjdesk.workbooks.reading import Cell

AWAY = frozenset({"县外省内", "省外", "境外", "县外"})
"""Work from which nobody can look after a post here (R-15)."""
VILLAGE = "village"
TIERS = {"县": "county", "县级": "county", "乡镇": "township", "镇": "township", "乡": "township", "乡镇级": "township",
         "村": VILLAGE, "村级": VILLAGE}  # fmt: skip
_TITLE_NAME = re.compile(r"合作社名称[:：]\s*(\S+)")
_TITLE_CODE = re.compile(r"统一社会信用代码[:：]\s*([0-9A-Z]{18})")

States = dict[tuple[str, int], str]


def check(
    session: Session, findings: Findings, tables: Sequence[Table], progress: Callable[[], None]
) -> tuple[Changes, States]:
    """Read cooperatives, teams and members, in this order whatever the order of the sheets."""
    registry = Registry.load(session, findings.today, posts=True)
    work = _Members(session, registry, words.vocabulary(session))
    for form, take in ((COOPERATIVES, work.cooperatives), (TEAMS, work.teams), (MEMBERS, work.members)):
        for table in tables:
            if table.form is form:
                take(findings, table, progress)
    work.parents()
    return work.changes, work.states


class _Members:
    """The import of one workbook."""

    def __init__(self, session: Session, registry: Registry, vocabulary: words.Vocabulary) -> None:
        self.registry = registry
        self.vocabulary = vocabulary
        self.changes = Changes(registry.township)
        self.states: States = {}
        township = registry.township
        self._known = {row["name"]: row for row in table_rows(session, Cooperative, township)}
        self._by_id = {row["id"]: row for row in self._known.values()}
        self._teams = {(row["cooperative_id"], row["name"]): row for row in table_rows(session, Team, township)}
        self._memberships: dict[str, list[Stored]] = {}
        for row in table_rows(session, Membership, township):
            self._memberships.setdefault(row["person_id"], []).append(row)
        self._seen: dict[tuple[str, str], tuple[str, int]] = {}
        self._parents: list[tuple[Line, Stored, str]] = []

    def cooperatives(self, findings: Findings, table: Table, progress: Callable[[], None]) -> None:
        """The sheet 合作社."""
        for line in lines(findings, table):
            progress()
            name = line.text("name", 80)
            tier = line.read("tier", _tier, CodeMissing(column="层级"))
            parent = line.text("parent", 80)
            chair = line.id_no("chair_id_no", required=False)
            said: dict[str, Any] = {
                "tier": tier,
                "credit_code": line.code("credit_code", 18),
                "founded": line.day("founded"),
                "chair_id_no": chair.value if chair else None,
                "chair_name": line.name("chair_name") if not cells.is_empty(line.cell("chair_name")) else None,
            }
            if name is None:
                line.note("name", CodeMissing(column="名称"))
            if name is None or line.refused:
                continue
            row, state = self._cooperative(name, said)
            self.states[line.where] = state
            if parent is not None:
                self._parents.append((line, row, parent))

    def parents(self) -> None:
        """Hang each cooperative under its upper one, which may stand further down on the sheet."""
        for line, row, name in self._parents:
            parent = self._known.get(name)
            if parent is None:
                line.note("parent", CooperativeNotListed(value=name))
                continue
            before = self.changes.count
            if self.changes.update(Cooperative, row, parent_id=parent["id"]) and self.states[line.where] == "unchanged":
                self.states[line.where] = "updated"
            self.changes.count = max(before, self.changes.count)
        added = self.changes.inserts.get(Cooperative)
        if added:
            rank = {"county": 0, "township": 1, VILLAGE: 2}
            added.sort(key=lambda one: (rank.get(one["tier"], 3), one["parent_id"] is not None))

    def teams(self, findings: Findings, table: Table, progress: Callable[[], None]) -> None:
        """The sheet 劳务队."""
        for line in lines(findings, table):
            progress()
            cooperative = self._known.get(line.text("cooperative", 80) or "")
            if cooperative is None:
                line.note("cooperative", CooperativeNotListed(value=cells.shown(line.cell("cooperative"))))
            name = line.text("name", 40)
            captain = line.id_no("captain_id_no", required=False)
            captain_name = line.name("captain_name") if not cells.is_empty(line.cell("captain_name")) else None
            if cooperative is None or name is None or line.refused:
                continue
            said = {"captain_id_no": captain.value if captain else None, "captain_name": captain_name}
            row = self._teams.get((cooperative["id"], name))
            if row is None:
                self._teams[cooperative["id"], name] = self.changes.insert(
                    Team, cooperative_id=cooperative["id"], name=name, **said
                )
                self.states[line.where] = "created"
                continue
            changed = self.changes.update(Team, row, **{key: value for key, value in said.items() if value is not None})
            self.states[line.where] = "updated" if changed else "unchanged"

    def members(self, findings: Findings, table: Table, progress: Callable[[], None]) -> None:
        """One list of members; the cooperative stands in a column, in the title, or is the sheet's name."""
        of_sheet = self._of_sheet(table)
        for line in lines(findings, table):
            progress()
            written = line.text("cooperative", 80)
            cooperative = self._known.get(written) if written is not None else of_sheet
            if cooperative is None:
                key = "cooperative" if line.has("cooperative") else "name"
                line.note(key, CooperativeNotListed(value=written or table.sheet.name))
            before = self.changes.count
            state = self._member(line, cooperative)
            if state is not None:
                self.states[line.where] = "updated" if state == "unchanged" and self.changes.count > before else state

    def _of_sheet(self, table: Table) -> Stored | None:
        title = _TITLE_NAME.search(table.title)
        if title is not None:
            name = title[1]
            if name in self._known:
                return self._known[name]
            code = _TITLE_CODE.search(table.title)
            tier = VILLAGE if "村" in name else "township"
            return self._cooperative(name, {"tier": tier, "credit_code": code[1] if code else None})[0]
        sheet = table.sheet.name.strip()
        return next((row for name, row in self._known.items() if sheet and name.endswith(sheet)), None)

    def _cooperative(self, name: str, said: dict[str, Any]) -> tuple[Stored, str]:
        row = self._known.get(name)
        if row is not None:
            changed = self.changes.update(
                Cooperative, row, **{key: value for key, value in said.items() if value is not None}
            )
            return row, "updated" if changed else "unchanged"
        blank = {"credit_code": None, "founded": None, "chair_id_no": None, "chair_name": None}
        row = self.changes.insert(Cooperative, name=name, **blank | said, parent_id=None, state="运营")
        self._known[name] = self._by_id[row["id"]] = row
        return row, "created"

    def _member(self, line: Line, cooperative: Stored | None) -> str | None:
        id_no, name = line.id_no(), line.name()
        joined, left = line.day("joined", DateMissing()), line.day("left")
        if joined is not None and left is not None and left < joined:
            line.note("left", DateOrder(field="left", start=joined.isoformat(), end=left.isoformat()))
        work_start, work_end = line.read("period", cells.period) or (None, None)
        village, group = self._place(line)
        facts = {
            "ethnicity": line.word("ethnicity", words.ethnicity),
            "phone": line.code("phone", 20),
            "village": village,
            "village_group": group,
        }
        categories = words.categories(line, self.vocabulary)
        said: dict[str, Any] = {
            "left": left,
            "share_fen": line.read("share", cells.fen),
            "captain": line.word("captain", cells.yes_no),
            "skill": line.text("skill", 40),
            "work_status": line.text("status", 20),
            "work_unit": line.text("unit", 100),
            "work_trade": line.text("trade", 40),
            "work_wage_fen": line.read("wage", cells.fen),
            "work_start": work_start,
            "work_end": work_end,
            "remark": line.text("remark", 200),
        }
        team = line.text("team", 40)
        if id_no is None or name is None or joined is None or cooperative is None or line.refused:
            return None
        refusal = name_refusal(self.registry, id_no.value, name) or self._clash(
            line, cooperative, id_no.value, name, left
        )
        if refusal is not None:
            line.note("id_no", refusal)
            return None
        on_post = self.registry.assignments_of(id_no.value)
        person = take_person(self.registry, self.changes, PersonFacts(id_no, name, facts, categories), owns=not on_post)
        if said["work_status"] in AWAY and any(
            row["end"] is None or row["end"] >= self.registry.today for row in on_post
        ):
            line.note("status", PostHolderAway(name=name, status=said["work_status"]))
        said["team_id"] = self._team(cooperative, team) if team is not None else None
        return self._membership(person, cooperative, joined, said)

    def _place(self, line: Line) -> tuple[str | None, str | None]:
        village, group = line.text("village", 60), line.text("group", 30)
        both = line.text("village_group", 90)
        if both is not None:
            split_village, split_group = words.place(both)
            village, group = village or split_village, group or split_group
        return village, group[:30] if group else None

    def _clash(
        self, line: Line, cooperative: Stored, id_no: str, name: str, left: object
    ) -> MemberTwice | MemberTwoCoops | None:
        first = self._seen.setdefault((cooperative["id"], id_no), line.where)
        if first != line.where:
            return MemberTwice(field="id_no", name=name, sheet=first[0], row=first[1])
        person = self.registry.persons.get(id_no)
        if person is None or left is not None or cooperative["tier"] != VILLAGE:
            return None
        for row in self._memberships.get(person["id"], ()):
            other = self._by_id[row["cooperative_id"]]
            if row["left"] is None and other is not cooperative and other["tier"] == VILLAGE:
                return MemberTwoCoops(
                    field="id_no", name=name, cooperative=other["name"], joined=row["joined"].isoformat()
                )
        return None

    def _team(self, cooperative: Stored, name: str) -> str:
        row = self._teams.get((cooperative["id"], name))
        if row is None:
            row = self._teams[cooperative["id"], name] = self.changes.insert(
                Team, cooperative_id=cooperative["id"], name=name, captain_id_no=None, captain_name=None
            )
        team_id: str = row["id"]
        return team_id

    def _membership(self, person: Stored, cooperative: Stored, joined: object, said: dict[str, Any]) -> str:
        known = [row for row in self._memberships.get(person["id"], ()) if row["cooperative_id"] == cooperative["id"]]
        row = next((row for row in known if row["joined"] == joined), None)
        if row is None:
            row = next((row for row in known if row["left"] is None), None)
        if row is None:
            filled = said | {"share_fen": said["share_fen"] or 0, "captain": bool(said["captain"])}
            added = self.changes.insert(
                Membership, cooperative_id=cooperative["id"], person_id=person["id"], joined=joined, **filled
            )
            self._memberships.setdefault(person["id"], []).append(added)
            return "created"
        wanted = {key: value for key, value in said.items() if value is not None} | {"joined": joined}
        return "updated" if self.changes.update(Membership, row, **wanted) else "unchanged"


def _tier(cell: Cell) -> str | None:
    word = cells.text(cell)
    if word is not None and word not in TIERS:
        raise WordUnknown(value=word, choices="县、乡镇、村")
    return TIERS[word] if word is not None else None
