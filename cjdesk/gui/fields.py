"""Kinds of fields: how each reads what is typed, shows a value, and whether an input method helps there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cjdesk.domain import bank_no, id_number, money, names, typed_date
from cjdesk.gui.filters import Choice
from cjdesk.i18n import tr

FieldKind = Literal["text", "name", "id", "date", "money", "number", "phone", "account", "code", "choice", "note"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``key`` is also the ``field`` that errors name, ``label`` a message id.

    ``kind`` decides reading, showing and input method. ``check(value)`` runs after reading and may raise a UserError;
    what it returns (if not None) is a warning to show, in the clerk's language. ``choices()`` is for kind choice.
    ``beside`` puts the field into the row of the one before; ``width`` is that of the box then. ``pin`` lets the
    clerk keep the value for the next record. ``hint`` (message id) stands below, ``placeholder`` in the empty box.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    pin: bool = False
    read_only: bool = False
    beside: bool = False
    width: int = 0
    hint: str = ""
    placeholder: str = ""
    check: Callable[[object], str | None] | None = None
    choices: Callable[[], tuple[Choice, ...]] | None = None
    new_words: bool = False
    """Whether a choice field takes words that are not in its list."""


@dataclass(frozen=True, slots=True)
class KindOf:
    """``read`` turns typed text into a value or raises a UserError; ``show`` is its inverse; ``aside`` explains."""

    read: Callable[[str, str], object]
    show: Callable[[object], str]
    input_method: bool = True
    aside: Callable[[object], str] | None = None


def today() -> date:
    """The clerk's own calendar day."""
    return date.today()


def half_width(text: str) -> str:
    """Full-width digits and letters as half-width ones, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def _text(text: str, _key: str) -> object:
    return unicodedata.normalize("NFC", text).strip()


def _name(text: str, _key: str) -> object:
    return names.normalise(text).value


def _id(text: str, _key: str) -> object:
    return id_number.check(text, today=today()).value


def _date(text: str, key: str) -> object:
    return typed_date.parse(text, near=today(), field=key)


def _money(text: str, key: str) -> object:
    return money.parse_fen(text, negative=False, field=key)


def _number(text: str, _key: str) -> object:
    plain = half_width(text).replace(",", "")
    return int(plain) if plain.lstrip("-").isdigit() else plain


def _code(text: str, _key: str) -> object:
    return half_width(text).replace(" ", "")


def _account(text: str, _key: str) -> object:
    found = bank_no.check(text)
    return found.value if found is not None else ""


def _plain(value: object) -> str:
    return str(value)


def _show_money(value: object) -> str:
    return money.show(value) if isinstance(value, int) else str(value)


def _show_date(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def group_id(text: str) -> str:
    """522699 19920305 0040: six, eight, four, as far as typed."""
    plain = "".join(character for character in half_width(text) if not character.isspace())
    if not plain[:17].isdigit() or len(plain) > 18:
        return plain
    return " ".join(part for part in (plain[:6], plain[6:14], plain[14:]) if part)


def group_account(text: str) -> str:
    """An account in fours."""
    plain = "".join(character for character in half_width(text) if not character.isspace())
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _id_says(value: object) -> str:
    found = id_number.check(value, today=today())
    sex = tr("male") if found.sex == "1" else tr("female")
    age = names.completed_years(found.birth, today())
    return tr("From the ID: {sex}, {birth}, {age} years", sex=sex, birth=found.birth.isoformat(), age=age)


KINDS: dict[FieldKind, KindOf] = {
    "text": KindOf(_text, _plain),
    "note": KindOf(_text, _plain),
    "name": KindOf(_name, _plain),
    "choice": KindOf(_text, _plain),
    "id": KindOf(_id, lambda value: group_id(str(value)), input_method=False, aside=_id_says),
    "date": KindOf(_date, _show_date, input_method=False),
    "money": KindOf(_money, _show_money, input_method=False),
    "number": KindOf(_number, _plain, input_method=False),
    "phone": KindOf(_code, _plain, input_method=False),
    "code": KindOf(_code, _plain, input_method=False),
    "account": KindOf(_account, lambda value: group_account(str(value)), input_method=False),
}
