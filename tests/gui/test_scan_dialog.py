"""签字扫描件: added by file and by dropping, checked by the code on the page, seen large, saved, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cjdesk.domain.sheet import Sheet
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.lines import LinkLine
from cjdesk.gui.payroll.page import PayrollPage
from cjdesk.gui.publicity.page import PublicityPage
from cjdesk.gui.scan_dialog import ScanDialog, open_scans
from cjdesk.gui.scan_list import ScanList
from cjdesk.services import payroll, publicity, scans
from cjdesk.services.publicity import Poster
from tests.gui.robots import DeskRobot
from tests.printing import scan_samples as samples
from tests.services import desk as desks


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    """A locked run of the road wardens, the month on the desk."""
    desk.database.do("fill", desks.fill, people=5)
    run_id = desks.run_month(desk.database)
    desk.set_month(desks.MONTH)
    return desk.ask(payroll.sheet, run_id)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three photos of pages."""
    found = []
    for number in range(1, 4):
        path = tmp_path / f"IMG_{number}.jpg"
        path.write_bytes(samples.as_bytes(samples.grainy(samples.page(1600, 1132), 0.04), "jpeg"))
        found.append(path)
    return found


class ScanRobot:
    """At work on the scans of a paper."""

    def __init__(self, robot: DeskRobot, dialog: ScanDialog) -> None:
        self.robot, self.dialog = robot, dialog
        robot.qtbot.addWidget(dialog)
        self.rests()

    def rests(self) -> ScanRobot:
        for _ in range(3):
            self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
            QApplication.processEvents()
        return self

    def takes_in(self, paths: list[Path]) -> ScanRobot:
        self.dialog.take_in(paths)
        return self.rests()

    def drops(self, paths: list[Path]) -> ScanRobot:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        event = QDropEvent(
            QPointF(50, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        self.dialog.dropEvent(event)
        assert event.isAccepted()
        return self.rests()

    def pages(self) -> list[int | None]:
        assert self.dialog.found is not None
        return [one.page for one in self.dialog.found.scans]


@pytest.fixture
def clerk(desk: Desk, sheet: Sheet, open_window: Callable[..., DeskRobot]) -> ScanRobot:
    robot = open_window(desk, (PayrollPage,))
    robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
    page = robot.page
    assert isinstance(page, PayrollPage)
    page.refresh()
    robot.qtbot.waitUntil(lambda: page.sheet is not None and not tasks.running(), timeout=20_000)
    page.show_scans()
    (dialog,) = robot.window.findChildren(ScanDialog)
    return ScanRobot(robot, dialog)


def test_an_empty_paper_says_what_to_do(clerk: ScanRobot) -> None:
    assert "还没有扫描件" in clerk.dialog.view.accessibleDescription()
    assert not clerk.dialog.withdraw_button.isEnabled()
    assert clerk.dialog.page.text() == "1"


def test_files_become_pages_and_the_badge_on_the_page_counts(clerk: ScanRobot, files: list[Path], sheet: Sheet) -> None:
    clerk.takes_in(files[:2])
    assert clerk.pages() == [1, 2]
    assert clerk.dialog.page.text() == "3"
    page = clerk.robot.page
    assert isinstance(page, PayrollPage)
    assert page.scans.text() == "扫描 2 页"
    assert page.scans.isVisible()
    assert "已添加 2 页" in clerk.dialog.message_bar.text
    clerk.drops(files[2:])
    assert clerk.pages() == [1, 2, 3]


def test_the_picture_is_shown_fitted_and_in_real_size(clerk: ScanRobot, files: list[Path]) -> None:
    clerk.takes_in(files[:1])
    view = clerk.dialog.view
    assert view.shown_size().height() <= view.viewport().height()
    clerk.dialog.zoom_buttons["large"].click()
    assert view.shown_size().width() == 1600
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom is None


def test_a_broken_file_is_named_and_the_others_are_kept(clerk: ScanRobot, files: list[Path]) -> None:
    files[0].write_bytes(files[0].read_bytes()[:9000])
    clerk.takes_in(files[:2])
    assert clerk.pages() == [2]
    bar = clerk.dialog.message_bar
    assert (bar.code, "IMG_1.jpg" in bar.text) == ("SCAN_BROKEN", True)


def test_the_same_picture_twice_is_refused_in_words(clerk: ScanRobot, files: list[Path]) -> None:
    clerk.takes_in(files[:1]).takes_in(files[:1])
    assert clerk.pages() == [1]
    assert clerk.dialog.message_bar.code == "SCAN_KNOWN"
    assert clerk.dialog.message_bar.text.count("IMG_1.jpg") == 1


def test_the_code_of_the_page_is_checked_and_warned_about(clerk: ScanRobot, files: list[Path], sheet: Sheet) -> None:
    clerk.dialog.code.setText(f"CJ1|F1|{sheet.number}|3/4|00000000|1")
    clerk.takes_in(files[:1])
    assert clerk.pages() == [3]
    assert clerk.dialog.message_bar.code == "SCAN_ALTERED"
    assert clerk.dialog.code.text() == ""
    page = clerk.robot.page
    assert isinstance(page, PayrollPage)
    assert page.scans.text() == "扫描 1/4 页"


def test_a_code_of_another_paper_is_refused(clerk: ScanRobot, files: list[Path]) -> None:
    clerk.dialog.code.setText("CJ1|F1|PAY-202011-0099|1/1|00000000|1")
    QTest.keyClick(clerk.dialog.code, Qt.Key.Key_Return)
    assert clerk.dialog.message_bar.code == "SCAN_OF_OTHER_PAPER"
    clerk.takes_in(files[:1])
    assert clerk.pages() == []


def test_a_wrong_scan_is_withdrawn_with_a_reason(clerk: ScanRobot, files: list[Path], desk: Desk, sheet: Sheet) -> None:
    clerk.takes_in(files[:1])
    clerk.dialog.withdraw_button.click()
    assert clerk.dialog.act is not None
    clerk.dialog.act.act()
    assert clerk.pages() == [1]
    clerk.dialog.act.form.box("reason").setText("拍歪了")
    clerk.dialog.act.act()
    clerk.rests()
    assert clerk.pages() == []
    (kept,) = desk.ask(scans.of_paper, sheet.number, with_withdrawn=True).scans
    assert kept.withdrawn == "拍歪了（李芳）"


def test_a_picture_is_saved_and_a_full_folder_is_said(clerk: ScanRobot, files: list[Path], tmp_path: Path) -> None:
    clerk.takes_in(files[:1])
    clerk.dialog.save_to(tmp_path / "out.jpg")
    clerk.rests()
    assert QImage(str(tmp_path / "out.jpg")).width() == 1600
    clerk.dialog.save_to(tmp_path / "gone" / "out.jpg")
    clerk.rests()
    assert clerk.dialog.message_bar.code == "FOLDER_IS_GONE"


def test_a_screen_reader_hears_page_file_and_who(clerk: ScanRobot, files: list[Path]) -> None:
    clerk.takes_in(files[:1])
    listed = clerk.dialog.findChild(ScanList)
    said = listed.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "第 1 页" in said
    assert "IMG_1.jpg" in said
    assert "李芳" in said


def test_a_notice_has_its_photos(
    desk: Desk, sheet: Sheet, open_window: Callable[..., DeskRobot], files: list[Path]
) -> None:
    poster = Poster(desks.MONTH.last, "公示栏")
    made = desk.do("Open", publicity.open_for_run, sheet.run_id, poster, by="lifang")
    robot = open_window(desk, (PublicityPage,))
    page = robot.page
    assert isinstance(page, PublicityPage)
    page.show_notice(made)
    page.set_pane_open(value=True)
    page.show_scans()
    clerk = ScanRobot(robot, robot.window.findChildren(ScanDialog)[0])
    clerk.takes_in(files[:1])
    assert clerk.pages() == [1]
    page.refresh()
    assert any("1 页" in one.accessibleName() for one in page.pane.findChildren(LinkLine))


def test_opening_by_number_over_any_window(desk: Desk, sheet: Sheet, clerk: ScanRobot) -> None:
    dialog = open_scans(clerk.robot.window, desk, sheet.number)
    other = ScanRobot(clerk.robot, dialog)
    assert other.dialog.found is not None
    assert other.dialog.found.paper.number == sheet.number
