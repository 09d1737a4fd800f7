"""The bank list: who is in it, who is left out, the equation with the sheet, the bank's file."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select, text

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import (
    AccountTask,
    Assignment,
    BankAccount,
    BankList,
    BankTemplate,
    PayLine,
    Payment,
    PayRun,
    Person,
)
from cjdesk.domain.errors import (
    AccountNotRight,
    AccountsBlocked,
    AccountUnchanged,
    BankMayHaveList,
    BankTwiceDiffers,
    ListFileDamaged,
    ListHasResult,
    ListNotSent,
    ListWithdrawn,
    NothingToPay,
    NothingToReissue,
    NotInEncoding,
    PaymentOnItsWay,
    ProofMissing,
    ReasonMissing,
    RunHasList,
    RunNotPayable,
    TemplateFixed,
    TooFewRows,
    UnknownTemplate,
)
from cjdesk.domain.month import Month
from cjdesk.domain.states import ListState, PaymentState, RunState
from cjdesk.services import payments, payroll, people
from cjdesk.services.payments import PaymentList
from tests.domain.vectors import cases
from tests.services.expected import read, store


def locked_month(township: Database, folder: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    truth = read(folder)
    month = Month.parse(truth["meta"]["month"])
    township.do("store", store, truth)
    for sheet in township.do("compute", payroll.compute, month, by="李芳"):
        township.do("lock", payroll.lock, sheet.run_id, by="李芳")
        township.do("approve", payroll.approve, sheet.run_id, by="王主任")
    return truth, township.ask(payments.of_month, month)


def register(township: Database, list_id: str, failed: dict[str, str], *, rest_paid: bool = True) -> PaymentList:
    return township.do("result", payments.register, list_id, failed, by="李芳", rest_paid=rest_paid)


def withdraw(township: Database, list_id: str, *, not_at_bank: bool = False) -> PaymentList:
    return township.do("withdraw", payments.withdraw, list_id, by="李芳", reason="交回", not_at_bank=not_at_bank)


def fix(township: Database, task_id: str, number: str) -> None:
    township.do("fix", payments.fix_account, task_id, number, number, proof="存折复印件", by="李芳")


def reissue(township: Database, payment_ids: list[str] | None = None) -> payments.BankFile:
    return township.do("reissue", payments.reissue, payment_ids, template_code="NSH-TXT", by="李芳")


def sent_list(township: Database, run_ids: tuple[str, ...]) -> str:
    list_id = str(make(township, run_ids).made.list_id)
    township.do("hand over", payments.hand_over, list_id, by="李芳")
    return list_id


def make(township: Database, run_ids: tuple[str, ...], template: str = "NSH-TXT") -> payments.BankFile:
    return township.do("bank list", payments.make, run_ids, template_code=template, by="李芳", leave_out_blocked=True)


def test_blocked_people_are_those_of_the_truth(township: Database, guandong: Path) -> None:
    truth, run_ids = locked_month(township, guandong)
    made = township.ask(payments.bank_list, run_ids)
    blocked = sorted(({"id_no": one.id_no, "code": one.code} for one in made.blocked), key=lambda one: one["id_no"])
    assert blocked == sorted(truth["bank_file"]["blocked"], key=lambda one: one["id_no"])


def test_sheet_equals_list_and_what_is_left_out(township: Database, guandong: Path) -> None:
    truth, run_ids = locked_month(township, guandong)
    made = township.ask(payments.bank_list, run_ids)
    assert made.net_fen == truth["payroll"]["P1_REPORT"]["total"]["net_fen"]
    assert made.net_fen == made.listed_fen + made.missing_fen + made.blocked_fen + made.zero_fen
    assert made.agrees
    assert made.missing_fen
    assert made.blocked_fen
    assert [one.code for one in made.left_out if one.amount_fen == 0] == ["ZERO_LINE"]


def test_one_account_occurs_once_even_after_a_transfer(township: Database, guandong: Path) -> None:
    truth, run_ids = locked_month(township, guandong)
    made = township.ask(payments.bank_list, run_ids)
    assert len({row.account for row in made.rows}) == len(made.rows)
    twice = {person["id_no"] for person in truth["people"] if len(person["assignments"]) == 2}
    assert {row.id_no for row in made.rows if len(row.line_ids) == 2} <= twice
    apart = township.ask(payments.bank_list, run_ids, one_row_per_account=False)
    assert len(apart.rows) > len(made.rows)
    assert apart.listed_fen == made.listed_fen


def test_blocked_people_stop_the_file_until_they_are_left_out(township: Database, guandong: Path) -> None:
    _, run_ids = locked_month(township, guandong)
    with pytest.raises(AccountsBlocked) as caught:
        township.do("bank list", payments.make, run_ids, template_code="NSH-TXT", by="李芳")
    assert caught.value.facts["count"] == 8
    assert township.ask(lambda session: session.scalar(select(func.count()).select_from(Payment))) == 0


def test_text_file_has_the_columns_the_encoding_and_the_totals(township: Database, clean_small: Path) -> None:
    truth, run_ids = locked_month(township, clean_small)
    file = make(township, run_ids)
    (content,) = file.parts
    lines = content.decode("gb18030").split("\r\n")
    rows = [line.split("|") for line in lines if line]
    net = truth["payroll"]["P1_REPORT"]["total"]["net_fen"]
    assert rows[-1] == [f"合计{len(rows) - 1}笔", "", "", f"{net // 100}.{net % 100:02d}", ""]
    account = truth["people"][0]["bank_no"]
    first = next(row for row in rows if row[2] == account)
    assert (first[1], first[3], first[4]) == ("潘文㛃", "677.42", truth["people"][0]["id_no"])
    assert sum(int(row[3].replace(".", "")) for row in rows[:-1]) == net


def test_xlsx_has_text_cells_and_a_control_sheet(township: Database, clean_small: Path) -> None:
    truth, run_ids = locked_month(township, clean_small)
    file = make(township, run_ids, "NSH-XLSX")
    book = openpyxl.load_workbook(io.BytesIO(file.parts[0]))
    sheet = book["代发清单"]
    header = [cell.value for cell in sheet[1]]
    account, amount = header.index("收款账号"), header.index("金额")
    cells = list(sheet.iter_rows(min_row=2, max_row=sheet.max_row - 1))
    assert all(row[account].data_type == "s" and row[account].number_format == "@" for row in cells)
    assert all(len(row[account].value) >= 12 for row in cells)
    assert sum(round(row[amount].value * 100) for row in cells) == file.made.listed_fen
    control = dict(row for row in book["核对"].iter_rows(values_only=True))
    assert control["笔数"] == str(len(cells))
    assert control["大写"] == "人民币" + truth["payroll"]["P1_REPORT"]["total"]["net_daxie"]
    assert file.made.run_numbers[0] in control["工资批次"]


def test_max_rows_splits_the_file(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)

    def small(session: Any) -> None:
        row = session.scalars(select(BankTemplate).where(BankTemplate.code == "UTF8-CSV")).one()
        row.layout = {**row.layout, "max_rows": 10, "encoding": "UTF-8-BOM"}

    township.do("template", small)
    file = make(township, run_ids, "UTF8-CSV")
    assert len(file.parts) == 3
    assert all(part.startswith(b"\xef\xbb\xbf") for part in file.parts)
    bodies = [part.decode("utf-8-sig").splitlines()[1:-1] for part in file.parts]
    assert [len(body) for body in bodies] == [10, 10, len(file.made.rows) - 20]


def test_the_same_list_twice_pays_nobody_twice(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    first, again = make(township, run_ids), make(township, run_ids)
    assert first.parts == again.parts
    assert first.made.number == again.made.number == "YH-202103-01"
    assert township.ask(lambda session: session.scalar(select(func.count()).select_from(BankList))) == 1


def test_a_missing_account_entered_later_comes_on_the_next_list(township: Database, guandong: Path) -> None:
    truth, run_ids = locked_month(township, guandong)
    first = make(township, run_ids).made
    id_no = next(one["id_no"] for one in truth["bank_file"]["blocked"] if one["code"] == "BANK_MISSING")

    def enter(session: Any) -> None:
        person = session.scalars(select(Person).where(Person.id_no == id_no)).one()
        session.add(
            BankAccount(township=person.township, person_id=person.id, holder=person.name, number="6299990000000000001")
        )

    township.do("account", enter)
    second = make(township, run_ids).made
    assert [row.id_no for row in second.rows] == [id_no]
    assert second.number == "YH-202011-02"
    assert second.agrees
    assert 0 < second.elsewhere_fen <= first.listed_fen


def test_account_on_a_list_stays_when_the_person_changes_it(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    first = make(township, run_ids)

    def change(session: Any) -> None:
        rows = session.scalars(select(BankAccount)).all()
        audit.update_rows(session, BankAccount, [{"id": rows[0].id, "number": "6299990000000000002"}])

    township.do("account", change)
    assert make(township, run_ids).parts == first.parts


def test_draft_run_has_no_bank_list(township: Database, clean_small: Path) -> None:
    truth = read(clean_small)
    township.do("store", store, truth)
    (sheet, *_) = township.do("compute", payroll.compute, Month(2021, 3), by="李芳")
    with pytest.raises(RunNotPayable):
        township.ask(payments.bank_list, [sheet.run_id])


def test_unknown_template_names_the_known_ones(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    with pytest.raises(UnknownTemplate) as caught:
        make(township, run_ids, "ICBC")
    assert "NSH-TXT" in str(caught.value)


def test_name_outside_the_encoding_is_named_before_writing(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)

    def narrow(session: Any) -> None:
        row = session.scalars(select(BankTemplate).where(BankTemplate.code == "NSH-TXT")).one()
        row.layout = {**row.layout, "encoding": "GBK"}

    township.do("template", narrow)
    assert township.ask(payments.bank_list, run_ids).not_in_gbk == ("潘文㛃",)
    with pytest.raises(NotInEncoding, match="潘文㛃"):
        make(township, run_ids)


def test_a_run_on_a_list_is_not_opened_until_the_list_is_withdrawn(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    made = make(township, run_ids).made
    for act in (payroll.unlock, payroll.void):
        with pytest.raises(RunHasList, match="YH-202103-01"):
            township.do("open", act, run_ids[0], by="王主任", reason="漏了一人")
    withdraw(township, made.list_id)
    states = township.ask(lambda session: set(session.scalars(select(PayRun.state))))
    assert states == {RunState.APPROVED}
    township.do("unlock", payroll.unlock, run_ids[0], by="王主任", reason="漏了一人")
    left = township.ask(lambda session: set(session.scalars(select(Payment.state))))
    assert left == {PaymentState.VOID}


def test_a_list_that_may_be_at_the_bank_is_withdrawn_only_on_the_clerks_word(
    township: Database, clean_small: Path
) -> None:
    _, run_ids = locked_month(township, clean_small)
    list_id = str(make(township, run_ids).made.list_id)
    sent = township.do("hand over", payments.hand_over, list_id, by="李芳")
    assert sent.made.state == ListState.SENT
    with pytest.raises(BankMayHaveList):
        township.do("withdraw", payments.withdraw, list_id, by="李芳", reason="U盘坏了")
    with pytest.raises(ReasonMissing):
        township.do("withdraw", payments.withdraw, list_id, by="李芳", reason=" ", not_at_bank=True)
    gone = withdraw(township, list_id, not_at_bank=True)
    assert (gone.state, gone.withdrawn) == (ListState.WITHDRAWN, "交回（李芳）")
    with pytest.raises(ListWithdrawn):
        township.do("hand over", payments.hand_over, list_id, by="李芳")
    again = make(township, run_ids).made
    assert (again.number, again.listed_fen) == ("YH-202103-02", sent.made.listed_fen)


def test_an_answered_list_is_not_withdrawn(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    list_id = sent_list(township, run_ids)
    row = township.ask(payments.listed, list_id).rows[0]
    register(township, list_id, {row.line_ids[0]: "挂失"}, rest_paid=False)
    with pytest.raises(ListHasResult):
        withdraw(township, list_id, not_at_bank=True)


def test_a_locked_run_is_listed_only_where_one_clerk_does_all(township: Database, clean_small: Path) -> None:
    truth = read(clean_small)
    township.do("store", store, truth)
    (sheet, *_) = township.do("compute", payroll.compute, Month(2021, 3), by="李芳")
    township.do("lock", payroll.lock, sheet.run_id, by="吴国芳")
    assert township.ask(payments.of_month, Month(2021, 3)) == ()
    with pytest.raises(RunNotPayable):
        make(township, (sheet.run_id,))

    def alone(session: Any) -> None:
        run = session.get(PayRun, sheet.run_id)
        run.head = {**run.head, "single_clerk": True}

    township.do("single clerk", alone)
    made = make(township, (sheet.run_id,)).made
    assert township.ask(lambda session: session.get(PayRun, sheet.run_id).state) == RunState.LISTED
    withdraw(township, str(made.list_id))
    assert township.ask(lambda session: session.get(PayRun, sheet.run_id).state) == RunState.LOCKED


def test_the_file_is_the_same_however_often_it_is_taken_out(township: Database, clean_small: Path) -> None:
    """A stick that was pulled out: the second try gives the same bytes, whatever changed at the desk meanwhile."""
    _, run_ids = locked_month(township, clean_small)
    made = make(township, run_ids, "NSH-XLSX")
    list_id = str(made.made.list_id)
    first = township.do("hand over", payments.hand_over, list_id, by="李芳")

    def change(session: Any) -> None:
        row = session.scalars(select(BankTemplate).where(BankTemplate.code == "NSH-XLSX")).one()
        row.layout = {**row.layout, "header": False}
        for person in session.scalars(select(Person)):
            person.phone = "15400000001"

    township.do("change", change)
    second = township.do("hand over", payments.hand_over, list_id, by="李芳")
    assert first.parts == second.parts == made.parts
    assert hashlib.sha256(b"".join(second.parts)).hexdigest() == second.made.sha256
    with pytest.raises(TemplateFixed):
        make(township, run_ids, "NSH-TXT")


def test_before_it_is_handed_over_a_list_can_take_another_template(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    first, second = make(township, run_ids, "NSH-XLSX"), make(township, run_ids, "NSH-TXT")
    assert first.made.number == second.made.number
    assert (second.suffix, second.made.template) == (".txt", "NSH-TXT")


def test_a_stored_file_that_was_changed_is_not_handed_over(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    made = make(township, run_ids)
    township.do("spoil", lambda session: session.execute(text("UPDATE bank_list_file SET content = x'00'")))
    with pytest.raises(ListFileDamaged):
        township.do("hand over", payments.hand_over, str(made.made.list_id), by="李芳")


def test_an_account_changed_between_lock_and_list_is_named(township: Database, clean_small: Path) -> None:
    truth, run_ids = locked_month(township, clean_small)
    person = truth["people"][0]

    def change(session: Any) -> None:
        row = session.scalars(select(Person).where(Person.id_no == person["id_no"])).one()
        people.set_account(session, row.id, "6299990000000000011", bank="从江农商行")

    township.do("account", change)
    made = make(township, run_ids).made
    (changed,) = made.changed
    assert (changed.id_no, changed.printed, changed.listed) == (
        person["id_no"],
        person["bank_no"],
        "6299990000000000011",
    )
    assert "6299990000000000011" in {row.account for row in made.rows}
    printed = township.ask(payroll.sheet, run_ids[0])
    assert "6299990000000000011" not in {line.bank_no for line in printed.lines}


def test_the_same_month_is_not_sent_under_another_line(township: Database, clean_small: Path) -> None:
    """One person, assignment, month and fund: what is on its way or paid is left out with the list's number."""
    _, run_ids = locked_month(township, clean_small)
    first = make(township, run_ids[:1]).made
    row = first.rows[0]

    def copy(session: Any) -> None:
        """A line of another run becomes one for the same person, assignment, month and fund."""
        mine = session.get(PayLine, row.line_ids[0])
        other = session.scalars(select(PayLine).where(PayLine.run_id == run_ids[1])).first()
        values = {name: getattr(mine, name) for name in ("person_id", "assignment_id", "month", "fund", "name")}
        audit.update_rows(session, PayLine, [{"id": other.id, **values}])

    township.do("copy", copy)
    second = township.ask(payments.bank_list, run_ids[1:2])
    (left,) = [one for one in second.left_out if one.code == payments.SENT_BEFORE]
    assert (left.shared_with, left.name) == (first.number, row.name)
    assert second.agrees
    assert second.sent_before_fen == left.amount_fen > 0
    assert left.line_id not in {line for one in make(township, run_ids[1:2]).made.rows for line in one.line_ids}


def test_approved_run_is_marked_as_listed(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    make(township, run_ids)
    states = township.ask(lambda session: set(session.scalars(select(PayRun.state))))
    assert states == {RunState.LISTED}


def test_nothing_to_pay_is_said(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    township.do(
        "accounts",
        lambda session: audit.delete_rows(session, BankAccount, list(session.scalars(select(BankAccount.id)))),
    )
    with pytest.raises(NothingToPay):
        make(township, run_ids)


def test_a_returned_payment_is_paid_again_to_another_account_and_the_pay_stays(
    township: Database, clean_small: Path
) -> None:
    """W38: re-issue is a new payment of the same line, not new pay."""
    case = next(one for one in cases("payroll") if one["kind"] == "reissue")
    _, run_ids = locked_month(township, clean_small)
    first = make(township, run_ids).made
    assert first.list_id is not None
    row = next(one for one in first.rows if one.amount_fen == case["input"]["failed_fen"])
    township.do("hand over", payments.hand_over, first.list_id, by="李芳")
    booked = register(township, first.list_id, {row.line_ids[0]: "账号错误"})
    states = {one.line_ids[0]: one.state for one in booked.rows}
    assert states.pop(row.line_ids[0]) == PaymentState.FAILED
    assert set(states.values()) == {PaymentState.PAID}
    runs = township.ask(lambda session: {run.id: run.state for run in session.scalars(select(PayRun))})
    assert sorted(runs.values()) == [RunState.PAID, RunState.PAID, RunState.PARTLY_FAILED]
    waiting = township.ask(payments.bank_list, run_ids)
    assert [one.code for one in waiting.left_out] == [payments.RETURNED]
    assert waiting.agrees

    (task,) = township.ask(payments.returned)
    assert (task.stands, task.amount_fen, task.failure) == (payments.TO_DO, row.amount_fen, "账号错误")
    fix(township, task.task_id, "6299990000000000011")
    second = reissue(township).made
    assert (second.number, second.kind) == ("BF-202103-01", payments.REISSUE)
    assert second.rows[0].origin == f"{task.run_number} · YH-202103-01"
    assert [one.line_ids for one in second.rows] == [row.line_ids]
    assert second.listed_fen == case["expect"]["reissue_fen"]
    assert second.net_fen == township.ask(payroll.sheet, second.run_ids[0]).net_fen
    assert (
        sum(run.net_fen for run in township.ask(payroll.runs, Month(2021, 3))) - first.net_fen
        == (case["expect"]["new_pay_fen"])
    )
    assert township.ask(payments.listed, first.list_id).rows[row.number - 1].again == second.number
    with pytest.raises(NothingToReissue):
        reissue(township)
    with pytest.raises(PaymentOnItsWay, match="BF-202103-01"):
        reissue(township, [task.payment_id])
    township.do("hand over", payments.hand_over, second.list_id, by="李芳")
    register(township, second.list_id, {})
    runs = township.ask(lambda session: {run.id: run.state for run in session.scalars(select(PayRun))})
    assert set(runs.values()) == {RunState.PAID}
    old = township.ask(payments.listed, first.list_id).rows[row.number - 1]
    assert (old.state, old.account) == (PaymentState.REISSUED, row.account)
    assert township.ask(payments.returned) == ()
    with pytest.raises(PaymentOnItsWay):
        reissue(township, [task.payment_id])


def test_what_is_paid_again_and_comes_back_again_is_owed_again(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    first = sent_list(township, run_ids)
    row = township.ask(payments.listed, first).rows[0]
    register(township, first, {row.line_ids[0]: "挂失"})
    (task,) = township.ask(payments.returned)
    fix(township, task.task_id, task.old_account)
    second = str(reissue(township).made.list_id)
    township.do("hand over", payments.hand_over, second, by="李芳")
    register(township, second, {})
    register(township, second, {row.line_ids[0]: "已销户"}, rest_paid=False)
    states = [township.ask(payments.listed, one).rows[0].state for one in (first, second)]
    assert states == [PaymentState.FAILED, PaymentState.FAILED]
    (task,) = township.ask(payments.returned)
    assert (task.list_number, task.failure, task.stands) == ("BF-202103-01", "已销户", payments.TO_DO)
    with pytest.raises(AccountUnchanged):
        fix(township, task.task_id, task.old_account)
    fix(township, task.task_id, "6299990000000000011")
    third = str(reissue(township).made.list_id)
    township.do("hand over", payments.hand_over, third, by="李芳")
    register(township, third, {})
    states = [township.ask(payments.listed, one).rows[0].state for one in (first, second, third)]
    assert states == [PaymentState.REISSUED, PaymentState.REISSUED, PaymentState.PAID]
    assert township.ask(lambda session: list(payments.faults(session))) == []


def test_a_returned_payment_waits_for_account_and_proof(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    list_id = sent_list(township, run_ids)
    row = township.ask(payments.listed, list_id).rows[0]
    register(township, list_id, {row.line_ids[0]: "账号错误"})
    (task,) = township.ask(payments.returned)
    with pytest.raises(AccountNotRight):
        reissue(township, [task.payment_id])
    with pytest.raises(ProofMissing):
        township.do(
            "fix",
            payments.fix_account,
            task.task_id,
            "6299990000000000011",
            "6299990000000000011",
            proof=" ",
            by="李芳",
        )
    with pytest.raises(BankTwiceDiffers):
        township.do(
            "fix", payments.fix_account, task.task_id, "6299990000000000011", "6299990000000000012", proof="存折",
            by="李芳",
        )  # fmt: skip
    fix(township, task.task_id, "6299990000000000011")
    accounts = township.ask(
        lambda session: session.scalars(
            select(BankAccount).where(BankAccount.person_id == task.person_id).order_by(BankAccount.id)
        ).all()
    )
    assert [one.valid_to is None for one in accounts] == [False, True]
    done = township.ask(lambda session: session.scalars(select(AccountTask)).one())
    assert (done.proof, done.done_by, done.old_account, done.new_account_id) == (
        "存折复印件", "李芳", row.account, accounts[1].id
    )  # fmt: skip


def test_every_fen_is_paid_on_its_way_returned_or_not_listed(township: Database, guandong: Path) -> None:
    _, run_ids = locked_month(township, guandong)

    def sums() -> list[tuple[int, int, int, int]]:
        found = [township.ask(payments.balance, run_id) for run_id in run_ids]
        assert all(one.agrees for one in found)
        return [(one.paid.fen, one.pending.fen, one.failed.fen, one.unlisted.fen) for one in found]

    assert all(paid == pending == failed == 0 for paid, pending, failed, _ in sums())
    list_id = sent_list(township, run_ids)
    assert all(pending for _, pending, _, _ in sums())
    rows = township.ask(payments.listed, list_id).rows
    register(township, list_id, {rows[0].line_ids[0]: "挂失", rows[1].line_ids[0]: "其他"}, rest_paid=False)
    assert sum(failed for _, _, failed, _ in sums()) == rows[0].amount_fen + rows[1].amount_fen
    register(township, list_id, {})
    assert sum(pending for _, pending, _, _ in sums()) == 0
    assert sum(one[3] for one in sums()) == township.ask(payments.listed, list_id).missing_fen + sum(
        one.amount_fen for one in township.ask(payments.listed, list_id).blocked if one.code == payments.BANK_SHARED
    )


def test_a_result_for_a_list_that_was_never_sent_is_refused(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    list_id = str(make(township, run_ids).made.list_id)
    with pytest.raises(ListNotSent):
        register(township, list_id, {})
    withdraw(township, list_id)
    with pytest.raises(ListWithdrawn):
        register(township, list_id, {})


def test_the_banks_few_or_many_rows(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)

    def least(rows: int) -> None:
        def set_least(session: Any) -> None:
            row = session.scalars(select(BankTemplate).where(BankTemplate.code == "GBK-BAR")).one()
            row.layout = {**row.layout, "min_rows": rows, "max_rows": 10, "encoding": "GB18030"}

        township.do("template", set_least)

    least(500)
    with pytest.raises(TooFewRows):
        make(township, run_ids, "GBK-BAR")
    assert township.ask(lambda session: session.scalar(select(func.count()).select_from(BankList))) == 0
    least(8)
    file = make(township, run_ids, "GBK-BAR")
    assert all(8 <= part.rows <= 10 for part in file.files)
    assert sum(part.total_fen for part in file.files) == file.made.listed_fen
    assert file.name_of(file.files[0]).endswith("YH-202103-01_1.txt")


def test_every_built_in_template_writes_every_row(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    for one in township.ask(payments.templates):
        try:
            file = make(township, run_ids, one.code)
        except NotInEncoding:
            assert one.layout.encoding == "GBK"
            continue
        assert sum(part.rows for part in file.files) == len(file.made.rows)
    gbk = township.ask(payments.bank_list, run_ids).not_in_gbk
    assert gbk == ("潘文㛃",)

    def name_of_the_bank(session: Any) -> None:
        person = session.scalars(select(Person).where(Person.name == "潘文㛃")).one()
        person.name_bank = "潘文婕"

    withdraw(township, str(make(township, run_ids).made.list_id))
    township.do("name", name_of_the_bank)
    (content,) = make(township, run_ids, "FIX-TXT").parts
    lines = content.decode("gbk").split("\r\n")
    assert lines[0][0] == "H"
    assert {len(line.encode("gbk")) for line in lines[1:-1]} == {188}
    assert "潘文婕" in content.decode("gbk")
    assert int(lines[0][33:48]) == sum(int(line.encode("gbk")[93:108]) for line in lines[1:-1])


def test_a_run_computed_anew_leaves_the_withdrawn_list_as_it_was(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    made = make(township, run_ids).made
    withdraw(township, str(made.list_id))
    township.do("unlock", payroll.unlock, run_ids[0], by="王主任", reason="漏了一人")

    def later(session: Any) -> None:
        line = session.scalars(select(PayLine).where(PayLine.run_id == run_ids[0])).first()
        assignment = session.get(Assignment, line.assignment_id)
        audit.update_rows(session, Assignment, [{"id": assignment.id, "start": date(2021, 3, 31)}])

    township.do("change", later)
    run = township.ask(lambda session: session.get(PayRun, run_ids[0]))
    (sheet,) = township.do("compute", payroll.compute, Month(2021, 3), post_type=run.post_type, by="李芳")
    assert sheet.net_fen < sum(row.amount_fen for row in made.rows)
    gone = township.ask(payments.listed, str(made.list_id))
    assert (gone.listed_fen, len(gone.rows)) == (made.listed_fen, len(made.rows))
    assert [one.number for one in township.ask(payments.lists, Month(2021, 3), withdrawn=True)] == [made.number]
    assert township.ask(payments.lists, Month(2021, 3)) == ()
