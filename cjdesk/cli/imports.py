"""``cjdesk import KIND FILE``: check a workbook row by row and take the good rows in."""

from __future__ import annotations

import argparse
from pathlib import Path

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.db.database import Database
from cjdesk.i18n import N_, tr
from cjdesk.services import imports, months
from cjdesk.services.imports import ImportPlan, ImportResult, Problem

ACTIONS = {
    "roster": N_("Import the roster"),
    "receipts": N_("Import receipts"),
    "attendance": N_("Import attendance"),
    "members": N_("Import members"),
    "households": N_("Import households"),
    "comparison": N_("Import a comparison list"),
}
"""The name of the act in the history, for each kind."""
PARTLY = 3
"""Exit code when rows were rejected."""


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verbs.verb("import", _import)
    parser.add_argument("kind", choices=tuple(imports.KINDS), metavar="KIND", help="、".join(imports.KINDS))
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("workbook: .xlsx .xls .ods .csv"))
    parser.add_argument("--month", metavar="YYYY-MM", help=tr("the month, where the file does not say it"))
    parser.add_argument("--dry-run", action="store_true", help=tr("only check, write nothing"))
    parser.add_argument("--rejects", type=Path, metavar="OUT.xlsx", help=tr("write the rejected rows with the reasons"))
    parser.add_argument(
        "--late",
        metavar="REASON",
        help=tr("rows may touch locked months; a later run pays or takes back the difference"),
    )
    parser.add_argument("--all-or-nothing", action="store_true", help=tr("write nothing when a row is rejected"))


def _import(args: argparse.Namespace, terminal: Terminal) -> int:
    with opened(args) as database:
        plan = _plan(database, args, terminal)
        if args.rejects is not None:
            imports.write_rejects(plan, args.rejects)
        if args.dry_run:
            result = imports.result(plan)
        else:
            result = database.do(
                ACTIONS[args.kind],
                imports.apply,
                plan,
                all_or_nothing=args.all_or_nothing,
                progress=terminal.progress,
            )
    _say(terminal, result, args.rejects, dry_run=args.dry_run)
    written = args.rejects if result.rejected_rows else None
    terminal.result(result.document() | {"dry_run": args.dry_run, "rejects": written})
    return PARTLY if result.rejected_rows else 0


def _plan(database: Database, args: argparse.Namespace, terminal: Terminal) -> ImportPlan:
    of_month = month(args.month) if args.month else None
    if args.late is None:
        return database.ask(imports.preview, args.kind, args.file, month=of_month, progress=terminal.progress)
    return database.ask(
        months.late,
        months.Late(args.late, database.clerk),
        imports.preview,
        args.kind,
        args.file,
        month=of_month,
        progress=terminal.progress,
    )


def _say(terminal: Terminal, result: ImportResult, rejects: Path | None, *, dry_run: bool) -> None:
    for title, problems in ((N_("Rejected:"), result.rejected), (N_("Look at:"), result.warnings)):
        if problems:
            terminal.say(tr(title))
        for problem in problems:
            terminal.say("  " + _line(problem))
    if result.tidied:
        terminal.say(tr("Stored otherwise than it stands in the file:"))
    for one in result.tidied:
        before = one.before.replace("\n", "⏎")
        terminal.say(
            "  "
            + tr("{sheet}, row {row}: {before} → {after}", sheet=one.sheet, row=one.row, before=before, after=one.after)
        )
    facts = {
        "read": result.read,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": result.rejected_rows,
    }
    if dry_run:
        terminal.say(tr("Checked only, nothing was written."))
    terminal.say(
        tr("{read} rows: {created} new, {updated} changed, {unchanged} as before, {rejected} rejected.", **facts)
    )
    if rejects is not None and result.rejected_rows:
        terminal.say(tr("The rejected rows are in {path}: put them right there and import that file.", path=rejects))


def _line(problem: Problem) -> str:
    return tr(
        "{sheet}, row {row}, {column}: {message}",
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column or "—",
        message=problem.message,
    )
