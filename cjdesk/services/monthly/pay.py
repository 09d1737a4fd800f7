"""What closed runs paid for a month, and which of it has not arrived: K08 to K10, by village."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import PayLine, Payment, PayRun
from cjdesk.domain.month import Month
from cjdesk.domain.states import CLOSED_RUNS, PaymentState, RunState
from cjdesk.services.monthly.counted import Counted, key_of
from cjdesk.services.monthly.values import OtherPay
from cjdesk.services.payments.lists import LIVE
from cjdesk.services.posts import schemes


def count(session: Session, counted: Counted, month: Month) -> OtherPay:
    """Count the lines whose own month (所属月) it is; gives what subsidies that are no posts came to."""
    columns = (
        PayLine.id,
        PayLine.person_id,
        PayLine.village,
        PayLine.post_type,
        PayLine.net_fen,
        PayLine.commission_fen,
    )
    statement = (
        select(*columns)
        .join(PayRun, PayRun.id == PayLine.run_id)
        .where(PayLine.month == month, PayRun.state.in_(CLOSED_RUNS))
        .order_by(PayLine.id)
    )
    states = _states(session, month)
    no_posts = schemes(session)
    others = OtherPay()
    for line, person, village, kind, net, commission in session.execute(statement):
        if kind in no_posts:
            others = OtherPay(others.lines + (net > 0), others.fen + net)
            continue
        key = key_of(village)
        counted.add("paid_fen", key, net)
        counted.add("commission_fen", key, commission)
        if commission:
            counted.put("commission_lines", key, line)
        if net <= 0:
            continue
        counted.put("paid_lines", key, line)
        counted.put("paid_people", key, person)
        mine = states.get(line, frozenset())
        if not mine & LIVE:
            counted.put("unpaid_lines", key, line)
            if PaymentState.FAILED in mine:
                counted.put("returned_lines", key, line)
    return others


def open_runs(session: Session, month: Month) -> tuple[str, ...]:
    """The post types whose pay of the month is computed and not locked: it is in no figure yet."""
    runs = session.execute(
        select(PayRun.first_month, PayRun.month, PayRun.head)
        .where(PayRun.state.in_((RunState.DRAFT, RunState.COMPUTED, RunState.RETURNED)), PayRun.month >= month)
        .order_by(PayRun.number)
    )
    return tuple(
        dict.fromkeys(str(head["post_type_name"]) for first, last, head in runs if (first or last) <= month <= last)
    )


def _states(session: Session, month: Month) -> dict[str, frozenset[str]]:
    """Line → the states of its payments."""
    found: dict[str, set[str]] = defaultdict(set)
    statement = (
        select(Payment.line_id, Payment.state)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(PayLine.month == month)
    )
    for line, state in session.execute(statement):
        found[line or ""].add(state)
    return {line: frozenset(states) for line, states in found.items()}
