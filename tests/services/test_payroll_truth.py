"""The pay of the sample data, to the fen, in all four variants."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjdesk.db.database import Database
from cjdesk.domain import rmb
from cjdesk.domain.month import Month
from cjdesk.services import payroll
from tests.services.expected import differences, read, store, use_variant

VARIANTS = ["P1_REPORT", "P2_REPORT", "P1_TOPUP", "P2_TOPUP"]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("sample", ["clean_small", "guandong"])
def test_pay_equals_the_truth(township: Database, sample: str, variant: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(sample)
    truth = read(folder)
    township.do("store", store, truth)
    township.do("policy", use_variant, variant)
    sheets = township.do("compute", payroll.compute, Month.parse(truth["meta"]["month"]), by="李芳")
    assert differences(sheets, truth, variant) == []
    total = truth["payroll"][variant]["total"]
    assert len({line.person_id for sheet in sheets for line in sheet.lines}) == total["persons"]
    assert rmb.words(sum(sheet.net_fen for sheet in sheets)) == total["net_daxie"]
