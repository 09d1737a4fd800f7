"""What a clerk may choose for a person, a post or an account: the lists of the county and what this office uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankAccount, CategoryKind, Division, Fund, Person, Post, PostType
from cjdesk.services import office


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes with their words, and words in use, the most used first."""

    villages: tuple[str, ...]
    post_types: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    employers: tuple[str, ...]
    funds: tuple[str, ...]
    banks: tuple[str, ...]


def choices(session: Session, *, today: date | None = None) -> Choices:
    """Every list that forms on page 人员 offer."""
    day = today or date.today()
    township = office.current(session).township
    known = session.scalars(
        select(Division.name)
        .where(Division.parent == township, or_(Division.valid_to.is_(None), Division.valid_to >= day))
        .order_by(Division.code)
    )
    villages = dict.fromkeys((*known, *_used(session, Person.village)))
    funds = session.scalars(select(Fund.name).where(or_(Fund.valid_to.is_(None), Fund.valid_to >= day)))
    return Choices(
        villages=tuple(villages),
        post_types=tuple(
            (row.code, row.name)
            for row in session.scalars(select(PostType).where(PostType.active).order_by(PostType.ordinal))
        ),
        categories=tuple(
            (row.code, row.name_2021) for row in session.scalars(select(CategoryKind).order_by(CategoryKind.id))
        ),
        employers=_used(session, Post.employer),
        funds=tuple(dict.fromkeys((*funds, *_used(session, Post.fund)))),
        banks=_used(session, BankAccount.bank),
    )


def _used(session: Session, column: Any) -> tuple[str, ...]:
    rows = session.execute(
        select(column, func.count()).where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column)
    )
    return tuple(word for word, _ in rows if word)
