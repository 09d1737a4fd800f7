"""What a bank list is: rows, left-out lines, and the equation that holds between sheet and list."""

from __future__ import annotations

from dataclasses import dataclass

from cjdesk.domain.month import Month
from cjdesk.domain.states import PaymentState
from cjdesk.workbooks import bank_file

ZERO_LINE = "ZERO_LINE"
BANK_MISSING = "BANK_MISSING"
BANK_SHARED = "BANK_SHARED"
RETURNED = "PAYMENT_RETURNED"

FAILURES = (
    "账号错误",
    "户名不符",
    "已销户",
    "挂失",
    "冻结或止付",
    "睡眠户",
    "账户限额",
    "证件过期",
    "未激活",
    "身份不符",
    "其他",
)
"""Why a bank returns a payment (domain.md 4.6), in the order of the keys 1 to 9 and 0."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payment: an account, and the lines whose amounts are paid to it together (a transfer month has two)."""

    number: int
    holder: str
    bank: str
    account: str
    amount_fen: int
    person_id: str
    id_no: str
    name: str
    phone: str
    purpose: str
    line_ids: tuple[str, ...]
    state: str = PaymentState.PENDING


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is not in the file; ``code`` is ZERO_LINE, BANK_MISSING, BANK_SHARED (R-19) or PAYMENT_RETURNED.

    A returned payment is listed again once the account is another one (补正账号).
    """

    line_id: str
    number: int
    post_type: str
    person_id: str
    id_no: str
    name: str
    amount_fen: int
    code: str
    shared_with: str = ""


@dataclass(frozen=True, slots=True)
class PaymentList:
    """What runs pay: rows and left-out lines; ``list_id`` is None while the list is only looked at."""

    list_id: str | None
    number: str | None
    month: Month
    run_ids: tuple[str, ...]
    run_numbers: tuple[str, ...]
    check_codes: tuple[str, ...]
    post_type_names: tuple[str, ...]
    township_name: str
    county_name: str
    employer: str
    demo: bool
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    net_fen: int
    elsewhere_fen: int
    lines: int

    @property
    def listed_fen(self) -> int:
        """The sum of the list."""
        return sum(row.amount_fen for row in self.rows)

    @property
    def missing_fen(self) -> int:
        """What waits for an account (待补账号)."""
        return self._left(BANK_MISSING)

    @property
    def blocked_fen(self) -> int:
        """What waits because people of different households have one account."""
        return self._left(BANK_SHARED)

    @property
    def zero_fen(self) -> int:
        """The zero lines; always 0, shown in the equation."""
        return self._left(ZERO_LINE)

    @property
    def returned_fen(self) -> int:
        """What the bank returned and waits for another account."""
        return self._left(RETURNED)

    @property
    def agrees(self) -> bool:
        """Sheet = list + without account + blocked + zero (+ returned by the bank + what stands on other lists)."""
        left = self.missing_fen + self.blocked_fen + self.zero_fen + self.returned_fen
        return self.net_fen == self.listed_fen + left + self.elsewhere_fen

    @property
    def blocked(self) -> tuple[LeftOut, ...]:
        """The people who stop the bank file (R-19)."""
        return tuple(one for one in self.left_out if one.code in {BANK_MISSING, BANK_SHARED})

    @property
    def not_in_gbk(self) -> tuple[str, ...]:
        """Holders whose name many banks cannot read; enter the form the bank uses."""
        return bank_file.unwritable([row.holder for row in self.rows], "GBK")

    def _left(self, code: str) -> int:
        return sum(one.amount_fen for one in self.left_out if one.code == code)
