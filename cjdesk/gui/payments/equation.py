"""The equation above the table: pay sheet = list + what waits + zero, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cjdesk.domain import money
from cjdesk.gui import theme
from cjdesk.gui.labels import ChipLabel
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import tr
from cjdesk.services.payments import PaymentList

HEIGHT = 52


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its word, its count with unit, its sum, and the sign before it."""

    word: str
    count: str
    fen: int
    sign: str = "+"


class Equation(QWidget):
    """52 high; each term has its word and count above its sum."""

    def __init__(self) -> None:
        """Empty until a list is shown."""
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._terms: tuple[Term, ...] = ()
        self.chip = ChipLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.addStretch(1)
        row.addWidget(self.chip)

    def show_terms(self, terms: Sequence[Term], difference_fen: int) -> None:
        """The first term equals the sum of the others, or differs by so much."""
        self._terms = tuple(terms)
        if difference_fen:
            self.chip.set_chip(
                Chip("error", tr("differs by {difference_fen} yuan", difference_fen=difference_fen), "error")
            )
        else:
            self.chip.set_chip(Chip("done", tr("agrees, differs by 0.00 yuan"), "ok"))
        self.setAccessibleName(
            " ".join(f"{one.sign if place else ''} {one.word} {one.count} {money.show(one.fen)}".strip()
                     for place, one in enumerate(self._terms))
        )  # fmt: skip
        self.setVisible(bool(terms))
        self.update()

    def words(self) -> str:
        """What is shown, for tests."""
        return self.accessibleName()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The terms from the left; what has no room is drawn smaller by leaving out the counts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("app"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("grid"))
        room = self.width() - (self.chip.width() if self.chip.isVisible() else 0) - 3 * theme.MARGIN
        counted = self._width(counted=True) <= room
        left = float(theme.MARGIN)
        for place, term in enumerate(self._terms):
            if place:
                painter.setFont(theme.font("body"))
                painter.setPen(theme.color("muted"))
                painter.drawText(QRectF(left, 0, 28, HEIGHT), Qt.AlignmentFlag.AlignCenter, term.sign)
                left += 34
            width = self._term_width(term, counted=counted)
            painter.setFont(theme.font("cell"))
            painter.setPen(theme.color("muted"))
            words = f"{term.word}　{term.count}" if counted and term.count else term.word
            painter.drawText(QRectF(left, 6, width + 4, 20), Qt.AlignmentFlag.AlignVCenter, words)
            painter.setFont(theme.font("equation"))
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(left, 25, width + 4, 22), Qt.AlignmentFlag.AlignVCenter, money.show(term.fen))
            left += width + 6
        painter.end()

    def _width(self, *, counted: bool) -> float:
        return sum(self._term_width(one, counted=counted) + 40 for one in self._terms)

    def _term_width(self, term: Term, *, counted: bool) -> float:
        words = f"{term.word}　{term.count}" if counted and term.count else term.word
        above = QFontMetricsF(theme.font("cell")).horizontalAdvance(words)
        return max(above, QFontMetricsF(theme.font("equation")).horizontalAdvance(money.show(term.fen)))


def terms_of(made: PaymentList) -> tuple[tuple[Term, ...], int]:
    """花名册 = 清单 + 待补账号 + 零金额 (+ what else keeps lines back), and by how much the two sides differ."""

    def left(code: str) -> int:
        return sum(one.code == code for one in made.left_out)

    listed = sum(len(row.line_ids) for row in made.rows)
    elsewhere = made.lines - listed - len(made.left_out)
    terms = [
        Term(tr("Pay sheet"), tr("{n} people", n=made.lines), made.net_fen, ""),
        Term(tr("Bank list"), tr("{n} payments", n=len(made.rows)), made.listed_fen, "="),
        Term(tr("Account missing"), tr("{n} people", n=left("BANK_MISSING")), made.missing_fen),
        Term(tr("Account shared"), tr("{n} people", n=left("BANK_SHARED") + left("FROZEN")), made.blocked_fen),
        Term(tr("Returned"), tr("{n} people", n=left("PAYMENT_RETURNED")), made.returned_fen),
        Term(tr("Sent before"), tr("{n} people", n=left("SENT_BEFORE")), made.sent_before_fen),
        Term(tr("Other lists"), tr("{n} people", n=elsewhere), made.elsewhere_fen),
        Term(tr("Zero amount"), tr("{n} people", n=left("ZERO_LINE")), made.zero_fen),
    ]
    always = {tr("Pay sheet"), tr("Bank list"), tr("Account missing"), tr("Zero amount")}
    shown = tuple(one for one in terms if one.fen or one.word in always)
    return shown, made.net_fen - sum(one.fen for one in terms[1:])
