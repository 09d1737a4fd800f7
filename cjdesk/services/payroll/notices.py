"""What somebody is asked to give back, told month by month (F12 追回通知)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Adjustment, Assignment, PayLine, PayRun, Person, PostType
from cjdesk.domain.clawback_notice import ClawbackNotice, Overpaid
from cjdesk.domain.errors import PersonOwesNothing
from cjdesk.domain.sheet import Step
from cjdesk.domain.states import CLOSED_RUNS
from cjdesk.services import office
from cjdesk.services.payroll import receivables

DAYS_TO_PAY = 15


def clawback_notice(
    session: Session, person_id: str, *, written: date, contact: str, deadline: date | None = None
) -> ClawbackNotice:
    """The notice of one person with an open balance; the deadline is half a month away unless it is given.

    Errors: PERSON_OWES_NOTHING.
    """
    account = receivables.of_person(session, person_id)
    if account.balance_fen <= 0:
        raise PersonOwesNothing(name=account.name)
    here = office.current(session)
    booked = _booked(session, person_id)
    person = session.get_one(Person, person_id)
    last = booked[-1] if booked else None
    short = _short(session, person_id) if last is None else None
    about = (last or short or (None,))[0]
    assignment = session.get(Assignment, about.assignment_id) if about is not None else None
    kind = assignment.post_type if assignment is not None else ""
    opened = account.opened_fen
    return ClawbackNotice(
        number=_number_of_line(*short) if short is not None else _number(session, last),
        person_id=person_id,
        id_no=person.id_no,
        name=person.name,
        village=person.village or "",
        group=person.village_group or "",
        post_type_name=session.scalar(select(PostType.name).where(PostType.code == kind)) or kind,
        last_day=assignment.end if assignment is not None else None,
        months=tuple(_month(session, row) for row, _ in booked),
        recovered_fen=opened - account.balance_fen,
        balance_fen=account.balance_fen,
        township_name=here.township_name,
        county_name=here.county_name,
        employer=here.employer,
        contact=contact,
        demo=here.demo,
        written=written,
        deadline=deadline or written + timedelta(days=DAYS_TO_PAY),
    )


def _booked(session: Session, person_id: str) -> list[tuple[Adjustment, PayRun]]:
    """The corrections that opened the person's debt, by month."""
    statement = (
        select(Adjustment, PayRun)
        .join(PayRun, PayRun.id == Adjustment.run_id)
        .where(
            Adjustment.person_id == person_id,
            Adjustment.kind == receivables.CLAWBACK,
            PayRun.state.in_(CLOSED_RUNS),
        )
        .order_by(Adjustment.month, Adjustment.id)
    )
    return [(row, run) for row, run in session.execute(statement)]


def _short(session: Session, person_id: str) -> tuple[PayLine, PayRun] | None:
    """The newest line whose deductions were more than its pay: what opened a debt that no correction did."""
    statement = (
        select(PayLine, PayRun)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.person_id == person_id, PayLine.shortfall_fen != 0, PayRun.state.in_(CLOSED_RUNS))
        .order_by(PayLine.month.desc(), PayRun.number.desc(), PayLine.number.desc())
    )
    found = session.execute(statement).first()
    return None if found is None else (found[0], found[1])


def _number_of_line(line: PayLine, run: PayRun) -> str:
    """REC-202012-0001-023: the run and the line that was too small."""
    return f"REC-{run.number.removeprefix('PAY-')}-{line.number:03d}"


def _number(session: Session, last: tuple[Adjustment, PayRun] | None) -> str:
    """REC-202012-0001: the newest correction's place among those that its month's runs booked."""
    if last is None:
        return "REC"
    row, run = last
    same = (
        select(Adjustment.id)
        .join(PayRun, PayRun.id == Adjustment.run_id)
        .where(Adjustment.kind == receivables.CLAWBACK, PayRun.month == run.month, PayRun.state.in_(CLOSED_RUNS))
        .order_by(PayRun.number, Adjustment.id)
    )
    place = list(session.scalars(same)).index(row.id) + 1
    return f"REC-{run.month.year:04d}{run.month.month:02d}-{place:04d}"


def _month(session: Session, row: Adjustment) -> Overpaid:
    line = session.get(PayLine, row.original_line_id) if row.original_line_id else None
    booked = sum(int(part[1]) for part in row.facts.get("parts", ()) if part[0] == "booked")
    paid = booked
    if line is not None:
        paid += line.base_fen + line.commission_fen + line.topup_fen - line.deduction_fen
    return Overpaid(
        month=row.month,
        run=row.facts.get("run", ""),
        line=row.facts.get("number", 0),
        paid_fen=paid,
        due_fen=paid - row.amount_fen,
        steps=tuple(
            Step(one["component"], one["rule"], one["text"], one["facts"]) for one in row.facts.get("steps", ())
        ),
        reason=row.facts.get("reason", ""),
    )
