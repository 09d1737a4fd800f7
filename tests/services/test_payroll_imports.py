"""From the clerk's workbooks to pay and bank list: every figure of expected.json."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cjdesk.db.database import Database
from cjdesk.domain import rmb
from cjdesk.domain.month import Month
from cjdesk.services import payments, payroll
from cjdesk.services.payroll import fees
from cjdesk.services.payroll.inputs import dues
from tests.services.expected import differences, read, use_variant
from tests.services.imported import take_in_all

VARIANTS = ["P1_REPORT", "P2_REPORT", "P1_TOPUP", "P2_TOPUP"]


@pytest.mark.parametrize("sample", ["clean_small", "guandong"])
def test_pay_of_the_imported_workbooks(township: Database, sample: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(sample)
    truth = read(folder)
    month = Month.parse(truth["meta"]["month"])
    take_in_all(township, folder)
    for variant in VARIANTS:
        township.do("policy", use_variant, variant)
        sheets = township.do("compute", payroll.compute, month, by="李芳")
        assert differences(sheets, truth, variant) == [], variant
        total = truth["payroll"][variant]["total"]
        assert rmb.words(sum(sheet.net_fen for sheet in sheets)) == total["net_daxie"]


def collected(session: Session, month: Month) -> fees.Collected:
    found = dues(session, month, ("GS",), township="522633101", employer="")
    return fees.collect(session, month, [due.holder for due in found["GS"]])


@pytest.mark.parametrize("sample", ["clean_small", "guandong"])
def test_commission_of_each_warden_and_every_receipt_left_out(
    township: Database, sample: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(sample)
    truth = read(folder)
    month = Month.parse(truth["meta"]["month"])
    take_in_all(township, folder)
    found = township.ask(collected, month)
    mine = sorted(
        (one.scheme, one.received.isoformat(), one.amount_fen, one.reason)
        for one in township.ask(payroll.receipts_left_out, month)
    )
    theirs = sorted(
        (one["scheme"], one["date"], one["fen"], one["reason"]) for one in truth["receipts"]["excluded_rows"]
    )
    assert mine == theirs
    schemes = {due.scheme: due for some in found.dues.values() for due in some}
    shares = sorted((due.scheme, due.amount_fen) for some in found.dues.values() for due in some)
    counted = [scheme for scheme in truth["receipts"]["schemes"] if scheme["scheme"] in schemes]
    for scheme in counted:
        due = schemes[scheme["scheme"]]
        assert due.receipts_fen == scheme["counted_fen"]
        assert due.scheme_fen == scheme["commission_fen"]
    theirs_shares = sorted(
        (scheme["scheme"], warden["commission_fen"]) for scheme in counted for warden in scheme["wardens"]
    )
    assert shares == theirs_shares
    assert all(scheme["counted_fen"] == 0 for scheme in truth["receipts"]["schemes"] if scheme not in counted)


def test_people_who_stop_the_bank_file(township: Database, guandong: Path) -> None:
    truth = read(guandong)
    month = Month.parse(truth["meta"]["month"])
    take_in_all(township, guandong)
    for sheet in township.do("compute", payroll.compute, month, by="李芳"):
        township.do("lock", payroll.lock, sheet.run_id, by="吴国芳")
        township.do("approve", payroll.approve, sheet.run_id, by="王军")
    made = township.ask(payments.bank_list, township.ask(payments.of_month, month))
    assert {(one.id_no, one.code) for one in made.blocked} == {
        (one["id_no"], one["code"]) for one in truth["bank_file"]["blocked"]
    }
    assert made.agrees
    assert made.net_fen == truth["payroll"]["P1_REPORT"]["total"]["net_fen"]
