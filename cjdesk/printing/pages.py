"""Laid-out pages of any form: what the preview, the printer and the PDF all take."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from PySide6.QtGui import QPainter

from cjdesk.domain.paper import Imprint
from cjdesk.printing.measures import NO_EDGES, Edges, Paper
from cjdesk.workbooks.printed import PrintedSheet

__all__ = ["Attachment", "Imprint", "Lacking", "Pages", "Spelled", "Stamp", "bound"]

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who prints when, and which copy (D-11): it stands at the foot of every page."""

    printed_at: datetime
    printed_by: str
    copy: int = 1


@dataclass(frozen=True, slots=True)
class Lacking:
    """A text that no font here can write whole, the printed number of its row, and whose row it is, where known.

    ``unread`` texts the fonts can write, but many banks cannot read.
    """

    number: str
    text: str
    person_id: str = ""
    unread: bool = False


Spelled = Mapping[Lacking, str]
"""What is printed in place of a text: the name as the bank writes it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """The machine-readable content carried inside a PDF."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """What tells it from any other content: the first half of its SHA-256, as 32 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Pages(Generic[V]):
    """A form laid out: ``draw`` paints one page with a painter whose unit is the millimetre.

    ``form`` is the number of the form (F1 …), ``content`` what the form's own module keeps for painting. ``enlarged``
    puts the same page on larger paper: 1, or ``measures.A3``. ``imprints`` name what is printed, one for each bound
    form; ``twins`` gives the sheets of a workbook that prints like the form (none for a form that is no list);
    ``lacking`` asks for the texts that would not be written whole; ``respelled`` lays the form out again with other
    names in their places, and says so on the paper (None for a form that has to bear the true ones). ``white`` is
    what its drawing leaves free on each side, where that is not what its paper says. With ``margins`` of the clerk's
    own it is the drawing of the ``plain`` form inside them (``margins.inside``).
    """

    form: str
    title: str
    paper: Paper
    count: int
    content: V
    draw: Callable[[QPainter, Pages[V], int], None]
    attachments: Callable[[], tuple[Attachment, ...]] = tuple
    enlarged: float = 1.0
    imprints: tuple[Imprint, ...] = ()
    twins: Callable[[], tuple[PrintedSheet, ...]] = tuple
    lacking: Callable[[], tuple[Lacking, ...]] = tuple
    respelled: Callable[[Spelled], Pages[Any]] | None = None
    white: Edges | None = None
    margins: Edges = NO_EDGES
    plain: Pages[Any] | None = None

    @property
    def has_twins(self) -> bool:
        """Whether it is a list, so that a workbook can print like it."""
        return self.twins is not tuple

    def digests(self) -> tuple[str, ...]:
        """Those of the data that its PDF carries."""
        return tuple(one.digest for one in self.attachments())

    def spelled(self, names: Spelled) -> Pages[Any]:
        """The form with these names; the same without any, or where it has to bear the true ones."""
        return self.respelled(names) if self.respelled is not None and names else self

    def paint(self, painter: QPainter, index: int) -> None:
        """Paint page ``index`` (from 0); the painter's unit is the millimetre, its origin the paper's corner."""
        if not 0 <= index < self.count:
            raise IndexError(index)
        self.draw(painter, self, index)


def bound(parts: Sequence[Pages[Any]]) -> Pages[tuple[Pages[Any], ...]]:
    """Several forms on the same paper behind each other, each with its own page numbers."""
    first = parts[0]
    if any((part.paper, part.enlarged) != (first.paper, first.enlarged) for part in parts):
        raise ValueError("bound forms need the same paper")

    return Pages(
        first.form,
        first.title,
        first.paper,
        sum(part.count for part in parts),
        tuple(parts),
        _draw_bound,
        lambda: tuple(_named_apart(one for part in parts for one in part.attachments())),
        first.enlarged,
        imprints=tuple(one for part in parts for one in part.imprints),
        twins=(lambda: tuple(one for part in parts for one in part.twins())) if first.has_twins else tuple,
        lacking=lambda: tuple(one for part in parts for one in part.lacking()),
        respelled=(lambda names: bound([part.spelled(names) for part in parts])) if first.respelled else None,
        white=first.white,
    )


def counted(pages: Pages[Any], records: int) -> int | tuple[int, ...]:
    """What to note of a print: the pages of each record where one form is bound for each, else those of the whole."""
    parts: tuple[Any, ...] = pages.content if isinstance(pages.content, tuple) else ()
    each = all(isinstance(one, Pages) for one in parts) and len(set(pages.imprints)) == len(parts) == records
    return tuple(one.count for one in parts) if each else pages.count


def _named_apart(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    """Posters of one number for several villages: a name that is there already gets a count."""
    names: Counter[str] = Counter()
    for one in attachments:
        names[one.name] += 1
        count, (stem, end) = names[one.name], one.name.rsplit(".", 1)
        yield replace(one, name=f"{stem}_{count}.{end}") if count > 1 else one


def _draw_bound(painter: QPainter, pages: Pages[tuple[Pages[Any], ...]], index: int) -> None:
    for part in pages.content:
        if index < part.count:
            part.paint(painter, index)
            return
        index -= part.count
