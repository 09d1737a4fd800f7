"""What this computer remembers of its printers: the one used last, and how far each is off, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from cjdesk.gui.prefs import Prefs

MOST_TENTHS = 100
"""An offset goes up to 10 mm each way."""


@dataclass(frozen=True, slots=True)
class Offset:
    """Tenths of a millimetre that a drawing is moved right and down; ``shrinks`` puts it inside the printer's edges."""

    right: int = 0
    down: int = 0
    shrinks: bool = False


class PrinterMemory:
    """Kept in the preferences; without any it forgets when the page closes."""

    def __init__(self, prefs: Prefs | None) -> None:
        """``prefs`` of this computer."""
        self._prefs = prefs
        self._offsets: dict[str, Offset] = {}

    @property
    def last(self) -> str:
        """The printer used last; empty for the usual one."""
        return self._prefs.text("printer") if self._prefs is not None else ""

    def use(self, name: str) -> None:
        """Remember which printer was chosen."""
        if self._prefs is not None:
            self._prefs.set("printer", name)

    def offset(self, name: str) -> Offset:
        """How far a printer is off."""
        if name not in self._offsets and self._prefs is not None:
            key = _key(name)
            self._offsets[name] = Offset(
                _bounded(self._prefs.number(f"{key}/right", 0)),
                _bounded(self._prefs.number(f"{key}/down", 0)),
                self._prefs.flag(f"{key}/shrinks", default=False),
            )
        return self._offsets.get(name, Offset())

    def set_offset(self, name: str, offset: Offset) -> None:
        """Remember it for this printer only."""
        self._offsets[name] = offset
        if self._prefs is not None:
            key = _key(name)
            self._prefs.set(f"{key}/right", offset.right)
            self._prefs.set(f"{key}/down", offset.down)
            self._prefs.set_flag(f"{key}/shrinks", value=offset.shrinks)


def _key(name: str) -> str:
    """Names of shared printers have slashes, which would be folders of the preferences."""
    return f"printers/{quote(name, safe='')}"


def _bounded(tenths: int) -> int:
    return max(-MOST_TENTHS, min(tenths, MOST_TENTHS))
