"""Page 上报: sealing a month, carrying it to the county, reading what the county says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from cjdesk.gui import tasks
from cjdesk.gui.batches.page import BatchesPage
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.services import batches, prints
from cjdesk.sync.keys import Keys, write_card
from tests.gui.robots import CTRL, DeskRobot
from tests.services.desk import MONTH, fill, run_month
from tests.services.test_batches import CARD, COUNTY, answer


class BatchesRobot:
    """At work on 上报."""

    def __init__(self, robot: DeskRobot) -> None:
        self.robot = robot
        page = robot.page
        assert isinstance(page, BatchesPage)
        self.page = page
        self.rests()

    def rests(self) -> BatchesRobot:
        for _ in range(2):
            self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
            self.robot.settles()
        return self

    def makes(self) -> BatchesRobot:
        self.page.table.setFocus()
        self.robot.press(Qt.Key.Key_N, CTRL)
        return self.rests()

    def states(self) -> list[str]:
        place = next(number for number, column in enumerate(self.page.COLUMNS) if column.key == "state")
        return self.robot.shown(place)

    def exports_all(self, folder: Path) -> BatchesRobot:
        rows = [self.page.rows.row_value(row).batch for row in range(self.page.rows.rowCount())]
        self.page.export_to(rows, folder)
        return self.rests()

    def reads(self, *paths: Path) -> BatchesRobot:
        self.page.read_files(paths)
        return self.rests()


@pytest.fixture
def reported(desk: Desk) -> Desk:
    """A filled desk with an approved month that trusts the county."""
    desk.do("Fill", fill)
    desk.do("Trust", batches.trust, write_card(CARD, COUNTY))
    run_month(desk.database)
    desk.set_month(MONTH)
    return desk


@pytest.fixture
def county(reported: Desk, open_window: Callable[..., DeskRobot]) -> BatchesRobot:
    return BatchesRobot(open_window(reported, (BatchesPage,)))


def made(desk: Desk) -> dict[str, batches.BatchRow]:
    return {row.kind: row for row in desk.ask(batches.status)}


def test_a_desk_that_does_not_know_the_county_says_so_and_learns_it(
    desk: Desk, open_window: Callable[..., DeskRobot], tmp_path: Path
):
    page = BatchesRobot(open_window(desk, (BatchesPage,)))
    assert "县里的公钥" in page.page.message_bar.text
    card = tmp_path / "CJ_522633_KEY.json"
    card.write_bytes(write_card(CARD, COUNTY))
    page.reads(card)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible())
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert COUNTY.public.fingerprint in words
    dialog.accept()
    assert desk.ask(batches.county_or_none) is not None


def test_the_month_is_sealed_by_one_key_and_nothing_is_called_delivered(county: BatchesRobot, reported: Desk):
    county.makes()
    assert set(made(reported)) >= {"ROSTER", "PAY"}
    assert set(county.states()) == {"待上报"}
    pay = made(reported)["PAY"]
    assert f"{pay.people} 人" in " ".join(one.text() for one in county.page.pane.findChildren(QLabel))


def test_asking_twice_makes_nothing_twice(county: BatchesRobot, reported: Desk):
    county.makes()
    before = len(reported.ask(batches.status))
    county.makes()
    assert len(reported.ask(batches.status)) == before
    assert "没有新的内容" in county.page.message_bar.text


def test_an_exported_file_lies_whole_on_the_stick(county: BatchesRobot, reported: Desk, tmp_path: Path):
    county.makes().exports_all(tmp_path)
    assert set(county.states()) == {"已导出"}
    for row in reported.ask(batches.status):
        assert (tmp_path / row.name).read_bytes() == reported.ask(batches.content, row.id)[1]
    assert "可以拔出U盘了" in county.page.message_bar.text


def test_a_stick_that_is_gone_loses_nothing(county: BatchesRobot, tmp_path: Path):
    county.makes().exports_all(tmp_path / "pulled out")
    assert county.page.message_bar.code == "CARRIER_GONE"
    assert set(county.states()) == {"待上报"}


def test_a_receipt_makes_it_delivered_and_a_second_one_says_nothing_new(
    county: BatchesRobot, reported: Desk, tmp_path: Path
):
    county.makes().exports_all(tmp_path)
    file = tmp_path / "ack.cjp"
    file.write_bytes(answer(reported.database, made(reported)["PAY"], "DELIVERED"))
    county.reads(file)
    assert "已送达" in county.states()
    county.reads(file)
    assert "没有新内容" in county.page.message_bar.text


def test_a_forged_answer_is_refused_in_words(county: BatchesRobot, reported: Desk, tmp_path: Path):
    county.makes().exports_all(tmp_path)
    file = tmp_path / "forged.cjp"
    file.write_bytes(answer(reported.database, made(reported)["PAY"], "PASSED", by=Keys.new()))
    county.reads(file)
    assert county.page.message_bar.code == "ANSWER_SIGNATURE"
    assert set(county.states()) == {"已导出"}


def test_unfinished_ones_and_kinds_can_be_picked_out(county: BatchesRobot, reported: Desk, tmp_path: Path):
    county.makes().exports_all(tmp_path)
    file = tmp_path / "pass.cjp"
    file.write_bytes(answer(reported.database, made(reported)["PAY"], "PASSED"))
    county.reads(file)
    county.page.segments.choose("open")
    county.page.segments.chosen.emit("open")
    assert "通过" not in county.states()
    county.page.segments.choose("")
    county.page.segments.chosen.emit("")
    county.page.filter_boxes["kind"].set_value("PAY")
    county.page.filter_boxes["kind"].chosen.emit("PAY")
    assert county.states() == ["通过"]


def test_export_asks_first_and_enter_does_nothing(county: BatchesRobot, reported: Desk):
    county.makes()
    county.page.export()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible())
    county.robot.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert set(county.states()) == {"待上报"}


def test_a_double_clicked_receipt_is_taken_in(county: BatchesRobot, reported: Desk, tmp_path: Path):
    county.makes().exports_all(tmp_path)
    file = tmp_path / "ack.cjp"
    file.write_bytes(answer(reported.database, made(reported)["PAY"], "DELIVERED"))
    reported.open("file", str(file))
    county.rests()
    assert "已送达" in county.states()


def test_a_double_clicked_file_that_is_gone_is_said(county: BatchesRobot, reported: Desk, tmp_path: Path):
    reported.open("file", str(tmp_path / "gone.cjp"))
    county.rests()
    assert county.page.message_bar.code == "CARRIER_GONE"


def test_the_cover_of_a_pay_batch_is_previewed_from_its_pane(
    county: BatchesRobot, reported: Desk, tmp_path: Path
) -> None:
    county.makes()
    county.page.select(made(reported)["ROSTER"].id)
    assert county.page.blocked("batches.cover") == "没有选工资批次"
    pay = made(reported)["PAY"]
    county.page.select(pay.id)
    assert not county.page.blocked("file.preview")
    button = next(one for one in county.page.pane.findChildren(QPushButton) if "打印封面" in one.text())
    button.click()
    county.rests()
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible()]
    pages = dialog.page.view.pages
    assert pages is not None
    assert (pages.form, pages.count) == ("COVER", 1)
    dialog.page.save_to(tmp_path / "cover.pdf")
    county.rests()
    assert (tmp_path / "cover.pdf").exists()
    assert reported.ask(prints.next_copy, "COVER", [pay.id]) == 2
    dialog.reject()
