"""What a bank list is: rows, left-out lines, and the equation that holds between sheet and list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cjdesk.domain.month import Month
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.workbooks import bank_file

ZERO_LINE = "ZERO_LINE"
BANK_MISSING = "BANK_MISSING"
BANK_SHARED = "BANK_SHARED"
FROZEN = "FROZEN"
RETURNED = "PAYMENT_RETURNED"
SENT_BEFORE = "SENT_BEFORE"
ACCOUNT_CHANGED = "ACCOUNT_CHANGED"

ISSUE, REISSUE = "发放", "补发"
"""The kinds of lists: a month's pay, and returned payments that are paid again (二次清单)."""

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
"""Why a bank returns a payment (domain.md 4.6), in the order of the keys 1 to 9 and 0 (身份不符 has none)."""

OTHER = "其他"
ANOTHER_NUMBER = frozenset({"账号错误", "已销户"})
"""Failures that only another number puts right; the others may keep theirs (unfrozen, activated, holder corrected)."""


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
    failure: str = ""
    post_type_name: str = ""
    village: str = ""
    standard_fen: int = 0
    months: int = 1
    origin: str = ""
    """Of a payment made again: the pay run and the list that it was on before."""
    again: str = ""
    """The list that pays a returned row again; empty while none does."""
    listed: bool = False
    """Whether it stands on a list that was made."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is not in the file, and the ``code`` why.

    ZERO_LINE, BANK_MISSING, BANK_SHARED (R-19), FROZEN (R-23), PAYMENT_RETURNED or SENT_BEFORE.
    A returned payment is paid again by a list of its own (二次清单). SENT_BEFORE: a payment for the same person,
    assignment, month and fund is on its way or paid, on ``shared_with``.
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
class Changed:
    """Somebody whose account on the list is not the one that the locked sheet printed (code ACCOUNT_CHANGED)."""

    name: str
    id_no: str
    printed: str
    listed: str


def unread(names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that many banks cannot read."""
    return bank_file.unwritable(names, "GBK")


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
    kind: str = ISSUE
    state: str = ListState.MADE
    template: str = ""
    sha256: str = ""
    made_at: datetime | None = None
    made_by: str = ""
    sent_at: datetime | None = None
    withdrawn: str = ""
    changed: tuple[Changed, ...] = ()

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
        """What a rule stops: people of different households with one account, and frozen ID numbers."""
        return self._left(BANK_SHARED) + self._left(FROZEN)

    @property
    def zero_fen(self) -> int:
        """The zero lines; always 0, shown in the equation."""
        return self._left(ZERO_LINE)

    @property
    def returned_fen(self) -> int:
        """What the bank returned and waits for another account."""
        return self._left(RETURNED)

    @property
    def sent_before_fen(self) -> int:
        """What would go out twice, because the same month was paid under another line."""
        return self._left(SENT_BEFORE)

    @property
    def agrees(self) -> bool:
        """Sheet = list + without account + blocked + zero (+ returned by the bank + what stands on other lists)."""
        left = self.missing_fen + self.blocked_fen + self.zero_fen + self.returned_fen + self.sent_before_fen
        return self.net_fen == self.listed_fen + left + self.elsewhere_fen

    @property
    def blocked(self) -> tuple[LeftOut, ...]:
        """The people who stop the bank file (R-19, R-23)."""
        return tuple(one for one in self.left_out if one.code in {BANK_MISSING, BANK_SHARED, FROZEN})

    def in_state(self, state: str) -> tuple[Row, ...]:
        """The rows in one state of payments."""
        return tuple(row for row in self.rows if row.state == state)

    @property
    def not_in_gbk(self) -> tuple[str, ...]:
        """Holders whose name many banks cannot read; enter the form the bank uses."""
        return unread([row.holder for row in self.rows])

    def _left(self, code: str) -> int:
        return sum(one.amount_fen for one in self.left_out if one.code == code)
