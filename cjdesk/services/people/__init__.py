"""Persons of the registry: found, shown on one card, added, changed, put on post, suspended, let go."""

from cjdesk.services.people.accounts import AccountSet, set_account
from cjdesk.services.people.bank_names import Named, bank_names
from cjdesk.services.people.card import (
    AccountValue,
    AgreementValue,
    AssignmentValue,
    CategoryValue,
    HistoryEntry,
    MembershipValue,
    PayEntry,
    PersonCard,
    SuspensionValue,
    card,
)
from cjdesk.services.people.changes import EDITABLE, add, add_category, edit, end_category
from cjdesk.services.people.found import by_id_no
from cjdesk.services.people.listing import SORTS, Facets, Page, PersonRow, find
from cjdesk.services.people.onpost import PutOnPost, confirm, leave, put_on_post, resume, sign_agreement, suspend
from cjdesk.services.people.problems import WORDS, Problem

__all__ = [
    "EDITABLE",
    "SORTS",
    "WORDS",
    "AccountSet",
    "AccountValue",
    "AgreementValue",
    "AssignmentValue",
    "CategoryValue",
    "Facets",
    "HistoryEntry",
    "MembershipValue",
    "Named",
    "Page",
    "PayEntry",
    "PersonCard",
    "PersonRow",
    "Problem",
    "PutOnPost",
    "SuspensionValue",
    "add",
    "add_category",
    "bank_names",
    "by_id_no",
    "card",
    "confirm",
    "edit",
    "end_category",
    "find",
    "leave",
    "put_on_post",
    "resume",
    "set_account",
    "sign_agreement",
    "suspend",
]
