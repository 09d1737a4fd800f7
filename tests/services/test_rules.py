"""Each rule R-01 to R-23 on real rows, on the days where it begins and ends."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.db.models import (
    Agreement,
    Assignment,
    BankAccount,
    Insurance,
    Objection,
    PayRun,
    Publicity,
    PublicitySubject,
)
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import AgeOver65, AgeUnder16, CannotWork, NotProposed, RuleStops, TwoOpenPosts
from cjdesk.domain.month import Month
from cjdesk.services import payroll, people, rules
from tests.services.desk import Rows
from tests.services.rules_scene import MARCH, TOWNSHIP, Scene


@pytest.fixture
def scene(township: Database) -> Scene:
    return Scene(township)


def stopped(scene: Scene, name: str, start: date, kind: str = "HL", **more: object) -> str:
    """The rule that stops a put-on-post."""
    with pytest.raises(RuleStops) as stop:
        scene.put(name, start, kind, **more)
    return str(stop.value.facts["rule"])


def test_somebody_in_order_is_not_spoken_of(scene: Scene) -> None:
    scene.ready()
    assert scene.codes() == []
    scene.person("杨秀英", date(1985, 1, 1))
    assert scene.put("杨秀英", date(2021, 4, 1)).warnings == ()


def test_r01_a_damaged_id_number_is_not_put_on_post(scene: Scene) -> None:
    scene.person(id_no="522699198005200012")
    assert stopped(scene, "龙小云", date(2021, 3, 1)) == "R-01"


def test_r02_two_posts_on_one_day(scene: Scene) -> None:
    scene.ready()
    first = scene.posts["龙小云"]
    scene.on_post("龙小云", date(2021, 3, 15))
    assert scene.codes(rule="R-02") == [("TWO_POSTS", "error")] * 2
    scene.change(Assignment, first, end=date(2021, 3, 14))
    assert scene.codes(rule="R-02") == []
    with pytest.raises(TwoOpenPosts):
        scene.put("龙小云", date(2021, 5, 1))
    scene.county('[[rule]]\ncode = "R-02"\nseverity = "warning"\n')
    assert scene.put("龙小云", date(2021, 5, 1)).warnings == ("TWO_POSTS",)


def test_r02_the_county_knows_of_a_post_elsewhere(scene: Scene) -> None:
    scene.ready()
    scene.listed("龙小云", "DOUBLE", date(2021, 2, 1), date(2021, 3, 1))
    assert scene.codes(rule="R-02") == [("DOUBLE_POST", "error")]
    assert scene.codes(Month(2021, 4), rule="R-02") == []


@pytest.mark.parametrize(("start", "stops"), [(date(2021, 3, 9), True), (date(2021, 3, 10), False)])
def test_r03_sixteen_on_the_first_day(scene: Scene, start: date, stops: bool) -> None:
    scene.person(birth=date(2005, 3, 10))
    if stops:
        with pytest.raises(AgeUnder16):
            scene.put("龙小云", start)
    else:
        scene.put("龙小云", start)
    scene.person("杨秀英", date(2005, 3, 10))
    scene.on_post("杨秀英", start)
    assert scene.codes(rule="R-03") == ([("AGE_UNDER_16", "error")] if stops else [])


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (date(2021, 3, 9), ()),
        (date(2021, 3, 10), ("AGE_OVER_60",)),
        (date(2026, 3, 9), ("AGE_OVER_60",)),
    ],
)
def test_r04_over_sixty_needs_a_reason(scene: Scene, start: date, said: tuple[str, ...]) -> None:
    scene.person(birth=date(1960, 3, 10))
    assert scene.put("龙小云", start).warnings == said


def test_r04_over_sixty_five_is_refused_and_the_county_may_move_the_ages(scene: Scene) -> None:
    scene.person(birth=date(1960, 3, 10))
    with pytest.raises(AgeOver65) as stop:
        scene.put("龙小云", date(2026, 3, 10))
    assert stop.value.facts["age"] == 66
    scene.county('[[rule]]\ncode = "R-04"\nseverity = "warning"\npost_type = "HL"\nvalue = { error_age = 70 }\n')
    assert scene.put("龙小云", date(2026, 3, 10)).warnings == ("AGE_OVER_60",)


def test_r04_and_the_other_hiring_rules_are_asked_in_the_month_of_joining_only(scene: Scene) -> None:
    scene.person(birth=date(1959, 3, 10), category=None, registered_at="榕江县")
    scene.on_post("龙小云", date(2021, 3, 10))
    assert [code for code, _ in scene.codes()] == ["AGE_OVER_60", "NO_CATEGORY", "REGISTERED_ELSEWHERE"]
    assert scene.codes(Month(2021, 4)) == []


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (date(1956, 3, 31), [("AGE_PASSED", "warning")]),
        (date(1956, 4, 1), [("AGE_NEAR", "note")]),
        (date(1956, 5, 30), [("AGE_NEAR", "note")]),
        (date(1956, 5, 31), []),
    ],
)
def test_r05_the_upper_age_sixty_days_ahead_and_passed(scene: Scene, birth: date, said: list) -> None:
    scene.ready(birth=birth)
    assert scene.codes(rule="R-05") == said


def test_r06_a_household_with_another_holder(scene: Scene) -> None:
    scene.person("龙大山", home="H-1")
    scene.on_post("龙大山", date(2020, 1, 1), date(2021, 3, 14))
    scene.person("龙小云", home="H-1")
    assert scene.put("龙小云", date(2021, 3, 14)).findings[0].facts["other"] == "龙大山"
    assert scene.codes(rule="R-06") == [("HOUSEHOLD_ON_POST", "warning")]
    scene.person("龙小妹", home="H-2")
    assert scene.put("龙小妹", date(2021, 3, 15)).warnings == ()


def test_r07_the_term_over_all_posts(scene: Scene) -> None:
    scene.person()
    scene.on_post("龙小云", date(2017, 4, 1), date(2018, 3, 31), kind="HH")
    scene.on_post("龙小云", date(2019, 4, 1))
    assert scene.codes(MARCH, rule="R-07") == []
    assert scene.codes(Month(2021, 4), rule="R-07") == [("TERM_OVER", "warning")]
    scene.county('[[rule]]\ncode = "R-07"\nseverity = "warning"\npost_type = "HL"\nvalue = { years = 4 }\n')
    assert scene.codes(Month(2021, 5), rule="R-07") == []


def test_r07_is_an_error_on_a_full_time_post_of_the_job_subsidy(scene: Scene) -> None:
    scene.person()
    scene.on_post("龙小云", date(2017, 4, 1), date(2020, 6, 30))
    text = '[[post_type]]\ncode = "LDBZ"\nname = "劳动保障协理员"\nwork_time = "full"\nfund = "就业补助资金"\nactive = true\n'
    scene.county(text)
    assert stopped(scene, "龙小云", date(2021, 3, 1), "LDBZ") == "R-07"
    assert "TERM_OVER" in scene.put("龙小云", date(2021, 3, 1)).warnings


def test_r07_who_was_near_retirement_when_placed_may_stay_until_then(scene: Scene) -> None:
    scene.person("龙老人", date(1961, 4, 1))
    scene.on_post("龙老人", date(2016, 4, 1))
    assert scene.codes(rule="R-07") == []
    assert scene.codes(Month(2021, 4), rule="R-07") == [("TERM_OVER", "warning")]
    scene.person("龙更年轻", date(1961, 4, 2))
    scene.on_post("龙更年轻", date(2016, 4, 1))
    assert {one.name for one in scene.found(rule="R-07")} == {"龙更年轻"}


def test_r08_the_third_placement(scene: Scene) -> None:
    scene.person()
    scene.on_post("龙小云", date(2018, 1, 1), date(2018, 6, 30))
    scene.on_post("龙小云", date(2018, 7, 1), date(2018, 12, 31), kind="HH")
    scene.on_post("龙小云", date(2020, 1, 1), date(2020, 6, 30))
    third = scene.put("龙小云", date(2021, 3, 1))
    assert third.warnings == ("PLACED_AGAIN",)
    assert third.findings[0].facts["count"] == 3


def test_r08_the_second_placement_is_allowed(scene: Scene) -> None:
    scene.person()
    scene.on_post("龙小云", date(2018, 1, 1), date(2018, 6, 30))
    assert scene.put("龙小云", date(2021, 3, 1)).warnings == ()


def test_r09_a_cadre_is_refused_and_a_cadres_family_needs_a_reason(scene: Scene) -> None:
    scene.person("村干部")
    scene.listed("村干部", "CADRE", date(2021, 1, 1))
    assert stopped(scene, "村干部", date(2021, 3, 1)) == "R-09"
    scene.person("家属")
    scene.listed("家属", "FAMILY", date(2021, 1, 1))
    assert scene.put("家属", date(2021, 3, 1)).warnings == ("CADRE_FAMILY",)
    scene.county('[[rule]]\ncode = "R-09"\nseverity = "error"\nvalue = { family = "off" }\n')
    assert scene.codes(rule="R-09") == []


def test_r10_the_category_of_the_first_day(scene: Scene) -> None:
    scene.person(category=None)
    scene.database.do(
        "category",
        people.add_category,
        scene.ids["龙小云"],
        "YDBQ",
        valid_from=date(2021, 3, 2),
    )
    said = scene.put("龙小云", date(2021, 3, 1))
    assert said.warnings == ("NO_CATEGORY",)
    scene.person("杨秀英", category=None)
    assert stopped(scene, "杨秀英", date(2021, 3, 1), fund="衔接资金(扶贫专项)") == "R-10"
    scene.county('[[rule]]\ncode = "R-10"\nseverity = "warning"\nvalue = { eligible = ["YDBQ"] }\n')
    scene.person("潘志明")
    assert scene.put("潘志明", date(2021, 3, 1)).warnings == ("NO_CATEGORY",)


def test_r11_a_register_elsewhere(scene: Scene) -> None:
    scene.person(registered_at="榕江县忠诚镇")
    said = scene.put("龙小云", date(2021, 3, 1))
    assert said.warnings == ("REGISTERED_ELSEWHERE",)
    assert "榕江县忠诚镇" in said.findings[0].message


def test_r12_insurance_on_each_paid_day(scene: Scene) -> None:
    scene.person(insured=None)
    scene.on_post("龙小云", date(2021, 3, 11))
    assert scene.codes(rule="R-12") == [("NO_INSURANCE", "warning")]

    def insure(session: Session) -> str:
        return Rows(session, TOWNSHIP).add(
            Insurance, person_id=scene.ids["龙小云"], start=date(2021, 3, 11), end=date(2021, 3, 30)
        )

    policy = scene.database.do("insure", insure)
    (gap,) = scene.found(rule="R-12")
    assert (gap.code, gap.facts["day"]) == ("INSURANCE_GAP", "2021-03-31")
    scene.change(Insurance, policy, end=date(2021, 3, 31))
    assert scene.codes(rule="R-12") == []
    scene.county('[[rule]]\ncode = "R-12"\nseverity = "error"\n')
    assert scene.codes(Month(2021, 4), rule="R-12") == [("NO_INSURANCE", "error")]
    scene.county('[[rule]]\ncode = "R-12"\nseverity = "off"\n')
    assert scene.codes(Month(2021, 4), rule="R-12") == []


def test_r13_a_warning_in_the_run_and_an_error_when_reported(scene: Scene) -> None:
    scene.person()
    scene.on_post("龙小云", date(2021, 3, 1), agreed=False)
    assert scene.codes(rule="R-13") == [("NO_AGREEMENT", "warning")]
    run = scene.run()
    said = scene.database.ask(lambda session: rules.before_report(session, session.get_one(PayRun, run)))
    assert [(one.code, one.severity) for one in said] == [("NO_AGREEMENT", "error")]
    scene.database.do(
        "sign",
        people.sign_agreement,
        scene.posts["龙小云"],
        start=date(2021, 3, 1),
        end=date(2021, 3, 15),
    )
    assert scene.codes(rule="R-13") == [("AGREEMENT_GAP", "warning")]
    said = scene.database.ask(lambda session: rules.before_report(session, session.get_one(PayRun, run)))
    assert said == ()


def test_r13_a_renewal_without_a_gap(scene: Scene) -> None:
    scene.person()
    made = scene.on_post("龙小云", date(2020, 1, 1), agreed=False)
    for start, end in ((date(2020, 1, 1), date(2021, 3, 10)), (date(2021, 3, 11), None)):
        scene.database.do(
            "sign",
            lambda session, start=start, end=end: Rows(session, TOWNSHIP).add(
                Agreement, assignment_id=made, start=start, end=end
            ),
        )
    assert scene.codes(rule="R-13") == []


def test_r14_who_cannot_work(scene: Scene) -> None:
    scene.person(labour_ability="丧失劳动力")
    with pytest.raises(CannotWork):
        scene.put("龙小云", date(2021, 3, 1))
    scene.on_post("龙小云", date(2020, 1, 1))
    assert scene.codes(rule="R-14") == [("CANNOT_WORK", "error")]
    scene.county('[[rule]]\ncode = "R-14"\nseverity = "warning"\nvalue = { health = ["大病"] }\n')
    assert scene.codes(rule="R-14") == [("CANNOT_WORK", "warning")]
    scene.person("杨秀英", health="大病")
    assert scene.put("杨秀英", date(2021, 3, 1)).warnings == ("CANNOT_WORK",)


@pytest.mark.parametrize(
    ("kind", "code"), [("BUSINESS", "BUSINESS"), ("COMPANY", "COMPANY_INSURED"), ("AWAY", "WORKS_AWAY")]
)
def test_r15_other_income_by_the_county_list(scene: Scene, kind: str, code: str) -> None:
    scene.ready()
    scene.listed("龙小云", kind, date(2021, 3, 31), date(2021, 4, 30))
    assert scene.codes(Month(2021, 2), rule="R-15") == []
    assert scene.codes(rule="R-15") == [(code, "warning")]
    assert scene.codes(Month(2021, 4), rule="R-15") == [(code, "warning")]
    assert scene.codes(Month(2021, 5), rule="R-15") == []
    assert scene.found(rule="R-15")[0].facts["source"] == "县民政局3月"


def proposed(scene: Scene, *, closed: bool, objection: str | None = "", against_all: bool = False) -> str:
    """Somebody 拟聘 on a poster; ``objection`` "" = none, None = undecided."""
    scene.person()
    made = scene.on_post("龙小云", date(2021, 4, 1), state="公示中")

    def post(session: Session) -> None:
        rows = Rows(session, TOWNSHIP)
        poster = rows.add(
            Publicity, number="GS-202103-0001", kind="拟聘", title="拟聘人员公示", place="村委会", start=date(2021, 3, 1),
            days=7, counting="calendar", end=date(2021, 3, 7), state="已结束" if closed else "公示中",
            opened_at=utc_now(), opened_by="李芳", closed_at=utc_now() if closed else None,
        )  # fmt: skip
        rows.add(PublicitySubject, publicity_id=poster, assignment_id=made)
        if objection != "":
            rows.add(
                Objection, publicity_id=poster, assignment_id=None if against_all else made, raised=date(2021, 3, 3),
                content="不在本村", outcome=objection,
            )  # fmt: skip

    scene.database.do("poster", post)
    return made


def test_r16_nobody_is_confirmed_before_the_notice_is_over(scene: Scene) -> None:
    made = proposed(scene, closed=False)
    with pytest.raises(RuleStops) as stop:
        scene.database.do("confirm", people.confirm, made)
    assert stop.value.facts["rule"] == "R-16"


@pytest.mark.parametrize(("outcome", "against_all"), [(None, False), (None, True), ("成立", False)])
def test_r16_an_open_or_upheld_objection_stops(scene: Scene, outcome: str | None, against_all: bool) -> None:
    made = proposed(scene, closed=True, objection=outcome, against_all=against_all)
    with pytest.raises(RuleStops) as stop:
        scene.database.do("confirm", people.confirm, made)
    assert "异议" in str(stop.value.facts["message"])


def test_r16_a_finished_notice_lets_confirm(scene: Scene) -> None:
    made = proposed(scene, closed=True, objection="不成立")
    assert scene.database.do("confirm", people.confirm, made).warnings == ()
    assert scene.codes(Month(2021, 4)) == []
    with pytest.raises(NotProposed):
        scene.database.do("confirm", people.confirm, made)


def test_r16_without_any_poster_nobody_is_confirmed(scene: Scene) -> None:
    scene.person()
    made = scene.on_post("龙小云", date(2021, 4, 1), state="拟聘")
    with pytest.raises(RuleStops):
        scene.database.do("confirm", people.confirm, made)


def test_r17_more_on_post_than_the_quota(scene: Scene) -> None:
    scene.ready("龙一")
    scene.ready("龙二")
    scene.quota(2)
    assert scene.codes(rule="R-17") == []
    scene.person("龙三")
    said = scene.put("龙三", date(2021, 3, 1))
    assert said.warnings == ("OVER_QUOTA",)
    assert (said.findings[0].facts["filled"], said.findings[0].facts["more"]) == (3, 1)
    assert scene.codes(rule="R-17") == [("OVER_QUOTA", "warning")]
    run = scene.run()
    said = scene.database.ask(lambda session: rules.before_report(session, session.get_one(PayRun, run)))
    assert ("OVER_QUOTA", "error") in [(one.code, one.severity) for one in said]
    assert "护路员在岗 3 人，指标 2 人，多 1 人" in scene.found(rule="R-17")[0].message


@pytest.mark.parametrize(
    ("end", "stands"), [(None, True), (date(2021, 3, 11), True), (date(2021, 3, 10), False), (date(2021, 2, 5), False)]
)
def test_r18_from_the_day_after_death(scene: Scene, end: date | None, stands: bool) -> None:
    scene.ready()
    scene.person("杨秀英")
    scene.on_post("杨秀英", date(2020, 1, 1), end)
    scene.listed("杨秀英", "DEATH", date(2021, 3, 10))
    assert scene.codes(Month(2021, 2), rule="R-18") == []
    assert scene.codes(rule="R-18") == ([("DECEASED", "error")] if stands else [])


def test_r18_the_dead_are_not_put_on_post(scene: Scene) -> None:
    scene.person()
    scene.listed("龙小云", "DEATH", date(2021, 3, 10))
    assert stopped(scene, "龙小云", date(2021, 3, 11)) == "R-18"


def test_r18_ending_the_post_on_the_day_of_death_settles_it(scene: Scene) -> None:
    made = scene.ready()
    scene.listed("龙小云", "DEATH", date(2021, 3, 10))
    (case,) = scene.database.ask(rules.exit_list, MARCH)
    assert (case.end, case.exit_reason, case.can_be_kept) == (date(2021, 3, 10), "死亡", False)
    scene.database.do("leave", people.leave, made, end=case.end, reason=case.exit_reason)
    assert scene.codes(rule="R-18") == []
    assert scene.exits() == {}


def test_r19_no_account_or_a_shared_one(scene: Scene) -> None:
    scene.person("龙一", account=None)
    scene.on_post("龙一", date(2020, 1, 1))
    for name, home in (("龙二", "H-1"), ("龙三", "H-1"), ("龙四", None), ("龙五", "H-2")):
        scene.person(name, account="62999911" if home == "H-1" else "62999922", home=home)
        scene.on_post(name, date(2020, 1, 1))
    said = scene.found(rule="R-19")
    assert [(one.name, one.code, one.severity) for one in said] == [
        ("龙一", "BANK_MISSING", "warning"),
        *((name, "BANK_SHARED", "warning") for name in ("龙二", "龙三", "龙四", "龙五")),
    ]
    run = scene.run()
    said = scene.database.ask(lambda session: rules.before_bank(session, session.get_one(PayRun, run)))
    assert {(one.name, one.severity) for one in said} == {
        ("龙一", "error"), ("龙二", "warning"), ("龙三", "warning"), ("龙四", "error"), ("龙五", "error")
    }  # fmt: skip


def test_r20_another_holder_without_a_reason(scene: Scene) -> None:
    scene.person(holder="龙大山")
    scene.on_post("龙小云", date(2020, 1, 1))
    assert scene.codes(rule="R-20") == [("HOLDER_DIFFERS", "warning")]
    account = scene.database.ask(lambda session: session.query(BankAccount).one().id)
    scene.change(BankAccount, account, reason="父亲代领")
    assert scene.codes(rule="R-20") == []


def test_r21_three_months_without_a_day_or_with_a_failed_grade(scene: Scene) -> None:
    scene.ready()
    scene.attended("龙小云", Month(2021, 1), days=0)
    scene.attended("龙小云", Month(2021, 2), days=20, grade="不合格")
    scene.attended("龙小云", MARCH, days=0)
    assert scene.codes(Month(2021, 2), rule="R-21") == []
    assert scene.codes(rule="R-21") == [("AWAY_FOR_MONTHS", "warning")]
    assert scene.exits() == {"龙小云": ["R-21"]}


def test_r21_a_month_between_or_without_required_days_breaks_the_row(scene: Scene) -> None:
    scene.ready("龙一")
    for month, days in ((Month(2021, 1), 0), (Month(2021, 2), 1), (MARCH, 0)):
        scene.attended("龙一", month, days=days)
    scene.ready("龙二")
    for month, required in ((Month(2021, 1), 22), (Month(2021, 2), 0), (MARCH, 22)):
        scene.attended("龙二", month, days=0, required=required)
    assert scene.codes(rule="R-21") == []
    scene.county('[[rule]]\ncode = "R-21"\nseverity = "warning"\nvalue = { months = 1 }\n')
    assert [one.name for one in scene.found(rule="R-21")] == ["龙一", "龙二"]


def test_r22_above_the_level_of_the_county(scene: Scene) -> None:
    scene.ready()
    assert scene.codes(rule="R-22") == []
    scene.county('[[rule]]\ncode = "R-22"\nseverity = "warning"\nvalue = { level_fen = 100000 }\n')
    assert scene.codes(rule="R-22") == []
    scene.county('[[rule]]\ncode = "R-22"\nseverity = "warning"\nvalue = { level_fen = 99999 }\n')
    (one,) = scene.found(rule="R-22")
    assert "1,000.00" in one.message
    assert "999.99" in one.message


def test_r23_a_frozen_number(scene: Scene) -> None:
    scene.ready()
    scene.listed("龙小云", "FROZEN", date(2021, 3, 20), date(2021, 4, 5))
    assert scene.codes(Month(2021, 2), rule="R-23") == []
    assert scene.codes(rule="R-23") == [("FROZEN", "error")]
    scene.person("杨秀英")
    scene.listed("杨秀英", "FROZEN", date(2021, 1, 1), date(2021, 2, 28))
    assert scene.put("杨秀英", date(2021, 3, 1)).warnings == ()


def test_a_narrowed_rule_speaks_only_where_it_holds(scene: Scene) -> None:
    scene.county('[[rule]]\ncode = "R-11"\nseverity = "off"\npost_type = "HH"\n')
    for name, kind in (("龙一", "HL"), ("龙二", "HH")):
        scene.person(name, registered_at="榕江县")
        scene.on_post(name, date(2021, 3, 1), kind=kind)
    assert scene.codes(kind="HL", rule="R-11") == [("REGISTERED_ELSEWHERE", "warning")]
    assert scene.codes(kind="HH", rule="R-11") == []


def test_publicity_days_do_not_weaken_the_rule(scene: Scene) -> None:
    scene.county('[[publicity]]\ndays = 5\ncounting = "working"\n')
    setting = scene.database.ask(rules.book).setting("R-16")
    assert (setting.severity, setting.values["days"], setting.values["counting"]) == ("error", 5, "working")


def test_the_exit_list_names_the_rules_and_forgets_who_is_kept_or_gone(scene: Scene) -> None:
    scene.ready("龙超龄", date(1955, 1, 1))
    scene.ready("龙期满", date(1990, 1, 1), date(2017, 1, 1))
    scene.ready("龙经商")
    scene.listed("龙经商", "BUSINESS", date(2021, 1, 1))
    scene.ready("龙无事")
    assert scene.exits() == {"龙超龄": ["R-05"], "龙期满": ["R-07"], "龙经商": ["R-15"]}
    cases = {case.name: case for case in scene.database.ask(rules.exit_list, MARCH)}
    assert cases["龙超龄"].exit_reason == "超龄"
    assert cases["龙期满"].exit_reason == "期满"
    assert cases["龙经商"].exit_reason == "创业(办理营业执照)"
    scene.database.do("keep", rules.keep, cases["龙超龄"], "用到协议期满", by="lifang")
    leave = {"end": date(2021, 2, 28), "reason": "期满"}
    scene.database.do("leave", people.leave, cases["龙期满"].assignment_id, **leave)
    after = {case.name: case for case in scene.database.ask(rules.exit_list, MARCH)}
    assert {name: case.open for name, case in after.items()} == {"龙经商": True, "龙超龄": False}
    assert after["龙超龄"].reason == "用到协议期满"
    (one,) = scene.found(rule="R-05")
    assert one.given is not None, "a reason on the exit list is the reason in the run"


def test_a_person_is_looked_at_whatever_the_number_of_people(scene: Scene) -> None:
    """The same queries for one and for thirty: nothing is asked person by person."""
    asked: list[str] = []
    event.listen(scene.database._engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def count(month: Month) -> int:
        run = scene.run(month)
        asked.clear()
        scene.database.ask(payroll.problems, run)
        return len(asked)

    scene.ready("龙一")
    few = count(Month(2020, 5))
    for number in range(30):
        scene.person(f"杨{number}", home=f"H-{number}")
        scene.on_post(f"杨{number}", date(2020, 1, 1))
    assert count(Month(2020, 6)) == few
