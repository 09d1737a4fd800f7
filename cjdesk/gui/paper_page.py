"""Print preview whole: what to print and how, the paper, 存PDF and direct print, copies counted."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cjdesk.domain.errors import NoPrinter
from cjdesk.gui import tasks, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.labels import ChipLabel, Rule, label
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.paper_bar import LeafingBar
from cjdesk.gui.paper_choices import PaperChoices
from cjdesk.gui.paper_form import Form, Laid, Option
from cjdesk.gui.paper_out import BankNames, PaperOut, Shown
from cjdesk.gui.paper_view import FIT_PAGE, FIT_WIDTH, PaperView, paint_image
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.printer_box import PrinterBox
from cjdesk.gui.printer_memory import PrinterMemory
from cjdesk.gui.shapes import Chip
from cjdesk.gui.status_bar import TaskStrip
from cjdesk.i18n import tr
from cjdesk.printing import file_names, pdf, printer, test_page
from cjdesk.printing.measures import LANDSCAPE, Edges
from cjdesk.printing.pages import Pages
from cjdesk.printing.printer import Job
from cjdesk.services import people

SIDE = 204
"""The width of the choices at the left."""


class PaperPage(QWidget):
    """打印预览 whole: choices at the left, the pages, leafing, zoom, 存PDF and 打印.

    Signals: ``closed()``, ``saved(path)``, ``printed(first, last)`` (pages from 1).
    """

    closed = Signal()
    saved = Signal(Path)
    printed = Signal(int, int)

    def __init__(
        self,
        title: str,
        subject: str,
        forms: Sequence[Form],
        *,
        draft: bool = False,
        prefs: Prefs | None = None,
        township: str = "",
        bank_names: BankNames | None = None,
    ) -> None:
        """``title`` and ``subject`` are in the clerk's language; ``draft`` says that the forms carry 草稿.

        ``prefs`` remember printer, offset and folder; ``township`` is its code, for the names of files; ``bank_names``
        finds other spellings of names that cannot be printed.
        """
        super().__init__()
        self._prefs = prefs
        self._township = township
        self._shown: Shown | None = None
        self._busy = False
        self._forms = tuple(forms)
        self._form = self._forms[0]
        self._asked = 0
        self.message_bar = MessageBar(self)
        self.view = PaperView()
        self.bar = LeafingBar(self.view)
        self.choices = PaperChoices(self._forms, prefs)
        self.printer_box = PrinterBox(PrinterMemory(prefs))
        self.out = PaperOut(self, self.message_bar, bank_names)
        self._put_together(self._header(title, subject, draft=draft))
        self._listen()
        self.choose(0)

    @property
    def form(self) -> Form:
        """The form that is shown, or is being laid out."""
        return self._form

    @property
    def busy(self) -> bool:
        """Whether it prints now."""
        return self._busy

    def choose(self, index: int) -> None:
        """Lay out a form off this thread and show it."""
        self._form = self._forms[index]
        self.choices.show_form(self._form)
        self._lay_out()

    def show_test_page(self) -> None:
        """Show the printer's test page, which is printed like any form."""
        paper = self.view.pages.paper if self.view.pages is not None else LANDSCAPE

        def make() -> Pages[Any]:
            right, down = self.printer_box.offset
            return test_page.layout(test_page.Trial(self.printer_box.name, right, down, datetime.now(UTC)), paper)

        self._form = Form(tr("Test page"), test_page.TITLE, make, fixed=True)
        self.choices.show_form(None)
        self._lay_out()

    # Printers

    def ask_printers(self) -> None:
        """Look which printers there are (F5); some answer slowly, so off this thread."""
        tasks.run(self, lambda _progress: printer.printers(), then=self.printer_box.show_printers, progress=False)

    def print_out(self) -> None:
        """Print with the choices on the page."""
        if self._shown is None or not self.print_button.isEnabled():
            return
        if not self.printer_box.names:
            self.out.refuse(NoPrinter(field="printer"))
            return
        self.out.print_by_name(self._shown, self.printer_box.name, self.printer_box.job(self.view.index))

    def ask_system(self) -> None:
        """The system's own dialog, for trays and two sides."""
        shown = self._shown
        if shown is None:
            return
        if not self.printer_box.names:
            self.out.refuse(NoPrinter(field="printer"))
            return
        device = printer.printer(self.printer_box.name)
        device.setPageLayout(pdf.page_layout(shown.pages))
        dialog = QPrintDialog(device, self)
        dialog.setMinMax(1, shown.pages.count)
        dialog.accepted.connect(lambda: self.print_on(device))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.show()

    def print_on(self, device: QPrinter) -> None:
        """Print the pages and copies that a printer is set up for, with the offset on the page."""
        if self._shown is None:
            return
        first, last = device.fromPage() or 1, device.toPage() or self._shown.pages.count
        right, down = self.printer_box.offset
        self.out.print_on(device, self._shown, Job(first, last, device.copyCount(), right_mm=right, down_mm=down))

    # Files

    def save(self) -> None:
        """Ask where, then write the PDF."""
        self._ask_and_save(tr("Save as PDF"), "pdf", "PDF (*.pdf)")

    def save_workbook(self) -> None:
        """Ask where, then write the workbook that prints like the list."""
        self._ask_and_save(tr("Save as a workbook"), "xlsx", tr("Workbooks (*.xlsx)"))

    def _ask_and_save(self, title: str, suffix: str, kinds: str) -> None:
        if self._shown is None:
            return
        folder = Path(self._prefs.text("paper/folder") if self._prefs is not None else "")
        place = folder if folder.name and folder.is_dir() else Path.home()
        name, _ = QFileDialog.getSaveFileName(self, title, str(place / self.file_name(suffix)), kinds)
        if name:
            path = Path(name)
            self.save_to(path if path.suffix.lower() == f".{suffix}" else path.with_name(f"{path.name}.{suffix}"))

    def file_name(self, suffix: str = "pdf") -> str:
        """What the file would be called."""
        if self._shown is None or not self._shown.pages.imprints:
            return f"{self._form.file_name}.{suffix}"
        return file_names.of(self._shown.pages, self._township, suffix)

    def save_to(self, path: Path) -> None:
        """Write what is shown off this thread, with progress and cancel."""
        if self._shown is not None:
            self.out.write(self._shown, path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints, and so does Enter on the paper; Ctrl+S saves, Ctrl+G goes to a page, F5 finds printers."""
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.view.hasFocus()
        if event.matches(QKeySequence.StandardKey.Print) or entered:
            self.print_out()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save()
        elif event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.bar.where.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() == Qt.Key.Key_F5:
            self.ask_printers()
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
        self.workbook_button = Button(tr("Save as &Excel"), icon="export")
        self.print_button = Button(tr("&Print"), "primary", icon="print", key="Ctrl+P")
        for button in (self.close_button, self.save_button, self.workbook_button, self.print_button):
            row.addWidget(button)
        return head

    def _put_together(self, header: QWidget) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.MARGIN, 10, theme.MARGIN, 10)
        column.setSpacing(6)
        column.addWidget(self.choices)
        column.addWidget(Rule("line"))
        column.addWidget(self.printer_box)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFixedWidth(SIDE)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(side)
        self.strip = TaskStrip()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        right.addWidget(self.view, 1)
        right.addWidget(self.strip)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(scroll)
        middle.addLayout(right, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(header)
        rows.addWidget(Rule("line"))
        rows.addWidget(self.message_bar)
        rows.addLayout(middle, 1)

    def _listen(self) -> None:
        self.close_button.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.save)
        self.workbook_button.clicked.connect(self.save_workbook)
        self.print_button.clicked.connect(self.print_out)
        self.choices.form_chosen.connect(self.choose)
        self.choices.options_changed.connect(self._lay_out)
        self.printer_box.printer_changed.connect(self._on_printer_box_printer_changed)
        self.printer_box.offset_changed.connect(self._on_printer_box_offset_changed)
        self.printer_box.test_wanted.connect(self.show_test_page)
        self.out.busy.connect(self._on_out_busy)
        self.out.saved.connect(self._on_out_saved)
        self.out.printed.connect(self._on_out_printed)
        self.out.jammed.connect(self._on_out_jammed)
        self.out.printers_wanted.connect(self.ask_printers)
        self.out.save_wanted.connect(self.save)
        self.printer_box.more_wanted.connect(partial(tasks.guarded, self, self.ask_system))

    def _lay_out(self, *, index: int = 0) -> None:
        """Only the newest wish is shown; until then nothing can be printed, since it would be the old one."""
        self._asked += 1
        asked, form = self._asked, self._form
        chosen = self.choices.chosen(form)
        self._shown = None
        self._allow()

        def show(pages: Pages[Any]) -> None:
            if asked == self._asked:
                self._show(Shown(form, chosen, pages), index)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self.view.show_pages(None)
                self.bar.say("")
            raise error

        tasks.run(self, lambda _progress: form.lay_out(chosen), then=show, failed=failed, progress=False)

    def _show(self, shown: Shown, index: int) -> None:
        first = self.view.pages is None
        self._shown = shown
        self.view.show_pages(shown.pages, index)
        self.bar.say(shown.form.says(shown.pages))
        self.printer_box.show_count(shown.pages.count)
        self._allow()
        if first:
            self.ask_printers()  # after the first page, which is not to wait for a printer in the network
        else:
            self._ask_ability()

    def _allow(self) -> None:
        there = self._shown is not None
        self.print_button.setEnabled(there and not self._busy)
        self.save_button.setEnabled(there)
        self.workbook_button.setVisible(self._shown is None or self._shown.pages.has_twins)
        self.workbook_button.setEnabled(there)

    def _on_out_busy(self, busy: bool) -> None:
        self._busy = busy
        self._allow()

    def _on_out_saved(self, path: Path) -> None:
        if self._prefs is not None:
            self._prefs.set("paper/folder", str(path.parent))
        self._lay_out_again()
        self.saved.emit(path)

    def _on_out_printed(self, first: int, last: int) -> None:
        self._lay_out_again()
        self.printed.emit(first, last)

    def _on_out_jammed(self) -> None:
        self.message_bar.hide()
        self.printer_box.choose_from(self.view.index + 1)

    def _lay_out_again(self) -> None:
        """The next copy has another number; the page looked at stays."""
        if self._form.done is not None:
            self._lay_out(index=self.view.index)

    def _ask_ability(self) -> None:
        """Whether the chosen printer reaches as near the edges as the form does."""
        pages, name = self.view.pages, self.printer_box.name
        self.printer_box.show_lost(None)
        if pages is None or name not in self.printer_box.names or pages.form == test_page.FORM:
            return

        def then(lost: Edges | None) -> None:
            if pages is self.view.pages and name == self.printer_box.name:
                self.printer_box.show_lost(lost)

        tasks.run(
            self,
            lambda _progress: printer.lost(printer.ability(printer.printer(name), pages), pages),
            then=then,
            progress=False,
        )

    def _on_printer_box_printer_changed(self, _name: str) -> None:
        self._ask_ability()
        self._on_printer_box_offset_changed()

    def _on_printer_box_offset_changed(self) -> None:
        if self.view.pages is not None and self.view.pages.form == test_page.FORM:
            self._lay_out()


class PaperDialog(QDialog):
    """The preview as a window of its own over the desk; Esc closes it. It shows the progress of its tasks itself."""

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
        # What is there now outlives the preview: the collector need not walk the lines of a month while one scrolls,
        # which would hold the window up for a fifth of a second.
        gc.freeze()
        self.finished.connect(lambda _how: gc.unfreeze())

    def reject(self) -> None:
        """Not while it prints: nobody would be told where the printer stopped."""
        if self.page.busy:
            self.page.message_bar.say("info", tr("Still printing. Wait, or cancel below the paper."))
        else:
            super().reject()

    def show_task(self, task: tasks.Task[object]) -> None:
        """Progress and 取消 under the paper (``tasks.TaskHost``)."""
        self.page.strip.follow(task)


@runtime_checkable
class AtDesk(Protocol):
    """A page or window that knows the desk; the nearest one above the cause is used."""

    desk: Desk


def preview(owner: QWidget, subject: str, forms: Sequence[Form], *, draft: bool = False) -> PaperDialog:
    """Open the preview over ``owner``'s window with these forms, the first one shown."""
    desk = _desk(owner)
    page = PaperPage(
        tr("Print preview"),
        subject,
        forms,
        draft=draft,
        prefs=desk.prefs if desk is not None else None,
        township=desk.office.township if desk is not None else "",
        bank_names=_bank_names(desk) if desk is not None else None,
    )
    dialog = PaperDialog(owner, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _bank_names(desk: Desk) -> BankNames:
    return lambda asked: desk.database.ask(people.bank_names, asked)


def _desk(owner: QWidget) -> Desk | None:
    one: QWidget | None = owner
    while one is not None:
        if isinstance(one, AtDesk):
            return one.desk
        one = one.parentWidget()
    return None


__all__ = [
    "FIT_PAGE",
    "FIT_WIDTH",
    "Form",
    "Laid",
    "Option",
    "PaperDialog",
    "PaperPage",
    "PaperView",
    "paint_image",
    "preview",
]
