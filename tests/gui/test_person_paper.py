"""Paper of people from the window: the file and the forms that fit, attendance sheets, and from a sum to its slip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from sqlalchemy import select

from cjdesk.db.models import AuditEntry
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import PaperDialog, PaperPage
from cjdesk.gui.payroll.page import PayrollPage
from cjdesk.gui.people import paper
from cjdesk.gui.people.page import PeoplePage
from cjdesk.gui.reason_dialog import ReasonDialog
from cjdesk.printing import pdf
from cjdesk.services import imports, payroll, people
from tests.gui.robots import CTRL, SHIFT, DeskRobot
from tests.printing.conftest import folded, texts

MONTH = Month(2021, 3)


@pytest.fixture
def paid(desk: Desk, clean_small: Path) -> Desk:
    """24 people with their month computed."""
    for kind in ("roster", "receipts", "attendance"):
        plan = desk.ask(imports.preview, kind, clean_small / f"{kind}.xlsx", month=MONTH)
        desk.do(f"Import {kind}", imports.apply, plan)
    for kind in ("HL", "HH", "GS"):
        desk.do("Compute", payroll.compute, MONTH, post_type=kind, by="lifang")
    desk.set_month(MONTH)
    return desk


class PaperRobot:
    """At work on 人员 and what it prints."""

    def __init__(self, robot: DeskRobot, desk: Desk) -> None:
        self.robot, self.desk = robot, desk
        robot.window.go("people")
        self.rests()

    @property
    def page(self):
        return self.robot.window.current_page()

    def rests(self) -> PaperRobot:
        self.robot.qtbot.wait(30)
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=10_000)
        self.robot.qtbot.wait(30)
        return self

    def looks_for(self, text: str) -> PaperRobot:
        self.page.search.setText(text)
        self.robot.settles()
        return self.rests()

    def dialog(self, kind: type[QDialog] = PaperDialog) -> QDialog:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        assert len(found) == 1
        return found[0]

    def shown(self) -> PaperPage:
        """The page of the preview, laid out."""
        self.rests()
        made = self.dialog()
        assert isinstance(made, PaperDialog)
        self.robot.qtbot.waitUntil(lambda: made.page.view.pages is not None)
        return made.page

    def forms(self) -> list[str]:
        page = self.shown()
        return [form.title for form in page._forms]

    def leaves(self) -> PaperRobot:
        self.dialog().reject()
        return self.rests()


@pytest.fixture
def clerk(paid: Desk, open_window: Callable[..., DeskRobot]) -> PaperRobot:
    return PaperRobot(open_window(paid, (PeoplePage, PayrollPage)), paid)


def somebody(desk: Desk, state: str = "在岗") -> people.PersonRow:
    return desk.ask(people.find, state=state).rows[0]


def written(page: PaperPage, path: Path) -> str:
    pdf.write_pdf(page.view.pages, path)
    return "".join(texts(path))


def test_ctrl_p_shows_the_file_of_the_person_in_the_row(clerk: PaperRobot, tmp_path: Path) -> None:
    row = somebody(clerk.desk)
    clerk.looks_for(row.id_no[-4:])
    clerk.robot.window.activateWindow()
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_P, CTRL)
    assert clerk.forms() == ["人员档案", "申请审批表", "劳务协议", "离岗审批表和通知书"]
    text = written(clerk.shown(), tmp_path / "file.pdf")
    assert "公益性岗位人员档案" in text
    assert row.id_no not in text
    clerk.leaves()


@pytest.mark.parametrize(
    ("command", "first", "words"),
    [
        ("people.application", "申请审批表", "岗位申请审批表"),
        ("people.agreement_form", "劳务协议", "劳务协议"),
        ("people.exit_form", "离岗审批表和通知书", "离岗通知书"),
        ("people.file", "人员档案", "人员档案"),
    ],
)
def test_a_row_action_opens_the_same_preview_with_its_form_first(
    clerk: PaperRobot, command: str, first: str, words: str, tmp_path: Path
) -> None:
    clerk.looks_for(somebody(clerk.desk).id_no[-4:])
    menu = clerk.page.row_menu.menu()
    (action,) = [one for one in menu.actions() if one.objectName() == command]
    assert action.isEnabled()
    action.trigger()
    assert clerk.forms()[0] == first
    assert len(clerk.forms()) == 4
    assert words in written(clerk.shown(), tmp_path / "form.pdf")
    clerk.leaves()


def test_who_never_stood_on_a_post_has_neither_agreement_nor_exit_form(clerk: PaperRobot) -> None:
    clerk.desk.do(
        "Add", people.add, today=date(2021, 3, 1), name="石小花", id_no="522699199203050024", village="干团村"
    )
    clerk.desk.changes.tell({"person"})
    clerk.rests().looks_for("0024")
    assert clerk.page.blocked("people.exit_form") == clerk.page.blocked("people.agreement_form") == "没有上过岗"
    assert not clerk.page.blocked("people.application")
    assert clerk.page.blocked("people.why") == "还没有计算过"
    clerk.page.print_page()
    assert clerk.forms() == ["人员档案", "申请审批表"]
    clerk.leaves()


def test_somebody_only_proposed_has_no_exit_form(clerk: PaperRobot) -> None:
    row = somebody(clerk.desk)
    card = clerk.desk.ask(people.card, row.id)
    assert not paper.blocked("exit_form", card)
    assert paper.blocked("file", None) == "先选一个人"


def test_with_the_pane_closed_the_row_decides_whose_paper_it_is(clerk: PaperRobot) -> None:
    clerk.page.set_pane_open(value=False)
    clerk.page.table.go_to(0)
    clerk.page.table.go_to(3)
    row = clerk.page.table.current_row()
    assert not clerk.page.blocked("people.file")
    clerk.page.print_page()
    assert clerk.shown().view.pages.title.endswith(row.name)
    clerk.leaves()
    clerk.page.explain()
    clerk.rests()
    assert isinstance(clerk.page, PayrollPage)
    assert clerk.page.table.current_row().person_id == row.id


def test_full_numbers_ask_what_for_and_the_history_keeps_it(clerk: PaperRobot, tmp_path: Path) -> None:
    row = somebody(clerk.desk)
    clerk.looks_for(row.id_no[-4:])
    clerk.page.print_full_file()
    asked = clerk.dialog(ReasonDialog)
    assert not asked.do_it.isEnabled()
    asked.reason.setText("县审计局检查")
    asked.do_it.click()
    page = clerk.shown()
    assert row.id_no in written(page, tmp_path / "full.pdf")
    with clerk.robot.qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_to(tmp_path / "saved.pdf")
    notes = clerk.desk.ask(
        lambda session: list(session.scalars(select(AuditEntry.new).where(AuditEntry.record == "print_DOS")))
    )
    assert [note["purpose"] for note in notes if note] == ["pdf：县审计局检查"]
    clerk.leaves()


def test_attendance_sheets_open_from_both_pages(clerk: PaperRobot, tmp_path: Path) -> None:
    for place in ("people", "payroll"):
        clerk.robot.window.go(place)
        clerk.rests()
        clerk.page.print_attendance()
        assert clerk.forms() == ["空白，每村一张", "空白，分岗位", "已录入的合计"]
        assert "2021年3月公益性岗位考勤表" in written(clerk.shown(), tmp_path / "f3.pdf")
        clerk.shown().choose(2)
        clerk.rests()
        assert "以村里填写的考勤表为准" in written(clerk.shown(), tmp_path / "f3.pdf")
        clerk.leaves()


def test_a_month_without_anybody_on_post_is_said_in_the_page(clerk: PaperRobot) -> None:
    clerk.desk.set_month(Month(2001, 1))
    clerk.page.print_attendance()
    assert clerk.page.message_bar.code == "NOTHING_TO_PRINT"


# Flow E: why 863.64?


@pytest.mark.parametrize("asks", [(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_F1, SHIFT)])
def test_from_the_question_to_the_slip_in_five_keys_and_three_characters(
    clerk: PaperRobot, asks: tuple[Qt.Key, Qt.KeyboardModifier], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[PaperPage] = []

    def print_out(page: PaperPage) -> None:
        printed.append(page)

    monkeypatch.setattr(PaperPage, "print_out", print_out)
    keys = 0

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        keys += 1
        clerk.robot.window.activateWindow()
        clerk.robot.press(key, modifiers)
        clerk.rests()

    row = next(one for one in clerk.desk.ask(people.find, state="在岗").rows if len(one.name) == 3)
    search = "".join(people_initials(row.name))
    press(Qt.Key.Key_F3)
    clerk.robot.types(search)
    clerk.robot.settles()
    press(Qt.Key.Key_Return)
    card = clerk.page.card.card
    assert card.pay
    press(*asks)
    page = clerk.page
    assert isinstance(page, PayrollPage)
    assert page.table.current_row().person_id == card.id
    said = [one.text() for one in page.pane.findChildren(QLabel) if one.isVisible()]
    press(Qt.Key.Key_P, CTRL)
    preview = clerk.shown()
    assert preview._forms[0].title == f"{card.name}的工资条"
    QTest.keyClick(clerk.dialog().focusWidget() or preview, Qt.Key.Key_Return)
    keys += 1
    assert printed == [preview]
    assert (keys, len(search)) == (5, 3)
    text = written(preview, tmp_path / "slip.pdf")
    assert text.count("公益性岗位补贴条") == 1
    line = page.table.current_row().line
    for step in line.steps:
        sentence = payroll.words(step)
        assert sentence in said
        assert folded(sentence) in text
    clerk.leaves()


def people_initials(name: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(name, style=Style.FIRST_LETTER)


def test_a_sum_of_another_month_turns_the_leaf(clerk: PaperRobot) -> None:
    row = somebody(clerk.desk)
    run = clerk.desk.ask(people.card, row.id).pay[0]
    clerk.desk.set_month(Month(2021, 7))
    clerk.desk.open("pay_run", f"{run.run_id}#{row.id}")
    clerk.rests()
    assert clerk.desk.month == MONTH
    assert clerk.page.sheet.run_id == run.run_id
    assert clerk.page.table.current_row().person_id == row.id


def test_ctrl_p_on_the_table_still_shows_the_whole_sheet(clerk: PaperRobot) -> None:
    clerk.robot.window.go("payroll")
    clerk.rests()
    clerk.robot.window.activateWindow()
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_P, CTRL)
    assert clerk.forms()[0] == "花名册"
    clerk.leaves()
