"""The log (ids and names of actions only) and the local report of a bug, without names and numbers of people."""

from __future__ import annotations

import logging
import logging.handlers
import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

import cjdesk

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_LONG_NUMBER = re.compile(r"\d{5,}")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def to_file(folder: Path) -> logging.Handler:
    """Write the log to ``folder/cjdesk.log`` from now on: four files of 1 MB in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "cjdesk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    return _attach(handler)


def to_stderr(level: int = logging.WARNING) -> logging.Handler:
    """Write the log to the terminal, for the verbs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(_FORMAT))
    return _attach(handler)


def detach(handler: logging.Handler) -> None:
    """Stop writing to what ``to_file`` or ``to_stderr`` gave."""
    logging.getLogger("cjdesk").removeHandler(handler)
    handler.close()


def bug_report(error: BaseException) -> str:
    """The text of a report: versions, the calls that led to the error, its words without names and numbers."""
    calls = "".join(
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n"
        for one in _chain(error)
        for frame in traceback.extract_tb(one.__traceback__)
    )
    words = "\n".join(
        f"{type(one).__module__}.{type(one).__qualname__}: {_without_people(one)}" for one in _chain(error)
    )
    return (
        f"CJDesk {cjdesk.__version__}\nPython {platform.python_version()} on {platform.platform()}\n"
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n\n{calls}\n{words}\n"
    )


def keep_report(error: BaseException, folder: Path) -> Path:
    """Write the report of a bug into ``folder`` (the system's temporary one if that refuses) and say where it is."""
    name = f"bug-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(bug_report(error), encoding="utf-8")
        except OSError:
            continue
        return place / name
    return Path(os.devnull)


def _chain(error: BaseException) -> list[BaseException]:
    """The first cause first."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.insert(0, one)
        one = one.__cause__ or one.__context__
    return found


def _without_people(error: BaseException) -> str:
    return _HAN.sub("〇", _LONG_NUMBER.sub("#", str(error)))


def _attach(handler: logging.Handler) -> logging.Handler:
    root = logging.getLogger("cjdesk")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return handler
