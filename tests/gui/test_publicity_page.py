"""Page 公示: made by keyboard, heard, ended; what is masked on the preview is masked; people take their post."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from cjdesk.db.database import open_township
from cjdesk.db.models import Assignment, Publicity
from cjdesk.domain.month import Month
from cjdesk.domain.states import AssignmentState, PublicityState
from cjdesk.gui import opening, tasks
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.gui.prefs import Prefs
from cjdesk.gui.publicity.new_notice import NewNoticeForm
from cjdesk.gui.publicity.page import PublicityPage
from cjdesk.gui.publicity.proposal import ProposalForm
from cjdesk.gui.publicity.rows import NoticeRow
from cjdesk.services import payroll, people, publicity
from cjdesk.services.publicity import Notice, Poster
from tests.conftest import LOGIN, PASSPHRASE
from tests.gui.robots import CTRL, DeskRobot

MONTH = Month(2020, 11)
TODAY = date.today()


class NoticeRobot:
    """At work on 公示."""

    def __init__(self, robot: DeskRobot, desk: Desk) -> None:
        self.robot, self.desk = robot, desk
        page = robot.page
        assert isinstance(page, PublicityPage)
        self.page = page

    def opens(self, start: date, *, kind: str = "HL") -> str:
        """A notice made elsewhere."""
        run = next(one for one in self.desk.ask(payroll.runs, MONTH) if one.post_type == kind)
        poster = Poster(start, "各村公示栏", phones="0855-0000000", reception="一楼窗口")
        made = self.desk.do("open", publicity.open_for_run, run.run_id, poster, by="lifang")
        self.desk.changes.tell({"publicity"})
        self.page.select(made)
        return made

    def notices(self) -> tuple[Notice, ...]:
        return self.desk.ask(publicity.notices, today=TODAY)

    def notice(self) -> Notice:
        row = self.page.table.current_row()
        assert isinstance(row, NoticeRow)
        return row.notice

    def fills(self, key: str, text: str) -> NoticeRobot:
        assert self.page.card.act is not None
        box = self.page.card.act.form.box(key)
        self.robot.window.activateWindow()
        QTest.qWait(0)
        box.setFocus()
        box.lineEdit().selectAll() if hasattr(box, "lineEdit") else box.selectAll()
        self.robot.types(text)
        self.robot.press(Qt.Key.Key_Return)
        return self

    def rests(self) -> NoticeRobot:
        self.robot.qtbot.waitUntil(lambda: not tasks.running())
        QTest.qWait(20)
        return self

    def pane_says(self) -> str:
        return " ".join(one.text() for one in self.page.pane.findChildren(QLabel))


@pytest.fixture(scope="module")
def locked_template(imported_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The month of 贯洞镇 computed and locked, once for all tests here; never opened in place."""
    folder = tmp_path_factory.mktemp("locked") / "data"
    shutil.copytree(imported_template, folder)
    database = open_township(folder, LOGIN, PASSPHRASE)
    for kind in ("HL", "GS"):
        (sheet,) = database.do("compute", payroll.compute, MONTH, post_type=kind, by="lifang", without_receipts=True)
        database.do("lock", payroll.lock, sheet.run_id, by="lifang")
    database.close()
    return folder


@pytest.fixture
def robot(
    locked_template: Path, tmp_path: Path, prefs: Prefs, open_window: Callable[..., DeskRobot]
) -> Iterator[NoticeRobot]:
    """Before page 公示."""
    shutil.copytree(locked_template, tmp_path / "locked")
    database = open_township(tmp_path / "locked", LOGIN, PASSPHRASE)
    desk = opening.desk_for(database, prefs)
    desk.set_month(MONTH)
    made = open_window(desk, (PublicityPage,), (1366, 697))
    made.window.go("notices")
    made.qtbot.wait(20)
    yield NoticeRobot(made, desk)
    made.qtbot.waitUntil(lambda: not tasks.running())
    database.close()


def test_ctrl_n_and_enter_three_times_is_the_usual_case(robot: NoticeRobot) -> None:
    page = robot.page
    first = robot.opens(TODAY, kind="GS")
    robot.robot.press(Qt.Key.Key_N, CTRL)
    assert isinstance(page.card.act, NewNoticeForm)
    for _ in range(3):
        robot.robot.press(Qt.Key.Key_Return)
    made = [one for one in robot.notices() if one.id != first]
    assert [(one.place, one.phones, one.start, one.state) for one in made] == [
        ("各村公示栏", "0855-0000000", TODAY, "公示中")
    ]
    assert made[0].end == TODAY + timedelta(days=6)
    assert robot.notice().id == made[0].id
    assert page.card.act is None
    assert not made[0].show_ids


def test_the_first_notice_asks_for_its_place(robot: NoticeRobot) -> None:
    robot.page.new()
    form = robot.page.card.act
    assert isinstance(form, NewNoticeForm)
    form.act()
    assert robot.notices() == ()
    robot.fills("place", "村口")
    form.act()
    assert [one.place for one in robot.notices()] == ["村口"]


def test_the_preview_is_masked_as_chosen(robot: NoticeRobot) -> None:
    robot.opens(TODAY, kind="GS")
    robot.page.new()
    form = robot.page.card.act
    assert isinstance(form, NewNoticeForm)
    robot.robot.qtbot.waitUntil(lambda: form.preview.image is not None)
    work = form._work()
    assert work is not None
    rows = [row for page in work().content.pages for row in page]
    assert not any(row.id_no for row in rows)
    form.more.box("ids").set_value("tail")
    form.more.box("names").set_value("mask")
    work = form._work()
    assert work is not None
    rows = [row for page in work().content.pages for row in page]
    assert all(re.fullmatch(r"\d{3}\*{13}[\dX]{2}", row.id_no) for row in rows)
    assert all("*" in row.name for row in rows)
    form.act()
    made = next(one for one in robot.notices() if one.post != "管水员")
    assert (made.show_ids, made.mask_names) == (True, True)


def test_the_weekday_of_the_end_is_said(robot: NoticeRobot) -> None:
    robot.opens(date(2020, 12, 7))
    assert "12月7日（周一）至12月13日（周日），7 天" in robot.pane_says()
    assert robot.robot.shown(next(i for i, c in enumerate(robot.page.COLUMNS) if c.key == "left")) == ["已满，可结束"]


def test_an_objection_is_registered_decided_and_the_notice_ends(robot: NoticeRobot) -> None:
    page = robot.page
    notice = robot.opens(TODAY - timedelta(days=10))
    page.objection()
    person = robot.desk.ask(publicity.subjects, notice)[0]
    robot.fills("against", person.name).fills("content", "meiyou shanggang")
    assert page.card.act is not None
    page.card.act.act()
    (found,) = robot.notice().undecided
    assert (found.name, found.content) == (person.name, "meiyou shanggang")
    assert page.badge() == 1
    assert page.blocked("notices.close") == "异议未处理"
    assert page.next_problem(1)
    page.decide()
    robot.fills("outcome", "bucheng")
    assert page.card.act is not None
    page.card.act.form.box("outcome").set_value("不成立")
    robot.fills("note", "kaoqin shushi")
    page.card.act.act()
    assert robot.notice().objections[0].outcome == "不成立"
    assert page.badge() == 0
    assert page.blocked("notices.close") == ""
    page.close_notice()
    dialog = page.window().findChild(ConfirmDialog)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # Enter never does it
    assert robot.notice().state == PublicityState.OPEN
    page.close_notice()
    page.window().findChildren(ConfirmDialog)[-1].do_it.click()
    assert robot.notice().state == PublicityState.CLOSED


def test_why_it_cannot_end_yet(robot: NoticeRobot) -> None:
    robot.opens(TODAY)
    assert robot.page.blocked("notices.close").startswith("到")
    assert robot.page.blocked("notices.hang") == ""


def test_a_notice_is_hung_and_taken_down(robot: NoticeRobot) -> None:
    notice = robot.opens(TODAY)
    robot.page.hang()
    robot.fills("photo", "gantuan.jpg")
    assert robot.page.card.act is not None
    robot.page.card.act.act()
    assert robot.notice().photo == "gantuan.jpg"
    robot.page.withdraw()
    assert robot.page.card.act is not None
    robot.page.card.act.act()  # without a reason nothing happens
    assert robot.notice().state == PublicityState.OPEN
    robot.fills("reason", "mingdan youwu")
    robot.page.card.act.act()
    assert robot.desk.ask(publicity.notice, notice, today=TODAY).state == PublicityState.WITHDRAWN
    assert robot.page.blocked("notices.hang") == "已不在公示"


def test_the_paper_of_a_notice(robot: NoticeRobot) -> None:
    robot.opens(TODAY)
    robot.page.print_page()
    robot.rests()
    dialog = robot.page.window().findChild(PaperDialog)
    assert dialog is not None
    pages = dialog.page.view.pages
    assert pages is not None
    assert pages.content.frame.number == "202011-001"
    dialog.reject()


def test_somebody_is_proposed_made_public_and_takes_the_post(robot: NoticeRobot) -> None:
    page, desk = robot.page, robot.desk

    def free(session) -> str:
        row = session.scalars(select(Assignment).where(Assignment.end.is_(None))).first()
        row.end, row.state = date(2020, 12, 31), AssignmentState.LEFT
        session.flush()
        return row.person_id

    person = desk.database.do("free", free)
    page.propose()
    form = page.card.act
    assert isinstance(form, ProposalForm)
    form.act()  # nobody is chosen: the box is waiting
    card = desk.ask(people.card, person)
    form.picker.box.setText(card.id_no[-4:])
    form._on_picker_picked(next(one for one in form._look(card.id_no, 5)))
    form.form.box("post_type").set_value("HL")
    robot.fills("post_name", "lu")
    form.act()
    assert len(desk.ask(publicity.proposed)) == 1
    page.new()
    made = page.card.act
    assert isinstance(made, NewNoticeForm)
    made.form.box("what").set_value("proposed")
    robot.fills("place", "cunkou")
    made.act()
    notice = next(one for one in robot.notices() if not one.is_pay)
    assert notice.people == 1

    def long_ago(session) -> None:
        row = session.get(Publicity, notice.id)
        row.start, row.end = date(2020, 12, 1), date(2020, 12, 7)
        session.flush()

    desk.database.do("later", long_ago)
    page._close(notice.id)
    page.show_notice(notice.id)
    (subject,) = desk.ask(publicity.subjects, notice.id)
    page.card.start_take(subject)
    assert page.card.act is not None
    page.card.act.act()
    assert desk.ask(publicity.states_of, [subject.assignment_id]) == {subject.assignment_id: "在岗"}


def test_empty_says_what_to_do(robot: NoticeRobot) -> None:
    assert "公示" in robot.page.empty_state.sentence.text()
    robot.desk.set_month(Month(2019, 1))
    assert robot.page.rows.rowCount() == 0
