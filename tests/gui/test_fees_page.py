"""Page 水费: the clerk types receipts by scheme and by household, sees what is wrong at the cell, prints the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Person, Post
from cjdesk.domain.fees.bills import Price, PriceKind
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.fees.page import FeesPage
from cjdesk.gui.fees.rows import HouseRow, SchemeRow
from cjdesk.gui.imports.page import ImportPage
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.printing import pdf_origin
from cjdesk.services import fees, payroll, prints
from tests.gui.robots import CTRL, SHIFT, DeskRobot
from tests.services.desk import Rows, id_no

MAY = Month(2021, 5)
START = date(2021, 1, 1)
FIRST, SECOND = "宰荡集中供水工程", "干团饮水点"


def add_wardens(session: Session) -> list[str]:
    rows, found = Rows(session, "522633101"), []
    for number, name in enumerate(("吴国芳", "潘志明"), start=1):
        person = rows.add(Person, id_no=id_no(number), name=name, sex="1", birth=date(1970, 1, 1), village="宰荡村")
        post = rows.add(Post, number=f"GS-101-{number:03d}", post_type="GS", name="管水", village="宰荡村")
        rows.add(Assignment, person_id=person, post_id=post, post_type="GS", start=START, state="在岗")
        found.append(person)
    return found


class FeesRobot:
    """At work on 水费."""

    def __init__(self, robot: DeskRobot) -> None:
        self.robot = robot
        page = robot.page
        assert isinstance(page, FeesPage)
        self.page = page
        self.rests()

    def rests(self) -> FeesRobot:
        for _ in range(3):
            self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
            QApplication.processEvents()
        return self

    def column(self, key: str) -> int:
        return next(n for n, one in enumerate(self.page.COLUMNS) if one.key == key)

    def at(self, name: str, key: str) -> FeesRobot:
        """Put the cursor on a cell."""
        for place in range(self.page.rows.rowCount()):
            row = self.page.rows.row_value(place)
            if name in {getattr(row, "scheme", ""), getattr(row, "house", "")}:
                self.page.table.setFocus()
                self.page.table.go_to(place, self.column(key))
                return self
        raise AssertionError(name)

    def types(self, text: str, key: Qt.Key = Qt.Key.Key_Return) -> FeesRobot:
        """The first letter opens the cell, the key leaves it."""
        QTest.keyClicks(self.page.table, text[0])
        QTest.keyClicks(self.robot.focus(), text[1:])
        QTest.keyClick(self.robot.focus(), key)
        self.robot.qtbot.wait(20)
        return self.rests()

    def shows(self, name: str, key: str) -> str:
        for place in range(self.page.rows.rowCount()):
            row = self.page.rows.row_value(place)
            if name in {getattr(row, "scheme", ""), getattr(row, "house", "")}:
                return str(self.page.rows.index(place, self.column(key)).data())
        raise AssertionError(name)

    def fills(self, **texts: str) -> FeesRobot:
        """The form in the pane, field by field, then its verb."""
        act = self.page.card.act
        assert act is not None
        for key, text in texts.items():
            box = act.form.box(key)
            if hasattr(box, "setEditText"):
                box.setEditText(text)
                box.lineEdit().setModified(True)  # type: ignore[union-attr]
            else:
                box.setText(text)
                box.setModified(True)
        act.act()
        return self.rests()


@pytest.fixture
def fee_desk(desk: Desk) -> Desk:
    wardens = desk.database.do("wardens", add_wardens)
    for name, warden in zip((FIRST, SECOND), wardens, strict=True):
        scheme = desk.database.do("scheme", fees.add_scheme, name=name, village="宰荡村", households=86)
        desk.database.do("rate", fees.set_rate, scheme, rate_bp=2000, valid_from=START)
        desk.database.do("shares", fees.set_shares, scheme, [(warden, 10_000)], valid_from=START)
    desk.set_month(MAY)
    return desk


@pytest.fixture
def robot(fee_desk: Desk, open_window: Callable[..., DeskRobot]) -> FeesRobot:
    return FeesRobot(open_window(fee_desk, (FeesPage, ImportPage)))


def test_a_total_is_typed_and_the_rest_is_computed_live(robot: FeesRobot) -> None:
    robot.at(FIRST, "numbers").types("0012301-386")
    robot.at(FIRST, "received_fen").types("1,430")
    robot.at(FIRST, "refund_fen").types("80")
    cells = {key: robot.shows(FIRST, key) for key in ("numbers", "received_fen", "net_fen", "rate", "commission_fen")}
    assert cells == {
        "numbers": "0012301–0012386", "received_fen": "1,430.00", "net_fen": "1,350.00", "rate": "20%",
        "commission_fen": "270.00",
    }  # fmt: skip
    assert "1,350.00" in robot.page.total_row.texts()
    assert robot.page.header.chip.accessibleName() == "" or "1/2" in robot.page.header.chip.accessibleName()


def test_enter_goes_down_and_shift_enter_up(robot: FeesRobot) -> None:
    robot.at(FIRST, "received_fen").types("5")
    assert robot.page.table.currentIndex().row() == 1
    QTest.keyClick(robot.page.table, Qt.Key.Key_Return, SHIFT)
    assert robot.page.table.currentIndex().row() == 0
    QTest.keyClick(robot.page.table, Qt.Key.Key_F2)
    QTest.keyClick(robot.robot.focus(), Qt.Key.Key_Escape)
    assert robot.shows(FIRST, "received_fen") == "5.00"


def test_ctrl_d_takes_the_value_above_and_del_clears(robot: FeesRobot) -> None:
    robot.at(FIRST, "received_fen").types("5")
    QTest.keyClick(robot.page.table, Qt.Key.Key_D, CTRL)
    robot.rests()
    assert robot.shows(SECOND, "received_fen") == "5.00"
    QTest.keyClick(robot.page.table, Qt.Key.Key_Delete)
    robot.rests()
    assert robot.shows(SECOND, "received_fen") == ""


def test_what_is_wrong_stays_at_its_cell_until_it_is_put_right(robot: FeesRobot) -> None:
    robot.at(FIRST, "received_fen").types("12.345")
    assert robot.page.message_bar.code == "AMOUNT_DECIMALS"
    robot.at(SECOND, "received_fen").types("7")
    assert robot.shows(FIRST, "received_fen") == "12.345", "not a keystroke is lost by the refresh"
    row = robot.page.rows.row_value(0)
    assert robot.page.grid_model.look(0, robot.page.COLUMNS[robot.column("received_fen")]).back == "error"  # type: ignore[union-attr]
    assert isinstance(row, SchemeRow)
    assert robot.page.next_problem(1)
    robot.at(FIRST, "received_fen").types("12.34")
    assert robot.shows(FIRST, "received_fen") == "12.34"
    assert robot.page.grid_model.errors() == 0


def test_a_refund_before_its_receipts_says_what_is_missing(robot: FeesRobot) -> None:
    robot.at(FIRST, "refund_fen").types("8")
    assert robot.page.message_bar.code == "REFUND_ORIGINAL"
    QTest.keyClick(robot.page.table, Qt.Key.Key_Up)
    robot.at(FIRST, "refund_fen")
    QTest.keyClick(robot.page.table, Qt.Key.Key_Escape)
    assert robot.page.grid_model.errors() == 0


def test_overlapping_numbers_are_red_in_both_lines_and_f8_finds_them(robot: FeesRobot) -> None:
    robot.at(FIRST, "numbers").types("0012301-0012386")
    robot.at(SECOND, "numbers").types("0012381-0012420")
    column = robot.page.COLUMNS[robot.column("numbers")]
    assert [robot.page.grid_model.look(row, column).back for row in (0, 1)] == ["error", "error"]  # type: ignore[union-attr]
    assert robot.shows(SECOND, "problem") == "重叠 6 张"
    assert robot.page.badge() == 2
    robot.at(FIRST, "numbers")
    QTest.keyClick(robot.robot.window, Qt.Key.Key_F8)
    assert robot.page.message_bar.code == "RECEIPT_OVERLAP"
    assert "重叠6张" in robot.page.message_bar.text


def test_no_income_is_one_act(robot: FeesRobot) -> None:
    assert robot.shows(FIRST, "problem") == "未录"
    robot.at(FIRST, "received_fen")
    robot.page.no_income()
    robot.rests()
    assert robot.shows(FIRST, "problem") == "本月无收入"
    assert robot.shows(FIRST, "received_fen") == "0.00"


def test_a_receipt_a_refund_and_a_void_one_through_the_forms(robot: FeesRobot) -> None:
    robot.at(FIRST, "received_fen")
    QTest.keyClick(robot.robot.window, Qt.Key.Key_N, CTRL)
    robot.fills(received="2021-05-03", numbers="0020001", amount="12")
    assert robot.shows(FIRST, "received_fen") == "12.00"
    robot.page.new_receipt()
    robot.fills(received="2021-06-03", numbers="0020002", amount="12")
    assert robot.page.card.act is not None
    assert "到2021-06录入" in robot.page.card.act.form.problems()["received"].replace(" ", "")
    robot.page.card.stop()
    robot.page.refund()
    robot.fills(original="0020001", received="2021-05-04", amount="5")
    assert robot.shows(FIRST, "net_fen") == "7.00"
    robot.page.void()
    robot.fills(numbers="0020009", reason="撕坏")
    words = " ".join(one.text() for one in robot.page.pane.findChildren(QLabel))
    assert "作废：撕坏" in words
    assert "退0020001" in words


def test_schemes_rates_prices_books_and_households_are_kept_here(robot: FeesRobot, fee_desk: Desk) -> None:
    robot.page.new_scheme()
    robot.fills(name="新饮水点", village="干团村")
    robot.at("新饮水点", "received_fen")
    robot.page.set_rate()
    robot.fills(rate="2000", since="2021-05-01")
    assert "rate" in robot.page.card.act.form.problems()  # type: ignore[union-attr]
    robot.fills(rate="12.5", since="2021-05-01")
    robot.page.set_shares()
    robot.fills(warden0="吴国芳", share0="60", warden1="潘志明", share1="40", since="2021-05-01")
    robot.page.set_price()
    robot.fills(kind="计量", per_m3="2.33", since="2021-05-01")
    robot.page.new_household()
    robot.fills(name="石荣天", reduction="50", reason="低保", since="2021-01-01")
    robot.page.hand_out()
    robot.fills(first="0000001", last="0000050", day="2021-05-01")
    (value,) = [one for one in fee_desk.ask(fees.schemes, MAY.last) if one.name == "新饮水点"]
    assert value.rate is not None
    assert (value.rate.rate_bp, [one.share_bp for one in value.shares], value.accounts) == (1250, [6000, 4000], 1)
    assert value.price == Price(PriceKind.METERED, 2330)
    (book,) = fee_desk.ask(fees.books)
    assert len(book.run) == 50
    robot.page.take_back()
    robot.fills(first="0000001–0000050", day="2021-05-31")
    assert fee_desk.ask(fees.books)[0].returned == date(2021, 5, 31)


@pytest.fixture
def homes(robot: FeesRobot, fee_desk: Desk) -> FeesRobot:
    scheme = fee_desk.ask(fees.scheme_named, FIRST)
    fee_desk.database.do("price", fees.set_price, scheme, Price(PriceKind.METERED, 2330), valid_from=START)
    for name in ("石荣天", "王富"):
        home = fee_desk.database.do("home", fees.add_account, scheme, name=name, valid_from=START)
        fee_desk.database.do("reading", fees.enter_reading, home, Month(2021, 4), fees.NewReading(853_000))
    robot.at(FIRST, "received_fen")
    robot.page.switch_mode()
    robot.rests()
    return robot


def test_households_are_read_billed_and_paid_in_the_grid(homes: FeesRobot) -> None:
    assert isinstance(homes.page.rows.row_value(0), HouseRow)
    homes.at("石荣天", "now").types("881")
    assert (homes.shows("石荣天", "used"), homes.shows("石荣天", "bill_fen")) == ("28", "65.24")
    homes.at("石荣天", "paid_fen").types("65.24")
    homes.at("石荣天", "ticket").types("0003101")
    homes.at("石荣天", "paid_on").types("0503")
    assert (homes.shows("石荣天", "ticket"), homes.shows("石荣天", "paid_on")) == ("0003101", "2021-05-03")
    homes.at("王富", "now").types("12")
    assert homes.page.message_bar.code == "METER_BACKWARDS"
    homes.at("王富", "now").types("1000000000")
    assert homes.page.message_bar.code == "READING_TOO_LARGE"
    homes.page.table.go_to(1, homes.column("now"))
    homes.page.new_meter()
    homes.fills(old_last="870", now="12")
    homes.page.grid_model.give_up(homes.page.rows.index(1, homes.column("now")))
    assert homes.shows("王富", "used") == "29"
    assert homes.shows("王富", "note") == "换表"
    homes.page.switch_mode()
    homes.rests()
    assert homes.shows(FIRST, "commission_fen") == "13.05"


def test_a_locked_month_takes_nothing(robot: FeesRobot, fee_desk: Desk) -> None:
    robot.at(FIRST, "received_fen").types("430")
    database = fee_desk.database
    (sheet,) = database.do("compute", payroll.compute, MAY, post_type="GS", by="lifang")
    database.do("lock", payroll.lock, sheet.run_id, by="吴审核")
    fee_desk.changes.tell({"pay_run"})
    robot.rests()
    index = robot.page.rows.index(0, robot.column("received_fen"))
    assert not robot.page.rows.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert robot.page.header.buttons["fees.receipt"].text() != ""
    assert robot.page.blocked("fees.receipt") == "本月已锁定"


def test_the_ledger_is_previewed(robot: FeesRobot) -> None:
    robot.at(FIRST, "received_fen").types("430")
    robot.at(FIRST, "received_fen")
    robot.page.print_page()
    robot.rests()
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible()]
    assert len(found) == 1
    pages = found[0].page.view.pages
    assert pages is not None
    assert pages.count == 1
    assert "水费收缴台账" in pages.title
    found[0].reject()


def test_an_empty_office_is_told_what_to_do(desk: Desk, open_window: Callable[..., DeskRobot]) -> None:
    robot = FeesRobot(open_window(desk, (FeesPage, ImportPage)))
    assert "还没有供水工程" in robot.page.empty_state.sentence.text()
    assert robot.page.blocked("fees.print") == "还没有录入"


def test_receipts_and_blank_ones_of_a_book_are_previewed_and_counted(
    robot: FeesRobot, fee_desk: Desk, tmp_path: Path
) -> None:
    robot.at(FIRST, "received_fen").types("430")
    robot.at(FIRST, "received_fen")
    scheme = robot.page.scheme
    assert scheme is not None
    fee_desk.database.do(
        "hand out", fees.hand_out, scheme.id, first="0070001", last="0070050", handed_out=date(2021, 5, 1)
    )
    robot.page.print_page()
    robot.rests()
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible()]
    titles = [form.title for form in dialog.page._forms]
    assert titles == ["本工程台账", "全部工程台账", "本工程收据", "全部工程收据", "空白收据 0070001–0070050"]
    for index, form, count in ((2, "RECEIPT", 1), (4, "BLANK", 17)):
        dialog.page.choose(index)
        robot.rests()
        pages = dialog.page.view.pages
        assert pages is not None
        assert (pages.form, pages.count) == (form, count)
    dialog.page.save_to(tmp_path / "blank.pdf")
    robot.rests()
    assert (tmp_path / "blank.pdf").exists()
    assert fee_desk.database.ask(prints.next_copy, "BLANK", ["0070001"]) == 2
    assert pdf_origin.examine(tmp_path / "blank.pdf", fee_desk.database).true
    dialog.reject()
