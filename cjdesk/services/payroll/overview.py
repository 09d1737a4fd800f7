"""One month's pay at a glance: its post types and runs, and the chosen run whole with its problems."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PostType
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RunState
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll.differences import Comparison, compare
from cjdesk.services.payroll.inputs import post_types
from cjdesk.services.payroll.problems import RunProblem, problems
from cjdesk.services.payroll.sheets import RunSummary, runs, sheet


@dataclass(frozen=True, slots=True)
class Overview:
    """``post_types`` are code and name; ``sheet`` is None while the wanted post type is not computed.

    ``comparison`` has a change for each line and for each leaver of last month, in printed order. ``looked_over`` is
    False while problems and comparison have not been asked for yet: of thousands of lines they take longer than a page
    may take to open.
    """

    month: Month
    post_types: tuple[tuple[str, str], ...]
    runs: tuple[RunSummary, ...]
    sheet: Sheet | None
    problems: tuple[RunProblem, ...]
    comparison: Comparison | None = None
    looked_over: bool = True


MANY = 1_000
"""Lines from which on a page shows the sheet first and its problems later."""


@in_one_go
def overview(
    session: Session, month: Month, *, post_type: str = "", run_id: str = "", at_once: int | None = None
) -> Overview:
    """The month with one sheet: the run asked for, else the newest of the post type (or of the first) that counts.

    A sheet of more than ``at_once`` lines comes without problems and comparison; ``looked_over`` adds them.
    """
    found = runs(session, month)
    names = dict(session.execute(select(PostType.code, PostType.name)).all())
    computed = [run.post_type for run in found]
    codes = dict.fromkeys([*post_types(session, month), *computed])
    kinds = tuple((code, names.get(code, code)) for code in codes)
    wanted = next((run for run in found if run.run_id == run_id), None)
    if wanted is None:
        kind = post_type if post_type in codes else next(iter(codes), "")
        counting = [run for run in found if run.post_type == kind and run.state != RunState.VOID]
        wanted = counting[-1] if counting else None
    if wanted is None:
        return Overview(month, kinds, found, None, ())
    opened = Overview(month, kinds, found, sheet(session, wanted.run_id), (), looked_over=False)
    return opened if at_once is not None and wanted.lines > at_once else looked_over(session, opened)


@in_one_go
def looked_over(session: Session, opened: Overview) -> Overview:
    """The same with the problems of its sheet and the comparison with the month before."""
    if opened.sheet is None:
        return opened
    run_id = opened.sheet.run_id
    return replace(opened, problems=problems(session, run_id), comparison=compare(session, run_id), looked_over=True)
