"""签字扫描件: the photos and scans of one signed paper, added by file or by dropping, seen large, saved, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QIntValidator
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cjdesk.db.database import Database
from cjdesk.domain.errors import ScanOfOtherPaper, UserError
from cjdesk.domain.paper import PaperCode, read_qr
from cjdesk.gui import tasks, theme
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.buttons import Button
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.labels import ChipLabel, label
from cjdesk.gui.messages import MessageBar
from cjdesk.gui.picture_view import PictureView
from cjdesk.gui.scan_list import THUMB, ScanList, page_words, size_words
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, error_text, tr
from cjdesk.printing import scan_files, scan_picture
from cjdesk.printing.scan_files import Refused, Taken
from cjdesk.services import scans
from cjdesk.services.scans import Added, OfPaper, Picture, Progress, ScanValue

ADD = N_("Add a scan of signed paper")
WITHDRAW = N_("Withdraw a scan")
TAKE_OUT = N_("Save a scan to a file")

TABLES = frozenset({"scan"})
Shown = tuple[OfPaper, dict[str, QImage]]


def progress_words(found: Progress) -> str:
    """扫描 3/8 页."""
    if found.pages is None:
        return tr("Scans: {n} pages", n=found.here)
    return tr("Scans: {here}/{pages} pages", here=found.here, pages=found.pages)


class ScanDialog(QDialog):
    """A window of its own over the desk. Signal: ``changed()`` after pages were added or withdrawn."""

    changed = Signal()

    def __init__(self, owner: QWidget, desk: Desk, number: str) -> None:
        """``number`` is the printed number of the paper."""
        super().__init__(owner.window())
        self._desk, self._number = desk, number
        self._found: OfPaper | None = None
        self._typed_page = False
        self.act: ActForm | None = None
        self.setWindowTitle(tr("Scans of signed paper"))
        self.setAcceptDrops(True)
        self.message_bar = MessageBar()
        self.list = ScanList()
        self.view = PictureView()
        self.code = QLineEdit()
        self.page = QLineEdit()
        self._title = label("", "body", "muted")
        self._chip = ChipLabel()
        self._about = label("", "cell", "muted", wraps=True)
        self._busy = label("", "cell", "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._header())
        rows.addWidget(self._entry())
        rows.addWidget(self.message_bar)
        rows.addWidget(self._body(), 1)
        self.list.chosen.connect(self._on_list_chosen)
        self.resize(owner.window().size())
        self.refresh()

    # Reading

    @property
    def found(self) -> OfPaper | None:
        """What is shown; None until it was read."""
        return self._found

    def refresh(self, wanted: str = "") -> None:
        """Read the list and its small pictures off the GUI thread."""
        database, number = self._desk.database, self._number

        def then(shown: Shown) -> None:
            self._show(*shown, wanted=wanted)

        tasks.run(self, lambda _: _read(database, number), then=then, progress=False)

    # Acting

    def add(self) -> None:
        """添加: ask for files."""
        dialog = QFileDialog(self, tr("Add scans of signed paper"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        kinds = " ".join(f"*.{one}" for one in scan_picture.SUFFIXES)
        dialog.setNameFilter(tr("Pictures and scanned PDF ({kinds})", kinds=kinds))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take_in([Path(one) for one in names]))
        dialog.open()

    def take_in(self, paths: Sequence[Path]) -> None:
        """Make the files small and keep them, off the GUI thread; pages follow each other from the one given."""
        tasks.guarded(self, self._take_in, paths)

    def save(self) -> None:
        """另存: ask where."""
        one = self.list.current()
        if one is None:
            return
        page = f"_第{one.page}页" if one.page is not None else ""
        dialog = QFileDialog(self, tr("Save the picture"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Pictures (*.jpg)"))
        dialog.setDefaultSuffix("jpg")
        dialog.selectFile(f"{one.number}{page}.jpg")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the picture, and that it left, off the GUI thread."""
        one, database = self.list.current(), self._desk.database
        if one is None:
            return

        def work(_: tasks.Progress) -> None:
            scans.save(database, one.id, path, action=TAKE_OUT)

        def then(_: None) -> None:
            self.message_bar.say("warn", tr("Saved: {path}. The picture shows full names and numbers.", path=path))

        tasks.run(self, work, then=then, title=tr("Writing {name}", name=path.name))

    def withdraw(self) -> None:
        """撤回: a reason, under the picture's facts."""
        one = self.list.current()
        if one is None:
            return

        def act(values: object) -> None:
            reason = str(values.get("reason") or "") if isinstance(values, dict) else ""
            self._desk.do(WITHDRAW, scans.withdraw, one.id, reason=reason, by=self._desk.clerk.login)

        self._close_act()
        title = tr("Withdraw {page}", page=page_words(one))
        form = ActForm(title, (Field("reason", N_("Reason"), required=True),), tr("Withdraw the scan"), act)
        form.done.connect(self._on_act_done)
        form.left.connect(self._close_act)
        self.act = form
        self._act_place.addWidget(form)
        form.show()
        form.focus_first()

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files in."""
        paths = [Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take_in(paths)

    # Inside

    def _header(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(theme.HEADER)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(label(tr("Scans of signed paper"), "title"))
        row.addWidget(self._title)
        row.addWidget(self._chip)
        row.addStretch(1)
        row.addWidget(self._busy)
        self.close_button = Button(tr("Close"), "quiet", key="Esc")
        self.save_button = Button(tr("&Save the picture..."), icon="export")
        self.withdraw_button = Button(tr("&Withdraw..."))
        self.add_button = Button(tr("&Add files..."), "primary", icon="add")
        self.close_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.add_button.clicked.connect(self.add)
        for button in (self.close_button, self.withdraw_button, self.save_button, self.add_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        return head

    def _entry(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(theme.FILTER)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        self.page.setValidator(QIntValidator(1, 9999, self.page))
        for words, field, wide in (
            (tr("From page"), self.page, 60),
            (tr("Code on the page"), self.code, 330),
        ):
            field.setFixedWidth(wide)
            field.setAccessibleName(words)
            row.addWidget(label(words, "body", "muted"))
            row.addWidget(field)
        self.code.setPlaceholderText(tr("with a hand scanner, or leave it empty"))
        self.code.returnPressed.connect(self._on_code_return_pressed)
        self.page.textEdited.connect(self._on_page_text_edited)
        hint = tr("Or drop the files here. The program does not read the code in a photo.")
        row.addWidget(label(hint, "hint", "muted"))
        row.addStretch(1)
        return bar

    def _body(self) -> QWidget:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._zooming())
        right.addWidget(self.view, 1)
        self._act_place = QVBoxLayout()
        self._act_place.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        right.addLayout(self._act_place)
        body = QWidget()
        middle = QHBoxLayout(body)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addLayout(right, 1)
        return body

    def _zooming(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(theme.FILTER)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(self._about, 1)
        self.zoom_buttons = {
            key: Button(words, "quiet", height=26)
            for key, words in (("whole", tr("Whole page")), ("large", tr("Real size")))
        }
        self.zoom_buttons["whole"].clicked.connect(lambda: self.view.set_zoom(None))
        self.zoom_buttons["large"].clicked.connect(lambda: self.view.set_zoom(1.0))
        for button in self.zoom_buttons.values():
            button.setAutoDefault(False)
            row.addWidget(button)
        return bar

    def _show(self, found: OfPaper, pictures: dict[str, QImage], *, wanted: str) -> None:
        self._found = found
        self._title.setText(f"{found.paper.number} · {found.paper.title}")
        whole = found.progress.whole
        self._chip.set_chip(
            Chip("done" if whole else "running", progress_words(found.progress), "ok" if whole else "info")
        )
        if not self._typed_page:
            self.page.setText(str(_next_page(found.scans)))
        self.list.show_scans(found.scans, pictures, wanted)

    def _on_list_chosen(self, one: ScanValue | None) -> None:
        self._close_act()
        for button in (self.save_button, self.withdraw_button):
            button.setEnabled(one is not None)
        if one is None:
            self._about.setText("")
            empty = tr("Nothing is here yet. Add photos or scans of the signed pages, or drop them here.")
            self.view.show_image(QImage(), empty)
            return
        self._about.setText(_about(one))
        database = self._desk.database

        def then(image: QImage) -> None:
            if self.list.current() == one:
                self.view.show_image(image, f"{one.number} {page_words(one)}")

        tasks.run(self, lambda _: QImage.fromData(database.ask(scans.picture, one.id)[1]), then=then, progress=False)

    def _take_in(self, paths: Sequence[Path]) -> None:
        code, database, by = self._code(), self._desk.database, self._desk.clerk.login
        text, number = self.code.text(), self._number
        page = int(self.page.text()) if self.page.text() and code is None else None

        def keep(pictures: Sequence[Picture], first: bool, from_page: int | None) -> tuple[Added, ...]:
            qr = text if first and code is not None else ""
            return database.do(ADD, scans.add, pictures, by=by, number=number, qr=qr, page=from_page)

        def work(progress: tasks.Progress) -> Taken:
            return scan_files.take_in(paths, keep, code=code, page=page, progress=progress)

        self.add_button.setEnabled(False)
        self._busy.setText(tr("Taking in {n} files...", n=len(paths)))
        task = tasks.run(self, work, then=self._on_taken, failed=self._on_taking_failed)
        task.progressed.connect(self._on_task_progressed)

    def _code(self) -> PaperCode | None:
        """What the code says; it must be that of this paper."""
        if not self.code.text().strip():
            return None
        found = read_qr(self.code.text())
        if scans.tidy_number(found.number) != scans.tidy_number(self._number):
            raise ScanOfOtherPaper(field="qr", found=found.number, number=self._number)
        return found

    def _on_code_return_pressed(self) -> None:
        """A hand scanner ends with Enter: the page is known, the file comes next."""
        try:
            code = self._code()
        except UserError as error:
            self.message_bar.show_error(error)
            self.code.selectAll()
            return
        if code is not None:
            self.page.setText(str(code.page))
            self.add()

    def _on_page_text_edited(self, _text: str) -> None:
        self._typed_page = True

    def _on_task_progressed(self, done: int, total: int) -> None:
        self._busy.setText(tr("Taking in: {done} of {total}", done=done, total=total))

    def _on_taking_failed(self, error: Exception) -> None:
        self._settle()
        raise error

    def _on_taken(self, taken: Taken) -> None:
        self._settle()
        if taken.added:
            self._desk.changes.stamp()
            self._told()
        said = [_refused(one) for one in taken.refused]
        warned = [tr(one.text, **one.facts) for added in taken.added for one in added.warnings]
        if said:
            self.message_bar.say("error", " ".join([*said, *warned]), code=taken.refused[0].error.code)
        elif warned:
            self.message_bar.say("warn", " ".join(warned), code=taken.added[0].warnings[0].code)
        else:
            self.message_bar.say("ok", tr("{n} pages were added.", n=len(taken.added)))
        self.refresh(taken.added[-1].id if taken.added else "")

    def _settle(self) -> None:
        self.add_button.setEnabled(True)
        self._busy.setText("")
        self.code.clear()
        self._typed_page = False

    def _on_act_done(self) -> None:
        self._close_act()
        self._told()
        self.message_bar.say("ok", tr("Withdrawn; it stays in the file with the reason."))
        self.refresh()

    def _close_act(self) -> None:
        if self.act is not None:
            self.act.hide()
            self.act.deleteLater()
            self.act = None

    def _told(self) -> None:
        self._desk.changes.tell(TABLES)
        self.changed.emit()


def open_scans(owner: QWidget, desk: Desk, number: str) -> ScanDialog:
    """Open the scans of the paper with this number over ``owner``'s window."""
    dialog = ScanDialog(owner, desk, number)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.add_button.setFocus()
    return dialog


def _read(database: Database, number: str) -> Shown:
    """The list and its small pictures."""
    found = database.ask(scans.of_paper, number)
    small = {}
    for one in found.scans:
        image = QImage.fromData(database.ask(scans.picture, one.id)[1])
        size = image.size().scaled(QSize(2 * THUMB, 2 * THUMB), Qt.AspectRatioMode.KeepAspectRatio)
        small[one.id] = image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
    return found, small


def _next_page(found: Sequence[ScanValue]) -> int:
    """The first page that is not here."""
    here = {one.page for one in found}
    return next(page for page in range(1, len(here) + 2) if page not in here)


def _refused(one: Refused) -> str:
    """The words name the file, unless they speak of the page or the number."""
    words = error_text(one.error)
    return words if one.name in words else f"{one.name}：{words}"


def _about(one: ScanValue) -> str:
    original = tr("{kilobytes} KB as it came", kilobytes=-(-one.original_size // 1024))
    warned = [tr(scans.SHORT[code]) for code in one.warnings if code in scans.SHORT]
    parts = (page_words(one), one.file_name, size_words(one), original, *warned, one.remark)
    return " · ".join(part for part in parts if part)
