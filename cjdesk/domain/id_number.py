"""Citizen ID numbers by GB 11643-1999: cleaned, checked, and read for birth date and sex."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from cjdesk.domain.errors import (
    IdBirthDate,
    IdBirthFuture,
    IdBirthTooOld,
    IdCheckDigit,
    IdCutTo15,
    IdFifteenDigits,
    IdFormat,
    IdLostInExcel,
    IdMissing,
    IdProvince,
    IdUnsupportedKind,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
OLDEST = 120

PROVINCES = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in codes
)
"""The first two digits that exist on the mainland (GB/T 2260)."""

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_SHAPE = re.compile(r"[1-9][0-9]{14}")
_E_NOTATION = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]{1,3}")
_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}|[HM][0-9]{8,10}|9[0-9]{16}[0-9X]|8[123]0000[0-9]{11}[0-9X]")
_DIRT = re.compile("[\\s\\-‐‑‒–—−'’‘`\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]+")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A checked number of 18 characters with what it says; sex is 1 (male) or 2 (female), GB/T 2261.1."""

    value: str
    birth: date
    sex: str


def normalise(text: str) -> str:
    """Half-width, without blanks, hyphens, apostrophes and invisible marks, X in upper case."""
    if len(text) == 18 and text.isascii() and text.isalnum():
        return text.upper()
    return _DIRT.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_digit(first17: str) -> str:
    """The last character that belongs to the first 17 digits (ISO 7064 MOD 11-2)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def to_18(fifteen: str) -> str:
    """The 18-character form of an old number: 19 is put before the year, the check digit behind."""
    first17 = fifteen[:6] + "19" + fifteen[6:]
    return first17 + check_digit(first17)


def check(raw: object, *, today: date) -> IdNumber:
    """Read a number as typed or as it stands in a cell.

    A number cell has already lost digits (Excel keeps 15), so anything but text is refused. Errors: the ID classes
    of ``domain.errors``, with ``field="id_no"``.
    """
    if raw is None:
        raise IdMissing(field="id_no")
    if isinstance(raw, (int, float)):
        raise IdLostInExcel(field="id_no", value=f"{raw:.5E}" if raw else str(raw))
    text = normalise(str(raw))
    if not _SHAPE.fullmatch(text):
        raise _shape_error(text)
    prefix = text[:2]
    if prefix not in PROVINCES:
        if _FOREIGN.fullmatch(text):
            raise IdUnsupportedKind(field="id_no", value=text)
        raise IdProvince(field="id_no", value=text, prefix=prefix)
    expected = check_digit(text[:17])
    if text[17] != expected:
        if text.endswith("000"):
            raise IdCutTo15(field="id_no", value=text)
        raise IdCheckDigit(field="id_no", value=text, expected=expected, found=text[17])
    return IdNumber(text, _birth(text, today), "1" if int(text[16]) % 2 else "2")


def _shape_error(text: str) -> Exception:
    if not text:
        return IdMissing(field="id_no")
    if _E_NOTATION.fullmatch(text):
        return IdLostInExcel(field="id_no", value=text)
    if _FOREIGN.fullmatch(text):
        return IdUnsupportedKind(field="id_no", value=text)
    if _OLD_SHAPE.fullmatch(text):
        return IdFifteenDigits(field="id_no", value=text, converted=to_18(text))
    return IdFormat(field="id_no", value=text, length=len(text))


def _birth(text: str, today: date) -> date:
    year, month, day = int(text[6:10]), int(text[10:12]), int(text[12:14])
    shown = f"{text[6:10]}-{text[10:12]}-{text[12:14]}"
    try:
        birth = date(year, month, day)
    except ValueError:
        raise IdBirthDate(field="id_no", value=text, birth=shown) from None
    if birth > today:
        raise IdBirthFuture(field="id_no", value=text, birth=shown)
    if today.year - year - ((today.month, today.day) < (month, day)) > OLDEST:
        raise IdBirthTooOld(field="id_no", value=text, birth=shown)
    return birth
