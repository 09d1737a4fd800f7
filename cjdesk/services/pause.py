"""No garbage is collected while a month is read, computed or printed: all that is made lives to the end anyway.

Python walks every living object again and again as their number grows; with the lines of thousands of people
that is a third of the time (measured).
"""

from __future__ import annotations

import functools
import gc
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_lock = threading.Lock()
_running = 0
_goes_on = False


def in_one_go(work: Callable[P, R]) -> Callable[P, R]:
    """Run without the collector; several threads may, and the last one lets it go on, if it was at work before."""

    @functools.wraps(work)
    def uncollected(*args: P.args, **kwargs: P.kwargs) -> R:
        _pause()
        try:
            return work(*args, **kwargs)
        finally:
            _resume()

    return uncollected


def asked_for() -> bool:
    """Whether some work runs in one go now: who collects in the collector's place keeps quiet."""
    return _running > 0


def _pause() -> None:
    global _running, _goes_on  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        if not _running:
            _goes_on = gc.isenabled()
            gc.disable()
        _running += 1


def _resume() -> None:
    global _running  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        _running -= 1
        if not _running and _goes_on:
            gc.enable()
