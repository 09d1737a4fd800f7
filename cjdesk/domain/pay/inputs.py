"""What a line of pay is computed from, and what comes out: frozen values without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cjdesk.domain.month import Month
from cjdesk.domain.pay.tax import NONE
from cjdesk.domain.sheet import Step


@dataclass(frozen=True, slots=True)
class Standard:
    """The monthly stipend from a day on, until the next one."""

    since: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Policy:
    """How a post type is paid (PR-03 to PR-09), as valid in the month; ``tax`` as in ``domain.pay.tax``."""

    proration: str = "P1"
    cutoff_day: int = 15
    floor: str = "NONE"
    floor_fen: int = 0
    floor_settlement: str = "month"
    commission_cap_fen: int = 0
    round_net_to_fen: int = 1
    recovery_limit_bp: int = 10_000
    assessment_bp: Mapping[str, int] = field(default_factory=dict)
    tax: str = NONE


@dataclass(frozen=True, slots=True)
class Units:
    """A month of a subsidy by quantity: so many captain units, worker-months, awards at so much each.

    ``unit`` is the counting word on paper (个队, 人次); ``proof`` names the list that the number was counted from.
    """

    quantity: int
    unit_fen: int
    unit: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A suspension, both ends included, open when ``end`` is None."""

    start: date
    end: date | None
    paid: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """The month's attendance in tenths of a day; ``unpaid_tenths`` is leave and absence that P3 deducts."""

    required_tenths: int
    attended_tenths: int
    unpaid_tenths: int = 0
    grade: str | None = None
    personal_leave_tenths: int = 0
    sick_leave_tenths: int = 0
    absent_tenths: int = 0


@dataclass(frozen=True, slots=True)
class SchemePart:
    """Money of a scheme at one rate and with the same sharers; ``place`` is the warden's place among the shares.

    A scheme has several parts when rate, basis or sharers change inside the month; None where the warden has no share.
    With the basis 应收 ``receipts_fen`` is what was billed. With 按户 there is no money: ``households`` ×
    ``per_household_fen`` for ``days`` of the ``days_in_month``.
    """

    receipts_fen: int
    rate_bp: int
    shares_bp: tuple[int, ...]
    place: int | None
    basis: str = "实收"
    households: int = 0
    per_household_fen: int = 0
    days: int = 0
    days_in_month: int = 0


@dataclass(frozen=True, slots=True)
class SchemeDue:
    """What one warden earns from one scheme: ``scheme_fen`` is the scheme's commission, rounded once (PR-07).

    ``parts`` is all that it was computed from, so that anybody can compute it again.
    """

    scheme: str
    receipts_fen: int
    rate: str
    exact: str
    scheme_fen: int
    share_bp: int
    takes_rest: bool
    amount_fen: int
    parts: tuple[SchemePart, ...] = ()
    basis: str = "实收"


@dataclass(frozen=True, slots=True)
class ReceiptLeftOut:
    """A receipt that earns nothing in this month; ``reason`` as in ``commission.why_left_out``."""

    scheme: str
    received: date
    number: str
    amount_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class EarlierMonth:
    """An earlier month of the quarter, as it was paid: earned, topped up, and the floor it had."""

    earned_fen: int
    topup_fen: int
    floor_fen: int


@dataclass(frozen=True, slots=True)
class Extra:
    """An allowance, back pay or deduction with the words that explain it (the month, the kind)."""

    amount_fen: int
    words: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a locked month paid too little (positive) or too much (negative), by what is known now.

    ``run`` and ``number`` name its line, "" and 0 when nobody was paid for it; ``parts`` are the components that
    differ, each with its amount then and now.
    """

    month: Month
    amount_fen: int
    run: str
    number: int
    parts: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Everything a line depends on. ``standards`` ascend by ``since``; ``end`` is the last working day, paid.

    With ``units`` the base is their quantity times their amount, whatever the days and standards.
    """

    month: Month
    start: date
    end: date | None
    standards: tuple[Standard, ...]
    policy: Policy
    days_off: tuple[DaysOff, ...] = ()
    attendance: Attendance | None = None
    schemes: tuple[SchemeDue, ...] = ()
    left_out: tuple[ReceiptLeftOut, ...] = ()
    carried_in_fen: int = 0
    allowances: tuple[Extra, ...] = ()
    back_pay: tuple[Extra, ...] = ()
    deductions: tuple[Extra, ...] = ()
    owed_fen: int = 0
    corrections: tuple[Correction, ...] = ()
    earlier: tuple[EarlierMonth, ...] = ()
    units: Units | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """A computed line; amounts in fen, deductions, claw-back and tax as positive amounts that are taken off.

    ``net_fen`` = base + commission + top-up + allowance + back pay - deduction - claw-back - tax + ``rounding_fen``
    + ``shortfall_fen``; the shortfall is what would make it negative and is carried forward instead (PR-09).
    ``owed_fen`` is what the person owed before this line, corrections included; after it ``carried_forward_fen``.
    ``earned_fen`` is what counts towards the floor: base and commission without what absence takes off.
    """

    days_in_month: int
    paid_days: int
    standard_fen: int
    pieces: tuple[int, ...]
    base_fen: int
    commission_fen: int
    commission_carried_fen: int
    topup_fen: int
    allowance_fen: int
    back_pay_fen: int
    deduction_fen: int
    clawback_fen: int
    tax_fen: int
    rounding_fen: int
    shortfall_fen: int
    net_fen: int
    owed_fen: int
    carried_forward_fen: int
    floor_fen: int
    earned_fen: int
    flags: tuple[str, ...]
    steps: tuple[Step, ...]
