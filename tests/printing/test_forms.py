"""F2, F5, F6 and the recovery sheet: what stands on them, and what never does."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cjdesk.db import recovery
from cjdesk.domain import money, rmb
from cjdesk.domain.errors import NothingToPrint, RecoveryCodeMistyped
from cjdesk.domain.member_register import MemberLine, MemberRegister
from cjdesk.domain.month import Month
from cjdesk.printing import bank_control, bank_sheet, members_register, payroll_poster, pdf, recovery_sheet
from cjdesk.printing.bank_sheet import BankOptions
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.payroll_poster import PosterOptions
from cjdesk.services.payments import BankFile, FilePart
from cjdesk.services.payments.values import BANK_MISSING, BANK_SHARED, ZERO_LINE, LeftOut, PaymentList, Row
from tests.printing.conftest import folded
from tests.printing.sample_sheets import STAMP, line, sheet

Read = Callable[..., list[str]]
RUNS = ("HL", "HH", "GS")
LONG_NUMBER = re.compile(r"\d{15,19}|\d{17}X")


@pytest.mark.parametrize("ids", list(Numbers))
def test_poster_holds_no_number_of_a_person(ids: Numbers, read_back: Read, tmp_path: Path) -> None:
    pages = payroll_poster.layout([sheet(one) for one in RUNS], PosterOptions(STAMP, ids=ids))
    texts = read_back(pages)
    assert not LONG_NUMBER.search("".join(texts))
    assert all("PAY-202011-0001~0003" in text for text in texts)
    for attachment in pages.attachments():
        assert not LONG_NUMBER.search(attachment.content.decode())
        assert b"bank" not in attachment.content


def test_poster_of_a_village(read_back: Read) -> None:
    runs = [sheet(one) for one in RUNS]
    options = PosterOptions(
        STAMP, village="卡岔村", ids=Numbers.TAIL, first=date(2020, 12, 7), last=date(2020, 12, 13), number="202011-005"
    )
    pages = payroll_poster.layout(runs, options)
    text = "".join(read_back(pages))
    mine = [one for run in runs for one in run.lines if one.village == "卡岔村" and one.net_fen]
    assert pages.count == 1
    assert f"{len(mine)}人,{len(mine)}人次" in text
    assert money.show(sum(one.net_fen for one in mine)) in text
    assert "公示期:2020年12月7日至12月13日(7天)" in text
    for one in mine:
        assert f"{one.id_no[:3]}*************{one.id_no[-2:]}" in text
        assert money.show(one.net_fen) in text
    assert "公示号202011-005" in text


def test_poster_default_leaves_id_numbers_out_and_one_post_out(read_back: Read) -> None:
    pages = payroll_poster.layout(sheet("HL"), PosterOptions(STAMP))
    assert [one.key for one in pages.content.columns] == ["number", "name", "place", "months", "amount", "remark"]
    assert sum(one.width for one in pages.content.columns) == pytest.approx(180)
    assert "522" not in "".join(read_back(pages)).replace("PAY-202011", "")


def test_poster_says_nothing_of_illness(read_back: Read) -> None:
    run = sheet("HL", lines=(line(1, remark="停岗5天（病）"), line(2)))
    text = "".join(read_back(payroll_poster.layout(run, PosterOptions(STAMP))))
    assert "病" not in text
    assert "停岗" not in text


def test_poster_may_hide_given_names(read_back: Read) -> None:
    run = sheet("HL", lines=(line(1, name="欧阳秀英"), line(2, name="张三丰")))
    text = "".join(read_back(payroll_poster.layout(run, PosterOptions(STAMP, mask_names=True))))
    assert "欧阳**" in text
    assert "张**" in text
    assert "三丰" not in text


def test_poster_is_portrait_and_its_pages_add_up(tmp_path: Path) -> None:
    run = sheet("HL")
    pages = payroll_poster.layout(run, PosterOptions(STAMP))
    assert sum(row.amount_fen for page in pages.content.pages for row in page) == run.net_fen
    path = pdf.write_pdf(pages, tmp_path / "f2.pdf")
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert "595 x 842 pts (A4)" in info


def test_poster_without_anybody_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        payroll_poster.layout(sheet("HL"), PosterOptions(STAMP, village="无人村"))


def payment_list(number: str | None = "YH-202011-01") -> PaymentList:
    rows: list[Row] = []
    left: list[LeftOut] = []
    runs = [sheet(one) for one in RUNS]
    for run in runs:
        for one in run.lines:
            reason = ZERO_LINE if not one.net_fen else BANK_MISSING if not one.bank_no else ""
            if not reason and one.number == 3:
                reason = BANK_SHARED
            if reason:
                left.append(
                    LeftOut(one.id, one.number, run.post_type, one.person_id, one.id_no, one.name, one.net_fen, reason)
                )
            else:
                row = Row(
                    number=len(rows) + 1,
                    holder=one.name,
                    bank=one.bank_name or "",
                    account=one.bank_no or "",
                    amount_fen=one.net_fen,
                    person_id=one.person_id,
                    id_no=one.id_no,
                    name=one.name,
                    phone="",
                    purpose="2020年11月管水员补贴",
                    line_ids=(one.id,),
                )
                rows.append(row)
    return PaymentList(
        list_id="list",
        number=number,
        month=Month(2020, 11),
        run_ids=RUNS,
        run_numbers=tuple(run.number for run in runs),
        check_codes=tuple(run.check_code for run in runs),
        post_type_names=tuple(run.post_type_name for run in runs),
        township_name="贯洞镇",
        county_name="从江县",
        employer="从江县贯洞镇人民政府",
        demo=True,
        rows=tuple(rows),
        left_out=tuple(left),
        net_fen=sum(run.net_fen for run in runs),
        elsewhere_fen=0,
        lines=sum(len(run.lines) for run in runs),
    )


def test_bank_sheet_pays_what_the_list_pays_and_proves_it(read_back: Read) -> None:
    value = payment_list()
    pages = bank_sheet.layout(value, BankOptions(STAMP))
    texts = read_back(pages)
    for page, text in zip(pages.content.pages, texts, strict=True):
        for row in page.rows:
            assert row.account in text
            assert row.id_no in text
            assert money.show(row.amount_fen) in text
        assert money.show(sum(row.amount_fen for row in page.rows)) in text
        assert f"{len(page.rows)}笔" in text
    assert rmb.words(value.listed_fen) in texts[-1]
    steps = bank_sheet.deductions(value)
    assert value.net_fen - sum(one.amount_fen for one in steps) == value.listed_fen
    assert value.lines - sum(one.count for one in steps) == len(value.rows)
    assert folded("F1 三张花名册实发合计") in texts[-1]
    assert money.show(value.net_fen) in texts[-1]
    assert "预留印鉴" in texts[-1]


def test_bank_sheet_of_a_list_not_made_yet_is_a_draft() -> None:
    assert bank_sheet.layout(payment_list(None), BankOptions(STAMP)).content.frame.draft
    assert not bank_sheet.layout(payment_list(), BankOptions(STAMP)).content.frame.draft


def test_empty_bank_sheet_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        bank_sheet.layout(dataclasses.replace(payment_list(), rows=()), BankOptions(STAMP))


def member(number: int, *, away: bool) -> MemberLine:
    return MemberLine(
        number=number,
        name="潘德江",
        sex="男",
        ethnicity="土家族",
        id_no="522699197902258474",
        village="引寨村",
        group="二组",
        categories=("建档立卡", "大龄"),
        phone="15400003073",
        skill="家政员",
        joined=date(2017, 10, 1),
        share_fen=123400,
        team="乙一队",
        captain=number == 1,
        status="省外" if away else "",
        unit="杭州演示电子厂" if away else "",
        trade="普工" if away else "",
        wage_fen=450000 if away else None,
        since=date(2020, 9, 1) if away else None,
    )


def members(count: int, *, away: bool) -> MemberRegister:
    return MemberRegister(
        number="MC-1",
        cooperative="从江县宰翁村劳务专业合作社",
        credit_code="93522699MA51B9781A",
        chair="潘林海",
        as_of=date(2020, 11, 30),
        counts=(("建档立卡", 32),),
        demo=True,
        lines=tuple(member(number, away=away) for number in range(1, count + 1)),
    )


def test_members_register_counts_and_hides_empty_columns(read_back: Read) -> None:
    pages = members_register.layout(members(53, away=True), STAMP)
    texts = read_back(pages)
    assert pages.count == 3
    assert texts[0].count("522699197902258474") == 20
    assert "社员53人,其中建档立卡32人(有重叠)" in texts[0]
    assert "务工53人" in texts[-1]
    assert "(队长)" in texts[0]
    assert "2020年11月30日" in texts[0]
    at_home = members_register.layout(members(3, away=False), STAMP)
    keys = [one.key for one in at_home.content.columns]
    assert "wage" not in keys
    assert "since" not in keys
    assert sum(one.width for one in at_home.content.columns) == pytest.approx(272)


def test_register_without_members_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        members_register.layout(members(0, away=True), STAMP)


def test_recovery_sheet_shows_the_code_and_its_qr_does_not(read_back: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    code = recovery.new_code()
    drawn: list[str] = []
    plain = recovery_sheet.Canvas.code
    monkeypatch.setattr(
        recovery_sheet.Canvas, "code", lambda self, *a, **k: (drawn.append(a[3]), plain(self, *a, **k))[1]
    )
    text = "".join(read_back(recovery_sheet.layout(office="贯洞镇人社中心", code=code, number="RK-522633101-01")))
    assert all(group in text for group in code.split())
    assert folded(recovery.fingerprint(code)) in text
    assert drawn
    assert not any(group in content for group in code.split() for content in drawn)


def test_mistyped_recovery_code_is_not_printed(tmp_path: Path) -> None:
    with pytest.raises(RecoveryCodeMistyped):
        recovery_sheet.write(tmp_path / "r.pdf", office="贯洞镇", code="AAAA BBBB")
    assert not list(tmp_path.iterdir())


def test_the_list_of_payments_made_again_names_where_they_come_from(read_back: Read) -> None:
    value = payment_list()
    rows = tuple(dataclasses.replace(row, origin="PAY-202103-0001 · YH-202103-01") for row in value.rows[:2])
    again = dataclasses.replace(value, kind="补发", number="BF-202103-01", rows=rows)
    pages = bank_sheet.layout(again, BankOptions(STAMP))
    text = "".join(read_back(pages))
    assert pages.form == "F13"
    assert "二次发放清单" in text
    assert text.count("YH-202103-01") == 2


def test_the_control_sheet_says_count_sum_and_digest(read_back: Read) -> None:
    value = dataclasses.replace(payment_list(), sha256="ab" * 32)
    file = BankFile(
        value, "T", "农商行", ".txt", "x", (FilePart(1, len(value.rows), value.listed_fen, "ab" * 32, b""),)
    )
    text = "".join(read_back(bank_control.layout(file, STAMP)))
    assert "银行清单核对单" in text
    assert "ab" * 16 in text
    assert f"{value.listed_fen // 100:,}.{value.listed_fen % 100:02d}" in text
