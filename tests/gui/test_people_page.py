"""Page 人员: the clerk searches, filters, reads the card, changes it, adds a person from paper, puts people on post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from cjdesk import i18n
from cjdesk.gui import export_file, tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.lines import ProblemLine
from cjdesk.gui.people.masking import Mask
from cjdesk.gui.people.page import PeoplePage
from cjdesk.gui.people.rows import PersonLine
from cjdesk.services import people
from tests.gui.robots import CTRL, DeskRobot

NEW_ID = "522699199203050024"
"""Of nobody in the sample; its check digit is right."""


class PeopleRobot:
    """At work on 人员."""

    def __init__(self, robot: DeskRobot, desk: Desk) -> None:
        self.robot, self.desk = robot, desk
        page = robot.page
        assert isinstance(page, PeoplePage)
        self.page = page

    def looks_for(self, text: str) -> PeopleRobot:
        assert self.page.search is not None
        self.page.search.setText(text)
        self.robot.settles()
        return self

    def filters(self, key: str, value: str) -> PeopleRobot:
        box = self.page.filter_boxes[key]
        box.set_value(value)
        box.chosen.emit(value)
        return self

    def names(self) -> list[str]:
        return self.robot.shown(1)

    def row(self) -> PersonLine:
        found = self.page.table.current_row()
        assert isinstance(found, PersonLine)
        return found

    def fills(self, key: str, text: str) -> PeopleRobot:
        """Types into a field of the form in front and leaves it with Enter."""
        form = self.form()
        box = form.box(key)
        self.robot.window.activateWindow()  # without a window manager nobody does it when a list of choices closes
        QTest.qWait(0)
        box.setFocus()
        box.lineEdit().selectAll() if hasattr(box, "lineEdit") else box.selectAll()
        self.robot.types(text)
        self.robot.press(Qt.Key.Key_Return)
        return self

    def form(self):
        card = self.page.card
        if card.adding:
            return card.new_form.form
        if card.act is not None:
            return card.act.form
        part = card.part("basic")
        return part.form

    def pane_words(self) -> str:
        return " ".join(one.text() for one in self.page.pane.findChildren(QLabel) if one.isVisible())

    def rests(self) -> PeopleRobot:
        QApplication.processEvents()
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
        QApplication.processEvents()
        return self


@pytest.fixture
def clerk(imported: Desk, open_window: Callable[..., DeskRobot]) -> PeopleRobot:
    return PeopleRobot(open_window(imported, (PeoplePage,)), imported)


def test_an_empty_office_says_what_to_do_first(desk: Desk, open_window: Callable[..., DeskRobot]):
    empty = PeopleRobot(open_window(desk, (PeoplePage,)), desk)
    assert "先导入花名册" in empty.page.empty_state.sentence.text()


def test_rows_and_totals_are_those_of_the_service(clerk: PeopleRobot, imported: Desk):
    found = imported.ask(people.find)
    assert clerk.page.rows.rowCount() == found.total
    assert clerk.page.total_row.texts()[0] == f"{found.total} 人"
    assert clerk.page.total_row.texts()[1].startswith("在岗 ")
    assert clerk.page.header.count.text() == f"{found.total} 人"


def test_ids_and_phones_are_masked_in_the_list(clerk: PeopleRobot):
    ids = [one for one in clerk.robot.shown(4) if one]
    assert ids
    assert all(one[6:14] == "********" for one in ids)
    assert not any(len(one) == 11 and one.isdigit() for one in clerk.robot.shown(9))


def test_the_search_takes_initials_pinyin_and_the_tail_of_the_id(clerk: PeopleRobot, imported: Desk):
    row = imported.ask(people.find, limit=1).rows[0]
    assert row.name in clerk.looks_for(row.id_no[-4:]).names()
    assert clerk.looks_for("cjl").names() == [one.name for one in imported.ask(people.find, "cjl").rows]
    assert "陈建龙" in clerk.names()


def test_filters_narrow_and_the_segments_count_what_they_leave(clerk: PeopleRobot, imported: Desk):
    clerk.filters("post_type", "GS").filters("state", "在岗")
    wanted = imported.ask(people.find, post_type="GS", state="在岗")
    wrong = imported.ask(people.find, post_type="GS", state="在岗", problems_only=True)
    assert clerk.page.rows.rowCount() == wanted.total
    assert clerk.page.counts() == {"all": wanted.total, "problems": wrong.total}
    clerk.page.segments.choose("problems")
    assert clerk.page.rows.rowCount() == wrong.total
    assert "筛选后" in clerk.page.total_row.texts()[1]
    clerk.page.clear_filters()
    assert clerk.page.rows.rowCount() == imported.ask(people.find).total


def test_sorting_is_done_by_the_question(clerk: PeopleRobot, imported: Desk):
    column = next(one for one in clerk.page.COLUMNS if one.key == "start")
    clerk.page.rows.toggle_order(column)
    wanted = [row.id for row in imported.ask(people.find, sort="start").rows]
    assert [clerk.page.rows.row_value(n).id for n in range(50)] == wanted[:50]


def test_the_card_shows_who_it_is_and_every_tab_has_something(clerk: PeopleRobot):
    clerk.looks_for("cjl")
    assert clerk.page.pane.title.text() == clerk.row().name
    for tab in ("basic", "bank", "post", "pay", "household", "cooperative", "history"):
        clerk.page.card.choose(tab)
        assert clerk.pane_words().strip(), tab


def test_an_id_is_masked_in_the_form_until_it_has_the_focus(clerk: PeopleRobot):
    box = clerk.form().box("id_no")
    mask = box.findChild(Mask)
    clerk.page.table.setFocus()
    QApplication.processEvents()
    assert mask.isVisible()
    assert "*" in mask.text()
    box.setFocus()
    QApplication.processEvents()
    assert not mask.isVisible()


def test_a_field_saves_itself_on_leaving_and_undo_takes_it_back(clerk: PeopleRobot, imported: Desk):
    clerk.looks_for("cjl")
    person = clerk.row().id
    before = imported.ask(people.card, person).fields["phone"]
    clerk.fills("phone", "15400001234")
    assert imported.ask(people.card, person).fields["phone"] == "15400001234"
    assert clerk.row().phone == "154****1234"
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_Z, CTRL)
    assert imported.ask(people.card, person).fields["phone"] == before


def test_a_wrong_value_is_said_under_its_field_and_not_saved(clerk: PeopleRobot, imported: Desk):
    clerk.looks_for("cjl")
    person = clerk.row().id
    before = imported.ask(people.card, person).fields["phone"]
    clerk.fills("phone", "123")
    assert "123" in clerk.form().problems()["phone"]
    assert imported.ask(people.card, person).fields["phone"] == before


def test_somebody_who_is_registered_is_not_written_twice(clerk: PeopleRobot, imported: Desk):
    known = imported.ask(people.find, limit=1).rows[0]
    clerk.robot.press(Qt.Key.Key_N, CTRL)
    assert clerk.page.card.adding
    box = clerk.form().box("id_no")
    box.setFocus()
    clerk.robot.types(known.id_no)
    lines = clerk.page.card.new_form.findChildren(ProblemLine)
    assert [one.accessibleName() for one in lines] == [f"已登记：{known.name} {known.village} {known.group}".strip()]
    lines[0].button.click()
    QApplication.processEvents()
    assert not clerk.page.card.adding
    assert clerk.row().id == known.id


def test_a_new_person_from_paper_in_one_go_and_the_next_one_follows(clerk: PeopleRobot, imported: Desk):
    before = imported.ask(people.find).total
    clerk.robot.press(Qt.Key.Key_N, CTRL)
    for key, text in (
        ("id_no", NEW_ID), ("name", "石小花"), ("ethnicity", "12"), ("village", "干团村"), ("village_group", "3组"),
        ("phone", "15400009999"), ("category", "脱贫户"), ("bank", "农商行贯洞支行"), ("bank_no", "6299991234567890"),
        ("again", "6299991234567890"), ("post_type", "hly"), ("post_name", "贯干线"), ("start", "20200301"),
        ("agreement_end", "20210228"),
    ):  # fmt: skip
        clerk.fills(key, text)
    assert "女" in clerk.form().line("id_no").note.words.text()
    clerk.robot.press(Qt.Key.Key_Return, CTRL)
    assert clerk.form().problems() == {}
    assert clerk.page.message_bar.code == ""
    assert imported.ask(people.find).total == before + 1
    card = imported.ask(people.card, imported.ask(people.find, NEW_ID).rows[0].id)
    assert (card.name, card.sex, card.birth) == ("石小花", "2", date(1992, 3, 5))
    assert card.fields["ethnicity"] == "12"
    assert card.account is not None
    assert card.account.number == "6299991234567890"
    assert card.assignment is not None
    assert (card.assignment.post_type, card.assignment.start) == ("HL", date(2020, 3, 1))
    assert [one.code for one in card.categories] == ["TUOPIN"]
    assert clerk.page.card.adding
    assert clerk.form().line("id_no").text() == ""


def test_the_second_entry_of_an_account_names_the_first_digit_that_differs(clerk: PeopleRobot, imported: Desk):
    clerk.looks_for("cjl")
    before = imported.ask(people.card, clerk.row().id).account
    clerk.page.change_account()
    clerk.fills("bank_no", "6299991234567890").fills("again", "6299991235567890")
    assert "10" in clerk.form().problems()["again"]
    clerk.page.card.act.act()
    assert imported.ask(people.card, clerk.row().id).account == before
    clerk.fills("again", "6299991234567890")
    clerk.page.card.act.act()
    assert clerk.page.card.act is None
    assert imported.ask(people.card, clerk.row().id).account.number == "6299991234567890"


def test_off_post_back_on_post_and_away(clerk: PeopleRobot, imported: Desk):
    clerk.filters("state", "在岗")
    person = clerk.row().id
    page = clerk.page
    assert page.blocked("people.on_post")
    page.suspend()
    clerk.fills("start", "20201201")
    page.card.act.act()
    page.clear_filters()
    assert page.select(person)
    assert imported.ask(people.card, person).assignment.state == "停岗"
    assert page.blocked("people.suspend")
    page.resume()
    clerk.fills("end", "20201205")
    page.card.act.act()
    assert imported.ask(people.card, person).assignment.state == "在岗"
    page.leave()
    clerk.fills("end", "20201231").fills("exit_reason", "外出务工")
    page.card.act.act()
    card = imported.ask(people.card, person)
    assert (card.assignment.state, card.assignment.end) == ("离岗", date(2020, 12, 31))
    assert clerk.row().left


def test_giving_up_an_act_changes_nothing(clerk: PeopleRobot, imported: Desk):
    clerk.filters("state", "在岗")
    person = clerk.row().id
    clerk.page.leave()
    clerk.page.card.act.cancel.click()
    assert clerk.page.card.act is None
    assert imported.ask(people.card, person).assignment.state == "在岗"


def test_categories_come_and_go(clerk: PeopleRobot, imported: Desk):
    clerk.looks_for("cjl")
    person = clerk.row().id
    had = {one.code for one in imported.ask(people.card, person).categories}
    code = next(code for code, _ in clerk.page.offered.categories if code not in had)
    clerk.page.add_category()
    clerk.fills("category", code)
    clerk.page.card.act.act()
    assert {one.code for one in imported.ask(people.card, person).categories} == had | {code}


def test_enter_in_the_search_box_and_on_a_row_opens_the_card(clerk: PeopleRobot):
    clerk.page.search.setFocus()
    clerk.robot.types("cjl")
    clerk.robot.press(Qt.Key.Key_Return)
    assert clerk.row().name == "陈建龙"
    assert clerk.robot.focus() is clerk.form().box("id_no")
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_Return)
    assert clerk.robot.focus() is clerk.form().box("id_no")


def test_the_menu_of_a_row_offers_what_can_be_done_with_it(clerk: PeopleRobot):
    clerk.filters("state", "在岗")
    menu = clerk.page.row_menu.menu()
    able = {one.objectName() for one in menu.actions() if one.isEnabled()}
    assert {"people.suspend", "people.leave", "people.account"} <= able
    assert not {"people.on_post", "people.resume"} & able
    next(one for one in menu.actions() if one.objectName() == "people.suspend").trigger()
    assert clerk.page.card.act is not None
    menu.deleteLater()


def test_f8_goes_to_the_next_person_with_a_problem(clerk: PeopleRobot):
    clerk.page.table.setFocus()
    seen = set()
    for _ in range(3):
        clerk.robot.press(Qt.Key.Key_F8)
        assert clerk.row().problem is not None
        seen.add(clerk.row().id)
    assert len(seen) == 3


def test_another_page_opens_a_person_wherever_it_stands(clerk: PeopleRobot, imported: Desk):
    last = imported.ask(people.find, offset=imported.ask(people.find).total - 1, limit=1).rows[0]
    clerk.filters("state", "在岗")
    imported.open("person", f"{last.id}#pay")
    assert clerk.row().id == last.id
    assert clerk.page.card.tabs.value() == "pay"


def test_the_global_search_finds_people(clerk: PeopleRobot):
    hits = clerk.page.hits("cjl", 8)
    assert "陈建龙" in [one.words for one in hits]
    assert all(one.kind == "person" for one in hits)


def test_export_asks_first_and_then_writes(clerk: PeopleRobot, tmp_path: Path):
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_F12)
    clerk.rests()
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].reject()
    path = tmp_path / "花名册.xlsx"
    export_file.write(clerk.page, "roster", path)
    clerk.rests()
    assert path.exists()
    assert path.name in clerk.page.message_bar.text
    export_file.write(clerk.page, "roster", tmp_path / "gone" / "x.xlsx")
    clerk.rests()
    assert clerk.page.message_bar.code == "WORKBOOK_NOT_WRITTEN"


def test_everything_has_an_accessible_name_and_english_shows_no_chinese_of_ours(
    imported: Desk, open_window: Callable[..., DeskRobot]
):
    i18n.set_language("en")
    clerk = PeopleRobot(open_window(imported, (PeoplePage,)), imported)
    for column in range(clerk.page.rows.columnCount()):
        title = clerk.page.rows.headerData(column, Qt.Orientation.Horizontal)
        assert title.isascii(), title
    words = [button.text() for button in clerk.page.header.buttons.values()]
    words += [tab.text() for tab in clerk.page.card.tabs._tabs.values()]
    words += [line.label.text() for line in clerk.form()._lines.values()]
    assert all(one.isascii() for one in words), words
    for line in clerk.form()._lines.values():
        assert line.box.accessibleName()
