"""The explanation of an amount in the words of the present language."""

from __future__ import annotations

from cjdesk.domain.sheet import Line, Step
from cjdesk.i18n import tr


def words(step: Step) -> str:
    """One step as a sentence: amounts in yuan, dates as they are."""
    return tr(step.text, **step.facts)


def explanation(line: Line, component: str | None = None) -> tuple[str, ...]:
    """All steps of a line, or those of one component (base, commission, topup …), in order."""
    return tuple(words(step) for step in line.steps if component is None or step.component == component)
