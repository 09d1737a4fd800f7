"""What this computer remembers of the window: theme, language, zoom, widths, filters. Nothing about people."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

ZOOMS = (100, 110, 125, 150, 175, 200)


class Prefs:
    """An INI file beside the data; a damaged one is as good as none."""

    def __init__(self, file: Path) -> None:
        """The file need not exist."""
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int) -> int:
        """A remembered number."""
        try:
            return int(str(self._settings.value(key, default)))
        except ValueError:
            return default

    def flag(self, key: str, *, default: bool) -> bool:
        """A remembered yes or no."""
        return self.text(key, "yes" if default else "no") == "yes"

    def widths(self, key: str) -> dict[str, int]:
        """Remembered column widths, by column key."""
        found = {}
        for part in self.text(f"widths/{key}").split(";"):
            name, _, width = part.partition("=")
            if width.isdigit():
                found[name] = int(width)
        return found

    def set_widths(self, key: str, widths: dict[str, int]) -> None:
        """Remember column widths."""
        self.set(f"widths/{key}", ";".join(f"{name}={width}" for name, width in widths.items()))

    def blob(self, key: str) -> QByteArray:
        """Remembered window geometry."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: str | int | QByteArray) -> None:
        """Remember."""
        self._settings.setValue(key, value)

    def set_flag(self, key: str, *, value: bool) -> None:
        """Remember a yes or no."""
        self.set(key, "yes" if value else "no")

    def forget(self, prefix: str) -> None:
        """Forget all keys below a prefix."""
        self._settings.remove(prefix)

    def sync(self) -> None:
        """Write now."""
        self._settings.sync()

    @property
    def zoom(self) -> int:
        """One of ZOOMS."""
        found = self.number("zoom", 100)
        return found if found in ZOOMS else 100
