"""The ledger F11 in the preview: of one scheme, and of all schemes of the month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.fee_ledger import FeeLedger
from cjdesk.domain.month import Month
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import month_words
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import tr
from cjdesk.printing import fee_ledger
from cjdesk.printing.pages import Pages, bound
from cjdesk.services import fees
from cjdesk.services.fees import SchemeValue


def open_preview(owner: QWidget, desk: Desk, scheme: SchemeValue | None, month: Month) -> PaperDialog:
    """Show what can be printed of the month; each form is laid out when it is chosen."""
    database = desk.database

    def one() -> Sequence[FeeLedger]:
        return (database.ask(fees.ledger, scheme.id, month),) if scheme is not None else ()

    def every() -> Sequence[FeeLedger]:
        return database.ask(fees.ledgers, month)

    def pages(wanted: Callable[[], Sequence[FeeLedger]]) -> Pages[Any]:
        found = [value for value in wanted() if value.lines or value.no_income]
        if not found:
            raise NothingToPrint(form=tr("Water fee ledger"), month=str(month))
        stamp = Copies(desk, fee_ledger.FORM, [value.number for value in found]).stamp()
        return bound([fee_ledger.layout(value, stamp) for value in found])

    def count(made: Pages[Any], number: int, purpose: str) -> None:
        Copies(desk, fee_ledger.FORM, [one.number for one in made.imprints]).count(made, number, purpose)

    forms = []
    if scheme is not None and (value := one()[0]) and (value.lines or value.no_income):
        name = f"{value.number}_水费台账"
        forms.append(Form(tr("Ledger of the scheme"), name, lambda: pages(one), scheme.name, done=count))
    name = f"{month}_水费台账"
    forms.append(Form(tr("Ledgers of all schemes"), name, lambda: pages(every), month_words(month), done=count))
    return preview(owner, f"{tr('Water fee ledger')} · {month_words(month)}", forms)
