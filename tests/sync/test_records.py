"""What travels is exactly what is stored: each schema has the columns of its table, as narrow as they are."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import msgspec
import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Date, Integer, Text

from cjdesk.db.models import Base, Travelling
from cjdesk.db.types import MonthText, UtcTime
from cjdesk.sync import records
from cjdesk.sync.records import fields

STAYS = {
    "account_task", "adjustment", "award", "award_round", "bank_list", "clearance", "comparison", "correction_hold",
    "late_change", "objection", "pay_extra", "payment", "publicity", "publicity_subject", "repayment", "scan", "subsidy",
}  # fmt: skip
"""Owned by the township and not reported: payment comes back from the bank, not from here; what corrections, rules and
posters did to the pay stands in its lines; signed paper and award lists go to the county as paper."""
LOCAL = {("pay_line", "inputs")}
"""Columns that stay: the frozen inputs are handed to an auditor by ``payroll prove``."""


KINDS = (
    (MonthText, fields.MonthText),
    (UtcTime, fields.Time),
    (Boolean, bool),
    (Date, date),
    (BigInteger, fields.Fen),
    (Integer, fields.Int),
    (Text, fields.LongText),
)


def _expected(column) -> Any:
    if column.name == "id" or column.name.endswith("_id"):
        return fields.Id
    for kind, field in KINDS:
        if isinstance(column.type, kind):
            return field
    return getattr(fields, f"Text{column.type.length}")


@pytest.mark.parametrize("part", records.RECORDS)
def test_schema_is_the_table(part: str):
    table = Base.metadata.tables[part]
    found = {field.encode_name: field.type for field in msgspec.structs.fields(records.RECORDS[part])}
    travelling = [column for column in table.columns if (part, column.name) not in LOCAL]
    assert set(found) == {column.name for column in travelling}
    for column in travelling:
        if isinstance(column.type, JSON):
            continue
        expected = _expected(column)
        expected = expected | None if column.nullable else expected
        assert found[column.name] == expected, (part, column.name)
        assert (type(None) in get_args(found[column.name])) is bool(column.nullable)


def test_every_travelling_table_goes_with_some_kind():
    owned = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, Travelling)}
    assert set(records.RECORDS) == owned - STAYS
    sent = {part for kind in ("ROSTER", "PAY", "FEE", "COOP") for part in records.PARTS[kind]}
    assert sent == set(records.RECORDS)


def test_parts_come_after_what_they_refer_to():
    order = list(records.RECORDS)
    for part in order:
        for column in Base.metadata.tables[part].columns:
            for key in column.foreign_keys:
                assert order.index(key.column.table.name) <= order.index(part)
                for parts in records.PARTS.values():
                    assert part not in parts or key.column.table.name in parts
