"""Page 工资: the clerk computes, asks why, locks, has it approved, previews, goes on to the bank."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from cjdesk.domain import money, rmb
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.gui.payroll.lock_page import LockDialog, LockPage
from cjdesk.gui.payroll.page import PayrollPage
from cjdesk.gui.reason_dialog import ReasonDialog
from cjdesk.i18n import tr
from cjdesk.services import imports, payroll, rules
from tests.gui.robots import CTRL, SHIFT, DeskRobot

MONTH = Month(2020, 11)


class PayrollRobot:
    """At work on 工资."""

    def __init__(self, robot: DeskRobot) -> None:
        self.robot = robot
        page = robot.page
        assert isinstance(page, PayrollPage)
        self.page = page
        self.rests()

    def rests(self) -> PayrollRobot:
        """Wait until nothing is under way."""
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
        QApplication.processEvents()
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
        return self

    def computes(self) -> PayrollRobot:
        self.robot.qtbot.keyClick(self.robot.window, Qt.Key.Key_F9)
        return self.rests()

    def computes_all(self) -> PayrollRobot:
        self.robot.qtbot.keyClick(self.robot.window, Qt.Key.Key_F9, SHIFT)
        return self.rests()

    def chooses(self, post_type: str) -> PayrollRobot:
        self.page.post_type.set_value(post_type)
        self.page.post_type.chosen.emit(post_type)
        return self.rests()

    def presses(self, command: str) -> PayrollRobot:
        button = self.page.header.buttons[command]
        assert button.isVisible(), command
        assert button.isEnabled(), button.text()
        button.click()
        return self.rests()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        assert len(found) == 1
        return found[0]

    def agrees(self) -> PayrollRobot:
        """The verb of the question."""
        dialog = self.dialog(ConfirmDialog)
        assert isinstance(dialog, ConfirmDialog)
        dialog.do_it.click()
        return self.rests()

    def lock_page(self) -> LockPage:
        """The steps, while they are open."""
        dialog = self.dialog(LockDialog)
        assert isinstance(dialog, LockDialog)
        return dialog.page

    def locks(self, reason: str = "逐项核对过") -> PayrollRobot:
        """All warnings get one reason, then through the steps to the lock."""
        self.presses("payroll.lock")
        page = self.lock_page()
        if page.waiting:
            page.warnings.table.selectAll()
            page.warnings.reason.setEditText(reason)
            page.warnings.give.click()
            self.rests()
        for _ in page.steps:
            page.next_button.click()
        return self.rests()

    def columns(self) -> list[str]:
        return [column.key for column in self.page.table.shown_columns()]

    def pane_words(self) -> str:
        return " ".join(one.text() for one in self.page.pane.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def staffed(desk: Desk, guandong: Path) -> Desk:
    """The dirty roster of 贯洞镇 with receipts and attendance."""
    for kind in ("roster", "receipts", "attendance"):
        plan = desk.ask(imports.preview, kind, guandong / f"{kind}.xlsx", month=MONTH)
        desk.do(f"Import {kind}", imports.apply, plan)
    desk.set_month(MONTH)
    return desk


@pytest.fixture
def pay(staffed: Desk, open_window: Callable[..., DeskRobot]) -> PayrollRobot:
    return PayrollRobot(open_window(staffed, (PayrollPage,)))


def test_an_uncomputed_month_says_what_to_do_and_f9_computes_it(pay: PayrollRobot):
    assert "还没有计算" in pay.page.empty_state.sentence.text()
    pay.computes()
    sheet = pay.page.sheet
    assert sheet is not None
    assert sheet.state == "已计算"
    assert pay.page.rows.rowCount() == len(sheet.lines) == 149
    totals = pay.page.total_row.texts()
    assert totals[0] == "合计"
    assert f"{sheet.people} 人" in totals
    assert money.show(sheet.net_fen) == "145,533.34"
    assert totals.count("145,533.34") == 2
    assert pay.page.findChild(QLabel, "in words").text() == rmb.words(sheet.net_fen)


def test_screen_list_and_services_have_one_total(pay: PayrollRobot, staffed: Desk):
    pay.computes_all()
    shown = 0
    for kind in ("HL", "HH", "GS"):
        pay.chooses(kind)
        assert pay.page.sheet is not None
        shown += pay.page.sheet.net_fen
        assert money.show(pay.page.sheet.net_fen) in pay.page.total_row.texts()
    assert shown == sum(run.net_fen for run in staffed.ask(payroll.runs, MONTH)) == 35_069_841


def test_columns_that_are_zero_for_everyone_hide_themselves(pay: PayrollRobot):
    pay.computes_all()
    assert not {"commission_fen", "topup_fen", "back_pay_fen"} & set(pay.columns())
    pay.chooses("GS")
    assert "commission_fen" in pay.columns()
    assert "topup_fen" not in pay.columns()


def test_no_amount_can_be_typed(pay: PayrollRobot):
    pay.computes()
    model = pay.page.rows
    for row in range(3):
        for column in range(model.columnCount()):
            assert not model.flags(model.index(row, column)) & Qt.ItemFlag.ItemIsEditable


def test_the_pane_says_why(pay: PayrollRobot):
    pay.computes_all().chooses("GS")
    pay.page.search.setText("oulan")
    pay.robot.settles()
    row = pay.page.table.current_row()
    assert row is not None
    pay.robot.qtbot.waitUntil(lambda: money.show(row.net_fen) in pay.pane_words())
    words = pay.pane_words()
    assert "700.00" in words
    assert "实收" in words
    assert "大" not in pay.page.message_bar.text


def test_search_takes_pinyin_initials_and_tail_of_the_id(pay: PayrollRobot):
    pay.computes()
    first = pay.page.rows.row_value(0)
    assert first is not None
    for text in (first.line.id_no[-4:], first.line.name, first.words.split()[0]):
        pay.page.search.setText(text)
        pay.robot.settles()
        assert first.name in [pay.page.rows.row_value(row).name for row in range(pay.page.rows.rowCount())], text


def test_f8_walks_through_the_problems(pay: PayrollRobot):
    pay.computes()
    seen = set()
    pay.page.table.setFocus()
    for _ in range(3):
        pay.robot.press(Qt.Key.Key_F8)
        row = pay.page.table.current_row()
        assert row.serious
        seen.add(row.id)
    assert len(seen) == 3


def test_the_lock_asks_for_a_reason_to_each_warning(pay: PayrollRobot, staffed: Desk):
    pay.computes().presses("payroll.lock")
    page = pay.lock_page()
    assert page.current == "problems"
    assert page.waiting == page.warnings.model.rowCount()
    assert not page.next_button.isEnabled()
    assert page.missing.text() == f"还有 {page.waiting} 处问题"
    first, before = page.warnings.table.current_row(), page.waiting
    pay.robot.qtbot.keyClick(page.warnings.table, Qt.Key.Key_1)
    pay.rests()
    assert page.waiting == before - 1
    given = [one.given for one in staffed.ask(payroll.problems, pay.page.sheet.run_id) if one.given]
    assert [(one.reason, one.by) for one in given] == [(tr(first.finding.reasons[0]), "李芳")]
    pay.robot.qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert page.current == "problems"
    page.leave.click()
    pay.rests()
    assert pay.page.sheet.state == "已计算"


def test_one_reason_for_a_kind_and_free_words(pay: PayrollRobot, staffed: Desk):
    pay.computes().presses("payroll.lock")
    page = pay.lock_page()
    kind = page.warnings.table.current_row().finding.code
    page.warnings.same_kind.click()
    page.warnings.reason.setEditText("已向保险公司报名")
    pay.robot.qtbot.keyClick(page.warnings.reason.lineEdit(), Qt.Key.Key_Return)
    pay.rests()
    found = staffed.ask(payroll.problems, pay.page.sheet.run_id)
    assert {one.given.reason for one in found if one.code == kind and one.given} == {"已向保险公司报名"}
    assert not [one for one in found if one.code == kind and one.unanswered]
    assert page.warnings.next_waiting(1)
    assert page.warnings.table.current_row().finding.unanswered


def test_the_last_step_says_count_sum_and_words_and_enter_on_the_fresh_page_locks_nothing(pay: PayrollRobot):
    pay.computes().presses("payroll.lock")
    page = pay.lock_page()
    pay.robot.qtbot.keyClick(page, Qt.Key.Key_Return)
    assert pay.page.sheet.state == "已计算"
    page.warnings.table.selectAll()
    page.warnings.reason.setEditText("逐项核对过")
    page.warnings.give.click()
    pay.rests()
    page.next_button.click()
    assert page.current == "changes"
    page.next_button.click()
    assert page.current == "confirm"
    words = " ".join(one.text() for one in page.findChildren(QLabel))
    sheet = pay.page.sheet
    for said in (f"{sheet.people} 人", money.show(sheet.net_fen), rmb.words(sheet.net_fen), sheet.check_code):
        assert said in words
    page.back_button.click()
    assert page.current == "changes"
    page.next_button.click()
    page.next_button.click()
    pay.rests()
    assert pay.page.sheet.state == "已审核"


def test_an_error_blocks_the_lock_and_the_button_says_how_many(pay: PayrollRobot, staffed: Desk):
    pay.computes()
    one = pay.page.rows.row_value(0)
    number = one.line.id_no
    facts = {"kind": "FROZEN", "id_no": number, "since": MONTH.first, "source": "县就业局"}
    staffed.do("List", rules.add_listed, **facts)
    staffed.changes.tell({"comparison"})
    pay.rests()
    button = pay.page.header.buttons["payroll.lock"]
    assert not button.isEnabled()
    assert button.text() == "锁定（还有 1 处问题）"


def test_lock_then_another_clerk_approves(pay: PayrollRobot, staffed: Desk):
    pay.computes().locks()
    assert pay.page.sheet.state == "已审核"
    assert not pay.page.header.buttons["payroll.compute"].isVisible()
    pay.presses("payroll.approve").agrees()
    assert pay.page.sheet.state == "已审核"
    assert pay.page.message_bar.code == "OWN_RUN"
    run = pay.page.sheet.run_id
    staffed.do("Approve", payroll.approve, run, by="wang")
    staffed.changes.tell({"pay_run"})
    pay.rests()
    assert pay.page.sheet.state == "已审批"


def test_unlocking_needs_a_reason_and_makes_the_next_version(pay: PayrollRobot):
    pay.computes().locks()
    pay.page.unlock()
    dialog = pay.dialog(ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    assert not dialog.do_it.isEnabled()
    dialog.reason.setText("考勤有误")
    dialog.do_it.click()
    pay.rests()
    assert pay.page.sheet.state == "已计算"
    assert pay.page.sheet.revision == 2


def test_the_preview_offers_sheet_and_poster(pay: PayrollRobot):
    pay.computes()
    pay.robot.press(Qt.Key.Key_P, CTRL)
    pay.rests()
    dialog = pay.dialog(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    pages = dialog.page.view.pages
    assert pages is not None
    assert pages.count == 11  # as on the paper of the office: the last page keeps at least five people
    assert [form.title for form in dialog.page.choices.forms] == ["花名册", "公示表", "工资条"]
    dialog.reject()


def test_the_poster_is_paged_by_village_and_on_a3(pay: PayrollRobot):
    pay.computes()
    pay.robot.press(Qt.Key.Key_P, CTRL)
    pay.rests()
    dialog = pay.dialog(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    preview = dialog.page
    preview.choose(1)
    pay.rests()
    assert preview.view.pages is not None
    whole = preview.view.pages.count
    preview.choices.choose(preview.form, "poster_by_village", "yes")
    pay.rests()
    assert preview.view.pages.count > whole
    preview.choices.choose(preview.form, "poster_a3", "yes")
    pay.rests()
    assert preview.view.pages.enlarged > 1
    dialog.reject()


def test_the_preview_says_the_same_count_and_total_as_the_page_and_pages_as_chosen(pay: PayrollRobot):
    pay.computes()
    totals = {total.key: total.text for total in pay.page.totals()}
    pay.robot.press(Qt.Key.Key_P, CTRL)
    pay.rests()
    dialog = pay.dialog(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    preview = dialog.page
    said = preview.bar.summary.text()
    assert said.startswith(f"{totals['name']} {totals['net_fen']} 元，共 11 页：15 + 15")
    counts = [int(count) for count in said.partition("：")[2].removesuffix(" 人").split(" + ")]
    assert (len(counts), sum(counts)) == (11, len(pay.page.sheet.lines))
    for key, value, count in (("rows", "25", 7), ("by_village", "yes", None)):
        preview.choices.choose(preview.form, key, value)
        pay.rests()
        assert preview.view.pages is not None
        if count is None:
            parts = [page.part for page in preview.view.pages.content.pages if page.part]
            assert len(parts) == len({line.village for line in pay.page.sheet.lines})
            assert all(len({line.village for line in part}) == 1 for part in parts)
        else:
            assert preview.view.pages.count == count
    assert str(preview.file_name()).startswith("CJ_522633101_F1_202011_")
    dialog.reject()


def test_the_bank_button_opens_the_page_of_the_bank_with_this_run(pay: PayrollRobot, staffed: Desk):
    pay.computes()
    assert not pay.page.header.buttons["payroll.bank"].isVisible()
    pay.locks()
    staffed.do("Approve", payroll.approve, pay.page.sheet.run_id, by="wang")
    staffed.changes.tell({"pay_run"})
    pay.rests()
    wanted: list[tuple[str, str]] = []
    staffed.open_wanted.connect(lambda kind, key: wanted.append((kind, key)))
    pay.presses("payroll.bank")
    assert wanted == [("bank_run", pay.page.sheet.run_id)]


def test_a_month_without_anybody_is_said(desk: Desk, open_window: Callable[..., DeskRobot]):
    desk.set_month(Month(2019, 1))
    empty = PayrollRobot(open_window(desk, (PayrollPage,)))
    assert "没有人在岗" in empty.page.empty_state.sentence.text()
    empty.computes()
    assert empty.page.message_bar.code == "NOBODY_ON_POST"


def test_beside_last_month_every_difference_has_its_reason(pay: PayrollRobot, staffed: Desk):
    pay.computes_all()
    assert "difference_fen" not in pay.columns()
    before = pay.page.sheet.net_fen
    staffed.set_month(MONTH.plus(1))
    pay.rests().computes()
    assert {"difference_fen", "reason"} <= set(pay.columns())
    every = [pay.page.rows.row_value(row) for row in range(pay.page.rows.rowCount())]
    assert sum(row.difference_fen for row in every) == pay.page.sheet.net_fen - before
    assert all(row.reason for row in every if row.difference_fen)
    leavers = [row for row in every if row.line is None]
    assert leavers
    assert all(row.net_fen is None and row.difference_fen < 0 for row in leavers)
    pay.page.segments.choose("changed")
    pay.page.segments.chosen.emit("changed")
    assert 0 < pay.page.rows.rowCount() < len(every)
