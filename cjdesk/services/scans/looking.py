"""What may be wrong with paper that comes back: superseded, altered, of a void record, a page twice, too coarse."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankList, PayRun, Publicity, Scan
from cjdesk.domain.errors import PaperTooOld, PaperUnknown
from cjdesk.domain.paper import PaperCode, Verdict
from cjdesk.domain.states import ListState, PublicityState, RunState
from cjdesk.i18n import N_
from cjdesk.services import paper
from cjdesk.services.scans.papers import belongs
from cjdesk.services.scans.values import Kind, Paper, Picture, Warned

SUPERSEDED = "SCAN_SUPERSEDED"
ALTERED = "SCAN_ALTERED"
UNPROVEN = "SCAN_UNPROVEN"
VOID = "SCAN_OF_VOID"
PAGE_TWICE = "SCAN_PAGE_TWICE"
TOO_COARSE = "SCAN_TOO_COARSE"

SHORT = {
    SUPERSEDED: N_("△ earlier version"),
    ALTERED: N_("△ check code differs"),
    UNPROVEN: N_("△ not printed here"),
    VOID: N_("△ of a void record"),
    PAGE_TWICE: N_("△ page twice"),
    TOO_COARSE: N_("△ coarse"),
}
"""The warnings in two words, beside a kept picture."""

_OF_VERDICT = {Verdict.SUPERSEDED: SUPERSEDED, Verdict.ALTERED: ALTERED}
_SHORTEST = 1000
"""Pixels of the longer side: 85 dots to the inch on A4."""


def warnings(
    session: Session, found: Paper, picture: Picture, page: int | None, code: PaperCode | None
) -> tuple[Warned, ...]:
    """What to say about one page of this paper; nothing of it keeps it out."""
    said = _of_code(session, code) if code is not None else _of_record(session, found)
    return (*said, *_of_page(session, found, page, code), *_of_picture(picture))


def revision_of(found: Paper, code: PaperCode | None) -> int | None:
    """Which revision was signed: as the code says, without one the one that stands when the paper comes back."""
    return code.revision if code is not None else found.revision


def _of_code(session: Session, code: PaperCode) -> Iterator[Warned]:
    """What the data file says of the code on the page (``services.paper``)."""
    try:
        looked = paper.look_up(session, code)
    except PaperTooOld:
        return
    except PaperUnknown:
        text = N_("Paper with this check code was never printed here. Compare the page with the original.")
        yield Warned(UNPROVEN, text, {})
        return
    if looked.verdict in _OF_VERDICT:
        yield Warned(_OF_VERDICT[looked.verdict], looked.text, dict(looked.facts))


def _of_record(session: Session, found: Paper) -> Iterator[Warned]:
    """Without a code only the record itself can be void."""
    state = _gone(session, found)
    if state:
        text = N_("{number} is “{state}”; this paper is no longer valid.")
        yield Warned(VOID, text, {"number": found.number, "state": state})


def _of_page(session: Session, found: Paper, page: int | None, code: PaperCode | None) -> Iterator[Warned]:
    if page is None:
        return
    twice = select(Scan.id).where(belongs(found), Scan.page == page, Scan.withdrawn.is_(None))
    if found.revision is not None:
        twice = twice.where((Scan.revision == revision_of(found, code)) | Scan.revision.is_(None))
    if code is not None:
        twice = twice.where((Scan.form == code.form) | Scan.form.is_(None))
    if session.scalars(twice).first() is not None:
        text = N_("Page {page} of {number} is here already; both are kept. Withdraw the worse one.")
        yield Warned(PAGE_TWICE, text, {"number": found.number, "page": page})


def _of_picture(picture: Picture) -> Iterator[Warned]:
    if max(picture.width, picture.height) < _SHORTEST:
        text = N_("The picture is only {width} × {height} pixels; the small print may not be readable.")
        yield Warned(TOO_COARSE, text, {"width": picture.width, "height": picture.height})


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
