"""Cooperatives and their members."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class CooperativeUnknown(UserError):
    """This cooperative, team or membership is no longer in the data file. Refresh the list and choose again."""

    code = "COOPERATIVE_UNKNOWN"


class NameTaken(UserError):
    """“{name}” exists already. Choose another name, or use the existing one."""

    code = "NAME_TAKEN"


class MemberTwoCoops(UserError):
    """{name} is already a member of {cooperative} (since {joined}). End that membership first, or use transfer."""

    code = "MEMBER_TWO_COOPS"


class CooperativeInCircle(UserError):
    """{name} cannot stand under a cooperative that stands under it. Choose another one."""

    code = "COOPERATIVE_IN_CIRCLE"
