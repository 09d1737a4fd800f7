"""Page 银行: the equation, the file, ticks by keyboard, the result file, accounts put right, the second list."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from cjdesk.domain import money
from cjdesk.domain.month import Month
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.gui.payments import export
from cjdesk.gui.payments.page import PaymentsPage
from cjdesk.services import payments, payroll
from tests.gui.robots import DeskRobot
from tests.services.expected import read, store

MONTH = Month(2021, 3)


@pytest.fixture
def approved(desk: Desk, clean_small: Path) -> Desk:
    """A month of 24 people, approved."""
    desk.database.do("store", store, read(clean_small))
    for sheet in desk.database.do("compute", payroll.compute, MONTH, by="李芳"):
        desk.database.do("lock", payroll.lock, sheet.run_id, by="吴国芳")
        desk.database.do("approve", payroll.approve, sheet.run_id, by="王主任")
    desk.set_month(MONTH)
    return desk


class BankRobot:
    """At work on 银行."""

    def __init__(self, robot: DeskRobot) -> None:
        self.robot, self.page = robot, robot.page
        assert isinstance(self.page, PaymentsPage)
        self.rests()

    def rests(self) -> BankRobot:
        for _ in range(3):
            self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
            QApplication.processEvents()
        return self

    def tab(self, key: str) -> BankRobot:
        self.page.tabs.choose(key)
        return self.rests()

    def key(self, key: Qt.Key) -> BankRobot:
        QTest.keyClick(self.page.table, key)
        return self.rests()

    def presses(self, command: str) -> BankRobot:
        button = self.page.header.buttons[command]
        assert button.isVisible(), command
        assert button.isEnabled(), button.text()
        button.click()
        return self.rests()

    def question(self) -> ConfirmDialog:
        (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible()]
        return found

    def words(self) -> str:
        return " ".join(one.text() for one in self.question().findChildren(QLabel))

    def agrees(self) -> BankRobot:
        self.question().do_it.click()
        return self.rests()

    def exports(self, path: Path) -> BankRobot:
        export.save(self.page, self.page.desk, self.page.chosen, "NSH-TXT", path)
        return self.rests()


@pytest.fixture
def bank(approved: Desk, open_window: Callable[..., DeskRobot]) -> BankRobot:
    return BankRobot(open_window(approved, (PaymentsPage,)))


def test_a_run_without_a_list_shows_what_would_be_paid(bank: BankRobot, approved: Desk) -> None:
    made = bank.page.chosen
    assert made is not None
    assert made.number is None
    assert bank.page.rows.rowCount() == len(made.rows)
    assert "未制清单" in bank.page.state_chip().word
    words = bank.page.equation.words()
    assert money.show(made.net_fen) in words
    assert "待补账号" in words
    assert bank.page.equation.chip.accessibleName() == "相符，差 0.00 元"
    bank.presses("payments.export")
    assert money.show(made.listed_fen) in bank.words()
    assert bank.question().safe.hasFocus()
    bank.question().reject()


def test_the_file_goes_out_once_and_again_the_same(bank: BankRobot, approved: Desk, tmp_path: Path) -> None:
    whole = bank.page.chosen
    bank.exports(tmp_path / "a.txt")
    made = bank.page.chosen
    assert made.state == ListState.SENT
    assert made.listed_fen == whole.listed_fen
    assert (tmp_path / "a_核对单.xlsx").exists()
    bank.exports(tmp_path / "b.txt")
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()


def test_a_stick_that_was_pulled_out_is_said_and_the_second_try_succeeds(bank: BankRobot, tmp_path: Path) -> None:
    bank.exports(tmp_path / "gone" / "a.txt")
    assert bank.page.message_bar.code == "FOLDER_IS_GONE"
    assert not list(tmp_path.glob("**/a*"))
    bank.rests()
    assert bank.page.chosen.state == ListState.SENT
    bank.exports(tmp_path / "a.txt")
    assert (tmp_path / "a.txt").exists()


def test_a_returned_payment_is_ticked_put_right_and_paid_again(bank: BankRobot, approved: Desk, tmp_path: Path) -> None:
    """Flow F: Space, a digit, one question; the account twice; the second list."""
    bank.exports(tmp_path / "a.txt").tab("result")
    page = bank.page
    total = page.chosen.listed_fen
    page.table.setFocus()
    page.table.go_to(1)
    bank.key(Qt.Key.Key_Space)
    assert page.ticks == {2: "账号错误"}
    bank.key(Qt.Key.Key_4)
    assert page.ticks == {2: "挂失"}
    bank.key(Qt.Key.Key_Space)
    assert page.ticks == {}
    bank.key(Qt.Key.Key_1)
    row = page.chosen.rows[1]
    assert any(f"退回 1 笔 {money.show(row.amount_fen)}" in text for text in page.total_row.texts())
    bank.presses("payments.book")
    assert money.show(total) in bank.words()
    bank.agrees()
    assert page.chosen.state == ListState.BOOKED
    assert page.chosen.rows[1].state == PaymentState.FAILED
    assert page.badge() == 1
    bank.tab("back")
    page.table.go_to(0)
    assert page.blocked("payments.reissue") == "先补正账号"
    bank.key(Qt.Key.Key_Return)
    page.acts.form.form.show_record(
        {"bank_no": "6299990000000000011", "again": "6299990000000000012", "proof": "存折", "holder": row.holder}
    )
    assert page.acts.form is not None
    page.acts.form.act()
    assert page.acts.form is not None  # the two differ
    page.acts.form.form.show_record(
        {"bank_no": "6299990000000000011", "again": "6299990000000000011", "proof": "存折", "holder": row.holder}
    )
    page.acts.form.act()
    assert page.acts.form is None
    bank.rests().presses("payments.reissue")
    assert page.chosen.number == "BF-202103-01"
    assert [one.amount_fen for one in page.chosen.rows] == [row.amount_fen]
    bank.tab("back")
    assert page.blocked("payments.reissue")


def test_the_banks_file_is_read_asked_and_booked_whole(bank: BankRobot, approved: Desk, tmp_path: Path) -> None:
    bank.exports(tmp_path / "a.txt").tab("result")
    made = bank.page.chosen
    path = tmp_path / "回盘.csv"
    rows = [[row.holder, row.account, f"{row.amount_fen / 100:.2f}", "成功", ""] for row in made.rows]
    rows[0][3:] = ["失败", "账户冻结"]

    def write(some: list[list[str]]) -> None:
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([["户名", "账号", "金额", "结果", "失败原因"], *some])

    write([*rows, ["张三", "6299990000000099999", "1.00", "成功", ""]])
    bank.page.answers.read_file(path)
    bank.rests()
    assert bank.page.message_bar.code in {"RESULT_ROWS_WRONG", "RESULT_OF_NO_LIST"}
    assert bank.page.chosen.state == ListState.SENT
    write(rows)
    bank.page.answers.read_file(path)
    bank.rests()
    assert f"{len(rows) - 1} 笔" in bank.words()
    bank.agrees()
    assert bank.page.chosen.state == ListState.BOOKED
    assert bank.page.chosen.rows[0].failure == "冻结或止付"
    bank.page.answers.read_file(path)
    bank.rests()
    assert "登记过" in bank.page.message_bar.text


def test_a_list_is_withdrawn_after_a_reason_and_a_question(bank: BankRobot, approved: Desk, tmp_path: Path) -> None:
    bank.exports(tmp_path / "a.txt")
    number = bank.page.chosen.number
    bank.page.withdraw()
    bank.page.acts._ask_withdraw(bank.page.chosen, "写错月份", not_at_bank=False)
    bank.agrees()
    assert bank.page.message_bar.code == "BANK_MAY_HAVE_LIST"
    bank.page.acts._ask_withdraw(bank.page.chosen, "写错月份", not_at_bank=True)
    bank.agrees()
    assert number not in {one.number for one in approved.ask(payments.lists, MONTH)}
    assert bank.page.acts.form is None


def test_list_and_control_sheet_are_previewed(bank: BankRobot, tmp_path: Path) -> None:
    bank.exports(tmp_path / "a.txt").presses("payments.print")
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible()]
    assert dialog.page.view.pages is not None
    dialog.reject()
