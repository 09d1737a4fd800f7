"""The foot of the window: saved? what is wrong? what waits? Each part is a button with a name."""

from __future__ import annotations

import time
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from cjdesk.domain.errors import UserError
from cjdesk.gui import shapes, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.gui.tasks import Task
from cjdesk.i18n import error_text, tr

_NEWS_MS = 6000


class StatusPart(QAbstractButton):
    """Words with a shape before them; hidden while empty."""

    def __init__(self, name: str) -> None:
        """``name`` says what it is to a screen reader."""
        super().__init__()
        self._name = name
        self._shape = ""
        self._ink = "text"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.STATUS - 1)
        self.set_words("")

    def set_words(self, text: str, shape: str = "", ink: str = "text") -> None:
        """Say something else; empty hides the part."""
        self._shape, self._ink = shape, ink
        self.setText(text)
        self.setAccessibleName(text or self._name)
        self.setAccessibleDescription(self._name)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Words, shape, 12 on each side."""
        width = QFontMetricsF(theme.font("hint")).horizontalAdvance(self.text())
        return QSize(round(width + 24 + (shapes.SIZE + 4 if self._shape else 0)), theme.STATUS - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shape and words."""
        painter = QPainter(self)
        left = 12.0
        if self._shape:
            marks = {"error": "mark_error", "warning": "mark_warn", "done": "mark_ok", "returned": "mark_warn"}
            ink = theme.color(marks.get(self._shape, "text"))
            shapes.draw(painter, self._shape, left, (self.height() - shapes.SIZE) / 2, ink)
            left += shapes.SIZE + 4
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.color(self._ink))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class _Tick(QWidget):
    """A line of 14 px between two parts."""

    def __init__(self, part: StatusPart) -> None:
        super().__init__()
        self._part = part
        self.setFixedSize(1, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._part.isHidden():
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("line"))
        painter.end()


class TaskStrip(QWidget):
    """Progress with counts and 取消, shown once the work takes a second."""

    def __init__(self) -> None:
        """Hidden until a task is slow."""
        super().__init__()
        self._task: Task[object] | None = None
        self._counts = (0, 0)
        self.words = label("", "hint", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(140, 10)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = Button(tr("Cancel"), "quiet", height=22)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._on_clock_timeout)
        self.hide()

    def follow(self, task: Task[object]) -> None:
        """Show this task from now on."""
        self._task = task
        self._counts = (0, 0)
        self.cancel.block("")
        self.bar.setRange(0, 0)
        task.progressed.connect(self._on_task_progressed)
        task.ended.connect(self._on_task_ended)
        self._clock.start()

    def _on_task_progressed(self, done: int, total: int) -> None:
        self._counts = (done, total)

    def _on_clock_timeout(self) -> None:
        task = self._task
        if task is None:
            return
        taken = time.monotonic() - task.started
        if taken < 1 and not self.isVisible():
            return
        done, total = self._counts
        words = task.title
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(min(done, total))
            words = f"{words} {done:,} / {total:,}".strip()
            if taken > 5 and done:
                left = round(taken / done * (total - done))
                words += "  " + tr("{seconds} s left", seconds=left)
        self.words.setText(words)
        self.bar.setAccessibleDescription(words)
        self.show()

    def _on_task_ended(self) -> None:
        self._clock.stop()
        self._task = None
        self.hide()

    def _on_cancel_clicked(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)


class StatusBar(QWidget):
    """26 high; the parts are attributes: saved, rows, problems, news, pending, backup, user, zoom."""

    def __init__(self) -> None:
        """Parts appear when they have words."""
        super().__init__()
        self.setFixedHeight(theme.STATUS)
        self.saved = StatusPart(tr("Save state"))
        self.rows = StatusPart(tr("Rows"))
        self.problems = StatusPart(tr("Problems"))
        self.news = StatusPart(tr("News"))
        self.tasks = TaskStrip()
        self.pending = StatusPart(tr("To be reported"))
        self.backup = StatusPart(tr("Backup"))
        self.user = StatusPart(tr("User and role"))
        self.zoom = StatusPart(tr("Zoom"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.saved)
        for part in (self.rows, self.problems, self.news):
            row.addWidget(_Tick(part))
            row.addWidget(part)
        row.addWidget(self.tasks)
        row.addStretch(1)
        row.addWidget(self.pending)
        for part in (self.backup, self.user, self.zoom):
            row.addWidget(_Tick(part))
            row.addWidget(part)
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(_NEWS_MS)
        self._fading.timeout.connect(self._on_fading_timeout)

    def show_saved(self, when: datetime) -> None:
        """✓ 已保存 10:32:05."""
        self.saved.set_words(tr("Saved {time}", time=when.strftime("%H:%M:%S")), "done")

    def show_saving(self) -> None:
        """正在保存…."""
        self.saved.set_words(tr("Saving..."))

    def show_draft(self) -> None:
        """▲ 草稿未完成（已存为草稿）."""
        self.saved.set_words(tr("Draft not finished (kept as a draft)"), "error")

    def show_not_saved(self, error: BaseException) -> None:
        """✕ 保存失败：why."""
        why = error_text(error) if isinstance(error, UserError) else type(error).__name__
        self.saved.set_words(tr("Not saved: {why}", why=why), "failed", "error")

    def say(self, text: str, *, stays: bool = False) -> None:
        """A finish line; goes away by itself (unless it ``stays``) and is announced politely."""
        self.news.set_words(text)
        if stays:
            self._fading.stop()
        else:
            self._fading.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self.news, QAccessible.Event.Alert))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("app"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        painter.end()

    def _on_fading_timeout(self) -> None:
        self.news.set_words("")
