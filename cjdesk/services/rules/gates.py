"""Where rules stop something: putting on a post, confirming one, the bank file, the report to the county."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from cjdesk.db.models import PayRun, Person
from cjdesk.domain.errors import RunNotReportable
from cjdesk.domain.rules import ERROR, Stage
from cjdesk.services.rules.evaluate import evaluate, graver_first
from cjdesk.services.rules.finding import Finding
from cjdesk.services.rules.subjects import of_run, to_be


def before_post(
    session: Session, person: Person, *, post_type: str, fund: str | None, start: date
) -> tuple[Finding, ...]:
    """What the rules say to putting this person on a post from a day on."""
    return graver_first(
        evaluate(to_be(session, person, stage=Stage.ON_POST, post_type=post_type, fund=fund, start=start))
    )


def before_confirmation(
    session: Session,
    person: Person,
    *,
    assignment_id: str,
    post_type: str,
    fund: str | None,
    start: date,
) -> tuple[Finding, ...]:
    """The same for somebody proposed (拟聘), with the public notice (R-16)."""
    return graver_first(
        evaluate(
            to_be(
                session, person, stage=Stage.CONFIRM, post_type=post_type, fund=fund, start=start,
                assignment_id=assignment_id,
            )
        )
    )  # fmt: skip


def before_bank(session: Session, run: PayRun) -> tuple[Finding, ...]:
    """What keeps lines of a run out of the bank file (R-19, R-23)."""
    return graver_first(evaluate(of_run(session, run, Stage.BANK)))


def before_report(session: Session, run: PayRun) -> tuple[Finding, ...]:
    """What the rules say to reporting a run to the county (R-13, R-17, R-18, R-23)."""
    return graver_first(evaluate(of_run(session, run, Stage.SUBMISSION)))


def require_reportable(session: Session, run: PayRun) -> None:
    """RUN_NOT_REPORTABLE while an error stands against reporting."""
    errors = [one for one in before_report(session, run) if one.severity == ERROR]
    if errors:
        raise RunNotReportable(number=run.number, count=len(errors), first=errors[0].message)
