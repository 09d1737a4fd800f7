"""The month's report counts what the sample says, whichever way one counts, and keeps what was reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import (
    Assignment,
    Cooperative,
    Division,
    Household,
    Insurance,
    LateChange,
    Membership,
    PayLine,
    Payment,
    PayRun,
    Person,
    PersonCategory,
    Post,
    PostType,
    Quota,
    Suspension,
)
from cjdesk.db.types import new_id
from cjdesk.domain.month import Month
from cjdesk.domain.states import PaymentState
from cjdesk.services import monthly, payments, payroll
from cjdesk.services.monthly import Figures, MonthlyReport, Place
from cjdesk.services.monthly.counted import key_of
from cjdesk.services.monthly.questions import current
from cjdesk.services.monthly.values import FIGURES, share_bp
from tests.services import desk
from tests.services.imported import expected, take_in_all

MONTH, TODAY = Month(2020, 11), date(2020, 12, 5)
Truth = dict[str, Any]


@pytest.fixture(scope="module")
def truth() -> Truth:
    return expected(Path(__file__).parents[1] / "data" / "guandong_2020_11")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, truth: Truth) -> Iterator[Database]:
    """贯洞镇 with its villages in the reference data, everything taken in, every run of the month locked."""
    made = desk.new_desk(tmp_path_factory.mktemp("monthly") / "data", "522633101", "GD")
    made.do("villages", add_villages, truth)
    take_in_all(made, Path(__file__).parents[1] / "data" / "guandong_2020_11")
    made.do("compute", payroll.compute, MONTH, by="李芳")
    for run in made.ask(payroll.runs, MONTH):
        made.do("lock", payroll.lock, run.run_id, by="李芳", sign_off="核对无误")
    yield made
    made.close()


def add_villages(session: Session, truth: Truth) -> None:
    for one in truth["villages"]:
        session.add(
            Division(
                code=one["code"], name=one["name"], parent="522633101", kind="village", valid_from=date(2010, 1, 1)
            )
        )


@pytest.fixture(scope="module")
def report(database: Database) -> MonthlyReport:
    return database.ask(monthly.report, MONTH, today=TODAY)


class Undone(Exception):
    """What was tried is taken back."""


def tried(database: Database, change: Callable[[Session], None], month: Month = MONTH) -> MonthlyReport:
    """The report as it would be after a change that is taken back."""
    found: list[MonthlyReport] = []

    def work(session: Session) -> None:
        change(session)
        session.flush()
        found.append(current(session, month, today=date(2099, 1, 1)))
        raise Undone

    with pytest.raises(Undone):
        database.do("try", work)
    return found[0]


# The sample township, counted by the test itself from what must be stored


def days_of(truth: Truth, person: Truth) -> set[date]:
    """The days of the month that a person stood on a post."""
    off = [one for one in truth["suspensions"] if one["id_no"] == person["id_no"]]
    found = set()
    for number in range(30):
        day = (MONTH.first + timedelta(days=number)).isoformat()
        on = any(one["start"] <= day <= (one["end"] or "9999") for one in person["assignments"])
        if on and not any(one["from"] <= day <= (one["to"] or "9999") for one in off):
            found.add(MONTH.first + timedelta(days=number))
    return found


def test_people_posts_and_changes_are_those_of_the_sample(report: MonthlyReport, truth: Truth) -> None:
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for person in truth["people"]:
        village, days = person["village"], days_of(truth, person)
        count = wanted[village]
        count["post_days"] += len(days)
        count["insured_days"] += len(days) * bool(person["insured"])
        count["joined"] += sum("2020-11-01" <= one["start"] <= "2020-11-30" for one in person["assignments"])
        count["left"] += sum("2020-11-01" <= (one["end"] or "") <= "2020-11-30" for one in person["assignments"])
        if MONTH.last in days:
            categories = set(person["categories"])
            count["on_post"] += 1
            count["poor"] += "TUOPIN" in categories
            count["monitored"] += any(one.startswith("JC_") for one in categories)
            count["relocated"] += "YDBQ" in categories
            count["disabled"] += "CANJI" in categories
            count["women"] += person["sex"] == "2"
    names = ("on_post", "poor", "monitored", "relocated", "disabled", "women", "joined", "left", "post_days",
             "insured_days")  # fmt: skip
    for row in report.villages:
        got = {name: getattr(row.figures, name) for name in names}
        assert got == {name: wanted[row.village][name] for name in names}, row.village
    assert [row.village for row in report.villages] == [one["name"] for one in truth["villages"]]
    for name in names:
        assert getattr(report.total, name) == sum(count[name] for count in wanted.values())
    assert report.total.on_post == 359


def test_posts_are_those_held_and_those_vacant(report: MonthlyReport, truth: Truth) -> None:
    """One post name with many holders counts them all; one whose holders are gone counts once."""
    held: dict[tuple[str, str, str], int] = defaultdict(int)
    for person in truth["people"]:
        for one in person["assignments"]:
            key = (person["village"], one["post_type"], one["post_name"])
            held[key] += one["start"] <= "2020-11-30" <= (one["end"] or "9999")
    for row in report.villages:
        mine = {key: count for key, count in held.items() if key[0] == row.village}
        by_kind = {
            kind: sum(max(1, count) for (_, post, _), count in mine.items() if post == kind)
            for kind in ("HL", "HH", "GS")
        }
        figures = row.figures
        assert (figures.posts_hl, figures.posts_hh, figures.posts_gs) == tuple(by_kind.values())
        assert figures.posts == sum(by_kind.values())
    assert (report.total.posts, sum(held.values())) == (365, 362)


def test_pay_has_two_ways_to_its_total(database: Database, report: MonthlyReport, truth: Truth) -> None:
    sheets = [database.ask(payroll.sheet, run.run_id) for run in database.ask(payroll.runs, MONTH)]
    assert report.total.paid_fen == sum(sheet.net_fen for sheet in sheets) == 35_069_841
    assert report.total.commission_fen == sum(sheet.total("commission_fen") for sheet in sheets)
    assert report.total.paid_fen == sum(row.figures.paid_fen for row in report.rows)
    home = {person["id_no"]: person["village"] for person in truth["people"]}
    nets, lines = Counter[str](), Counter[str]()
    for line in truth["payroll"]["P1_REPORT"]["lines"]:
        nets[home[line["id_no"]]] += line["net_fen"]
        lines[home[line["id_no"]]] += line["net_fen"] > 0
    for row in report.villages:
        assert (row.figures.paid_fen, row.figures.paid_lines) == (nets[row.village], lines[row.village])
    assert (report.total.paid_lines, report.total.unpaid_lines) == (372, 372)


def test_relocation_is_that_of_the_sample(report: MonthlyReport, truth: Truth) -> None:
    wanted, total = truth["relocation"]["statistics"], report.total
    assert (total.households, total.relocated_people) == (wanted["households"], wanted["persons"])
    assert (total.labour_households, total.labourers) == (wanted["households_with_labour"], wanted["labourers"])
    assert (total.employed, total.employed_households) == (wanted["employed"], wanted["households_with_employed"])
    places = wanted["employed_by_place"]
    assert (total.employed_county, total.employed_province, total.employed_outside) == (
        places["县内"], places["县外省内"], places["省外"],
    )  # fmt: skip
    assert total.employed_bp == wanted["employment_rate_bp"]
    assert total.zero_households == len(wanted["zero_employment_households"])
    assert total.exempt_households == len(wanted["exempt_households"])
    villages = {one["code"]: one["name"] for one in truth["villages"]}
    homes = Counter(villages[one["household_no"][:12]] for one in truth["relocation"]["households"])
    people = Counter[str]()
    for one in truth["relocation"]["households"]:
        people[villages[one["household_no"][:12]]] += len(one["members"])
    assert {row.village: row.figures.households for row in report.villages if row.figures.households} == homes
    assert {row.village: row.figures.relocated_people for row in report.villages if row.figures.households} == people


def test_cooperatives_stand_in_their_village_or_above(report: MonthlyReport, truth: Truth) -> None:
    for one in truth["members"]["cooperatives"]:
        key = "~township" if one["tier"] == "township" else next(
            row.key for row in report.rows if row.village and row.village in one["name"]
        )  # fmt: skip
        figures = report.row(key).figures
        assert (figures.cooperatives, figures.members) == (1, len(one["members"]))
        assert figures.captains == len({team["captain_id_no"] for team in one["teams"]})
        assert figures.away == sum(member["status"] != "未务工" for member in one["members"])
    assert report.total.members == truth["members"]["distinct_members"]


def test_every_number_has_its_names(database: Database, report: MonthlyReport) -> None:
    """As many names as the number says, in every row and in all; of an amount the lines it adds up from."""
    for figure in FIGURES:
        if figure.endswith("_days"):
            continue
        for key, figures in [(None, report.total), *((row.key, row.figures) for row in report.rows)]:
            found = database.ask(monthly.names, report, figure, key)
            if figure.endswith("_fen"):
                assert sum(one.amount_fen or 0 for one in found) == getattr(figures, figure)
            else:
                assert len(found) == getattr(figures, figure), (figure, key)


def test_indicators_answer_what_is_kept_and_name_what_is_not(
    database: Database, report: MonthlyReport, truth: Truth
) -> None:
    found = database.ask(monthly.indicators, MONTH.last)
    assert {one.code for one in found} == {f"K{number:02d}" for number in range(1, 31)}
    assert all(one.value is None for one in found if not one.kept)
    assert {one.code for one in found if not one.kept} == {
        "K15", "K16", "K17", "K18", "K25", "K26", "K27", "K28",
    }  # fmt: skip
    values = {one.name: one.value for one in found}
    assert values["On post"] == report.total.on_post
    assert values["Posts: quota"] is None
    assert values["Paid, by the month it is for: amount"] == report.total.paid_fen
    assert values["Paid, by the day of payment: amount"] == 0
    statistics = truth["relocation"]["statistics"]
    assert values["Relocated households: in the county"] == statistics["in_county_households"]
    assert values["Relocated households: outside the county"] == statistics["out_county_households"]


# What must never happen


def test_nobody_without_a_village_is_lost(database: Database, report: MonthlyReport) -> None:
    lost = "腊溪村"

    def forget(session: Session) -> None:
        for model in (Person, Post, Household):
            for row in session.scalars(select(model).where(model.village == lost)):
                row.village = None

    now = tried(database, forget)
    unknown = now.row("~unknown")
    assert unknown is not None
    assert unknown.kind is Place.UNKNOWN
    before = report.row(lost).figures
    for name in ("posts", "on_post", "women", "joined", "left", "post_days"):
        assert getattr(unknown.figures, name) == getattr(before, name), name
    for name in FIGURES:
        assert getattr(now.total, name) == getattr(report.total, name), name


def test_somebody_in_two_rows_is_one_in_the_total(database: Database, report: MonthlyReport) -> None:
    def join_both(session: Session) -> None:
        union = session.scalars(select(Cooperative).where(Cooperative.tier == "township")).one()
        village = session.scalars(select(Cooperative).where(Cooperative.name.contains("腊溪"))).one()
        member = session.scalars(select(Membership).where(Membership.cooperative_id == village.id)).first()
        session.add(
            Membership(
                township="522633101", cooperative_id=union.id, person_id=member.person_id, joined=date(2020, 1, 1)
            )
        )

    now = tried(database, join_both)
    assert now.row("~township").figures.members == report.row("~township").figures.members + 1
    assert now.total.members == report.total.members
    assert sum(row.figures.members for row in now.rows) == now.total.members + 1


def test_somebody_on_two_posts_is_one_person(database: Database, report: MonthlyReport) -> None:
    def second_post(session: Session) -> None:
        first = session.scalars(
            select(Assignment).where(Assignment.end.is_(None), Assignment.start < MONTH.first)
        ).first()
        post = Post(township="522633101", number="BJ-1", post_type="BJ", name="保洁", village="污溪村", state="在岗")
        session.add(post)
        session.flush()
        session.add(
            Assignment(township="522633101", person_id=first.person_id, post_id=post.id, post_type="BJ",
                       start=date(2020, 10, 1), state="在岗")
        )  # fmt: skip

    now = tried(database, second_post)
    assert (now.total.posts_other, now.total.posts) == (1, report.total.posts + 1)
    assert now.total.on_post == report.total.on_post
    assert now.total.post_days == report.total.post_days


def test_subsidies_are_no_posts_and_their_pay_stands_apart(database: Database, report: MonthlyReport) -> None:
    def enrol(session: Session) -> None:
        session.add(PostType(code="ZZ", name="援助补贴", pay="fixed"))
        run = session.scalars(select(PayRun).where(PayRun.post_type == "HL")).one()
        session.flush()
        line = session.scalars(select(PayLine).where(PayLine.run_id == run.id, PayLine.net_fen > 0)).first()
        line.post_type = "ZZ"
        session.get(Assignment, line.assignment_id).post_type = "ZZ"

    now = tried(database, enrol)
    assert now.other_pay.lines == 1
    assert now.total.paid_fen + now.other_pay.fen == report.total.paid_fen
    assert now.total.paid_lines == report.total.paid_lines - 1
    assert now.total.on_post == report.total.on_post - 1


def test_only_locked_pay_counts_and_the_rest_is_named(database: Database, report: MonthlyReport) -> None:
    (run,) = [one for one in database.ask(payroll.runs, MONTH) if one.post_type == "HL"]

    def open_again(session: Session) -> None:
        session.get(PayRun, run.run_id).state = "已计算"

    now = tried(database, open_again)
    assert now.open_runs == ("护路员",)
    assert now.total.paid_fen == report.total.paid_fen - run.net_fen


def test_what_came_back_is_not_paid_out(database: Database, report: MonthlyReport) -> None:
    (run,) = [one for one in database.ask(payroll.runs, MONTH) if one.post_type == "HL"]

    def to_the_bank(session: Session) -> None:
        session.get(PayRun, run.run_id).state = "已审批"
        session.flush()
        made = payments.make(session, [run.run_id], template_code="NSH-TXT", by="李芳", leave_out_blocked=True)
        session.flush()
        rows = session.scalars(select(Payment)).all()
        rows[0].state = PaymentState.FAILED.value
        for row in rows[1:3]:
            row.state = PaymentState.PAID.value
        counts.append((len(rows), made))

    counts: list[Any] = []
    now = tried(database, to_the_bank)
    listed = counts[0][0]
    assert now.total.returned_lines == 1
    assert now.total.unpaid_lines == report.total.paid_lines - (listed - 1)


def test_a_post_that_is_abolished_or_comes_later_does_not_count(database: Database, report: MonthlyReport) -> None:
    def change(session: Session) -> None:
        post = session.scalars(select(Post).where(Post.post_type == "HL").order_by(Post.number)).first()
        for row in session.scalars(select(Assignment).where(Assignment.post_id == post.id)):
            row.start, row.end = date(2020, 12, 1), None
        other = session.scalars(select(Post).where(Post.post_type == "HH").order_by(Post.number)).first()
        other.state = "撤销"

    now = tried(database, change)
    assert now.total.posts_hl == report.total.posts_hl - 1
    assert now.total.posts_hh < report.total.posts_hh


def test_the_quota_of_the_county_stands_beside(database: Database) -> None:
    def allow(session: Session) -> None:
        for posts, since in ((150, date(2020, 1, 1)), (160, date(2020, 6, 1)), (999, date(2020, 12, 1))):
            session.add(Quota(post_type="HL", township="522633101", posts=posts, valid_from=since))

    assert tried(database, allow).quotas == {"护路员": 160}


def test_a_month_before_everything_is_nothing(database: Database) -> None:
    found = database.ask(monthly.report, Month(1990, 1), today=TODAY)
    assert found.total.nothing
    assert found.total.insured_bp is None


def test_homes_and_cooperatives_without_a_day_are_no_month_before_everything(database: Database) -> None:
    def undated(session: Session) -> None:
        for home in session.scalars(select(Household)):
            home.moved = None
        for cooperative in session.scalars(select(Cooperative)):
            cooperative.founded = None

    found = tried(database, undated, month=Month(1990, 1))
    assert found.total.nothing
    assert found.rows == ()
    assert tried(database, undated).total.households


def test_a_month_that_has_not_begun_is_nothing(database: Database) -> None:
    found = database.ask(monthly.report, MONTH, today=date(2020, 10, 31))
    assert found.total.nothing
    assert found.rows == ()


def test_a_running_month_is_counted_up_to_today(database: Database) -> None:
    found = database.ask(monthly.report, MONTH, today=date(2020, 11, 10))
    assert found.as_of == date(2020, 11, 10)
    whole = database.ask(monthly.report, MONTH, today=TODAY)
    assert found.total.post_days < whole.total.post_days
    assert found.total.left < whole.total.left


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (1, 3, 3333), (2, 3, 6667), (1, 20_000, 1), (1, 20_001, 0), (7, 7, 10_000)],
)
def test_shares_are_rounded_half_up_in_whole_numbers(part: int, whole: int, share: int | None) -> None:
    assert share_bp(part, whole) == share


# What was reported stays


def test_what_was_reported_stands_beside_what_changed(tmp_path: Path) -> None:
    database = desk.new_desk(tmp_path / "data", "522633101", "GD")
    database.do("fill", desk.fill, people=5)
    for kind in ("HL", "GS"):
        desk.run_month(database, kind, approved=False)
    assert database.ask(monthly.reported, MONTH) is None
    assert database.ask(monthly.compare, MONTH, today=TODAY) is None
    first = database.ask(monthly.report, MONTH, today=TODAY)
    assert (first.revision, first.reported_on) == (1, None)
    kept = database.do("Report a month", monthly.submit, MONTH, today=TODAY)
    assert (kept.revision, kept.reported_on) == (1, TODAY)
    assert database.do("Report a month", monthly.submit, MONTH, today=date(2020, 12, 9)) == kept
    stored = database.ask(monthly.reported, MONTH)
    assert stored == kept
    assert database.ask(monthly.report, MONTH, today=TODAY) == kept

    def late(session: Session) -> None:
        row = session.scalars(select(Assignment).where(Assignment.post_type == "HL")).first()
        row.end, row.state = date(2020, 11, 15), "离岗"
        session.add(
            LateChange(township="522633101", assignment_id=row.id, month=MONTH, post_type="HL", what="assignment",
                       reason="12月才知道已外出", entered_by="lifang")
        )  # fmt: skip

    database.do("Let somebody go", late)
    found = database.ask(monthly.compare, MONTH, today=TODAY)
    assert found is not None
    assert (found.by, found.reported, found.now.revision) == ("李芳", kept, 2)
    total = {one.figure: (one.reported, one.now) for one in found.differences if one.village == ""}
    assert total["on_post"] == (5, 4)
    assert total["left"] == (0, 1)
    assert "paid_fen" not in total
    assert {one.village for one in found.differences} == {"", "干团村"}
    reasons = [(one.reason, one.clerk) for one in found.causes if one.reason]
    assert reasons == [("12月才知道已外出", "李芳")]
    assert [(one.action, one.records) for one in found.causes if one.action] == [("Let somebody go", ("assignment",))]
    again = database.do("Report a month", monthly.submit, MONTH, today=date(2020, 12, 20))
    assert (again.revision, again.total.on_post) == (2, 4)
    assert database.ask(monthly.reported, MONTH) == again
    database.close()


# Any month: what the report counts is what a patient person counts day by day

DAYS = st.integers(-40, 40)


@st.composite
def somebody(draw: st.DrawFn) -> dict[str, Any]:
    spans = []
    for _ in range(draw(st.integers(1, 2))):
        start = draw(DAYS)
        spans.append((start, draw(st.none() | st.integers(start, start + 60)), draw(st.sampled_from(["在岗", "拟聘"]))))
    offs = {}
    for _ in range(draw(st.integers(0, 2))):
        begin = draw(DAYS)
        offs[begin] = draw(st.none() | st.integers(begin, begin + 20))
    policies = [(begin, begin + draw(st.integers(0, 40))) for begin in draw(st.lists(DAYS, max_size=2))]
    return {
        "village": draw(st.sampled_from(["甲村", "乙村", None])),
        "sex": draw(st.sampled_from("12")),
        "insured": draw(st.sampled_from([True, False, None])),
        "spans": spans,
        "offs": offs,
        "policies": policies,
        "poor": draw(st.booleans()),
    }


def day(number: int | None) -> date | None:
    return None if number is None else date(1950, 6, 1) + timedelta(days=number)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(somebody(), max_size=6))
def test_any_month_is_what_a_patient_person_counts(database: Database, people: list[dict[str, Any]]) -> None:
    month = Month(1950, 6)

    def write(session: Session) -> None:
        rows = desk.Rows(session, "522633101")
        for number, one in enumerate(people):
            person = rows.add(
                Person, id_no=f"52269919300101{number:04d}", name="某", sex=one["sex"], birth=date(1930, 1, 1),
                village=one["village"], insured=one["insured"],
            )  # fmt: skip
            for place, (start, end, state) in enumerate(one["spans"]):
                post = rows.add(
                    Post,
                    number=f"T-{number}-{place}",
                    post_type="HL",
                    name=new_id(),
                    village=one["village"],
                    state="在岗",
                )
                stood = rows.add(
                    Assignment,
                    person_id=person,
                    post_id=post,
                    post_type="HL",
                    start=day(start),
                    end=day(end),
                    state=state,
                )
                for begin, until in one["offs"].items():
                    rows.add(Suspension, assignment_id=stood, start=day(begin), end=day(until), paid=False)
            for begin, until in one["policies"]:
                rows.add(Insurance, person_id=person, start=day(begin), end=day(until))
            if one["poor"]:
                rows.add(PersonCategory, person_id=person, code="TUOPIN")

    found = tried(database, write, month)
    wanted: dict[Any, Counter[str]] = defaultdict(Counter)
    for one in people:
        key = key_of(one["village"])
        count = wanted[key]
        real = [(start, end) for start, end, state in one["spans"] if state == "在岗"]
        on = [
            number
            for number in range(30)
            if any(start <= number and (end is None or number <= end) for start, end in real)
            and not any(begin <= number and (until is None or number <= until) for begin, until in one["offs"].items())
        ]
        touching = [(begin, until) for begin, until in one["policies"] if begin <= 29 and until >= 0]
        covered = (
            [number for number in on if any(begin <= number <= until for begin, until in touching)]
            if touching
            else on if one["insured"] else []
        )  # fmt: skip
        count["post_days"] += len(on)
        count["insured_days"] += len(covered)
        count["on_post"] += 29 in on
        count["poor"] += 29 in on and one["poor"]
        count["women"] += 29 in on and one["sex"] == "2"
        count["joined"] += sum(0 <= start <= 29 for start, _ in real)
        count["left"] += sum(end is not None and 0 <= end <= 29 for _, end in real)
    for name in ("post_days", "insured_days", "on_post", "poor", "women", "joined", "left"):
        for key, count in wanted.items():
            row = next((one for one in found.rows if (one.kind, one.village) == key), None)
            assert getattr(row.figures if row else Figures(), name) == count[name], (name, key)
        assert getattr(found.total, name) == sum(count[name] for count in wanted.values())
