"""Says to the installer that the program runs, so that it never replaces files under an open desk."""

from __future__ import annotations

import sys

NAME = "Local\\CJDesk.Running"
"""The name of a Windows mutex that every running CJDesk of this user holds (build_specs/installer.nsi asks for it)."""

if sys.platform == "win32":
    import ctypes

    def say() -> None:
        """Hold the mutex until this process ends; Windows takes it back then, however it ends."""
        ctypes.windll.kernel32.CreateMutexW(None, False, NAME)
else:

    def say() -> None:
        """Only Windows has such an installer."""
