"""The pane of the month's report: what a figure means, and the names behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cjdesk.domain import money
from cjdesk.gui.labels import label
from cjdesk.gui.lines import LinkLine
from cjdesk.gui.pane import Pane
from cjdesk.gui.reports.monthly_rows import definition, figure_words
from cjdesk.i18n import tr
from cjdesk.services.monthly import Named

MOST = 300
"""So many names are listed; who needs all of thousands prints or exports."""


def meaning(pane: Pane, figure: str) -> None:
    """Name, K code and definition of a figure."""
    pane.clear()
    code, words = definition(figure)
    pane.set_title(figure_words(figure), code)
    if words:
        pane.body.addSpacing(8)
        pane.body.addWidget(label(words, "body", "muted", wraps=True))


def names(
    pane: Pane, figure: str, place: str, found: Sequence[Named], *, open_thing: Callable[[str, str], None]
) -> None:
    """Who or what the figure counts."""
    meaning(pane, figure)
    pane.add_section(place, tr("{n} in all", n=len(found)))
    for one in found[:MOST]:
        words = one.name or one.about or one.id_no
        detail = money.show(one.amount_fen) if one.amount_fen is not None else one.about if one.name else ""
        line = LinkLine(f"{words}　{one.place}" if one.place else words, detail)
        line.setEnabled(bool(one.person_id))
        if one.person_id:
            line.clicked.connect(lambda _checked=False, person=one.person_id: open_thing("person", person))
        pane.body.addWidget(line)
    if len(found) > MOST:
        pane.body.addWidget(label(tr("and {n} more", n=len(found) - MOST), "hint", "muted"))


def nothing(pane: Pane) -> None:
    """No figure was asked about."""
    pane.clear()
    pane.set_title(tr("Month’s report"))
    pane.body.addSpacing(8)
    words = tr("Enter on a number lists its names, Shift+F1 says what it means.")
    pane.body.addWidget(label(words, "body", "muted", wraps=True))
