"""Export sheets built from the import's forms, so that headings cannot drift apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Office, PostType
from cjdesk.workbooks.headers import Form
from cjdesk.workbooks.writing import Column, Kind, OutSheet

_WIDTHS = {"身份证号": 21, "银行账号": 23, "残疾证号": 23, "岗位名称": 26, "用人单位": 22, "资金来源": 20, "开户行": 20}


def sheet(
    form: Form, name: str, rows: Sequence[Mapping[str, Any]], keys: Sequence[str], kinds: Mapping[str, Kind]
) -> tuple[OutSheet, int]:
    """A sheet with these fields of a form; every row is a mapping of field keys."""
    headings = [form.heading(key) for key in keys]
    columns = [
        Column(heading, kinds.get(key, Kind.TEXT), next((w for word, w in _WIDTHS.items() if word in heading), 12))
        for key, heading in zip(keys, headings, strict=True)
    ]
    return OutSheet(name, columns, [[row.get(key) for key in keys] for row in rows]), len(rows)


def yes_no(value: bool | None) -> str | None:
    """是, 否, or an empty cell when it is not known."""
    return None if value is None else "是" if value else "否"


def period(first: date | None, last: date | None) -> str | None:
    """2020-07-11至2021-07-10; an open end stays open."""
    return None if first is None else f"{first.isoformat()}至{last.isoformat() if last else ''}"


def post_names(session: Session) -> dict[str, str]:
    """Post type code to name."""
    return {code: name for code, name in session.execute(select(PostType.code, PostType.name))}  # noqa: C416 - rows are not pairs


def own_township(session: Session) -> str:
    """The township whose file this is."""
    return session.scalars(select(Office.township)).one()
