"""Long work off the GUI thread: one helper with progress and true cancel; nothing else starts threads."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from cjdesk.gui import messages
from cjdesk.gui.messages import Cancelled

R = TypeVar("R")

_STEP_SECONDS = 0.05


class Progress:
    """Handed to the work: call it as ``progress(done, total)`` often; it raises Cancelled after a cancel."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        """``tell`` is called at most 20 times a second."""
        self._tell = tell
        self._cancelled = False
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say how far the work is; ``total`` 0 if nobody knows."""
        self.check()
        now = time.monotonic()
        if now - self._last >= _STEP_SECONDS or done == total:
            self._last = now
            self._tell(done, total)

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


class Task(QObject, Generic[R]):
    """A piece of work under way. Signals: ``progressed(done, total)``, ``ended()`` after then/failed was called."""

    progressed = Signal(int, int)
    ended = Signal()
    _finished = Signal(object)
    _raised = Signal(object)

    def __init__(
        self,
        owner: QWidget,
        work: Callable[[Progress], R],
        then: Callable[[R], object] | None,
        failed: Callable[[Exception], object] | None,
        title: str,
    ) -> None:
        """Use :func:`run`."""
        super().__init__()
        self.title = title
        self.started = time.monotonic()
        self._owner = owner
        self._work = work
        self._then = then
        self._failed = failed
        self.progress = Progress(self.progressed.emit)
        self._finished.connect(self._on_self_finished, Qt.ConnectionType.QueuedConnection)
        self._raised.connect(self._on_self_raised, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Stop as soon as the work looks up; nothing half done stays."""
        self.progress.cancel()

    def work(self) -> None:
        """Runs on a pool thread."""
        try:
            result = self._work(self.progress)
        except BaseException as error:  # noqa: BLE001 - the top of a thread: everything is handed to the GUI
            # The lines stay for a report; what they held, such as fonts, belongs to this thread and ends here.
            traceback.clear_frames(error.__traceback__)
            self._hand(self._raised, error)
        else:
            self._hand(self._finished, result)

    def _hand(self, signal: SignalInstance, what: object) -> None:
        if shiboken6.isValid(self):  # gone only when the program is ending
            signal.emit(what)

    def _on_self_finished(self, result: R) -> None:
        self._end()
        if self._then is not None and shiboken6.isValid(self._owner):
            guarded(self._owner, self._then, result)

    def _on_self_raised(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, Cancelled) and self._failed is None:
            if shiboken6.isValid(self._owner):
                messages.cancelled(self._owner)
            return
        if not shiboken6.isValid(self._owner):
            return
        if self._failed is not None and isinstance(error, Exception):
            guarded(self._owner, self._failed, error)
        else:
            messages.tell(self._owner, error)

    def _end(self) -> None:
        _running.discard(self)
        self.ended.emit()


@runtime_checkable
class TaskHost(Protocol):
    """A window whose foot shows the progress of its tasks."""

    def show_task(self, task: Task[object]) -> None:
        """Show progress and 取消 from now until ``task.ended``."""
        ...


class _Runner(QRunnable):
    def __init__(self, task: Task[object]) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.work()


_running: set[Task[object]] = set()


def run(
    owner: QWidget,
    work: Callable[[Progress], R],
    *,
    then: Callable[[R], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    progress: bool = True,
    title: str = "",
) -> Task[R]:
    """Do ``work(progress)`` on the pool, then call ``then(result)`` or ``failed(exception)`` on the GUI thread.

    ``work`` must not touch widgets; it reads and writes through ``desk.database``. Call ``progress(done, total)``
    in it, or hand it on as the service's ``progress=``. Without ``failed`` an error is shown where the owner is:
    UserError as words with its code, anything else as our bug. After a cancel, ``failed`` gets :class:`Cancelled`.
    If the owner is gone by then, nothing is called. ``progress=False`` shows nothing in the window's foot;
    ``title`` says there what is going on, already in the clerk's language.
    """
    task: Task[R] = Task(owner, work, then, failed, title)
    _running.add(task)  # type: ignore[arg-type]
    host = owner.window()
    if progress and isinstance(host, TaskHost):
        host.show_task(task)  # type: ignore[arg-type]
    QThreadPool.globalInstance().start(_Runner(task))  # type: ignore[arg-type]
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
