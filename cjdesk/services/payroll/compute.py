"""Computing a month: read the inputs, apply the rules, store the lines of a run through the audited bulk door."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Division, PayLine, PayRun, PostType
from cjdesk.db.types import canonical, new_id, utc_now
from cjdesk.domain.errors import NobodyOnPost, NoReceipts, RunIsLocked
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.inputs import Pay
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import CLOSED_RUNS, RUN_STEPS, RunState, step
from cjdesk.services import office, reference, standards
from cjdesk.services.payroll import fees, sheets
from cjdesk.services.payroll.frozen import Payee, freeze
from cjdesk.services.payroll.inputs import Due, dues, post_types
from cjdesk.services.payroll.who import name_of

ENGINE = 2
"""The version of the calculation; it goes into the hash, so that a changed rule makes old runs stale."""


def compute(
    session: Session, month: Month, *, post_type: str | None = None, by: str, without_receipts: bool = True
) -> tuple[Sheet, ...]:
    """Compute the runs of a month, one for each post type with somebody on post, or only ``post_type``.

    A run that is not locked is computed anew, its lines replaced; the same inputs leave it untouched. Locked ones are
    passed over, unless one is asked for by name (RUN_IS_LOCKED). With ``without_receipts=False`` a month of water
    wardens without any receipt is an error (NO_RECEIPTS), for callers that want that stated.
    """
    kinds = (post_type,) if post_type is not None else post_types(session, month)
    here = office.current(session)
    found = dues(session, month, kinds, township=here.township, employer=here.employer) if kinds else {}
    if not any(found.values()):
        raise NobodyOnPost(post_type=_names(session, kinds) or "—", month=month, field="month")
    sheets_made = []
    for kind in kinds:
        run = _open_run(session, here.township, month, kind)
        if run is not None and run.state in CLOSED_RUNS:
            if post_type is not None:
                raise RunIsLocked(number=run.number, month=month, state=run.state)
            continue
        if not found[kind]:
            continue
        if kind in fees.commissioned(session) and not without_receipts and not _has_receipts(found[kind]):
            raise NoReceipts(month=month, field="month")
        sheets_made.append(_store(session, here, run, month, kind, found[kind], by))
    return tuple(sheets_made)


def inputs_hash(session: Session, month: Month, post_type: str) -> str:
    """The hash that a run computed now would have: differs from the stored one when its inputs have changed."""
    here = office.current(session)
    found = dues(session, month, (post_type,), township=here.township, employer=here.employer)
    return _hash(_head(session, here, month, post_type, found[post_type]), map(frozen_inputs, found[post_type]))


def _store(  # noqa: PLR0917 - what a run consists of
    session: Session,
    here: office.OfficeValue,
    run: PayRun | None,
    month: Month,
    kind: str,
    found: Sequence[Due],
    by: str,
) -> Sheet:
    head = _head(session, here, month, kind, found)
    inputs = [frozen_inputs(due) for due in found]
    digest = _hash(head, inputs)
    if run is not None and run.inputs_hash == digest and run.state == RunState.COMPUTED:
        return sheets.sheet(session, run.id)
    pays = [line.compute(due.duty) for due in found]
    now, clerk = utc_now(), name_of(session, by)
    if run is None:
        run = PayRun(
            id=new_id(), township=here.township, number=_next_number(session, here.township, month), month=month,
            post_type=kind, state=RunState.DRAFT, computed_at=now,
        )  # fmt: skip
        session.add(run)
    else:
        ids = list(session.scalars(select(PayLine.id).where(PayLine.run_id == run.id)))
        audit.delete_rows(session, PayLine, ids)
        if run.state == RunState.RETURNED:
            run.revision += 1
    rows = [
        _row(run.id, here.township, month, number, due, pay) | {"inputs": text}
        for number, (due, pay, text) in enumerate(zip(found, pays, inputs, strict=True), start=1)
    ]
    run.state = step(RUN_STEPS, RunState(run.state), RunState.COMPUTED)
    run.head = head
    run.rules_version = head["rules_version"]
    run.inputs_hash = digest
    run.check_code = _check_code(digest, rows)
    run.computed_at = now
    run.made_by = clerk
    run.made_login = by
    session.flush()
    audit.insert_rows(session, PayLine, rows)
    return sheets.built(run, tuple(sheets.line_of(row) for row in rows))


def _row(  # noqa: PLR0917 - a line's place and content
    run_id: str, township: str, month: Month, number: int, due: Due, pay: Pay
) -> dict[str, Any]:
    holder, attendance = due.holder, due.duty.attendance
    return {
        "id": new_id(),
        "township": township,
        "run_id": run_id,
        "number": number,
        "month": month,
        "person_id": holder.person_id,
        "assignment_id": holder.assignment_id,
        "regular_key": f"{holder.assignment_id}|{month}|{holder.fund}"[:120],
        "id_no": holder.id_no,
        "name": holder.name,
        "sex": holder.sex,
        "village": holder.village,
        "village_group": holder.group,
        "post_type": holder.post_type,
        "post_name": holder.post_name,
        "employer": holder.employer,
        "fund": holder.fund,
        "bank_name": holder.bank_name,
        "bank_no": holder.bank_no,
        "bank_holder": holder.bank_holder,
        "start": holder.start,
        "end": holder.end,
        "days_in_month": pay.days_in_month,
        "paid_days": pay.paid_days,
        "required_tenths": attendance.required_tenths if attendance else None,
        "attended_tenths": attendance.attended_tenths if attendance else None,
        "standard_fen": pay.standard_fen,
        "base_fen": pay.base_fen,
        "commission_fen": pay.commission_fen,
        "commission_carried_fen": pay.commission_carried_fen,
        "topup_fen": pay.topup_fen,
        "allowance_fen": pay.allowance_fen,
        "back_pay_fen": pay.back_pay_fen,
        "deduction_fen": pay.deduction_fen,
        "clawback_fen": pay.clawback_fen,
        "tax_fen": pay.tax_fen,
        "net_fen": pay.net_fen,
        "carried_forward_fen": pay.carried_forward_fen,
        "owed_fen": due.duty.owed_fen,
        "shortfall_fen": pay.shortfall_fen,
        "rounding_fen": pay.rounding_fen,
        "flags": list(pay.flags),
        "steps": [
            {"component": one.component, "rule": one.rule, "text": one.text, "facts": one.facts} for one in pay.steps
        ],
        "remark": holder.remark,
    }


def _head(session: Session, here: office.OfficeValue, month: Month, kind: str, found: Sequence[Due]) -> dict[str, Any]:
    """What the sheet prints around its lines, as it is today: a reprint next year equals the first print."""
    policy = standards.policy_in(session, kind, month)
    return {
        "post_type_name": session.scalar(select(PostType.name).where(PostType.code == kind)) or kind,
        "township_name": _name_in(session, here.township, month) or here.township_name,
        "county_name": _name_in(session, here.township[:6], month) or here.county_name,
        "employer": here.employer,
        "funds": list(dict.fromkeys(due.holder.fund for due in found if due.holder.fund)),
        "floor": policy.floor,
        "proration": policy.proration,
        "single_clerk": here.single_clerk or standards.single_clerk(session, kind, month),
        "demo": here.demo,
        "rules_version": reference.version(session) or "",
    }


def frozen_inputs(due: Due) -> str:
    """Everything that a line is computed from or prints."""
    one = due.holder
    payee = Payee(
        id_no=one.id_no, name=one.name, sex=one.sex, village=one.village, group=one.group, post_type=one.post_type,
        post_number=one.post_number, post_name=one.post_name, employer=one.employer, fund=one.fund, start=one.start,
        end=one.end, bank_name=one.bank_name, bank_no=one.bank_no, bank_holder=one.bank_holder,
        agreed_fen=one.agreed_fen,
    )  # fmt: skip
    return freeze(payee, due.duty)


def _hash(head: dict[str, Any], inputs: Iterable[str]) -> str:
    """SHA-256 over the head and the frozen inputs of all lines; row ids and times are no inputs."""
    digest = hashlib.sha256(canonical([ENGINE, head]))
    for text in inputs:
        digest.update(text.encode())
    return digest.hexdigest()


def _check_code(digest: str, rows: Iterable[dict[str, Any]]) -> str:
    """Eight hexadecimal signs that stand on paper, list and batch: over inputs and results."""
    code = hashlib.sha256(digest.encode())
    for row in rows:
        code.update(canonical([row["number"], row["id_no"], row["post_type"], row["net_fen"], row["flags"]]))
    return code.hexdigest()[:8].upper()


def _open_run(session: Session, township: str, month: Month, kind: str) -> PayRun | None:
    """The run of a post type and month that is not void; there is at most one regular one."""
    statement = select(PayRun).where(
        PayRun.township == township,
        PayRun.month == month,
        PayRun.post_type == kind,
        PayRun.kind == "正常",
        PayRun.state != RunState.VOID,
    )
    return session.scalars(statement).first()


def _next_number(session: Session, township: str, month: Month) -> str:
    """PAY-202011-0001 and on without gaps: void runs keep theirs."""
    prefix = f"PAY-{month.year:04d}{month.month:02d}-"
    statement = select(func.max(PayRun.number)).where(PayRun.township == township, PayRun.number.startswith(prefix))
    newest = session.scalar(statement)
    return f"{prefix}{int(newest[-4:]) + 1 if newest else 1:04d}"


def _name_in(session: Session, code: str, month: Month) -> str | None:
    """The name of a division valid in a month (D-03)."""
    statement = (
        select(Division.name)
        .where(Division.code == code, Division.valid_from <= month.last)
        .order_by(Division.valid_from.desc())
    )
    return session.scalars(statement).first()


def _has_receipts(found: Iterable[Due]) -> bool:
    return any(due.duty.schemes or due.duty.left_out for due in found)


def _names(session: Session, kinds: Sequence[str]) -> str:
    names = dict(session.execute(select(PostType.code, PostType.name)).all())
    return "、".join(names.get(kind, kind) for kind in kinds)
