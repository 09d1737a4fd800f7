"""The command line: ``cjdesk`` opens the desk, ``cjdesk <verb>`` does the same work without a window."""

from __future__ import annotations

import argparse
import importlib
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import cjdesk
from cjdesk import i18n, log, paths, presence
from cjdesk.cli.frame import Terminal, Verb, Verbs, add_options, fill_options
from cjdesk.domain.errors import NoDisplay, UserError
from cjdesk.i18n import N_, tr

VERBS: tuple[Verb, ...] = (
    Verb("demo", "demo", N_("run the main job on a demonstration township, end to end")),
    Verb("init", "init", N_("make a new data folder with its first clerk and recovery sheet")),
    Verb("clerk", "clerk", N_("let somebody in, list who works here, make a new recovery code")),
    Verb("reference", "reference", N_("load or show what the county decides: standards, policies, funds, divisions")),
    Verb("import", "imports", N_("take in a workbook: roster, receipts, attendance, members, households, comparison")),
    Verb("export", "exports", N_("write a workbook that can be taken in again")),
    Verb("fees", "fees", N_("water fees: receipts, books, readings, schemes with rates and prices, the month")),
    Verb("payroll", "payroll", N_("compute, lock, approve, unlock, void or show a month's pay")),
    Verb("publicity", "publicity", N_("public notices: open, hear objections, close; people proposed for a post")),
    Verb("stats", "stats", N_("the county’s indicators K01 to K30 of this township on a day")),
    Verb("year", "year", N_("show what a year paid: per person, month, component and fund; the tax list")),
    Verb("subsidy", "subsidies", N_("subsidies that are no post: lists, units of a month, awards")),
    Verb("award", "awards", N_("award rounds of the half-year: nominate cooperatives and captains, decide")),
    Verb("exits", "exits", N_("who may have to leave the post this month: list, keep with a reason, end")),
    Verb("rules", "rules", N_("the rules in force with their severities and values")),
    Verb("print", "printing", N_("write a form as PDF")),
    Verb("scan", "scans", N_("keep photos and scans of signed paper with its record, by the printed number")),
    Verb("bank", "bank", N_("write the bank's payment list")),
    Verb("batch", "batch", N_("make batches for the county, take in its answers, show their state")),
    Verb("county", "county", N_("the county's side: take in batches, give receipts")),
    Verb("backup", "backup", N_("make, list, verify or restore copies of the data file")),
    Verb("update", "update", N_("check or install an update from a stick, go back to the previous version")),
    Verb("check", "check", N_("check the data file, its totals and the audit chain")),
    Verb("log", "audit", N_("verify the audit chain")),
    Verb("self-test", "self_test", N_("try this installation; your data stay untouched")),
)
"""Every verb, the module of this package that does it, and its line in the help.

A verb's module is imported only when it is the one that was called, so that ``cjdesk --help`` and the window
do not wait for the database, Excel and cryptography of all the others.
"""

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

EXIT_DONE, EXIT_CLERK, EXIT_USAGE, EXIT_PARTLY, EXIT_BUG, EXIT_STOPPED = 0, 1, 2, 3, 70, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code (interfaces.md 1)."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    presence.say()
    try:
        first = fill_options(_options_parser().parse_known_args(words)[0])
    except SystemExit:
        return EXIT_USAGE
    before = i18n.language()
    i18n.set_language(first.lang)
    handler = log.to_stderr(logging.INFO if first.verbose else logging.WARNING)
    terminal = Terminal(json=first.json)
    try:
        args = fill_options(_parser(words).parse_args(words))
        code = args.run(args, terminal) or EXIT_DONE
    except UserError as error:
        terminal.failed(error)
        code = EXIT_CLERK
    except SystemExit as wrong_usage:
        code = wrong_usage.code if isinstance(wrong_usage.code, int) else EXIT_USAGE
    except KeyboardInterrupt:
        terminal.complain(tr("Stopped. What was not finished was not written."))
        code = EXIT_STOPPED
    except BrokenPipeError:
        # The reader of our output left (cjdesk … | head): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_DONE
    except Exception as error:  # noqa: BLE001 - the top of the command line: a bug gets its report
        terminal.broke(log.keep_report(error, paths.reports_dir()))
        code = EXIT_BUG
    finally:
        terminal.end()
        log.detach(handler)
        i18n.set_language(before)
    return int(code)


def _open_desk(args: argparse.Namespace, _terminal: Terminal) -> int:
    """Open the window; without a display Qt would abort the process before it can say why."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        raise NoDisplay
    from cjdesk.app import run  # the window's libraries, only when it is asked for

    return run(args.data, args.open)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The whole parser, with the arguments of the called verb only."""
    parser = argparse.ArgumentParser(prog="cjdesk", description=tr("CJDesk: the township clerk's desk."))
    parser.add_argument("--version", action="version", version=cjdesk.__version__)
    parser.add_argument("--open", type=Path, metavar="FILE", help=tr("take in this file of the county in the window"))
    parser.set_defaults(run=_open_desk)
    add_options(parser)
    called = _called(words)
    verbs = Verbs(parser.add_subparsers(title=tr("verbs"), metavar=tr("VERB")), {one.name: one for one in VERBS})
    for one in VERBS:
        if one is called:
            importlib.import_module(f"cjdesk.cli.{one.module}").register(verbs)
        else:
            verbs.name_only(one)
    return parser


def _called(words: Sequence[str]) -> Verb | None:
    """The verb among the words: the first that is no option and no option's value."""
    rest = _options_parser().parse_known_args(list(words))[1]
    return next((one for word in rest if not word.startswith("-") for one in VERBS if one.name == word), None)


def _options_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cjdesk", add_help=False, allow_abbrev=False)
    add_options(parser)
    return parser


def _speak_utf8() -> None:
    """A Windows console is GBK or cp1252, where the first rare name would raise."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
