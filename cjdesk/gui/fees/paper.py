"""The paper of water fees in the preview: the ledger F11, the receipts with their stubs, blank receipts of a book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.fee_ledger import FeeLedger
from cjdesk.domain.fee_receipt import Receipts
from cjdesk.domain.month import Month
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.header import month_words
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.i18n import tr
from cjdesk.printing import fee_ledger, fee_receipts
from cjdesk.printing.pages import Pages, bound
from cjdesk.services import fees
from cjdesk.services.fees import BookValue, SchemeValue

MOST_BOOKS = 5
"""So many books of a scheme, the newest first, are offered for blank receipts."""


def open_preview(owner: QWidget, desk: Desk, scheme: SchemeValue | None, month: Month) -> PaperDialog:
    """Show what can be printed of the month; each form is laid out when it is chosen."""
    forms = [*_ledgers(desk, scheme, month), *_receipts(desk, scheme, month), *_blank(desk, scheme)]
    return preview(owner, f"{tr('Water fees')} · {month_words(month)}", forms)


def _ledgers(desk: Desk, scheme: SchemeValue | None, month: Month) -> list[Form]:
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
    return forms


def _receipts(desk: Desk, scheme: SchemeValue | None, month: Month) -> list[Form]:
    """The receipts of the scheme under the cursor, and of all schemes."""
    database = desk.database
    chosen = database.ask(fees.month_receipts, month, scheme.id) if scheme is not None else ()
    forms = []
    if scheme is not None and chosen:
        scheme_id = scheme.id
        forms.append(
            _counted(
                desk,
                (tr("Receipts of the scheme"), f"{chosen[0].number}_水费收据", scheme.name),
                lambda: database.ask(fees.month_receipts, month, scheme_id),
            )
        )
    forms.append(
        _counted(
            desk,
            (tr("Receipts of all schemes"), f"{month}_水费收据", month_words(month)),
            lambda: database.ask(fees.month_receipts, month),
        )
    )
    return forms


def _blank(desk: Desk, scheme: SchemeValue | None) -> list[Form]:
    """Unused receipts of the scheme's books that are out."""
    database = desk.database
    if scheme is None:
        return []
    out = [
        one
        for one in database.ask(fees.books)
        if one.scheme_id == scheme.id and not one.voided and one.returned is None and one.used < len(one.run)
    ]
    out.sort(key=lambda one: one.handed_out, reverse=True)

    def form(book: BookValue) -> Form:
        numbers = str(book.run)
        words = (tr("Blank receipts {numbers}", numbers=numbers), f"{numbers}_空白收据", book.warden)
        return _counted(desk, words, lambda: (database.ask(fees.blank_receipts, numbers),))

    return [form(one) for one in out[:MOST_BOOKS]]


def _counted(desk: Desk, words: tuple[str, str, str], wanted: Callable[[], Sequence[Receipts]]) -> Form:
    """A form of receipts, each with its own copies; ``words`` are title, file name and summary."""
    title, name, summary = words

    def ids(found: Sequence[Receipts]) -> list[str]:
        return [receipt.id for value in found for receipt in value.receipts]

    def kind(found: Sequence[Receipts]) -> str:
        return fee_receipts.FORM if found[0].month is not None else fee_receipts.BLANK

    def pages() -> Pages[Any]:
        found = wanted()
        if not found:
            raise NothingToPrint(form=title, month=summary)
        stamp = Copies(desk, kind(found), ids(found)).stamp()
        return bound([fee_receipts.layout(value, stamp) for value in found])

    def count(made: Pages[Any], number: int, purpose: str) -> None:
        found = [part.content.value for part in made.content]
        Copies(desk, kind(found), ids(found)).count(made, number, purpose)

    return Form(title, name, pages, summary, done=count)
