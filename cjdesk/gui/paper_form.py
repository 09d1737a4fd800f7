"""A form that can be previewed, as data: its words, what can be chosen, what lays it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from cjdesk.i18n import tr
from cjdesk.printing import margins
from cjdesk.printing.pages import Pages

Chosen = Mapping[str, str]
"""Value by key of the options."""

YES, NO = "yes", "no"

PAGING, NUMBERS = "paging", "numbers"
"""Groups of options: how the lines fall on pages, how much of numbers is printed."""

MARGINS = "margins"
"""The option that every form has."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: a drop-down of ``choices`` (value, words), or a tick (YES, NO) without them.

    Words are in the clerk's language. What is chosen is remembered by ``key`` for all forms, or for the form that is
    named in ``apart``; but never how much of a number is shown.
    """

    key: str
    words: str
    default: str = NO
    choices: tuple[tuple[str, str], ...] = ()
    group: str = PAGING
    apart: str = ""

    @property
    def memory(self) -> str:
        """Under which name it is remembered."""
        return f"{self.key}/{quote(self.apart, safe='')}" if self.apart else self.key


@dataclass(frozen=True, slots=True)
class Laid:
    """What lays a form out by what was chosen."""

    options: tuple[Option, ...]
    make: Callable[[Chosen], Pages[Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form that can be previewed: its words, a file name to offer, and what lays it out (on a pool thread).

    ``make`` takes nothing, or is :class:`Laid` where the form can be chosen in several ways. ``summary`` is said of it
    beside the page. ``done(pages, number, purpose)`` is called on the pool after so many of the pages went into a file
    ("pdf") or to a printer ("printer"): it counts the copy; the form is laid out again, since the next copy has another
    number. ``fixed`` keeps the margins of the form, whatever is chosen.
    """

    title: str
    file_name: str
    make: Callable[[], Pages[Any]] | Laid
    summary: str | Callable[[Pages[Any]], str] = ""
    done: Callable[[Pages[Any], int, str], None] | None = None
    fixed: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; the margins of every form."""
        own = self.make.options if isinstance(self.make, Laid) else ()
        return own if self.fixed else (*own, _margins(self.title))

    def lay_out(self, chosen: Chosen) -> Pages[Any]:
        """Lay it out; runs on a pool thread."""
        made = self.make.make(chosen) if isinstance(self.make, Laid) else self.make()
        return made if self.fixed else margins.inside(made, margins.MARGINS[chosen[MARGINS]])

    def says(self, pages: Pages[Any]) -> str:
        """The summary of what was laid out."""
        return self.summary if isinstance(self.summary, str) else self.summary(pages)

    def purpose(self, where: str, chosen: Chosen) -> str:
        """What is noted of a copy (D-11): ``where`` it went, and how much of numbers it shows."""
        shown = [f"{one.key}={chosen[one.key]}" for one in self.options if one.group == NUMBERS]
        return ", ".join((where, *shown))


def _margins(title: str) -> Option:
    words = {"form": tr("the form's own"), "binding": tr("bind 25 mm")}
    choices = tuple((key, words.get(key) or tr("from {n} mm", n=key)) for key in margins.MARGINS)
    return Option(MARGINS, tr("Margins"), "form", choices, apart=title)
