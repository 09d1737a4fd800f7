"""The paper on the screen: scrolled, zoomed, side by side; only what is seen is painted, and little is kept."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cjdesk.gui import paper_images, theme
from cjdesk.gui.paper_bar import LeafingBar
from cjdesk.gui.paper_images import Part, paint_image, paint_part, parts
from cjdesk.gui.paper_places import AIR, FIT_MANY, FIT_PAGE, FIT_TWO, FIT_WIDTH, arrange
from cjdesk.gui.paper_view import PaperView
from cjdesk.printing import payroll_poster, payroll_sheet
from cjdesk.printing.measures import LANDSCAPE, PORTRAIT
from cjdesk.printing.pages import Pages
from tests.printing.sample_sheets import STAMP, sheet

ROOM = QSize(1046, 564)


def long_pages(count: int, painted: list[int] | None = None) -> Pages[None]:
    """Many pages with their number on them, quickly painted."""

    def draw(painter: QPainter, _pages: Pages[None], index: int) -> None:
        if painted is not None:
            painted.append(index)
        painter.fillRect(QRect(20, 20, 1 + index % 250, 40), QColor("black"))

    return Pages("F1", "长表", LANDSCAPE, count, None, draw)


@pytest.fixture
def view(qtbot: QtBot) -> PaperView:
    made = PaperView()
    qtbot.addWidget(made)
    made.resize(1056, 564)
    made.show()
    return made


def finished(view: PaperView, qtbot: QtBot) -> None:
    """Wait until all that is wanted is painted."""
    view.viewport().repaint()
    qtbot.waitUntil(lambda: view.images.idle, timeout=10_000)


def scroll(view: PaperView, value: int) -> None:
    view.verticalScrollBar().setValue(value)


# Where pages stand


@pytest.mark.parametrize(
    ("paper", "zoom", "columns"),
    [
        (LANDSCAPE, FIT_PAGE, 1),
        (PORTRAIT, FIT_PAGE, 2),
        (LANDSCAPE, FIT_TWO, 2),
        (LANDSCAPE, FIT_MANY, 4),
        (PORTRAIT, FIT_WIDTH, 1),
        (LANDSCAPE, 1.0, 1),
        (LANDSCAPE, 0.25, 3),
    ],
)
def test_as_many_stand_side_by_side_as_the_zoom_leaves_room_for(paper: Any, zoom: float | str, columns: int) -> None:
    places = arrange(paper, 370, zoom, ROOM)
    assert places.columns == columns
    assert places.size.width() <= max(ROOM.width(), places.page.width() + 2 * AIR)
    boxes = [places.rect(index) for index in range(8)]
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
    assert arrange(paper, 1, zoom, ROOM).columns == 1


def test_a_whole_page_fits_and_the_next_begins_below_it() -> None:
    places = arrange(LANDSCAPE, 4, FIT_PAGE, ROOM)
    assert places.page.height() == ROOM.height() - 2 * AIR
    assert list(places.seen(0)) == [0]
    assert list(places.seen(places.rect(1).top() - AIR)) == [1]
    assert list(places.seen(places.rect(1).top() - 200)) == [0, 1]


# Scrolling


def test_the_number_follows_the_scrolling_from_first_to_last(view: PaperView) -> None:
    view.show_pages(long_pages(370))
    bar, seen = view.verticalScrollBar(), []
    view.page_changed.connect(seen.append)
    for value in range(0, bar.maximum() + 1, 97):
        scroll(view, value)
    scroll(view, bar.maximum())
    assert seen == sorted(seen)
    assert (view.index, seen[-1]) == (369, 369)
    assert set(seen) == set(range(1, 370))


def test_leafs_by_keys(view: PaperView, qtbot: QtBot) -> None:
    view.show_pages(long_pages(8))
    for key, index in (
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_End, 7),
        (Qt.Key.Key_PageDown, 7),
        (Qt.Key.Key_PageUp, 6),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(view, key)
        assert view.index == index
    view.set_zoom(FIT_TWO)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.index == 2


def test_the_page_looked_at_stays_when_zoom_and_window_change(view: PaperView) -> None:
    view.show_pages(long_pages(100))
    view.go(42)
    for zoom in (FIT_TWO, 2.0, FIT_WIDTH, FIT_MANY, FIT_PAGE):
        view.set_zoom(zoom)
        assert view.index == 42
        places = view.places
        assert places is not None
        assert 42 in places.seen(view.verticalScrollBar().value())
    view.resize(700, 400)
    assert view.index == 42


def test_ctrl_and_the_wheel_zoom_within_bounds(view: PaperView, qtbot: QtBot) -> None:
    view.show_pages(long_pages(3))
    view.set_zoom(1.0)
    assert view.paper_size() == QSize(1122, 793)

    def turn(steps: int) -> None:
        place, none = QPointF(100, 100), QPoint()
        event = QWheelEvent(
            place,
            place,
            none,
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)

    turn(1)
    assert view.zoom == 1.25
    for _ in range(12):
        turn(1)
    assert view.zoom == 4.0
    for _ in range(30):
        turn(-1)
    assert view.zoom == 0.25


def test_a_page_number_is_typed(view: PaperView, qtbot: QtBot) -> None:
    bar = LeafingBar(view)
    qtbot.addWidget(bar)
    bar.show()
    view.show_pages(long_pages(370))
    assert bar.where.text() == "第 1/370 页"
    assert not bar.back_button.isEnabled()
    bar.next_button.click()
    assert bar.where.text() == "第 2/370 页"
    bar.activateWindow()
    bar.where.setFocus()
    qtbot.waitUntil(bar.where.hasFocus)
    assert bar.where.text() == "2"
    qtbot.keyClicks(bar.where, "199")
    qtbot.keyClick(bar.where, Qt.Key.Key_Return)
    assert view.index == 198
    bar.where.clearFocus()
    qtbot.waitUntil(lambda: bar.where.text() == "第 199/370 页")


# Painting


def test_only_what_is_seen_and_its_neighbours_is_painted(view: PaperView, qtbot: QtBot) -> None:
    painted: list[int] = []
    view.show_pages(long_pages(370, painted))
    finished(view, qtbot)
    assert painted[0] == 0
    assert set(painted) == {0, 1}
    view.go(200)
    finished(view, qtbot)
    assert painted[2] == 200
    assert set(painted) == {0, 1, 199, 200, 201}
    assert len(painted) == 5


def test_pages_that_were_scrolled_past_are_not_painted(view: PaperView, qtbot: QtBot) -> None:
    painted: list[int] = []
    view.show_pages(long_pages(370, painted))
    finished(view, qtbot)
    for value in range(0, view.verticalScrollBar().maximum(), 400):
        scroll(view, value)
    view.go(369)
    finished(view, qtbot)
    assert {368, 369} <= set(painted)
    assert len(painted) < 40


def test_paper_is_blank_until_it_is_painted(view: PaperView, qtbot: QtBot) -> None:
    view.show_pages(long_pages(3))
    places = view.places
    assert places is not None
    shot = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    inked = places.rect(0).topLeft() + QPoint(round(20.5 * places.page.width() / 297), places.page.height() // 5)
    view.viewport().render(shot)
    assert shot.pixelColor(2, 2) == theme.color("line")
    assert shot.pixelColor(inked) == QColor("white")
    finished(view, qtbot)
    view.viewport().render(shot)
    assert shot.pixelColor(inked) == QColor("black")


def test_what_the_screen_shows_is_the_page(view: PaperView, qtbot: QtBot) -> None:
    pages = payroll_sheet.layout(sheet("HH"), payroll_sheet.SheetOptions(STAMP))
    view.show_pages(pages, 3)
    finished(view, qtbot)
    places = view.places
    assert places is not None
    shot = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    view.viewport().render(shot)
    paper = places.rect(3).translated(0, -view.verticalScrollBar().value())
    inner = paper.adjusted(1, 1, -1, -1)
    wanted = paint_image(pages, 3, places.page).copy(1, 1, inner.width(), inner.height())
    assert shot.copy(inner) == wanted


def test_a_large_page_is_painted_in_pieces_that_join(view: PaperView) -> None:
    pages = payroll_sheet.layout(sheet("HH"), payroll_sheet.SheetOptions(STAMP))
    whole = QSize(3000, 2121)
    joined = QImage(whole, QImage.Format.Format_RGB32)
    painter = QPainter(joined)
    found = list(parts(2, whole, QRect(QPoint(0, 0), whole)))
    for part in found:
        painter.drawImage(QPoint(*part.box[:2]), paint_part(pages, part))
    painter.end()
    assert len(found) == 6
    assert joined == paint_image(pages, 2, whole)


@pytest.mark.parametrize("zoom", [FIT_PAGE, 1.0, 4.0])
def test_what_is_kept_is_bounded(view: PaperView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, zoom: Any) -> None:
    monkeypatch.setattr(paper_images, "BOUND", 24 * 1024 * 1024)
    view.show_pages(long_pages(370))
    view.set_zoom(zoom)
    most = 0
    for index in range(0, 370, 7):
        view.go(index)
        finished(view, qtbot)
        most = max(most, view.images.bytes)
    assert 4 * 1024 * 1024 < most <= 24 * 1024 * 1024


def test_the_bound_is_what_the_manual_says() -> None:
    assert paper_images.BOUND == 96 * 1024 * 1024


def test_another_size_stands_in_while_the_right_one_is_painted(view: PaperView, qtbot: QtBot) -> None:
    view.show_pages(long_pages(3))
    finished(view, qtbot)
    before = view.paper_size()
    view.set_zoom(FIT_WIDTH)
    part = Part(0, (view.paper_size().width(), view.paper_size().height()), (0, 0, *before.toTuple()))
    assert view.images.picture(part) is None
    stand_in = view.images.other_size(0)
    assert stand_in is not None
    assert stand_in.size() == before


def test_a_page_that_cannot_be_painted_is_our_bug_once(
    view: PaperView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr("cjdesk.gui.messages.tell", lambda _owner, error: told.append(error))

    def draw(_painter: QPainter, _pages: Pages[None], _index: int) -> None:
        raise ZeroDivisionError

    view.show_pages(dataclasses.replace(long_pages(3), draw=draw))
    view.viewport().repaint()
    qtbot.waitUntil(lambda: bool(told))
    for _ in range(3):
        view.viewport().repaint()
        qtbot.wait(20)
    assert [type(one) for one in told] == [ZeroDivisionError]


def test_another_form_forgets_the_pictures_of_the_first(view: PaperView, qtbot: QtBot) -> None:
    view.show_pages(long_pages(3))
    finished(view, qtbot)
    view.show_pages(payroll_poster.layout(sheet("HH"), payroll_poster.PosterOptions(STAMP)))
    assert view.images.bytes == 0
    assert view.index == 0
