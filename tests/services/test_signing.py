"""经办, 审核, 审批 are three people (D-09), unless the county allows one clerk; the sheet says when it was not so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cjdesk.db.database import Database
from cjdesk.domain.errors import OwnCheck, OwnRun, OwnUnlock, RunNotSettled, StepNotAllowed
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.domain.states import RunState
from cjdesk.printing import wording
from cjdesk.services import office, payroll, reference
from tests.services.desk import PASSPHRASE, fill, new_desk

MONTH = Month(2020, 11)
SINGLE = '[reference]\nversion = "x"\nissuer = "522633"\n[[policy]]\npost_type = "HL"\nfloor = "NONE"\nsingle_clerk = true\nfrom = 2020-11-01\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    database = new_desk(tmp_path / "data", "522633101", "GD-01")
    database.do("fill", fill)
    yield database
    database.close()


def joins(desk: Database, login: str, name: str, role: str = office.Role.CHECKER) -> None:
    office.add_clerk(desk, login=login, name=name, role=role, passphrase=PASSPHRASE)


def computed(desk: Database) -> Sheet:
    (sheet,) = desk.do("Compute", payroll.compute, MONTH, post_type="HL", by="lifang")
    return sheet


def test_three_people_sign(desk: Database) -> None:
    joins(desk, "wangjun", "王军")
    joins(desk, "zhaoming", "赵明", office.Role.APPROVER)
    run = computed(desk).run_id
    with pytest.raises(OwnCheck):
        desk.do("Lock", payroll.lock, run, by="lifang")
    desk.do("Lock", payroll.lock, run, by="wangjun")
    for login in ("lifang", "wangjun"):
        with pytest.raises(OwnRun):
            desk.do("Approve", payroll.approve, run, by=login)
    sheet = desk.do("Approve", payroll.approve, run, by="zhaoming")
    assert (sheet.made_by, sheet.checked_by, sheet.approved_by) == ("李芳", "王军", "赵明")
    assert wording.clerk_tags(sheet) == ()


def test_two_people_of_one_name_are_two_people(desk: Database) -> None:
    joins(desk, "lifang2", "李芳")
    run = computed(desk).run_id
    desk.do("Lock", payroll.lock, run, by="lifang2")
    with pytest.raises(OwnRun):
        desk.do("Approve", payroll.approve, run, by="lifang2")


def test_who_works_alone_may_check_and_the_sheet_says_so(desk: Database) -> None:
    sheet = desk.do("Lock", payroll.lock, computed(desk).run_id, by="lifang")
    assert wording.clerk_tags(sheet) == (wording.SAME_CHECKER,)
    with pytest.raises(OwnRun):
        desk.do("Approve", payroll.approve, sheet.run_id, by="lifang")


def test_the_county_may_allow_one_clerk_for_everything(desk: Database) -> None:
    joins(desk, "wangjun", "王军")
    desk.do("Load", reference.load, SINGLE)
    run = computed(desk).run_id
    desk.do("Lock", payroll.lock, run, by="lifang")
    sheet = desk.do("Approve", payroll.approve, run, by="lifang")
    assert (sheet.state, wording.clerk_tags(sheet)) == (RunState.APPROVED, (wording.SINGLE_CLERK,))


def test_a_reviewer_unlocks_and_the_next_print_is_the_second_version(desk: Database) -> None:
    joins(desk, "wangjun", "王军")
    run = computed(desk).run_id
    desk.do("Lock", payroll.lock, run, by="wangjun")
    with pytest.raises(OwnUnlock):
        desk.do("Unlock", payroll.unlock, run, by="lifang", reason="改考勤")
    sheet = desk.do("Unlock", payroll.unlock, run, by="wangjun", reason="改考勤")
    assert (sheet.state, sheet.revision, sheet.checked_by) == (RunState.COMPUTED, 2, None)


def test_only_a_paid_month_is_archived(desk: Database) -> None:
    run = computed(desk).run_id
    desk.do("Lock", payroll.lock, run, by="lifang")
    with pytest.raises(StepNotAllowed):
        desk.do("Archive", payroll.archive, run, by="lifang")
    for state in (RunState.APPROVED, RunState.LISTED, RunState.PARTLY_FAILED):
        desk.do("Step", payroll.advance, run, state)
    with pytest.raises(RunNotSettled):
        desk.do("Archive", payroll.archive, run, by="lifang")
    desk.do("Paid", payroll.advance, run, RunState.PAID)
    assert desk.do("Archive", payroll.archive, run, by="lifang").state == RunState.ARCHIVED
