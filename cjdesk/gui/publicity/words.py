"""How notices are called on the screen."""

from __future__ import annotations

from datetime import date

from cjdesk.domain.publicity import WORKING, Outcome, Period, PublicityKind
from cjdesk.domain.states import PublicityState
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.publicity import Notice
from cjdesk.services.publicity.words import remaining, result, weekday

KINDS = {PublicityKind.PAY: N_("Payment"), PublicityKind.POST: N_("Post")}

OUTCOMES = {
    Outcome.UPHELD: N_("upheld"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.WITHDRAWN: N_("withdrawn by whoever raised it"),
}

STATES = {
    PublicityState.OPEN: (N_("Public"), "running", "info", False),
    PublicityState.CLOSED: (N_("Ended"), "done", "ok", True),
    PublicityState.WITHDRAWN: (N_("Taken down"), "skipped", "neutral", True),
    PublicityState.SUPERSEDED: (N_("Superseded"), "skipped", "neutral", True),
}
"""Word, shape, tone, and whether it is a normal state without a plate."""


def kind(code: str) -> str:
    """发放 or 拟聘."""
    return tr(KINDS[PublicityKind(code)])


def chip(notice: Notice, today: date) -> Chip:
    """The state; what the clerk has to do comes first."""
    if notice.undecided:
        return Chip("error", tr("Objection"), "error")
    if notice.may_close:
        return Chip("warning", tr("May end"), "warn")
    if notice.state == PublicityState.OPEN and today < notice.start:
        return Chip("todo", tr("To hang"), "neutral")
    word, shape, tone, quiet = STATES[PublicityState(notice.state)]
    return Chip(shape, tr(word), tone, quiet=quiet)


def left(notice: Notice, today: date) -> str:
    """还有 6 天, 今天到期; — once it no longer hangs."""
    text, facts = remaining(notice, today)
    return tr(text, **facts) if text else "—"


def outcome(notice: Notice) -> str:
    """无异议, 异议成立; — while nothing can be said."""
    text = result(notice)
    return tr(text) if text else "—"


def day(value: date) -> str:
    """12月13日（周日）."""
    return tr("{month}/{day} ({weekday})", month=value.month, day=value.day, weekday=tr(weekday(value)))


def span(found: Period | Notice) -> str:
    """12月7日（周一）至12月13日（周日），7 天."""
    facts = {"start": day(found.start), "end": day(found.end), "n": found.days}
    if found.counting == WORKING:
        return tr("{start} to {end}, {n} working days", **facts)
    return tr("{start} to {end}, {n} days", **facts)


def decision(code: str | None) -> str:
    """What came of one objection."""
    return tr(OUTCOMES[Outcome(code)]) if code else tr("not decided")
