"""The words of the program: English message ids, the Simplified Chinese catalogue, one language at a time."""

from __future__ import annotations

import functools
import threading
from pathlib import Path
from typing import Protocol

import polib

from cjdesk import paths

LANGUAGES = ("zh_CN", "en")
"""What ``set_language`` takes; English is the ids themselves."""

_lock = threading.Lock()
_language = "zh_CN"


class ErrorWithWords(Protocol):
    """What ``error_text`` needs of an error: a message id and what fills its places."""

    facts: dict[str, object]

    @classmethod
    def template(cls) -> str:
        """The English message id."""
        ...


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a message id that is translated later, where it is shown."""
    return text


def tr(text: str, /, **facts: object) -> str:
    """Give the message in the present language, its ``{places}`` filled.

    A fact named ``…_fen`` that is a whole number is shown in yuan with thousands commas and two decimals.
    A message that the catalogue lacks comes out in English; a test counts those.
    """
    return _filled(_catalogue(_language).get(text, text), facts)


def on_paper(text: str, /, **facts: object) -> str:
    """The same in Chinese, whatever the window speaks: printed forms are always Chinese."""
    return _filled(_catalogue("zh_CN").get(text, text), facts)


def _filled(message: str, facts: dict[str, object]) -> str:
    if not facts:
        return message.replace("{{", "{").replace("}}", "}") if "{{" in message else message
    return message.format(**{name: _shown(name, value) for name, value in facts.items()})


def error_text(error: ErrorWithWords) -> str:
    """Say what went wrong and how to put it right, in the present language."""
    return tr(error.template(), **error.facts)


def set_language(code: str) -> None:
    """Use ``zh_CN`` or ``en`` from now on, in every thread."""
    global _language  # noqa: PLW0603 - one window, one language
    if code not in LANGUAGES:
        raise ValueError(f"no such language: {code}")
    _language = code


def language() -> str:
    """The language in use."""
    return _language


def yuan(fen: int) -> str:
    """Whole fen as people read money: 1,234.50, with an ASCII minus."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def catalogue_files(code: str) -> tuple[Path, ...]:
    """The catalogue's files, one for each room, in order of their names."""
    return tuple(sorted((paths.resources() / "locale" / code).glob("*.po")))


def _catalogue(code: str) -> dict[str, str]:
    with _lock:
        return _loaded(code)


@functools.cache
def _loaded(code: str) -> dict[str, str]:
    return {
        entry.msgid: entry.msgstr
        for file in catalogue_files(code)
        for entry in polib.pofile(str(file), encoding="utf-8")
        if entry.msgstr and not entry.obsolete
    }


def _shown(name: str, value: object) -> object:
    return yuan(value) if name.endswith("_fen") and isinstance(value, int) else value
