"""What the QR code in the corner of a printed page says, read back from a hand scanner or from typing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cjdesk.domain.errors import ScanCodeUnreadable

_MARK = "CJ1"
_PAGE = re.compile(r"(\d{1,4})/(\d{1,4})")
_CODE = re.compile(r"[0-9A-F]{8}")


@dataclass(frozen=True, slots=True)
class PaperCode:
    """One printed page: form, printed number, page of pages, check code; the revision where the form has one."""

    form: str
    number: str
    page: int
    pages: int
    check_code: str
    revision: int | None = None


def read(text: str) -> PaperCode:
    """Take ``CJ1|form|number|page/pages|code`` apart, with or without the revision behind it.

    A hand scanner types into whatever input method is on: full-width signs and blanks are put right.
    Errors: SCAN_CODE_UNREADABLE.
    """
    parts = [part.strip() for part in unicodedata.normalize("NFKC", text).replace("¦", "|").split("|")]
    if len(parts) not in {5, 6} or parts[0].upper() != _MARK or not (parts[1] and parts[2]):
        raise ScanCodeUnreadable(field="qr", text=text.strip()[:60])
    page, code = _PAGE.fullmatch(parts[3]), parts[4].upper().replace(" ", "")
    revision = parts[5] if len(parts) == 6 else "1"
    if page is None or _CODE.fullmatch(code) is None or not (revision.isascii() and revision.isdigit()):
        raise ScanCodeUnreadable(field="qr", text=text.strip()[:60])
    number, count = int(page[1]), int(page[2])
    if not 1 <= number <= count:
        raise ScanCodeUnreadable(field="qr", text=text.strip()[:60])
    return PaperCode(parts[1], parts[2], number, count, code, int(revision) if len(parts) == 6 else None)


def tidy_number(text: str) -> str:
    """A printed number as typed: wide signs, blanks and small letters put right."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
