"""The shared vectors turned into inputs of the rules."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from cjdesk.domain.month import Month
from cjdesk.domain.pay.commission import Received, scheme_dues, why_left_out
from cjdesk.domain.pay.inputs import Attendance, DaysOff, Duty, Policy, Standard

FOLDER = Path(__file__).parent.parent / "data" / "vectors"
NET_UNITS = {"jiao": 10, "yuan": 100}


def cases(name: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["cases"]


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def duty(given: dict[str, Any]) -> Duty:
    month = Month.parse(given["month"])
    start, end = date.fromisoformat(given["assignment"]["start"]), day(given["assignment"]["end"])
    standards = given.get("standards") or [{"from": "2000-01-01", "fen": given["standard_fen"]}]
    floor = given.get("floor", {"mode": "NONE", "fen": 0})
    grade = "良" if "assessment_bp" in given else None
    attendance = None
    if "attendance" in given:
        seen = given["attendance"]
        attendance = Attendance(seen["required_tenths"], seen["attended_tenths"], grade=grade)
    if "absence" in given:
        attendance = Attendance(0, 0, unpaid_tenths=given["absence"]["absent_tenths"])
    return Duty(
        month=month,
        start=start,
        end=end,
        standards=tuple(Standard(date.fromisoformat(s["from"]), s["fen"]) for s in standards),
        policy=Policy(
            proration=given["mode"],
            floor=floor["mode"],
            floor_fen=floor["fen"],
            commission_cap_fen=given.get("cap_fen", 0),
            round_net_to_fen=NET_UNITS.get(given.get("net_round", ""), 1),
            assessment_bp={"良": given.get("assessment_bp", 10_000)},
        ),
        days_off=tuple(
            DaysOff(date.fromisoformat(s["from"]), day(s["to"]), s["paid"]) for s in given.get("suspensions", ())
        ),
        attendance=attendance,
        schemes=tuple(
            scheme_dues(
                f"工程{index}",
                [Received(counted(scheme["receipts"], month, start, end), scheme["rate_bp"], (10_000,), ("A",))],
            )["A"]
            for index, scheme in enumerate(given.get("schemes", ()))
        ),
    )


def counted(receipts: list[dict[str, Any]], month: Month, start: date, end: date | None) -> int:
    return sum(r["fen"] for r in receipts if why_left_out(date.fromisoformat(r["date"]), month, start, end) is None)
