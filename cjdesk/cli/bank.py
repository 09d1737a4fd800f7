"""``cjdesk bank export``: the payment list of a month as the bank's file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.db.failures import in_words
from cjdesk.db.files import write_whole
from cjdesk.domain import rmb
from cjdesk.domain.errors import NoRun, RunNotPayable
from cjdesk.domain.money import show
from cjdesk.i18n import N_, tr
from cjdesk.services import payments, payroll
from cjdesk.services.payments import PaymentList

REASONS = {
    payments.ZERO_LINE: N_("zero this month"),
    payments.BANK_MISSING: N_("no account"),
    payments.BANK_SHARED: N_("same account as {others}"),
    payments.RETURNED: N_("returned by the bank"),
}


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("bank")
    export = group.verb("export", _export, N_("write the payment list of the locked runs as the bank's file"))
    export.add_argument("--month", required=True, metavar="YYYY-MM", help=tr("the month"))
    export.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))
    export.add_argument("--template", required=True, metavar="CODE", help=tr("the bank's template"))
    export.add_argument("out", type=Path, metavar="OUT")


def _export(args: argparse.Namespace, terminal: Terminal) -> int:
    """Write the file; exit code 3 when people wait for an account and are not in it."""
    wanted = month(args.month)
    with opened(args) as database:
        run_ids = database.ask(payments.of_month, wanted, post_type=args.post)
        if not run_ids:
            computed = [run for run in database.ask(payroll.runs, wanted) if args.post in {None, run.post_type}]
            if computed:
                raise RunNotPayable(number=computed[0].number, state=computed[0].state, field="month")
            raise NoRun(month=wanted, field="month")
        file = database.do(
            N_("Make the bank list"),
            payments.make,
            run_ids,
            template_code=args.template,
            by=database.clerk,
            leave_out_blocked=True,
        )
    paths = _paths(args.out, len(file.parts))
    with in_words(args.out):
        for path, content in zip(paths, file.parts, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
    made = file.made
    _tell(terminal, made, paths)
    terminal.result(_document(made, args.template, paths))
    return 3 if made.blocked else 0


def _paths(out: Path, parts: int) -> list[Path]:
    """One file, or several numbered before the ending."""
    if parts == 1:
        return [out]
    return [out.with_name(f"{out.stem}-{number}{out.suffix}") for number in range(1, parts + 1)]


def _tell(terminal: Terminal, made: PaymentList, paths: list[Path]) -> None:
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
            "{zero_fen} + returned {returned_fen} + other lists {elsewhere_fen}",
            **_equation(made),
        )
    )
    for one in made.left_out:
        reason = tr(REASONS[one.code], others=one.shared_with)
        terminal.say(
            tr(
                "  not in the file: {name} {amount} ({reason})",
                name=one.name,
                amount=show(one.amount_fen),
                reason=reason,
            )
        )
    if made.not_in_gbk:
        terminal.say(tr("  many banks cannot read these names: {names}", names="、".join(made.not_in_gbk)))
    for path in paths:
        terminal.say(tr("Written: {path}", path=path))


def _document(made: PaymentList, template: str, paths: list[Path]) -> dict[str, Any]:
    return {
        "month": made.month,
        "number": made.number,
        "template": template,
        "files": paths,
        "runs": made.run_numbers,
        "rows": len(made.rows),
        "total_fen": made.listed_fen,
        "total_in_words": rmb.words(made.listed_fen),
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
    }


def _equation(made: PaymentList) -> dict[str, int]:
    return {
        "net_fen": made.net_fen,
        "listed_fen": made.listed_fen,
        "missing_fen": made.missing_fen,
        "blocked_fen": made.blocked_fen,
        "zero_fen": made.zero_fen,
        "returned_fen": made.returned_fen,
        "elsewhere_fen": made.elsewhere_fen,
    }
