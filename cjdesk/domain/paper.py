"""Paper and its data: the imprint that ties them together, the text of a QR code, and what a comparison says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from cjdesk.domain.errors import CheckCodeWrong, PaperCodeForeign

BEGINS = "CJ1"
"""The first field of every QR code on our paper."""

_LONGEST = 40
_DIGITS = 8
_LIKE_DIGITS = str.maketrans("OIL", "011")
"""Hexadecimal digits have none of these letters: whoever types one misread a digit."""

_TYPED = re.compile(r"(?P<number>\S+)\s+(?P<code>(?:[0-9A-Za-z]{4}[\s-]*){2})")


class Verdict(StrEnum):
    """What becomes of paper that is held against the data file."""

    TRUE_COPY = "TRUE_COPY"
    SUPERSEDED = "SUPERSEDED"
    ALTERED = "ALTERED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What ties paper to its data: form, printed number, check code and revision, as in the QR code and at the foot."""

    form: str
    number: str
    check_code: str
    revision: int = 1


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What somebody read off paper: ``form`` is empty and ``revision`` None where it does not say."""

    number: str
    check_code: str
    form: str = ""
    revision: int | None = None
    page: int | None = None
    pages: int | None = None


def read(text: str) -> PaperCode:
    """A QR code's text, or a number and a check code with a blank between. PAPER_CODE_FOREIGN, CHECK_CODE_WRONG."""
    cleaned = unicodedata.normalize("NFKC", text).strip()
    if cleaned[:3].upper() == BEGINS:
        return read_qr(cleaned)
    typed = _TYPED.fullmatch(cleaned)
    if typed is None:
        raise PaperCodeForeign(field="code")
    return typed_code(typed["number"], typed["code"])


def read_qr(text: str) -> PaperCode:
    """The text of a QR code: CJ1, form, number, page/pages, check code, revision (none on older paper)."""
    fields = [part.strip() for part in unicodedata.normalize("NFKC", text).strip().split("|")]
    if len(fields) not in {5, 6} or fields[0].upper() != BEGINS:
        raise PaperCodeForeign(field="qr")
    place = re.fullmatch(r"(\d{1,5})/(\d{1,5})", fields[3], re.ASCII)
    revision = fields[5] if len(fields) == 6 else "1"
    if place is None or not re.fullmatch(r"\d{1,4}", revision, re.ASCII) or not fields[1] or not fields[2]:
        raise PaperCodeForeign(field="qr")
    return PaperCode(
        number=fields[2].upper(),
        check_code=check_code(fields[4]),
        form=fields[1],
        revision=int(revision) if len(fields) == 6 else None,
        page=int(place[1]),
        pages=int(place[2]),
    )


def typed_code(number: str, code: str) -> PaperCode:
    """A number and a check code as typed off the foot of a page. CHECK_CODE_WRONG."""
    cleaned = unicodedata.normalize("NFKC", number).strip().upper()
    if not cleaned or len(cleaned) > _LONGEST:
        raise PaperCodeForeign(field="number")
    return PaperCode(cleaned, check_code(code))


def check_code(text: str) -> str:
    """Eight hexadecimal digits, however they are grouped; O, I and L are read as the digits they look like."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper().translate(_LIKE_DIGITS)
    if not re.fullmatch(rf"[0-9A-F]{{{_DIGITS}}}", digits):
        raise CheckCodeWrong(field="code", code=text.strip()[:_LONGEST])
    return digits


def grouped(code: str) -> str:
    """A check code as paper shows it: 592B 138D."""
    return f"{code[:4]} {code[4:]}"
