"""Reasons for warnings: they hold for the facts they were given for, and the lock asks for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import AuditEntry, BankAccount, Clearance, Person
from cjdesk.domain.errors import (
    ClearanceUnknown,
    ComparisonTwice,
    MonthIsLocked,
    NotAWarning,
    NothingToClear,
    ReasonMissing,
    RunHasProblems,
    RunHasWarnings,
    RunIsStale,
    RunNotReportable,
    ValueNotInList,
)
from cjdesk.domain.month import Month
from cjdesk.services import batches, imports, payroll, rules
from cjdesk.sync.keys import write_card
from tests.services.rules_scene import MARCH, Scene
from tests.services.test_batches import CARD, COUNTY

APRIL = Month(2021, 4)


@pytest.fixture
def scene(township: Database) -> Scene:
    """Two people without insurance, one of whom has somebody else's account."""
    scene = Scene(township)
    for name in ("龙一", "龙二"):
        scene.person(name, insured=None, holder="龙大山" if name == "龙二" else name)
        scene.on_post(name, date(2020, 1, 1))
        for month in (MARCH, APRIL):
            scene.attended(name, month)
    return scene


def clear(scene: Scene, code: str, reason: str, run: str) -> int:
    wanted = [one for one in scene.database.ask(payroll.problems, run) if code in {one.code, one.rule}]
    return scene.database.do("clear", rules.clear, wanted, reason, by="lifang")


def waiting(scene: Scene, run: str) -> list[str]:
    return [one.code for one in scene.database.ask(payroll.problems, run) if one.unanswered]


def test_each_warning_gets_its_reason_and_then_the_run_is_locked(scene: Scene) -> None:
    run = scene.run()
    assert waiting(scene, run) == ["NO_INSURANCE", "NO_INSURANCE", "HOLDER_DIFFERS"]
    with pytest.raises(RunHasWarnings) as stop:
        scene.database.do("lock", payroll.lock, run, by="lifang", each=True)
    assert stop.value.facts["count"] == 3
    assert clear(scene, "R-12", "正在办理投保", run) == 2
    assert clear(scene, "HOLDER_DIFFERS", "父亲代领", run) == 1
    given = [one.given for one in scene.database.ask(payroll.problems, run)]
    assert {(one.reason, one.by) for one in given if one} == {("正在办理投保", "李芳"), ("父亲代领", "李芳")}
    assert scene.database.do("lock", payroll.lock, run, by="lifang", each=True).state == "已审核"
    assert scene.database.ask(rules.automatic, MARCH, "HL") == 0


def test_changed_facts_need_a_new_reason_and_the_old_one_stays_on_record(scene: Scene) -> None:
    run = scene.run()
    clear(scene, "HOLDER_DIFFERS", "父亲代领", run)
    account = scene.database.ask(
        lambda session: next(one.id for one in session.query(BankAccount) if one.holder == "龙大山")
    )
    scene.change(BankAccount, account, holder="龙大海")
    assert waiting(scene, scene.run()).count("HOLDER_DIFFERS") == 1
    scene.change(BankAccount, account, holder="龙大山")
    assert waiting(scene, scene.run()).count("HOLDER_DIFFERS") == 0
    assert scene.database.ask(lambda session: session.query(Clearance).count()) == 1


def test_a_reason_holds_for_its_month_and_is_offered_in_the_next(scene: Scene) -> None:
    run = scene.run()
    clear(scene, "R-12", "正在办理投保", run)
    april = scene.run(APRIL)
    problems = scene.database.ask(payroll.problems, april)
    assert [one.code for one in problems if one.unanswered].count("NO_INSURANCE") == 2
    offered = scene.database.ask(rules.earlier, problems)
    assert {one.code: offered[one.key] for one in problems if one.key in offered} == {"NO_INSURANCE": "正在办理投保"}


def test_a_reason_can_be_replaced_and_taken_back_but_not_after_the_lock(scene: Scene) -> None:
    run = scene.run()
    clear(scene, "HOLDER_DIFFERS", "父亲代领", run)
    clear(scene, "HOLDER_DIFFERS", "银行写错", run)
    (one,) = [one for one in scene.database.ask(payroll.problems, run) if one.code == "HOLDER_DIFFERS"]
    assert one.given is not None
    assert one.given.reason == "银行写错"
    with pytest.raises(ReasonMissing):
        scene.database.do("withdraw", rules.withdraw, one.given.clearance_id, " ", by="lifang")
    scene.database.do("withdraw", rules.withdraw, one.given.clearance_id, "还要查", by="lifang")
    assert "HOLDER_DIFFERS" in waiting(scene, run)
    with pytest.raises(ClearanceUnknown):
        scene.database.do("withdraw", rules.withdraw, one.given.clearance_id, "还要查", by="lifang")
    assert clear(scene, "HOLDER_DIFFERS", "父亲代领", run) == 1
    scene.database.do("lock", payroll.lock, run, by="lifang", sign_off="逐项看过")
    with pytest.raises(MonthIsLocked):
        scene.database.do("withdraw", rules.withdraw, one.given.clearance_id, "还要查", by="lifang")


def test_what_cannot_be_answered_is_said(scene: Scene) -> None:
    scene.on_post("龙一", date(2021, 3, 20))
    run = scene.run()
    with pytest.raises(NotAWarning) as stop:
        clear(scene, "R-02", "没关系", run)
    assert "龙一" in str(stop.value.facts["message"])
    with pytest.raises(ReasonMissing):
        clear(scene, "R-12", "  ", run)
    with pytest.raises(NothingToClear):
        clear(scene, "R-99", "没有", run)
    with pytest.raises(RunHasProblems):
        scene.database.do("lock", payroll.lock, run, by="lifang", sign_off="都看过")


def test_a_lock_that_asks_nothing_signs_off_visibly(scene: Scene) -> None:
    run = scene.run()
    clear(scene, "HOLDER_DIFFERS", "父亲代领", run)
    scene.database.do("lock", payroll.lock, run, by="lifang")
    assert scene.database.ask(rules.automatic, MARCH, "HL") == 2
    reasons = {one.given.reason for one in scene.database.ask(payroll.problems, run) if one.given}
    assert reasons == {rules.AUTOMATIC, "父亲代领"}
    notes = scene.database.ask(
        lambda session: [
            row.new for row in session.query(AuditEntry).filter_by(record="pay_run", record_id=run) if row.new
        ]
    )
    assert {"signed_off": 2, "reason": rules.AUTOMATIC, "automatic": True, "by": "李芳"} in notes
    assert scene.database.ask(audit.verify).whole
    scene.run(APRIL)
    assert scene.database.ask(rules.earlier, scene.database.ask(payroll.problems, run)) == {}


def test_one_reason_for_all_that_is_left(scene: Scene) -> None:
    run = scene.run()
    with pytest.raises(ReasonMissing):
        scene.database.do("lock", payroll.lock, run, by="lifang", sign_off=" ")
    scene.database.do("lock", payroll.lock, run, by="lifang", sign_off="三月逐项核对过", each=True)
    reasons = {one.given.reason for one in scene.database.ask(payroll.problems, run) if one.given}
    assert reasons == {"三月逐项核对过"}
    assert scene.database.ask(rules.automatic, MARCH, "HL") == 0


def test_the_county_may_refuse_a_lock_without_reasons(scene: Scene) -> None:
    scene.county('[[locking]]\nunsigned = "refuse"\n')
    run = scene.run()
    with pytest.raises(RunHasWarnings):
        scene.database.do("lock", payroll.lock, run, by="lifang")
    assert scene.database.ask(lambda session: session.query(Clearance).count()) == 0
    assert scene.database.do("lock", payroll.lock, run, by="lifang", sign_off="核对过").state == "已审核"


def test_a_refused_lock_leaves_no_reasons_behind(scene: Scene) -> None:
    run = scene.run()
    scene.change(Person, scene.ids["龙一"], name="龙改名")
    with pytest.raises(RunIsStale):
        scene.database.do("lock", payroll.lock, run, by="lifang", sign_off="核对过")
    assert scene.database.ask(lambda session: session.query(Clearance).count()) == 0


def test_a_report_is_refused_while_a_rule_stands_against_it(scene: Scene) -> None:
    scene.quota(1)
    run = scene.run()
    scene.database.do("lock", payroll.lock, run, by="lifang", sign_off="核对过")
    scene.database.do("approve", payroll.approve, run, by="wang")
    scene.database.do("trust", batches.trust, write_card(CARD, COUNTY))
    with pytest.raises(RunNotReportable) as stop:
        scene.database.do("batch", batches.make, "PAY", month=MARCH, by="lifang", run_id=run)
    assert "指标 1 人" in str(stop.value.facts["first"])


def test_a_comparison_list_comes_from_a_workbook(scene: Scene, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "死亡名单"
    sheet.append(["县民政局比对结果"])
    sheet.append(["序号", "姓名", "身份证号", "死亡时间", "数据来源", "备注"])
    numbers = scene.database.ask(lambda session: {row.name: row.id_no for row in session.query(Person)})
    sheet.append([1, "龙一", numbers["龙一"], "2021-03-10", "县民政局", ""])
    sheet.append([2, "外镇人", "522699198808080029", "2021.3.1", "", "别镇"])
    sheet.append([3, "坏号", "522699198808080021", "2021-03-01", "", ""])
    sheet.append([4, "无日期", "522699199203050040", "", "", ""])
    mixed = book.create_sheet("疑点")
    mixed.append(["姓名", "身份证号", "比对类型", "开始时间", "结束时间"])
    mixed.append(["龙二", numbers["龙二"], "村干部家属", "2021-01-01", ""])
    mixed.append(["龙二", numbers["龙二"], "不认识", "2021-01-01", ""])
    path = tmp_path / "比对.xlsx"
    book.save(path)
    plan = scene.database.ask(imports.preview, "comparison", path)
    assert [(one.row, one.code) for one in plan.rejected] == [
        (5, "ID_CHECK_DIGIT"), (6, "DATE_MISSING"), (3, "COMPARISON_KIND")
    ]  # fmt: skip
    result = scene.database.do("import", imports.apply, plan)
    assert (result.created, result.rejected_rows) == (3, 3)
    again = scene.database.ask(imports.preview, "comparison", path)
    assert again.count(imports.RowState.UNCHANGED) == 3
    lines = scene.database.ask(rules.listed)
    assert {(one.word, one.since, one.registered) for one in lines} == {
        ("死亡", date(2021, 3, 10), "龙一"), ("死亡", date(2021, 3, 1), None), ("干部家属", date(2021, 1, 1), "龙二")
    }  # fmt: skip
    assert scene.codes(rule="R-18") == [("DECEASED", "error")]
    assert scene.codes(rule="R-09") == [("CADRE_FAMILY", "warning")]


def test_a_line_of_a_list_is_entered_by_hand_and_ended(scene: Scene) -> None:
    number = scene.database.ask(lambda session: session.get_one(Person, scene.ids["龙一"]).id_no)
    facts = {"kind": "工商登记", "id_no": number, "since": date(2021, 1, 1), "source": "县市场监管局"}
    made = scene.database.do("list", rules.add_listed, **facts)
    with pytest.raises(ComparisonTwice):
        scene.database.do("list", rules.add_listed, **facts)
    with pytest.raises(ValueNotInList):
        scene.database.do("list", rules.add_listed, **(facts | {"kind": "什么"}))
    assert scene.codes(rule="R-15") == [("BUSINESS", "warning")]
    scene.database.do("list", rules.end_listed, made, until=date(2021, 2, 28))
    assert scene.codes(rule="R-15") == []
