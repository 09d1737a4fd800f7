"""The runs of a month that a verb is about, all or those of one post type."""

from __future__ import annotations

from cjdesk.db.database import Database
from cjdesk.domain.errors import NoRun, UnknownPostType
from cjdesk.domain.month import Month
from cjdesk.domain.states import RunState
from cjdesk.services import payroll, standards
from cjdesk.services.payroll import RunSummary


def runs_of(database: Database, wanted: Month, post: str | None, *, void: bool = False) -> list[RunSummary]:
    """By number, without the void ones unless they are wanted. Errors: UNKNOWN_POST_TYPE, NO_RUN."""
    require_post(database, post)
    found = [
        run
        for run in database.ask(payroll.runs, wanted)
        if post in {None, run.post_type} and (void or run.state != RunState.VOID)
    ]
    if not found:
        raise NoRun(month=str(wanted), field="month")
    return found


def require_post(database: Database, post: str | None) -> None:
    """A post type that is given must be one of the data file; the error names them. UNKNOWN_POST_TYPE."""
    known = database.ask(standards.post_type_names)
    if post is not None and post not in known:
        choices = "、".join(f"{code} {name}" for code, name in known.items())
        raise UnknownPostType(field="post_type", post_type=post, choices=choices)
