"""What a second file changes, what it may not change, and that nothing is ever half done."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import (
    Agreement,
    Assignment,
    Attendance,
    AuditEntry,
    BankAccount,
    FeeReceipt,
    Membership,
    Person,
    PersonCategory,
    Post,
    Rule,
    SchemeRate,
    SchemeShare,
)
from cjdesk.domain.errors import PlanIsStale, RowsRejected
from cjdesk.domain.id_number import check_digit
from cjdesk.domain.month import Month
from cjdesk.services import imports, payroll
from cjdesk.workbooks.reading import read
from tests.services.imported import take_in, take_in_all
from tests.workbooks import made
from tests.workbooks.made import HEADINGS, row

MORE = (*HEADINGS, "人员类别", "协议起止", "在岗状态", "离岗时间及原因", "联系电话", "岗位名称")
OTHER_ID = "522699198808080029"
THIRD_ID = "52269919790312001" + check_digit("52269919790312001")


def roster(path: Path, *rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    return made.roster(path, *rows, headings=headings)


def more(*rest: Any, **changed: Any) -> tuple[Any, ...]:
    return (*row(**changed), *rest, *[""] * (len(MORE) - len(HEADINGS) - len(rest)))


def codes(plan: imports.ImportPlan) -> list[str]:
    return [problem.code for problem in plan.problems]


def all_of(database: Database, model: Any) -> list[Any]:
    return database.ask(lambda session: list(session.scalars(select(model).order_by(model.id))))


def count(database: Database, model: Any) -> int:
    return database.ask(lambda session: session.scalar(select(func.count()).select_from(model)) or 0)


@pytest.fixture
def stored(township: Database, tmp_path: Path) -> Database:
    """One person on post."""
    _, result = take_in(township, "roster", roster(tmp_path / "first.xlsx", row()))
    assert result.created == 1
    return township


def test_one_changed_cell_changes_one_column(stored: Database, tmp_path: Path) -> None:
    entries = count(stored, AuditEntry)
    plan, result = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(组="二组")))
    assert (result.created, result.updated, result.unchanged) == (0, 1, 0)
    assert plan.changes.size == 1
    (person,) = all_of(stored, Person)
    assert person.village_group == "二组"
    assert "二组" in person.search
    (entry,) = stored.ask(lambda session: list(session.scalars(select(AuditEntry).where(AuditEntry.seq > entries))))
    assert entry.record == "person"
    assert entry.new["village_group"] == "二组"
    assert entry.old["village_group"] == "一组"


def test_an_empty_cell_erases_nothing(stored: Database, tmp_path: Path) -> None:
    _, result = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(组="", 银行账号="", 月补贴标准="")))
    assert result.unchanged == 1
    assert all_of(stored, BankAccount)[0].number == made.ROW[6]


def test_a_new_account_leaves_the_old_one_as_history(stored: Database, tmp_path: Path) -> None:
    today = date(2026, 3, 15)
    _, result = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(银行账号="6299993810507024936")), today=today)
    assert result.updated == 1
    accounts = sorted((one.number, one.valid_from, one.valid_to) for one in all_of(stored, BankAccount))
    assert accounts == [("6299993448630435552", None, today), ("6299993810507024936", today, None)]


def test_leaving_ends_the_assignment(stored: Database, tmp_path: Path) -> None:
    path = roster(tmp_path / "b.xlsx", more("", "", "离岗", "2020.11.5 其他：转岗"), headings=MORE)
    _, result = take_in(stored, "roster", path)
    assert result.updated == 1
    (one,) = all_of(stored, Assignment)
    assert (one.end, one.state, one.exit_reason, one.exit_note) == (date(2020, 11, 5), "离岗", "其他", "转岗")
    # The older roster, in which nobody has left, does not bring anybody back.
    _, result = take_in(stored, "roster", roster(tmp_path / "c.xlsx", more("", "", "在岗"), headings=MORE))
    assert result.unchanged == 1


def test_leaving_without_a_day_is_refused(stored: Database, tmp_path: Path) -> None:
    plan, _ = take_in(stored, "roster", roster(tmp_path / "b.xlsx", more("", "", "离岗"), headings=MORE))
    assert codes(plan) == ["END_MISSING"]


def test_a_corrected_start_day_moves_the_assignment(stored: Database, tmp_path: Path) -> None:
    _, result = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(上岗时间="2020.4.1")))
    assert result.updated == 1
    (one,) = all_of(stored, Assignment)
    assert one.start == date(2020, 4, 1)


def test_a_renewed_agreement_is_added(stored: Database, tmp_path: Path) -> None:
    for period in ("2020.3.1-2021.2.28", "2021.3.1-2022.2.28"):
        take_in(stored, "roster", roster(tmp_path / "b.xlsx", more("", period), headings=MORE))
    assert [one.start.year for one in all_of(stored, Agreement)] == [2020, 2021]


def test_categories_follow_the_roster_but_dated_ones_stay(stored: Database, tmp_path: Path) -> None:
    take_in(stored, "roster", roster(tmp_path / "b.xlsx", more("脱贫户、低保"), headings=MORE))

    def date_one(session: Session) -> None:
        flag = session.scalars(select(PersonCategory).where(PersonCategory.code == "DIBAO")).one()
        flag.valid_from = date(2020, 1, 1)

    stored.do("Date a category", date_one)
    take_in(stored, "roster", roster(tmp_path / "c.xlsx", more("监测对象-边缘易致贫户"), headings=MORE))
    open_ones = {one.code for one in all_of(stored, PersonCategory) if one.valid_to is None}
    assert open_ones == {"DIBAO", "JC_BYYZ"}


def test_a_post_moves_with_its_name(stored: Database, tmp_path: Path) -> None:
    path = roster(tmp_path / "b.xlsx", more("", "", "", "", "", "干团村道K1至K4"), headings=MORE)
    _, result = take_in(stored, "roster", path)
    assert result.updated == 1
    (one,) = all_of(stored, Assignment)
    posts = {post.id: post for post in all_of(stored, Post)}
    assert posts[one.post_id].name == "干团村道K1至K4"
    assert sorted(post.number for post in posts.values()) == ["HL-101-001", "HL-101-002"]


def test_a_registered_number_under_another_name_is_refused(stored: Database, tmp_path: Path) -> None:
    plan, _ = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(姓名="杨秀英")))
    assert codes(plan) == ["DUPLICATE_ID"]
    assert plan.problems[0].error.facts["name"] == "石小花"


def test_a_name_with_a_lost_character_may_be_mended(township: Database, tmp_path: Path) -> None:
    plan, _ = take_in(township, "roster", roster(tmp_path / "a.xlsx", row(姓名="石小\ue863")))
    assert codes(plan) == ["NAME_PUA"]
    _, result = take_in(township, "roster", roster(tmp_path / "b.xlsx", row(姓名="石小䶮")))
    assert result.updated == 1
    assert all_of(township, Person)[0].name == "石小䶮"


def test_a_second_post_beside_a_stored_one_is_refused(stored: Database, tmp_path: Path) -> None:
    plan, _ = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(岗位类别="管水员", 上岗时间="2020.9.1")))
    assert codes(plan) == ["TWO_OPEN_POSTS"]
    assert plan.problems[0].column == "岗位类别"


def test_a_transfer_is_two_rows_in_any_order(stored: Database, tmp_path: Path) -> None:
    path = roster(
        tmp_path / "b.xlsx",
        more(岗位类别="管水员", 上岗时间="2020.9.1"),
        more("", "", "离岗", "2020.8.31 其他：转岗"),
        headings=MORE,
    )
    _, result = take_in(stored, "roster", path)
    assert (result.created, result.updated, result.rejected_rows) == (1, 1, 0)


def test_others_in_the_register_are_compared_too(stored: Database, tmp_path: Path) -> None:
    """Same account and same name and birth day as somebody this file does not speak of."""
    plan, result = take_in(stored, "roster", roster(tmp_path / "b.xlsx", row(身份证号="522699199203050067")))
    assert result.created == 1
    assert sorted(codes(plan)) == ["BANK_SHARED", "SAME_NAME_BIRTH"]
    again, result = take_in(stored, "roster", roster(tmp_path / "c.xlsx", row()))
    assert result.unchanged == 1
    assert sorted(codes(again)) == ["BANK_SHARED", "SAME_NAME_BIRTH"]


def test_ages_follow_the_rule_of_the_county(township: Database, tmp_path: Path) -> None:
    path = roster(tmp_path / "a.xlsx", row(身份证号="522699195901010013", 姓名="龙运来"))
    plan, _ = take_in(township, "roster", path)
    assert codes(plan) == ["AGE_OVER_60"]

    def narrow(session: Session) -> None:
        session.add(Rule(code="R-04", severity="warning", post_type="HL", value={"warning_age": 50, "error_age": 55}))

    township.do("Narrow a rule", narrow)
    plan = township.ask(imports.preview, "roster", path)
    assert codes(plan) == ["AGE_OVER_65"]


def test_unknown_words_are_left_out_with_a_warning(township: Database, tmp_path: Path) -> None:
    path = roster(
        tmp_path / "a.xlsx",
        (*row(), "脱贫户、外星户", "火星族", "私塾"),
        headings=(*HEADINGS, "人员类别", "民族", "文化程度"),
    )
    plan, result = take_in(township, "roster", path)
    assert result.created == 1
    assert sorted((one.column, one.value) for one in plan.problems if one.code == "WORD_SKIPPED") == [
        ("人员类别", "脱贫户、外星户"), ("文化程度", "私塾"), ("民族", "火星族"),
    ]  # fmt: skip
    assert [one.code for one in all_of(township, PersonCategory)] == ["TUOPIN"]


def test_damaged_accounts_and_cells_are_refused(township: Database, tmp_path: Path) -> None:
    plan, _ = take_in(
        township,
        "roster",
        roster(
            tmp_path / "a.xlsx",
            row(银行账号=6.299993448630435552e18),
            row(身份证号=OTHER_ID, 姓名="杨秀英", 银行账号="6.29999E+18"),
            row(身份证号=THIRD_ID, 姓名="=1/0", 银行账号=""),
            row(身份证号=5.22699198808080029e17, 姓名="吴国芳", 银行账号=""),
        ),
    )
    assert [problem.code for problem in plan.rejected] == [
        "BANK_LOST_IN_EXCEL", "BANK_LOST_IN_EXCEL", "CELL_DAMAGED", "ID_LOST_IN_EXCEL",
    ]  # fmt: skip
    assert count(township, Person) == 0


def test_all_or_nothing_writes_nothing(township: Database, tmp_path: Path) -> None:
    path = roster(tmp_path / "a.xlsx", row(), row(身份证号="522699198808080020", 姓名="杨秀英"))
    entries = count(township, AuditEntry)

    def work(session: Session) -> None:
        imports.apply(session, imports.preview(session, "roster", path), all_or_nothing=True)

    with pytest.raises(RowsRejected):
        township.do("Import", work)
    assert count(township, Person) == 0
    assert count(township, AuditEntry) == entries


class Cancelled(Exception):
    """The clerk pressed 取消."""


@pytest.mark.parametrize("calls_before", [1, 4, 9])
def test_cancelling_leaves_nothing(township: Database, guandong: Path, calls_before: int) -> None:
    calls: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        calls.append((done, total))
        assert 0 <= done <= total
        if len(calls) > calls_before:
            raise Cancelled

    def work(session: Session) -> None:
        plan = imports.preview(session, "roster", guandong / "roster.xlsx", progress=progress)
        imports.apply(session, plan, progress=progress)

    entries = count(township, AuditEntry)
    with pytest.raises(Cancelled):
        township.do("Import", work)
    assert count(township, Person) == 0
    assert count(township, AuditEntry) == entries


def test_a_plan_of_yesterday_is_refused(township: Database, tmp_path: Path) -> None:
    plan = township.ask(imports.preview, "roster", roster(tmp_path / "a.xlsx", row()))
    take_in(township, "roster", roster(tmp_path / "b.xlsx", row(身份证号=OTHER_ID, 姓名="杨秀英", 银行账号="")))
    with pytest.raises(PlanIsStale):
        township.do("Import", imports.apply, plan)
    assert count(township, Person) == 1


def test_every_row_has_its_trace(township: Database, clean_small: Path) -> None:
    before = count(township, AuditEntry)
    done = take_in_all(township, clean_small)
    written = sum(plan.changes.size for plan, _ in done.values())
    assert count(township, AuditEntry) == before + written
    assert township.ask(audit.verify).whole


def test_the_corrections_workbook_goes_in_once_put_right(township: Database, guandong: Path, tmp_path: Path) -> None:
    plan, first = take_in(township, "roster", guandong / "roster.xlsx")
    out = tmp_path / "更正.xlsx"
    assert imports.write_rejects(plan, out) == 29
    sheets: dict[str, list[list[Any]]] = {}
    for sheet in read(out).sheets:
        rows = [list(cells) for cells in sheet.rows]
        heading = rows[3]
        assert heading[-2:] == ["原因", "错误代码"]
        where = heading.index("身份证号" if sheet.name != "管水员" else "身份证号码")
        for cells in rows[4:]:
            assert cells[-2]
            if cells[-1] == "ID_CHECK_DIGIT" and cells[where] == "522699197901150817":
                cells[where] = "52269919790115081" + check_digit("52269919790115081")
            if cells[-1] == "ID_LOST_IN_EXCEL":
                assert isinstance(cells[where], str)
            if cells[-1] == "DATE_INCOMPLETE":
                cells[heading.index("上岗时间" if sheet.name != "管水员" else "上岗日期")] = "2018年9月3日"
        sheets[sheet.name] = rows
    again, second = take_in(township, "roster", made.xlsx(tmp_path / "right.xlsx", sheets))
    # The row that stood there twice is now one that is stored already.
    assert (first.rejected_rows, second.created, second.unchanged, second.rejected_rows) == (29, 3, 1, 25)
    assert sorted(problem.code for problem in again.warnings) == ["ID_CONSECUTIVE"]


def test_a_refused_suspension_has_its_reason_beside_its_own(stored: Database, tmp_path: Path) -> None:
    headings = ("姓名", "身份证号", "起", "止", "是否发放", "原因")
    wrong = ("杨秀英", OTHER_ID, "2020.11.5", "2020.11.9", "否", "病")
    right = ("石小花", made.ROW[1], "2020.11.5", "", "否", "病")
    path = made.xlsx(tmp_path / "a.xlsx", {"花名册": [HEADINGS, row()], "停岗": [headings, wrong, right]})
    plan, result = take_in(stored, "roster", path)
    assert (result.created, result.unchanged, codes(plan)) == (1, 1, ["PERSON_NOT_REGISTERED"])
    imports.write_rejects(plan, tmp_path / "b.xlsx")
    (sheet,) = read(tmp_path / "b.xlsx").sheets
    assert sheet.rows[0][-2:] == ["退回原因", "错误代码"]
    # The corrections workbook holds no roster sheet and is read all the same.
    sheets = {"停岗": [sheet.rows[0], [*right[:3], "2020.11.20", *right[4:], "", ""]]}
    _, result = take_in(stored, "roster", made.xlsx(tmp_path / "c.xlsx", sheets))
    assert result.updated == 1


def test_a_locked_month_keeps_what_it_was_computed_with(township: Database, clean_small: Path, tmp_path: Path) -> None:
    take_in_all(township, clean_small)
    march = Month(2021, 3)
    for sheet in township.do("Compute", payroll.compute, march, by="李芳"):
        township.do("Lock", payroll.lock, sheet.run_id, by="李芳")
    before = count(township, AuditEntry)
    for kind, (_, result) in take_in_all(township, clean_small).items():
        assert result.rejected_rows == 0, kind
    changed = {
        "attendance": ("考勤", "出勤", 11.0, 1),
        "receipts": ("收据", "实收金额(元)", 999.0, 2),
        "roster": ("管水员", "上岗时间", "2021.3.9", 5),
    }
    for kind, (name, heading, value, row_number) in changed.items():
        sheets = {
            sheet.name: [list(cells) for cells in sheet.rows] for sheet in read(clean_small / f"{kind}.xlsx").sheets
        }
        heading_row = next(cells for cells in sheets[name] if heading in cells)
        sheets[name][row_number][heading_row.index(heading)] = value
        plan, result = take_in(township, kind, made.xlsx(tmp_path / f"{kind}.xlsx", sheets))
        assert [problem.code for problem in plan.rejected] == ["MONTH_IS_LOCKED"], kind
        assert result.created + result.updated == 0
    assert count(township, AuditEntry) == before


def test_attendance_takes_its_month_from_the_call_or_the_sheet(stored: Database, tmp_path: Path) -> None:
    headings = ("姓名", "身份证号", "出勤", "应出勤")
    path = made.xlsx(tmp_path / "a.xlsx", {"考勤": [headings, ("石小花", made.ROW[1], 20, 21)]})
    with pytest.raises(Exception, match="which month"):
        take_in(stored, "attendance", path)
    _, result = take_in(stored, "attendance", path, month=Month(2020, 11))
    assert result.created == 1
    (one,) = all_of(stored, Attendance)
    assert (one.month, one.required_tenths, one.attended_tenths) == (Month(2020, 11), 210, 200)
    with_month = made.xlsx(
        tmp_path / "b.xlsx",
        {
            "考勤": [
                (*headings, "月份"),
                ("石小花", made.ROW[1], 20, 21, "2020年11月"),
                ("石小花", made.ROW[1], 1, 2, "2020年11月"),
            ]
        },
    )
    plan, result = take_in(stored, "attendance", with_month, month=Month(2020, 12))
    assert codes(plan) == ["OTHER_MONTH", "OTHER_MONTH"]
    plan, result = take_in(stored, "attendance", with_month)
    assert codes(plan) == ["ATT_TWICE"]
    assert result.unchanged == 1


def test_another_name_in_attendance_is_warned_of(stored: Database, tmp_path: Path) -> None:
    path = made.xlsx(
        tmp_path / "a.xlsx", {"考勤": [("姓名", "身份证号", "出勤", "月份"), ("杨秀英", made.ROW[1], 20, "2020-11")]}
    )
    plan, result = take_in(stored, "attendance", path)
    assert codes(plan) == ["NAME_DIFFERS"]
    assert result.created == 1


def fees(path: Path, rate: float, shares: list[tuple[str, float]], *receipts: tuple[Any, ...]) -> Path:
    return made.xlsx(
        path,
        {
            "收据": [("供水工程", "管水员身份证号", "收款日期", "收据号", "户名", "实收金额(元)"), *receipts],
            "工程": [
                ("供水工程", "村", "户数", "提成比例(%)", "管水员身份证号", "分配比例(%)"),
                *[("干团饮水", "干团村", 86, rate, warden, share) for warden, share in shares],
            ],
        },
    )


def test_rates_and_shares_have_a_history(stored: Database, tmp_path: Path) -> None:
    two = row(身份证号=OTHER_ID, 姓名="杨秀英", 银行账号="")
    take_in(stored, "roster", roster(tmp_path / "r.xlsx", two))
    one_warden, both = [(made.ROW[1], 100)], [(made.ROW[1], 60), (OTHER_ID, 40)]
    first = ("干团饮水", made.ROW[1], "2020.11.3", "0001", "户", 100)
    second = ("干团饮水", made.ROW[1], "2020.12.3", "0002", "户", 50.5)
    take_in(stored, "receipts", fees(tmp_path / "a.xlsx", 10, one_warden, first))
    take_in(stored, "receipts", fees(tmp_path / "b.xlsx", 12.5, both, second))
    rates = sorted((one.valid_from, one.valid_to, one.rate_bp) for one in all_of(stored, SchemeRate))
    assert rates == [(date(2020, 11, 1), date(2020, 11, 30), 1000), (date(2020, 12, 1), None, 1250)]
    shares = sorted((one.valid_from, one.valid_to, one.share_bp) for one in all_of(stored, SchemeShare))
    assert shares == [
        (date(2020, 11, 1), date(2020, 11, 30), 10000), (date(2020, 12, 1), None, 4000), (date(2020, 12, 1), None, 6000),
    ]  # fmt: skip
    for name, rate, wardens, receipt in (("a", 10, one_warden, first), ("b", 12.5, both, second)):
        _, result = take_in(stored, "receipts", fees(tmp_path / f"{name}2.xlsx", rate, wardens, receipt))
        assert (result.created, result.updated) == (0, 0)
    # An earlier month with the same rate: what holds simply began earlier.
    earlier = ("干团饮水", made.ROW[1], "2020.10.8", "0000", "户", 7)
    _, result = take_in(stored, "receipts", fees(tmp_path / "c.xlsx", 10, one_warden, earlier))
    assert (date(2020, 10, 1), date(2020, 11, 30), 1000) in {
        (one.valid_from, one.valid_to, one.rate_bp) for one in all_of(stored, SchemeRate)
    }
    assert len(all_of(stored, SchemeRate)) == 2


def test_a_corrected_receipt_is_changed_not_doubled(stored: Database, tmp_path: Path) -> None:
    wardens = [(made.ROW[1], 100)]
    receipt = ("干团饮水", made.ROW[1], "2020.11.3", "0001", "户", 100)
    refund = ("干团饮水", made.ROW[1], "2020.11.3", "0001", "户", -20)
    loose = ("干团饮水", made.ROW[1], "2020.11.4", "", "户", 5)
    take_in(stored, "receipts", fees(tmp_path / "a.xlsx", 10, wardens, receipt, refund, loose, loose))
    assert sorted(one.amount_fen for one in all_of(stored, FeeReceipt)) == [-2000, 500, 500, 10000]
    right = ("干团饮水", made.ROW[1], "2020.11.3", "0001", "户", 110)
    _, result = take_in(stored, "receipts", fees(tmp_path / "b.xlsx", 10, wardens, right, refund, loose, loose))
    assert (result.created, result.updated) == (0, 1)
    assert sorted(one.amount_fen for one in all_of(stored, FeeReceipt)) == [-2000, 500, 500, 11000]
    plan, _ = take_in(stored, "receipts", fees(tmp_path / "c.xlsx", 10, wardens, right, right))
    assert codes(plan) == ["RECEIPT_TWICE"]


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([(made.ROW[1], 60)], "SCHEME_SHARES"),
        ([(OTHER_ID, 100)], "WARDEN_UNKNOWN"),
        ([(made.ROW[1], "半")], "PERCENT_FORMAT"),
    ],
)
def test_wrong_schemes_are_refused(stored: Database, tmp_path: Path, shares: Any, code: str) -> None:
    plan, _ = take_in(
        stored, "receipts", fees(tmp_path / "a.xlsx", 10, shares, ("干团饮水", "", "2020.11.3", "1", "", 1))
    )
    assert codes(plan) == ["UNKNOWN_SCHEME", code]
    assert count(stored, SchemeRate) == 0


def test_one_village_cooperative_for_each_person(township: Database, clean_small: Path, tmp_path: Path) -> None:
    take_in_all(township, clean_small)
    sheets = read(clean_small / "members.xlsx").sheets
    member = next(cells for cells in sheets[1].rows[4:] if cells[1])
    other = [list(cells) for cells in sheets[2].rows[:4]]
    path = made.xlsx(tmp_path / "m.xlsx", {"登岔村劳务专业合作社": [*other, list(member)]})
    plan, _ = take_in(township, "members", path)
    assert codes(plan) == ["MEMBER_TWO_COOPS"]
    # Once the first membership has ended, the second one is a transfer.
    own = [list(cells) for cells in sheets[1].rows[:4]]
    own[3].append("退社时间")
    first = made.xlsx(tmp_path / "n.xlsx", {"架往村劳务专业合作社": [*own, [*member, "2021.3.31"]]})
    _, result = take_in(township, "members", first)
    assert result.updated == 1
    _, result = take_in(township, "members", path)
    assert result.created == 1
    assert count(township, Membership) == 4 + 12 + 19 + 1


def test_nobody_moves_between_households_unseen(township: Database, clean_small: Path, tmp_path: Path) -> None:
    take_in_all(township, clean_small)
    homes, members, _ = (sheet.rows for sheet in read(clean_small / "households.xlsx").sheets)
    one = next(list(cells) for cells in members[1:] if cells[2] != "户主")
    target = next(cells for cells in homes[1:] if cells[0] != one[0])
    old = next(cells for cells in homes[1:] if cells[0] == one[0])
    moved = [target[0], *one[1:]]
    unseen = made.xlsx(tmp_path / "a.xlsx", {"搬迁户": [homes[0], target], "成员": [members[0], moved]})
    plan, _ = take_in(township, "households", unseen)
    assert codes(plan) == ["DUPLICATE_ID"]
    rest = [cells for cells in members[1:] if cells[0] == one[0] and cells[3] != one[3]]
    seen = made.xlsx(tmp_path / "b.xlsx", {"搬迁户": [homes[0], target, old], "成员": [members[0], moved, *rest]})
    _, result = take_in(township, "households", seen)
    assert (result.updated, result.rejected_rows) == (1, 0)


def test_other_kinds_of_file_give_the_same(township: Database, tmp_path: Path) -> None:
    plan, result = take_in(township, "roster", Path(__file__).parents[1] / "data" / "workbooks" / "roster.xls")
    assert result.created == 2
    assert [problem.code for problem in plan.rejected] == ["ID_LOST_IN_EXCEL"]
    rows = [
        HEADINGS,
        *(
            tuple(str(cell) for cell in one)
            for one in (
                row(),
                row(
                    身份证号=OTHER_ID,
                    姓名="杨秀英",
                    岗位类别="管水员",
                    上岗时间="2020.5.7",
                    组="二组",
                    月补贴标准="700",
                ),
            )
        ),
    ]
    csv = tmp_path / "名单.csv"
    csv.write_text("\r\n".join(",".join(cells) for cells in rows), encoding="gb18030")
    ods = made.ods(tmp_path / "名单.ods", "名单", rows)
    for path in (csv, ods):
        plan, result = take_in(township, "roster", path)
        assert (result.unchanged, result.rejected_rows) == (2, 0), path


def test_receipts_of_next_year_are_put_aside_and_refunds_without_a_receipt_are_said(
    stored: Database, tmp_path: Path
) -> None:
    year = date.today().year + 1
    path = made.xlsx(
        tmp_path / "a.xlsx",
        {
            "收据": [
                ("供水工程", "管水员身份证号", "收款日期", "收据号", "户名", "实收金额(元)", "原收据号"),
                ("干团饮水", made.ROW[1], f"{year}-03-01", "0001", "户", 100, ""),
                ("干团饮水", made.ROW[1], "2020-11-03", "0012301-0012386", "户", 430, ""),
                ("干团饮水", made.ROW[1], "2020-11-20", "", "户", -5, ""),
                ("干团饮水", made.ROW[1], "2020-11-21", "", "户", -6, "0012301"),
            ],
            "工程": [
                ("供水工程", "村", "户数", "提成比例(%)", "管水员身份证号", "分配比例(%)"),
                ("干团饮水", "干团村", 86, 10, made.ROW[1], 100),
            ],
        },
    )
    plan, result = take_in(stored, "receipts", path)
    assert [(one.row, one.code, one.severity) for one in plan.problems] == [
        (2, "RECEIPT_FUTURE", "error"),
        (4, "REFUND_UNTOLD", "warning"),
    ]
    assert result.rejected_rows == 1
    rows = sorted(
        (one.amount_fen, one.number, one.last_number, one.original_number) for one in all_of(stored, FeeReceipt)
    )
    assert rows == [(-600, None, None, "0012301"), (-500, None, None, None), (43_000, "0012301", "0012386", None)]
    _, result = take_in(stored, "receipts", path)
    assert (result.created, result.updated) == (0, 0)


def test_a_rate_of_2000_per_cent_is_refused(stored: Database, tmp_path: Path) -> None:
    receipt = ("干团饮水", made.ROW[1], "2020-11-03", "0001", "户", 100)
    plan, _ = take_in(stored, "receipts", fees(tmp_path / "a.xlsx", 2000, [(made.ROW[1], 100)], receipt))
    assert "PERCENT_FORMAT" in codes(plan)
    assert not all_of(stored, SchemeRate)
