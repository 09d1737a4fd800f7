"""What the choice fields of the person card offer, findable by code, word, pinyin and initials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cjdesk.domain import codes
from cjdesk.gui.filters import Choice
from cjdesk.gui.people.words import ABILITIES, EDUCATIONS, EXIT_REASONS, RELATIONS, SUSPENSION_REASONS
from cjdesk.gui.stored_words import word
from cjdesk.i18n import tr
from cjdesk.services.search_text import name_readings


def coded(code: str, words: str) -> Choice:
    """A line that shows and finds its code too: 12 侗."""
    return Choice(code, f"{code} {words}", " ".join((words, *name_readings(words))))


def plain(value: str, words: str) -> Choice:
    """A line without its code."""
    return Choice(value, words, " ".join(name_readings(words)))


def ethnicities() -> tuple[Choice, ...]:
    """The 56 of GB/T 3304, those of the county first."""
    first = ("12", "06", "01", "09", "13", "15", "28")
    order = (*first, *(code for code in codes.ETHNICITIES if code not in first))
    return tuple(coded(code, codes.ETHNICITIES[code]) for code in order)


def educations() -> tuple[Choice, ...]:
    """GB/T 4658, first level."""
    return _listed(codes.EDUCATIONS, EDUCATIONS)


def relations() -> tuple[Choice, ...]:
    """GB/T 4761."""
    return _listed(codes.RELATIONS, RELATIONS)


def abilities() -> tuple[Choice, ...]:
    """What a person can work."""
    return _listed(codes.LABOUR_ABILITIES, ABILITIES)


def exit_reasons() -> tuple[Choice, ...]:
    """Why somebody left a post."""
    return _listed(codes.EXIT_REASONS, EXIT_REASONS)


def suspension_reasons() -> tuple[Choice, ...]:
    """Why somebody is off post."""
    return _listed(codes.SUSPENSION_REASONS, SUSPENSION_REASONS)


def yes_no() -> tuple[Choice, ...]:
    """Yes and no."""
    return (Choice("yes", tr("yes"), "shi s y 1"), Choice("no", tr("no"), "fou f n 0"))


def words_in_use(found: Iterable[str]) -> tuple[Choice, ...]:
    """What the office has typed before."""
    return tuple(plain(one, one) for one in found)


def pairs(found: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Codes of the county with their words."""
    return tuple(Choice(code, words, " ".join((code, *name_readings(words)))) for code, words in found)


def _listed(stored: Iterable[str], words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(plain(one, word(words, one)) for one in stored)
