"""Page 更正: what a locked month should have paid, decided by the clerk, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Person
from cjdesk.domain.errors import MonthIsLocked
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.corrections.page import CorrectionsPage
from cjdesk.gui.desk import Desk
from cjdesk.gui.people import acts
from cjdesk.services import months, payroll, people
from cjdesk.services.payroll import corrections, recomputed
from tests.gui.robots import DeskRobot
from tests.services.desk import fill

NOVEMBER, DECEMBER = Month(2020, 11), Month(2020, 12)


def assignment_of(session: Session, name: str) -> str:
    return session.scalars(select(Assignment.id).join(Person).where(Person.name == name)).one()


@pytest.fixture
def late(desk: Desk) -> Desk:
    """November locked in full, then somebody's last day becomes known."""
    desk.do("Fill", fill)
    (sheet,) = desk.do("Compute", payroll.compute, NOVEMBER, post_type="HL", by="李芳")
    desk.do("Lock", payroll.lock, sheet.run_id, by="吴国芳")
    why = months.Late("村里 12 月才报来", "lifang")
    where = desk.ask(assignment_of, "龙小1")
    desk.do("Leave", months.late, why, people.leave, where, end=date(2020, 11, 10), reason="外出务工")
    return desk


class CorrectionsRobot:
    def __init__(self, robot: DeskRobot) -> None:
        self.robot = robot
        page = robot.page
        assert isinstance(page, CorrectionsPage)
        self.page = page
        self.rests()

    def rests(self) -> CorrectionsRobot:
        for _ in range(2):
            self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
            QApplication.processEvents()
        return self

    def pane_words(self) -> str:
        return " ".join(one.text() for one in self.page.pane.findChildren(QLabel) if one.isVisible())

    def decides(self, command: str, reason: str) -> CorrectionsRobot:
        getattr(self.page, command)()
        form = self.page._form
        assert form is not None
        form.form.show_record({"reason": reason})
        form.act()
        return self.rests()


def at_work(late: Desk, open_window: Callable[..., DeskRobot]) -> CorrectionsRobot:
    robot = open_window(late, (CorrectionsPage,))
    return CorrectionsRobot(robot)


def test_the_difference_names_month_line_and_reason(late: Desk, open_window: Callable[..., DeskRobot]) -> None:
    robot = at_work(late, open_window)
    (row,) = robot.page._rows
    assert (row.month, row.name, row.then_fen, row.now_fen, row.amount_fen) == (
        "2020-11",
        "龙小1",
        100_000,
        33_333,
        -66_667,
    )
    words = robot.pane_words()
    for told in ("PAY-202011-0001", "1,000.00", "333.33", "村里 12 月才报来", "10 天 ÷ 30 天"):
        assert told in words
    assert robot.page.badge() == 1


def test_putting_off_needs_a_reason_and_can_be_undone(late: Desk, open_window: Callable[..., DeskRobot]) -> None:
    robot = at_work(late, open_window)
    assert robot.page.blocked("corrections.release")
    robot.decides("put_off", "")
    assert late.ask(recomputed.differences, DECEMBER)[0].hold is None
    robot.decides("put_off", "等村里核实")
    assert late.ask(recomputed.differences, DECEMBER)[0].hold == corrections.LATER
    assert (robot.page.counts(), robot.page.badge()) == ({"": 1, "open": 0, "held": 1}, 0)
    robot.page.release()
    robot.rests()
    assert robot.page.counts()["open"] == 1


def test_every_locked_month_can_be_checked(late: Desk, open_window: Callable[..., DeskRobot]) -> None:
    robot = at_work(late, open_window)
    robot.page.check_everything()
    robot.rests()
    assert len(robot.page._rows) == 1


def test_leaving_on_a_day_of_a_locked_month_asks_why_only_now(desk: Desk) -> None:
    desk.do("Fill", fill)
    (sheet,) = desk.do("Compute", payroll.compute, NOVEMBER, post_type="HL", by="李芳")
    desk.do("Lock", payroll.lock, sheet.run_id, by="吴国芳")
    person = desk.ask(lambda session: session.scalars(select(Person.id).where(Person.name == "龙小2")).one())
    card = desk.ask(people.card, person)
    leave = acts.ACTS["leave"]
    values = {"end": date(2020, 11, 5), "exit_reason": "外出务工"}
    with pytest.raises(MonthIsLocked) as caught:
        leave.do(desk, card, values)
    assert caught.value.field == "late" in {field.key for field in leave.fields}
    leave.do(desk, card, {**values, "late": "本人 12 月才说"})
    (found,) = desk.ask(recomputed.differences, DECEMBER)
    assert (found.name, found.reason) == ("龙小2", "本人 12 月才说")
