"""Sheets of 贯洞镇 2020-11 as the payroll makes them, built from the expected figures."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing.pages import Stamp

DATA = Path(__file__).parents[1] / "data" / "guandong_2020_11" / "expected.json"
STAMP = Stamp(datetime(2020, 12, 4, 15, 32), "杨秀兰")  # noqa: DTZ001 - the office's own clock
NAMES = {"HL": "护路员", "HH": "护河员", "GS": "管水员"}
NUMBERS = {"HL": "0001", "HH": "0002", "GS": "0003"}
CHECKS = {"HL": "1B54A244", "HH": "C0FFEE21", "GS": "592B138D"}
FUNDS = {"HL": ("交通(农村公路养护资金)",), "HH": ("水务/水利",), "GS": ("水务/水利",)}
_GROUPS = "一二三四五六七八九十"


@cache
def expected() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def sheet(post_type: str, variant: str = "P1_REPORT", **changes: Any) -> Sheet:
    """The run of one post type; ``changes`` replace fields of the sheet."""
    data = expected()
    people = {person["id_no"]: person for person in data["people"]}
    days = {(row["id_no"], row["post_type"]): row for row in data["attendance"]}
    villages = {village["name"]: village["code"] for village in data["villages"]}
    rows = [row for row in data["payroll"][variant]["lines"] if row["post_type"] == post_type]
    rows.sort(key=lambda row: _order(people[row["id_no"]], villages, row))
    fields: dict[str, Any] = {
        "run_id": f"run-{post_type}",
        "number": f"PAY-202011-{NUMBERS[post_type]}",
        "first_month": Month(2020, 11),
        "month": Month(2020, 11),
        "post_type": post_type,
        "post_type_name": NAMES[post_type],
        "kind": "正常",
        "state": "已审核",
        "revision": 1,
        "township": "522633101",
        "township_name": "贯洞镇",
        "county_name": "从江县",
        "employer": "从江县贯洞镇人民政府",
        "funds": FUNDS[post_type],
        "floor": variant.split("_")[1],
        "proration": variant[:2],
        "pay": "post",
        "attended": True,
        "unit": "",
        "rules_version": "2020-10",
        "check_code": CHECKS[post_type],
        "single_clerk": False,
        "demo": True,
        "computed_at": datetime(2020, 12, 4, 7, 0, tzinfo=UTC),
        "locked_at": datetime(2020, 12, 4, 7, 30, tzinfo=UTC),
        "made_by": "杨秀兰",
        "checked_by": "李芳",
        "approved_by": None,
        "lines": tuple(
            _line(number, row, people[row["id_no"]], days.get((row["id_no"], post_type)))
            for number, row in enumerate(rows, start=1)
        ),
    }
    return Sheet(**fields | changes)


def line(number: int = 1, **changes: Any) -> Line:
    """An invented full month of a 护路员."""
    fields: dict[str, Any] = {
        "id": f"line-{number}",
        "number": number,
        "month": Month(2020, 11),
        "person_id": f"person-{number}",
        "assignment_id": f"assignment-{number}",
        "id_no": f"5226991970010{number:04d}9"[:18].ljust(18, "1"),
        "name": "张三丰",
        "sex": "1",
        "village": "腊溪村",
        "group": "一组",
        "post_type": "HL",
        "post_name": "村道",
        "employer": "腊溪村村民委员会",
        "fund": "交通",
        "bank_name": "从江农商行贯洞支行",
        "bank_no": f"62999900000{number:08d}",
        "bank_holder": "张三丰",
        "start": date(2020, 1, 1),
        "end": None,
        "days_in_month": 30,
        "paid_days": 30,
        "required_tenths": 210,
        "attended_tenths": 210,
        "standard_fen": 100000,
        "base_fen": 100000,
        "net_fen": 100000,
        "flags": (),
        "steps": (),
        "remark": "",
    }
    zero = ("commission", "commission_carried", "topup", "allowance", "back_pay", "deduction", "clawback", "tax")
    fields |= {f"{name}_fen": 0 for name in (*zero, "carried_forward")}
    return Line(**fields | changes)


def _order(person: dict[str, Any], villages: dict[str, str], row: dict[str, Any]) -> tuple[object, ...]:
    group = person["group"].removesuffix("组")
    return villages.get(person["village"], "~"), _GROUPS.find(group), person["id_no"], row["start"]


def _line(number: int, row: dict[str, Any], person: dict[str, Any], days: dict[str, Any] | None) -> Line:
    start = date.fromisoformat(row["start"])
    end = date.fromisoformat(row["end"]) if row["end"] else None
    assignment = next(
        one for one in person["assignments"] if (one["post_type"], one["start"]) == (row["post_type"], row["start"])
    )
    words = []
    if start > date(2020, 11, 1):
        words.append(f"{start.month}月{start.day}日上岗")
    if end is not None and end <= date(2020, 11, 30):
        words.append(f"{end.month}月{end.day}日离岗")
    return line(
        number,
        person_id=row["id_no"],
        id_no=row["id_no"],
        name=person["name"],
        sex=person["sex"],
        village=person["village"],
        group=person["group"],
        post_type=row["post_type"],
        post_name=assignment["post_name"],
        employer=assignment["employer"],
        fund=assignment["fund"],
        bank_name=person["bank_name"],
        bank_no=person["bank_no"],
        bank_holder=person["name"],
        start=start,
        end=end,
        days_in_month=row["days_in_month"],
        paid_days=row["paid_days"],
        required_tenths=days["required_tenths"] if days else None,
        attended_tenths=days["attended_tenths"] if days else None,
        standard_fen=assignment["standard_fen"] or 0,
        base_fen=row["base_fen"],
        commission_fen=row["commission_fen"],
        commission_carried_fen=row["commission_carried_fen"],
        topup_fen=row["topup_fen"],
        net_fen=row["net_fen"],
        flags=tuple(row["flags"]),
        remark="，".join(words),
    )
