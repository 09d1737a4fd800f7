"""A reference file (TOML, interfaces.md 5): every table and key it may have, read and checked with line numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cjdesk.domain import rules
from cjdesk.domain.errors import (
    ReferenceKeyMissing,
    ReferenceNotToml,
    ReferenceRuleFixed,
    ReferenceUnknownKey,
    ReferenceWrongValue,
)

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an entry: what it may be, whether it must be there, what it is otherwise."""

    allowed: Check
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file with all its keys, defaults filled; ``line`` is that of its ``[[table]]``."""

    table: str
    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A whole file, checked; ``entries`` in the order of the file."""

    version: str
    issuer: str
    entries: tuple[Entry, ...]


def _text(longest: int) -> Check:
    return lambda value: isinstance(value, str) and 0 < len(value.strip()) <= longest


def _matches(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _whole(least: int, most: int = 10**12) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _one_of(*choices: object) -> Check:
    return lambda value: value in choices


def _day(value: object) -> bool:
    return type(value) is date


def _yes_no(value: object) -> bool:
    return isinstance(value, bool)


def _ratios(value: object) -> bool:
    return isinstance(value, dict) and all(_whole(0, 20_000)(ratio) for ratio in value.values())


def _column(value: object) -> bool:
    return (
        isinstance(value, dict)
        and "value" in value
        and {"title", "value", "text", "width", "align", "pad"} >= value.keys()
        and all(isinstance(value.get(key, ""), str) for key in ("title", "value", "text"))
        and _whole(1, 500)(value.get("width", 1))
        and value.get("align", "left") in {"left", "right"}
        and value.get("pad", " ") in {" ", "0"}
    )


def _columns(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_column(one) and "title" in one for one in value)


def _record(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_column(one) for one in value)


def _answer(value: object) -> bool:
    """How the bank's answer is read: columns without headings, more words for outcomes, its words for reasons."""
    if not isinstance(value, dict) or not value.keys() <= {"columns", "paid", "failed", "open", "reasons"}:
        return False
    reasons = value.get("reasons", {})
    return (
        all(_texts(value.get(key, [])) for key in ("columns", "paid", "failed", "open"))
        and isinstance(reasons, dict)
        and all(isinstance(one, str) for one in reasons.values())
    )


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _shares(value: object) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(one, dict) and one.keys() == {"id_no", "share_bp"} for one in value)
        and (not value or sum(one["share_bp"] for one in value) == 10_000)
    )


def _anything(value: object) -> bool:
    return value is not None


POST_TYPE = _matches(r"[A-Z][A-Z0-9]{0,11}")
TOWNSHIP = _matches(r"\d{9}")
DATED = {"from": Key(_day, required=True), "to": Key(_day)}

TABLES: Mapping[str, Mapping[str, Key]] = {
    "division": {
        "code": Key(_matches(r"\d{6}|\d{9}|\d{12}"), required=True),
        "name": Key(_text(60), required=True),
        "kind": Key(_one_of("county", "township", "village"), required=True),
        "parent": Key(_matches(r"\d{6}|\d{9}")),
        "successor": Key(_matches(r"\d{6}|\d{9}|\d{12}")),
        **DATED,
    },
    "fund": {"code": Key(_text(20), required=True), "name": Key(_text(60), required=True), **DATED},
    "category": {
        "code": Key(_matches(r"[A-Z][A-Z0-9_]{0,19}"), required=True),
        "name_2020": Key(_text(40), required=True),
        "name_2021": Key(_text(40), required=True),
    },
    "post_type": {
        "code": Key(POST_TYPE, required=True),
        "name": Key(_text(40), required=True),
        "work_time": Key(_one_of("part", "full"), default="part"),
        "fund": Key(_text(60)),
        "active": Key(_yes_no, default=True),
        "pay": Key(_one_of("post", "fixed", "quantity"), default="post"),
        "unit": Key(_text(10)),
        "commission": Key(_yes_no, default=False),
        "attendance": Key(_yes_no, default=True),
    },
    "standard": {
        "post_type": Key(POST_TYPE, required=True),
        "township": Key(TOWNSHIP),
        "amount_fen": Key(_whole(0), required=True),
        **DATED,
    },
    "policy": {
        "post_type": Key(POST_TYPE, required=True),
        "proration": Key(_one_of("P1", "P2", "P3", "P4", "P5", "P6"), default="P1"),
        "cutoff_day": Key(_whole(1, 31), default=15),
        "floor": Key(_one_of("NONE", "TOPUP", "REPORT"), default="REPORT"),
        "floor_fen": Key(_whole(0), default=0),
        "floor_settlement": Key(_one_of("month", "quarter"), default="month"),
        "commission_cap_fen": Key(_whole(0), default=0),
        "round_net_to_fen": Key(_one_of(1, 10, 100), default=1),
        "recovery_limit_bp": Key(_whole(0, 10_000), default=10_000),
        "assessment_bp": Key(_ratios, default={}),
        "single_clerk": Key(_yes_no, default=False),
        "tax": Key(_one_of("NONE", "LABOUR"), default="NONE"),
        **DATED,
    },
    "rule": {
        "code": Key(_matches(r"R-\d{2}"), required=True),
        "severity": Key(_one_of("error", "warning", "note", "off"), required=True),
        "post_type": Key(POST_TYPE),
        "fund": Key(_text(60)),
        "value": Key(_anything),
    },
    "quota": {
        "post_type": Key(POST_TYPE, required=True),
        "township": Key(TOWNSHIP, required=True),
        "posts": Key(_whole(0, 100_000), required=True),
        **DATED,
    },
    "bank_template": {
        "code": Key(_text(20), required=True),
        "name": Key(_text(60), required=True),
        "format": Key(_one_of("text", "xlsx"), required=True),
        "encoding": Key(_one_of("GB18030", "GBK", "UTF-8", "UTF-8-BOM"), default="UTF-8"),
        "separator": Key(_one_of("", "|", ",", ";", "\t", "^"), default="|"),
        "line_end": Key(_one_of("crlf", "lf"), default="crlf"),
        "header": Key(_yes_no, default=True),
        "totals": Key(_yes_no, default=True),
        "unit": Key(_one_of("yuan", "fen"), default="yuan"),
        "max_rows": Key(_whole(0, 1_000_000), default=0),
        "min_rows": Key(_whole(0, 1_000_000), default=0),
        "file_name": Key(
            _matches(r"(?:[^{}\\/:*?\"<>|]|\{(?:list|batch|year|month|day|township|post_type|rows|total)\})+")
        ),
        "first": Key(_record),
        "last": Key(_record),
        "result": Key(_answer),
        "one_row_per_account": Key(_yes_no, default=True),
        "columns": Key(_columns, required=True),
    },
    "scheme": {
        "name": Key(_text(80), required=True),
        "township": Key(TOWNSHIP, required=True),
        "village": Key(_text(60)),
        "households": Key(_whole(0, 1_000_000)),
        "rate_bp": Key(_whole(0, 10_000), required=True),
        "shares": Key(_shares, default=[]),
        **DATED,
    },
    "holiday": {
        "day": Key(_day, required=True),
        "kind": Key(_one_of("休", "班"), required=True),
        "name": Key(_text(40)),
    },
    "vocabulary": {"preset": Key(_one_of("2020", "2021"), required=True), **DATED},
    "locking": {"unsigned": Key(_one_of("record", "refuse"), required=True)},
    "publicity": {
        "days": Key(_whole(3, 10), required=True),
        "counting": Key(_one_of("calendar", "working"), default="calendar"),
        "required": Key(_one_of("none", "before_approval", "before_payment"), default="none"),
    },
}
"""What a file may hold. ``from`` is the first valid day, ``to`` the last; amounts are fen, ratios basis points."""

_HEAD = {"version": Key(_text(20), required=True), "issuer": Key(_text(20), required=True)}


def parse(text: str) -> ReferenceFile:
    """Read a file's text. Errors, each with its line: REFERENCE_NOT_TOML, _UNKNOWN_KEY, _KEY_MISSING, _WRONG_VALUE."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ReferenceNotToml(line=int(found[1]) if found else len(text.splitlines())) from error
    places = _Places(text)
    for table in document:
        if table != "reference" and table not in TABLES:
            raise ReferenceUnknownKey(line=places.table(table, 0) or places.key(1, table), key=table)
    head = document.get("reference")
    if not isinstance(head, dict):
        raise ReferenceKeyMissing(line=1, entry="reference", key="version")
    line = places.table("reference", 0)
    values = _checked("reference", _HEAD, head, line, places)
    entries = tuple(_entries(document, places))
    return ReferenceFile(values["version"], values["issuer"], entries)


def _entries(document: Mapping[str, Any], places: _Places) -> Iterator[Entry]:
    for table, keys in TABLES.items():
        found = document.get(table, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise ReferenceWrongValue(line=places.table(table, 0), key=table, value=f"[{table}], not [[{table}]]")
        for index, one in enumerate(found):
            line = places.table(table, index)
            values = _checked(table, keys, one, line, places)
            if values.get("to") is not None and values["to"] < values["from"]:
                raise ReferenceWrongValue(line=places.key(line, "to"), key="to", value=values["to"])
            if table == "rule":
                _check_rule(values, line, places)
            yield Entry(table, line, values)


def _check_rule(values: Mapping[str, Any], line: int, places: _Places) -> None:
    """An entry may only set what the rule has, to what it may be; a fixed rule may only be said again as it is."""
    rule = rules.RULES.get(values["code"])
    if rule is None:
        raise ReferenceWrongValue(line=places.key(line, "code"), key="code", value=values["code"])
    given = values["value"]
    if given is not None and not isinstance(given, dict):
        given = {"value": given}
    given = rules.normal(rule, given or {})
    if not rule.adjustable:
        said_again = values["severity"] == rule.severity and all(
            rule.values.get(key) == it for key, it in given.items()
        )
        if not said_again or values["post_type"] is not None or values["fund"] is not None:
            raise ReferenceRuleFixed(line=line, rule=rule.code)
    if values["severity"] not in rule.severities:
        raise ReferenceWrongValue(line=places.key(line, "severity"), key="severity", value=values["severity"])
    for name, value in given.items():
        parameter = rule.parameter(name)
        place = places.key(line, "value")
        if parameter is None:
            raise ReferenceUnknownKey(line=place, key=f"value.{name}")
        if not parameter.allowed(value):
            raise ReferenceWrongValue(line=place, key=f"value.{name}", value=str(value)[:60])


def _checked(
    table: str, keys: Mapping[str, Key], given: Mapping[str, Any], line: int, places: _Places
) -> dict[str, Any]:
    for name, value in given.items():
        if name not in keys:
            raise ReferenceUnknownKey(line=places.key(line, name), key=name)
        if not keys[name].allowed(value):
            raise ReferenceWrongValue(line=places.key(line, name), key=name, value=str(value)[:60])
    for name, key in keys.items():
        if key.required and name not in given:
            raise ReferenceKeyMissing(line=line, entry=table, key=name)
    return {name: given.get(name, key.default) for name, key in keys.items()}


class _Places:
    """Where in the text a table or a key stands; tomllib does not say."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._tables: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines, start=1):
            head = re.match(r"\s*\[{1,2}\s*\"?([A-Za-z0-9_-]+)\"?\s*\]{1,2}", line)
            if head:
                self._tables.setdefault(head[1], []).append(number)

    def table(self, name: str, index: int) -> int:
        """The line of the nth ``[[name]]``; 0 when it was written in another way."""
        lines = self._tables.get(name, [])
        return lines[index] if index < len(lines) else 0

    def key(self, start: int, name: str) -> int:
        """The line of a key in the entry that begins at ``start``; the entry's own line when it is not found."""
        pattern = re.compile(rf"[\s\"']*{re.escape(name)}[\s\"']*[=.]|\s*\[+[^\]]*\b{re.escape(name)}\s*\]")
        for number in range(max(start, 1), len(self._lines) + 1):
            line = self._lines[number - 1]
            if pattern.match(line):
                return number
            if number > start and re.match(r"\s*\[\[?\w+\]", line):
                break
        return start
