"""Water schemes, rates, shares and receipts on the wire."""

from __future__ import annotations

from datetime import date

from cjdesk.sync.records.fields import (
    Fen,
    Id,
    Int,
    MonthText,
    Row,
    Text4,
    Text10,
    Text20,
    Text30,
    Text40,
    Text50,
    Text60,
    Text80,
    Text100,
    Text200,
)


class WaterSchemeRow(Row, frozen=True):
    """A water supply scheme."""

    name: Text80
    village: Text60 | None
    households: Int | None
    kind: Text20 | None = None
    population: Int | None = None
    period: Text4 = "月"
    account: Text80 | None = None


class SchemeRateRow(Row, frozen=True):
    """The commission rate of a scheme."""

    scheme_id: Id
    rate_bp: Int
    valid_from: date
    valid_to: date | None
    basis: Text4 = "实收"
    per_household_fen: Fen = 0


class SchemeShareRow(Row, frozen=True):
    """A warden's share in a scheme."""

    scheme_id: Id
    person_id: Id
    share_bp: Int
    ordinal: Int
    valid_from: date
    valid_to: date | None


class FeeReceiptRow(Row, frozen=True):
    """Money received or paid back."""

    scheme_id: Id
    person_id: Id | None
    received: date
    number: Text30 | None
    payer: Text80 | None
    amount_fen: Fen
    remark: Text100 | None
    last_number: Text30 | None = None
    account_id: Id | None = None
    original_number: Text30 | None = None
    voided: Text100 | None = None


class WaterPriceRow(Row, frozen=True):
    """What a scheme charges."""

    scheme_id: Id
    kind: Text10
    milliyuan_per_m3: Int
    monthly_fen: Fen
    minimum_litres: Int
    free_litres: Int
    valid_from: date
    valid_to: date | None


class WaterAccountRow(Row, frozen=True):
    """A household that takes water."""

    scheme_id: Id
    number: Text20
    name: Text50
    person_id: Id | None
    village_group: Text30 | None
    meter_no: Text30 | None
    reduction_bp: Int
    reduction_reason: Text40 | None
    valid_from: date
    valid_to: date | None


class MeterReadingRow(Row, frozen=True):
    """A household's reading and bill of a month."""

    account_id: Id
    month: MonthText
    before_litres: Int | None
    now_litres: Int | None
    changed: bool
    billed_litres: Int
    bill_fen: Fen
    read_on: date | None
    reason: Text100 | None
    used_litres: Int = 0


class ReceiptBookRow(Row, frozen=True):
    """A book of numbered receipts."""

    scheme_id: Id
    person_id: Id | None
    first_number: Text30
    last_number: Text30
    handed_out: date
    returned: date | None
    voided: Text200 | None


class NoIncomeRow(Row, frozen=True):
    """A month in which a scheme received nothing."""

    scheme_id: Id
    month: MonthText
    stated_by: Text50
    withdrawn: bool
