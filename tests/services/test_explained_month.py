"""Every amount of a stored month explains itself in the words of its line, and the check computes it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjdesk.db.database import Database
from cjdesk.domain.sheet import AMOUNTS
from cjdesk.i18n import yuan
from cjdesk.services import payroll
from tests.services.expected import read, store
from tests.services.test_payroll import MARCH


@pytest.fixture
def desk(township: Database, clean_small: Path) -> Database:
    township.do("store", store, read(clean_small))
    return township


def test_each_amount_stands_in_a_sentence_with_its_rule(desk: Database) -> None:
    amounts = 0
    for made in desk.do("compute", payroll.compute, MARCH, by="lifang"):
        sheet = desk.ask(payroll.sheet, made.run_id)
        for line in sheet.lines:
            for amount in AMOUNTS:
                fen = getattr(line, amount)
                component = amount.removesuffix("_fen")
                words = payroll.explanation(line, component)
                if fen or component == "net":
                    amounts += 1
                    assert any(yuan(fen) in one for one in words), (line.name, component, words)
            assert all(step.rule for step in line.steps)
            assert line.steps[0].facts.get("since"), "the first sentence says from which day the standard is valid"
    assert amounts > 50
