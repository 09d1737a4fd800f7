"""The bank's file of a list: the question with its equation, where to write it, the writing off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cjdesk.db import failures, files
from cjdesk.domain import money, rmb
from cjdesk.domain.states import ListState
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.gui.header import month_words
from cjdesk.i18n import N_, tr
from cjdesk.services import payments
from cjdesk.services.payments import BankFile, PaymentList, Template
from cjdesk.workbooks import bank_control, bank_file

MAKE = N_("Make a bank list")
HAND_OVER = N_("Hand over a bank list")
TABLES = frozenset({"pay_run", "bank_list", "payment"})

_NAMED = 3
"""So many names stand in the question; the others are counted."""


@dataclass(frozen=True, slots=True)
class Written:
    """A list that was handed over, and where its files lie."""

    file: BankFile
    paths: tuple[Path, ...]


def ask(owner: QWidget, desk: Desk, whole: PaymentList, templates: Sequence[Template]) -> ConfirmDialog:
    """导出银行文件? with what is in the file, what is not, and the pay sheet."""
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
        left = sum(one.amount_fen for one in whole.left_out)
        facts.append(Fact(tr("Not in the file"), tr("{n} lines", n=len(whole.left_out)), _yuan(left), _names(whole)))
    if whole.elsewhere_fen:
        facts.append(Fact(tr("On other lists"), "", _yuan(whole.elsewhere_fen)))
    facts.append(Fact(tr("Pay sheet"), tr("{n} lines", n=whole.lines), _yuan(whole.net_fen), total=True))
    dialog = ConfirmDialog(
        owner,
        title=tr("Bank file"),
        question=tr("Make the bank file?"),
        verb=tr("&Make the file"),
        subject=f"{whole.number or '、'.join(whole.run_numbers)} · {'、'.join(whole.post_type_names)} · "
        f"{month_words(whole.month)}",
        facts=facts,
        notes=_notes(whole),
        code="M15",
    )
    confirm(dialog, lambda: _choose(owner, desk, whole, templates))
    return dialog


def save(
    owner: QWidget,
    desk: Desk,
    whole: PaymentList,
    template: str,
    path: Path,
    *,
    then: Callable[[Written], None] | None = None,
) -> None:
    """Make the list if there is none yet, hand it over, write its file or files whole, and the control sheet beside.

    The list counts as handed over before the copy begins: a stick that is pulled out leaves a list that can be taken
    out again, the same to the byte.
    """
    by, database = desk.clerk.login, desk.database

    def work(_: tasks.Progress) -> Written:
        list_id = whole.list_id
        if list_id is None:
            made = database.do(
                MAKE, payments.make, list(whole.run_ids), template_code=template, by=by, leave_out_blocked=True
            )
            list_id = str(made.made.list_id)
        file = database.do(HAND_OVER, payments.hand_over, list_id, by=by)
        paths = [_part(path, part.number, len(file.files)) for part in file.files]
        for place, content in zip(paths, file.parts, strict=True):
            _write(place, content)
        control = path.with_name(f"{path.stem}_核对单.xlsx")
        parts = [
            (place.name, one.rows, one.total_fen, one.sha256) for place, one in zip(paths, file.files, strict=True)
        ]
        _write(control, bank_control.write(payments.control_lines(file.made), parts, made_at=file.made.made_at))
        return Written(file, (*paths, control))

    def done(written: Written) -> None:
        desk.changes.stamp()
        desk.changes.tell(TABLES)
        made = written.file.made
        desk.say(
            tr(
                "Bank file {number}: {n} payments, {listed_fen} yuan: {path}",
                number=made.number or "",
                n=len(made.rows),
                listed_fen=made.listed_fen,
                path="、".join(str(one) for one in written.paths[:-1]),
            )
        )
        if then is not None:
            then(written)

    def failed(error: Exception) -> None:
        desk.changes.tell(TABLES)  # the list is made and counts as handed over; only the copy is missing
        raise error

    tasks.run(owner, work, then=done, failed=failed, title=tr("Making the bank file"))


def _choose(owner: QWidget, desk: Desk, whole: PaymentList, templates: Sequence[Template]) -> None:
    """The file dialog's type is the bank's template; a list that is at the bank keeps its own."""
    offered = [one for one in templates if whole.list_id is None or one.code == whole.template]
    filters = {f"{one.name} (*{bank_file.suffix(one.layout)})": one for one in offered}
    start = Path(desk.prefs.text("bank/folder") or Path.home())
    start /= f"{whole.number or whole.run_numbers[0]}_{'、'.join(whole.post_type_names)}"
    name, kind = QFileDialog.getSaveFileName(
        owner.window(), tr("Where to write the bank file"), str(start), ";;".join(filters)
    )
    if name:
        chosen = filters[kind]
        suffix = bank_file.suffix(chosen.layout)
        path = Path(name) if Path(name).suffix else Path(name).with_name(Path(name).name + suffix)
        desk.prefs.set("bank/folder", str(path.parent))
        save(owner, desk, whole, chosen.code, path)


def _write(path: Path, content: bytes) -> None:
    with failures.in_words(path):
        files.write_whole(path, content)


def _part(path: Path, number: int, parts: int) -> Path:
    return path if parts == 1 else path.with_stem(f"{path.stem}_{number}")


def _notes(whole: PaymentList) -> list[Note]:
    notes = [Note("warning", tr("The file holds whole account numbers; making it is written into the history."))]
    if whole.state == ListState.MADE:
        notes.append(Note("info", tr("From then on the list counts as being at the bank; it can still be withdrawn.")))
    if whole.changed:
        names = _some([one.name for one in whole.changed])
        notes.append(Note("warning", tr("Paid to another account than the locked sheet shows: {names}.", names=names)))
    if whole.not_in_gbk:
        names = _some(list(whole.not_in_gbk))
        notes.append(Note("warning", tr("Many banks cannot read these names: {names}.", names=names)))
    if whole.blocked:
        notes.append(Note("info", tr("Correct these accounts first, or pay these people with a later list.")))
    return notes


def _names(whole: PaymentList) -> str:
    names = list(dict.fromkeys(one.name for one in whole.left_out))
    reasons = {
        payments.BANK_MISSING: tr("no account"),
        payments.BANK_SHARED: tr("shared account"),
        payments.FROZEN: tr("frozen by the county"),
        payments.ZERO_LINE: tr("zero amount"),
        payments.RETURNED: tr("returned by the bank"),
        payments.SENT_BEFORE: tr("sent before"),
    }
    if len(names) > _NAMED:
        return _some(names)
    return "；".join(f"{one.name} {reasons[one.code]}" for one in whole.left_out)


def _some(names: list[str]) -> str:
    if len(names) > _NAMED:
        return tr("{names} and {n} more", names="、".join(names[:_NAMED]), n=len(names) - _NAMED)
    return "、".join(names)


def _yuan(fen: int) -> str:
    return tr("{amount} yuan", amount=money.show(fen))
