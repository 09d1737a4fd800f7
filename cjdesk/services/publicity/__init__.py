"""Publicity (公示): what hangs on the wall, until when, what people object, and whether a run may go on."""

from cjdesk.services.publicity.gate import blocked_assignments, require_closed, require_closed_before_payment
from cjdesk.services.publicity.notices import (
    EVERYBODY,
    Poster,
    close,
    hang,
    open_for_posts,
    open_for_run,
    supersede,
    withdraw,
)
from cjdesk.services.publicity.objections import decide, register
from cjdesk.services.publicity.proposals import propose, take_post, turn_down
from cjdesk.services.publicity.questions import (
    Candidate,
    Usual,
    by_number,
    candidates,
    notice,
    notices,
    of_run,
    proposed,
    standing,
    states_of,
    subjects,
    usual,
)
from cjdesk.services.publicity.settings import Settings, period_from, settings, work_calendar
from cjdesk.services.publicity.values import Notice, ObjectionValue, Subject

__all__ = [
    "EVERYBODY",
    "Candidate",
    "Notice",
    "ObjectionValue",
    "Poster",
    "Settings",
    "Subject",
    "Usual",
    "blocked_assignments",
    "by_number",
    "candidates",
    "close",
    "decide",
    "hang",
    "notice",
    "notices",
    "of_run",
    "open_for_posts",
    "open_for_run",
    "period_from",
    "propose",
    "proposed",
    "register",
    "require_closed",
    "require_closed_before_payment",
    "settings",
    "standing",
    "states_of",
    "subjects",
    "supersede",
    "take_post",
    "turn_down",
    "usual",
    "withdraw",
    "work_calendar",
]
