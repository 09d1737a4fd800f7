"""Bank accounts: cleaned digits, length, and the Luhn sum of cards."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cjdesk.domain.errors import AccountNumberWrong, BankLostInExcel, BankTwiceDiffers

_DIRT = re.compile("[\\s\\-‐‑‒–—−'’‘`\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]+")
_E_NOTATION = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]{1,3}")
_DIGITS = re.compile(r"[0-9]{12,23}")
EXACT_IN_A_CELL = 10**15
"""A number cell of a workbook keeps 15 digits; longer accounts stored as numbers are damaged."""


@dataclass(frozen=True, slots=True)
class Account:
    """A cleaned account number; ``luhn_fails`` warns of a card number with a wrong last digit."""

    value: str
    luhn_fails: bool


def normalise(text: str) -> str:
    """Half-width digits without blanks, hyphens, apostrophes and invisible marks."""
    return _DIRT.sub("", unicodedata.normalize("NFKC", text)).upper()


def check(raw: object) -> Account | None:
    """Read an account as typed or from a cell; None when it is empty.

    Cards (62 first, 16 to 19 digits) are tested by Luhn, passbooks have none. Errors: ACCOUNT_NUMBER_WRONG,
    BANK_LOST_IN_EXCEL.
    """
    if raw is None:
        return None
    if isinstance(raw, (int, float)):
        if raw != int(raw) or not 0 <= raw < EXACT_IN_A_CELL:
            raise BankLostInExcel(field="bank_no", value=f"{raw:.5E}")
        raw = str(int(raw))
    text = normalise(str(raw))
    if not text:
        return None
    if _E_NOTATION.fullmatch(text):
        raise BankLostInExcel(field="bank_no", value=text)
    if not _DIGITS.fullmatch(text):
        raise AccountNumberWrong(field="bank_no", digits=len(text))
    return Account(text, is_card(text) and not luhn_holds(text))


def is_card(digits: str) -> bool:
    """Whether the Luhn sum applies: a UnionPay card number."""
    return digits.startswith("62") and 16 <= len(digits) <= 19


def luhn_holds(digits: str) -> bool:
    """The Luhn test (ISO/IEC 7812-1, annex B)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit)
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def same_twice(first: str, second: str) -> str:
    """The account entered twice; BANK_TWICE_DIFFERS names the first place where the two differ."""
    one, two = normalise(first), normalise(second)
    if one != two:
        pairs = enumerate(zip(one, two, strict=False), start=1)
        place = next((index for index, (a, b) in pairs if a != b), min(len(one), len(two)) + 1)
        raise BankTwiceDiffers(field="bank_no", place=place)
    return one
