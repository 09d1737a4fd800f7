"""Where things lie: what the program carries, and where the clerk's data go unless told otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Catalogues, reference data, fonts and pictures."""
    return _carried("resources")


def migrations() -> Path:
    """The Alembic steps of the data file."""
    return _carried("migrations")


def released() -> Path:
    """A data folder of every schema there was, for the self-test; fictional people."""
    checkout = _PACKAGE.parent / "tests" / "data" / "released"
    return checkout if checkout.is_dir() else _carried("released")


def default_data_dir() -> Path:
    """The user's own data folder (``%LOCALAPPDATA%/CJDesk`` on Windows, ``~/.local/share/CJDesk`` on Linux)."""
    return Path(platformdirs.user_data_dir("CJDesk", appauthor=False))


def reports_dir() -> Path:
    """Where the reports of our own bugs are kept; nothing in it is sent anywhere."""
    return Path(platformdirs.user_state_dir("CJDesk", appauthor=False)) / "reports"


def _carried(name: str) -> Path:
    """Find a carried folder in a frozen program, in an installed wheel or in a checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [_PACKAGE / f"_{name}", _PACKAGE.parent / name]
    if frozen is not None:
        places.insert(0, Path(frozen) / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the program is incomplete: no folder {name}")
