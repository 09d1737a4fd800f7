"""``cjdesk payroll prove``: the proof of a month's locked runs for an auditor, with the program that checks it."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cjdesk.cli.frame import Terminal, Verbs, month, opened
from cjdesk.cli.runs import runs_of
from cjdesk.db.failures import in_words
from cjdesk.db.files import write_whole
from cjdesk.domain.errors import ProofNeedsFolder
from cjdesk.i18n import N_, tr
from cjdesk.services.payroll.prove import Proof, checker, prove

CHECKER = "proof_checker.py"


def add_to(group: Verbs) -> None:
    """Add the verb to those of ``payroll``."""
    parser = group.verb("prove", _prove, N_("write what an auditor needs to compute the locked runs again"))
    parser.add_argument("--month", type=str, required=True, metavar="YYYY-MM", help=tr("the month"))
    parser.add_argument("--post", metavar="CODE", help=tr("only this post type, such as HL"))
    parser.add_argument("--purpose", default="", metavar="TEXT", help=tr("what the file is for; kept in the history"))
    parser.add_argument("out", type=Path, metavar="OUT", help=tr("a folder, a .zip, or a .json file for one run"))


def _prove(args: argparse.Namespace, terminal: Terminal) -> int:
    """Write the proofs; exit code 3 when lines are among them that nobody can compute again."""
    wanted = month(args.month)
    purpose = args.purpose.strip() or tr("proof for an auditor")
    with opened(args) as database:
        runs = runs_of(database, wanted, args.post)
        if args.out.suffix.lower() == ".json" and len(runs) > 1:
            raise ProofNeedsFolder(month=wanted, count=len(runs), field="out")

        def together(session: Any) -> list[Proof]:
            return [prove(session, run.run_id, by=database.clerk, purpose=purpose) for run in runs]

        proofs = database.do(N_("Prove the month"), together)
    written = _written(args.out, proofs)
    for one in proofs:
        _tell(terminal, one)
    for path in written:
        terminal.say(tr("Written: {path}", path=path))
    terminal.say(tr("It holds ID and account numbers in the clear: hand it over like paper, and delete it when read."))
    terminal.result(
        {
            "month": wanted,
            "files": written,
            "runs": [
                {
                    "number": one.number,
                    "lines": one.lines,
                    "net_fen": one.net_fen,
                    "sha256": one.sha256,
                    "not_provable": list(one.not_provable),
                }
                for one in proofs
            ],
        }
    )
    return 3 if any(one.not_provable for one in proofs) else 0


def _tell(terminal: Terminal, one: Proof) -> None:
    terminal.say(tr("{number}: {lines} lines, {net_fen} yuan, SHA-256 {sha256}", **_facts(one)))
    if one.not_provable:
        terminal.say(
            tr(
                "{number}: {count} lines were computed before inputs were kept. Their sums are proven, not their "
                "computation: {numbers}",
                number=one.number,
                count=len(one.not_provable),
                numbers="、".join(str(number) for number in one.not_provable),
            )
        )


def _facts(one: Proof) -> dict[str, str | int]:
    return {"number": one.number, "lines": one.lines, "net_fen": one.net_fen, "sha256": one.sha256}


def _written(out: Path, proofs: Sequence[Proof]) -> list[Path]:
    """One file, a .zip with all of them, or a folder; the last two with the checker."""
    with in_words(out):
        if out.suffix.lower() == ".json":
            out.parent.mkdir(parents=True, exist_ok=True)
            write_whole(out, proofs[0].content)
            return [out]
        if out.suffix.lower() == ".zip":
            out.parent.mkdir(parents=True, exist_ok=True)
            write_whole(out, _packed(proofs))
            return [out]
        out.mkdir(parents=True, exist_ok=True)
        contents = {one.name: one.content for one in proofs} | {CHECKER: checker()}
        for name, content in contents.items():
            write_whole(out / name, content)
        return [out / name for name in contents]


def _packed(proofs: Sequence[Proof]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in proofs:
            packed.writestr(one.name, one.content)
        packed.writestr(CHECKER, checker())
    return content.getvalue()
