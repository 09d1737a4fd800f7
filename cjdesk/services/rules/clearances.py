"""Warnings that somebody goes on with: the reason is kept for the very facts it was given for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Clearance, Clerk, Office, PayRun
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import ClearanceUnknown, NotAWarning, NothingToClear, ReasonMissing, RunHasWarnings
from cjdesk.domain.month import Month
from cjdesk.domain.rules import ERROR
from cjdesk.services.months import require_open
from cjdesk.services.rules.book import REFUSE, unsigned
from cjdesk.services.rules.finding import Finding, Given

AUTOMATIC = "未逐条填写原因（命令行）"
"""The reason that stands where a lock without questions signed off what nobody had answered."""

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SignOff:
    """What a lock signed off in one go; ``automatic`` when nobody gave a reason at all."""

    count: int
    reason: str
    automatic: bool


def answered(session: Session, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, each warning with the reason it was given, if that still holds."""
    months = {one.month for one in findings if one.month is not None}
    known = {_key(row): row for row in session.scalars(_standing(months))} if months else {}
    if not known:
        return tuple(findings)
    return tuple(_with_reason(one, known.get(one.key)) for one in findings)


def clear(session: Session, findings: Iterable[Finding], reason: str, *, by: str) -> int:
    """Give these warnings one reason; says how many got it. A warning that has one already gets the new one.

    Errors: REASON_MISSING, NOT_A_WARNING, NOTHING_TO_CLEAR.
    """
    wanted = {one.key: one for one in findings}
    words = reason.strip()
    if not words:
        raise ReasonMissing(field="reason")
    if not wanted:
        raise NothingToClear
    for one in wanted.values():
        if one.severity == ERROR:
            raise NotAWarning(message=one.message)
    township = session.scalars(select(Office.township)).one()
    stored = {_key(row): row.id for row in session.scalars(_all({one.month for one in wanted.values()}))}
    given = {"reason": words[:_LONGEST], "cleared_by": _name(session, by), "cleared_at": utc_now(), "withdrawn": None}
    audit.update_rows(session, Clearance, [{"id": stored[key], **given} for key in wanted if key in stored])
    new = [
        {
            "id": new_id(),
            "township": township,
            "code": one.code,
            "rule": one.rule,
            "post_type": one.post_type,
            "month": one.month,
            "assignment_id": one.assignment_id,
            "person_id": one.person_id,
            "facts_hash": one.facts_hash,
            **given,
        }
        for key, one in wanted.items()
        if key not in stored
    ]
    audit.insert_rows(session, Clearance, new)
    return len(wanted)


def withdraw(session: Session, clearance_id: str, reason: str, *, by: str) -> None:
    """Take a reason back: the warning waits for another one. Not while its month is locked.

    Errors: CLEARANCE_UNKNOWN, REASON_MISSING, MONTH_IS_LOCKED.
    """
    row = session.get(Clearance, clearance_id)
    if row is None or row.withdrawn is not None:
        raise ClearanceUnknown
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if row.month is not None:
        require_open(session, row.month, post_type=row.post_type, what="clearance")
    row.withdrawn = f"{reason.strip()}（{_name(session, by)}）"[:_LONGEST]
    session.flush()


def withdraw_all(session: Session, findings: Iterable[Finding], reason: str, *, by: str) -> int:
    """Take back the reasons of these warnings; says how many had one. NOTHING_TO_CLEAR when none had."""
    given = [one.given for one in findings if one.given is not None]
    if not given:
        raise NothingToClear
    for one in given:
        withdraw(session, one.clearance_id, reason, by=by)
    return len(given)


def sign_off(
    session: Session, run: PayRun, findings: Iterable[Finding], *, by: str, reason: str | None, each: bool
) -> SignOff | None:
    """What a lock does with the warnings that have no reason yet.

    With a ``reason`` all of them get it, in one go. Without one they are refused (RUN_HAS_WARNINGS) when the caller
    asks for ``each`` to be answered, as the window does, or when the county’s ``[[locking]]`` says ``refuse``;
    else they get AUTOMATIC, visibly: in each clearance, in the history of the lock, and in what ``payroll show`` says.
    """
    waiting = [one for one in findings if one.unanswered]
    if not waiting:
        return None
    automatic = reason is None
    if automatic and (each or unsigned(session) == REFUSE):
        raise RunHasWarnings(number=run.number, count=len(waiting), first=waiting[0].message)
    words = AUTOMATIC if reason is None else reason
    clear(session, waiting, words, by=by)
    done = SignOff(len(waiting), words, automatic)
    note = {"signed_off": done.count, "reason": words, "automatic": automatic, "by": _name(session, by)}
    audit.note(session, "pay_run", run.id, note)
    return done


def automatic(session: Session, month: Month, post_type: str) -> int:
    """How many warnings of a month were signed off without anybody's reason."""
    statement = select(func.count()).where(
        Clearance.month == month,
        Clearance.post_type == post_type,
        Clearance.reason == AUTOMATIC,
        Clearance.withdrawn.is_(None),
    )
    return session.scalar(statement) or 0


def earlier(session: Session, findings: Iterable[Finding]) -> dict[tuple[str | None, ...], str]:
    """The reason given the month before for the same warning about the same assignment; by the finding's key."""
    wanted = [one for one in findings if one.month is not None and one.unanswered]
    months = {one.month.plus(-1) for one in wanted if one.month is not None}
    if not months:
        return {}
    before = {
        (row.code, row.assignment_id, row.person_id, row.month): row.reason
        for row in session.scalars(_standing(months))
    }
    found = {}
    for one in wanted:
        last = one.month.plus(-1) if one.month is not None else None
        reason = before.get((one.code, one.assignment_id, one.person_id, last))
        if reason is not None and reason != AUTOMATIC:
            found[one.key] = reason
    return found


def _with_reason(one: Finding, row: Clearance | None) -> Finding:
    return one if row is None else replace(one, given=Given(row.id, row.reason, row.cleared_by, row.cleared_at))


def _all(months: Iterable[Month | None]) -> Select[Clearance]:
    return select(Clearance).where(Clearance.month.in_([one for one in months if one is not None]))


def _standing(months: Iterable[Month | None]) -> Select[Clearance]:
    return _all(months).where(Clearance.withdrawn.is_(None))


def _key(row: Clearance) -> tuple[str | None, ...]:
    return row.code, row.post_type, str(row.month), row.assignment_id, row.person_id, row.facts_hash


def _name(session: Session, by: str) -> str:
    return session.scalar(select(Clerk.name).where(Clerk.login == by)) or by
