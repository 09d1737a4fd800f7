"""What the clerk can do with a run, each with its question and its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money, rmb
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import CLOSED_RUNS, PAYABLE_RUNS, RUN_STEPS, RunState, may
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.header import span_words
from cjdesk.gui.reason_dialog import ReasonDialog
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll
from cjdesk.services.payroll import RunProblem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STATES = {
    RunState.DRAFT: N_("Draft"),
    RunState.COMPUTED: N_("Computed"),
    RunState.LOCKED: N_("Checked"),
    RunState.APPROVED: N_("Approved"),
    RunState.REPORTED: N_("Reported"),
    RunState.ACCEPTED: N_("Accepted by the county"),
    RunState.RETURNED: N_("Returned"),
    RunState.LISTED: N_("Bank list made"),
    RunState.PAID: N_("Paid"),
    RunState.PARTLY_FAILED: N_("Partly failed"),
    RunState.ARCHIVED: N_("Archived"),
    RunState.VOID: N_("Void"),
}

_GOAL = {
    "payroll.lock": RunState.LOCKED,
    "payroll.approve": RunState.APPROVED,
    "payroll.unlock": RunState.COMPUTED,
    "payroll.void": RunState.VOID,
}


class Change(Protocol):
    """A step of a run in the services."""

    def __call__(self, session: Session, run_id: str, *, by: str) -> Sheet:
        """Take the step."""
        ...


def state_words(state: str) -> str:
    """A run's state in the present language."""
    return tr(STATES[RunState(state)])


def compute(
    session: Session, span: tuple[Month | None, Month], kind: str | None, by: str, check: Callable[[], None]
) -> tuple[Sheet, ...]:
    """Compute first to last month; ``check`` raises if the clerk cancelled meanwhile, and then nothing is written."""
    first, month = span
    found = payroll.compute(session, month, first_month=first, post_type=kind, by=by)
    check()
    return found


def shown(command: str, sheet: Sheet | None) -> bool:
    """Whether a button stands in the header now: the next step, and what may be repeated."""
    if sheet is None:
        return command == "payroll.compute"
    when = {
        "payroll.compute": sheet.state not in CLOSED_RUNS,
        "payroll.lock": sheet.state == RunState.COMPUTED,
        "payroll.approve": sheet.state == RunState.LOCKED,
        "payroll.bank": payable(sheet),
    }
    return when.get(command, True)


def payable(sheet: Sheet) -> bool:
    """Whether a bank list may be made: after approval, or after the lock where one person does everything."""
    alone = sheet.single_clerk or sheet.checked_by == sheet.made_by
    return sheet.state in PAYABLE_RUNS or (sheet.state == RunState.LOCKED and alone)


def blocked(command: str, sheet: Sheet | None, problems: Sequence[RunProblem]) -> str:
    """Why a command cannot be done now; empty if it can."""
    if command == "file.export":
        return tr("make the bank file here, or print")
    if sheet is None:
        return "" if command in ("payroll.compute", "payroll.compute_all") else tr("not computed yet")
    if command in ("payroll.extra", "payroll.withdraw_extra") and sheet.state in CLOSED_RUNS:
        return state_words(sheet.state)
    if command == "payroll.bank" and not payable(sheet):
        return tr("approve first")
    goal = _GOAL.get(command)
    if goal is not None and (goal == sheet.state or not may(RUN_STEPS, RunState(sheet.state), goal)):
        return state_words(sheet.state)
    errors = sum(one.severity == "error" for one in problems)
    return tr("{n} problems left", n=errors) if command == "payroll.lock" and errors else ""


def ask_approve(owner: QWidget, sheet: Sheet, act: Callable[[], None]) -> ConfirmDialog:
    """Ask before approving this sum."""
    notes = [Note("info", tr("After that it can be reported to the county and the bank file can be made."))]
    return _ask(
        owner,
        sheet,
        title=tr("Approve the pay"),
        question=tr("Approve {month} for {name}?", month=span_words(sheet), name=sheet.post_type_name),
        verb=tr("&Approve now"),
        safe=tr("&Cancel"),
        notes=notes,
        act=act,
    )


def _ask(
    owner: QWidget,
    sheet: Sheet,
    *,
    title: str,
    question: str,
    verb: str,
    safe: str,
    notes: Sequence[Note],
    act: Callable[[], None],
) -> ConfirmDialog:
    fact = Fact(
        tr("Net pay"),
        tr("{n} people", n=sheet.people),
        tr("{amount} yuan", amount=money.show(sheet.net_fen)),
        rmb.words(sheet.net_fen),
        bold=True,
    )
    dialog = ConfirmDialog(
        owner, title=title, question=question, verb=verb, safe=safe, subject=sheet.number, facts=[fact], notes=notes
    )
    confirm(dialog, act)
    return dialog


def ask_unlock(owner: QWidget, sheet: Sheet, act: Callable[[str], None]) -> ReasonDialog:
    """Ask why it is unlocked."""
    question = tr("Unlock {number}? The next print is version {n}.", number=sheet.number, n=sheet.revision + 1)
    return _ask_reason(owner, tr("Unlock the pay"), question, tr("&Unlock now"), act)


def ask_void(owner: QWidget, sheet: Sheet, act: Callable[[str], None]) -> ReasonDialog:
    """Ask why it is void."""
    question = tr("Void {number}? It stays visible, its number is not used again.", number=sheet.number)
    return _ask_reason(owner, tr("Void the pay run"), question, tr("&Void now"), act)


def _ask_reason(owner: QWidget, title: str, question: str, verb: str, act: Callable[[str], None]) -> ReasonDialog:
    dialog = ReasonDialog(owner, title=title, question=question, verb=verb)
    confirm(dialog, lambda: act(dialog.reason.text()))
    return dialog


def done_words(sheet: Sheet) -> str:
    """The finish line of a step."""
    return tr(
        "{number} {state}: {n} people, {net_fen} yuan",
        number=sheet.number,
        state=state_words(sheet.state),
        n=sheet.people,
        net_fen=sheet.net_fen,
    )
