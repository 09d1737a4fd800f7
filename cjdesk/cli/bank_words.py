"""What ``cjdesk bank`` says, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal
from cjdesk.domain import rmb
from cjdesk.domain.money import show
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import Balance, BankFile, Booked, PaymentList, ReadAnswer, Returned

REASONS = {
    payments.ZERO_LINE: N_("zero this month"),
    payments.BANK_MISSING: N_("no account"),
    payments.BANK_SHARED: N_("same account as {others}"),
    payments.RETURNED: N_("returned by the bank"),
    payments.SENT_BEFORE: N_("sent before: {others}"),
}
STANDS = {
    payments.READY: N_("can be paid again"),
    payments.TO_DO: N_("the account is to be put right"),
    payments.ON_LIST: N_("on {list}"),
    payments.BLOCKED: N_("no usable account"),
}


def tell_made(terminal: Terminal, file: BankFile, paths: Sequence[Path]) -> None:
    """A list: its sum, the equation, who is left out, what to look at."""
    made = file.made
    terminal.say(
        tr(
            "Bank list {number}: {count} payments, {total_fen} yuan ({words}).",
            number=made.number or "",
            count=len(made.rows),
            total_fen=made.listed_fen,
            words=rmb.words(made.listed_fen),
        )
    )
    terminal.say(
        tr(
            "Sheet {net_fen} = list {listed_fen} + no account {missing_fen} + same account {blocked_fen} + zero "
            "{zero_fen} + returned {returned_fen} + sent before {sent_before_fen} + other lists {elsewhere_fen}",
            **_equation(made),
        )
    )
    for one in made.left_out:
        reason = tr(REASONS[one.code], others=one.shared_with)
        amount = show(one.amount_fen)
        terminal.say(tr("  not in the file: {name} {amount} ({reason})", name=one.name, amount=amount, reason=reason))
    if made.not_in_gbk:
        terminal.say(tr("  many banks cannot read these names: {names}", names="、".join(made.not_in_gbk)))
    if made.changed:
        names = "、".join(one.name for one in made.changed)
        terminal.say(tr("  paid to another account than the locked sheet shows: {names}", names=names))
    for path in paths:
        terminal.say(tr("Written: {path}", path=path))


def made_document(file: BankFile, paths: Sequence[Path]) -> dict[str, Any]:
    """A list that was made or taken out."""
    made = file.made
    return {
        **list_document(made, rows=False),
        "template": file.template,
        "files": list(paths),
        "parts": [
            {"rows": part.rows, "total_fen": part.total_fen, "sha256": part.sha256, "name": file.name_of(part)}
            for part in file.files
        ],
        "equation": _equation(made),
        "agrees": made.agrees,
        "left_out": [
            {
                "id_no": one.id_no,
                "name": one.name,
                "post_type": one.post_type,
                "net_fen": one.amount_fen,
                "code": one.code,
                "shared_with": one.shared_with or None,
            }
            for one in made.left_out
        ],
        "not_in_gbk": made.not_in_gbk,
        "warnings": [
            {
                "code": payments.ACCOUNT_CHANGED,
                "name": one.name,
                "id_no": one.id_no,
                "printed": one.printed,
                "listed": one.listed,
            }
            for one in made.changed
        ],
    }


def list_document(made: PaymentList, *, rows: bool = True) -> dict[str, Any]:
    """A list with what became of its rows."""
    head = {
        "month": made.month,
        "number": made.number,
        "kind": made.kind,
        "state": made.state,
        "template": made.template,
        "runs": made.run_numbers,
        "rows": len(made.rows),
        "total_fen": made.listed_fen,
        "total_in_words": rmb.words(made.listed_fen),
        "sha256": made.sha256 or None,
        "sent_at": made.sent_at,
        "withdrawn": made.withdrawn or None,
    }
    if not rows:
        return head
    return head | {
        "payments": [
            {
                "number": row.number,
                "id_no": row.id_no,
                "holder": row.holder,
                "account": row.account,
                "amount_fen": row.amount_fen,
                "state": row.state,
                "failure": row.failure or None,
                "origin": row.origin or None,
                "paid_again_by": row.again or None,
            }
            for row in made.rows
        ]
    }


def tell_list(terminal: Terminal, made: PaymentList) -> None:
    """Count and sum of each state, and who came back."""
    terminal.say(f"{made.number} {made.kind} {made.state}")
    for state in dict.fromkeys(row.state for row in made.rows):
        rows = made.in_state(state)
        terminal.say(f"  {state} {len(rows)} {show(sum(row.amount_fen for row in rows))}")
    for row in made.rows:
        if row.failure:
            terminal.say(f"  {row.number} {row.holder} {show(row.amount_fen)} {row.failure} {row.again}".rstrip())


def tell_read(terminal: Terminal, read: ReadAnswer) -> None:
    """What a file would do, and each row that keeps it from being booked."""
    terminal.say(
        tr(
            "{file} answers {list}: paid {paid}, returned {failed}, returned after it was paid {late}, known {same}, "
            "open {open}.",
            file=read.file_name,
            list=read.made.number or "",
            paid=read.count("paid"),
            failed=read.count("failed"),
            late=read.count("returned_later"),
            same=read.count("same"),
            open=read.count("open"),
        )
    )
    for row in read.problems:
        terminal.say(tr("  row {row}: {problem}", row=row.line, problem=row.problem_words()))


def read_document(read: ReadAnswer) -> dict[str, Any]:
    """Each row of a file with what it would do."""
    return {
        "list": read.made.number,
        "file": read.file_name,
        "taken_before": read.taken_at,
        "rows": [
            {
                "row": row.line,
                "holder": row.name,
                "account": row.account,
                "amount_fen": row.amount_fen,
                "does": row.does or None,
                "failure": row.failure or None,
                "words": row.words or None,
                "code": row.problem or None,
                "message": row.problem_words() or None,
            }
            for row in read.rows
        ],
    }


def tell_booked(terminal: Terminal, booked: Booked) -> None:
    """What was booked; or that this file was booked before."""
    if booked.before is not None:
        terminal.say(
            tr(
                "{file} was booked on {day} already; nothing changed.",
                file=booked.file_name,
                day=f"{booked.before.astimezone():%Y-%m-%d %H:%M}",
            )
        )
    terminal.say(
        tr(
            "{list}: paid {paid} payments {paid_fen} yuan + returned {failed} payments {failed_fen} yuan, {waiting} "
            "still wait for the bank.",
            list=booked.made.number or "",
            paid=booked.paid,
            paid_fen=booked.paid_fen,
            failed=booked.failed,
            failed_fen=booked.failed_fen,
            waiting=booked.waiting,
        )
    )
    if booked.late:
        terminal.say(tr("{n} of them were paid before and came back now.", n=booked.late))


def booked_document(booked: Booked) -> dict[str, Any]:
    """What was booked."""
    return {
        "list": booked.made.number,
        "state": booked.made.state,
        "file": booked.file_name,
        "changed": booked.changed,
        "booked_before": booked.before,
        "paid": booked.paid,
        "paid_fen": booked.paid_fen,
        "failed": booked.failed,
        "failed_fen": booked.failed_fen,
        "returned_later": booked.late,
        "waiting": booked.waiting,
    }


def tell_returned(terminal: Terminal, waiting: Sequence[Returned]) -> None:
    """Returned payments and what each waits for."""
    if not waiting:
        terminal.say(tr("No returned payments."))
    for one in waiting:
        stands = tr(STANDS[one.stands], list=one.again)
        terminal.say(
            f"{one.month} {one.list_number} {one.name} {show(one.amount_fen)} {one.failure} "
            f"{tr('{n} days', n=one.days)}: {stands}"
        )


def returned_document(one: Returned) -> dict[str, Any]:
    """A returned payment."""
    return {
        "month": one.month,
        "id_no": one.id_no,
        "name": one.name,
        "amount_fen": one.amount_fen,
        "run": one.run_number,
        "list": one.list_number,
        "failure": one.failure,
        "old_account": one.old_account,
        "account": one.account or None,
        "days": one.days,
        "stands": one.stands,
        "on_list": one.again or None,
        "proof": one.proof or None,
    }


def tell_status(terminal: Terminal, found: Sequence[PaymentList], balances: Sequence[Balance]) -> None:
    """Lists, and the equation of each run."""
    for made in found:
        tell_list(terminal, made)
    for one in balances:
        terminal.say(
            tr(
                "{number} ({state}): net {net_fen} = paid {paid_fen} + on the way {pending_fen} + returned "
                "{failed_fen} + not listed {unlisted_fen}",
                number=one.number,
                state=one.state,
                net_fen=one.net.fen,
                paid_fen=one.paid.fen,
                pending_fen=one.pending.fen,
                failed_fen=one.failed.fen,
                unlisted_fen=one.unlisted.fen,
            )
        )


def balance_document(one: Balance) -> dict[str, Any]:
    """Where a run's money is."""
    parts = {"net": one.net, "paid": one.paid, "pending": one.pending, "failed": one.failed, "unlisted": one.unlisted}
    return {
        "number": one.number,
        "state": one.state,
        "agrees": one.agrees,
        **{f"{name}_fen": part.fen for name, part in parts.items()},
        **{f"{name}_lines": part.lines for name, part in parts.items()},
    }


def _equation(made: PaymentList) -> dict[str, int]:
    return {
        "net_fen": made.net_fen,
        "listed_fen": made.listed_fen,
        "missing_fen": made.missing_fen,
        "blocked_fen": made.blocked_fen,
        "zero_fen": made.zero_fen,
        "returned_fen": made.returned_fen,
        "sent_before_fen": made.sent_before_fen,
        "elsewhere_fen": made.elsewhere_fen,
    }
