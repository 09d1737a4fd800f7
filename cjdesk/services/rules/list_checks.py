"""The rules that look at the county's comparison lists (R-02 双岗, R-09, R-15, R-18, R-23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from cjdesk.domain.rules import comparisons
from cjdesk.services.rules.checks import Hit, two_posts
from cjdesk.services.rules.world import World


def deceased(world: World) -> Iterator[Hit]:
    """R-18: from the day after death."""
    for one in world.subjects:
        for line in world.listed.get(one.id_no, ()):
            if line.kind == comparisons.DEATH and one.last >= line.since + timedelta(days=1):
                yield Hit("DECEASED", one, {"since": line.since.isoformat(), "source": line.source})
                break


def one_post(world: World) -> Iterator[Hit]:
    """R-02: here, and by the county's list elsewhere."""
    yield from two_posts(world)
    yield from _on_list({comparisons.DOUBLE: "DOUBLE_POST"})(world)


def _on_list(kinds: Mapping[str, str]) -> Callable[[World], Iterator[Hit]]:
    """What is on these lists on a day asked about; kind of list to code."""

    def check(world: World) -> Iterator[Hit]:
        for one in world.subjects:
            for line in world.listed.get(one.id_no, ()):
                code = kinds.get(line.kind)
                if code is not None and line.touches(one.first, one.last):
                    yield Hit(code, one, {"since": line.since.isoformat(), "source": line.source})

    return check


cadre = _on_list({comparisons.CADRE: "CADRE", comparisons.FAMILY: "CADRE_FAMILY"})
"""R-09."""
other_income = _on_list(
    {comparisons.BUSINESS: "BUSINESS", comparisons.COMPANY: "COMPANY_INSURED", comparisons.AWAY: "WORKS_AWAY"}
)
"""R-15."""
frozen = _on_list({comparisons.FROZEN: "FROZEN"})
"""R-23."""
