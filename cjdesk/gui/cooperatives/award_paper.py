"""F15 of a round of awards in the preview; what it comes to is asked for before."""

from __future__ import annotations

from cjdesk.domain.awards import AwardList, total_fen
from cjdesk.domain.states import AwardState
from cjdesk.gui.cooperatives.awards import facts_of
from cjdesk.gui.copies import Copies
from cjdesk.gui.dialogs import ConfirmDialog, Note, confirm
from cjdesk.gui.page import Page
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import tr, yuan
from cjdesk.printing import award_list
from cjdesk.services import awards


def ask(page: Page, found: AwardList) -> ConfirmDialog:
    """Show count, single amount and sum of each kind before the list is previewed."""
    notes = [Note("info", tr("Nothing is decided yet: the list carries “Draft” and shows everybody nominated."))]
    dialog = ConfirmDialog(
        page,
        title=tr("Award list"),
        question=tr("Print the award list of {name}?", name=found.name),
        verb=tr("&Preview"),
        subject=found.number,
        facts=facts_of(found),
        notes=notes if found.state in {AwardState.DRAFT, AwardState.PUBLISHED} else (),
    )
    confirm(dialog, lambda: page.guarded(open_preview, page, found))
    return dialog


def open_preview(page: Page, found: AwardList) -> PaperDialog:
    """The list as it will be printed, read anew."""
    desk, copies = page.desk, Copies(page.desk, award_list.FORM, [found.id])
    form = Form(
        tr("Award list"),
        f"{found.number}_表彰名单",
        lambda: award_list.layout(desk.database.ask(awards.award_list, found.id), copies.stamp()),
        tr("{n} awards, {total} yuan", n=len(found.shown), total=yuan(total_fen(found.shown))),
        done=copies.count,
    )
    return preview(page, f"{found.name} · {found.number}", [form])
