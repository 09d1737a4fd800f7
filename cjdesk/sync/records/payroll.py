"""Pay runs and their snapshot lines on the wire."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from cjdesk.sync.records.fields import (
    Fen,
    Id,
    Int,
    MonthText,
    Row,
    Text1,
    Text8,
    Text10,
    Text12,
    Text18,
    Text20,
    Text30,
    Text40,
    Text50,
    Text60,
    Text64,
    Text80,
    Text100,
    Text120,
    Text200,
    Time,
)


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the explanation of an amount."""

    component: str
    rule: str
    text: str
    facts: dict[str, str | int]


class PayRunRow(Row, frozen=True):
    """A pay run with the head that is printed."""

    number: Text20
    month: MonthText
    post_type: Text12
    kind: Text10
    state: Text20
    revision: Int
    head: dict[str, Any]
    rules_version: Text20
    inputs_hash: Text64
    check_code: Text8
    computed_at: Time
    made_by: Text50
    locked_at: Time | None
    checked_by: Text50 | None
    approved_at: Time | None
    approved_by: Text50 | None
    reason: Text200 | None
    first_month: MonthText | None = None
    made_login: Text40 | None = None
    checked_login: Text40 | None = None
    approved_login: Text40 | None = None


class PayLineRow(Row, frozen=True):
    """A line of a run as it was locked.

    The last four came with schema 0002; batches of older programs lack them, and the line's month is the run's.
    """

    run_id: Id
    number: Int
    person_id: Id
    assignment_id: Id
    regular_key: Text120 | None
    id_no: Text18
    name: Text50
    sex: Text1
    village: Text60
    village_group: Text30
    post_type: Text12
    post_name: Text100
    employer: Text100
    fund: Text60
    bank_name: Text80 | None
    bank_no: Text30 | None
    bank_holder: Text50 | None
    start: date
    end: date | None
    days_in_month: Int
    paid_days: Int
    required_tenths: Int | None
    attended_tenths: Int | None
    standard_fen: Fen
    base_fen: Fen
    commission_fen: Fen
    commission_carried_fen: Fen
    topup_fen: Fen
    allowance_fen: Fen
    back_pay_fen: Fen
    deduction_fen: Fen
    clawback_fen: Fen
    tax_fen: Fen
    net_fen: Fen
    carried_forward_fen: Fen
    flags: list[str]
    steps: list[Step]
    remark: Text200
    month: MonthText = ""
    owed_fen: Fen = 0
    shortfall_fen: Fen = 0
    rounding_fen: Fen = 0
