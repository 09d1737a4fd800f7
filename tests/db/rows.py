"""Rows for tests that only need some."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from cjdesk.db.models import Person


def person(number: int, **more: object) -> dict[str, object]:
    return {
        "township": "522633101",
        "id_no": f"52269919900101{number:04d}",
        "name": f"石小花{number}",
        "sex": "女",
        "birth": date(1990, 1, 1),
        **more,
    }


def add_one(session: Session) -> str:
    one = Person(**person(1))
    session.add(one)
    session.flush()
    return one.id
