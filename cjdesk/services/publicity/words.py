"""How a notice's days are said, as message ids with their facts; whoever shows them translates."""

from __future__ import annotations

from datetime import date

from cjdesk.domain.publicity import WORKING
from cjdesk.domain.states import PublicityState
from cjdesk.i18n import N_
from cjdesk.services.publicity.values import Notice

Words = tuple[str, dict[str, object]]

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

GUESSED = N_(
    "The holidays of {years} are not in the data yet; only weekends were taken off. Load the county’s reference file."
)


def weekday(day: date) -> str:
    """The message id of a day's name in the week."""
    return WEEKDAYS[day.weekday()]


def remaining(notice: Notice, today: date) -> Words:
    """How long it still hangs: 还有 6 天, 今天到期, 已到期; nothing once it no longer hangs."""
    if notice.state != PublicityState.OPEN:
        return "", {}
    if today < notice.start:
        return N_("begins in {n} days"), {"n": (notice.start - today).days}
    if notice.left < 0:
        return N_("over, may be closed"), {}
    if notice.left == 0:
        return (N_("ends today") if today == notice.end else N_("ends {end}")), {"end": notice.end.isoformat()}
    if notice.counting == WORKING:
        return N_("{n} working days left"), {"n": notice.left}
    return N_("{n} days left"), {"n": notice.left}


def result(notice: Notice) -> str:
    """What came of it, as a message id: without objection, objection rejected or upheld; empty while it hangs."""
    if notice.undecided:
        return N_("objection open")
    if notice.upheld:
        return N_("objection upheld")
    if notice.objections:
        return N_("objection settled")
    return N_("no objection") if notice.state == PublicityState.CLOSED else ""
