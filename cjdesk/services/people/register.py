"""A whole person from one sheet of paper: registered, with category, account and post, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.services.people.accounts import set_account
from cjdesk.services.people.changes import add, add_category
from cjdesk.services.people.onpost import put_on_post


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Bank and number as they stand on the passbook; the number may follow later."""

    bank: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class NewPost:
    """Where the person starts to work."""

    post_type: str
    post_name: str
    start: date
    employer: str | None = None
    agreement_end: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The new person's id, and the codes of what the clerk is warned of."""

    id: str
    warnings: tuple[str, ...]


def register(
    session: Session,
    *,
    name: str,
    id_no: str,
    fields: Mapping[str, Any],
    category: str | None = None,
    account: NewAccount | None = None,
    post: NewPost | None = None,
) -> Registered:
    """Register a person with all that the paper says; any error leaves nothing behind.

    ``fields`` are those of ``people.EDITABLE``; the errors are those of the parts.
    """
    person_id = add(session, name=name, id_no=id_no, **fields)
    warnings: list[str] = []
    if category:
        add_category(session, person_id, category)
    if account is not None and (account.bank or account.number):
        known = set_account(session, person_id, account.number, bank=account.bank)
        warnings += ["BANK_LUHN"] if known.luhn_fails else []
        warnings += ["BANK_SHARED"] if known.shared_with else []
    if post is not None:
        put = put_on_post(
            session,
            person_id,
            post_type=post.post_type,
            post_name=post.post_name,
            start=post.start,
            employer=post.employer,
            agreement_end=post.agreement_end,
        )
        warnings += put.warnings
    return Registered(person_id, tuple(warnings))
