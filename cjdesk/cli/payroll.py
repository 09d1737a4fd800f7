"""``cjdesk payroll compute|problems|clear|lock|approve|unlock|void|show|prove``: a month's pay without the window."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cjdesk.cli import corrections, payroll_extras, payroll_problems, prove
from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.payroll_problems import add_month
from cjdesk.cli.runs import require_post, runs_of
from cjdesk.domain import rmb
from cjdesk.domain.money import show
from cjdesk.domain.sheet import AMOUNTS, Line, Sheet
from cjdesk.domain.states import RUN_STEPS, RunState, may
from cjdesk.i18n import N_, tr
from cjdesk.services import payroll, rules
from cjdesk.services.payroll import Comparison, RunProblem

PAY_KEYS = (
    "days_in_month",
    "paid_days",
    "base_fen",
    "commission_fen",
    "commission_carried_fen",
    "topup_fen",
    "allowance_fen",
    "back_pay_fen",
    "deduction_fen",
    "clawback_fen",
    "tax_fen",
    "net_fen",
    "carried_forward_fen",
)
"""The figures of a line in the order of interfaces.md 1."""


def register(verbs: Verbs) -> None:
    """Add the verb and its verbs."""
    group = verbs.group("payroll")
    compute = group.verb("compute", _compute, N_("compute the month anew; locked runs stay as they are"))
    add_month(compute)
    compute.add_argument(
        "--from", dest="first", metavar="YYYY-MM", help=tr("pay several months in one run, from this one on")
    )
    compute.add_argument("--no-receipts", action="store_true", help=tr("state that no water fees were collected"))
    lock = group.verb("lock", _lock, N_("check and lock the computed runs"))
    add_month(lock)
    lock.add_argument("--sign-off", metavar="TEXT", help=tr("the reason for all warnings that have none yet"))
    payroll_problems.register(group)
    add_month(group.verb("approve", _approve, N_("approve the locked runs, by another clerk")))
    for name, run, text in (
        ("unlock", _unlock, N_("open locked runs again before they are reported")),
        ("void", _void, N_("void runs of which nothing was paid")),
    ):
        parser = group.verb(name, run, text)
        add_month(parser)
        parser.add_argument("--reason", required=True, metavar="TEXT", help=tr("why"))
    add_month(group.verb("archive", _archive, N_("close paid months for good")))
    corrections.register(group)
    payroll_extras.register(group)
    shown = group.verb("show", _show, N_("show the runs of a month line by line, and how each amount comes about"))
    add_month(shown)
    shown.add_argument("--brief", action="store_true", help=tr("only amounts, without how they come about"))
    prove.add_to(group)


def _compute(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    first = month(args.first) if args.first else None
    with opened(args) as database:
        require_post(database, args.post)
        sheets = database.do(
            N_("Compute the month"),
            payroll.compute,
            wanted,
            first_month=first,
            post_type=args.post,
            by=database.clerk,
            without_receipts=args.no_receipts,
        )
        problems = {sheet.run_id: database.ask(payroll.problems, sheet.run_id) for sheet in sheets}
        compared = {sheet.run_id: database.ask(payroll.compare, sheet.run_id) for sheet in sheets}
    if not sheets:
        terminal.say(
            tr(
                "Every run of {month} is locked already, or paid in another run; nothing was computed.",
                month=str(wanted),
            )
        )
    _tell(terminal, sheets, N_("Computed: {post_type}, {people} people, {net_fen} yuan, check code {check_code}."))
    for sheet in sheets:
        _tell_difference(terminal, sheet, compared[sheet.run_id])
        payroll_problems.tell(terminal, problems[sheet.run_id])
    document = _document(args.month, sheets, problems)
    for run in document["runs"]:
        run["compared"] = _compared(compared[run["run_id"]])
    terminal.result(document)


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a run: the state it leads to, its name in the history, what is said."""

    state: RunState
    action: str
    change: Callable[..., Sheet]
    said: str


LOCK = Act(
    RunState.LOCKED,
    N_("Lock the run"),
    payroll.lock,
    N_("Locked: {post_type}, {people} people, {net_fen} yuan, check code {check_code}."),
)
APPROVE = Act(
    RunState.APPROVED,
    N_("Approve the run"),
    payroll.approve,
    N_("Approved: {post_type}, {people} people, {net_fen} yuan, check code {check_code}."),
)
UNLOCK = Act(
    RunState.COMPUTED,
    N_("Unlock the run"),
    payroll.unlock,
    N_("Unlocked: {post_type}, {people} people, {net_fen} yuan, check code {check_code}."),
)
VOID = Act(
    RunState.VOID,
    N_("Void the run"),
    payroll.void,
    N_("Voided: {post_type}, {people} people, {net_fen} yuan, check code {check_code}."),
)


ARCHIVE = Act(
    RunState.ARCHIVED,
    N_("Archive the run"),
    payroll.archive,
    N_("Archived: {post_type}, {people} people, {net_fen} yuan, check code {check_code}."),
)


def _archive(args: argparse.Namespace, terminal: Terminal) -> None:
    _step(args, terminal, ARCHIVE)


def _lock(args: argparse.Namespace, terminal: Terminal) -> None:
    _step(args, terminal, LOCK, **({"sign_off": args.sign_off} if args.sign_off is not None else {}))


def _approve(args: argparse.Namespace, terminal: Terminal) -> None:
    _step(args, terminal, APPROVE)


def _unlock(args: argparse.Namespace, terminal: Terminal) -> None:
    _step(args, terminal, UNLOCK, reason=args.reason)


def _void(args: argparse.Namespace, terminal: Terminal) -> None:
    _step(args, terminal, VOID, reason=args.reason)


def _show(args: argparse.Namespace, terminal: Terminal) -> None:
    wanted = month(args.month)
    with opened(args) as database:
        sheets = [database.ask(payroll.sheet, run.run_id) for run in runs_of(database, wanted, args.post, void=True)]
        problems = {sheet.run_id: database.ask(payroll.problems, sheet.run_id) for sheet in sheets}
    for sheet in sheets:
        _tell(
            terminal,
            [sheet],
            N_("{number} {post_type} {state}: {people} people, {net_fen} yuan, check code {check_code}."),
        )
        for line in () if terminal.json else sheet.lines:
            place = f"{line.village} {line.group}".strip()
            of = f"{line.month}  " if len(sheet.months) > 1 else ""
            terminal.say(f"{line.number:>4}  {of}{line.name}  {place}  {show(line.net_fen)}  {' '.join(line.flags)}")
            for sentence in () if args.brief else payroll.explanation(line):
                terminal.say(f"        {sentence}")
        terminal.say(tr("Total {net_fen} yuan ({words})", net_fen=sheet.net_fen, words=rmb.words(sheet.net_fen)))
        payroll_problems.tell(terminal, problems[sheet.run_id])
    terminal.result(_document(args.month, sheets, problems))


def _step(args: argparse.Namespace, terminal: Terminal, act: Act, **facts: str) -> None:
    """Take one step with every run of the month that can take it; if none can, say why the first one cannot."""
    wanted = month(args.month)
    with opened(args) as database:
        runs = runs_of(database, wanted, args.post)
        ready = [run for run in runs if may(RUN_STEPS, RunState(run.state), act.state) and run.state != act.state]

        def together(session: Any) -> list[Sheet]:
            return [act.change(session, run.run_id, by=database.clerk, **facts) for run in ready or runs[:1]]

        sheets = database.do(act.action, together)
        signed = {sheet.run_id: database.ask(rules.automatic, sheet.month, sheet.post_type) for sheet in sheets}
    _tell(terminal, sheets, act.said)
    document = _document(args.month, sheets, {})
    for run in document["runs"]:
        run["signed_off_automatically"] = signed[run["run_id"]]
    if act is LOCK and any(signed.values()):
        terminal.say(
            tr(
                "{count} warnings had no reason of their own: that is recorded. Give one with --sign-off next time.",
                count=sum(signed.values()),
            )
        )
    terminal.result(document)


def _tell(terminal: Terminal, sheets: Sequence[Sheet], text: str) -> None:
    for sheet in sheets:
        facts = {
            "number": sheet.number,
            "post_type": sheet.post_type_name,
            "state": sheet.state,
            "people": sheet.people,
            "net_fen": sheet.net_fen,
            "check_code": sheet.check_code,
        }
        terminal.say(tr(text, **{name: value for name, value in facts.items() if "{" + name + "}" in text}))


def _tell_difference(terminal: Terminal, sheet: Sheet, compared: Comparison) -> None:
    if compared.before_month is None:
        return
    terminal.say(
        tr(
            "{post_type}: {difference} yuan compared with {month}, {count} people changed.",
            post_type=sheet.post_type_name,
            difference=("+" if compared.difference_fen > 0 else "") + show(compared.difference_fen),
            month=str(compared.before_month),
            count=compared.changed,
        )
    )


def _compared(compared: Comparison) -> dict[str, Any]:
    return {
        "month": compared.before_month,
        "number": compared.before_number,
        "before_fen": compared.before_fen,
        "difference_fen": compared.difference_fen,
        "changes": [
            {
                "line": one.number,
                "name": one.name,
                "before_fen": one.before_fen,
                "now_fen": one.now_fen,
                "difference_fen": one.difference_fen,
                "reasons": [{"amount_fen": reason.amount_fen, "words": reason.words} for reason in one.reasons],
            }
            for one in compared.changes
            if one.difference_fen and compared.before_month is not None
        ],
    }


def _document(wanted: str, sheets: Sequence[Sheet], problems: dict[str, tuple[RunProblem, ...]]) -> dict[str, Any]:
    return {
        "month": wanted,
        "runs": [_run(sheet, problems.get(sheet.run_id, ())) for sheet in sheets],
    }


def _run(sheet: Sheet, problems: Sequence[RunProblem]) -> dict[str, Any]:
    return {
        "run_id": sheet.run_id,
        "number": sheet.number,
        "state": sheet.state,
        "post_type": sheet.post_type,
        "post_type_name": sheet.post_type_name,
        "kind": sheet.kind,
        "first_month": sheet.first_month,
        "month": sheet.month,
        "revision": sheet.revision,
        "proration": sheet.proration,
        "floor": sheet.floor,
        "rules_version": sheet.rules_version,
        "check_code": sheet.check_code,
        "made_by": sheet.made_by,
        "checked_by": sheet.checked_by,
        "approved_by": sheet.approved_by,
        "lines": [_line(line) for line in sheet.lines],
        "totals": {
            **{name: sheet.total(name) for name in AMOUNTS},
            "commission_carried_fen": sum(line.commission_carried_fen for line in sheet.lines),
            "carried_forward_fen": sum(line.carried_forward_fen for line in sheet.lines),
            "lines": len(sheet.lines),
            "people": sheet.people,
        },
        "total_in_words": rmb.words(sheet.net_fen),
        "problems": [payroll_problems.document(one) for one in problems],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "month": line.month,
        "id_no": line.id_no,
        "name": line.name,
        "village": line.village,
        "group": line.group,
        "post_type": line.post_type,
        "start": line.start,
        "end": line.end,
        **{name: getattr(line, name) for name in PAY_KEYS},
        "flags": list(line.flags),
        "trace": list(payroll.explanation(line)),
        "remark": line.remark,
    }
