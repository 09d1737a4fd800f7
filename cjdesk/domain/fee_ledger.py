"""The water fee ledger of a scheme and month (F11) as a frozen value: screen, paper and file show the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A household's bill and payment, a payment or a refund; what does not apply is None or empty."""

    number: int
    name: str
    meter_no: str
    before_litres: int | None
    now_litres: int | None
    used_litres: int | None
    milliyuan_per_m3: int | None
    bill_fen: int | None
    received_fen: int
    receipts: int
    refunds: int
    receipt_number: str
    received: date | None
    remark: str


@dataclass(frozen=True, slots=True)
class LedgerShare:
    """What a warden earns of the scheme's commission."""

    name: str
    share_bp: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class FeeLedger:
    """The ledger. ``left_out_fen`` was received but earns nothing, because nobody was on post that day."""

    number: str
    month: Month
    scheme: str
    village: str
    households: int | None
    wardens: tuple[str, ...]
    price: str
    lines: tuple[LedgerLine, ...]
    rate: str
    basis: str
    commission_fen: int
    shares: tuple[LedgerShare, ...]
    left_out_fen: int
    no_income: bool
    county_name: str
    township_name: str
    locked: bool
    demo: bool

    @property
    def received_fen(self) -> int:
        """What came in less what was paid back."""
        return sum(line.received_fen for line in self.lines)

    @property
    def bill_fen(self) -> int:
        """What was billed."""
        return sum(line.bill_fen or 0 for line in self.lines)

    @property
    def used_litres(self) -> int:
        """What the meters counted."""
        return sum(line.used_litres or 0 for line in self.lines)

    @property
    def by_household(self) -> bool:
        """Whether households were billed; else the lines are the receipts alone."""
        return any(line.bill_fen is not None for line in self.lines)
