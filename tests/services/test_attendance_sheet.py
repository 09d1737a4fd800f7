"""The attendance sheets of a month: who is on which form, which days are free or off, which totals were entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, Holiday, Person, Post, Suspension
from cjdesk.domain.attendance_sheet import AttendanceSheet
from cjdesk.domain.month import Month
from cjdesk.services import attendance
from cjdesk.services.attendance_sheet import Wanted, attendance_sheets, attending
from tests.services import desk
from tests.services.desk import MONTH, Rows


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = desk.new_desk(tmp_path_factory.mktemp("attendance") / "data", "522633101", "GD")
    made.do("fill", desk.fill, people=5)
    yield made
    made.close()


def one_more(database: Database, number: int, *, village: str | None, kind: str = "HL", **dates: object) -> str:
    """Somebody on a post of his own; gives the assignment."""

    def add(session) -> str:
        rows = Rows(session, "522633101")
        person = rows.add(
            Person, id_no=desk.id_no(number), name=f"梁小{number}", sex="1", birth=date(1970, 1, 1), village=village
        )
        post = rows.add(Post, number=f"{kind}-9-{number:03d}", post_type=kind, name="村道", village=village)
        facts = {"start": date(2020, 1, 1), "state": "在岗"} | dates
        return rows.add(Assignment, person_id=person, post_id=post, post_type=kind, **facts)

    return database.do("one more", add)


def sheets(database: Database, month: Month = MONTH, **wanted: object) -> tuple[AttendanceSheet, ...]:
    return database.ask(attendance_sheets, month, Wanted(**wanted))


def test_a_village_has_one_form_with_everybody_on_post(database: Database) -> None:
    (sheet,) = sheets(database)
    assert (sheet.village, sheet.number, sheet.post_type_name) == ("干团村", "KQ-202011-001", "")
    assert [line.name for line in sheet.lines] == ["龙小4", "龙小5", "龙小1", "龙小2", "龙小3"]
    assert [line.number for line in sheet.lines] == [1, 2, 3, 4, 5]
    assert not any(line.off or line.attended for line in sheet.lines)
    assert sheet.free == {1, 7, 8, 14, 15, 21, 22, 28, 29}
    assert sheet.required_tenths == (210, 210)
    assert not sheet.announced


def test_days_off_post_are_off_on_both_ends(database: Database) -> None:
    comes = one_more(database, 50, village="干团村", start=date(2020, 11, 5))
    one_more(database, 51, village="干团村", end=date(2020, 11, 9), state="离岗")
    one_more(database, 52, village="干团村", start=date(2020, 12, 1))
    one_more(database, 53, village="干团村", end=date(2020, 10, 31), state="离岗")
    one_more(database, 54, village="干团村", state="拟聘")
    database.do(
        "suspend",
        lambda session: Rows(session, "522633101").add(
            Suspension, assignment_id=comes, start=date(2020, 11, 20), end=date(2020, 11, 21), paid=True
        ),
    )
    (sheet,) = sheets(database)
    off = {line.name: line.off for line in sheet.lines}
    assert off["梁小50"] == {1, 2, 3, 4, 20, 21}
    assert off["梁小51"] == set(range(10, 31))
    assert not {"梁小52", "梁小53", "梁小54"} & off.keys()


def test_holidays_are_free_and_worked_weekends_are_not(database: Database) -> None:
    def announce(session) -> None:
        session.add(Holiday(day=date(2020, 11, 2), kind="休", name="演示"))
        session.add(Holiday(day=date(2020, 11, 7), kind="班"))

    database.do("holidays", announce)
    (sheet,) = sheets(database)
    assert 2 in sheet.free
    assert 7 not in sheet.free
    assert sheet.announced
    assert sheet.required_tenths == (210, 210)


def test_forms_by_village_and_post_keep_their_numbers(database: Database) -> None:
    one_more(database, 60, village="宰荡村")
    one_more(database, 61, village=None)
    every = sheets(database)
    assert [sheet.village for sheet in every] == ["干团村", "宰荡村", ""]
    assert [sheet.number[-3:] for sheet in every] == ["001", "002", "003"]
    (second,) = sheets(database, village="宰荡村")
    assert second == every[1]
    apart = sheets(database, by_post=True)
    assert [(one.village, one.post_type_name, len(one.lines)) for one in apart] == [
        ("干团村", "护路员", 3), ("干团村", "管水员", 2), ("宰荡村", "护路员", 1), ("", "护路员", 1)
    ]  # fmt: skip
    assert sum(len(one.lines) for one in apart) == sum(len(one.lines) for one in every)
    (wardens,) = sheets(database, post_type="GS")
    assert wardens.number == "KQ-202011-001-GS"
    assert sheets(database, post_type="HH") == ()
    assert sheets(database, village="无人村") == ()


def test_totals_that_were_entered_stand_on_the_filled_form_only(database: Database) -> None:
    assignment = one_more(database, 70, village="干团村")
    database.do(
        "enter", attendance.enter, assignment, MONTH,
        required_tenths=210, attended_tenths=195, personal_leave_tenths=15, grade="良好",
    )  # fmt: skip
    (filled,) = sheets(database, filled=True)
    found = {line.name: line.attended for line in filled.lines}
    assert found["梁小70"] is not None
    assert (found["梁小70"].attended_tenths, found["梁小70"].personal_leave_tenths) == (195, 15)
    assert found["梁小70"].grade == "良好"
    assert found["龙小1"] is None
    assert filled.required_tenths == (210, 220)
    (blank,) = sheets(database)
    assert all(line.attended is None for line in blank.lines)


def test_a_month_without_anybody_has_no_form(database: Database) -> None:
    assert sheets(database, Month(2019, 1)) == ()
    assert database.ask(attending, Month(2019, 1)) == ()
