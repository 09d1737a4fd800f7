"""What leaves the preview: to a printer, as PDF, as workbook; copies are counted, refusals come with a way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from cjdesk.db import files
from cjdesk.domain.errors import NoPrinter, PaperNotSupported, PrinterGone, PrintFailed, UserError
from cjdesk.gui import messages, paper_asks, tasks
from cjdesk.gui.messages import MessageBar, Remedy
from cjdesk.gui.paper_asks import Asked
from cjdesk.gui.paper_form import Chosen, Form
from cjdesk.i18n import N_, tr
from cjdesk.printing import bank_spelling, list_pages, pdf, printer
from cjdesk.printing.pages import Pages, Spelled
from cjdesk.printing.printer import Job
from cjdesk.services.people import Named

BankNames = Callable[[Sequence[Named]], Mapping[Named, str]]
"""Finds how the bank writes people's names; asked on a pool thread."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen, and how it was chosen."""

    form: Form
    chosen: Chosen
    pages: Pages[Any]


class PaperOut(QObject):
    """Prints and writes off the GUI thread.

    Signals: ``saved(path)``, ``printed(first, last)``, ``busy(bool)`` while it prints, ``jammed()`` when pages are to
    be printed again, and ``printers_wanted()`` and ``save_wanted()``, ways on that are the page's.
    """

    saved = Signal(Path)
    printed = Signal(int, int)
    busy = Signal(bool)
    jammed = Signal()
    printers_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, owner: QWidget, bar: MessageBar, bank_names: BankNames | None = None) -> None:
        """Says what happened in ``bar``."""
        super().__init__(owner)
        self._owner = owner
        self._bar = bar
        self._bank_names = bank_names

    def print_by_name(self, shown: Shown, name: str, job: Job) -> None:
        """Ask about names, see that printer and paper are there, then print."""

        def ready(_progress: tasks.Progress) -> QPrinter:
            device = printer.printer(name)
            if not job.reduced:
                printer.check_paper(name, printer.ability(device, shown.pages), shown.pages)
            return device

        def begin(wanted: Shown) -> None:
            tasks.run(
                self._owner,
                ready,
                then=lambda device: self._start(device, wanted, name, job),
                failed=lambda error: self.refuse(error, wanted, name, job),
                progress=False,
            )

        self._after_asking(shown, begin)

    def print_on(self, device: QPrinter, shown: Shown, job: Job) -> None:
        """Ask about names, then print on a printer that is set up already."""
        self._after_asking(shown, lambda wanted: self._start(device, wanted, device.printerName(), job))

    def write(self, shown: Shown, path: Path) -> None:
        """Write a PDF, or a workbook where the name says so and the form is a list."""
        workbook = path.suffix.lower() == ".xlsx"
        if not workbook and path.suffix.lower() != ".pdf":
            path = path.with_name(f"{path.name}.pdf")

        def work(wanted: Shown, progress: tasks.Progress) -> Path:
            with files.all_or_none(path):
                if workbook:
                    list_pages.write_twin(wanted.pages, path)
                else:
                    pdf.write_pdf(wanted.pages, path, progress)
                _count(wanted, wanted.pages.count, "xlsx" if workbook else "pdf")
            return path

        def begin(wanted: Shown) -> None:
            words = tr("Writing {name}", name=path.name)
            tasks.run(self._owner, partial(work, wanted), then=self._say_saved, title=words)

        self._after_asking(shown, begin)

    def refuse(self, error: Exception, shown: Shown | None = None, name: str = "", job: Job | None = None) -> None:
        """Say what is wrong and offer the way on."""
        save = Remedy(N_("Save as PDF"), self.save_wanted.emit)
        remedies: list[Remedy] = []
        if isinstance(error, PrintFailed) and shown is not None and job is not None:
            on = partial(self.print_by_name, shown, name, job.after(error))
            remedies = [Remedy(N_("Go on from that page"), on)]
        elif isinstance(error, PaperNotSupported):
            if shown is not None and job is not None and shown.pages.enlarged > 1:
                smaller = partial(self.print_by_name, shown, name, printer.reduced(job))
                remedies.append(Remedy(N_("Print reduced on A4"), smaller))
            remedies.append(save)
        elif isinstance(error, (NoPrinter, PrinterGone)):
            remedies = [Remedy(N_("Look again"), self.printers_wanted.emit), save]
        if remedies and isinstance(error, UserError):
            self._bar.show_error(error, remedies)
        else:
            messages.tell(self._owner, error)

    # Inside

    def _start(self, device: QPrinter, shown: Shown, name: str, job: Job) -> None:
        self._bar.hide()
        self.busy.emit(True)
        begun = job.start > job.first

        def work(progress: tasks.Progress) -> None:
            try:
                printer.print_pages(shown.pages, device, job, progress)
            except PrintFailed as error:
                if not begun and int(str(error.facts["page"])):
                    _count(shown, _sheets_of(job), "printer")
                raise
            if not begun:  # the rest of a copy that was counted when the printer stopped
                _count(shown, _sheets_of(job), "printer")

        def failed(error: Exception) -> None:
            self.busy.emit(False)
            self.refuse(error, shown, name, job)

        tasks.run(self._owner, work, then=lambda _none: self._say_printed(job), failed=failed, title=tr("Printing"))

    def _after_asking(self, shown: Shown, act: Callable[[Shown], object]) -> None:
        """List the names that no font here can write, then act on what is shown, or on it with the bank's names."""

        def ask(asked: Asked) -> None:
            if asked.found:
                respell = partial(self._respell, shown, asked.spelled, act)
                paper_asks.names(self._owner, asked, partial(act, shown), respell)
            else:
                act(shown)

        tasks.run(self._owner, lambda _progress: self._look(shown.pages), then=ask, progress=False)

    def _look(self, pages: Pages[Any]) -> Asked:
        """What there is to ask about; runs on a pool thread."""
        found = pages.lacking()
        if not found or pages.respelled is None or self._bank_names is None:
            return Asked(found, {}, may=False)
        known = self._bank_names([(one.person_id, one.text) for one in found])
        return Asked(found, bank_spelling.usable(found, known), may=True)

    def _respell(self, shown: Shown, names: Spelled, act: Callable[[Shown], object]) -> None:
        """Lay out again what is shown, with the bank's names, for this once; then act."""
        tasks.run(
            self._owner,
            lambda _progress: replace(shown, pages=shown.pages.spelled(names)),
            then=act,
            progress=False,
        )

    def _say_saved(self, path: Path) -> None:
        self._bar.say("ok", tr("Saved: {path}", path=path))
        self.saved.emit(path)

    def _say_printed(self, job: Job) -> None:
        self.busy.emit(False)
        first = max(job.start, job.first)
        self._bar.say(
            "ok",
            tr("Pages {first} to {last} were sent to the printer.", first=first, last=job.last),
            remedies=[Remedy(N_("Paper jam: print again from a page"), self.jammed.emit)],
        )
        self.printed.emit(first, job.last)


def _count(shown: Shown, number: int, where: str) -> None:
    """Note the copy in the history, with what it shows of numbers (D-11)."""
    if shown.form.done is not None:
        shown.form.done(shown.pages, number, shown.form.purpose(where, shown.chosen))


def _sheets_of(job: Job) -> int:
    return (job.last - job.first + 1) * job.copies
