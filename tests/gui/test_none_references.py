"""PySide6 6.12.0 lost a reference to None with every call that returns nothing (PYSIDE-3474); this one does not."""

import sys

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 1000


def test_a_thousand_calls_keep_the_references_of_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    picture = QPixmap(16, 16)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        label.setText(str(number))
        painter.drawLine(0, 0, 8, 8)
    after = sys.getrefcount(None)
    painter.end()
    # None is immortal from Python 3.12 on and then does not move at all.
    assert abs(after - before) < CALLS // 10
