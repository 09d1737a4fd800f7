"""The receipts of a water scheme as frozen values: those of a month, and blank ones of a book to fill by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt. A refund is negative and names its ``original``; one that stands for several says their ``count``.

    What is not kept is empty or None. Everything but the number and the ``collector`` is None or empty on a blank one.
    """

    id: str
    number: str
    collector: str = ""
    count: int = 1
    received: date | None = None
    payer: str = ""
    household: str = ""
    meter_no: str = ""
    price_kind: str = ""
    before_litres: int | None = None
    now_litres: int | None = None
    used_litres: int | None = None
    milliyuan_per_m3: int | None = None
    bill_fen: int | None = None
    amount_fen: int | None = None
    original: str = ""
    remark: str = ""

    @property
    def refund(self) -> bool:
        """Whether money went back."""
        return self.amount_fen is not None and self.amount_fen < 0


@dataclass(frozen=True, slots=True)
class Receipts:
    """Receipts of one scheme: of a ``month``, or blank ones of a book (``month`` None).

    ``number`` ties them together: that of the ledger, or the numbers of the book.
    """

    number: str
    month: Month | None
    scheme: str
    village: str
    county_name: str
    township_name: str
    demo: bool
    receipts: tuple[Receipt, ...]

    @property
    def amount_fen(self) -> int:
        """What came in less what was paid back: the 实收 of the ledger F11."""
        return sum(one.amount_fen or 0 for one in self.receipts)
