"""A person's dossier (人员档案, U-23): application → agreement → attendance → pay → exit, as one frozen value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import (
    Adjustment,
    Agreement,
    Assignment,
    BankAccount,
    Insurance,
    Objection,
    PayRun,
    PostType,
    Publicity,
    PublicitySubject,
    Repayment,
    SchemeShare,
    Suspension,
    WaterScheme,
)
from cjdesk.domain import codes
from cjdesk.domain.month import Month
from cjdesk.domain.person_papers import PostFacts
from cjdesk.domain.publicity import PublicityKind
from cjdesk.domain.states import CLOSED_RUNS
from cjdesk.services import office, standards
from cjdesk.services.payroll.receivables import balances
from cjdesk.services.people import dossier_pay, papers, settled
from cjdesk.services.people.dossier_values import (
    Account,
    Corrected,
    Dossier,
    Enrolment,
    Left,
    Objected,
    Proof,
    Suspended,
    WaterDuty,
)


@dataclass(frozen=True, slots=True)
class Span:
    """The months asked for, both included; None is from the beginning, or to the end."""

    first: Month | None = None
    last: Month | None = None

    def has(self, month: Month) -> bool:
        """Whether a month lies in it."""
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)

    def touches(self, start: date, end: date | None) -> bool:
        """Whether some of these days lie in it."""
        return (self.last is None or start <= self.last.last) and (
            self.first is None or end is None or end >= self.first.first
        )


def dossier(session: Session, person_id: str, *, today: date, span: Span = Span()) -> Dossier:
    """Everything about one person; months, suspensions, payments and corrections of ``span`` only.

    Errors: PERSON_UNKNOWN.
    """
    person = papers.person_facts(session, person_id, today=today)
    posts = papers.times_on_post(session, person_id)
    ids = [one.id for one in posts]
    months = dossier_pay.months(session, person_id, span.has)
    notices = _notices(session, ids, dossier_pay.run_ids(session, person_id, span.has))
    return Dossier(
        number=f"DOS-{office.current(session).township}-{person.file_number}",
        person=person,
        office=papers.office_facts(session),
        first=span.first,
        last=span.last,
        posts=posts,
        proofs=(*_agreements(session, posts), *_insurances(session, person_id), *map(_hung, notices)),
        months=months,
        suspensions=_suspensions(session, ids, span),
        accounts=_accounts(session, person_id),
        returned=dossier_pay.returned(session, person_id, span.has),
        corrections=_corrections(session, person_id, span),
        objections=_objections(session, ids, notices),
        duties=_duties(session, person_id),
        enrolments=_enrolments(session, person_id),
        left=tuple(Left(one, *settled.of_assignment(session, one.id)) for one in posts if one.end is not None),
        owed_fen=balances(session).get(person_id, 0),
    )


def _agreements(session: Session, posts: Sequence[PostFacts]) -> tuple[Proof, ...]:
    numbers = {one.id: one.number for one in posts}
    rows = session.scalars(select(Agreement).where(Agreement.assignment_id.in_(numbers)).order_by(Agreement.start))
    return tuple(
        Proof(
            "劳务协议（F9）",
            f"{row.number or ''}　{_days(row.start, row.end)}".strip(),
            f"第 {numbers[row.assignment_id]} 次在岗" if len(numbers) > 1 else "",
        )
        for row in rows
    )


def _insurances(session: Session, person_id: str) -> tuple[Proof, ...]:
    rows = session.scalars(select(Insurance).where(Insurance.person_id == person_id).order_by(Insurance.start))
    return tuple(
        Proof(
            "意外伤害保险",
            "　".join(filter(None, (row.insurer, row.policy_number, _days(row.start, row.end)))),
        )
        for row in rows
    )


def _notices(session: Session, assignments: Sequence[str], runs: Sequence[str]) -> Sequence[Publicity]:
    """The notices somebody was on: proposed for a post, or paid by a run of these."""
    proposed = select(PublicitySubject.publicity_id).where(PublicitySubject.assignment_id.in_(assignments))
    return session.scalars(
        select(Publicity)
        .where(or_(Publicity.id.in_(proposed), Publicity.run_id.in_(runs)))
        .order_by(Publicity.start, Publicity.number)
    ).all()


def _hung(row: Publicity) -> Proof:
    what = "拟聘人员公示" if row.kind == PublicityKind.POST else "补贴发放公示"
    return Proof(what, f"{row.number}　{_days(row.start, row.end)}", row.state)


def _suspensions(session: Session, assignments: Sequence[str], span: Span) -> tuple[Suspended, ...]:
    names = standards.post_type_names(session)
    rows = session.execute(
        select(Suspension, Assignment.post_type)
        .join(Assignment, Assignment.id == Suspension.assignment_id)
        .where(Suspension.assignment_id.in_(assignments))
        .order_by(Suspension.start)
    )
    return tuple(
        Suspended(names.get(kind, kind), row.start, row.end, row.paid, row.reason or "")
        for row, kind in rows
        if span.touches(row.start, row.end)
    )


def _accounts(session: Session, person_id: str) -> tuple[Account, ...]:
    rows = session.scalars(
        select(BankAccount)
        .where(BankAccount.person_id == person_id)
        .order_by(BankAccount.valid_to.is_(None), BankAccount.valid_from, BankAccount.id)
    )
    return tuple(
        Account(row.holder, row.bank or "", row.number or "", row.valid_from, row.valid_to, row.reason or "")
        for row in rows
    )


def _corrections(session: Session, person_id: str, span: Span) -> tuple[Corrected, ...]:
    """What closed runs corrected, and what was given back or dropped, by day."""
    booked = session.execute(
        select(Adjustment, PayRun)
        .join(PayRun, PayRun.id == Adjustment.run_id)
        .where(Adjustment.person_id == person_id, PayRun.state.in_(CLOSED_RUNS))
    )
    found = [
        Corrected(
            (run.locked_at or run.computed_at).date(),
            row.kind,
            row.month,
            row.amount_fen,
            run.number,
            str(row.facts.get("reason") or ""),
        )
        for row, run in booked
        if span.has(row.month) or span.has(run.month)
    ]
    given = session.scalars(select(Repayment).where(Repayment.person_id == person_id, Repayment.withdrawn.is_(None)))
    found += [
        Corrected(row.received, row.kind, None, row.amount_fen, row.receipt_number, row.remark or "")
        for row in given
        if span.has(Month.of(row.received))
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.reference, one.kind, str(one.month))))


def _objections(session: Session, assignments: Sequence[str], notices: Sequence[Publicity]) -> tuple[Objected, ...]:
    """Those against this person, and those against everybody on the notice."""
    numbers = {one.id: one.number for one in notices}
    rows = session.scalars(
        select(Objection)
        .where(Objection.publicity_id.in_(numbers))
        .where(or_(Objection.assignment_id.is_(None), Objection.assignment_id.in_(assignments)))
        .order_by(Objection.raised, Objection.id)
    )
    return tuple(
        Objected(row.raised, numbers[row.publicity_id], row.content, row.outcome or "处理中", row.outcome_note or "")
        for row in rows
    )


def _duties(session: Session, person_id: str) -> tuple[WaterDuty, ...]:
    rows = session.execute(
        select(SchemeShare, WaterScheme.name)
        .join(WaterScheme, WaterScheme.id == SchemeShare.scheme_id)
        .where(SchemeShare.person_id == person_id)
        .order_by(SchemeShare.valid_from, WaterScheme.name)
    )
    return tuple(WaterDuty(name, row.share_bp, row.valid_from, row.valid_to) for row, name in rows)


def _enrolments(session: Session, person_id: str) -> tuple[Enrolment, ...]:
    rows = session.execute(
        select(Assignment, PostType.name)
        .join(PostType, PostType.code == Assignment.post_type)
        .where(Assignment.person_id == person_id, PostType.pay != codes.POST)
        .order_by(Assignment.start)
    )
    return tuple(Enrolment(name, row.start, row.end, row.state) for row, name in rows)


def _days(first: date, last: date | None) -> str:
    return f"{first:%Y.%m.%d} 至 {f'{last:%Y.%m.%d}' if last else '—'}"
