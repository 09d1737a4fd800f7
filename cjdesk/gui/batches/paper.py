"""The covers of pay batches in the preview: of the chosen ones, bound behind each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.gui.batches import words
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import tr
from cjdesk.printing import batch_cover
from cjdesk.printing.pages import Pages, bound
from cjdesk.services import batches
from cjdesk.services.batches import BatchRow


def open_preview(owner: QWidget, desk: Desk, chosen: Sequence[BatchRow]) -> PaperDialog:
    """Show the covers; a batch whose run was unlocked since says so there."""
    ids = [one.id for one in chosen]
    copies = Copies(desk, batch_cover.FORM, ids)

    def pages() -> Pages[Any]:
        stamp = copies.stamp()
        return bound([batch_cover.layout(desk.database.ask(batches.cover, one), stamp) for one in ids])

    name = f"{chosen[0].name.removesuffix('.cjp')}_封面"
    subject = "、".join(words.short(one) for one in chosen)
    return preview(owner, subject, [Form(tr("Cover of the batch"), name, pages, subject, done=copies.count)])
