"""The bank file of a run: the question with its equation, where to write it, and the writing off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cjdesk.db import failures, files
from cjdesk.domain import money, rmb
from cjdesk.domain.sheet import Sheet
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.header import span_words
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList, Template
from cjdesk.workbooks import bank_file

MAKE = N_("Make a bank list")

_NAMED = 3
"""So many names stand in the question; the others are counted."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the question needs."""

    whole: PaymentList
    templates: tuple[Template, ...]


def begin(owner: QWidget, desk: Desk, sheet: Sheet) -> None:
    """Look at the list, then ask."""

    def work(_: tasks.Progress) -> Looked:
        return Looked(desk.database.ask(payments.bank_list, [sheet.run_id]), desk.database.ask(payments.templates))

    tasks.run(owner, work, then=lambda looked: ask(owner, desk, sheet, looked), progress=False)


def ask(owner: QWidget, desk: Desk, sheet: Sheet, looked: Looked) -> ConfirmDialog:
    """导出银行文件? with what is in the file, what is not, and the pay sheet."""
    whole = looked.whole
    facts = [
        Fact(
            tr("In the file"),
            tr("{n} payments", n=len(whole.rows)),
            _yuan(whole.listed_fen),
            rmb.words(whole.listed_fen),
            bold=True,
        )
    ]
    if whole.left_out:
        left = whole.missing_fen + whole.blocked_fen + whole.zero_fen
        facts.append(Fact(tr("Not in the file"), tr("{n} lines", n=len(whole.left_out)), _yuan(left), _names(whole)))
    if whole.elsewhere_fen:
        facts.append(Fact(tr("On other lists"), "", _yuan(whole.elsewhere_fen)))
    facts.append(Fact(tr("Pay sheet"), tr("{n} lines", n=whole.lines), _yuan(whole.net_fen), total=True))
    notes = [Note("warning", tr("The file holds whole account numbers; making it is written into the history."))]
    if whole.blocked:
        notes.append(Note("info", tr("Correct these accounts first, or pay these people with a later list.")))
    dialog = ConfirmDialog(
        owner,
        title=tr("Bank file"),
        question=tr("Make the bank file?"),
        verb=tr("&Make the file"),
        subject=f"{sheet.number} · {sheet.post_type_name} · {span_words(sheet)}",
        facts=facts,
        notes=notes,
        code="M15",
    )
    confirm(dialog, lambda: _choose(owner, desk, sheet, looked))
    return dialog


def save(owner: QWidget, desk: Desk, sheet: Sheet, template: Template, path: Path) -> None:
    """Make the list and write its file or files whole."""
    by, database = desk.clerk.login, desk.database

    def work(_: tasks.Progress) -> tuple[payments.BankFile, list[Path]]:
        made = database.do(
            MAKE, payments.make, [sheet.run_id], template_code=template.code, by=by, leave_out_blocked=True
        )
        written = [_part(path, number, len(made.parts)) for number in range(1, len(made.parts) + 1)]
        for place, part in zip(written, made.parts, strict=True):
            with failures.in_words(place):
                files.write_whole(place, part)
        return made, written

    def then(result: tuple[payments.BankFile, list[Path]]) -> None:
        made, written = result
        desk.changes.stamp()
        desk.changes.tell({"pay_run", "bank_list"})
        whole = made.made
        desk.say(
            tr(
                "Bank file {number}: {n} payments, {listed_fen} yuan: {path}",
                number=whole.number or "",
                n=len(whole.rows),
                listed_fen=whole.listed_fen,
                path="、".join(str(one) for one in written),
            )
        )

    tasks.run(owner, work, then=then, title=tr("Making the bank file"))


def _choose(owner: QWidget, desk: Desk, sheet: Sheet, looked: Looked) -> None:
    """The file dialog's type is the bank's template."""
    filters = {f"{one.name} (*{bank_file.suffix(one.layout)})": one for one in looked.templates}
    start = Path(desk.prefs.text("bank/folder") or Path.home()) / f"{sheet.number}_{sheet.post_type_name}"
    name, kind = QFileDialog.getSaveFileName(
        owner.window(), tr("Where to write the bank file"), str(start), ";;".join(filters)
    )
    if name:
        chosen = filters[kind]
        suffix = bank_file.suffix(chosen.layout)
        path = Path(name) if Path(name).suffix else Path(name).with_name(Path(name).name + suffix)
        desk.prefs.set("bank/folder", str(path.parent))
        save(owner, desk, sheet, chosen, path)


def _part(path: Path, number: int, parts: int) -> Path:
    return path if parts == 1 else path.with_stem(f"{path.stem}_{number}")


def _names(whole: PaymentList) -> str:
    names = list(dict.fromkeys(one.name for one in whole.left_out))
    reasons = {
        payments.BANK_MISSING: tr("no account"),
        payments.BANK_SHARED: tr("shared account"),
        payments.ZERO_LINE: tr("zero amount"),
        payments.RETURNED: tr("returned by the bank"),
    }
    if len(names) > _NAMED:
        return tr("{names} and {n} more", names="、".join(names[:_NAMED]), n=len(names) - _NAMED)
    return "；".join(f"{one.name} {reasons[one.code]}" for one in whole.left_out)


def _yuan(fen: int) -> str:
    return tr("{amount} yuan", amount=money.show(fen))
