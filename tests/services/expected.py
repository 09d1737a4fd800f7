"""The people of expected.json stored straight through the tables, and its pay to compare with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import (
    Assignment,
    Attendance,
    BankAccount,
    Division,
    FeeReceipt,
    Person,
    Policy,
    Post,
    SchemeRate,
    SchemeShare,
    Suspension,
    WaterScheme,
)
from cjdesk.db.types import new_id
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Sheet

LINE_KEYS = (
    "days_in_month", "paid_days", "base_fen", "commission_fen", "commission_carried_fen", "topup_fen", "net_fen",
)  # fmt: skip


def read(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def store(session: Session, truth: dict[str, Any]) -> None:  # noqa: C901 - one loop for each table
    """Everything that the month's pay depends on. Receipts: the counted sum of each scheme, on a day of the warden."""
    township = truth["meta"]["township"]["code"]
    month = Month.parse(truth["meta"]["month"])
    rows: dict[type[Any], list[dict[str, Any]]] = {
        model: []
        for model in (
            Division, Person, BankAccount, Post, Assignment, Suspension, Attendance, WaterScheme, SchemeRate,
            SchemeShare, FeeReceipt,
        )
    }  # fmt: skip
    for village in truth["villages"]:
        rows[Division].append(
            {"code": village["code"], "name": village["name"], "parent": township, "kind": "village",
             "valid_from": date(2000, 1, 1)}
        )  # fmt: skip
    ids: dict[str, str] = {}
    posts: dict[tuple[str, str], str] = {}
    spans: dict[str, tuple[date, date | None]] = {}
    for person in truth["people"]:
        person_id = ids[person["id_no"]] = new_id()
        rows[Person].append(
            {"id": person_id, "township": township, "id_no": person["id_no"], "name": person["name"],
             "sex": person["sex"], "birth": day(person["birth"]), "village": person["village"],
             "village_group": person["group"], "insured": person["insured"], "active": True, "search": ""}
        )  # fmt: skip
        if person["bank_no"]:
            rows[BankAccount].append(
                {"township": township, "person_id": person_id, "holder": person["name"], "bank": person["bank_name"],
                 "number": person["bank_no"], "valid_from": date(2018, 1, 1)}
            )  # fmt: skip
        for assignment in person["assignments"]:
            post_id, assignment_id = new_id(), new_id()
            rows[Post].append(
                {"id": post_id, "township": township, "number": f"{assignment['post_type']}-{len(rows[Post]):04d}",
                 "post_type": assignment["post_type"], "name": assignment["post_name"],
                 "employer": assignment["employer"], "fund": assignment["fund"], "state": "在岗"}
            )  # fmt: skip
            rows[Assignment].append(
                {"id": assignment_id, "township": township, "person_id": person_id, "post_id": post_id,
                 "post_type": assignment["post_type"], "start": day(assignment["start"]),
                 "end": day(assignment["end"]), "state": assignment["state"],
                 "standard_fen": assignment["standard_fen"]}
            )  # fmt: skip
            posts[person["id_no"], assignment["post_type"]] = assignment_id
            spans[person["id_no"]] = (date.fromisoformat(assignment["start"]), day(assignment["end"]))
    for off in truth["suspensions"]:
        target = next(key for (id_no, _), key in posts.items() if id_no == off["id_no"])
        rows[Suspension].append(
            {"township": township, "assignment_id": target, "start": day(off["from"]), "end": day(off["to"]),
             "paid": off["paid"], "reason": off["reason"]}
        )  # fmt: skip
    for seen in truth["attendance"]:
        rows[Attendance].append(
            {"township": township, "assignment_id": posts[seen["id_no"], seen["post_type"]], "month": month,
             **{key: seen[key] for key in seen if key.endswith("_tenths")}, "grade": seen["grade"]}
        )  # fmt: skip
    for scheme in truth["receipts"]["schemes"]:
        scheme_id = new_id()
        rows[WaterScheme].append(
            {"id": scheme_id, "township": township, "name": scheme["scheme"], "village": scheme["village"],
             "households": scheme["households"]}
        )  # fmt: skip
        rows[SchemeRate].append(
            {"township": township, "scheme_id": scheme_id, "rate_bp": scheme["rate_bp"], "valid_from": date(2018, 1, 1)}
        )
        for ordinal, warden in enumerate(scheme["wardens"]):
            rows[SchemeShare].append(
                {"township": township, "scheme_id": scheme_id, "person_id": ids[warden["id_no"]],
                 "share_bp": warden["share_bp"], "ordinal": ordinal, "valid_from": date(2018, 1, 1)}
            )  # fmt: skip
        collector = scheme["wardens"][0]["id_no"]
        received = max(spans[collector][0], month.first)
        if scheme["counted_fen"]:
            rows[FeeReceipt].append(
                {"township": township, "scheme_id": scheme_id, "person_id": ids[collector], "received": received,
                 "number": f"{len(rows[FeeReceipt]):07d}", "amount_fen": scheme["counted_fen"]}
            )  # fmt: skip
    for model, some in rows.items():
        if some:
            audit.insert_rows(session, model, some)


def use_variant(session: Session, variant: str) -> None:
    """P1_REPORT, P2_TOPUP …: set proration and floor of every policy."""
    proration, floor = variant.split("_")
    for policy in session.scalars(select(Policy)):
        policy.proration, policy.floor = proration, floor
    session.flush()


def differences(sheets: tuple[Sheet, ...], truth: dict[str, Any], variant: str) -> list[str]:
    """Every figure in which the sheets and expected.json differ."""
    expected = truth["payroll"][variant]
    mine = {(line.id_no, line.post_type, line.start.isoformat()): line for sheet in sheets for line in sheet.lines}
    theirs = {(line["id_no"], line["post_type"], line["start"]): line for line in expected["lines"]}
    found = [f"missing {key}" for key in theirs.keys() - mine.keys()] + [
        f"extra {key}" for key in mine.keys() - theirs.keys()
    ]
    for key in theirs.keys() & mine.keys():
        line, figures = mine[key], theirs[key]
        found += [
            f"{key} {name}: {getattr(line, name)} != {figures[name]}"
            for name in LINE_KEYS
            if getattr(line, name) != figures[name]
        ]
        if list(line.flags) != figures["flags"]:
            found.append(f"{key} flags: {line.flags} != {figures['flags']}")
        if line.end != day(figures["end"]):
            found.append(f"{key} end")
    by_type = {sheet.post_type: sheet for sheet in sheets}
    for kind, totals in expected["totals_by_post"].items():
        for name in ("base_fen", "commission_fen", "topup_fen", "net_fen"):
            if by_type[kind].total(name) != totals[name]:
                found.append(f"{kind} {name}: {by_type[kind].total(name)} != {totals[name]}")
    if sum(sheet.net_fen for sheet in sheets) != expected["total"]["net_fen"]:
        found.append("total")
    return found
