"""The bank list: who is in it, who is left out, the equation with the sheet, the bank's file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import BankAccount, BankList, BankTemplate, PayLine, Payment, PayRun, Person
from cjdesk.domain.errors import AccountsBlocked, NothingToPay, NotInEncoding, RunNotPayable, UnknownTemplate
from cjdesk.domain.month import Month
from cjdesk.domain.states import PaymentState, RunState
from cjdesk.services import payments, payroll
from tests.domain.vectors import cases
from tests.services.expected import read, store


def locked_month(township: Database, folder: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    truth = read(folder)
    month = Month.parse(truth["meta"]["month"])
    township.do("store", store, truth)
    for sheet in township.do("compute", payroll.compute, month, by="李芳"):
        township.do("lock", payroll.lock, sheet.run_id, by="李芳")
    return truth, township.ask(payments.of_month, month)


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


def test_unlocking_voids_the_pending_payments(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    make(township, run_ids)
    township.do("unlock", payroll.unlock, run_ids[0], by="王主任", reason="漏了一人")
    states = township.ask(
        lambda session: set(
            session.scalars(
                select(Payment.state).join(PayLine, PayLine.id == Payment.line_id).where(PayLine.run_id == run_ids[0])
            )
        )
    )
    assert states == {PaymentState.VOID}


def test_approved_run_is_marked_as_listed(township: Database, clean_small: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    for run_id in run_ids:
        township.do("approve", payroll.approve, run_id, by="王主任")
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
    for run_id in run_ids:
        township.do("approve", payroll.approve, run_id, by="王主任")
    first = make(township, run_ids).made
    assert first.list_id is not None
    row = next(one for one in first.rows if one.amount_fen == case["input"]["failed_fen"])
    booked = township.do("result", payments.register, first.list_id, {row.line_ids[0]: "账号错误"})
    states = {one.line_ids[0]: one.state for one in booked.rows}
    assert states.pop(row.line_ids[0]) == PaymentState.FAILED
    assert set(states.values()) == {PaymentState.PAID}
    runs = township.ask(lambda session: {run.id: run.state for run in session.scalars(select(PayRun))})
    assert sorted(runs.values()) == [RunState.PAID, RunState.PAID, RunState.PARTLY_FAILED]
    waiting = township.ask(payments.bank_list, run_ids)
    assert [one.code for one in waiting.left_out] == [payments.RETURNED]
    assert waiting.agrees

    def correct(session: Any) -> None:
        account = session.scalars(
            select(BankAccount).where(BankAccount.person_id == row.person_id, BankAccount.valid_to.is_(None))
        ).one()
        account.number = "6299990000000000011"

    township.do("account", correct)
    second = make(township, run_ids).made
    assert [one.line_ids for one in second.rows] == [row.line_ids]
    assert second.listed_fen == case["expect"]["reissue_fen"]
    assert second.net_fen == township.ask(payroll.sheet, second.run_ids[0]).net_fen
    assert (
        sum(run.net_fen for run in township.ask(payroll.runs, Month(2021, 3))) - first.net_fen
        == (case["expect"]["new_pay_fen"])
    )
    again = make(township, run_ids).made
    assert again.list_id == second.list_id
    assert second.list_id is not None
    township.do("result", payments.register, second.list_id, {})
    runs = township.ask(lambda session: {run.id: run.state for run in session.scalars(select(PayRun))})
    assert set(runs.values()) == {RunState.PAID}
