"""What holds on every page that exists, in both languages, both themes and both widths."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView, QWidget

from cjdesk import i18n
from cjdesk.gui import tasks, theme
from cjdesk.gui.buttons import Button
from cjdesk.gui.commands import MENUS
from cjdesk.gui.crash import CrashDialog
from cjdesk.gui.desk import Desk
from cjdesk.gui.list_page import ListPage
from cjdesk.gui.navigation import PLACES
from cjdesk.gui.page import Page
from cjdesk.gui.screens import SCREENS
from tests.gui.robots import DeskRobot

KEYS = tuple(kind.KEY for kind in SCREENS)
PLACE = {place.key: place for place in PLACES}


@pytest.fixture(params=["wide", "compact"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return (1366, 697) if request.param == "wide" else (1093, 551)


@pytest.fixture(params=["zh_CN light", "en high_contrast"])
def desk_robot(
    request: pytest.FixtureRequest,
    peopled: Desk,
    open_window: Callable[..., DeskRobot],
    qapp: QApplication,
    size: tuple[int, int],
) -> DeskRobot:
    language, name = request.param.split()
    i18n.set_language(language)
    theme.apply(qapp, name)
    return open_window(peopled, SCREENS, size)


def visit(robot: DeskRobot) -> Iterator[Page]:
    """Each page in front, its events done."""
    for key in KEYS:
        robot.window.go(key)
        robot.qtbot.wait(10)
        robot.qtbot.waitUntil(lambda: not tasks.running())
        robot.qtbot.wait(10)
        robot.window.activateWindow()
        robot.qtbot.waitUntil(robot.window.isActiveWindow)
        yield robot.window.page(key)


def test_every_page_has_a_place_and_a_title_of_its_own() -> None:
    assert set(KEYS) <= set(PLACE)
    assert len(set(KEYS)) == len(KEYS)
    assert all(kind.TITLE for kind in SCREENS)


def test_commands_are_unique_have_letters_methods_and_no_reserved_key() -> None:
    reserved = {"Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+A", "Ctrl+S", "Ctrl+F", "Ctrl+W", "F1", "F2", "F10", "Shift+F10"}
    menus = {key for key, _ in MENUS}
    for kind in SCREENS:
        keys = [one.key for one in kind.COMMANDS]
        assert len(keys) == len(set(keys)), kind
        shortcuts = [one.shortcut for one in kind.COMMANDS if one.shortcut]
        assert len(shortcuts) == len(set(shortcuts)), kind
        for one in kind.COMMANDS:
            assert hasattr(kind, one.slot), one
            assert one.shortcut not in reserved, one
            assert not one.menu or ("&" in one.text and "&" in i18n.tr(one.text)), one
            assert one.menu in menus or not one.menu


def test_pages_open_without_an_error_and_say_how_many(desk_robot: DeskRobot) -> None:
    for page in visit(desk_robot):
        assert desk_robot.window.current_page() is page
        assert desk_robot.window.findChild(CrashDialog) is None


def test_every_control_of_every_page_has_a_name(desk_robot: DeskRobot) -> None:
    for page in visit(desk_robot):
        nameless = [
            f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}"
            for one in page.findChildren(QWidget)
            if isinstance(one, (QAbstractButton, QLineEdit, QComboBox, QTableView))
            and one.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not one.accessibleName()
            and not (isinstance(one, QAbstractButton) and one.text())  # Qt takes the text
        ]
        assert not nameless, page.KEY


def test_no_visible_button_is_cut_or_outside_the_window(desk_robot: DeskRobot) -> None:
    window = desk_robot.window
    for page in visit(desk_robot):
        header = getattr(page, "header", None)
        for button in header.findChildren(Button) if header is not None else []:
            if not button.isVisible():
                continue
            corner = button.mapTo(window, QPoint(button.width(), button.height()))
            assert corner.x() <= window.width(), (page.KEY, button.text())
            assert button.width() >= button.sizeHint().width(), (page.KEY, button.text())
        shown = header.findChildren(Button) if header is not None else []
        assert sum(one.kind == "primary" and one.isVisible() for one in shown) <= 1, page.KEY


def test_a_list_keeps_its_rows_total_and_foot(desk_robot: DeskRobot) -> None:
    for page in visit(desk_robot):
        if not isinstance(page, ListPage):
            continue
        assert page.total_row.height() == theme.TOTAL
        assert page.header.height() == theme.HEADER
        assert page.table.horizontalHeader().height() == theme.TABLE_HEADER
        assert desk_robot.window.status.isVisible()


def test_f6_comes_round_on_every_page(desk_robot: DeskRobot) -> None:
    for page in visit(desk_robot):
        seen = []
        for _ in range(len(page.regions()) + 3):
            desk_robot.window.next_region()
            seen.append(QApplication.focusWidget())
        assert any(one is not None and desk_robot.window.navigation.isAncestorOf(one) for one in seen), page.KEY
