"""How batches are called on the screen."""

from __future__ import annotations

from datetime import datetime

from cjdesk.domain.states import BatchState
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.batches import BatchRow

KINDS = {
    "ROSTER": N_("People"),
    "PAY": N_("Payroll"),
    "FEE": N_("Water fees"),
    "COOP": N_("Co-operatives"),
}

STATES = {
    BatchState.WAITING: (N_("To report"), "todo", "neutral", False),
    BatchState.EXPORTED: (N_("Exported"), "waiting", "neutral", False),
    BatchState.DELIVERED: (N_("Delivered"), "locked", "info", False),
    BatchState.REVIEWED: (N_("Under review"), "running", "info", False),
    BatchState.PASSED: (N_("Passed"), "done", "ok", True),
    BatchState.RETURNED: (N_("Returned"), "returned", "warn", False),
    BatchState.PARTLY_RETURNED: (N_("Partly returned"), "returned", "warn", False),
    BatchState.WITHDRAWN: (N_("Withdrawn"), "skipped", "neutral", True),
}
"""Word, shape, tone, and whether it is a normal state without a plate."""


def chip(state: str) -> Chip:
    """A batch's state."""
    word, shape, tone, quiet = STATES[BatchState(state)]
    return Chip(shape, tr(word), tone, quiet=quiet)


def kind(code: str) -> str:
    """A batch's kind."""
    return tr(KINDS.get(code, code))


def short(row: BatchRow) -> str:
    """PAY_202603_0003: the file's name without what is the same for all."""
    return f"{row.kind}_{row.period}_{row.seq:04d}"


def month_of(row: BatchRow) -> str:
    """2026年3月."""
    return tr("{year}-{month:02d}", year=int(row.period[:4]), month=int(row.period[4:]))


def when(moment: datetime | None) -> str:
    """The clerk's local time; nothing is —."""
    return moment.astimezone().strftime("%m-%d %H:%M") if moment else "—"
