"""A stored notice as paper: period, number, places, telephone numbers and masking come from its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import PublicityState
from cjdesk.printing import payroll_poster, proposal_poster
from cjdesk.printing.pages import Pages, Stamp, bound
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.poster_page import PosterOptions
from cjdesk.printing.proposal_poster import Where
from cjdesk.services.publicity.values import Notice, Subject

_TAGGED = (PublicityState.WITHDRAWN, PublicityState.SUPERSEDED)


def options_of(notice: Notice, stamp: Stamp, *, a3: bool = False) -> PosterOptions:
    """What the record says; a later revision and a notice that no longer stands are named on the paper."""
    tags = (f"第{notice.revision}版",) if notice.revision > 1 else ()
    return PosterOptions(
        stamp,
        ids=Numbers.TAIL if notice.show_ids else Numbers.HIDDEN,
        mask_names=notice.mask_names,
        number=notice.number,
        first=notice.start,
        last=notice.end,
        days=notice.days,
        counting=notice.counting,
        phones=notice.phones,
        reception=notice.reception,
        tags=tags + ((notice.state,) if notice.state in _TAGGED else ()),
        a3=a3,
    )


def of_run(sheet: Sheet, options: PosterOptions, *, by_village: bool = False) -> Pages[Any]:
    """The poster of a run, whole or village by village."""
    return payroll_poster.layout_by_village(sheet, options) if by_village else payroll_poster.layout(sheet, options)


def of_people(
    people: Sequence[Subject], where: Where, options: PosterOptions, *, by_village: bool = False
) -> Pages[Any]:
    """The poster of people proposed, whole or village by village."""
    villages = dict.fromkeys(one.village for one in people) if by_village else {options.village: None}
    parts = [proposal_poster.layout(people, where, replace(options, village=village)) for village in villages]
    return bound(parts)
