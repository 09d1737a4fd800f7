"""Checks a payroll proof (发放证明) by computing every amount of it again from the frozen inputs.

发放证明校核程序：只需 Python 3.8 以上，不联网，不安装任何东西，不使用制表软件的任何代码。

    python3 proof_checker.py 证明.json            the first line that differs and exit code 1, or a verdict and 0
    python3 proof_checker.py 证明文件夹           every proof in a folder or a .zip
    python3 proof_checker.py --all 证明.json      every difference, not only the first
    python3 proof_checker.py --english 证明.json  in English

Exit code 0: every line was computed again to the fen and agrees. 1: something differs or was changed.
2: there is nothing to check. 3: nothing differs, but some lines are older than the keeping of inputs, and of these
only the sums could be checked.

It is written from the rules alone, day by day and with exact fractions: two programs that share nothing must agree.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from calendar import monthrange
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple

FORMAT, VERSION = "cjdesk-payroll-proof", 1

JSON = Any
"""What json.loads gives; a proof that is built otherwise is a finding, not a crash."""


class Difference(NamedTuple):
    """What does not agree, in Chinese and in English; ``line`` is the pay line's number, 0 for the whole file."""

    line: int
    who: str
    zh: str
    en: str


PARTS = (
    ("base_fen", 1, "基本补贴"),
    ("commission_fen", 1, "水费提成"),
    ("topup_fen", 1, "保底补差"),
    ("allowance_fen", 1, "其他补贴"),
    ("back_pay_fen", 1, "补发"),
    ("deduction_fen", -1, "扣款"),
    ("clawback_fen", -1, "扣回"),
    ("tax_fen", -1, "个税"),
    ("rounding_fen", 1, "实发取整"),
    ("shortfall_fen", 1, "不足部分"),
)
"""Net is the sum of these, with their signs, in the order in which they are computed."""

IN_ORDER = (
    "days_in_month", "paid_days", "standard_fen", "base_fen", "commission_fen", "commission_carried_fen", "topup_fen",
    "allowance_fen", "back_pay_fen", "deduction_fen", "owed_fen", "clawback_fen", "tax_fen", "rounding_fen",
    "shortfall_fen", "net_fen", "carried_forward_fen",
)  # fmt: skip
"""What is compared, causes before what follows from them."""

NAMES = {
    "days_in_month": "当月天数", "paid_days": "计发天数", "standard_fen": "补贴标准", "owed_fen": "此前待追回",
    "commission_carried_fen": "结转下月的提成", "carried_forward_fen": "结转待追回", "net_fen": "实发",
    "flags": "标记", "people": "人数", "lines": "行数", "required_tenths": "应出勤", "attended_tenths": "出勤",
}  # fmt: skip
NAMES.update((name, words) for name, _, words in PARTS)

KNOWN = {
    "duty": {
        "month", "start", "end", "standards", "policy", "days_off", "attendance", "schemes", "left_out", "allowances",
        "carried_in_fen", "back_pay", "deductions", "owed_fen", "earlier", "corrections", "units",
    },
    "policy": {
        "proration", "cutoff_day", "floor", "floor_fen", "floor_settlement", "commission_cap_fen", "round_net_to_fen",
        "recovery_limit_bp", "assessment_bp", "tax",
    },
    "attendance": {
        "required_tenths", "attended_tenths", "unpaid_tenths", "grade", "personal_leave_tenths", "sick_leave_tenths",
        "absent_tenths",
    },
    "scheme": {
        "scheme", "receipts_fen", "rate", "exact", "scheme_fen", "share_bp", "takes_rest", "amount_fen", "parts",
        "basis",
    },
    "part": {
        "receipts_fen", "rate_bp", "shares_bp", "place", "basis", "households", "per_household_fen", "days",
        "days_in_month",
    },
    "correction": {"month", "amount_fen", "run", "number", "parts"},
    "units": {"quantity", "unit_fen", "unit", "proof"},
}  # fmt: skip
"""What a line may depend on. Anything else is a rule that came later, and is said instead of passed over."""


# ---- numbers ------------------------------------------------------------------------------------------------------


def rounded(number: Fraction | int) -> int:
    """The nearest whole number; a half goes away from zero."""
    number = Fraction(number)
    size = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return size if number >= 0 else -size


def squeezed(exact: list[Fraction]) -> list[int]:
    """Parts rounded one by one, the last takes what is left of the rounded whole (倒挤)."""
    if not exact:
        return []
    parts = [rounded(one) for one in exact[:-1]]
    return [*parts, rounded(sum(exact)) - sum(parts)]


def day_of(text: str) -> date:
    """A day from YYYY-MM-DD."""
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


def end_of(text: str | None) -> date:
    """The last day; far away when it is open."""
    return date.max if text is None else day_of(text)


# ---- the rules ----------------------------------------------------------------------------------------------------


class Month:
    """The paid days of a duty, looked at one by one."""

    def __init__(self, duty: JSON) -> None:
        year, month = duty["month"]["year"], duty["month"]["month"]
        self.year, self.month = year, month
        self.length = monthrange(year, month)[1]
        start, end = day_of(duty["start"]), end_of(duty["end"])
        off = [(day_of(one["start"]), end_of(one["end"])) for one in duty["days_off"] if not one["paid"]]
        standards = [(day_of(one["since"]), one["amount_fen"]) for one in duty["standards"]]
        if duty.get("units"):
            standards = [(date(year, month, 1), duty["units"]["unit_fen"])]
        self.paid: list[int] = []
        self.by_standard: dict[int, list[int]] = {}
        self.without_standard = 0
        for number in range(1, self.length + 1):
            day = date(year, month, number)
            if not start <= day <= end:
                continue
            if any(first <= day <= last for first, last in off):
                continue
            self.paid.append(number)
            valid = [place for place, (since, _) in enumerate(standards) if since <= day]
            if valid and standards[valid[-1]][1]:
                self.by_standard.setdefault(valid[-1], []).append(number)
            else:
                self.without_standard += 1
        self.pieces = [(standards[place][1], days) for place, days in sorted(self.by_standard.items())]
        last = date(year, month, self.length)
        known = [fen for since, fen in standards if since <= last]
        self.standard = self.pieces[-1][0] if self.pieces else known[-1] if known else 0

    def workdays(self, days: list[int]) -> int:
        """Mondays to Fridays among them."""
        return sum(date(self.year, self.month, number).weekday() < 5 for number in days)


def sizes(month: Month) -> list[int]:
    """How many paid days each piece has."""
    return [len(days) for _, days in month.pieces]


def fixed(month: Month, _policy: JSON, _attendance: JSON) -> list[Fraction]:
    """P0: the whole amount by any paid day; a standard that changes counts by its days."""
    return [Fraction(size, len(month.paid)) for size in sizes(month)]


def calendar_days(month: Month, _policy: JSON, _attendance: JSON) -> list[Fraction]:
    """P1: S × n ÷ D."""
    return [Fraction(size, month.length) for size in sizes(month)]


def attended_days(month: Month, _policy: JSON, attendance: JSON) -> list[Fraction]:
    """P2: S × min(a, r) ÷ r; nothing without required days."""
    required = attendance["required_tenths"] if attendance else 0
    if required <= 0:
        return [Fraction(0) for _ in month.pieces]
    attended = Fraction(min(max(attendance["attended_tenths"], 0), required), required)
    return [Fraction(size, len(month.paid)) * attended for size in sizes(month)]


def workdays(month: Month, _policy: JSON, _attendance: JSON) -> list[Fraction]:
    """P3: all of it for a whole month, else min(S, S × paid working days ÷ 21.75); absence is taken off apart."""
    if len(month.paid) == month.length:
        return [Fraction(size, month.length) for size in sizes(month)]
    worked = [month.workdays(days) for _, days in month.pieces]
    whole = max(Fraction(sum(worked)), Fraction(87, 4))
    return [days / whole for days in worked]


def half_months(month: Month, _policy: JSON, _attendance: JSON) -> list[Fraction]:
    """P4: a half (to the 15th, from the 16th) is earned whole by any paid day in it, shared by the pieces' days."""
    found = [Fraction(0) for _ in month.pieces]
    for half in (range(1, 16), range(16, 32)):
        mine = [sum(number in half for number in days) for _, days in month.pieces]
        if sum(mine):
            found = [one + Fraction(days, 2 * sum(mine)) for one, days in zip(found, mine)]
    return found


def cutoff_day(month: Month, policy: JSON, _attendance: JSON) -> list[Fraction]:
    """P5: all of it when the cut-off day is a paid day."""
    cutoff = min(policy["cutoff_day"], month.length)
    return [Fraction(int(cutoff in days)) for _, days in month.pieces]


def thirty_days(month: Month, _policy: JSON, _attendance: JSON) -> list[Fraction]:
    """P6: S − S × days off ÷ 30, at least 0; S × n ÷ 30 when fewer than 15 days are paid."""
    count = len(month.paid)
    earned = count if count < 15 else max(30 - (month.length - count), 0)
    return [Fraction(size, count) * Fraction(earned, 30) for size in sizes(month)]


MODES = {
    "P0": fixed, "P1": calendar_days, "P2": attended_days, "P3": workdays, "P4": half_months, "P5": cutoff_day,
    "P6": thirty_days,
}  # fmt: skip


def absent_part(policy: JSON, attendance: JSON) -> Fraction:
    """What part of the base P3 takes off for absence; the other modes take nothing off."""
    if policy["proration"] != "P3" or not attendance:
        return Fraction(0)
    return min(Fraction(max(attendance["unpaid_tenths"], 0), 10) / Fraction(87, 4), Fraction(1))


def assessment(policy: JSON, attendance: JSON) -> Fraction:
    """The ratio of the grade: 优, 优秀 and 优等 are one grade; without a grade, or an unknown one, all of it."""
    grade = attendance["grade"] if attendance else None
    known = policy["assessment_bp"]
    if not grade:
        return Fraction(1)
    if grade in known:
        return Fraction(known[grade], 10000)
    alike = [points for name, points in sorted(known.items()) if name[:1] == grade[:1]]
    return Fraction(alike[0], 10000) if alike else Fraction(1)


def earned_by(part: JSON) -> Fraction:
    """Money × rate, or households × amount for the days of the month (按户)."""
    if part.get("basis") == "按户":
        return Fraction(part["households"] * part["per_household_fen"] * part["days"], part["days_in_month"] or 1)
    return Fraction(part["receipts_fen"] * part["rate_bp"], 10000)


def scheme_commission(due: JSON) -> tuple[int, int]:
    """A scheme's commission, rounded once, and the warden's part of it: last part and last sharer take the rest."""
    amounts = squeezed([earned_by(part) for part in due["parts"]])
    mine = 0
    for part, amount in zip(due["parts"], amounts):
        if part["place"] is None:
            continue
        split = [rounded(Fraction(amount * share, 10000)) for share in part["shares_bp"][:-1]]
        mine += [*split, amount - sum(split)][part["place"]]
    return sum(amounts), mine


def commission(duty: JSON, dues: list[int]) -> tuple[int, int]:
    """Paid, and the negative rest that goes to the next month; a scheme with more refunds than receipts gives 0."""
    earned = sum(fen for fen in dues if fen > 0) + duty["carried_in_fen"]
    carried = sum(fen for fen in dues if fen < 0) + min(earned, 0)
    earned = max(earned, 0)
    cap = duty["policy"]["commission_cap_fen"]
    return (min(earned, cap) if cap else earned), carried


def top_up(policy: JSON, month: int, earned: int, floor: int, earlier: JSON) -> tuple[int, bool]:
    """What is added up to the floor (negative: a quarter's advances were too high), and whether it is reported."""
    mode = policy["floor"]
    if mode == "NONE" or not policy["floor_fen"]:
        return 0, False
    by_quarter = policy["floor_settlement"] == "quarter"
    if by_quarter and month % 3 == 0:
        earned += sum(one["earned_fen"] for one in earlier)
        floor += sum(one["floor_fen"] for one in earlier)
        if mode == "TOPUP":
            return max(floor - earned, 0) - sum(one["topup_fen"] for one in earlier), False
        return 0, earned < floor
    if mode == "TOPUP":
        return max(floor - earned, 0), False
    return 0, earned < floor and not by_quarter


def total(extras: JSON) -> int:
    """The sum of allowances, back pay or deductions."""
    return sum(extra["amount_fen"] for extra in extras)


def income_tax(kind: str, pay: int) -> int:
    """Nothing, or what is withheld on pay for labour services (劳务报酬, 国家税务总局公告2018年第61号)."""
    if kind == "NONE":
        return 0
    if kind != "LABOUR":
        raise ValueError("unknown tax: " + kind)
    taxed = Fraction(max(pay - 80000, 0)) if pay <= 400000 else Fraction(4 * pay, 5)
    if taxed <= 2000000:
        return rounded(taxed / 5)
    if taxed <= 5000000:
        return rounded(taxed * 3 / 10 - 200000)
    return rounded(taxed * 2 / 5 - 700000)


def recomputed(duty: JSON) -> dict[str, Any]:
    """Every amount of a line from its inputs: base, assessment, commission, cap, floor, allowances ... net."""
    policy, attendance = duty["policy"], duty["attendance"]
    month = Month(duty)
    off = absent_part(policy, attendance)
    if duty.get("units"):
        parts = [Fraction(duty["units"]["quantity"]) for _ in month.pieces]
        off = Fraction(0)
    else:
        parts = MODES[policy["proration"]](month, policy, attendance) if month.paid else []
    ratio = assessment(policy, attendance)
    exact = [standard * part * ratio for (standard, _), part in zip(month.pieces, parts)]
    base = sum(squeezed(exact))
    absence = min(rounded(sum(exact) * off), base) if off else 0
    paid_commission, carried = commission(duty, [scheme_commission(due)[1] for due in duty["schemes"]])
    floor = rounded(policy["floor_fen"] * sum(parts) * (1 - off))
    earned = base - absence + paid_commission
    topup, below = top_up(policy, month.month, earned, floor, duty["earlier"])
    corrections = [one["amount_fen"] for one in duty.get("corrections", ())]
    owed = duty["owed_fen"] - sum(fen for fen in corrections if fen < 0)
    allowance = total(duty["allowances"])
    back_pay = total(duty["back_pay"]) + sum(fen for fen in corrections if fen > 0)
    deduction = absence + total(duty["deductions"])
    due = base + paid_commission + topup + allowance + back_pay - deduction
    shortfall = max(-due, 0)
    payable = max(due, 0)
    limit = rounded(Fraction(payable * policy["recovery_limit_bp"], 10000))
    clawback = max(min(owed, limit, payable), 0)
    taxed = payable - clawback
    tax = income_tax(policy.get("tax", "NONE"), taxed)
    unit = policy["round_net_to_fen"]
    net = rounded(Fraction(taxed - tax, unit)) * unit
    forward = owed - clawback + shortfall
    flags = {
        "COMMISSION_NEGATIVE_CARRIED": carried != 0,
        "BELOW_FLOOR": below,
        "ZERO_LINE": net == 0,
        "NO_STANDARD": month.without_standard > 0,
        "NO_REQUIRED_DAYS": policy["proration"] == "P2"
        and bool(month.paid)
        and (attendance is None or attendance["required_tenths"] <= 0),
        "CARRIED_FORWARD": forward != 0,
        "CORRECTED": bool(corrections),
    }
    return {
        "days_in_month": month.length,
        "paid_days": len(month.paid),
        "standard_fen": month.standard,
        "base_fen": base,
        "commission_fen": paid_commission,
        "commission_carried_fen": carried,
        "topup_fen": topup,
        "allowance_fen": allowance,
        "back_pay_fen": back_pay,
        "deduction_fen": deduction,
        "clawback_fen": clawback,
        "tax_fen": tax,
        "rounding_fen": net - (taxed - tax),
        "shortfall_fen": shortfall,
        "net_fen": net,
        "carried_forward_fen": forward,
        "owed_fen": owed,
        "flags": [name for name, stands in flags.items() if stands],
    }


def unknown_inputs(duty: JSON) -> list[str]:
    """Names that these rules do not know: a later version of the desk wrote them."""
    pairs = [("duty", duty), ("policy", duty["policy"])]
    pairs += [("attendance", duty["attendance"])] if duty["attendance"] else []
    pairs += [("units", duty["units"])] if duty.get("units") else []
    pairs += [("correction", one) for one in duty.get("corrections", ())]
    for due in duty["schemes"]:
        pairs += [("scheme", due), *(("part", part) for part in due["parts"])]
    return sorted({name for kind, record in pairs for name in set(record) - KNOWN[kind]})


# ---- the document -------------------------------------------------------------------------------------------------


def canonical(value: JSON) -> bytes:
    """JSON with sorted keys and without blanks: what hashes are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def printed(document: JSON) -> bytes:
    """The one way to write a proof: a changed blank is a changed file."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def without(record: JSON, name: str) -> JSON:
    """A record without its own hash."""
    return {key: value for key, value in record.items() if key != name}


def shown(value: JSON) -> str:
    """Fen as the file has them and as people read them."""
    if isinstance(value, bool) or not isinstance(value, int):
        return "、".join(value) or "—" if isinstance(value, list) else str(value)
    return str(value)


def differs(line: int, who: str, name: str, expected: JSON, found: JSON) -> Difference:
    """A difference in words."""
    zh = NAMES.get(name, name)
    money_zh = money_en = ""
    if name.endswith("_fen") and all(isinstance(one, int) for one in (expected, found)):
        money_zh = "（{} 元，文件中 {} 元）".format(yuan(expected), yuan(found))
        money_en = " ({} and {} yuan)".format(yuan(expected), yuan(found))
    return Difference(
        line,
        who,
        "{}（{}）：应为 {}，文件中是 {}{}".format(zh, name, shown(expected), shown(found), money_zh),
        "{}: expected {}, found {}{}".format(name, shown(expected), shown(found), money_en),
    )


def yuan(fen: int) -> str:
    """Fen in yuan with two decimals."""
    return "{}{}.{:02d}".format("-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100)


def readable(line: int, found: Iterable[Difference]) -> Iterator[Difference]:
    """The differences found; what is not built like a proof is one of them, with its place."""
    try:
        for one in found:
            yield one
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError, OverflowError) as error:
        words = "{} {}".format(type(error).__name__, error)
        yield Difference(line, "", "内容不全或结构不对，无法读取：" + words, "not built like a proof: " + words)


def hash_of_inputs(line: JSON) -> str | None:
    """The hash that the inputs of a line have now; None for a line without them."""
    inputs = line["inputs"]
    return None if inputs is None else digest(inputs.encode("utf-8", "surrogatepass"))


def sums(amounts: JSON) -> Iterator[tuple[str, int]]:
    """What holds for every line, whatever it was computed from."""
    yield "net_fen", sum(sign * amounts[name] for name, sign, _ in PARTS)
    yield "net_fen", max(amounts["net_fen"], 0)
    yield "carried_forward_fen", amounts["owed_fen"] - amounts["clawback_fen"] + amounts["shortfall_fen"]


def schemes(duty: JSON) -> Iterator[tuple[str, int, int]]:
    """What is written of each scheme follows from its parts: name, expected, found."""
    for due in duty["schemes"]:
        whole, mine = scheme_commission(due)
        received = sum(part["receipts_fen"] for part in due["parts"])
        for name, expected in (("receipts_fen", received), ("scheme_fen", whole), ("amount_fen", mine)):
            yield "{} {}".format(due["scheme"], name), expected, due[name]


def corrections(duty: JSON) -> Iterator[tuple[str, int, int]]:
    """What is booked for a locked month is the sum of what differs in it: name, expected, found."""
    for one in duty.get("corrections", ()):
        parts = sum((before - now if name == "deduction" else now - before) for name, before, now in one["parts"])
        yield "correction {year:04d}-{month:02d} amount_fen".format(**one["month"]), parts, one["amount_fen"]


def computed(line: JSON, duty: JSON) -> Iterator[tuple[str, JSON, JSON]]:
    """Every amount, day count and flag of a line by the rules: name, expected, found."""
    expected = recomputed(duty)
    for name in IN_ORDER:
        yield name, expected[name], line["days"][name] if name in line["days"] else line["amounts"][name]
    yield "flags", sorted(expected["flags"]), sorted(line["flags"])


def on_paper(line: JSON, inputs: JSON, run: JSON) -> Iterator[tuple[str, JSON, JSON]]:
    """What stands on the sheet is what was frozen, and its month one that the run pays: name, expected, found."""
    duty, payee = inputs["duty"], inputs["payee"]
    for name, found in sorted(line["printed"].items()):
        if name in payee:
            yield name, payee[name], found
    attendance = duty["attendance"] or {}
    for name in ("required_tenths", "attended_tenths"):
        yield name, attendance.get(name), line["days"][name]
    yield "month", "{year:04d}-{month:02d}".format(**duty["month"]), line["month"]
    yield "month", min(max(line["month"], run["first_month"] or run["month"]), run["month"]), line["month"]


class Proof:
    """One file: ``differences()`` yields what does not agree, the most telling first."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.lines = self.proven = 0
        self.net = 0
        self.number = ""

    def differences(self) -> Iterator[Difference]:
        """Read it, then the lines, the totals, the chain of hashes, and at last the very bytes."""
        document, trouble = self._read()
        if trouble:
            yield trouble
            return
        for one in readable(0, self._compared(document)):
            yield one

    def _read(self) -> tuple[JSON, Difference | None]:
        try:
            text = self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            return None, self._broken(error.start)
        try:
            return json.loads(text, parse_float=_no_number, parse_constant=_no_number), None
        except json.JSONDecodeError as error:
            return None, self._broken(len(text[: error.pos].encode("utf-8", "surrogatepass")))
        except (ValueError, RecursionError) as error:
            words = str(error)
            return None, Difference(0, "", "文件无法读取：" + words, "the file cannot be read: " + words)

    def _broken(self, offset: int) -> Difference:
        row, column, near = self._place(offset)
        zh = "文件在第 {} 行第 {} 字节处被改动或损坏{}"
        en = "the file was changed or damaged in row {}, byte {}{}"
        return Difference(
            0,
            "",
            zh.format(row, column, "，在发放表第 {} 行附近".format(near) if near else ""),
            en.format(row, column, ", near line {} of the sheet".format(near) if near else ""),
        )

    def _place(self, offset: int) -> tuple[int, int, int]:
        """Row and byte of the file, and which pay line the bytes belong to (0: none)."""
        before = self.content[:offset]
        row = before.count(b"\n") + 1
        column = offset - (before.rfind(b"\n") + 1) + 1
        lines = before.split(b'\n  "lines": [')
        near = lines[1].count(b"\n   {") if len(lines) == 2 and b"\n  ]" not in lines[1] else 0
        return row, column, near

    def _compared(self, document: JSON) -> Iterator[Difference]:
        proof = document["proof"]
        if proof["format"] != FORMAT:
            yield Difference(0, "", "不是发放证明文件", "this is no payroll proof")
            return
        if proof["version"] != VERSION:
            words = str(proof["version"])
            yield Difference(0, "", "此程序不认识证明版本 " + words, "this checker does not know version " + words)
            return
        run = proof["run"]
        self.number = run["number"]
        for place, line in enumerate(proof["lines"], start=1):
            self.lines += 1
            for one in readable(place, self._line(place, line, run)):
                yield one
        for one in self._totals(proof):
            yield one
        for one in self._chain(proof):
            yield one
        if set(document) != {"proof", "sha256"} or document["sha256"] != digest(canonical(proof)):
            yield differs(0, "", "sha256", digest(canonical(proof)), document["sha256"])
        written = printed(document)
        if written != self.content:
            pairs = enumerate(zip(written, self.content))
            shorter = min(len(written), len(self.content))
            yield self._broken(next((place for place, (mine, theirs) in pairs if mine != theirs), shorter))

    def _line(self, number: int, line: JSON, run: JSON) -> Iterator[Difference]:
        amounts = line["amounts"]
        self.net += amounts["net_fen"]
        who = line["printed"]["name"]
        if line["number"] != number:
            yield differs(number, who, "number", number, line["number"])
        if line["inputs_sha256"] != hash_of_inputs(line):
            yield Difference(
                number, who, "计算依据与其校验值不符，已被改动", "the inputs are not what their sha256 is of"
            )
        added = [(name, expected, amounts[name]) for name, expected in sums(amounts)]
        found = []
        if line["inputs"] is not None:
            self.proven += 1
            inputs = json.loads(line["inputs"], parse_float=_no_number, parse_constant=_no_number)
            unknown = "、".join(unknown_inputs(inputs["duty"]))
            if unknown:
                zh, en = "此程序不认识的计算依据：", "this checker does not know: "
                yield Difference(number, who, zh + unknown, en + unknown)
                return
            found = [
                *schemes(inputs["duty"]),
                *corrections(inputs["duty"]),
                *computed(line, inputs["duty"]),
                *on_paper(line, inputs, run),
            ]
        told = set()
        for name, expected, value in [*found, *added]:
            if value != expected and name not in told:
                told.add(name)
                yield differs(number, who, name, expected, value)
        if line["sha256"] != digest(canonical(without(line, "sha256"))):
            yield Difference(number, who, "此行内容与其校验值（sha256）不符，已被改动", "not what its sha256 is of")

    def _totals(self, proof: JSON) -> Iterator[Difference]:
        lines = proof["lines"]
        for name, found in sorted(proof["totals"].items()):
            if name == "lines":
                expected = len(lines)
            elif name == "people":
                expected = len({line["printed"]["id_no"] for line in lines})
            else:
                expected = sum(line["amounts"][name] for line in lines)
            if expected != found:
                yield differs(0, "合计 total", name, expected, found)
        if proof["policies"] != policies_of(lines):
            yield Difference(0, "", "列出的发放规则与各行不符", "the policies listed are not those of the lines")

    def _chain(self, proof: JSON) -> Iterator[Difference]:
        """The hash of the run is made of its head and all inputs, the code on paper of that hash and the results."""
        run, lines = proof["run"], proof["lines"]
        if all(line["inputs"] is not None for line in lines):
            chain = hashlib.sha256(canonical([run["engine"], run["head"]]))
            for line in lines:
                chain.update(line["inputs"].encode("utf-8", "surrogatepass"))
            if chain.hexdigest() != run["inputs_hash"]:
                yield differs(0, "批次 run", "inputs_hash", chain.hexdigest(), run["inputs_hash"])
        code = hashlib.sha256(run["inputs_hash"].encode())
        for line in lines:
            who, net = line["printed"], line["amounts"]["net_fen"]
            code.update(canonical([line["number"], who["id_no"], who["post_type"], net, line["flags"]]))
        if code.hexdigest()[:8].upper() != run["check_code"]:
            yield differs(0, "批次 run", "check_code", code.hexdigest()[:8].upper(), run["check_code"])

    def verdict(self) -> tuple[str, str]:
        """One line for a proof in which nothing differs."""
        rest = self.lines - self.proven
        zh = "{}：{} 行，实发合计 {} 元，".format(self.number, self.lines, yuan(self.net))
        en = "{}: {} lines, {} yuan in all, ".format(self.number, self.lines, yuan(self.net))
        if not rest:
            return zh + "逐行重算到分，全部一致。", en + "every line computed again to the fen, all agree."
        return (
            zh + "{} 行重算一致，{} 行没有保存计算依据，只核对了加减与合计。".format(self.proven, rest),
            en + "{} computed again; of {} without kept inputs only the sums.".format(self.proven, rest),
        )


def policies_of(lines: JSON) -> list[JSON]:
    """The distinct policies of the lines, in the order in which they first appear."""
    found: list[JSON] = []
    for line in lines:
        policy = None if line["inputs"] is None else json.loads(line["inputs"])["duty"]["policy"]
        if policy is not None and policy not in found:
            found.append(policy)
    return found


def _no_number(text: str) -> None:
    raise ValueError("not a whole number: " + text)


# ---- the command --------------------------------------------------------------------------------------------------


def files_of(path: Path) -> list[tuple[str, bytes]]:
    """The proofs that a path names: itself, or all in a folder or a .zip."""
    if path.is_dir():
        return [(one.name, one.read_bytes()) for one in sorted(path.rglob("*.json"))]
    if zipfile.is_zipfile(str(path)):
        with zipfile.ZipFile(str(path)) as packed:
            return [(name, packed.read(name)) for name in sorted(packed.namelist()) if name.endswith(".json")]
    return [(path.name, path.read_bytes())]


def main(words: list[str]) -> int:
    """Check what is named and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("path", type=Path, nargs="+", help="a proof, a folder or a .zip of proofs")
    parser.add_argument("--all", action="store_true", help="every difference, not only the first")
    parser.add_argument("--english", action="store_true", help="in English")
    options = parser.parse_args(words)
    code = 0
    for path in options.path:
        try:
            files = files_of(path)
        except (OSError, zipfile.BadZipFile) as error:
            print("{}: {}".format(path, error))
            return 2
        if not files:
            print("{}: {}".format(path, "no proof here" if options.english else "没有证明文件"))
            return 2
        for name, content in files:
            code = max(code, check(name, content, options), key=(0, 3, 1).index)
            if code == 1 and not options.all:
                return code
    return code


def check(name: str, content: bytes, options: argparse.Namespace) -> int:
    """Check one file and say what was found: 0 all proven, 3 partly, 1 different."""
    proof = Proof(content)
    found = 0
    for one in proof.differences():
        found += 1
        line = ("line {}" if options.english else "第 {} 行").format(one.line) if one.line else ""
        place = " ".join(word for word in (line, one.who) if word)
        words = [name, place, one.en if options.english else one.zh]
        print((": " if options.english else "：").join(word for word in words if word))
        if not options.all:
            break
    if found:
        return 1
    print(proof.verdict()[1 if options.english else 0])
    return 0 if proof.proven == proof.lines else 3


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
