"""Print preview whole: which form, leafing, zoom, 存PDF and 打印, copies counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cjdesk.domain.errors import NoPrinter
from cjdesk.gui import tasks, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import ChipLabel, label
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.paper_view import FIT_PAGE, FIT_WIDTH, PaperView, paint_image
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import tr
from cjdesk.printing import pdf, printer
from cjdesk.printing.pages import Pages

_ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Form:
    """One form that can be previewed: its words, a file name to offer, and what lays it out (on a pool thread).

    ``done(pages, number, purpose)`` is called on the pool after so many of the pages went into a file ("pdf") or to a
    printer ("printer"): it counts the copy; the form is laid out again, since the next copy has another number.
    """

    title: str
    file_name: str
    make: Callable[[], Pages[Any]]
    summary: str = ""
    done: Callable[[Pages[Any], int, str], None] | None = None


class PaperPage(QWidget):
    """打印预览 whole: forms at the left, the page, leafing, zoom, 存PDF and 打印.

    Signals: ``closed()``, ``saved(path)``, ``printed(first, last)`` (pages from 1).
    """

    closed = Signal()
    saved = Signal(Path)
    printed = Signal(int, int)

    def __init__(self, title: str, subject: str, forms: Sequence[Form], *, draft: bool = False) -> None:
        """``title`` and ``subject`` are in the clerk's language; ``draft`` says that the forms carry 草稿."""
        super().__init__()
        self.message_bar = MessageBar(self)
        self.view = PaperView()
        self._forms = tuple(forms)
        self._form = self._forms[0]
        self._where = label("", "body")
        self._summary = label("", "body", "muted")
        self._zoom = QComboBox()
        self._group = QButtonGroup(self)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._leafing())
        body.addWidget(self.view, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._choices())
        middle.addLayout(body, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._header(title, subject, draft=draft))
        rows.addWidget(self.message_bar)
        rows.addLayout(middle, 1)
        self.view.page_changed.connect(self._on_view_page_changed)
        self.view.zoom_changed.connect(self._on_view_zoom_changed)
        self.choose(0)

    def choose(self, index: int) -> None:
        """Lay out a form off this thread and show it."""
        form = self._form = self._forms[index]
        self._group.button(index).setChecked(True)
        tasks.run(self, lambda _progress: form.make(), then=partial(self._show, form), progress=False)

    def save(self) -> None:
        """Ask where, then write the PDF."""
        if self.view.pages is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(Path.home() / f"{self._form.file_name}.pdf"), "PDF (*.pdf)"
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the shown form as PDF off this thread, with progress and cancel."""
        pages = self.view.pages
        if pages is None:
            return
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        form = self._form

        def work(progress: tasks.Progress) -> Path:
            pdf.write_pdf(pages, path, progress)
            if form.done is not None:
                form.done(pages, pages.count, "pdf")
            return path

        tasks.run(self, work, then=self._say_saved, title=tr("Writing {name}", name=path.name))

    def print_out(self) -> None:
        """Ask for printer, pages and copies, then print."""
        if self.view.pages is None:
            return
        if not printer.printers():
            self.message_bar.show_error(NoPrinter(field="printer"))
            return
        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPageLayout(pdf.page_layout(self.view.pages))
        dialog = QPrintDialog(device, self)
        dialog.setMinMax(1, self.view.pages.count)
        dialog.accepted.connect(lambda: self.print_on(device))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.show()

    def print_on(self, device: QPrinter) -> None:
        """Print the chosen pages off this thread, with progress and cancel."""
        pages = self.view.pages
        if pages is None:
            return
        first, last = device.fromPage() or 1, device.toPage() or pages.count
        job, form = printer.Job(first, last, device.copyCount()), self._form

        def work(progress: tasks.Progress) -> None:
            printer.print_pages(pages, device, job, progress)
            if form.done is not None:
                form.done(pages, last - first + 1, "printer")

        tasks.run(self, work, then=lambda _none: self._say_printed(first, last), title=tr("Printing"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints, and so does Enter on the page itself; Esc leaves."""
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.view.hasFocus()
        if event.matches(QKeySequence.StandardKey.Print) or entered:
            self.print_out()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # Inside

    def _header(self, title: str, subject: str, *, draft: bool) -> QWidget:
        head = QWidget()
        head.setFixedHeight(theme.HEADER)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(label(title, "title"))
        row.addSpacing(8)
        row.addWidget(label(subject, "body", "muted"))
        if draft:
            chip = ChipLabel()
            chip.set_chip(Chip("changed", tr("Draft"), "warn"))
            row.addWidget(chip)
            row.addWidget(label(tr("after locking, “Draft” is no longer printed"), "body", "muted"))
        row.addStretch(1)
        self.close_button = Button(tr("Close"), "quiet", key="Esc")
        self.save_button = Button(tr("&Save as PDF"), icon="file")
        self.print_button = Button(tr("&Print"), "primary", icon="print", key="Ctrl+P")
        self.close_button.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_out)
        for button in (self.close_button, self.save_button, self.print_button):
            row.addWidget(button)
        return head

    def _choices(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(200)
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.MARGIN, 10, theme.MARGIN, 10)
        column.setSpacing(4)
        column.addWidget(label(tr("What to print"), "hint_bold", "muted"))
        for index, form in enumerate(self._forms):
            button = QRadioButton(form.title)
            self._group.addButton(button, index)
            column.addWidget(button)
        column.addStretch(1)
        self._group.idClicked.connect(self.choose)
        side.setVisible(len(self._forms) > 1)
        return side

    def _leafing(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(theme.FILTER)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        self.back_button = Button(tr("Previous page"), "quiet", key="PgUp")
        self.next_button = Button(tr("Next page"), "quiet", key="PgDn")
        self.back_button.clicked.connect(lambda: self.view.go(self.view.index - 1))
        self.next_button.clicked.connect(lambda: self.view.go(self.view.index + 1))
        self._zoom.setAccessibleName(tr("Zoom"))
        self._zoom.addItem(tr("Whole page"), FIT_PAGE)
        self._zoom.addItem(tr("Page width"), FIT_WIDTH)
        for share in _ZOOMS:
            self._zoom.addItem(f"{share:.0%}", share)
        self._zoom.activated.connect(lambda index: self.view.set_zoom(self._zoom.itemData(index)))
        for widget in (self.back_button, self._where, self.next_button, self._zoom):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._summary)
        return bar

    def _show(self, form: Form, pages: Pages[Any]) -> None:
        if form is self._form:
            self.view.show_pages(pages)
            self._summary.setText(form.summary)

    def _say_saved(self, path: Path) -> None:
        self.message_bar.say("info", tr("Saved: {path}", path=path))
        self._lay_out_again()
        self.saved.emit(path)

    def _say_printed(self, first: int, last: int) -> None:
        self.message_bar.say("info", tr("Pages {first} to {last} were sent to the printer.", first=first, last=last))
        self._lay_out_again()
        self.printed.emit(first, last)

    def _lay_out_again(self) -> None:
        """The next copy has another number; the page looked at stays."""
        form, index = self._form, self.view.index

        def show(pages: Pages[Any]) -> None:
            self._show(form, pages)
            self.view.go(index)

        if form.done is not None:
            tasks.run(self, lambda _progress: form.make(), then=show, progress=False)

    def _on_view_page_changed(self, index: int) -> None:
        pages = self.view.pages
        count = pages.count if pages is not None else 0
        self._where.setText(tr("Page {page} of {count}", page=index + 1, count=count) if count else "")
        self.view.setAccessibleDescription(self._where.text())
        self.back_button.setEnabled(index > 0)
        self.next_button.setEnabled(index + 1 < count)

    def _on_view_zoom_changed(self) -> None:
        found = self._zoom.findData(self.view.zoom)
        self._zoom.setCurrentIndex(found)
        if found < 0 and isinstance(self.view.zoom, float):
            self._zoom.setPlaceholderText(f"{self.view.zoom:.0%}")


class PaperDialog(QDialog):
    """The preview as a window of its own over the desk; Esc closes it."""

    def __init__(self, owner: QWidget, page: PaperPage) -> None:
        super().__init__(owner.window())
        self.page = page
        self.setWindowTitle(tr("Print preview"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)
        page.closed.connect(self.reject)
        self.resize(owner.window().size())
        page.view.setFocus()


def preview(owner: QWidget, subject: str, forms: Sequence[Form], *, draft: bool = False) -> PaperDialog:
    """Open the preview over ``owner``'s window with these forms, the first one shown."""
    dialog = PaperDialog(owner, PaperPage(tr("Print preview"), subject, forms, draft=draft))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


__all__ = ["FIT_PAGE", "FIT_WIDTH", "Form", "PaperDialog", "PaperPage", "PaperView", "paint_image", "preview"]
