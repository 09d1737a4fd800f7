"""The names that no font here can write whole, for forms that are no lists (those ask their columns)."""

from __future__ import annotations

from collections.abc import Iterable

from cjdesk.printing.fonts import faces
from cjdesk.printing.pages import Lacking


def names(numbered: Iterable[tuple[str, str] | tuple[str, str, str]]) -> tuple[Lacking, ...]:
    """Of printed numbers, names and where known persons' ids, those whose name is printed with 〓, each once."""
    known = faces()
    return tuple(Lacking(*one) for one in dict.fromkeys(numbered) if not known.writable(one[1]))
