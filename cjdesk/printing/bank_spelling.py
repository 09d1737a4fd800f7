"""Names as the bank writes them, for one print: which can be printed so, their rows, the words that say it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from cjdesk.printing.fonts import faces
from cjdesk.printing.pages import Lacking, Spelled
from cjdesk.services.payments.values import unread

V = TypeVar("V")

MARK = "姓名按银行用字"
"""Said of a row in its 备注, or at the head of a form that has none."""

_NAMED = 20


def usable(found: Sequence[Lacking], known: Mapping[tuple[str, str], str]) -> Spelled:
    """The texts whose bank spelling can be printed, where it mends what they lack; known by person's id and name."""
    fonts = faces()
    said = {one: known.get((one.person_id, one.text), "") for one in found}
    return {
        one: name
        for one, name in said.items()
        if name and name != one.text and fonts.writable(name) and not (one.unread and unread([name]))
    }


def speller(names: Spelled, number: Callable[[V], str]) -> Callable[[V], V]:
    """Gives a row, found by its printed number and its person, with its names respelled; others as they are."""
    by_row: dict[tuple[str, str], dict[str, str]] = {}
    for one, name in names.items():
        by_row.setdefault((one.number, one.person_id), {})[one.text] = name

    def respelled(row: V) -> V:
        mine = by_row.get((number(row), person_of(row)))
        return row if mine is None else _with_names(row, mine)

    return respelled


def person_of(row: object) -> str:
    """The id of the person whose row it is; empty where the row does not know it."""
    return str(getattr(row, "person_id", "") or getattr(getattr(row, "line", None), "person_id", ""))


def mark(numbers: Sequence[str]) -> str:
    """姓名按银行用字：第3、17行; of many rows only how many, since it stands in one line."""
    return f"{MARK}：共{len(numbers)}行" if len(numbers) > _NAMED else f"{MARK}：第{'、'.join(numbers)}行"


def _with_names(row: V, names: Mapping[str, str]) -> V:
    """The row, and the line inside it, with other names; a remark says so."""
    value: Any = row
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        if isinstance(old, str):
            new: Any = names.get(old, old)
        else:
            new = _with_names(old, names) if dataclasses.is_dataclass(old) else old
        if new is not old:
            changed[field.name] = new
    if not changed:
        return row
    if isinstance(said := getattr(value, "remark", None), str):
        changed["remark"] = "；".join(filter(None, (said, MARK)))
    made: V = dataclasses.replace(value, **changed)
    return made
