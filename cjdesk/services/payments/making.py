"""Lists are made, handed out, and withdrawn while the bank has not got them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import BankList, BankResult, Batch, PayLine, Payment, PayRun
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain.errors import (
    AccountsBlocked,
    BankMayHaveList,
    ListDiffers,
    ListHasResult,
    ListWithdrawn,
    NothingToPay,
    ReasonMissing,
    TemplateFixed,
)
from cjdesk.domain.month import Month
from cjdesk.domain.states import (
    LIST_STEPS,
    PAYMENT_STEPS,
    RUN_STEPS,
    BatchState,
    ListState,
    PaymentState,
    RunState,
    may,
    step,
)
from cjdesk.services import publicity
from cjdesk.services.payments.files import BankFile, Template, freeze, kept, template
from cjdesk.services.payments.lists import bank_list, lines_of, list_row, listed, live_payments, payment_key
from cjdesk.services.payments.values import ISSUE, REISSUE, PaymentList, Row
from cjdesk.services.payroll.runs import advance
from cjdesk.services.payroll.sheets import run_row
from cjdesk.services.payroll.who import name_of

_PREFIX = {ISSUE: "YH", REISSUE: "BF"}


def make(
    session: Session, run_ids: Sequence[str], *, template_code: str, by: str, leave_out_blocked: bool = False
) -> BankFile:
    """Make the list, remember its payments and its file; nothing has left the office yet (``hand_over``).

    Each line is paid once: what is on a list already is not listed again. When nothing new is to be paid the newest
    list is given as it was made; as long as it was not handed over another template may still be chosen. People
    without an account or with somebody else's stop the file (ACCOUNTS_BLOCKED) unless ``leave_out_blocked``; then they
    are named in ``left_out`` and paid by a later list. Errors also: RUN_NOT_PAYABLE, NOTHING_TO_PAY, TEMPLATE_FIXED,
    NOT_IN_ENCODING, TOO_FEW_ROWS, VALUE_TOO_WIDE.
    """
    chosen = template(session, template_code)
    for run_id in run_ids:
        publicity.require_closed_before_payment(session, run_row(session, run_id))
    whole = bank_list(session, run_ids, one_row_per_account=chosen.layout.one_row_per_account)
    if not whole.agrees:
        raise ListDiffers(difference_fen=whole.net_fen - whole.listed_fen)
    if whole.blocked and not leave_out_blocked:
        raise AccountsBlocked(count=len(whole.blocked), first=whole.blocked[0].name)
    known = live_payments(session, run_ids)
    fresh = [row for row in whole.rows if not any(line_id in known for line_id in row.line_ids)]
    if not fresh and not known:
        raise NothingToPay(month=whole.month)
    if not fresh:
        return _again(session, {payment.list_id for payment in known.values()}, chosen)
    list_id = store(session, whole.run_ids, fresh, chosen, by)
    for run_id in run_ids:
        if may(RUN_STEPS, RunState(run_row(session, run_id).state), RunState.LISTED):
            advance(session, run_id, RunState.LISTED)
    return kept(session, list_id)


def store(
    session: Session,
    run_ids: Sequence[str],
    rows: Sequence[Row],
    chosen: Template,
    by: str,
    *,
    kind: str = ISSUE,
    replaces: Mapping[str, str] | None = None,
) -> str:
    """Keep a list with one payment for each line and its file; ``replaces`` gives the returned payment of a line.

    The list is numbered in the month of the first run.
    """
    run = run_row(session, run_ids[0])
    made = BankList(
        id=new_id(),
        township=run.township,
        number=_next_number(session, run.township, _PREFIX[kind], run.month),
        run_id=run.id,
        kind=kind,
        state=ListState.MADE.value,
        template=chosen.code,
        rows=len(rows),
        total_fen=sum(row.amount_fen for row in rows),
        made_at=utc_now(),
        made_by=name_of(session, by),
    )
    session.add(made)
    session.flush()
    lines = {row.id: row for row in lines_of(session, run_ids)}
    payments = [
        {
            "township": run.township,
            "list_id": made.id,
            "line_id": line_id,
            "holder": row.holder,
            "bank": row.bank or None,
            "account": row.account,
            "amount_fen": lines[line_id].net_fen,
            "state": PaymentState.PENDING.value,
            "key": payment_key(lines[line_id]),
            "person_id": lines[line_id].person_id,
            "replaces_id": (replaces or {}).get(line_id),
        }
        for row in rows
        for line_id in row.line_ids
    ]
    audit.insert_rows(session, Payment, payments)
    freeze(session, made.id, chosen)
    return made.id


def hand_over(session: Session, list_id: str, *, by: str) -> BankFile:
    """Give the file out; from now on the list counts as being at the bank, whether or not the copy succeeds.

    Taking it out again gives the same bytes. Call this before the file is written: a stick that is pulled out leaves
    a list that may be taken out again or withdrawn, never one that is paid without the desk knowing.
    Errors: LIST_WITHDRAWN, LIST_FILE_DAMAGED.
    """
    stored = list_row(session, list_id)
    if stored.state == ListState.WITHDRAWN:
        raise ListWithdrawn(list=stored.number, reason=stored.withdrawn or "—")
    file = kept(session, list_id)
    if stored.state == ListState.MADE:
        stored.state = step(LIST_STEPS, ListState(stored.state), ListState.SENT).value
        stored.sent_at, stored.sent_by = utc_now(), name_of(session, by)
    audit.note(session, "bank_list_export", list_id, {"number": stored.number, "sha256": stored.sha256, "by": by})
    session.flush()
    return kept(session, list_id) if file.made.state != stored.state else file


def withdraw(session: Session, list_id: str, *, by: str, reason: str, not_at_bank: bool = False) -> PaymentList:
    """Take a list back (撤回清单) that the bank has not got and did not answer; its lines can be listed again.

    ``not_at_bank`` is the clerk's word for a list whose file was handed out. Errors: REASON_MISSING, LIST_WITHDRAWN,
    LIST_HAS_RESULT, BANK_MAY_HAVE_LIST.
    """
    stored = list_row(session, list_id)
    if stored.state == ListState.WITHDRAWN:
        raise ListWithdrawn(list=stored.number, reason=stored.withdrawn or "—")
    payments = list(session.scalars(select(Payment).where(Payment.list_id == list_id)))
    answered = session.scalar(select(func.count()).where(BankResult.list_id == list_id))
    if answered or any(payment.state != PaymentState.PENDING for payment in payments):
        raise ListHasResult(list=stored.number)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if stored.state == ListState.SENT and not not_at_bank:
        raise BankMayHaveList(
            field="not_at_bank", list=stored.number, day=f"{stored.sent_at or stored.made_at:%Y-%m-%d}"
        )
    stored.state = step(LIST_STEPS, ListState(stored.state), ListState.WITHDRAWN).value
    stored.withdrawn = f"{reason.strip()}（{name_of(session, by)}）"[:200]
    session.flush()
    void = step(PAYMENT_STEPS, PaymentState.PENDING, PaymentState.VOID).value
    audit.update_rows(session, Payment, [{"id": payment.id, "state": void} for payment in payments])
    _unlist(session, list_id)
    return listed(session, list_id)


def _unlist(session: Session, list_id: str) -> None:
    """Runs that stand on no list any more go back to where they were before."""
    mine = select(PayLine.run_id).join(Payment, Payment.line_id == PayLine.id).where(Payment.list_id == list_id)
    standing = (
        select(PayLine.run_id)
        .join(Payment, Payment.line_id == PayLine.id)
        .where(Payment.state != PaymentState.VOID, PayLine.run_id.in_(mine))
    )
    runs = select(PayRun).where(PayRun.id.in_(mine), PayRun.id.not_in(standing), PayRun.state == RunState.LISTED)
    for run in session.scalars(runs):
        advance(session, run.id, _before_listing(session, run))


def _before_listing(session: Session, run: PayRun) -> RunState:
    newest = session.scalars(
        select(Batch.state).where(Batch.run_id == run.id).order_by(Batch.batch_version.desc()).limit(1)
    ).first()
    if newest == BatchState.PASSED:
        return RunState.ACCEPTED
    if newest in {BatchState.DELIVERED, BatchState.REVIEWED}:
        return RunState.REPORTED
    return RunState.APPROVED if run.approved_at else RunState.LOCKED


def _again(session: Session, list_ids: Iterable[str], chosen: Template) -> BankFile:
    """The newest list as it was made; one that was not handed over yet in the template that is wanted now."""
    found = select(BankList).where(BankList.id.in_(list(list_ids)), BankList.kind == ISSUE)
    newest = session.scalars(found.order_by(BankList.made_at.desc(), BankList.id.desc()).limit(1)).first()
    if newest is None:
        raise NothingToPay(month="—")
    if newest.template != chosen.code:
        if newest.state != ListState.MADE:
            raise TemplateFixed(field="template", list=newest.number, template=newest.template)
        freeze(session, newest.id, chosen)
    return kept(session, newest.id)


def _next_number(session: Session, township: str, prefix: str, month: Month) -> str:
    """YH-202611-01 and on, without gaps; BF-… for payments made again."""
    start = f"{prefix}-{month.year:04d}{month.month:02d}-"
    numbers = session.scalars(
        select(BankList.number).where(BankList.township == township, BankList.number.startswith(start))
    )
    return f"{start}{max((int(one.removeprefix(start)) for one in numbers), default=0) + 1:02d}"
