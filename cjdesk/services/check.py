"""Looking the data over: the file's pages and references, the audit chain, and the sums that must agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db import audit, inspection
from cjdesk.db.chain import ChainReport
from cjdesk.db.database import Database
from cjdesk.db.engine import connect_file
from cjdesk.db.failures import in_words
from cjdesk.db.models import BankList, PayLine, Payment, PayRun
from cjdesk.domain.errors import FileIsDamaged
from cjdesk.domain.states import RunState
from cjdesk.i18n import N_, tr
from cjdesk.services import scans
from cjdesk.services.payments import balances
from cjdesk.services.payroll.verification import recompute


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: where, and a message id with its facts."""

    where: str
    text: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``file`` is in SQLite's words, for whoever repairs it.

    ``chain`` is None when the trail lies on damaged pages and cannot be read.
    """

    file: tuple[str, ...]
    chain: ChainReport | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.file and self.chain is not None and self.chain.whole and not self.findings


LINE_DOES_NOT_ADD_UP = N_("line {number}: the parts make {parts_fen}, the net amount is {net_fen}")
AMOUNT_DIFFERS = N_(
    "line {number} {name}: computed again from its inputs, {amount} is {expected_fen}; the sheet says {found_fen}"
)
FACT_DIFFERS = N_("line {number} {name}: by its inputs {fact} is “{expected}”; the sheet says “{found}”")
INPUTS_UNREADABLE = N_("line {number} {name}: what it was computed from cannot be read")
RUN_INPUTS_CHANGED = N_("what the run was computed from is no longer what its hash was made of")
RUN_CODE_DIFFERS = N_("the lines make the check code {expected}; the run and its paper say {found}")

FIELDS = {
    "standard_fen": N_("the standard"),
    "base_fen": N_("the base pay"),
    "commission_fen": N_("the commission"),
    "commission_carried_fen": N_("the commission carried to next month"),
    "topup_fen": N_("the floor top-up"),
    "allowance_fen": N_("the allowance"),
    "back_pay_fen": N_("the back pay"),
    "deduction_fen": N_("the deduction"),
    "clawback_fen": N_("what is taken back"),
    "tax_fen": N_("the tax"),
    "rounding_fen": N_("the rounding of the net"),
    "shortfall_fen": N_("what was not covered"),
    "net_fen": N_("the net amount"),
    "owed_fen": N_("what was owed before"),
    "carried_forward_fen": N_("what is still owed"),
    "days_in_month": N_("days of the month"),
    "paid_days": N_("paid days"),
    "required_tenths": N_("required attendance (tenths of a day)"),
    "attended_tenths": N_("attendance (tenths of a day)"),
    "flags": N_("the flags"),
    "month": N_("the month"),
    "id_no": N_("the ID number"),
    "name": N_("the name"),
    "sex": N_("the sex"),
    "village": N_("the village"),
    "village_group": N_("the group"),
    "post_type": N_("the post type"),
    "post_name": N_("the post"),
    "employer": N_("the employer"),
    "fund": N_("the fund"),
    "bank_name": N_("the bank"),
    "bank_no": N_("the account number"),
    "bank_holder": N_("the account holder"),
    "start": N_("the first day"),
    "end": N_("the last day"),
}
"""What a line's values are called in a finding."""

LIST_DIFFERS = N_("the list says {rows} rows and {total_fen}, its payments are {found_rows} and {found_fen}")
PAYMENT_DIFFERS = N_("line {number}: the bank list pays {paid_fen}, the sheet says {net_fen}")


def pay_lines(session: Session) -> Iterator[Finding]:
    """The parts of every line make its net amount to the fen, and what is owed goes on (PR-09)."""
    line = PayLine
    parts = (
        line.base_fen
        + line.commission_fen
        + line.topup_fen
        + line.allowance_fen
        + line.back_pay_fen
        - line.deduction_fen
        - line.clawback_fen
        - line.tax_fen
        + line.rounding_fen
        + line.shortfall_fen
    )
    still_owed = line.owed_fen - line.clawback_fen + line.shortfall_fen
    wrong = (
        select(PayRun.number.label("run"), line.number, parts.label("parts"), line.net_fen)
        .join(PayRun, PayRun.id == line.run_id)
        .where(PayRun.state != RunState.VOID, or_(parts != line.net_fen, still_owed != line.carried_forward_fen))
        .order_by(PayRun.number, line.number)
    )
    for row in session.execute(wrong):
        yield Finding(
            row.run, LINE_DOES_NOT_ADD_UP, {"number": row.number, "parts_fen": row.parts, "net_fen": row.net_fen}
        )


def closed_runs(session: Session) -> Iterator[Finding]:
    """Every line of a closed run is what its frozen inputs give, and the run what its hash and code were made of."""
    for one in recompute(session).departures:
        if one.field == "inputs_hash":
            yield Finding(one.run, RUN_INPUTS_CHANGED, {})
        elif one.field == "check_code":
            yield Finding(one.run, RUN_CODE_DIFFERS, {"expected": one.expected, "found": one.found})
        else:
            facts: dict[str, str | int] = {"number": one.line or 0, "name": one.name}
            if one.field == "inputs":
                yield Finding(one.run, INPUTS_UNREADABLE, facts)
            elif one.field.endswith("_fen"):
                facts |= {"amount": tr(FIELDS[one.field]), "expected_fen": one.expected, "found_fen": one.found}
                yield Finding(one.run, AMOUNT_DIFFERS, facts)
            else:
                facts |= {"fact": tr(FIELDS[one.field]), "expected": _said(one.expected), "found": _said(one.found)}
                yield Finding(one.run, FACT_DIFFERS, facts)


def _said(value: object) -> str:
    return "—" if value is None or value == "" else str(value)


def bank_lists(session: Session) -> Iterator[Finding]:
    """Every bank list holds what its head says, and pays what the sheet says."""
    sums = (
        select(
            Payment.list_id,
            func.count().label("rows"),
            # A bank may want one row for each account, which then pays several lines.
            func.count(Payment.account.distinct()).label("accounts"),
            func.coalesce(func.sum(Payment.amount_fen), 0).label("total"),
        )
        .group_by(Payment.list_id)
        .subquery()
    )
    columns = (BankList.number, BankList.rows, BankList.total_fen, sums.c.rows, sums.c.accounts, sums.c.total)
    heads = select(*columns).outerjoin(sums, sums.c.list_id == BankList.id)
    for number, rows, total, found_rows, accounts, found in session.execute(heads.order_by(BankList.number)):
        if rows not in {found_rows or 0, accounts or 0} or total != int(found or 0):
            facts = {"rows": rows, "total_fen": total, "found_rows": found_rows or 0, "found_fen": int(found or 0)}
            yield Finding(number, LIST_DIFFERS, facts)
    paid = (
        select(BankList.number, PayLine.number.label("line"), Payment.amount_fen, PayLine.net_fen)
        .join(BankList, BankList.id == Payment.list_id)
        .join(PayLine, PayLine.id == Payment.line_id)
        .where(Payment.amount_fen != PayLine.net_fen)
        .order_by(BankList.number, PayLine.number)
    )
    for row in session.execute(paid):
        yield Finding(
            row.number, PAYMENT_DIFFERS, {"number": row.line, "paid_fen": row.amount_fen, "net_fen": row.net_fen}
        )


PAYMENT_FAULTS = {
    balances.NET: N_(
        "the sheet pays {net_fen}: paid {paid_fen}, on the way {pending_fen}, returned {failed_fen}, not listed "
        "{unlisted_fen} make another sum"
    ),
    balances.TWICE: N_("{name} stands {count} times on lists that pay, also on {other}"),
    balances.WRONG_KEY: N_("line {number} ({name}): the payment is kept under another person, month or fund"),
    balances.GONE: N_("line {number} ({name}): a payment stands although its list was withdrawn or its run is void"),
    balances.NO_TASK: N_("{name}: a returned payment without a task to put the account right"),
    balances.UNPAID: N_("{name}: called paid again, but no later payment was paid"),
}


def payments_sent(session: Session) -> Iterator[Finding]:
    """Over everything ever sent: nobody twice, and every fen of a run paid, on its way, returned or not listed."""
    for fault in balances.faults(session):
        yield Finding(fault.where, PAYMENT_FAULTS[fault.kind], fault.facts)


SCAN_DIFFERS = N_("page {page} ({file}): the kept picture is not the one that was added")


def scans_kept(session: Session) -> Iterator[Finding]:
    """Every kept picture of signed paper is, byte for byte, the one that was added."""
    for one in scans.damaged(session):
        yield Finding(one.number, SCAN_DIFFERS, {"page": "—" if one.page is None else one.page, "file": one.file_name})


CHECKS: tuple[Callable[[Session], Iterable[Finding]], ...] = (
    pay_lines,
    closed_runs,
    bank_lists,
    payments_sent,
    scans_kept,
)
"""What must agree; each room adds its own."""


def run(database: Database) -> CheckReport:
    """Check everything; a damaged file is reported, not raised, as far as it can be read."""
    wrong: tuple[str, ...] = ()
    if database.path is not None and database.key is not None:
        with in_words(database.path), closing(connect_file(database.path, database.key)) as connection:
            wrong = inspection.problems(connection)
    try:
        return CheckReport(wrong, database.ask(audit.verify), database.ask(_findings))
    except FileIsDamaged as damaged:
        return CheckReport(wrong or (str(damaged),), None, ())


def _findings(session: Session) -> tuple[Finding, ...]:
    return tuple(finding for check in CHECKS for finding in check(session))
