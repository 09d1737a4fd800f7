"""Columns of members and of teams, and their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cjdesk.domain.awards import AwardKind, AwardLine, score_words
from cjdesk.gui.row_model import Column
from cjdesk.gui.shapes import Chip
from cjdesk.gui.stored_words import WORK, word
from cjdesk.i18n import N_, tr
from cjdesk.services.cooperatives import MemberRow, TeamRow

MEMBER_COLUMNS = (
    Column("name", N_("Name"), 84),
    Column("place", N_("Village and group"), 116, order="village"),
    Column("categories", N_("Categories"), 120, compact=False, pane=False, order=""),
    Column("skill", N_("Skill"), 88, compact=False, pane=False, order=""),
    Column("joined", N_("Joined"), 96, "date"),
    Column("share_fen", N_("Share"), 96, "money", order="share"),
    Column("team", N_("Team"), 116),
    Column("work", N_("Work state"), 88, order="work_status"),
    Column("unit", N_("Works at"), 124, order="work_unit", pane=False),
    Column("wage_fen", N_("Monthly wage"), 92, "money", compact=False, pane=False, order="wage"),
)
TEAM_COLUMNS = (
    Column("team_name", N_("Team name"), 180, order=""),
    Column("captain_name", N_("Captain"), 120, order=""),
    Column("led", N_("People led"), 120, "count", order=""),
    Column("units", N_("Captains due"), 132, "count", order=""),
)
AWARD_COLUMNS = (
    Column("award_kind", N_("Award"), 76, order=""),
    Column("award_place", N_("Rank"), 44, "count", order=""),
    Column("award_name", N_("Nominated"), 184, order=""),
    Column("award_unit", N_("Team, chairperson"), 160, order="", pane=False),
    Column("award_village", N_("Village"), 84, order="", compact=False, pane=False),
    Column("award_people", N_("People led"), 72, "count", order=""),
    Column("award_score", N_("Score"), 56, order=""),
    Column("award_fen", N_("Award in yuan"), 88, "money", order="", bold=True),
    Column("award_chosen", N_("Decision"), 76, "chip", order=""),
)
COLUMNS = (*MEMBER_COLUMNS, *TEAM_COLUMNS, *AWARD_COLUMNS)

KINDS = {AwardKind.COOPERATIVE: N_("Model co-operative"), AwardKind.CAPTAIN: N_("Excellent captain")}

SHORT = {AwardKind.COOPERATIVE: N_("Co-operative"), AwardKind.CAPTAIN: N_("Captain")}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as the table shows it."""

    id: str
    person_id: str
    name: str
    place: str
    categories: str
    skill: str
    joined: date
    share_fen: int
    team: str
    work: str
    unit: str
    wage_fen: int | None
    value: MemberRow


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team as the table shows it."""

    id: str
    team_name: str
    captain_name: str
    led: int
    units: int


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A nomination as the table shows it."""

    id: str
    award_kind: str
    award_place: int
    award_name: str
    award_unit: str
    award_village: str
    award_people: int
    award_score: str
    award_fen: int
    award_chosen: Chip | None
    value: AwardLine


def award_row(line: AwardLine) -> AwardRow:
    """One nomination."""
    return AwardRow(
        id=line.id,
        award_kind=tr(SHORT[line.kind]),
        award_place=line.place,
        award_name=line.name,
        award_unit=line.unit or "—",
        award_village=line.village or "—",
        award_people=line.people,
        award_score=score_words(line.score_tenths),
        award_fen=line.amount_fen,
        award_chosen=Chip("done", tr("awarded"), "ok", quiet=True) if line.chosen else None,
        value=line,
    )


def member_line(row: MemberRow, categories: Mapping[str, str]) -> MemberLine:
    """``categories``: code → word."""
    return MemberLine(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        place=" ".join(part for part in (row.village, row.group) if part),
        categories=tr(", ").join(categories.get(code, code) for code in row.categories),
        skill=row.skill or "—",
        joined=row.joined,
        share_fen=row.share_fen,
        team=tr("{team} (captain)", team=row.team) if row.captain and row.team else row.team or "—",
        work=word(WORK, row.work_status) or "—",
        unit=row.work_unit or "—",
        wage_fen=row.work_wage_fen,
        value=row,
    )


def team_line(row: TeamRow) -> TeamLine:
    """One team."""
    return TeamLine(row.id, row.name, row.captain_name or "—", row.members, row.captain_units)
