"""Copies of paper are counted: the stamp that goes onto a form, and the note in the history when it is out (D-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cjdesk.gui.desk import Desk
from cjdesk.i18n import N_
from cjdesk.printing.pages import Pages, Stamp, counted
from cjdesk.services import prints

PRINT = N_("Print a form")


class Copies:
    """The copies of one form of some records; both questions may be asked on any thread.

    ``purpose`` is what paper with full numbers is for; it goes into the history.
    """

    def __init__(self, desk: Desk, form: str, record_ids: Sequence[str], *, purpose: str = "") -> None:
        self._desk = desk
        self._form = form
        self._record_ids = tuple(record_ids)
        self._purpose = purpose

    def stamp(self) -> Stamp:
        """Who prints now, and which copy it would be."""
        copy = self._desk.database.ask(prints.next_copy, self._form, self._record_ids)
        return Stamp(datetime.now(UTC), self._desk.clerk.name, copy)

    def count(self, made: Pages[Any], number: int, purpose: str) -> None:
        """Note that so many pages are out, and what they bear: ``purpose`` is pdf, xlsx or printer."""
        database = self._desk.database
        pages = counted(made, len(self._record_ids)) if number == made.count else number
        copy = database.ask(prints.next_copy, self._form, self._record_ids)
        database.do(
            PRINT,
            prints.record,
            self._form,
            self._record_ids,
            copy=copy,
            pages=pages,
            purpose=prints.where_to(purpose, self._purpose),
            imprints=made.imprints,
            data=made.digests() if purpose.startswith(prints.PDF) else (),
        )
