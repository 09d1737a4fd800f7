"""The bank's result files: found, classified, booked whole or refused with words; each kind of bad file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from cjdesk.db.database import Database
from cjdesk.db.models import BankResult, BankTemplate
from cjdesk.domain.errors import (
    ListNotSent,
    ListWithdrawn,
    ResultContradicts,
    ResultOfNoList,
    ResultOfOtherList,
    ResultOfSeveralLists,
    ResultRowsWrong,
    ResultTotalDiffers,
    ResultUnreadable,
)
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.services import payments
from cjdesk.services.payments import PaymentList
from tests.services.test_payments import locked_month, make, sent_list, withdraw

HEAD = ["序号", "户名", "账号", "金额", "结果", "失败原因"]


@pytest.fixture
def sent(township: Database, clean_small: Path) -> PaymentList:
    _, run_ids = locked_month(township, clean_small)
    return township.ask(payments.listed, sent_list(township, run_ids))


def answer(made: PaymentList, failed: dict[int, str] | None = None, *, only: set[int] | None = None) -> list[list[str]]:
    """The bank's rows by number of the list."""
    came_back = failed or {}
    return [
        [str(row.number), row.holder, row.account, f"{row.amount_fen / 100:.2f}",
         "失败" if row.number in came_back else "成功", came_back.get(row.number, "")]
        for row in made.rows
        if only is None or row.number in only
    ]  # fmt: skip


def file(tmp_path: Path, rows: list[list[str]], name: str = "回盘.csv", encoding: str = "gb18030") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter="|" if name.endswith(".txt") else ",").writerows(rows)
    path = tmp_path / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def take(township: Database, path: Path, **how: Any) -> payments.Booked:
    return township.do("result", payments.take, path, path.read_bytes(), by="李芳", **how)


def states(township: Database, made: PaymentList) -> list[str]:
    return [row.state for row in township.ask(payments.listed, str(made.list_id)).rows]


def refused(township: Database, made: PaymentList, error: type[Exception], path: Path, **how: Any) -> Exception:
    """The file is refused, and nothing at all is booked."""
    before = states(township, made)
    with pytest.raises(error) as caught:
        take(township, path, **how)
    assert states(township, made) == before
    assert township.ask(lambda session: session.scalars(select(BankResult)).all()) == []
    return caught.value


def test_a_whole_answer_is_booked(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    rows = answer(sent, {2: "账号不存在", 3: "户名与账号不符", 4: "该户已销户", 5: "奇怪的原因"})
    total = sum(row.amount_fen for row in sent.rows)
    path = file(tmp_path, [HEAD, *rows, ["合计", f"{len(rows)}笔", "", f"{total / 100:.2f}", "", ""]])
    booked = take(township, path)
    assert (booked.paid, booked.failed, booked.waiting) == (len(rows) - 4, 4, 0)
    assert booked.paid_fen + booked.failed_fen == sent.listed_fen
    made = township.ask(payments.listed, str(sent.list_id))
    assert made.state == ListState.BOOKED
    assert [made.rows[place].failure for place in range(1, 5)] == ["账号错误", "户名不符", "已销户", "其他：奇怪的原因"]
    (stored,) = township.ask(lambda session: session.scalars(select(BankResult)).all())
    assert (stored.content, stored.file_name) == (path.read_bytes(), path.name)


def test_the_same_file_twice_changes_nothing_and_says_so(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    path = file(tmp_path, [HEAD, *answer(sent, {1: "挂失"})])
    first, before = take(township, path), states(township, sent)
    again = take(township, path)
    assert first.before is None
    assert (again.before is not None, again.changed, again.paid) == (True, 0, first.paid)
    assert states(township, sent) == before
    resaved = take(township, file(tmp_path, [HEAD, *answer(sent, {1: "挂失"})], "另存.csv", "utf-8-sig"))
    assert (resaved.before, resaved.changed) == (None, 0)


def test_a_total_that_differs_is_refused(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    rows = answer(sent)
    total = sum(row.amount_fen for row in sent.rows) + 1
    path = file(tmp_path, [HEAD, *rows, ["合计", f"{len(rows)}笔", "", f"{total / 100:.2f}", "", ""]])
    assert f"{total / 100:,.2f}" in str(refused(township, sent, ResultTotalDiffers, path))
    path = file(tmp_path, [HEAD, *rows, ["合计", f"{len(rows) + 1}笔", "", "", "", ""]], "b.csv")
    refused(township, sent, ResultTotalDiffers, path)


def test_a_list_that_was_never_sent_has_no_result(township: Database, clean_small: Path, tmp_path: Path) -> None:
    _, run_ids = locked_month(township, clean_small)
    made = make(township, run_ids).made
    path = file(tmp_path, [HEAD, *answer(made)])
    assert "YH-202103-01" in str(refused(township, made, ListNotSent, path))
    withdraw(township, str(made.list_id))
    refused(township, made, ListWithdrawn, path)


def test_rows_that_do_not_fit_are_named_and_nothing_is_booked(
    township: Database, sent: PaymentList, tmp_path: Path
) -> None:
    def wrong(change: Any, said: str) -> None:
        rows = answer(sent)
        change(rows)
        error = refused(township, sent, ResultRowsWrong, file(tmp_path, [[f"清单 {sent.number}"], HEAD, *rows]))
        assert said in str(error)

    wrong(lambda rows: rows[3].__setitem__(2, "6299990000000099999"), "…9999")
    wrong(lambda rows: rows[3].__setitem__(3, "1.00"), "1.00")
    wrong(lambda rows: rows[3].__setitem__(1, "张三丰"), "张三丰")
    wrong(lambda rows: rows[3].__setitem__(4, "已挂起"), "已挂起")
    wrong(lambda rows: rows[3].__setitem__(3, ""), "6")
    wrong(lambda rows: rows.append(list(rows[0])), "3")


def test_each_row_of_a_wrong_file_is_classified(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    rows = answer(sent, {1: "挂失"})
    rows[2][3] = "1.00"
    path = file(tmp_path, [[f"清单 {sent.number}"], HEAD, *rows])
    read = township.ask(payments.look, path, path.read_bytes())
    assert [row.does or row.problem for row in read.rows[:4]] == ["failed", "paid", "amount", "paid"]
    assert (read.rows[2].line, read.rows[2].problem_words() != "") == (5, True)


def test_a_part_of_the_answer_leaves_the_rest_waiting(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    booked = take(township, file(tmp_path, [HEAD, *answer(sent, {2: "挂失"}, only={1, 2, 3})]))
    assert (booked.paid, booked.failed, booked.waiting) == (2, 1, len(sent.rows) - 3)
    assert booked.made.state == ListState.SENT
    rows = answer(sent, {2: "挂失"})
    rows[5][4] = "处理中"
    booked = take(township, file(tmp_path, [HEAD, *rows], "b.csv"))
    still = sum(len(row.line_ids) for row in sent.rows if row.number not in {1, 2, 3, 6})
    assert (booked.waiting, booked.changed) == (1, still)
    booked = take(township, file(tmp_path, [HEAD, *answer(sent, {2: "挂失"})], "c.csv"))
    assert (booked.waiting, booked.changed, booked.made.state) == (0, 1, ListState.BOOKED)


def test_a_file_of_failures_only_pays_the_rest_on_the_clerks_word(
    township: Database, sent: PaymentList, tmp_path: Path
) -> None:
    rows = [["账号", "户名", "金额", "退票原因"], [sent.rows[0].account, sent.rows[0].holder, "677.42", "账户冻结"]]
    rows[1][2] = f"{sent.rows[0].amount_fen / 100:.2f}"
    path = file(tmp_path, rows, "退票.csv")
    booked = take(township, path, rest_paid=True)
    assert (booked.paid, booked.failed, booked.waiting) == (len(sent.rows) - 1, 1, 0)
    assert township.ask(payments.listed, str(sent.list_id)).rows[0].failure == "冻结或止付"


def test_what_was_paid_may_come_back_weeks_later_but_not_the_other_way(
    township: Database, sent: PaymentList, tmp_path: Path
) -> None:
    take(township, file(tmp_path, [HEAD, *answer(sent)]))
    booked = take(township, file(tmp_path, [HEAD, *answer(sent, {1: "睡眠户"}, only={1})], "退汇.csv"))
    assert (booked.late, booked.failed) == (1, 1)
    assert states(township, sent)[0] == PaymentState.FAILED
    (task,) = township.ask(payments.returned)
    assert (task.failure, task.stands) == ("睡眠户", payments.TO_DO)
    path = file(tmp_path, [HEAD, *answer(sent, only={1})], "又成功.csv")
    before = states(township, sent)
    with pytest.raises(ResultContradicts):
        take(township, path)
    assert states(township, sent) == before


def test_the_answer_of_another_list_is_not_booked_here(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    path = file(tmp_path, [["清单 YH-202101-07"], HEAD, *answer(sent)])
    refused(township, sent, ResultOfOtherList, path, number=sent.number)
    rows = answer(sent)
    for row in rows:
        row[2] = row[2][:-5] + "00000"
    refused(township, sent, ResultOfNoList, file(tmp_path, [HEAD, *rows], "b.csv"))


def test_two_lists_with_the_same_rows_are_told_apart_by_number(
    township: Database, sent: PaymentList, clean_small: Path, tmp_path: Path
) -> None:
    def twin(session: Any) -> None:
        from cjdesk.db.models import BankList, Payment

        head = session.get(BankList, sent.list_id)
        session.add(
            BankList(
                id="twin", township=head.township, number="YH-202102-01", run_id=head.run_id, template=head.template,
                state=ListState.SENT.value, rows=head.rows, total_fen=head.total_fen, made_at=head.made_at, made_by="李芳",
            )
        )  # fmt: skip
        session.flush()
        for one in session.scalars(select(Payment).where(Payment.list_id == sent.list_id)).all():
            session.add(
                Payment(
                    township=one.township, list_id="twin", line_id=one.line_id, holder=one.holder, account=one.account,
                    amount_fen=one.amount_fen, state=PaymentState.VOID.value, key=f"{one.key}+", person_id=one.person_id,
                )
            )  # fmt: skip

    township.do("twin", twin)
    path = file(tmp_path, [HEAD, *answer(sent)])
    error = refused(township, sent, ResultOfSeveralLists, path)
    assert "YH-202102-01" in str(error)
    assert take(township, path, number="YH-202103-01").waiting == 0


@pytest.mark.parametrize("kind", ["xlsx", "txt", "bare.txt"])
def test_workbooks_and_texts_without_headings_are_read(
    township: Database, sent: PaymentList, tmp_path: Path, kind: str
) -> None:
    rows = answer(sent, {2: "挂失"})
    if kind == "xlsx":
        path = tmp_path / "回盘.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("结果")
        sheet.write(0, 0, "代发结果")
        for place, row in enumerate([HEAD, *rows], start=1):
            for column, text in enumerate(row):
                if column == 3 and place > 1:
                    sheet.write_number(place, column, float(text))
                else:
                    sheet.write_string(place, column, text)
        book.close()
    else:
        path = file(tmp_path, rows if kind == "bare.txt" else [HEAD, *rows], f"回盘{kind}")
    booked = take(township, path)
    assert (booked.paid, booked.failed, booked.waiting) == (len(rows) - 1, 1, 0)


def test_masked_accounts_are_found_by_name(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    rows = answer(sent)
    for row in rows:
        row[2] = f"{row[2][:4]}********{row[2][-4:]}"
        row[1] = row[1][0] + "*" * (len(row[1]) - 1)
    booked = take(township, file(tmp_path, [[f"清单 {sent.number}"], HEAD, *rows]))
    assert booked.waiting == 0


def test_the_banks_own_words_are_data(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    def teach(session: Any) -> None:
        row = session.scalars(select(BankTemplate).where(BankTemplate.code == "NSH-TXT")).one()
        row.layout = {**row.layout, "result": {"paid": ["00"], "failed": ["E9"], "reasons": {"四要素": "身份不符"}}}

    township.do("teach", teach)
    rows = answer(sent)
    for row in rows:
        row[4] = "00"
    rows[0][4], rows[0][5] = "E9", "四要素校验失败"
    booked = take(township, file(tmp_path, [HEAD, *rows]), number=sent.number)
    assert (booked.failed, booked.made.rows[0].failure) == (1, "身份不符")


def test_a_file_that_is_no_answer_says_what_it_needs(township: Database, sent: PaymentList, tmp_path: Path) -> None:
    path = file(tmp_path, [["姓名", "村"], ["石小花", "干团村"]])
    refused(township, sent, ResultUnreadable, path)


def test_every_failure_of_the_bank_has_a_reason_of_the_office() -> None:
    said = {
        "账号不存在": "账号错误", "收款人户名有误": "户名不符", "账户状态异常：已销户": "已销户", "卡片挂失": "挂失",
        "账户被司法冻结": "冻结或止付", "久悬户": "睡眠户", "II类户超限额": "账户限额", "客户身份证件过期": "证件过期",
        "社保卡金融账户未激活": "未激活", "身份信息不一致": "身份不符", "系统超时": "其他",
    }  # fmt: skip
    assert {words: payments.failure_of(words) for words in said} == said
