"""Whether Caps Lock is on: Windows says so; elsewhere the letters of a passphrase tell."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_VK_CAPITAL = 0x14


def seems_on(event: QKeyEvent, before: bool) -> bool:
    """The state after a key press, given what was thought before it."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)
    if event.key() == Qt.Key.Key_CapsLock:
        return not before
    text = event.text()
    if len(text) == 1 and text.isascii() and text.isalpha():
        return text.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return before
