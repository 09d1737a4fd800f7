"""The sample workbooks against their expected.json: everything stored, refused and warned of, cell by cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import AuditEntry, Person
from cjdesk.services.imports import RowState
from tests.services import imported
from tests.services.imported import by_id, take_in_all

SAMPLES = ("guandong_2020_11", "clean_small")


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).parents[1] / "data" / request.param


@pytest.fixture
def truth(sample: Path) -> dict[str, Any]:
    return imported.expected(sample)


def test_people_are_stored_as_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    imported.take_in(township, "roster", sample / "roster.xlsx")
    wanted = [person | {"categories": sorted(person["categories"])} for person in truth["people"]]
    assert township.ask(imported.people) == by_id(wanted)
    assert township.ask(imported.suspensions) == by_id(truth["suspensions"])


def test_the_other_lists_leave_people_as_they_are(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    take_in_all(township, sample)
    wanted = [person | {"categories": sorted(person["categories"])} for person in truth["people"]]
    assert township.ask(imported.people, {person["id_no"] for person in wanted}) == by_id(wanted)


def test_the_roster_may_come_last(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    """Members and households first make persons; the roster then completes them and they are the same people."""
    for kind in ("households", "members", "roster"):
        imported.take_in(township, kind, sample / f"{kind}.xlsx")
    wanted = [person | {"categories": sorted(person["categories"])} for person in truth["people"]]
    assert township.ask(imported.people, {person["id_no"] for person in wanted}) == by_id(wanted)
    homes = [one | {"members": by_id(one["members"])} for one in truth["relocation"]["households"]]
    assert township.ask(imported.households) == sorted(homes, key=lambda one: one["household_no"])


def test_attendance_is_stored_as_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    take_in_all(township, sample)
    assert township.ask(imported.attendance) == by_id(truth["attendance"])


def test_schemes_and_receipts_are_stored_as_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    take_in_all(township, sample)
    left_out = truth["receipts"]["excluded_rows"]
    wanted = [
        {
            "scheme": scheme["scheme"],
            "village": scheme["village"],
            "households": scheme["households"],
            "rate_bp": scheme["rate_bp"],
            "received_fen": scheme["counted_fen"]
            + sum(row["fen"] for row in left_out if row["scheme"] == scheme["scheme"]),
            "wardens": [{"id_no": one["id_no"], "share_bp": one["share_bp"]} for one in scheme["wardens"]],
        }
        for scheme in truth["receipts"]["schemes"]
    ]
    assert township.ask(imported.schemes) == sorted(wanted, key=lambda row: row["scheme"])


def test_cooperatives_are_stored_as_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    take_in_all(township, sample)
    wanted = [
        {key: value for key, value in one.items() if key != "sheet"}
        | {"members": by_id(one["members"]), "teams": sorted(one["teams"], key=lambda team: team["name"])}
        for one in truth["members"]["cooperatives"]
    ]
    found = township.ask(imported.cooperatives)
    assert found == sorted(wanted, key=lambda one: one["name"])
    assert len({member["id_no"] for one in found for member in one["members"]}) == truth["members"]["distinct_members"]


def test_households_are_stored_as_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    take_in_all(township, sample)
    wanted = [one | {"members": by_id(one["members"])} for one in truth["relocation"]["households"]]
    assert township.ask(imported.households) == sorted(wanted, key=lambda one: one["household_no"])


def test_refused_rows_and_problems_are_those_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    found, refused = [], {}
    for kind, (plan, result) in take_in_all(township, sample).items():
        file = f"{kind}.xlsx"
        found += [(file, one.sheet, one.row, one.column, one.code, one.severity, one.rule) for one in plan.problems]
        for one in plan.rejected:
            refused.setdefault((file, one.sheet, one.row), []).append(one.code)
        assert result.read == result.created + result.updated + result.unchanged + result.rejected_rows
        for row in plan.rows:
            assert (row.state is RowState.REJECTED) == ((file, row.sheet, row.row) in refused)
    keys = ("file", "sheet", "row", "column", "code", "severity", "rule")
    wanted = {tuple(one[key] for key in keys) for one in truth["issues"] if not one.get("optional")}
    optional = {tuple(one[key] for key in keys) for one in truth["issues"] if one.get("optional")}
    assert len(found) == len(set(found))
    assert set(found) - optional == wanted
    assert refused == {(one["file"], one["sheet"], one["row"]): one["codes"] for one in truth["rejected_rows"]}


def test_spoiled_cells_are_stored_as_expected(township: Database, sample: Path, truth: dict[str, Any]) -> None:
    """Each cell of ``dirt`` by itself: what the reader of its column makes of it, or that its row is refused."""
    refused = set()
    for kind, (plan, _) in take_in_all(township, sample).items():
        refused |= {(f"{kind}.xlsx", one.sheet, one.row) for one in plan.rejected}
    stored = township.ask(_every_stored_value)
    for spoiled in truth["dirt"]:
        where = (spoiled["file"], spoiled["sheet"], spoiled["row"])
        if spoiled["stored"] is None:
            assert where in refused or spoiled["kind"] == "bank_missing", spoiled
        else:
            assert where not in refused, spoiled
            assert spoiled["stored"] in stored, spoiled


def _every_stored_value(session: Any) -> set[Any]:
    values: set[Any] = set()
    for table in Person.metadata.sorted_tables:
        if table.name != "audit":
            for row in session.execute(select(table)):
                values |= {value.isoformat() if isinstance(value, dt.date) else value for value in row if _plain(value)}
    return values


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int, dt.date))


def test_the_same_files_again_change_nothing(township: Database, sample: Path) -> None:
    first = take_in_all(township, sample)
    trail = township.ask(_trail)
    again = take_in_all(township, sample)
    assert township.ask(_trail) == trail
    for kind, (plan, result) in again.items():
        before = first[kind][1]
        assert (result.created, result.updated) == (0, 0), kind
        assert result.unchanged == before.created + before.updated + before.unchanged, kind
        assert plan.changes.size == 0
        assert [one.document() for one in plan.problems] == [one.document() for one in first[kind][0].problems]


def _trail(session: Any) -> tuple[int, str]:
    report = audit.verify(session)
    assert report.whole
    assert report.entries == session.scalar(select(func.count()).select_from(AuditEntry))
    return report.entries, report.head
