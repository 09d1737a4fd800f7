"""Before paper leaves the desk: names that the fonts or the bank's table lack are listed with what can be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.i18n import tr
from cjdesk.printing.fonts import MISSING
from cjdesk.printing.pages import Lacking, Spelled

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: the texts that lack a character, and the bank's spellings that can be printed instead.

    ``may`` is False for a form that has to bear the true names.
    """

    found: Sequence[Lacking]
    spelled: Spelled
    may: bool

    @property
    def lost(self) -> int:
        """How many are printed with 〓."""
        return sum(not one.unread for one in self.found)


def names(owner: QWidget, asked: Asked, act: Callable[[], object], respell: Callable[[], object]) -> ConfirmDialog:
    """List row number, name and what is printed; ``act`` prints all the same, ``respell`` with the bank's names."""
    dialog = ConfirmDialog(
        owner,
        title=tr("Print preview"),
        question=_question(asked),
        verb=tr("&Go on all the same"),
        facts=_facts(asked),
        notes=_notes(asked),
        other=tr("Use the &bank's names") if asked.spelled else "",
    )
    if dialog.other is not None:
        dialog.other.clicked.connect(dialog.reject)
        dialog.other.clicked.connect(lambda: _do(respell))
    confirm(dialog, lambda: _do(act))
    return dialog


def _question(asked: Asked) -> str:
    if asked.lost:
        return tr("{n} names have characters that no font here can write.", n=asked.lost)
    return tr("{n} names have characters that many banks cannot read.", n=len(asked.found))


def _facts(asked: Asked) -> list[Fact]:
    """Those whose spelling can be chosen are all shown, and some of the others."""
    rest = [one for one in asked.found if one not in asked.spelled]
    shown = rest[: max(_SHOWN - len(asked.spelled), 1)]
    facts = [_fact(one, tr("the bank's name: {name}", name=name)) for one, name in asked.spelled.items()]
    facts += [_fact(one, tr("printed as it is") if one.unread else tr("printed {mark}", mark=MISSING)) for one in shown]
    if len(rest) > len(shown):
        facts.append(Fact("", tr("and {n} more", n=len(rest) - len(shown))))
    return facts


def _fact(one: Lacking, printed: str) -> Fact:
    return Fact(tr("Row {n}", n=one.number) if one.number else "", one.text, remark=printed)


def _notes(asked: Asked) -> list[Note]:
    notes: list[Note] = []
    if asked.spelled:
        kinds = {"n": len(asked.spelled), "rest": len(asked.found) - len(asked.spelled)}
        notes.append(Note("info", tr("{n} have a name at the bank that can be printed; {rest} have none.", **kinds)))
        notes.append(Note("info", tr("The paper says in which rows the bank's names stand; stored names stay.")))
    if asked.lost:
        words = tr("On paper “〓” stands in their place. Write the character in by hand, with a seal.")
        notes.append(Note("warning", words))
        notes.append(Note("info", tr("With the font SimSun-ExtB, which Windows brings, most of them can be printed.")))
    if unread := len(asked.found) - asked.lost:
        words = tr("{n} are printed as they are, but many banks cannot read them.", n=unread)
        notes.append(Note("warning", words))
    if asked.may and not asked.spelled:
        words = tr(
            "If the bank writes a name otherwise, enter it on the page People under “{field}”.",
            field=tr("Name at the bank"),
        )
        notes.append(Note("info", words))
    return notes


def _do(act: Callable[[], object]) -> None:
    act()
