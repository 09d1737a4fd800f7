"""What was reported of a month stays: its figures in the append-only trail, and beside them those of now.

The trail is the one place nobody can change afterwards. Only figures go there, no names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import AuditEntry, LateChange
from cjdesk.domain.month import Month
from cjdesk.services.monthly.questions import current, number_of
from cjdesk.services.monthly.values import FIGURES, Figures, MonthlyReport, OtherPay, Place, VillageRow
from cjdesk.services.who import name_of

RECORD = "monthly_report"
"""What a reported month is called in the trail."""

SUBJECTS = frozenset({
    "person", "person_category", "post", "assignment", "suspension", "insurance", "pay_run", "payment", "cooperative",
    "team", "membership", "household",
})  # fmt: skip
"""The records whose change may change a figure."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is another one now; ``village`` is a row's key, empty for the township's total."""

    village: str
    figure: str
    reported: int
    now: int


@dataclass(frozen=True, slots=True)
class Cause:
    """What was done since: the act (a message id), who did it, in which records, how often, the reason if known."""

    action: str
    clerk: str
    records: tuple[str, ...]
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reported month and the same month now, where they differ and what happened in between."""

    at: datetime
    by: str
    reported: MonthlyReport
    now: MonthlyReport
    differences: tuple[Difference, ...]
    causes: tuple[Cause, ...]


def report(session: Session, month: Month, *, today: date) -> MonthlyReport:
    """The month as it stands now. While nothing differs from what was reported it is that paper, else the next one."""
    found, before = current(session, month, today=today), reported(session, month)
    if before is None:
        return found
    if _same(found, before):
        return replace(found, revision=before.revision, reported_on=before.reported_on)
    return replace(found, revision=before.revision + 1)


def submit(session: Session, month: Month, *, today: date) -> MonthlyReport:
    """Keep the figures of now as what is reported (上报数). Reporting the same figures again changes nothing."""
    found = report(session, month, today=today)
    if found.reported_on is not None:
        return found
    found = replace(found, reported_on=today)
    audit.note(session, RECORD, found.number, _stored(found))
    return found


def reported(session: Session, month: Month) -> MonthlyReport | None:
    """The figures as they were reported last; None while the month was not reported."""
    entry = _newest(session, month)
    return _restored(entry.new or {}) if entry is not None else None


def compare(session: Session, month: Month, *, today: date) -> Comparison | None:
    """What was reported last beside what the registers say now; None while the month was not reported."""
    entry = _newest(session, month)
    if entry is None:
        return None
    before, now = _restored(entry.new or {}), report(session, month, today=today)
    return Comparison(
        at=entry.at,
        by=name_of(session, entry.clerk),
        reported=before,
        now=now,
        differences=tuple(_differences(before, now)),
        causes=_causes(session, entry, month),
    )


def _newest(session: Session, month: Month) -> AuditEntry | None:
    statement = select(AuditEntry).where(AuditEntry.record_id == number_of(month), AuditEntry.record == RECORD)
    return session.scalars(statement.order_by(AuditEntry.seq.desc()).limit(1)).first()


def _same(found: MonthlyReport, before: MonthlyReport) -> bool:
    """Whether two papers would say the same; rows without a figure say nothing."""

    def said(one: MonthlyReport) -> tuple[object, ...]:
        rows = {row.key: row.figures for row in one.rows if not row.figures.nothing}
        return one.as_of, rows, one.total, one.open_runs, one.other_pay, dict(one.quotas)

    return said(found) == said(before)


def _differences(before: MonthlyReport, now: MonthlyReport) -> list[Difference]:
    """The total first, then the rows in the order of now, then rows that are no more."""
    keys = dict.fromkeys([*(row.key for row in now.rows), *(row.key for row in before.rows)])
    pairs = [("", before.total, now.total)]
    for key in keys:
        old, new = before.row(key), now.row(key)
        pairs.append((key, old.figures if old else Figures(), new.figures if new else Figures()))
    return [
        Difference(key, name, getattr(old, name), getattr(new, name))
        for key, old, new in pairs
        for name in FIGURES
        if getattr(old, name) != getattr(new, name)
    ]


def _causes(session: Session, entry: AuditEntry, month: Month) -> tuple[Cause, ...]:
    """Late entries of the month with their reasons, then every act on these records since, most first."""
    added = select(AuditEntry.record_id).where(
        AuditEntry.seq > entry.seq, AuditEntry.record == LateChange.__tablename__
    )
    late = Counter(
        (row.what, row.entered_by, row.reason)
        for row in session.scalars(select(LateChange).where(LateChange.month == month, LateChange.id.in_(added)))
    )
    acts: dict[tuple[str, str], Counter[str]] = {}
    statement = select(AuditEntry.action, AuditEntry.clerk, AuditEntry.record).where(
        AuditEntry.seq > entry.seq, AuditEntry.record.in_(SUBJECTS)
    )
    for action, clerk, record in session.execute(statement):
        acts.setdefault((action, clerk), Counter())[record] += 1
    others = [
        Cause(action, name_of(session, clerk), tuple(sorted(records)), records.total())
        for (action, clerk), records in acts.items()
    ]
    return (
        *(Cause("", name_of(session, by), (what,), count, reason) for (what, by, reason), count in late.items()),
        *sorted(others, key=lambda one: (-one.count, one.action, one.clerk)),
    )


def _stored(found: MonthlyReport) -> dict[str, Any]:
    return {
        "month": str(found.month),
        "as_of": found.as_of.isoformat(),
        "county_name": found.county_name,
        "township_name": found.township_name,
        "office_name": found.office_name,
        "demo": found.demo,
        "number": found.number,
        "revision": found.revision,
        "rows": [
            {"kind": row.kind.value, "village": row.village, "figures": _counted(row.figures)} for row in found.rows
        ],
        "total": _counted(found.total),
        "quotas": dict(found.quotas),
        "open_runs": list(found.open_runs),
        "other_pay": {"lines": found.other_pay.lines, "fen": found.other_pay.fen},
        "reported_on": found.reported_on.isoformat() if found.reported_on else None,
    }


def _counted(figures: Figures) -> dict[str, int]:
    """What is not zero: most figures of most villages are."""
    return {name: value for name, value in asdict(figures).items() if value}


def _restored(facts: Mapping[str, Any]) -> MonthlyReport:
    return MonthlyReport(
        month=Month.parse(facts["month"]),
        as_of=date.fromisoformat(facts["as_of"]),
        county_name=facts["county_name"],
        township_name=facts["township_name"],
        office_name=facts["office_name"],
        demo=facts["demo"],
        number=facts["number"],
        revision=facts["revision"],
        rows=tuple(VillageRow(Place(row["kind"]), row["village"], _figures(row["figures"])) for row in facts["rows"]),
        total=_figures(facts["total"]),
        quotas=facts["quotas"],
        open_runs=tuple(facts["open_runs"]),
        other_pay=OtherPay(**facts["other_pay"]),
        reported_on=date.fromisoformat(facts["reported_on"]),
    )


def _figures(stored: Mapping[str, int]) -> Figures:
    """A figure that an older report did not have counts as none."""
    return Figures(**{name: value for name, value in stored.items() if name in FIGURES})
