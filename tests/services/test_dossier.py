"""A person's file holds what the year, the bank and the register say of the person, and nothing of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, PayLine, Person
from cjdesk.domain.errors import NoPostToPrint, NoSuchTimeOnPost, PersonUnknown
from cjdesk.domain.month import Month
from cjdesk.services import months, payments, payroll, people, year
from cjdesk.services.people import papers
from cjdesk.services.people.dossier import Span, dossier
from cjdesk.services.people.dossier_values import Dossier
from tests.services import desk

TODAY = date(2020, 12, 31)
MONTHS = tuple(Month(2020, number) for number in (8, 9, 10, 11))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Four months of five people; the bank paid August and September, but sent one payment of September back."""
    made = desk.new_desk(tmp_path_factory.mktemp("dossier") / "data", "522633101", "GD")
    made.do("fill", desk.fill, people=5)
    for month in MONTHS:
        for kind in ("HL", "GS"):
            desk.run_month(made, kind, month=month)
    for month in MONTHS[:2]:
        runs = made.ask(payments.of_month, month)
        file = made.do("list", payments.make, runs, template_code="NSH-TXT", by="李芳", leave_out_blocked=True)
        list_id = str(file.made.list_id)
        made.do("hand over", payments.hand_over, list_id, by="李芳")
        failed = {line_of(made, "龙小1", month): "账号错误"} if month == MONTHS[1] else {}
        made.do("result", payments.register, list_id, failed, by="李芳", rest_paid=True)
    yield made
    made.close()


def line_of(database: Database, name: str, month: Month) -> str:
    return database.ask(
        lambda session: session.scalars(select(PayLine.id).where(PayLine.name == name, PayLine.month == month)).one()
    )


def person(database: Database, name: str) -> str:
    return database.ask(lambda session: session.scalars(select(Person.id).where(Person.name == name)).one())


def of(database: Database, name: str, **span: Any) -> Dossier:
    return database.ask(dossier, person(database, name), today=TODAY, span=Span(**span))


def test_months_sum_to_what_the_year_says_of_everybody(database: Database) -> None:
    """Two ways: the year reads all lines and shares them out; the file reads the lines of one."""
    found = database.ask(year.year, 2020, today=TODAY)
    assert {line.name for line in found.lines} == {f"龙小{number}" for number in range(1, 6)}
    for name in {line.name for line in found.lines}:
        mine = [line for line in found.lines if line.name == name]
        file = of(database, name)
        assert file.pay == year.total(line.total for line in mine)
        assert file.pay.net_fen == sum(line.total.net_fen for line in mine) > 0
        by_month = {one.month: one.pay.net_fen for line in mine for one in line.months}
        assert {one.month: one.pay.net_fen for one in file.months} == by_month


def test_what_became_of_each_month(database: Database) -> None:
    file = of(database, "龙小1")
    assert [one.state for one in file.months] == ["成功", "退回 账号错误", "未制清单", "未制清单"]
    assert [one.day is not None for one in file.months] == [True, True, False, False]
    (back,) = file.returned
    assert (back.month, back.failure, back.amount_fen) == (MONTHS[1], "账号错误", file.months[1].pay.net_fen)
    assert of(database, "龙小2").returned == ()
    assert [one.state for one in of(database, "龙小2").months[:2]] == ["成功", "成功"]


def test_the_register_is_in_the_file(database: Database) -> None:
    file = of(database, "龙小5")
    assert [(one.number, one.post_type_name) for one in file.posts] == [(1, "管水员")]
    assert [(one.start, one.end) for one in file.suspensions] == [(date(2020, 6, 1), date(2020, 6, 30))]
    assert [one.what for one in file.proofs] == ["劳务协议（F9）", "意外伤害保险"]
    assert [(one.scheme, one.share_bp) for one in file.duties] == [("干团饮水点", 5000)]
    assert [one.number for one in file.accounts] == ["629999000000000005"]
    assert file.months[-1].required_tenths == 220
    assert of(database, "龙小1").duties == ()
    assert file.number.startswith("DOS-522633101-")
    assert file.person.id_no not in file.number


def test_a_span_narrows_months_and_what_belongs_to_them(database: Database) -> None:
    file = of(database, "龙小5", first=Month(2020, 9), last=Month(2020, 10))
    assert [one.month for one in file.months] == [Month(2020, 9), Month(2020, 10)]
    assert file.suspensions == ()
    assert len(file.posts) == 1
    assert of(database, "龙小1", last=Month(2020, 8)).returned == ()
    assert of(database, "龙小5", first=Month(2030, 1)).months == ()


def test_a_correction_is_told_with_its_reason(database: Database) -> None:
    who = person(database, "龙小3")
    assignment = database.ask(
        lambda session: session.scalars(select(Assignment.id).where(Assignment.person_id == who)).one()
    )
    database.do("late", suspended_late, assignment, "月底才知道")
    (run,) = database.do("compute", payroll.compute, Month(2020, 12), post_type="HL", by="李芳")
    database.do("lock", payroll.lock, run.run_id, by="李芳")
    file = of(database, "龙小3")
    kinds = {one.kind for one in file.corrections}
    assert kinds == {"扣回"}
    assert all(one.amount_fen > 0 and one.month in MONTHS for one in file.corrections)
    found = database.ask(year.year, 2020, today=TODAY)
    assert file.pay == year.total(line.total for line in found.lines if line.name == "龙小3")


def suspended_late(session, assignment: str, reason: str) -> None:
    months.late(
        session, months.Late(reason, "lifang"), people.suspend, assignment,
        start=date(2020, 11, 20), end=date(2020, 11, 25), paid=False, reason="事假",
    )  # fmt: skip


def test_somebody_never_paid_and_never_on_post_has_a_file_too(database: Database) -> None:
    made = database.do("add", people.add, today=TODAY, name="石小花", id_no="522699199203050024", village="", phone="")
    file = database.ask(dossier, made, today=TODAY)
    assert (file.months, file.posts, file.left, file.pay.net_fen) == ((), (), (), 0)
    application = database.ask(papers.application, made, today=TODAY)
    assert application.post is None
    for question in (papers.agreement, papers.exit_paper):
        with pytest.raises(NoPostToPrint):
            database.ask(question, made, today=TODAY)
    with pytest.raises(NoSuchTimeOnPost):
        database.ask(papers.application, made, today=TODAY, number=2)
    with pytest.raises(PersonUnknown):
        database.ask(dossier, "nobody", today=TODAY)


def test_papers_take_the_time_on_post_that_is_asked_for(database: Database) -> None:
    who = person(database, "龙小4")
    first = database.ask(papers.agreement, who, today=TODAY)
    assert (first.post.number, first.start, first.end) == (1, date(2020, 1, 1), date(2020, 12, 31))
    assert first.post.standard_fen == 70_000
    assert "2020年1月1日起至2020年12月31日止" in first.insurance
    database.do("leave", people.leave, first.post.id, end=date(2020, 12, 15), reason="外出务工")
    gone = database.ask(papers.exit_paper, who, today=TODAY)
    assert (gone.post.end, gone.post.exit_reason) == (date(2020, 12, 15), "外出务工")
    assert gone.settled_until == Month(2020, 9)
    file = of(database, "龙小4")
    assert gone.open_fen == file.pay.net_fen - file.pay.paid_fen > 0
    assert [(one.post.end, one.settled_until, one.open_fen) for one in file.left] == [
        (date(2020, 12, 15), Month(2020, 9), gone.open_fen)
    ]
    with pytest.raises(NoSuchTimeOnPost):
        database.ask(papers.exit_paper, who, today=TODAY, number=0)
