"""Cooperatives, teams and members on the wire."""

from __future__ import annotations

from datetime import date

from cjdesk.sync.records.fields import Fen, Id, Row, Text10, Text18, Text20, Text40, Text50, Text80, Text100, Text200


class CooperativeRow(Row, frozen=True):
    """A labour cooperative."""

    name: Text80
    tier: Text10
    parent_id: Id | None
    credit_code: Text18 | None
    founded: date | None
    chair_id_no: Text18 | None
    chair_name: Text50 | None
    state: Text10


class TeamRow(Row, frozen=True):
    """A labour team."""

    cooperative_id: Id
    name: Text40
    captain_id_no: Text18 | None
    captain_name: Text50 | None


class MembershipRow(Row, frozen=True):
    """A person in a cooperative."""

    cooperative_id: Id
    person_id: Id
    team_id: Id | None
    joined: date
    left: date | None
    share_fen: Fen
    captain: bool
    skill: Text40 | None
    work_status: Text20 | None
    work_unit: Text100 | None
    work_trade: Text40 | None
    work_wage_fen: Fen | None
    work_start: date | None
    work_end: date | None
    remark: Text200 | None
