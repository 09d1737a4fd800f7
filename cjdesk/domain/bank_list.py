"""The frozen bank list (F5): who is paid how much into which account, and why it differs from the pay sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class BankLine:
    """One transfer; two posts of one person on one account are one transfer with two pay lines."""

    number: int
    holder: str
    bank_no: str
    bank_name: str
    amount_fen: int
    id_no: str
    purpose: str
    person_id: str
    line_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deduction:
    """A step from the pay sheets to the list: the printed words, pay lines and money left out (or merged: money 0)."""

    reason: str
    count: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class BankList:
    """A numbered list of transfers out of one or more locked runs; what F5 prints and the bank file holds."""

    number: str
    revision: int
    month: Month
    county_name: str
    township_name: str
    payer: str
    bank: str
    run_numbers: tuple[str, ...]
    sheet_count: int
    sheet_fen: int
    deductions: tuple[Deduction, ...]
    lines: tuple[BankLine, ...]
    check_code: str
    demo: bool
    made_at: datetime
    made_by: str

    @property
    def amount_fen(self) -> int:
        """What the list pays in all, in fen."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def balances(self) -> bool:
        """Whether the sheets less the deductions are the list, in lines and in money."""
        return (
            self.sheet_count - sum(one.count for one in self.deductions) == len(self.lines)
            and self.sheet_fen - sum(one.amount_fen for one in self.deductions) == self.amount_fen
        )
