"""Laid-out pages of any form: what the preview, the printer and the PDF all take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from PySide6.QtGui import QPainter

from cjdesk.printing.measures import Paper

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who prints when, and which copy (D-11): it stands at the foot of every page."""

    printed_at: datetime
    printed_by: str
    copy: int = 1


@dataclass(frozen=True, slots=True)
class Attachment:
    """The machine-readable content carried inside a PDF."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Pages(Generic[V]):
    """A form laid out: ``draw`` paints one page with a painter whose unit is the millimetre.

    ``form`` is the number of the form (F1 …), ``content`` what the form's own module keeps for painting.
    """

    form: str
    title: str
    paper: Paper
    count: int
    content: V
    draw: Callable[[QPainter, Pages[V], int], None]
    attachment: Callable[[], Attachment | None] = lambda: None

    def paint(self, painter: QPainter, index: int) -> None:
        """Paint page ``index`` (from 0); the painter's unit is the millimetre, its origin the paper's corner."""
        if not 0 <= index < self.count:
            raise IndexError(index)
        self.draw(painter, self, index)
