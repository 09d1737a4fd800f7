"""People and households on the wire."""

from __future__ import annotations

from datetime import date

from cjdesk.sync.records.fields import (
    Id,
    LongText,
    Row,
    Text1,
    Text2,
    Text10,
    Text18,
    Text20,
    Text30,
    Text50,
    Text60,
    Text80,
    Text100,
    Text200,
)


class ResettlementSiteRow(Row, frozen=True):
    """A resettlement site."""

    name: Text80
    in_county: bool


class HouseholdRow(Row, frozen=True):
    """A household."""

    number: Text20
    head_id_no: Text18 | None
    village: Text60 | None
    relocated: bool
    site_id: Id | None
    moved: date | None
    kind: Text10 | None


class PersonRow(Row, frozen=True):
    """A person."""

    id_no: Text18
    name: Text50
    name_bank: Text50 | None
    sex: Text1
    birth: date
    ethnicity: Text2 | None
    education: Text2 | None
    phone: Text20 | None
    village: Text60 | None
    village_group: Text30 | None
    address: Text200 | None
    household_id: Id | None
    relation: Text2 | None
    labour_ability: Text20 | None
    disability_no: Text20 | None
    skills: Text100 | None
    insured: bool | None
    employment_status: Text20 | None
    employment_place: Text20 | None
    employment_unit: Text100 | None
    remark: LongText | None
    active: bool
    search: LongText
    health: Text20 | None = None
    registered_at: Text60 | None = None


class PersonCategoryRow(Row, frozen=True):
    """A dated category of a person."""

    person_id: Id
    code: Text20
    valid_from: date | None
    valid_to: date | None
    proof: Text100 | None


class BankAccountRow(Row, frozen=True):
    """An account of a person, with its history."""

    person_id: Id
    holder: Text50
    bank: Text80 | None
    number: Text30 | None
    valid_from: date | None
    valid_to: date | None
    reason: Text100 | None
