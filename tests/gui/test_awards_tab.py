"""The tab 表彰 of page 合作社: a round made, people nominated and scored, decided, asked for and previewed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from cjdesk.domain.id_number import check_digit
from cjdesk.domain.states import AwardState
from cjdesk.gui import tasks
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.cooperatives.page import CooperativesPage
from cjdesk.gui.cooperatives.rows import AwardRow
from cjdesk.gui.desk import Desk
from cjdesk.gui.dialogs import ConfirmDialog
from cjdesk.gui.paper_page import PaperDialog
from cjdesk.services import awards, cooperatives
from tests.gui.robots import DeskRobot


class AwardsRobot:
    """At work on 表彰."""

    def __init__(self, robot: DeskRobot) -> None:
        self.robot = robot
        page = robot.page
        assert isinstance(page, CooperativesPage)
        self.page = page
        page.tabs.choose("awards")

    def fills(self, **values: object) -> AwardsRobot:
        """Type into the act that is under way, then do it."""
        act = self.page.card.act
        assert isinstance(act, ActForm)
        act.form.show_record({**act.form.values(), **values})
        act.act()
        return self

    def rows(self) -> list[AwardRow]:
        return [
            row for n in range(self.page.rows.rowCount()) if isinstance(row := self.page.rows.row_value(n), AwardRow)
        ]

    def rests(self) -> AwardsRobot:
        self.robot.qtbot.waitUntil(lambda: not tasks.running(), timeout=20_000)
        QApplication.processEvents()
        return self


def captain(number: int) -> str:
    body = f"52269919750505{number:03d}"
    return body + check_digit(body)


@pytest.fixture
def clerk(imported: Desk, open_window: Callable[..., DeskRobot]) -> AwardsRobot:
    return AwardsRobot(open_window(imported, (CooperativesPage,)))


@pytest.fixture
def nominated(clerk: AwardsRobot, imported: Desk) -> AwardsRobot:
    """A round of one cooperative and one captain, two nominated of each."""
    clerk.page.new_round()
    clerk.fills(cooperatives=1, captains=1)
    for place, union in enumerate(imported.ask(cooperatives.tree)[:2]):
        clerk.page.nominate()
        clerk.fills(name=union.id, score=str(90 - place))
    for number in (1, 2):
        clerk.page.nominate_captain()
        clerk.fills(id_no=captain(number), name=f"队长{number}号", score=str(80 + number))
    return clerk


def test_without_a_round_the_page_says_what_to_do(clerk: AwardsRobot) -> None:
    assert "还没有表彰批次" in clerk.page.empty().sentence
    assert clerk.page.blocked("cooperatives.decide")
    assert clerk.page.blocked("cooperatives.print")


def test_nominations_stand_by_score_with_their_sum(nominated: AwardsRobot) -> None:
    rows = nominated.rows()
    assert [(row.award_place, row.award_score) for row in rows] == [(1, "90"), (2, "89"), (1, "82"), (2, "81")]
    totals = {one.key: one.text for one in nominated.page.totals()}
    assert totals["award_fen"] == "3,000.00"
    assert "合作社 2 个、队长 2 人" in totals["award_name"]


def test_the_same_one_twice_is_said_under_the_field(nominated: AwardsRobot, imported: Desk) -> None:
    nominated.page.nominate_captain()
    nominated.fills(id_no=captain(1), name="队长1号")
    assert isinstance(nominated.page.card.act, ActForm)
    assert len(nominated.rows()) == 4


def test_deciding_by_score_takes_the_best_up_to_the_quota(nominated: AwardsRobot) -> None:
    nominated.page.decide()
    act = nominated.page.card.act
    assert isinstance(act, ActForm)
    assert act.form.values()["way"] == "best"
    nominated.fills()
    assert [row.award_chosen is not None for row in nominated.rows()] == [True, False, True, False]
    chip = nominated.page.state_chip()
    assert chip is not None
    assert chip.word == "已定"
    assert nominated.page.blocked("cooperatives.nominate") == "已定"


def test_before_printing_count_and_sums_are_shown(nominated: AwardsRobot) -> None:
    nominated.page.decide()
    nominated.fills()
    nominated.page.print_page()
    dialog = nominated.robot.window.findChild(ConfirmDialog)
    words = [one.text() for one in dialog.findChildren(QLabel)]
    for said in ("1,000.00", "500.00", "1,500.00", "壹仟伍佰元整", "每个 1,000.00 元"):
        assert said in words
    dialog.do_it.click()
    nominated.rests()
    preview = nominated.robot.window.findChild(PaperDialog)
    assert preview.page.view.pages.count == 2
    preview.close()


def test_scoring_and_taking_out(nominated: AwardsRobot) -> None:
    nominated.page.select(nominated.rows()[3].id)
    nominated.page.score()
    nominated.fills(score="95.5")
    assert nominated.rows()[2].award_score == "95.5"
    nominated.page.select(nominated.rows()[3].id)
    nominated.page.take_out()
    nominated.fills(reason="外出")
    assert len(nominated.rows()) == 3


def test_handed_out_after_a_question_and_then_closed(nominated: AwardsRobot, imported: Desk) -> None:
    nominated.page.decide()
    nominated.fills()
    nominated.page.hand_out()
    nominated.robot.window.findChild(ConfirmDialog).do_it.click()
    nominated.rests()
    (one,) = imported.ask(awards.rounds)
    assert one.state == AwardState.PAID
    assert nominated.page.blocked("cooperatives.reopen")


def test_members_are_still_where_they_were(nominated: AwardsRobot) -> None:
    nominated.page.tabs.choose("members")
    assert nominated.page.rows.rowCount() > 0
    assert {column.key for column in nominated.page.table.shown_columns()} >= {"name", "share_fen"}
    assert not nominated.page.round_box.isVisible()
