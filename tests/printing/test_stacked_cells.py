"""Two texts above each other in one cell: neither touches the other, however low the row."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from cjdesk.printing.canvas import Canvas
from cjdesk.printing.fonts import Role
from cjdesk.printing.payroll_sheet import ROWS
from cjdesk.printing.table import Part, TablePainter, column

pytestmark = pytest.mark.usefixtures("qapp")

DOTS = 20
"""Pixels in a millimetre."""

WIDTH = 40


def inked(lower: str, height: float) -> list[bool]:
    """From top to bottom of a row, whether a line of pixels between its two edges has ink."""
    bank = column("account", "", WIDTH, Part(lambda _row: "从江农商行贯洞支行", Role.BODY, 8), Part(str, Role.CODES, 9))
    image = QImage(WIDTH * DOTS, round((height + 1) * DOTS), QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(DOTS, DOTS)
    with Canvas(painter).page() as canvas:
        TablePainter(canvas, (bank,), 0, 0).rows([lower], height)
    painter.end()
    inside, tall = range(DOTS, (WIDTH - 1) * DOTS, 2), round((height - 0.15) * DOTS)
    return [any(image.pixelColor(x, y).red() < 160 for x in inside) for y in range(tall)]


@pytest.mark.parametrize("height", ROWS.values())
@pytest.mark.parametrize("lower", ["（待补账号）", "6299 9900 0000 0000 004", "尾号 0004"])
def test_two_lines_of_a_cell_do_not_touch(lower: str, height: float) -> None:
    lines = inked(lower, height)
    first, last = lines.index(True), len(lines) - lines[::-1].index(True)
    assert False in lines[round(0.4 * len(lines)) : round(0.65 * len(lines))]
    assert first > 0
    assert last < len(lines)
