"""Runs of several months, subsidies that are no post, and what a clerk adds to a month's pay."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class MonthsOfRun(UserError):
    """{first} to {month} cannot be one run; a run pays 1 to {most} months in order. Choose the first month again."""

    code = "MONTHS_OF_RUN"


class MonthInOtherRun(UserError):
    """{months} of {post_type} is paid by {number} ({state}) already. Void that run, or leave these months out."""

    code = "MONTH_IN_OTHER_RUN"
