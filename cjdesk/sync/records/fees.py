"""Water schemes, rates, shares and receipts on the wire."""

from __future__ import annotations

from datetime import date

from cjdesk.sync.records.fields import Fen, Id, Int, Row, Text30, Text60, Text80, Text100


class WaterSchemeRow(Row, frozen=True):
    """A water supply scheme."""

    name: Text80
    village: Text60 | None
    households: Int | None


class SchemeRateRow(Row, frozen=True):
    """The commission rate of a scheme."""

    scheme_id: Id
    rate_bp: Int
    valid_from: date
    valid_to: date | None


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
