"""Rows come in windows from SQL; sorting and filtering are SQL's; cells speak and copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cjdesk.gui import shapes, theme
from cjdesk.gui.desk import Desk
from cjdesk.gui.list_page import ListPage
from cjdesk.gui.row_model import WINDOW, Column, Look, Order, RowModel, Slice, words
from cjdesk.gui.shapes import Chip
from cjdesk.gui.table import RowTable, Total, TotalRow
from cjdesk.i18n import tr
from tests.gui.robots import CTRL, DeskRobot


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    fen: int | None
    day: date | None
    chip: Chip | None
    change: tuple[str, str]


class Asked:
    """A question that remembers what it was asked."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.calls: list[tuple[tuple[Order, ...], int]] = []

    def __call__(self, order: Sequence[Order], offset: int, limit: int) -> Slice:
        self.calls.append((tuple(order), offset))
        rows = [
            Line(n, f"n{n}", n * 100, date(2026, 3, 1), None, ("1988.8.8", "1988-08-08"))
            for n in range(offset, min(offset + limit, self.total))
        ]
        return Slice(rows, self.total)


COLUMNS = (
    Column("id", "Number", 60, "count"),
    Column("name", "Name", 84),
    Column("fen", "Amount", 96, "money", bold=True),
    Column("day", "Day", 96, "date", order=""),
    Column("chip", "State", 84, "chip"),
    Column("change", "Date", 160, "change"),
)


def test_only_the_windows_that_are_looked_at_are_fetched(qapp: object) -> None:
    asked = Asked(100_000)
    model = RowModel(COLUMNS, asked)
    model.refresh()
    assert model.rowCount() == 100_000
    assert [offset for _, offset in asked.calls] == [0]
    assert model.index(50_123, 1).data() == "n50123"
    assert [offset for _, offset in asked.calls] == [0, 50_000]
    model.index(50_199, 1).data()
    assert len(asked.calls) == 2
    assert WINDOW == 200


def test_a_header_click_asks_for_another_order_up_down_none(qapp: object) -> None:
    asked = Asked(10)
    model = RowModel(COLUMNS, asked)
    model.refresh()
    model.toggle_order(COLUMNS[1])
    model.toggle_order(COLUMNS[1])
    model.toggle_order(COLUMNS[1])
    model.toggle_order(COLUMNS[3])
    assert [order for order, _ in asked.calls] == [(), (Order("name"),), (Order("name", descending=True),), ()]


def test_shift_click_adds_a_second_key(qapp: object) -> None:
    asked = Asked(10)
    model = RowModel(COLUMNS, asked)
    model.refresh()
    model.toggle_order(COLUMNS[2])
    model.toggle_order(COLUMNS[1], add=True)
    assert asked.calls[-1][0] == (Order("fen"), Order("name"))


def test_values_are_shown_as_clerks_read_them() -> None:
    money = Column("a", "A", 80, "money")
    assert words(money, 4_986_364) == "49,863.64"
    assert words(money, -13_636) == "-136.36"
    assert words(money, 0) == "0.00"
    assert words(money, None) == "—"
    assert words(Column("a", "A", 80, "date"), date(2026, 3, 5)) == "2026-03-05"
    assert words(Column("a", "A", 80, "chip"), None) == ""
    assert words(Column("a", "A", 80, "chip"), Chip("done", "在岗")) == "在岗"
    assert words(Column("a", "A", 80, "change"), ("1988.8.8", "1988-08-08")) == "1988.8.8 → 1988-08-08"
    assert words(Column("a", "A", 80, "change"), ("石小花", "石小花")) == "石小花"


def test_a_cell_speaks_column_value_and_mark(qapp: object) -> None:
    model = RowModel(COLUMNS, Asked(3), spoken=lambda _row, column: "比上月少" if column.key == "fen" else "")
    model.refresh()
    said = model.index(2, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"{tr('Amount')}，2.00，比上月少"


def test_every_kind_of_cell_is_painted(qtbot: QtBot) -> None:
    states = list(shapes._SHAPES)
    rows = [
        Line(n, "x", None if n % 2 else n, None, Chip(shape, "在岗", tone, quiet=n % 2 == 0), ("a", "b"))
        for n, (shape, tone) in enumerate(zip(states, ["error", "warn", "ok", "info", "neutral"] * 3, strict=False))
    ]
    columns = (*COLUMNS, Column("name", "ID", 160, "id"))
    model = RowModel(
        columns,
        lambda _order, _offset, _limit: Slice(rows, len(rows)),
        look=lambda _row, column: Look("error", "error", bold=True, mark="error") if column.key == "name" else None,
    )
    table = RowTable(model, name="t", grid=True)
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show()
    model.refresh()
    table.go_to(2)
    picture = table.grab().toImage()
    header = table.horizontalHeader()
    cell = QPoint(header.sectionPosition(1) + 40, theme.TABLE_HEADER + 5 * theme.ROW + 3)
    ratio = picture.devicePixelRatio()
    assert picture.pixelColor(cell * ratio).name() == theme.color("error_back").name()


def test_the_total_stands_under_its_column_when_columns_move(qtbot: QtBot) -> None:
    model = RowModel(COLUMNS, Asked(3))
    table = RowTable(model, name="t")
    total = TotalRow(table)
    qtbot.addWidget(table)
    qtbot.addWidget(total)
    model.refresh()
    total.set_totals((Total("id", "3 人"), Total("fen", "3.00")))
    assert total.texts() == ("3 人", "3.00")
    assert total.accessibleName() == "3 人，3.00"
    table.resize(800, 200)
    total.resize(800, theme.TOTAL)
    before = total.grab().toImage()
    table.setColumnWidth(1, 200)
    assert total.grab().toImage() != before


def test_the_list_is_sorted_by_sql_with_a_click_on_the_heading(robot: DeskRobot, peopled: Desk) -> None:
    page = robot.page
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 30, 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = robot.shown(2)
    assert first == sorted(first, key=lambda one: (one[:6], one[-4:])) or len(set(first)) == 126
    assert page.rows.order == (Order("id_no"),)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert robot.shown(2) == first[::-1]


def test_typing_narrows_the_list_in_sql_and_esc_widens_it(robot: DeskRobot) -> None:
    robot.press(Qt.Key.Key_F, CTRL)
    robot.types("xiaohua")
    robot.settles()
    assert robot.shown(1)
    assert all(one.endswith("小花") for one in robot.shown(1))
    assert robot.page.clear_button.isVisible()
    assert robot.window.status.rows.text().startswith("选中 1 / ")
    robot.press(Qt.Key.Key_Escape)
    assert len(robot.shown(1)) == 126


def test_a_filter_narrows_and_is_tinted(robot: DeskRobot) -> None:
    box = robot.page.filter_boxes["village"]
    box.setCurrentIndex(box.findData("宰荡村"))
    box.chosen.emit(box.value())
    assert len(robot.shown(1)) == 42
    assert robot.page.filtered()
    robot.page.clear_filters()
    assert len(robot.shown(1)) == 126


def test_an_empty_list_says_one_sentence_and_offers_buttons(robot: DeskRobot) -> None:
    assert robot.page.segments is not None
    robot.page.segments.choose("problems")
    state = robot.page.empty_state
    assert state.isVisible()
    assert state.sentence.text() == "没有符合条件的人。"
    assert state.buttons.count() == 2


def test_enter_opens_the_row_and_a_change_keeps_the_cursor(robot: DeskRobot, qtbot: QtBot) -> None:
    page = robot.page
    page.table.setFocus()
    page.table.go_to(5)
    with qtbot.waitSignal(page.row_opened) as opened:
        robot.press(Qt.Key.Key_Return)
    kept = opened.args[0].id
    robot.window.desk.changes.tell({"person"})
    assert page.table.current_row().id == kept  # type: ignore[union-attr]


def test_a_change_elsewhere_does_not_ask_again(robot: DeskRobot, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(robot.page.rows.modelReset):
        robot.window.desk.changes.tell({"pay_run"})
    with qtbot.waitSignal(robot.page.rows.modelReset):
        robot.window.desk.changes.tell({"person"})


def test_copied_ids_keep_all_their_digits_as_text(qtbot: QtBot) -> None:
    line = Line(1, "522699199203050040", 100_000, None, None, ("", "x"))
    model = RowModel((Column("name", "ID", 160, "id"),), lambda _order, _offset, _limit: Slice([line], 1))
    table = RowTable(model, name="t")
    qtbot.addWidget(table)
    model.refresh()
    table.go_to(0)
    table.copy()
    assert QGuiApplication.clipboard().text() == "522699199203050040"


def test_widths_the_clerk_set_come_back(peopled: Desk, open_window: Callable[..., DeskRobot], qtbot: QtBot) -> None:
    first = open_window(peopled)
    first.page.table.setColumnWidth(1, 150)
    qtbot.wait(700)
    first.window.close()
    second = open_window(peopled)
    page = second.page
    assert isinstance(page, ListPage)
    assert page.table.columnWidth(1) == 150
    page.reset_columns()
    assert page.table.columnWidth(1) == 84
