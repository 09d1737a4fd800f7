"""Computing a month: read the inputs, apply the rules, store the lines of a run through the audited bulk door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Division, PayLine, PayRun, PostType
from cjdesk.db.types import new_id, utc_now
from cjdesk.domain import codes
from cjdesk.domain.errors import MonthInOtherRun, NobodyOnPost, NoReceipts, RunIsLocked
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line
from cjdesk.domain.pay.inputs import Pay
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RUN_STEPS, RunState, step
from cjdesk.services import office, reference, standards
from cjdesk.services.pause import in_one_go
from cjdesk.services.payroll import corrections, fees, sheets
from cjdesk.services.payroll.corrections import Booked
from cjdesk.services.payroll.frozen import Payee, freeze
from cjdesk.services.payroll.handed_over import leave_lines
from cjdesk.services.payroll.hashes import ENGINE, check_code, run_hash
from cjdesk.services.payroll.inputs import Due, dues, place, post_types, village_codes
from cjdesk.services.payroll.running import Running
from cjdesk.services.payroll.spans import Plan, months_between, months_of, plan
from cjdesk.services.payroll.who import name_of


@in_one_go
def compute(
    session: Session,
    month: Month,
    *,
    first_month: Month | None = None,
    post_type: str | None = None,
    by: str,
    without_receipts: bool = True,
) -> tuple[Sheet, ...]:
    """Compute the runs of a month, one for each post type with somebody on post, or only ``post_type``.

    With ``first_month`` a run pays all months from there to ``month``, a line for each assignment and month; without
    it a stored run keeps its months. A run that is not locked is computed anew, its lines replaced; the same inputs
    leave it untouched. Locked ones, and months that another run pays, are passed over, unless one is asked for by name
    (RUN_IS_LOCKED, MONTH_IN_OTHER_RUN). With ``without_receipts=False`` water wardens without any receipt are an
    error (NO_RECEIPTS), for callers that want that stated.
    """
    here = office.current(session)
    kinds = (post_type,) if post_type is not None else _to_pay(session, months_between(first_month, month))
    plans = []
    for kind in kinds:
        try:
            one = plan(session, here.township, kind, month=month, first_month=first_month)
        except MonthInOtherRun:
            if post_type is not None or first_month is not None:
                raise
            continue
        if one.closed and one.run is not None and post_type is not None:
            raise RunIsLocked(number=one.run.number, month=month, state=one.run.state)
        plans.append(one)
    open_plans = [one for one in plans if not one.closed]
    booked = _booked(session, here, month, open_plans)
    found = booked.found
    if not any(found.values()) and not any(one.closed for one in plans):
        raise NobodyOnPost(post_type=_names(session, kinds) or "—", month=month, field="month")
    sheets_made = []
    for one in plans:
        mine = found.get(one.post_type)
        if not mine:
            continue
        if one.post_type in fees.commissioned(session) and not without_receipts and not _has_receipts(mine):
            raise NoReceipts(month=month, field="month")
        sheets_made.append(_store(session, here, one, booked, by))
    return tuple(sheets_made)


def inputs_hash(session: Session, run: PayRun) -> str:
    """The hash that a run computed now would have: differs from the stored one when its inputs have changed."""
    here = office.current(session)
    one = Plan(run.post_type, months_of(run), run)
    booked = _booked(session, here, run.month, [one])
    return run_hash(ENGINE, _head(session, here, one, booked), map(frozen_inputs, booked.found[run.post_type]))


def _booked(session: Session, here: office.OfficeValue, month: Month, plans: Sequence[Plan]) -> Booked:
    """The lines of runs that are being computed, with what they correct of locked months."""
    being_computed = [one.run.id for one in plans if one.run is not None]
    return corrections.book(session, month, _collected(session, here, plans), leaving_out=being_computed)


def _to_pay(session: Session, months: Sequence[Month]) -> tuple[str, ...]:
    """The post types with somebody on post in one of these months, or with a locked month to put right."""
    on_post = [kind for month in months for kind in post_types(session, month)]
    return tuple(dict.fromkeys((*on_post, *corrections.kinds_with_differences(session, months[-1]))))


def _collected(session: Session, here: office.OfficeValue, plans: Sequence[Plan]) -> dict[str, tuple[Due, ...]]:
    """The lines of each run in printed order; runs of one month are read together."""
    alone = [one for one in plans if len(one.months) == 1]
    found: dict[str, tuple[Due, ...]] = {}
    if alone:
        kinds = [one.post_type for one in alone]
        found = dues(session, alone[0].months[0], kinds, township=here.township, employer=here.employer)
    return found | {one.post_type: _chained(session, here, one) for one in plans if one not in alone}


def _chained(session: Session, here: office.OfficeValue, one: Plan) -> tuple[Due, ...]:
    """The lines of several months, those of an assignment together.

    What a month leaves over (a debt, a negative commission, a quarter's advances) goes into the next one.
    """
    running, kind = Running(), one.post_type
    found: list[Due] = []
    for month in one.months:
        lines = dues(session, month, (kind,), township=here.township, employer=here.employer, before=running)[kind]
        for due in lines if month != one.months[-1] else ():
            running.add(due.holder.assignment_id, due.holder.person_id, due.duty, line.compute(due.duty))
        found += lines
    codes = village_codes(session, here.township)
    return tuple(sorted(found, key=lambda due: (place(codes, due.holder), due.duty.month)))


def _store(session: Session, here: office.OfficeValue, one: Plan, booked: Booked, by: str) -> Sheet:
    head = _head(session, here, one, booked)
    found = booked.found[one.post_type]
    inputs = [frozen_inputs(due) for due in found]
    digest = run_hash(ENGINE, head, inputs)
    run, month = one.run, one.months[-1]
    if run is not None and run.inputs_hash == digest and run.state == RunState.COMPUTED:
        return sheets.sheet(session, run.id)
    pays = [line.compute(due.duty) for due in found]
    now, clerk = utc_now(), name_of(session, by)
    if run is None:
        run = PayRun(
            id=new_id(), township=here.township, number=_next_number(session, here.township, month), month=month,
            post_type=one.post_type, state=RunState.DRAFT, computed_at=now,
        )  # fmt: skip
        session.add(run)
    else:
        leave_lines(session, run)
        corrections.forget(session, run.id)
        ids = list(session.scalars(select(PayLine.id).where(PayLine.run_id == run.id)))
        audit.delete_rows(session, PayLine, ids)
        if run.state == RunState.RETURNED:
            run.revision += 1
    rows = [
        _row(run.id, here.township, number, due, pay) | {"inputs": text}
        for number, (due, pay, text) in enumerate(zip(found, pays, inputs, strict=True), start=1)
    ]
    run.state = step(RUN_STEPS, RunState(run.state), RunState.COMPUTED)
    run.first_month = one.first_month
    run.head = head
    run.rules_version = head["rules_version"]
    run.inputs_hash = digest
    run.check_code = check_code(digest, rows)
    run.computed_at = now
    run.made_by = clerk
    run.made_login = by
    session.flush()
    audit.insert_rows(session, PayLine, rows)
    lines = {(row["assignment_id"], row["fund"]): row["id"] for row in rows if row["month"] == month}
    corrections.store(session, run, booked, lines)
    return sheets.built(run, tuple(sheets.line_of(row) for row in rows))


def _row(run_id: str, township: str, number: int, due: Due, pay: Pay) -> dict[str, Any]:
    holder, attendance, month = due.holder, due.duty.attendance, due.duty.month
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
        "owed_fen": pay.owed_fen,
        "shortfall_fen": pay.shortfall_fen,
        "rounding_fen": pay.rounding_fen,
        "flags": list(pay.flags),
        "steps": [
            {"component": one.component, "rule": one.rule, "text": one.text, "facts": one.facts} for one in pay.steps
        ],
        "remark": holder.remark,
    }


def _head(session: Session, here: office.OfficeValue, one: Plan, booked: Booked) -> dict[str, Any]:
    """What the sheet prints around its lines, as it is today: a reprint next year equals the first print.

    ``unlined`` names what was paid too much to people who are not on the sheet: ID number, month, fen.
    """
    found = booked.found[one.post_type]
    month, kind = one.months[-1], one.post_type
    policy = standards.policy_in(session, kind, month)
    scheme = session.scalars(select(PostType).where(PostType.code == kind)).first()
    return {
        "post_type_name": scheme.name if scheme else kind,
        "pay": scheme.pay if scheme else codes.POST,
        "attendance": scheme.attendance if scheme else True,
        "unit": (scheme.unit if scheme else None) or "",
        "township_name": _name_in(session, here.township, month) or here.township_name,
        "county_name": _name_in(session, here.township[:6], month) or here.county_name,
        "employer": here.employer,
        "funds": list(dict.fromkeys(due.holder.fund for due in found if due.holder.fund)),
        "floor": policy.floor,
        "proration": policy.proration,
        "single_clerk": here.single_clerk or standards.single_clerk(session, kind, month),
        "demo": here.demo,
        "rules_version": reference.version(session) or "",
        "unlined": [[owed.id_no, str(owed.month), -owed.amount_fen] for owed in booked.unlined.get(one.post_type, ())],
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
