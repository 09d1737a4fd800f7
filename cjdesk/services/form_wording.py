"""Whose wording a form has: the county's own file in the data folder, else the one the program carries."""

from __future__ import annotations

from pathlib import Path

from cjdesk import paths
from cjdesk.domain.errors import WordingNotReadable
from cjdesk.domain.form_wording import Wording, parse

FOLDER = "forms"


def wording(name: str, data_file: Path | None) -> Wording:
    """The wording called ``name``; ``data_file`` is the data file whose folder may hold an own one.

    Errors: WORDING_NOT_READABLE.
    """
    own = data_file.parent / FOLDER / f"{name}.txt" if data_file is not None else None
    path = own if own is not None and own.is_file() else paths.resources() / FOLDER / f"{name}.txt"
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise WordingNotReadable(file=f"{FOLDER}/{path.name}") from error
