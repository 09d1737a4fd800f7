"""Paper held against the data file: a true copy, superseded, or altered; the runs and lists themselves know best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import AuditEntry, BankList, FeeReceipt, PayRun, Publicity
from cjdesk.domain.errors import PaperTooOld, PaperUnknown
from cjdesk.domain.paper import Imprint, PaperCode, Verdict, grouped
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import CLOSED_RUNS, ListState, PublicityState, RunState
from cjdesk.i18n import N_, tr
from cjdesk.services import fees, payments, prints
from cjdesk.services.payments.paper import list_code
from cjdesk.services.payments.values import PaymentList
from cjdesk.services.payroll.sheets import sheet
from cjdesk.services.prints import Print

RUN_FORMS = frozenset({"", "F1", "COVER"})
"""Paper that bears the code of its run; a typed code says no form."""

LIST_FORMS = frozenset({"", "F5", "F13", "CONTROL"})

RECEIPT = "RECEIPT"

MANY_WAYS = frozenset({"F2", RECEIPT, "BLANK"})
"""Paper whose code depends on what the clerk chose to print: another print with another code replaces nothing."""

VERDICTS: Mapping[Verdict, str] = {
    Verdict.TRUE_COPY: N_("true copy"),
    Verdict.SUPERSEDED: N_("superseded"),
    Verdict.ALTERED: N_("altered"),
    Verdict.UNKNOWN: N_("unknown number"),
}


Said = tuple[Verdict, str, dict[str, str | int]]
"""A verdict with its reason: a message id and its facts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of a paper: the verdict and in words why; ``lines`` and ``amount_fen`` are the original's."""

    verdict: Verdict
    form: str
    number: str
    check_code: str
    revision: int | None
    text: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    subject: str = ""
    lines: int | None = None
    amount_fen: int | None = None

    @property
    def why(self) -> str:
        """The reason in the present language."""
        return tr(self.text, **self.facts)


def look_up(session: Session, code: PaperCode) -> Finding:
    """What the data file says of a paper. PAPER_UNKNOWN for a number that it does not know, PAPER_TOO_OLD."""
    run = session.scalar(select(PayRun).where(PayRun.number == code.number))
    if run is not None and code.form in RUN_FORMS:
        found = _of_run(session, run, code)
        if found is not None:
            return found
    stored = session.scalar(select(BankList).where(BankList.number == code.number))
    if stored is not None and code.form in LIST_FORMS:
        found = _of_list(session, stored, code)
        if found is not None:
            return found
    printed = [one for one in prints.prints_of(session, code.number) if code.form in {"", one.imprint.form}]
    mine = [one for one in printed if one.imprint.check_code == code.check_code]
    if mine:
        return _of_print(session, mine, printed, code)
    if run is not None and code.form in RUN_FORMS:
        return _with_run(_altered(code, run.check_code), sheet(session, run.id))
    if printed:
        return _altered(code, printed[-1].imprint.check_code)
    if stored is not None and code.form in LIST_FORMS:
        value = payments.listed(session, stored.id)
        # The rows of a list that was taken back are no longer those that were printed.
        withdrawn = stored.state == ListState.WITHDRAWN
        return _list_finding(stored, value, code) if withdrawn else _altered(code, list_code(value))
    if run is not None and prints.without_imprint(session, code.form, run.id):
        raise PaperTooOld(field="number", number=code.number)
    raise PaperUnknown(field="number", number=code.number)


def knows_data(session: Session, digest: str, papers: Iterable[Imprint]) -> bool | None:
    """Whether a PDF with these data was written from here; None when that was not noted of each PDF of this paper.

    ``papers`` are what the pages bear.
    """
    if prints.wrote(session, digest):
        return True
    written = [
        one
        for form, number in {(paper.form, paper.number) for paper in papers}
        for one in prints.prints_of(session, number)
        if one.pdf and one.imprint.form == form
    ]
    return False if written and all(one.data for one in written) else None


def _of_run(session: Session, run: PayRun, code: PaperCode) -> Finding | None:
    """A paper with the run's code of today or of some day before; None when it never had it."""
    if code.check_code == run.check_code:
        verdict, text, facts = _present(run, code)
    elif code.check_code in _codes_before(session, run.id):
        verdict, text = (
            Verdict.SUPERSEDED,
            N_("The run was computed again since; revision {revision} with the check code {code} holds."),
        )
        facts = {"revision": run.revision, "code": grouped(run.check_code)}
    else:
        return None
    found = Finding(verdict, code.form or "F1", run.number, code.check_code, code.revision, text, facts)
    return _with_run(found, sheet(session, run.id))


def _with_run(found: Finding, value: Sheet) -> Finding:
    """What the eye can compare: whose sheet it is, lines and amount."""
    subject = f"{value.post_type_name} {value.month}"
    return replace(found, subject=subject, lines=len(value.lines), amount_fen=value.net_fen)


def _present(run: PayRun, code: PaperCode) -> Said:
    """The code is that of the run as it stands: what became of the revision that the paper bears."""
    facts: dict[str, str | int] = {"revision": run.revision, "reason": run.reason or "—", "state": run.state}
    locked = RunState(run.state) in CLOSED_RUNS
    if code.revision is not None and code.revision > run.revision:
        return Verdict.ALTERED, N_("There is no revision {revision} of this run."), {"revision": code.revision}
    if run.state == RunState.VOID:
        return Verdict.SUPERSEDED, N_("The run was voided: {reason}"), facts
    if (code.revision or (run.revision if locked else 1)) < run.revision:
        if locked:
            return Verdict.SUPERSEDED, N_("The run was unlocked since; revision {revision} holds."), facts
        text = N_("The run was unlocked: {reason} Revision {revision} is not locked yet.")
        return Verdict.SUPERSEDED, text, facts
    if not locked:
        return Verdict.TRUE_COPY, N_("A draft, as the run stands now: it is not locked yet."), {}
    return Verdict.TRUE_COPY, N_("As the run stands: revision {revision}, {state}."), facts


def _codes_before(session: Session, run_id: str) -> frozenset[str]:
    """All check codes that a run ever had, from its history."""
    statement = select(AuditEntry.old, AuditEntry.new).where(
        AuditEntry.record == PayRun.__tablename__, AuditEntry.record_id == run_id
    )
    return frozenset(
        str(values["check_code"])
        for change in session.execute(statement)
        for values in change
        if values and "check_code" in values
    )


def _of_list(session: Session, stored: BankList, code: PaperCode) -> Finding | None:
    """A list with its present rows, or the control sheet of its file; None for any other code."""
    value = payments.listed(session, stored.id)
    control = bool(stored.sha256) and code.check_code == (stored.sha256 or "")[:8].upper()
    if not control and code.check_code != list_code(value):
        return None
    return _list_finding(stored, value, code, form="CONTROL" if control else "F5")


def _list_finding(stored: BankList, value: PaymentList, code: PaperCode, form: str = "F5") -> Finding:
    """A list as it stands, or withdrawn."""
    withdrawn = stored.state == ListState.WITHDRAWN
    text = N_("The list was withdrawn: {reason}") if withdrawn else N_("As the list stands: {state}.")
    return Finding(
        verdict=Verdict.SUPERSEDED if withdrawn else Verdict.TRUE_COPY,
        form=code.form or form,
        number=stored.number,
        check_code=code.check_code,
        revision=code.revision,
        text=text,
        facts={"reason": stored.withdrawn or "—"} if withdrawn else {"state": stored.state},
        subject=f"{'、'.join(value.post_type_names)} {value.month}",
        lines=len(value.rows),
        amount_fen=value.listed_fen,
    )


def _of_print(session: Session, mine: list[Print], printed: list[Print], code: PaperCode) -> Finding:
    """Paper that the history knows: true unless what it shows was replaced since."""
    last = mine[-1]
    verdict, text, facts = _since(session, last, printed)
    if code.revision is not None and code.revision not in {one.imprint.revision for one in mine}:
        verdict, text, facts = Verdict.ALTERED, N_("No paper with this revision was printed."), {}
    return Finding(
        verdict=verdict,
        form=last.imprint.form,
        number=code.number,
        check_code=code.check_code,
        revision=last.imprint.revision,
        text=text,
        facts={"day": f"{last.at.astimezone():%Y-%m-%d}", "clerk": last.clerk, "copy": last.copy, **facts},
    )


def _since(session: Session, last: Print, printed: list[Print]) -> Said:
    """What became of the content since it was last printed so."""
    run = session.get(PayRun, last.record_id)
    if run is not None and run.state == RunState.VOID:
        return Verdict.SUPERSEDED, N_("The run was voided: {reason}"), {"reason": run.reason or "—"}
    if run is not None and _changed_after(session, run.id, last.seq):
        return (
            Verdict.SUPERSEDED,
            N_("Printed on {day}; the run was unlocked or computed again since, revision {revision} holds."),
            {"revision": run.revision},
        )
    gone = _gone(session, last.imprint)
    if gone is not None:
        return gone
    later = [one for one in printed if one.seq > last.seq and one.imprint.form == last.imprint.form]
    if last.imprint.form not in MANY_WAYS and any(one.imprint.check_code != last.imprint.check_code for one in later):
        newest = later[-1]
        return (
            Verdict.SUPERSEDED,
            N_("Printed on {day}; it was printed again with other content on {again}."),
            {"again": f"{newest.at.astimezone():%Y-%m-%d}"},
        )
    return Verdict.TRUE_COPY, N_("As printed on {day}, copy {copy}; nothing newer was printed."), {}


def _gone(session: Session, imprint: Imprint) -> Said | None:
    """Whether the list, notice or receipt of this number holds no longer."""
    number = imprint.number
    listed = select(BankList.withdrawn).where(BankList.number == number, BankList.state == ListState.WITHDRAWN)
    taken_back = session.execute(listed).first()
    if taken_back is not None:
        return Verdict.SUPERSEDED, N_("The list was withdrawn: {reason}"), {"reason": taken_back[0] or "—"}
    notice = session.scalar(select(Publicity).where(Publicity.number == number))
    if notice is not None and notice.state in {PublicityState.WITHDRAWN, PublicityState.SUPERSEDED}:
        return Verdict.SUPERSEDED, N_("The notice was taken down: {state}."), {"state": notice.state}
    if imprint.form == RECEIPT and (reason := _voided_receipt(session, number)):
        return Verdict.SUPERSEDED, N_("The receipt was voided: {reason}"), {"reason": reason}
    if imprint.form == RECEIPT and fees.is_receipt_number(number):
        now = fees.codes_now(session, number)
        if not now:
            return Verdict.SUPERSEDED, N_("The receipt was changed since; none has this number now."), {}
        if imprint.check_code not in now:
            text = N_("The receipt was changed since; it has the check code {codes} now.")
            return Verdict.SUPERSEDED, text, {"codes": "、".join(map(grouped, sorted(now)))}
    return None


def _voided_receipt(session: Session, number: str) -> str:
    """Why a receipt no longer holds; empty while one of this number does."""
    rows = session.execute(select(FeeReceipt.voided).where(FeeReceipt.number == number)).all()
    reasons = [str(voided) for (voided,) in rows if voided]
    return reasons[-1] if reasons and len(reasons) == len(rows) else ""


def _changed_after(session: Session, run_id: str, seq: int) -> bool:
    statement = select(AuditEntry.new).where(
        AuditEntry.record == PayRun.__tablename__, AuditEntry.record_id == run_id, AuditEntry.seq > seq
    )
    return any({"check_code", "revision"} & set(values or {}) for values in session.scalars(statement))


def _altered(code: PaperCode, expected: str) -> Finding:
    return Finding(
        verdict=Verdict.ALTERED,
        form=code.form,
        number=code.number,
        check_code=code.check_code,
        revision=code.revision,
        text=N_("{code} was never the check code of {number}, which has {expected}: look whether a digit was misread."),
        facts={"code": grouped(code.check_code), "number": code.number, "expected": grouped(expected)},
    )
