"""What the bank answered: ticks in the table, the result file, and the one question before it is booked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.domain.states import PaymentState
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.i18n import N_, tr
from cjdesk.services.payments import PaymentList, ReadAnswer

RESULT = N_("Book the bank's answer")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A result file as it came."""

    path: Path
    content: bytes


def failed_lines(made: PaymentList, ticks: Mapping[int, str]) -> dict[str, str]:
    """The ticked rows as lines with their reasons."""
    return {line: ticks[row.number] for row in made.rows if row.number in ticks for line in row.line_ids}


def ask_ticks(owner: QWidget, made: PaymentList, ticks: Mapping[int, str], act: Callable[[], None]) -> ConfirmDialog:
    """登记完成? 成功 n 笔 + 退回 n 笔 = the list."""
    back = [row for row in made.rows if row.number in ticks or row.state == PaymentState.FAILED]
    again = made.in_state(PaymentState.REISSUED)
    paid = len(made.rows) - len(back) - len(again)
    back_fen, again_fen = sum(row.amount_fen for row in back), sum(row.amount_fen for row in again)
    facts = [
        Fact(tr("Paid"), tr("{n} payments", n=paid), _yuan(made.listed_fen - back_fen - again_fen), bold=True),
        Fact(tr("Returned"), tr("{n} payments", n=len(back)), _yuan(back_fen), _names([row.holder for row in back])),
    ]
    if again:
        facts.append(Fact(tr("Paid again"), tr("{n} payments", n=len(again)), _yuan(again_fen)))
    facts.append(Fact(tr("Bank list"), tr("{n} payments", n=len(made.rows)), _yuan(made.listed_fen), total=True))
    late = [row for row in made.in_state(PaymentState.PAID) if row.number in ticks]
    notes = []
    if late:
        notes.append(Note("warning", tr("{n} of them were booked as paid before.", n=len(late))))
    if back:
        notes.append(Note("info", tr("Returned payments stand on “Returned” until the account is put right.")))
    return _asked(owner, made, facts, notes, act)


def ask_file(owner: QWidget, read: ReadAnswer, act: Callable[[], None]) -> ConfirmDialog:
    """The same question for a file, with what it says nothing of."""
    facts = [
        Fact(tr("Paid"), tr("{n} payments", n=read.count("paid")), _yuan(read.total("paid")), bold=True),
        Fact(
            tr("Returned"),
            tr("{n} payments", n=read.count("failed", "returned_later")),
            _yuan(read.total("failed", "returned_later")),
            _names([row.name for row in read.rows if row.does in {"failed", "returned_later"}]),
        ),
    ]
    if read.count("same"):
        facts.append(Fact(tr("Known already"), tr("{n} payments", n=read.count("same")), _yuan(read.total("same"))))
    still = read.count("open") + len(read.silent)
    if still:
        fen = read.total("open") + sum(row.amount_fen for row in read.silent)
        facts.append(Fact(tr("No answer yet"), tr("{n} payments", n=still), _yuan(fen)))
    facts.append(
        Fact(tr("Bank list"), tr("{n} payments", n=len(read.made.rows)), _yuan(read.made.listed_fen), total=True)
    )
    notes = [Note("info", tr("File {name}; it is kept as it came.", name=read.file_name))]
    if read.count("returned_later"):
        notes.append(Note("warning", tr("{n} of them were booked as paid before.", n=read.count("returned_later"))))
    return _asked(owner, read.made, facts, notes, act)


def problem_words(read: ReadAnswer) -> str:
    """Why a file is not booked: its first rows that do not fit."""
    shown = [tr("row {row}: {problem}", row=one.line, problem=one.problem_words()) for one in read.problems[:_SHOWN]]
    more = len(read.problems) - len(shown)
    if more:
        shown.append(tr("and {n} more", n=more))
    return tr(
        "{name} was not booked, {n} rows do not fit: {rows}. Ask the bank, or tick by hand.",
        name=read.file_name,
        n=len(read.problems),
        rows="；".join(shown),
    )


def ticks_of(read: ReadAnswer) -> dict[int, str]:
    """The ticks that a file of returned payments stands for."""
    return {row.row.number: row.failure for row in read.rows if row.row is not None and row.does == "failed"}


def _asked(
    owner: QWidget, made: PaymentList, facts: list[Fact], notes: list[Note], act: Callable[[], None]
) -> ConfirmDialog:
    dialog = ConfirmDialog(
        owner,
        title=tr("Bank's answer"),
        question=tr("Book this result?"),
        verb=tr("&Book it"),
        subject=f"{made.number} · {'、'.join(made.post_type_names)}",
        facts=facts,
        notes=notes,
    )
    confirm(dialog, act)
    return dialog


def _names(names: list[str]) -> str:
    if len(names) > 3:
        return tr("{names} and {n} more", names="、".join(names[:3]), n=len(names) - 3)
    return "、".join(names)


def _yuan(fen: int) -> str:
    return tr("{amount} yuan", amount=money.show(fen))
