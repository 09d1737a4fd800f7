"""Long work off the GUI thread: one helper with progress and true cancel; nothing else starts threads.

What Qt made belongs to the GUI thread, and may end there only. A piece of work usually knows its page, so a pool thread
lets go of all it was given before it says that it is done; the GUI thread, which holds the same, lets go last.
"""

from __future__ import annotations

import itertools
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QWidget

from cjdesk.gui import messages
from cjdesk.gui.messages import Cancelled

R = TypeVar("R")

_STEP_SECONDS = 0.05


class Progress:
    """Handed to the work: call it as ``progress(done, total)`` often; it raises Cancelled after a cancel."""

    def __init__(self, tell: Callable[[int, int], None], show: Callable[[object], None]) -> None:
        """``tell`` is called at most 20 times a second."""
        self._tell = tell
        self._show = show
        self._cancelled = False
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say how far the work is; ``total`` 0 if nobody knows."""
        self.check()
        now = time.monotonic()
        if now - self._last >= _STEP_SECONDS or done == total:
            self._last = now
            self._tell(done, total)

    def show(self, part: object) -> None:
        """Hand over a part of the result that is done already: ``each(part)`` is called on the GUI thread."""
        self._show(part)

    def check(self) -> None:
        """Stop here if the clerk cancelled."""
        if self._cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next call."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether the clerk cancelled."""
        return self._cancelled


@dataclass(frozen=True, slots=True)
class _Calls:
    """What is called on the GUI thread, as far as somebody wants it."""

    then: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    each: Callable[[Any], object] | None


class Task(QObject, Generic[R]):
    """A piece of work under way. Signals: ``progressed(done, total)``, ``ended()`` after then/failed was called."""

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, owner: QWidget, work: Callable[[Progress], R], calls: _Calls, title: str) -> None:
        """Use :func:`run`."""
        super().__init__()
        self.title = title
        self.started = time.monotonic()
        self._owner = owner
        self._work = work  # held to the end, so that it does not end on the pool
        self._calls = calls
        self._number = next(_numbers)
        post, number = _post(), self._number
        self._progress = Progress(
            lambda done, total: post.progressed.emit(number, done, total), lambda part: post.shown.emit(number, part)
        )

    def cancel(self) -> None:
        """Stop as soon as the work looks up; nothing half done stays."""
        self._progress.cancel()

    def begin(self) -> None:
        """On the pool, as soon as a thread is free."""
        _running[self._number] = self
        QThreadPool.globalInstance().start(_Job(self._number, _post(), self._work, self._progress))

    def show(self, part: object) -> None:
        """A part of the result has come."""
        if self._calls.each is not None and shiboken6.isValid(self._owner):
            guarded(self._owner, self._calls.each, part)

    def finish(self, result: R) -> None:
        """All of it has come."""
        self._end()
        if self._calls.then is not None and shiboken6.isValid(self._owner):
            guarded(self._owner, self._calls.then, result)

    def fail(self, error: BaseException) -> None:
        """It ended otherwise."""
        self._end()
        if not shiboken6.isValid(self._owner):
            return
        if isinstance(error, Cancelled) and self._calls.failed is None:
            messages.cancelled(self._owner)
        elif self._calls.failed is not None and isinstance(error, Exception):
            guarded(self._owner, self._calls.failed, error)
        else:
            messages.tell(self._owner, error)

    def _end(self) -> None:
        del _running[self._number]
        self.ended.emit()


class _Post(QObject):
    """Carries to the GUI thread what pool threads have to say; it lives as long as the program, not as a page."""

    progressed = Signal(int, int, int)
    shown = Signal(int, object)
    finished = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        queued = Qt.ConnectionType.QueuedConnection
        self.progressed.connect(self._on_self_progressed, queued)
        self.shown.connect(self._on_self_shown, queued)
        self.finished.connect(self._on_self_finished, queued)
        self.failed.connect(self._on_self_failed, queued)

    def _on_self_progressed(self, number: int, done: int, total: int) -> None:
        _running[number].progressed.emit(done, total)

    def _on_self_shown(self, number: int, part: object) -> None:
        _running[number].show(part)

    def _on_self_finished(self, number: int, result: object) -> None:
        _running[number].finish(result)

    def _on_self_failed(self, number: int, error: BaseException) -> None:
        _running[number].fail(error)


class _Job:
    """What a pool thread gets of a task; it has nothing left of it when it tells how it ended."""

    def __init__(self, number: int, post: _Post, work: Callable[[Progress], object], progress: Progress) -> None:
        self._number = number
        self._post = post
        self._given: tuple[Callable[[Progress], object], Progress] | None = (work, progress)

    def __call__(self) -> None:
        failed, outcome = self._outcome()
        self._given = None
        (self._post.failed if failed else self._post.finished).emit(self._number, outcome)

    def _outcome(self) -> tuple[bool, object]:
        assert self._given is not None, "a job is done once"
        work, progress = self._given
        try:
            return False, work(progress)
        except BaseException as error:  # noqa: BLE001 - the top of a thread: everything is handed to the GUI
            _let_go(error)
            return True, error


def _let_go(error: BaseException | None) -> None:
    """The lines of an error stay for a report; what they held, such as fonts, belongs to this thread and ends here."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


@runtime_checkable
class TaskHost(Protocol):
    """A window whose foot shows the progress of its tasks."""

    def show_task(self, task: Task[object]) -> None:
        """Show progress and 取消 from now until ``task.ended``."""
        ...


_numbers = itertools.count(1)
_running: dict[int, Task[Any]] = {}


def _post() -> _Post:
    application = QCoreApplication.instance()
    assert application is not None, "work belongs to a window"
    return application.findChild(_Post) or _Post(application)


def run(
    owner: QWidget,
    work: Callable[[Progress], R],
    *,
    then: Callable[[R], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    each: Callable[[Any], object] | None = None,
    progress: bool = True,
    title: str = "",
) -> Task[R]:
    """Do ``work(progress)`` on the pool, then call ``then(result)`` or ``failed(exception)`` on the GUI thread.

    ``work`` must not touch widgets; it reads and writes through ``desk.database``. Call ``progress(done, total)``
    in it, or hand it on as the service's ``progress=``; ``progress.show(part)`` calls ``each(part)`` on the GUI thread
    while the work goes on. Without ``failed`` an error is shown where the owner is:
    UserError as words with its code, anything else as our bug. After a cancel, ``failed`` gets :class:`Cancelled`.
    If the owner is gone by then, nothing is called. ``progress=False`` shows nothing in the window's foot;
    ``title`` says there what is going on, already in the clerk's language.
    """
    task: Task[R] = Task(owner, work, _Calls(then, failed, each), title)
    host = owner.window()
    if progress and isinstance(host, TaskHost):
        host.show_task(task)  # type: ignore[arg-type]
    task.begin()
    return task


def running() -> bool:
    """Whether any work is under way; the window asks before it closes."""
    return bool(_running)


def guarded(owner: QWidget, slot: Callable[..., object], *args: object) -> None:
    """Call a slot; what it raises is shown, never lost: UserError as words, anything else as our bug."""
    try:
        slot(*args)
    except Exception as error:  # noqa: BLE001 - the top of a slot
        messages.tell(owner, error)


__all__ = ["Cancelled", "Progress", "Task", "TaskHost", "guarded", "run", "running"]
