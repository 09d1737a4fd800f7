"""What only Windows has: the sign that the program runs, for the installer; a box for what no console can say."""

from __future__ import annotations

import sys

NAME = "Local\\CJDesk.Running"
"""The name of a Windows mutex that every running CJDesk of this user holds (build_specs/installer.nsi asks for it)."""

_ERROR_SIGN = 0x10

if sys.platform == "win32":
    import ctypes

    def say() -> None:
        """Hold the mutex until this process ends; Windows takes it back then, however it ends."""
        ctypes.windll.kernel32.CreateMutexW(None, False, NAME)

    def box(text: str) -> None:
        """Show a message and wait until it was read."""
        ctypes.windll.user32.MessageBoxW(None, text, "CJDesk", _ERROR_SIGN)
else:

    def say() -> None:
        """Only Windows has such an installer."""

    def box(text: str) -> None:
        """Elsewhere there is always a standard error, or nobody who looks."""
