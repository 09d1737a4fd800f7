"""Before paper leaves the desk: the names that no font here can write are listed with their people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.i18n import tr
from cjdesk.printing.pages import Lacking

_SHOWN = 10


def names(owner: QWidget, found: Sequence[Lacking], act: Callable[[], object]) -> ConfirmDialog:
    """List row number and name; ``act`` is called when the clerk prints all the same."""
    facts = [Fact(tr("Row {n}", n=one.number), one.text) for one in found[:_SHOWN]]
    if len(found) > _SHOWN:
        facts.append(Fact("", tr("and {n} more", n=len(found) - _SHOWN)))
    dialog = ConfirmDialog(
        owner,
        title=tr("Print preview"),
        question=tr("{n} names have characters that no font here can write.", n=len(found)),
        verb=tr("&Go on all the same"),
        facts=facts,
        notes=[
            Note("warning", tr("On paper “〓” stands in their place. Write the character in by hand, with a seal.")),
            Note("info", tr("With the font SimSun-ExtB, which Windows brings, most of them can be printed.")),
        ],
    )
    confirm(dialog, lambda: _do(act))
    return dialog


def _do(act: Callable[[], object]) -> None:
    act()
