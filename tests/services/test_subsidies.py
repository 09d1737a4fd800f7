"""Subsidies that are no post: fixed amounts, captains, worker-months, awards; and what clerks add with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import (
    Assignment,
    AuditEntry,
    BankAccount,
    Membership,
    PayExtra,
    Person,
    Policy,
    PostType,
    Standard,
    Subsidy,
    Team,
)
from cjdesk.domain.errors import (
    AmountNegative,
    AmountTooLarge,
    AmountZero,
    DateOrder,
    ExtraUnknown,
    MonthIsLocked,
    NobodyOnPost,
    NotByQuantity,
    NotOnList,
    NotOnPost,
    NoUnitAmount,
    OnListAlready,
    PayeeIncomplete,
    QuantityWrong,
    ReasonMissing,
    RunHasProblems,
    SubsidyUnknown,
    UserError,
    ValueNotInList,
)
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet
from cjdesk.services import payments, payroll, people, subsidies
from cjdesk.services.payroll import extras
from tests.services.desk import MONTH, Rows, fill, id_no, run_month

OCT, NOV, DEC = Month(2020, 10), Month(2020, 11), Month(2020, 12)
SCHEMES = ("YZBT", "DZBT", "YGDX", "BZ", "BZHZ")


@pytest.fixture
def desk(township: Database) -> Database:
    township.do("fill", fill)

    def switch_on(session: Session) -> None:
        for row in session.scalars(select(PostType).where(PostType.code.in_(SCHEMES))):
            row.active = True

    township.do("switch on", switch_on)
    return township


def persons(desk: Database) -> list[str]:
    return desk.ask(lambda session: list(session.scalars(select(Person.id).order_by(Person.id_no))))


def enrol(desk: Database, person: str, kind: str = "YZBT", *, start: date = date(2020, 1, 1), **more: Any) -> str:
    return desk.do("enrol", subsidies.enrol, person, post_type=kind, start=start, **more)


def compute(desk: Database, kind: str, month: Month = NOV, **more: Any) -> Sheet:
    (sheet,) = desk.do("compute", payroll.compute, month, post_type=kind, by="lifang", **more)
    return sheet


def said(sheet: Sheet) -> list[str]:
    return list(payroll.explanation(sheet.lines[0]))


def codes(desk: Database, sheet: Sheet) -> set[str]:
    return {one.code for one in desk.ask(payroll.problems, sheet.run_id)}


# 定额


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2020, 1, 1), None), (date(2020, 11, 30), None), (date(2020, 1, 1), date(2020, 11, 1))],
)
def test_a_fixed_amount_is_whole_for_a_month_with_any_day_on_the_list(
    desk: Database, start: date, end: date | None
) -> None:
    enrol(desk, persons(desk)[0], start=start, end=end)
    sheet = compute(desk, "YZBT")
    assert [(line.base_fen, line.net_fen) for line in sheet.lines] == [(40_000, 40_000)]
    assert said(sheet)[-2:] == ["整月发放：400.00", "补发 0.00，扣回 0.00，实发 400.00 元"]
    assert "按月定额发放，不按天数折算" in said(sheet)[1]
    assert sheet.proration == "P0"


def test_a_fixed_amount_asks_for_no_attendance_agreement_or_insurance(desk: Database) -> None:
    enrol(desk, persons(desk)[0])
    assert codes(desk, compute(desk, "YZBT")) == set()


def test_who_is_not_on_the_list_in_the_month_has_no_line(desk: Database) -> None:
    enrol(desk, persons(desk)[0], start=date(2020, 12, 1))
    with pytest.raises(NobodyOnPost):
        compute(desk, "YZBT")


def test_a_subsidy_goes_beside_a_post_and_is_no_second_one(desk: Database) -> None:
    person = persons(desk)[0]
    enrol(desk, person)
    sheet = compute(desk, "HL")
    assert "TWO_POSTS" not in codes(desk, sheet)
    assert sheet.lines[0].net_fen == 100_000
    row = next(row for row in desk.ask(people.find, today=date(2020, 11, 30)).rows if row.id == person)
    assert row.post_type == "HL"


def test_the_amount_ends_with_the_county_s_date(desk: Database) -> None:
    enrol(desk, persons(desk)[0])
    assert compute(desk, "YZBT", Month(2021, 12)).net_fen == 40_000
    late = compute(desk, "YZBT", Month(2022, 1))
    assert late.net_fen == 0
    assert "NO_STANDARD" in codes(desk, late)


def test_enrolling_twice_in_wrong_order_or_in_no_scheme_is_refused(desk: Database) -> None:
    person = persons(desk)[0]
    enrol(desk, person, end=date(2020, 6, 30))
    with pytest.raises(OnListAlready):
        enrol(desk, person, start=date(2020, 6, 30))
    assert enrol(desk, person, start=date(2020, 7, 1))
    with pytest.raises(DateOrder):
        enrol(desk, person, start=date(2019, 7, 1), end=date(2019, 6, 1))
    for kind in ("HL", "STHL", "XX"):
        with pytest.raises(SubsidyUnknown) as refused:
            enrol(desk, person, kind)
        assert "DZBT 劳务队长补贴" in refused.value.facts["choices"]
    with pytest.raises(UserError):
        desk.do("post", people.put_on_post, person, post_type="YZBT", post_name="x", start=date(2021, 1, 1))


def test_a_closed_month_refuses_the_list_and_the_numbers(desk: Database) -> None:
    first, second, *_ = persons(desk)
    on_list = enrol(desk, first)
    run_month(desk, "YZBT")
    with pytest.raises(MonthIsLocked):
        enrol(desk, second)
    with pytest.raises(MonthIsLocked):
        desk.do("leave", subsidies.leave, on_list, end=date(2020, 10, 31))
    desk.do("leave", subsidies.leave, on_list, end=date(2020, 11, 30))
    enrol(desk, second, start=date(2020, 12, 1))
    enrol(desk, first, "YGDX")
    entry = desk.do("n", subsidies.enter, first, post_type="YGDX", month=NOV, quantity=1, by="lifang")
    run_month(desk, "YGDX")
    with pytest.raises(MonthIsLocked):
        desk.do("n", subsidies.enter, first, post_type="YGDX", month=NOV, quantity=2, by="lifang")
    with pytest.raises(MonthIsLocked):
        desk.do("w", subsidies.withdraw, entry, reason="重复", by="lifang")


# 按数量


def test_captains_are_paid_by_the_units_of_the_people_they_lead(desk: Database) -> None:
    person = persons(desk)[0]

    def lead(session: Session) -> None:
        team = session.scalars(select(Team)).one()
        team.captain_id_no, team.captain_name = id_no(1), "龙小1"
        rows = Rows(session, "522633101")
        for number in range(500, 557):
            one = rows.add(Person, id_no=id_no(number), name=f"杨{number}", sex="男", birth=date(1970, 1, 1))
            rows.add(
                Membership, cooperative_id=team.cooperative_id, person_id=one, team_id=team.id, joined=date(2020, 1, 1)
            )

    desk.do("lead", lead)
    enrol(desk, person, "DZBT")
    (entered,) = desk.do("count", subsidies.enter_captains, NOV, by="lifang")
    assert (entered.people, entered.units) == (60, 3)
    sheet = compute(desk, "DZBT")
    assert sheet.net_fen == 90_000
    assert said(sheet)[:2] == ["3 个队 × 300.00 = 900.00", "计数依据：一队 60 人（2020-11-30）"]
    assert codes(desk, sheet) == set()
    with pytest.raises(NobodyOnPost):
        compute(desk, "DZBT", OCT)


def test_worker_months_are_counted_over_the_months(desk: Database) -> None:
    for person in persons(desk)[:3]:
        enrol(desk, person, "YGDX", name="贯洞服装车间", employer="贯洞服装车间")
        for month in (OCT, NOV):
            desk.do(
                "n", subsidies.enter, person, post_type="YGDX", month=month, quantity=1, by="lifang", unit_fen=45_000
            )
    counted = desk.ask(subsidies.count, "YGDX", OCT, DEC)
    assert (counted.entries, counted.quantity, counted.amount_fen) == (6, 6, 270_000)
    assert compute(desk, "YGDX", NOV, first_month=OCT).net_fen == 270_000


def test_entering_again_replaces_and_withdrawing_leaves_the_reason(desk: Database) -> None:
    person = persons(desk)[0]
    enrol(desk, person, "YGDX")
    first = desk.do("n", subsidies.enter, person, post_type="YGDX", month=NOV, quantity=2, by="lifang")
    again = desk.do("n", subsidies.enter, person, post_type="YGDX", month=NOV, quantity=1, by="lifang", proof="花名册")
    assert first == again
    assert compute(desk, "YGDX").net_fen == 50_000
    with pytest.raises(ReasonMissing):
        desk.do("w", subsidies.withdraw, first, reason=" ", by="lifang")
    desk.do("w", subsidies.withdraw, first, reason="未到岗", by="lifang")
    (row,) = desk.ask(subsidies.entries, "YGDX", NOV, NOV)
    assert (row.withdrawn, row.quantity) == ("未到岗（李芳）", 1)
    assert desk.ask(subsidies.count, "YGDX", NOV, NOV).quantity == 0
    with pytest.raises(ExtraUnknown):
        desk.do("w", subsidies.withdraw, first, reason="再次", by="lifang")
    audited = desk.ask(
        lambda session: session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.record == "subsidy")
        )
    )
    assert audited == 3


def test_numbers_that_cannot_be_are_refused_in_words(desk: Database) -> None:
    first, second, *_ = persons(desk)
    enrol(desk, first, "YGDX")
    enrol(desk, first, "YZBT")

    def enter(person: str = first, **changes: Any) -> None:
        given = {"post_type": "YGDX", "month": NOV, "quantity": 1, "by": "lifang"} | changes
        desk.do("n", subsidies.enter, person, **given)

    for changes, refusal in (
        ({"quantity": -1}, QuantityWrong),
        ({"quantity": 10_001}, QuantityWrong),
        ({"post_type": "YZBT"}, NotByQuantity),
        ({"unit_fen": 0}, NoUnitAmount),
        ({"month": Month(2019, 12)}, NotOnList),
        ({"person": second}, NotOnList),
        ({"payee": subsidies.Payee("合作社", "农商行", "")}, PayeeIncomplete),
        ({"payee": subsidies.Payee("合作社", "农商行", "62x")}, PayeeIncomplete),
    ):
        with pytest.raises(refusal):
            enter(**changes)
    assert desk.ask(lambda session: session.scalar(select(func.count()).select_from(Subsidy))) == 0


def test_two_rounds_of_awards_are_140_000_yuan_and_cooperatives_get_theirs_on_their_account(desk: Database) -> None:
    def winners(session: Session) -> tuple[list[str], list[str]]:
        rows = Rows(session, "522633101")
        made = []
        for number in range(200, 320):
            one = rows.add(Person, id_no=id_no(number), name=f"杨{number}", sex="男", birth=date(1970, 1, 1))
            rows.add(
                BankAccount, person_id=one, holder=f"杨{number}", bank="从江农商行", number=f"62999911{number:011d}",
                valid_from=date(2019, 1, 1),
            )  # fmt: skip
            made.append(one)
        return made[:20], made[20:]

    chairs, captains = desk.do("winners", winners)
    total = 0
    for month, name in ((Month(2020, 6), "2020年上半年以奖代补"), (DEC, "2020年下半年以奖代补")):
        payees = [subsidies.Payee(f"第{n}劳务合作社", "从江农商行", f"2009{n:012d}") for n in range(20)]
        desk.do(
            "award", subsidies.award, list(zip(chairs, payees, strict=True)), post_type="BZHZ", month=month,
            name=name, by="lifang",
        )  # fmt: skip
        desk.do(
            "award",
            subsidies.award,
            [(one, None) for one in captains],
            post_type="BZ",
            month=month,
            name=name,
            by="lifang",
        )
        sheets = [compute(desk, "BZHZ", month), compute(desk, "BZ", month)]
        assert [sheet.net_fen for sheet in sheets] == [20 * 100_000, 100 * 50_000]
        total += sum(sheet.net_fen for sheet in sheets)
        for sheet in sheets:
            desk.do("lock", payroll.lock, sheet.run_id, by="吴国芳")
            desk.do("approve", payroll.approve, sheet.run_id, by="杨胜华")
        listed = desk.ask(payments.bank_list, [sheets[0].run_id])
        assert {(row.holder, row.account) for row in listed.rows} == {(one.name, one.account) for one in payees}
        assert listed.left_out == ()
        assert sheets[0].lines[0].remark.endswith("付给第0劳务合作社")
        assert codes(desk, sheets[0]) == set()
    assert total == 14_000_000


# 加补发、加扣款


def add(desk: Database, kind: str, fen: int, *, reason: str = "高温补贴", month: Month = NOV, number: int = 0) -> str:
    assignment = desk.ask(
        lambda session: session.scalars(
            select(Assignment.id).join(Person, Person.id == Assignment.person_id).order_by(Person.id_no)
        ).all()[number]
    )
    return desk.do("add", extras.add, assignment, month=month, kind=kind, amount_fen=fen, reason=reason, by="lifang")


def test_what_a_clerk_adds_goes_into_its_component_with_reason_and_name(desk: Database) -> None:
    add(desk, "其他补贴", 12_000)
    add(desk, "扣款", 3_000, reason="工具损坏赔偿")
    add(desk, "补发", 5_000, reason="2020年9月漏发2天")
    sheet = compute(desk, "HL")
    line = sheet.lines[0]
    assert (line.allowance_fen, line.deduction_fen, line.back_pay_fen, line.net_fen) == (12_000, 3_000, 5_000, 114_000)
    assert {
        "其他补贴（高温补贴，李芳登记）：120.00",
        "扣款（工具损坏赔偿，李芳登记）：30.00",
        "补发（2020年9月漏发2天，李芳登记）：50.00",
    } <= set(said(sheet))
    assert sheet.lines[1].net_fen == 100_000


def test_an_extra_makes_the_run_stale_and_withdrawing_gives_the_old_amount_back(desk: Database) -> None:
    before = compute(desk, "HL")
    one = add(desk, "扣款", 3_000)
    assert compute(desk, "HL").net_fen == before.net_fen - 3_000
    desk.do("withdraw", extras.withdraw, one, reason="记错人", by="lifang")
    assert compute(desk, "HL").net_fen == before.net_fen
    (row,) = desk.ask(extras.extras, NOV, post_type="HL")
    assert (row.withdrawn, row.reason, row.amount_fen) == ("记错人（李芳）", "高温补贴", 3_000)
    with pytest.raises(ExtraUnknown):
        desk.do("withdraw", extras.withdraw, one, reason="x", by="lifang")


def test_an_extra_needs_a_reason_a_month_on_post_and_an_amount(desk: Database) -> None:
    for kind, fen, changes, refusal in (
        ("奖金", 100, {}, ValueNotInList),
        ("扣款", 0, {}, AmountZero),
        ("扣款", -100, {}, AmountNegative),
        ("扣款", 10_000_001, {}, AmountTooLarge),
        ("扣款", 100, {"reason": "  "}, ReasonMissing),
        ("扣款", 100, {"month": Month(2019, 12)}, NotOnPost),
    ):
        with pytest.raises(refusal):
            add(desk, kind, fen, **changes)
    assert desk.ask(lambda session: session.scalar(select(func.count()).select_from(PayExtra))) == 0


def test_a_closed_month_takes_no_extra_and_gives_none_back(desk: Database) -> None:
    one = add(desk, "扣款", 3_000)
    run_month(desk, "HL", month=MONTH)
    with pytest.raises(MonthIsLocked):
        add(desk, "扣款", 3_000)
    with pytest.raises(MonthIsLocked):
        desk.do("withdraw", extras.withdraw, one, reason="x", by="lifang")
    assert add(desk, "扣款", 3_000, month=DEC)


def test_a_deduction_beyond_the_pay_is_carried_and_taken_in_the_next_month_of_the_run(desk: Database) -> None:
    add(desk, "扣款", 130_000, month=OCT, reason="多领")
    sheet = compute(desk, "HL", DEC, first_month=OCT)
    assert [line.net_fen for line in sheet.lines[:3]] == [0, 70_000, 100_000]
    assert [(line.clawback_fen, line.carried_forward_fen) for line in sheet.lines[:3]] == [
        (0, 30_000),
        (30_000, 0),
        (0, 0),
    ]


def test_what_was_entered_for_a_month_that_has_no_line_any_more_stops_the_lock(desk: Database) -> None:
    add(desk, "补发", 5_000)
    one = desk.ask(
        lambda session: session.scalars(
            select(Assignment.id).join(Person, Person.id == Assignment.person_id).order_by(Person.id_no)
        ).first()
    )
    desk.do("leave", people.leave, one, end=date(2020, 10, 31), reason="期满")
    sheet = compute(desk, "HL")
    (said_,) = [one for one in desk.ask(payroll.problems, sheet.run_id) if one.code == "ADDED_NOBODY"]
    assert said_.message.startswith("龙小1：2020-11 登记的 50.00 元没有进入任何一行")
    with pytest.raises(RunHasProblems):
        desk.do("lock", payroll.lock, sheet.run_id, by="吴国芳")


# 个税


def test_tax_is_withheld_only_where_the_county_switched_it_on(desk: Database) -> None:
    assert compute(desk, "HL").total("tax_fen") == 0

    def switch_on(session: Session) -> None:
        session.scalars(select(Policy).where(Policy.post_type == "HL")).one().tax = "LABOUR"
        session.add(Standard(post_type="HL", township="522633101", amount_fen=110_000, valid_from=date(2020, 12, 1)))

    desk.do("tax", switch_on)
    november, december = compute(desk, "HL"), compute(desk, "HL", DEC)
    assert {(line.tax_fen, line.net_fen) for line in november.lines} == {(4_000, 96_000)}
    assert {(line.tax_fen, line.net_fen) for line in december.lines} == {(6_000, 104_000)}
    assert "个人所得税：应发 1,000.00，按劳务报酬预扣 40.00" in said(november)


def test_what_is_taken_back_is_not_taxed_again(desk: Database) -> None:
    def switch_on(session: Session) -> None:
        session.scalars(select(Policy).where(Policy.post_type == "HL")).one().tax = "LABOUR"

    desk.do("tax", switch_on)
    add(desk, "扣款", 110_000, month=OCT, reason="多领")
    lines = compute(desk, "HL", DEC, first_month=OCT).lines[:3]
    # November: 1000 − 100 taken back = 900, of which 800 are free
    assert [(line.clawback_fen, line.tax_fen, line.net_fen) for line in lines] == [
        (0, 0, 0), (10_000, 2_000, 88_000), (0, 4_000, 96_000),
    ]  # fmt: skip
