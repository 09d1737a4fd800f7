"""The data inside a PDF against the data file: every field of a line that matters to somebody's money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from cjdesk.domain import money
from cjdesk.domain.sheet import AMOUNTS, Line, Sheet
from cjdesk.i18n import N_
from cjdesk.printing.list_check import Difference
from cjdesk.services.payments.values import PaymentList, Row

LINE = ("name", "id_no", "village", "group", "post_name", "bank_name", "bank_no", "paid_days", "standard_fen", *AMOUNTS)
ROW = ("holder", "account", "bank", "id_no", "amount_fen")

FIELDS = {
    "name": N_("Name"),
    "id_no": N_("ID number"),
    "village": N_("Village"),
    "group": N_("Group"),
    "post_name": N_("Post"),
    "bank_name": N_("Bank"),
    "bank": N_("Bank"),
    "bank_no": N_("Account"),
    "account": N_("Account"),
    "holder": N_("Account holder"),
    "paid_days": N_("Paid days"),
    "standard_fen": N_("Standard"),
    "base_fen": N_("Base pay"),
    "commission_fen": N_("Commission"),
    "topup_fen": N_("Top-up"),
    "allowance_fen": N_("Other subsidy"),
    "back_pay_fen": N_("Back pay"),
    "deduction_fen": N_("Deduction"),
    "clawback_fen": N_("Claw-back"),
    "tax_fen": N_("Tax"),
    "net_fen": N_("Net pay"),
    "amount_fen": N_("Amount"),
}
"""What a field is called, where it differs."""


def sheet_differences(carried: Sheet, original: Sheet) -> tuple[Difference, ...]:
    """What a carried pay sheet says otherwise than the run."""
    return tuple(_lines(carried.lines, original.lines, LINE))


def list_differences(carried: PaymentList, original: PaymentList) -> tuple[Difference, ...]:
    """What a carried bank list says otherwise than the list."""
    return tuple(_lines(carried.rows, original.rows, ROW))


def _lines(
    carried: Sequence[Line | Row], original: Sequence[Line | Row], fields: Sequence[str]
) -> Iterator[Difference]:
    for mine, true in zip_longest(carried, original):
        if mine is None or true is None:
            there = mine or true
            if there is not None:
                name = getattr(there, "name", "")
                yield Difference(
                    0, str(there.number), "row", "" if true is None else name, "" if mine is None else name
                )
            continue
        for field in fields:
            one, other = getattr(true, field), getattr(mine, field)
            if one != other:
                yield Difference(0, str(true.number), field, _shown(field, one), _shown(field, other))


def _shown(field: str, value: object) -> str:
    if isinstance(value, int) and field.endswith("_fen"):
        return money.show(value)
    return "" if value is None else str(value)
