"""Handing a recovery code over, once: as the sheet to print, as text, or on the screen."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from cjdesk.cli.frame import Terminal
from cjdesk.db import files
from cjdesk.db.failures import in_words
from cjdesk.domain.errors import FileExistsAlready, UserError
from cjdesk.i18n import error_text, tr
from cjdesk.services.office import OfficeValue, RecoverySheet


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """What is handed over; the ``code`` is kept nowhere, so the sheet cannot be printed again."""

    here: OfficeValue
    sheet: RecoverySheet
    code: str
    made_by: str


def add_out(parser: argparse.ArgumentParser) -> None:
    """Where the code goes."""
    parser.add_argument(
        "--recovery-out",
        type=Path,
        metavar="FILE",
        help=tr("write the recovery code to this file: the sheet to print (.pdf), or text"),
    )


def document(paper: RecoveryCode, out: Path | None) -> dict[str, object]:
    """The same in JSON; the code itself only where no file has it."""
    return {
        "number": paper.sheet.number,
        "fingerprint": paper.sheet.fingerprint,
        "file": out,
        "code": paper.code if out is None else None,
    }


def reserve(out: Path | None) -> None:
    """Make sure before anything else that the code can be written there, and not over something."""
    if out is None:
        return
    if out.exists():
        raise FileExistsAlready(path=out, field="recovery_out")
    with in_words(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def hand_over(terminal: Terminal, out: Path | None, paper: RecoveryCode) -> Path | None:
    """Write the code, or show it; it exists nowhere else, so a failed write shows it too."""
    lines = [
        tr("CJDesk recovery code, sheet {number}", number=paper.sheet.number),
        paper.here.name,
        "",
        paper.code,
        "",
        tr("Fingerprint {fingerprint}", fingerprint=paper.sheet.fingerprint),
        tr("Keep it sealed and apart from the backups: with a backup it opens all data. It is not shown again."),
    ]
    if out is not None:
        try:
            with in_words(out):
                if out.suffix.lower() == ".pdf":
                    _write_sheet(out, paper)
                else:
                    files.write_whole(out, ("\n".join(lines) + "\n").encode())
                out.chmod(0o600)
        except UserError as error:
            terminal.complain(error_text(error))
        else:
            terminal.say(tr("The recovery code is in {path}. Print it, lock it away, delete the file.", path=out))
            return out
    for line in lines:
        terminal.say(line)
    return None


def _write_sheet(out: Path, paper: RecoveryCode) -> None:
    from cjdesk.printing import pdf, recovery_sheet  # Qt is loaded only for a PDF

    pdf.without_window()
    here = paper.here
    pages = recovery_sheet.layout(
        office=here.name, code=paper.code, number=paper.sheet.number, made_by=paper.made_by, demo=here.demo
    )
    pdf.write_pdf(pages, out)
