"""What may be wrong with paper that comes back: an earlier version, a void run, a changed code, a page twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankList, PayRun, Publicity, Scan
from cjdesk.domain.paper_code import PaperCode
from cjdesk.domain.states import ListState, PublicityState, RunState
from cjdesk.i18n import N_
from cjdesk.services import payments
from cjdesk.services.scans.papers import belongs
from cjdesk.services.scans.values import Kind, Paper, Picture, Warned

OLD_REVISION = "SCAN_OLD_REVISION"
ALTERED = "SCAN_ALTERED"
VOID = "SCAN_OF_VOID"
PAGE_TWICE = "SCAN_PAGE_TWICE"
TOO_COARSE = "SCAN_TOO_COARSE"

WORDS = {
    OLD_REVISION: N_(
        "This page is version {revision} of {number}; the valid one is version {now}. Have the new one signed."
    ),
    ALTERED: N_(
        "The check code {code} of this page is not that of {number} ({expected}): it was printed before something "
        "changed, or it was altered. Compare it with the sheet."
    ),
    VOID: N_("{number} is “{state}”; this paper is no longer valid."),
    PAGE_TWICE: N_("Page {page} of {number} is here already; both are kept. Withdraw the worse one."),
    TOO_COARSE: N_("The picture is only {width} × {height} pixels; the small print may not be readable."),
}

SHORT = {
    OLD_REVISION: N_("△ earlier version"),
    ALTERED: N_("△ check code differs"),
    VOID: N_("△ of a void record"),
    PAGE_TWICE: N_("△ page twice"),
    TOO_COARSE: N_("△ coarse"),
}
"""The same in two words, beside a kept picture."""

_SHORTEST = 1000
"""Pixels of the longer side: 85 dots to the inch on A4."""


def warnings(
    session: Session, found: Paper, picture: Picture, page: int | None, code: PaperCode | None
) -> tuple[Warned, ...]:
    """What to say about one page of this paper; nothing of it keeps it out."""
    return tuple(Warned(key, WORDS[key], facts) for key, facts in _found(session, found, picture, page=page, code=code))


def _found(
    session: Session, found: Paper, picture: Picture, *, page: int | None, code: PaperCode | None
) -> Iterator[tuple[str, dict[str, str | int]]]:
    state = _gone(session, found)
    if state:
        yield VOID, {"number": found.number, "state": state}
    if code is not None:
        yield from _of_code(session, found, code)
    if page is not None:
        twice = select(Scan.id).where(belongs(found), Scan.page == page, Scan.withdrawn.is_(None))
        if code is not None:
            twice = twice.where((Scan.form == code.form) | Scan.form.is_(None))
        if session.scalars(twice).first() is not None:
            yield PAGE_TWICE, {"number": found.number, "page": page}
    if max(picture.width, picture.height) < _SHORTEST:
        yield TOO_COARSE, {"width": picture.width, "height": picture.height}


def _of_code(session: Session, found: Paper, code: PaperCode) -> Iterator[tuple[str, dict[str, str | int]]]:
    now = found.revision
    if code.revision is not None and now is not None and code.revision < now:
        yield OLD_REVISION, {"number": found.number, "revision": code.revision, "now": now}
        return
    expected = expected_code(session, found, code.form)
    if expected is not None and code.check_code != expected:
        yield ALTERED, {"number": found.number, "code": code.check_code, "expected": expected}


def expected_code(session: Session, found: Paper, form: str) -> str | None:
    """The check code that this form of the paper would be printed with now; None where only paper knows."""
    if found.kind is Kind.RUN and form == "F1":
        return session.get_one(PayRun, found.record_id).check_code.upper()
    if found.kind is Kind.LIST and form in {"F5", "F13"}:
        made = payments.listed(session, found.record_id)
        rows = [{"holder": row.holder, "account": row.account, "amount_fen": row.amount_fen} for row in made.rows]
        return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:8].upper()
    return None


def _gone(session: Session, found: Paper) -> str:
    """The state of a record whose paper is no longer valid, else empty."""
    if found.kind is Kind.RUN:
        state = session.get_one(PayRun, found.record_id).state
        return state if state == RunState.VOID else ""
    if found.kind is Kind.LIST:
        state = session.get_one(BankList, found.record_id).state
        return state if state == ListState.WITHDRAWN else ""
    if found.kind is Kind.NOTICE:
        state = session.get_one(Publicity, found.record_id).state
        return state if state in {PublicityState.WITHDRAWN, PublicityState.SUPERSEDED} else ""
    return ""
