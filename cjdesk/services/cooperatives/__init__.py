"""Labour cooperatives: their tree, members, teams with captains; joining, leaving, transfer (domain.md 6)."""

from cjdesk.services.cooperatives.changes import (
    STATES,
    add,
    add_member,
    add_team,
    edit,
    edit_member,
    leave,
    set_captain,
    transfer,
)
from cjdesk.services.cooperatives.questions import (
    SORTS,
    TIERS,
    CooperativeNode,
    MemberPage,
    MemberRow,
    TeamRow,
    members,
    teams,
    tree,
)

__all__ = [
    "SORTS",
    "STATES",
    "TIERS",
    "CooperativeNode",
    "MemberPage",
    "MemberRow",
    "TeamRow",
    "add",
    "add_member",
    "add_team",
    "edit",
    "edit_member",
    "leave",
    "members",
    "set_captain",
    "teams",
    "transfer",
    "tree",
]
