"""Forms: order by Enter, checks on leaving, saving on leaving, drafts, pins, input methods."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cjdesk.domain import typed_date
from cjdesk.domain.errors import DateFormat, DuplicateId, UserError
from cjdesk.gui.editors import Box, ChoiceBox
from cjdesk.gui.fields import Field, group_id
from cjdesk.gui.filters import Choice
from cjdesk.gui.record_form import RecordForm
from cjdesk.i18n import tr
from tests.gui.robots import CTRL, SHIFT, commit, compose

GOOD_ID = "522699199203050040"
CHOICES = (Choice("01", "汉", "han h"), Choice("12", "侗", "dong d"))
FIELDS = (
    Field("id_no", "ID number", "id", required=True),
    Field("name", "Name", "name", required=True),
    Field("ethnicity", "Ethnicity", "choice", pin=True, beside=True, choices=lambda: CHOICES),
    Field("start", "Start", "date"),
    Field("pay", "Pay", "money"),
    Field("office", "Office", read_only=True),
)


class FormRobot:
    def __init__(self, qtbot: QtBot) -> None:
        self.saved: list[dict[str, object]] = []
        self.refusal: UserError | None = None
        self.form = RecordForm(FIELDS, save=self.save)
        self.host = QWidget()
        column = QVBoxLayout(self.host)
        column.addWidget(self.form)
        self.elsewhere = Box()
        column.addWidget(self.elsewhere)
        qtbot.addWidget(self.host)
        self.host.resize(420, 400)
        self.host.show()
        qtbot.waitExposed(self.host)
        self.host.activateWindow()
        self.form.show_record({}, key="a")

    def save(self, changes: dict[str, object]) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(changes)

    def into(self, key: str) -> Box:
        box = self.form.box(key)
        box.setFocus()
        return box.lineEdit() if isinstance(box, ChoiceBox) else box  # type: ignore[return-value]

    def types(self, key: str, text: str) -> None:
        box = self.into(key)
        box.selectAll()
        if text.isascii():
            QTest.keyClicks(box, text)
        else:
            commit(box, text)

    def leaves(self) -> None:
        self.elsewhere.setFocus()

    def focused(self) -> str:
        focus = QApplication.focusWidget()
        for field in FIELDS:
            box = self.form.box(field.key)
            if box is focus or (focus is not None and box.isAncestorOf(focus)):
                return field.key
        return ""


@pytest.fixture
def robot(qtbot: QtBot) -> FormRobot:
    return FormRobot(qtbot)


def test_a_valid_field_is_saved_when_it_is_left_and_only_then(robot: FormRobot) -> None:
    robot.types("name", "石小花")
    assert robot.saved == []
    robot.leaves()
    assert robot.saved == [{"name": "石小花"}]
    robot.into("name")
    robot.leaves()
    assert len(robot.saved) == 1


def test_enter_goes_in_paper_order_and_after_the_last_completes(robot: FormRobot, qtbot: QtBot) -> None:
    robot.into("id_no")
    order = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        order.append(robot.focused())
    assert order == ["name", "ethnicity", "start", "pay"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, SHIFT)
    assert robot.focused() == "start"
    robot.into("pay")
    with qtbot.waitSignal(robot.form.completed):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_an_id_is_grouped_while_typed_and_says_sex_birth_and_age(robot: FormRobot) -> None:
    robot.types("id_no", GOOD_ID)
    assert robot.into("id_no").text() == "522699 19920305 0040"
    line = robot.form.line("id_no")
    assert line.note.words.text().startswith("由证号得出：女，1992-03-05，")
    assert line.tick.accessibleName() == "有效"
    robot.leaves()
    assert robot.saved == [{"id_no": GOOD_ID}]


def test_a_wrong_id_is_said_at_the_eighteenth_digit_with_how_to_fix(robot: FormRobot) -> None:
    robot.types("id_no", GOOD_ID[:17])
    assert not robot.form.problems()
    QTest.keyClicks(robot.into("id_no"), "7")
    assert set(robot.form.problems()) == {"id_no"}
    assert robot.form.box("id_no").property("wrong") is True
    robot.leaves()
    assert robot.saved == []


def test_full_width_digits_are_taken(robot: FormRobot) -> None:
    robot.types("pay", "１０００")
    robot.leaves()
    assert robot.saved == [{"pay": 100_000}]
    assert robot.into("pay").text() == "1,000.00"


def test_copying_an_id_leaves_the_gaps_out(robot: FormRobot) -> None:
    robot.types("id_no", GOOD_ID)
    box = robot.into("id_no")
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == GOOD_ID


def test_the_cursor_stays_while_an_id_is_corrected(robot: FormRobot) -> None:
    robot.types("id_no", GOOD_ID)
    box = robot.into("id_no")
    box.setCursorPosition(8)
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    QTest.keyClicks(box, "1")
    assert box.text() == "522699 19920305 0040"
    assert box.cursorPosition() == 8


@pytest.mark.parametrize("typed", ["20260315", "0315", "3.15", "15", "2026年3月15日", "2026-3-15", "２０２６０３１５"])
def test_dates_are_read_in_every_spelling(typed: str) -> None:
    assert typed_date.parse(typed, near=date(2026, 3, 1)) == date(2026, 3, 15)


@pytest.mark.parametrize("typed", ["0231", "x", "", "202613", "3.45"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(DateFormat):
        typed_date.parse(typed, near=date(2026, 3, 1))


def test_a_date_comes_back_as_iso(robot: FormRobot) -> None:
    robot.types("start", "20260315")
    robot.leaves()
    assert robot.saved == [{"start": date(2026, 3, 15)}]
    assert robot.into("start").text() == "2026-03-15"


def test_a_choice_is_found_by_pinyin_or_code(robot: FormRobot) -> None:
    robot.types("ethnicity", "do")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert robot.saved == [{"ethnicity": "12"}]
    robot.types("ethnicity", "01")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert robot.saved[-1] == {"ethnicity": "01"}
    robot.types("ethnicity", "zz")
    robot.leaves()
    assert set(robot.form.problems()) == {"ethnicity"}


def test_the_enter_that_closes_a_composition_does_not_move_on(robot: FormRobot) -> None:
    for _ in range(10):
        box = robot.into("name")
        compose(box, "shi")
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert robot.focused() == "name"
        commit(box, "石")
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert robot.focused() == "name"
        QTest.qWait(1)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert robot.focused() == "ethnicity"


def test_an_input_method_is_off_where_codes_are_typed(robot: FormRobot) -> None:
    off = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert robot.form.box("name").testAttribute(off)
    for key in ("id_no", "start", "pay"):
        assert not robot.form.box(key).testAttribute(off)


def test_what_is_typed_and_wrong_comes_back_with_its_record(robot: FormRobot) -> None:
    robot.types("start", "3.45")
    robot.form.show_record({"name": "别人"}, key="b")
    assert robot.into("start").text() == ""
    robot.form.show_record({}, key="a")
    assert robot.into("start").text() == "3.45"
    assert set(robot.form.problems()) == {"start"}
    assert robot.form.draft_of("a") == {"start": "3.45"}


def test_esc_takes_the_saved_value_back(robot: FormRobot) -> None:
    robot.form.show_record({"name": "石小花"}, key="a")
    robot.types("name", "x")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert robot.into("name").text() == "石小花"


def test_a_pinned_value_stays_for_the_next_record(robot: FormRobot) -> None:
    robot.types("ethnicity", "12")
    robot.leaves()
    robot.form.line("ethnicity").label.pin_toggled.emit()
    assert robot.form.pinned() == {"ethnicity": "12"}
    robot.form.show_record({}, key="")
    assert robot.form.values()["ethnicity"] == "12"
    assert robot.form.values()["name"] is None


def test_a_refusal_of_the_service_stands_under_the_field_it_names(robot: FormRobot) -> None:
    robot.refusal = DuplicateId(field="id_no", name="石小花", village="干团村", group="3组", post_type="护路员")
    robot.types("id_no", GOOD_ID)
    robot.leaves()
    assert set(robot.form.problems()) == {"id_no"}


def test_required_fields_are_asked_for_only_at_the_end(robot: FormRobot) -> None:
    assert robot.form.missing() == (tr("ID number"), "姓名")
    assert not robot.form.problems()
    assert not robot.form.check_all()
    assert robot.form.problems()["name"] == "姓名没填。"
    assert robot.focused() == "id_no"


def test_a_read_only_field_is_never_saved_or_walked(robot: FormRobot) -> None:
    robot.form.show_record({"office": "贯洞镇"}, key="a")
    assert robot.into("office").isReadOnly()
    robot.leaves()
    assert robot.saved == []


def test_leaving_by_mouse_commits_what_is_composed(robot: FormRobot) -> None:
    box = robot.into("name")
    compose(box, "shi")
    QApplication.sendEvent(box, QInputMethodEvent())
    commit(box, "石")
    robot.leaves()
    assert robot.saved == [{"name": "石"}]


@pytest.mark.parametrize(
    ("typed", "shown"), [("522699", "522699"), ("5226991", "522699 1"), (GOOD_ID, "522699 19920305 0040")]
)
def test_ids_are_grouped_six_eight_four(typed: str, shown: str) -> None:
    assert group_id(typed) == shown
