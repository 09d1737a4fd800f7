"""From the clerk's own workbooks to the month's pay: the figures of expected.json, to the fen, in all four variants."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjdesk.db.database import Database
from cjdesk.domain.month import Month
from cjdesk.services import payroll
from tests.services.expected import differences, read, use_variant
from tests.services.imported import take_in_all

VARIANTS = ("P1_REPORT", "P2_REPORT", "P1_TOPUP", "P2_TOPUP")


@pytest.mark.parametrize("sample", ["clean_small", "guandong"])
def test_workbooks_give_the_expected_pay(township: Database, sample: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(sample)
    truth = read(folder)
    take_in_all(township, folder)
    month = Month.parse(truth["meta"]["month"])
    for variant in VARIANTS:
        township.do("Set the policy", use_variant, variant)
        sheets = township.do("Compute", payroll.compute, month, by="李芳")
        assert differences(sheets, truth, variant) == [], variant
