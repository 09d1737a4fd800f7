"""An account is typed twice: the first digit that differs is named while the second entry is typed, and on leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cjdesk.domain import bank_no
from cjdesk.domain.errors import BankTwiceDiffers
from cjdesk.gui.fields import Field
from cjdesk.gui.record_form import RecordForm

FIRST, SECOND = "bank_no", "again"


class SecondEntry:
    """Give the fields to ``fields`` before the form is built, the form to ``watch`` after."""

    def __init__(self) -> None:
        """Knows its form later."""
        self._form: RecordForm | None = None

    def fields(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """The same fields, the second entry checked against the first."""
        return tuple(replace(one, check=self._check) if one.key == SECOND else one for one in fields)

    def watch(self, form: RecordForm) -> None:
        """Look at each letter."""
        self._form = form
        form.edited.connect(self._on_form_edited)

    def _check(self, value: object) -> str | None:
        if self._form is not None:
            first = bank_no.normalise(self._form.line(FIRST).text())
            place = _differs(first, str(value or ""), whole=True)
            if place:
                raise BankTwiceDiffers(field=SECOND, place=place)
        return None

    def _on_form_edited(self, key: str) -> None:
        if key != SECOND or self._form is None:
            return
        first = bank_no.normalise(self._form.line(FIRST).text())
        second = bank_no.normalise(self._form.line(SECOND).text())
        place = _differs(first, second, whole=False)
        if place:
            self._form.line(SECOND).show_error(BankTwiceDiffers(field=SECOND, place=place))


def _differs(first: str, second: str, *, whole: bool) -> int:
    """The first place that differs, from 1; 0 if none does. While typing, the second may still be shorter."""
    for place, (one, two) in enumerate(zip(first, second, strict=False), start=1):
        if one != two:
            return place
    if len(second) > len(first) or (whole and len(second) < len(first)):
        return min(len(first), len(second)) + 1
    return 0
