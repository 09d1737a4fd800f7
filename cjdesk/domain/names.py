"""Names of persons: cleaned without touching the characters, and what to warn of; ages in completed years."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from cjdesk.domain.errors import NameMissing, NameTooLong

LONGEST = 50
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PINYIN = re.compile(f"(?<=[{_HAN}])[(（]\\s*[A-Za-zÀ-ÖØ-öø-ɏ\u0300-\u036fḀ-ỿ'\\s]+[)）]")
_BLANKS = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff]+")
_DOTS = re.compile("[•‧∙⋅・･．・●]")
_LOST = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


@dataclass(frozen=True, slots=True)
class Name:
    """A cleaned name; ``lost`` holds the characters that are no standard ones (private use or U+FFFD, U-05)."""

    value: str
    changed: bool
    lost: tuple[str, ...]


def tidy(text: str) -> str:
    """Words as they are meant: entities decoded, pinyin in brackets after a Han character taken out, NFC (D-02)."""
    if "&" in text:
        text = html.unescape(text)
    if "(" in text or "（" in text:
        text = _PINYIN.sub("", text)
    return unicodedata.normalize("NFC", text)


def normalise(raw: object) -> Name:
    """Clean a name as typed or from a cell; never converts 繁 to 简.

    Blanks inside and outside go (banks reject them), the dots of compound names become U+00B7. Between two Latin
    words one blank stays. Errors: NAME_MISSING, NAME_TOO_LONG.
    """
    text = "" if raw is None else str(raw)
    value = _DOTS.sub("·", tidy(text))
    value = _without_blanks(value)
    if not value:
        raise NameMissing(field="name")
    if len(value) > LONGEST:
        raise NameTooLong(field="name", value=value[:20] + "…")
    return Name(value, value != text, tuple(_LOST.findall(value)))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one for a bank: cleaned and compatibility forms folded."""
    return unicodedata.normalize("NFKC", _without_blanks(tidy(one))) == unicodedata.normalize(
        "NFKC", _without_blanks(tidy(other))
    )


def completed_years(birth: date, on: date) -> int:
    """The age in completed years on a day; who was born on 29 February turns a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _without_blanks(text: str) -> str:
    words = [word for word in _BLANKS.split(text) if word]
    return "".join(
        (" " if index and _latin(words[index - 1][-1]) and _latin(word[0]) else "") + word
        for index, word in enumerate(words)
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
