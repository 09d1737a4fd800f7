"""The explanation of an amount in the words of the present language."""

from __future__ import annotations

from cjdesk.domain.pay.steps import corrected, read
from cjdesk.domain.sheet import Line, Step
from cjdesk.i18n import tr
from cjdesk.services.payroll.recomputed import Difference


def words(step: Step) -> str:
    """One step as a sentence: amounts in yuan, dates as they are."""
    text, facts = read(step)
    return tr(text, **facts)


def explanation(line: Line, component: str | None = None) -> tuple[str, ...]:
    """All steps of a line, or those of one component (base, commission, topup …), in order."""
    return tuple(words(step) for step in line.steps if component is None or step.component == component)


def part_words(one: Difference) -> tuple[str, ...]:
    """What a locked month should have paid, part by part, as the line that books it will say."""
    return tuple(words(step) for step in corrected(one.correction))
