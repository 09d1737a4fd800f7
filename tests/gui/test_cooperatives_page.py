"""Page 合作社: the tree, members found and changed, taken in, leaving, transfer, teams with captains, the register."""

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
from cjdesk.gui.cooperatives.new_member import NewMemberForm
from cjdesk.gui.cooperatives.page import CooperativesPage
from cjdesk.gui.cooperatives.rows import MemberLine, TeamLine
from cjdesk.gui.cooperatives.tree import short_name
from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.i18n import yuan
from cjdesk.services import cooperatives, people
from cjdesk.services.member_register import member_register
from tests.gui.robots import CTRL, DeskRobot


class CooperativesRobot:
    """At work on 合作社."""

    def __init__(self, robot: DeskRobot, desk: Desk) -> None:
        self.robot, self.desk = robot, desk
        page = robot.page
        assert isinstance(page, CooperativesPage)
        self.page = page

    def chooses_village(self) -> CooperativesRobot:
        """The first village's co-operative."""
        node = next(one for one in self.page.nodes if one.tier == "village" and one.members)
        self.page.tree.choose(node.id)
        return self

    def member(self) -> MemberLine:
        found = self.page.table.current_row()
        assert isinstance(found, MemberLine)
        return found

    def fills(self, key: str, text: str) -> CooperativesRobot:
        act = self.page.card.act
        form = self.page.card.form if act is None else act.form
        box = form.box(key)
        self.robot.window.activateWindow()  # without a window manager nobody does it when a list of choices closes
        QTest.qWait(0)
        box.setFocus()
        box.lineEdit().selectAll() if hasattr(box, "lineEdit") else box.selectAll()
        self.robot.types(text)
        self.robot.press(Qt.Key.Key_Return)
        return self

    def rests(self) -> CooperativesRobot:
        QApplication.processEvents()
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
        QApplication.processEvents()
        return self

    def pane_words(self) -> str:
        return " ".join(one.text() for one in self.page.pane.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def clerk(imported: Desk, open_window: Callable[..., DeskRobot]) -> CooperativesRobot:
    return CooperativesRobot(open_window(imported, (CooperativesPage,)), imported)


def test_an_empty_office_says_what_to_do(desk: Desk, open_window: Callable[..., DeskRobot]):
    empty = CooperativesRobot(open_window(desk, (CooperativesPage,)), desk)
    assert "还没有合作社" in empty.page.empty_state.sentence.text()
    empty.page.add_cooperative()
    empty.fills("name", "从江县干团村劳务合作社").fills("tier", "village")
    empty.page.card.act.act()
    assert [one.name for one in empty.page.nodes] == ["从江县干团村劳务合作社"]
    assert "还没有社员" in empty.page.empty_state.sentence.text()


def test_the_tree_counts_members_and_leaves_out_what_all_names_share(clerk: CooperativesRobot, imported: Desk):
    nodes = imported.ask(cooperatives.tree)
    items = clerk.page.tree._items()
    assert [item.data(0, Qt.ItemDataRole.UserRole) for item in items] == [node.id for node in nodes]
    assert [item.text(0) for item in items] == [short_name(node, "从江县") for node in nodes]
    assert not any("劳务" in item.text(0) for item in items)
    assert str(sum(node.members for node in nodes)) in clerk.page.tree.sum.text()


def test_members_and_sums_are_those_of_the_service(clerk: CooperativesRobot, imported: Desk):
    clerk.chooses_village()
    found = imported.ask(cooperatives.members, clerk.page.current)
    assert clerk.page.rows.rowCount() == found.total
    texts = clerk.page.total_row.texts()
    assert texts[0] == f"{found.total} 人"
    assert yuan(found.share_fen) in texts
    assert clerk.page.header.title.text() == clerk.page.node.name


def test_the_search_takes_pinyin(clerk: CooperativesRobot):
    clerk.chooses_village()
    name = clerk.member().name
    clerk.page.search.setText(name)
    clerk.robot.settles()
    assert clerk.member().name == name
    assert clerk.page.rows.rowCount() >= 1


def test_a_share_and_a_work_status_save_themselves(clerk: CooperativesRobot, imported: Desk):
    clerk.chooses_village()
    member = clerk.member().id
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_Return)
    assert clerk.page.pane.isVisible()
    clerk.fills("share_fen", "1234.5").fills("work_status", "省外").fills("work_wage_fen", "4500")
    row = next(
        one for one in imported.ask(cooperatives.members, clerk.page.current, limit=500).rows if one.id == member
    )
    assert (row.share_fen, row.work_status, row.work_wage_fen) == (123450, "省外", 450000)
    assert clerk.member().share_fen == 123450


def test_a_new_member_is_picked_by_pinyin(clerk: CooperativesRobot, imported: Desk):
    clerk.chooses_village()
    taken = {one.person_id for node in clerk.page.nodes for one in imported.ask(cooperatives.members, node.id).rows}
    free = next(row for row in imported.ask(people.find, "cjl").rows if row.id not in taken)
    before = imported.ask(cooperatives.members, clerk.page.current).total
    clerk.robot.press(Qt.Key.Key_N, CTRL)
    form = clerk.page.card.act
    assert isinstance(form, NewMemberForm)
    form.picker.box.setText(f"cjl {free.id_no[-4:]}")
    clerk.robot.settles()
    clerk.robot.press(Qt.Key.Key_Return)
    assert form.person is not None
    assert form.person.id == free.id
    clerk.fills("joined", "20201101").fills("share_fen", "500")
    form.save()
    found = imported.ask(cooperatives.members, clerk.page.current)
    assert found.total == before + 1
    assert next(one for one in found.rows if one.person_id == free.id).share_fen == 50000


def test_a_second_membership_is_refused_in_words(clerk: CooperativesRobot, imported: Desk):
    villages = [one for one in clerk.page.nodes if one.tier == "village" and one.members]
    other = imported.ask(cooperatives.members, villages[1].id).rows[0]
    clerk.page.tree.choose(villages[0].id)
    clerk.page.add()
    form = clerk.page.card.act
    form.picker.box.setText(other.id_no[-4:])
    clerk.robot.settles()
    clerk.robot.press(Qt.Key.Key_Return)
    assert form.person.id == other.person_id
    form.save()
    assert clerk.page.message_bar.code == "MEMBER_TWO_COOPS"
    assert other.name in clerk.page.message_bar.text


def test_leaving_and_transfer(clerk: CooperativesRobot, imported: Desk):
    villages = [one for one in clerk.page.nodes if one.tier == "village" and one.members]
    clerk.page.tree.choose(villages[0].id)
    before = [imported.ask(cooperatives.members, one.id).total for one in villages]
    clerk.page.leave()
    clerk.fills("left", "20201130")
    clerk.page.card.act.act()
    assert imported.ask(cooperatives.members, villages[0].id).total == before[0] - 1
    moved = clerk.member().person_id
    clerk.page.transfer()
    clerk.fills("to", villages[1].name).fills("day", "20201201")
    clerk.page.card.act.act()
    assert imported.ask(cooperatives.members, villages[0].id).total == before[0] - 2
    assert moved in {one.person_id for one in imported.ask(cooperatives.members, villages[1].id, limit=500).rows}


def test_teams_have_captains_and_captain_units(clerk: CooperativesRobot, imported: Desk):
    clerk.chooses_village()
    clerk.page.tabs.choose("teams")
    known = imported.ask(cooperatives.teams, clerk.page.current)
    assert [clerk.page.rows.row_value(n).units for n in range(len(known))] == [one.captain_units for one in known]
    assert clerk.page.header.buttons["cooperatives.member"].text().startswith("新增劳务队")
    clerk.robot.press(Qt.Key.Key_N, CTRL)
    clerk.fills("name", "种植队")
    clerk.page.card.act.act()
    assert "种植队" in [one.name for one in imported.ask(cooperatives.teams, clerk.page.current)]
    team = next(one for one in clerk.page.teams if one.name == "种植队")
    assert clerk.page.select(team.id)
    assert isinstance(clerk.page.table.current_row(), TeamLine)
    captain = imported.ask(cooperatives.members, clerk.page.current).rows[0]
    clerk.page.choose_captain()
    clerk.fills("captain", captain.id)
    clerk.page.card.act.act()
    team = next(one for one in imported.ask(cooperatives.teams, clerk.page.current) if one.name == "种植队")
    assert (team.captain_name, team.members) == (captain.name, 1)


def test_the_register_is_previewed_as_it_prints(clerk: CooperativesRobot, imported: Desk):
    clerk.chooses_village()
    clerk.page.table.setFocus()
    clerk.robot.press(Qt.Key.Key_P, CTRL)
    clerk.rests()
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible()]
    assert len(dialogs) == 1
    pages = dialogs[0].page.view.pages
    assert pages is not None
    value = imported.ask(member_register, clerk.page.current)
    assert len(value.lines) == imported.ask(cooperatives.members, clerk.page.current).total
    assert [line.number for line in value.lines] == list(range(1, len(value.lines) + 1))
    assert pages.content.rows == value.lines
    dialogs[0].reject()


def test_the_register_of_an_earlier_day_has_who_was_a_member_then(imported: Desk):
    node = next(one for one in imported.ask(cooperatives.tree) if one.members)
    everybody = imported.ask(cooperatives.members, node.id, limit=500).rows
    day = min(one.joined for one in everybody)
    then = imported.ask(member_register, node.id, as_of=day)
    assert len(then.lines) == sum(1 for one in everybody if one.joined <= day)
    assert not imported.ask(member_register, node.id, as_of=date(1990, 1, 1)).lines


def test_export_writes_all_members(clerk: CooperativesRobot, tmp_path: Path):
    path = tmp_path / "社员名册.xlsx"
    export_file.write(clerk.page, "members", path)
    clerk.rests()
    assert path.exists()
    assert path.name in clerk.page.message_bar.text


def test_f6_walks_from_the_tree_to_the_list(clerk: CooperativesRobot):
    regions = clerk.page.regions()
    assert regions[0] is clerk.page.tree.tree
    assert clerk.page.table in regions
    clerk.page.tree.tree.setFocus()
    before = clerk.page.current
    clerk.robot.press(Qt.Key.Key_Down)
    assert clerk.page.current != before


def test_english_shows_no_chinese_of_ours(imported: Desk, open_window: Callable[..., DeskRobot]):
    i18n.set_language("en")
    clerk = CooperativesRobot(open_window(imported, (CooperativesPage,)), imported)
    titles = [
        str(clerk.page.rows.headerData(column, Qt.Orientation.Horizontal))
        for column in range(clerk.page.rows.columnCount())
    ]
    assert all(one.isascii() for one in titles), titles
    assert all(button.text().isascii() for button in clerk.page.header.buttons.values())
    assert all(str(one).isascii() for one in clerk.robot.shown(7)), clerk.robot.shown(7)
