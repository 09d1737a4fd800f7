"""Page 导入: a file is recognised, checked, walked through, taken in, and what was left out is written for correction."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from cjdesk import i18n
from cjdesk.gui import tasks
from cjdesk.gui.cooperatives.page import CooperativesPage
from cjdesk.gui.desk import Desk
from cjdesk.gui.imports.page import ImportPage
from cjdesk.gui.imports.pane import FindingLine
from cjdesk.gui.imports.staging import FIX, LOOK, READY, SAME, TIDY, StagedRow
from cjdesk.gui.people.page import PeoplePage
from cjdesk.services import imports, people
from tests.gui.robots import CTRL, DeskRobot


class ImportRobot:
    """At work on 导入."""

    def __init__(self, robot: DeskRobot, desk: Desk) -> None:
        self.robot, self.desk = robot, desk
        page = robot.page
        assert isinstance(page, ImportPage)
        self.page = page

    def rests(self) -> ImportRobot:
        QApplication.processEvents()
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=30_000)
        QApplication.processEvents()
        return self

    def opens(self, path: Path) -> ImportRobot:
        self.page.load(path)
        return self.rests()

    def presses(self, command: str) -> ImportRobot:
        button = self.page.header.buttons[command]
        assert button.isVisible(), command
        assert button.isEnabled(), button.text()
        button.click()
        return self.rests()

    def row(self) -> StagedRow:
        found = self.page.table.current_row()
        assert isinstance(found, StagedRow)
        return found

    def groups(self) -> list[str]:
        return [one.accessibleName() for one in self.page.pane.findChildren(FindingLine) if one.isVisible()]


@pytest.fixture
def clerk(desk: Desk, open_window: Callable[..., DeskRobot]) -> ImportRobot:
    return ImportRobot(open_window(desk, (ImportPage,)), desk)


def test_before_a_file_is_chosen_the_page_says_what_belongs_here(clerk: ImportRobot):
    assert "花名册" in clerk.page.empty_state.sentence.text()
    assert clerk.page.blocked("imports.apply") == "先选文件"
    assert not clerk.page.header.buttons["imports.apply"].isEnabled()


@pytest.mark.parametrize("kind", ["roster", "receipts", "members", "households", "attendance"])
def test_the_kind_is_told_by_the_headings(clerk: ImportRobot, clean_small: Path, kind: str):
    clerk.opens(clean_small / f"{kind}.xlsx")
    assert clerk.page.staging is not None
    assert clerk.page.staging.plan.kind == kind


def test_the_grid_shows_every_row_with_its_state(clerk: ImportRobot, guandong: Path, desk: Desk):
    clerk.opens(guandong / "roster.xlsx")
    plan = desk.ask(imports.preview, "roster", guandong / "roster.xlsx")
    staging = clerk.page.staging
    assert staging is not None
    assert clerk.page.rows.rowCount() == plan.read
    counts = clerk.page.counts()
    assert counts["all"] == plan.read == sum(counts[group] for group in (READY, TIDY, LOOK, FIX, SAME))
    assert counts[FIX] == plan.count(imports.RowState.REJECTED) == 29
    assert clerk.page.header.buttons["imports.apply"].text().startswith("导入 383 行")
    assert clerk.page.total_row.texts()[-1] == "412 行 = 新增 383 + 修改 0 + 无变化 0 + 要处理 29"


def test_nothing_is_written_by_looking(clerk: ImportRobot, guandong: Path, desk: Desk):
    clerk.opens(guandong / "roster.xlsx")
    assert desk.ask(people.find).total == 0


def test_f8_walks_through_the_rows_to_put_right_into_the_wrong_cell(clerk: ImportRobot, guandong: Path):
    clerk.opens(guandong / "roster.xlsx")
    clerk.page.table.setFocus()
    seen = []
    for _ in range(29):
        clerk.robot.press(Qt.Key.Key_F8)
        row = clerk.row()
        assert row.group == FIX
        assert clerk.page.row_bar.isVisible()
        assert clerk.page.row_bar.code in {one.code for one in row.problems}
        look = clerk.page.look(row, clerk.page.COLUMNS[clerk.page.table.currentIndex().column()])
        assert look is None or look.back == "error"
        seen.append((row.sheet, row.row))
    assert len(set(seen)) == 29


def test_the_list_of_problems_counts_each_kind_and_leads_to_the_first(clerk: ImportRobot, guandong: Path):
    clerk.opens(guandong / "roster.xlsx")
    plan = clerk.page.staging.plan
    wrong = sum(1 for one in plan.problems if one.code == "ID_CHECK_DIGIT")
    assert f"末位不对 {wrong}" in clerk.groups()
    line = next(one for one in clerk.page.pane.findChildren(FindingLine) if one.accessibleName().startswith("末位不对"))
    line.button.click()
    assert "ID_CHECK_DIGIT" in {one.code for one in clerk.row().problems}


def test_headings_that_were_guessed_or_passed_over_are_said(clerk: ImportRobot, guandong: Path, tmp_path: Path):
    clerk.opens(guandong / "roster.xlsx")
    said = " ".join(one.text() for one in clerk.page.pane.findChildren(QLabel) if one.isVisibleTo(clerk.page.pane))
    assert "“身份证号码”按“身份证号”读入" in said
    path = tmp_path / "社员.csv"
    path.write_text(
        "姓名,身份证号,合作社,入社时间,鞋码\n石小花,522699199203050024,甲社,2020-06-01,37\n", encoding="utf-8"
    )
    clerk.opens(path)
    said = " ".join(one.text() for one in clerk.page.pane.findChildren(QLabel) if one.isVisibleTo(clerk.page.pane))
    assert "没有读入的列：鞋码" in said


def test_a_tidied_name_is_shown_before_and_after(clerk: ImportRobot, guandong: Path):
    clerk.opens(guandong / "roster.xlsx")
    clerk.page.segments.choose(TIDY)
    row = clerk.row()
    before, after = row.cell_name
    assert before != after
    assert after == before.replace(" ", "").replace("\u3000", "") or len(after) <= len(before)


def test_import_takes_the_good_rows_in_and_says_what_was_left_out(
    clerk: ImportRobot, guandong: Path, desk: Desk, tmp_path: Path
):
    told: list[frozenset[str]] = []
    desk.changes.happened.connect(told.append)
    clerk.opens(guandong / "roster.xlsx").presses("imports.apply")
    plan = clerk.page.staging.plan
    assert desk.ask(people.find).total > 0
    assert "新增 383 行" in clerk.page.message_bar.text
    assert "29 行没有导入" in clerk.page.message_bar.text
    assert "person" in told[-1]
    assert clerk.page.blocked("imports.apply") == "已导入"
    path = tmp_path / "更正.xlsx"
    clerk.page.write_rejects(path)
    clerk.rests()
    assert path.exists()
    clerk.opens(path)
    assert clerk.page.staging.plan.read == plan.count(imports.RowState.REJECTED)
    assert clerk.page.staging.count(FIX) > 0


def test_the_same_file_twice_says_nothing_new(clerk: ImportRobot, clean_small: Path):
    clerk.opens(clean_small / "roster.xlsx").presses("imports.apply")
    clerk.opens(clean_small / "roster.xlsx")
    assert "没有新内容" in clerk.page.message_bar.text
    assert clerk.page.blocked("imports.apply") == "没有新内容"
    assert clerk.page.counts()[SAME] == clerk.page.staging.plan.read


def test_all_or_nothing_waits_until_everything_is_right(clerk: ImportRobot, guandong: Path, desk: Desk):
    clerk.opens(guandong / "roster.xlsx")
    clerk.page.all_or_nothing.setChecked(True)
    assert "29" in clerk.page.blocked("imports.apply")
    clerk.page.apply()
    clerk.rests()
    assert desk.ask(people.find).total == 0
    clerk.page.all_or_nothing.setChecked(False)
    assert clerk.page.blocked("imports.apply") == ""


def test_a_plan_that_another_change_made_stale_is_refused_in_words(clerk: ImportRobot, clean_small: Path, desk: Desk):
    clerk.opens(clean_small / "roster.xlsx")
    desk.do("Register a person", people.add, name="石小花", id_no="522699199203050024")
    clerk.presses("imports.apply")
    assert clerk.page.message_bar.code == "PLAN_IS_STALE"
    assert desk.ask(people.find).total == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.xlsx", b"", "WORKBOOK_EMPTY"),
        ("kaputt.xlsx", b"PK\x03\x04 nothing", "WORKBOOK_UNREADABLE"),
        ("名单.et", b"\xd0\xcf\x11\xe0", "WORKBOOK_ET"),
        ("别的.csv", "甲,乙\n1,2\n".encode(), "HEADER_NOT_FOUND"),
    ],
)
def test_bad_files_are_said_in_words_and_change_nothing(
    clerk: ImportRobot, tmp_path: Path, name: str, content: bytes, code: str
):
    path = tmp_path / name
    path.write_bytes(content)
    clerk.opens(path)
    assert clerk.page.message_bar.code == code
    assert clerk.page.message_bar.text
    assert clerk.page.staging is None
    assert clerk.page.blocked("imports.open") == ""


def test_a_file_that_went_away_is_said(clerk: ImportRobot, tmp_path: Path):
    clerk.opens(tmp_path / "gone.xlsx")
    assert clerk.page.message_bar.code == "WORKBOOK_GONE"


def test_a_cancelled_import_leaves_nothing(
    clerk: ImportRobot, guandong: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    clerk.opens(guandong / "roster.xlsx")
    started: list[tasks.Task[object]] = []
    run = tasks.run

    def cancelled_at_once(*args: object, **kwargs: object) -> tasks.Task[object]:
        task = run(*args, **kwargs)  # type: ignore[arg-type]
        task.cancel()
        started.append(task)
        return task

    monkeypatch.setattr(tasks, "run", cancelled_at_once)
    clerk.page.apply()
    clerk.rests()
    assert started
    assert desk.ask(people.find).total == 0
    assert "没有改动" in clerk.page.message_bar.text or "取消" in clerk.page.message_bar.text
    assert clerk.page.blocked("imports.apply") == ""


def test_giving_up_a_file_goes_back_to_the_start(clerk: ImportRobot, guandong: Path, desk: Desk):
    clerk.opens(guandong / "members.xlsx").presses("imports.leave")
    assert clerk.page.staging is None
    assert clerk.page.empty_state.isVisible()
    assert desk.ask(people.find).total == 0


def test_a_month_is_asked_of_the_desk_when_the_file_does_not_say_it(
    clerk: ImportRobot, clean_small: Path, desk: Desk, tmp_path: Path
):
    path = tmp_path / "attendance.xlsx"
    shutil.copy(clean_small / "attendance.xlsx", path)
    clerk.opens(clean_small / "roster.xlsx").presses("imports.apply")
    clerk.opens(path)
    assert clerk.page.staging.plan.kind == "attendance"
    assert clerk.page.message_bar.code == ""


def test_ctrl_enter_is_import(clerk: ImportRobot, clean_small: Path, desk: Desk):
    clerk.opens(clean_small / "roster.xlsx")
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_Return, CTRL)
    clerk.rests()
    assert desk.ask(people.find).total == 24


def test_what_was_imported_stands_on_the_other_pages_at_once(
    desk: Desk, open_window: Callable[..., DeskRobot], clean_small: Path
):
    robot = open_window(desk, (PeoplePage, CooperativesPage, ImportPage))
    robot.window.go("imports")
    clerk = ImportRobot(robot, desk)
    clerk.opens(clean_small / "roster.xlsx").presses("imports.apply")
    clerk.opens(clean_small / "members.xlsx").presses("imports.apply")
    robot.window.go("people")
    assert robot.page.rows.rowCount() == desk.ask(people.find).total > 0
    robot.window.go("cooperatives")
    assert robot.page.rows.rowCount() > 0


def test_another_page_sends_here_for_a_kind_of_file(desk: Desk, open_window: Callable[..., DeskRobot]):
    robot = open_window(desk, (PeoplePage, ImportPage))
    robot.page.import_file()
    page = robot.page
    assert isinstance(page, ImportPage)
    assert page.kind_box.value() == "roster"
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].reject()


def test_english_headings_have_no_chinese(desk: Desk, open_window: Callable[..., DeskRobot], guandong: Path):
    i18n.set_language("en")
    clerk = ImportRobot(open_window(desk, (ImportPage,)), desk)
    clerk.opens(guandong / "roster.xlsx")
    titles = [
        str(clerk.page.rows.headerData(column, Qt.Orientation.Horizontal))
        for column in range(clerk.page.rows.columnCount())
    ]
    assert all(one.isascii() for one in titles), titles
    assert all(one.isascii() for one in clerk.groups())
    assert all(button.text().isascii() for button in clerk.page.header.buttons.values() if button.isVisible())
