"""The bar over the paper: leafing, the page's number to type over, zoom, what was laid out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from cjdesk.gui import theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.labels import label
from cjdesk.gui.paper_view import FIT_MANY, FIT_PAGE, FIT_TWO, FIT_WIDTH, PaperView
from cjdesk.i18n import N_, tr

_FITS = (
    (N_("Whole page"), FIT_PAGE),
    (N_("Two pages"), FIT_TWO),
    (N_("Many pages"), FIT_MANY),
    (N_("Page width"), FIT_WIDTH),
)
_SHARES = (0.5, 0.75, 1.0, 1.5, 2.0, 4.0)


class PageField(QLineEdit):
    """第 1/4 页; with the focus in it a number can be typed and Enter goes to that page."""

    def __init__(self, view: PaperView) -> None:
        """Goes to pages of ``view``."""
        super().__init__()
        self._view = view
        self.setAccessibleName(tr("Go to page"))
        self.setToolTip(tr("Type a page number and press Enter (Ctrl+G)"))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(104)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_page()

    def show_page(self) -> None:
        """Say which page is looked at."""
        pages = self._view.pages
        if pages is None:
            self.clear()
        elif self.hasFocus():
            self.setText(str(self._view.index + 1))
            self.selectAll()
        else:
            self.setText(tr("Page {page} of {count}", page=self._view.index + 1, count=pages.count))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Only the number, ready to be typed over."""
        super().focusInEvent(event)
        if self._view.pages is not None:
            self.setValidator(QIntValidator(1, 99_999, self))
        self.show_page()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The words again."""
        super().focusOutEvent(event)
        self.setValidator(None)  # type: ignore[arg-type]
        self.show_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Esc stays; both give the keyboard back to the paper."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            wanted = self.text()
            self._view.setFocus()
            if wanted.isdigit():
                self._view.go(int(wanted) - 1)
        elif event.key() == Qt.Key.Key_Escape:
            self._view.setFocus()
        else:
            super().keyPressEvent(event)


class LeafingBar(QWidget):
    """Follows the view and moves it."""

    def __init__(self, view: PaperView) -> None:
        """``view`` is what it leafs in."""
        super().__init__()
        self._view = view
        self.setFixedHeight(theme.FILTER)
        self.back_button = Button("", "quiet", icon="chevron-left")
        self.next_button = Button("", "quiet", icon="chevron-right")
        for button, name in ((self.back_button, tr("Previous page")), (self.next_button, tr("Next page"))):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.where = PageField(view)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(tr("Zoom"))
        for words, fit in _FITS:
            self.zoom.addItem(tr(words), fit)
        for share in _SHARES:
            self.zoom.addItem(f"{share:.0%}", share)
        self.summary = label("", "body", "muted")
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(4)
        for widget in (self.back_button, self.where, self.next_button):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.zoom)
        row.addWidget(self.summary, 1)
        self.back_button.clicked.connect(self._on_back_button_clicked)
        self.next_button.clicked.connect(self._on_next_button_clicked)
        self.zoom.activated.connect(self._on_zoom_activated)
        view.page_changed.connect(self._on_view_page_changed)
        view.zoom_changed.connect(self._on_view_zoom_changed)

    def say(self, summary: str) -> None:
        """Count, sum and pages of what is shown."""
        self.summary.setText(summary)
        self.summary.setToolTip(summary)

    def _on_back_button_clicked(self) -> None:
        self._view.leaf(-1)

    def _on_next_button_clicked(self) -> None:
        self._view.leaf(1)

    def _on_zoom_activated(self, index: int) -> None:
        self._view.set_zoom(self.zoom.itemData(index))
        self._view.setFocus()

    def _on_view_page_changed(self, index: int) -> None:
        count = self._view.pages.count if self._view.pages is not None else 0
        self.where.show_page()
        self._view.setAccessibleDescription(tr("Page {page} of {count}", page=index + 1, count=count) if count else "")
        self.back_button.setEnabled(index > 0)
        self.next_button.setEnabled(index + 1 < count)

    def _on_view_zoom_changed(self) -> None:
        zoom = self._view.zoom
        found = self.zoom.findData(zoom)
        self.zoom.setCurrentIndex(found)
        if found < 0:
            self.zoom.setPlaceholderText(f"{self._view.share:.0%}")
