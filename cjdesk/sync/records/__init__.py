"""The records that travel: one schema per part of a batch, the parts of each kind, and the totals they must give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from cjdesk.domain.states import RunState
from cjdesk.sync.records.answers import AnswerRow, ReasonRow
from cjdesk.sync.records.cooperatives import CooperativeRow, MembershipRow, TeamRow
from cjdesk.sync.records.fees import (
    FeeReceiptRow,
    MeterReadingRow,
    NoIncomeRow,
    ReceiptBookRow,
    SchemeRateRow,
    SchemeShareRow,
    WaterAccountRow,
    WaterPriceRow,
    WaterSchemeRow,
)
from cjdesk.sync.records.fields import Row
from cjdesk.sync.records.payroll import PayLineRow, PayRunRow
from cjdesk.sync.records.people import BankAccountRow, HouseholdRow, PersonCategoryRow, PersonRow, ResettlementSiteRow
from cjdesk.sync.records.posts import AgreementRow, AssignmentRow, AttendanceRow, InsuranceRow, PostRow, SuspensionRow

RECORDS: Mapping[str, type[Row]] = {
    "resettlement_site": ResettlementSiteRow,
    "household": HouseholdRow,
    "person": PersonRow,
    "person_category": PersonCategoryRow,
    "bank_account": BankAccountRow,
    "post": PostRow,
    "assignment": AssignmentRow,
    "suspension": SuspensionRow,
    "agreement": AgreementRow,
    "insurance": InsuranceRow,
    "attendance": AttendanceRow,
    "water_scheme": WaterSchemeRow,
    "scheme_rate": SchemeRateRow,
    "scheme_share": SchemeShareRow,
    "water_price": WaterPriceRow,
    "water_account": WaterAccountRow,
    "meter_reading": MeterReadingRow,
    "receipt_book": ReceiptBookRow,
    "no_income": NoIncomeRow,
    "fee_receipt": FeeReceiptRow,
    "cooperative": CooperativeRow,
    "team": TeamRow,
    "membership": MembershipRow,
    "pay_run": PayRunRow,
    "pay_line": PayLineRow,
}
"""Part name to schema, in the order in which they refer to each other; a part is named like its table."""

ANSWERS: Mapping[str, type[msgspec.Struct]] = {"answer": AnswerRow, "reason": ReasonRow}

_WHO = ("resettlement_site", "household", "person")

PARTS: Mapping[str, tuple[str, ...]] = {
    "ROSTER": (
        *_WHO,
        "person_category",
        "bank_account",
        "post",
        "assignment",
        "suspension",
        "agreement",
        "insurance",
    ),
    "PAY": (*_WHO, "post", "assignment", "attendance", "pay_run", "pay_line"),
    "FEE": (
        *_WHO,
        "water_scheme",
        "scheme_rate",
        "scheme_share",
        "water_price",
        "water_account",
        "meter_reading",
        "receipt_book",
        "no_income",
        "fee_receipt",
    ),
    "COOP": (*_WHO, "cooperative", "team", "membership"),
    "ACK": ("answer",),
    "RET": ("answer", "reason"),
}
"""Which parts a batch of a kind has; a batch is whole by itself, so people come with everything that names them."""

Rows = Mapping[str, Sequence[msgspec.Struct]]

_SUMS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "PAY": (("net_fen", "pay_line", "net_fen"),),
    "FEE": (("amount_fen", "fee_receipt", "amount_fen"),),
    "COOP": (("share_fen", "membership", "share_fen"),),
}
_COUNTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "ROSTER": (("people", "person", "id"), ("assignments", "assignment", "id")),
    "PAY": (("people", "pay_line", "person_id"), ("lines", "pay_line", "id")),
    "FEE": (("receipts", "fee_receipt", "id"),),
    "COOP": (("members", "membership", "person_id"), ("cooperatives", "cooperative", "id")),
}


def schema(part: str) -> type[msgspec.Struct]:
    """The row type of a part."""
    return RECORDS[part] if part in RECORDS else ANSWERS[part]


def totals(kind: str, rows: Rows) -> dict[str, int]:
    """What the manifest says about a kind's rows: counts of distinct records and sums in fen.

    Void runs go up with their lines, so that the county knows them; their money counts nothing.
    """
    void = {row.id for row in rows.get("pay_run", ()) if isinstance(row, PayRunRow) and row.state == RunState.VOID}

    def counted(part: str) -> Sequence[msgspec.Struct]:
        found = rows.get(part, ())
        return [row for row in found if row.run_id not in void] if void and part == "pay_line" else found  # type: ignore[attr-defined]

    result = {name: len({getattr(row, field) for row in counted(part)}) for name, part, field in _COUNTS.get(kind, ())}
    for name, part, field in _SUMS.get(kind, ()):
        result[name] = sum(getattr(row, field) for row in counted(part))
    return result
