"""Checks a payroll proof (发放证明) by computing every amount of it again from the frozen inputs.

发放证明校核程序：只需 Python 3.8 以上，不联网，不安装任何东西，不使用制表软件的任何代码。

    python3 proof_checker.py 证明文件.json            the first line that differs, exit code 1; all in order, exit code 0
    python3 proof_checker.py 证明文件夹               every proof in a folder or a .zip
    python3 proof_checker.py --all 证明文件.json      every difference, not only the first
    python3 proof_checker.py --english 证明文件.json  in English

Exit code 0: every line was computed again to the fen and agrees. 1: something differs or was changed. 2: there is nothing to
check, or the file cannot be read. 3: nothing differs, but some lines were computed before inputs were kept (2.0) and only
their sums could be checked.

It is written from the rules alone (day by day, with exact fractions), so that two programs which share nothing must agree.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from calendar import monthrange
from collections import namedtuple
from datetime import date
from fractions import Fraction
from pathlib import Path

FORMAT, VERSION = "cjdesk-payroll-proof", 1

Difference = namedtuple("Difference", "place zh en")

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

NAMES = {
    "days_in_month": "当月天数", "paid_days": "计发天数", "standard_fen": "补贴标准", "owed_fen": "此前待追回",
    "commission_carried_fen": "结转下月的提成", "carried_forward_fen": "结转待追回", "net_fen": "实发",
    "flags": "标记", "people": "人数", "lines": "行数", "required_tenths": "应出勤", "attended_tenths": "出勤",
}  # fmt: skip
NAMES.update((name, words) for name, _, words in PARTS)

POLICY = {
    "proration", "cutoff_day", "floor", "floor_fen", "floor_settlement", "commission_cap_fen", "round_net_to_fen",
    "recovery_limit_bp", "assessment_bp",
}  # fmt: skip
DUTY = {
    "month", "start", "end", "standards", "policy", "days_off", "attendance", "schemes", "left_out", "carried_in_fen",
    "allowances", "back_pay", "deductions", "owed_fen", "tax_fen", "earlier",
}  # fmt: skip
"""What a line may depend on. Anything else is a rule that came later, and is said instead of passed over."""


# ---- numbers ------------------------------------------------------------------------------------------------------


def rounded(number):
    """The nearest whole number; a half goes away from zero."""
    number = Fraction(number)
    size = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return size if number >= 0 else -size


def squeezed(exact):
    """Parts rounded one by one, the last takes what is left of the rounded whole (倒挤)."""
    if not exact:
        return []
    parts = [rounded(one) for one in exact[:-1]]
    return [*parts, rounded(sum(exact)) - sum(parts)]


def day_of(text):
    """A day, or None for an open end."""
    return None if text is None else date(*(int(part) for part in text.split("-")))


# ---- the rules ----------------------------------------------------------------------------------------------------


class Month:
    """The paid days of a duty, looked at one by one."""

    def __init__(self, duty):
        year, month = duty["month"]["year"], duty["month"]["month"]
        self.year, self.month = year, month
        self.length = monthrange(year, month)[1]
        start, end = day_of(duty["start"]), day_of(duty["end"])
        off = [(day_of(one["start"]), day_of(one["end"])) for one in duty["days_off"] if not one["paid"]]
        standards = [(day_of(one["since"]), one["amount_fen"]) for one in duty["standards"]]
        self.paid = []
        self.by_standard = {}
        self.without_standard = 0
        for number in range(1, self.length + 1):
            day = date(year, month, number)
            if day < start or (end is not None and day > end):
                continue
            if any(first <= day and (last is None or day <= last) for first, last in off):
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

    def workdays(self, days):
        """Mondays to Fridays among them."""
        return sum(date(self.year, self.month, number).weekday() < 5 for number in days)


def shares(mode, month, policy, attendance):
    """What part of its standard each piece earns, and what part of that is taken off for absence (only P3)."""
    count, length = len(month.paid), month.length
    nothing = [Fraction(0)] * len(month.pieces)
    sizes = [len(days) for _, days in month.pieces]
    if not count:
        return nothing, Fraction(0)
    if mode == "P1":
        return [Fraction(size, length) for size in sizes], Fraction(0)
    if mode == "P2":
        required = attendance["required_tenths"] if attendance else 0
        if required <= 0:
            return nothing, Fraction(0)
        attended = min(max(attendance["attended_tenths"], 0), required)
        return [Fraction(size, count) * Fraction(attended, required) for size in sizes], Fraction(0)
    if mode == "P3":
        absent = max(attendance["unpaid_tenths"], 0) if attendance else 0
        off = min(Fraction(absent, 10) / Fraction(87, 4), Fraction(1))
        if count == length:
            return [Fraction(size, count) for size in sizes], off
        worked = [month.workdays(days) for _, days in month.pieces]
        whole = max(Fraction(sum(worked)), Fraction(87, 4))
        return [days / whole for days in worked], off
    if mode == "P4":
        found = list(nothing)
        for half in (lambda number: number <= 15, lambda number: number > 15):
            mine = [sum(map(half, days)) for _, days in month.pieces]
            if sum(mine):
                found = [one + Fraction(days, 2 * sum(mine)) for one, days in zip(found, mine)]
        return found, Fraction(0)
    if mode == "P5":
        cutoff = min(policy["cutoff_day"], length)
        return [Fraction(int(cutoff in days)) for _, days in month.pieces], Fraction(0)
    if mode == "P6":
        earned = count if count < 15 else max(30 - (length - count), 0)
        return [Fraction(size, count) * Fraction(earned, 30) for size in sizes], Fraction(0)
    raise ValueError("unknown way to prorate: {}".format(mode))


def assessment(policy, attendance):
    """The ratio of the grade: 优, 优秀 and 优等 are one grade; without a grade, or an unknown one, all of it."""
    grade = attendance["grade"] if attendance else None
    known = policy["assessment_bp"]
    if not grade:
        return Fraction(1)
    if grade in known:
        return Fraction(known[grade], 10000)
    alike = [points for name, points in sorted(known.items()) if name[:1] == grade[:1]]
    return Fraction(alike[0], 10000) if alike else Fraction(1)


def scheme_commission(due):
    """A scheme's commission and the warden's part of it: rounded once, the last part and the last sharer take the rest."""
    amounts = squeezed([Fraction(part["receipts_fen"] * part["rate_bp"], 10000) for part in due["parts"]])
    mine = 0
    for part, amount in zip(due["parts"], amounts):
        if part["place"] is None:
            continue
        split = [rounded(Fraction(amount * share, 10000)) for share in part["shares_bp"][:-1]]
        mine += [*split, amount - sum(split)][part["place"]]
    return sum(amounts), mine


def commission(duty, dues):
    """Paid, and the negative rest that goes to the next month; a scheme with more refunds than receipts gives 0."""
    earned = sum(fen for fen in dues if fen > 0) + duty["carried_in_fen"]
    carried = sum(fen for fen in dues if fen < 0) + min(earned, 0)
    earned = max(earned, 0)
    cap = duty["policy"]["commission_cap_fen"]
    return (min(earned, cap) if cap else earned), carried


def top_up(policy, month, earned, floor, earlier):
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


def total(extras):
    """The sum of allowances, back pay or deductions."""
    return sum(extra["amount_fen"] for extra in extras)


def recomputed(duty):
    """Every amount of a line from its inputs: base, assessment, commission, cap, floor, allowances ... net."""
    policy, attendance = duty["policy"], duty["attendance"]
    month = Month(duty)
    parts, off = shares(policy["proration"], month, policy, attendance)
    ratio = assessment(policy, attendance)
    exact = [standard * part * ratio for (standard, _), part in zip(month.pieces, parts)]
    base = sum(squeezed(exact))
    absence = min(rounded(sum(exact) * off), base) if off else 0
    paid_commission, carried = commission(duty, [scheme_commission(due)[1] for due in duty["schemes"]])
    floor = rounded(policy["floor_fen"] * sum(parts) * (1 - off))
    earned = base - absence + paid_commission
    topup, below = top_up(policy, month.month, earned, floor, duty["earlier"])
    allowance, back_pay = total(duty["allowances"]), total(duty["back_pay"])
    deduction = absence + total(duty["deductions"])
    tax = duty["tax_fen"]
    due = base + paid_commission + topup + allowance + back_pay - deduction - tax
    shortfall = max(-due, 0)
    payable = max(due, 0)
    limit = rounded(Fraction(payable * policy["recovery_limit_bp"], 10000))
    clawback = max(min(duty["owed_fen"], limit, payable), 0)
    unit = policy["round_net_to_fen"]
    net = rounded(Fraction(payable - clawback, unit)) * unit
    forward = duty["owed_fen"] - clawback + shortfall
    flags = {
        "COMMISSION_NEGATIVE_CARRIED": carried != 0,
        "BELOW_FLOOR": below,
        "ZERO_LINE": net == 0,
        "NO_STANDARD": month.without_standard > 0,
        "NO_REQUIRED_DAYS": policy["proration"] == "P2"
        and bool(month.paid)
        and (attendance is None or attendance["required_tenths"] <= 0),
        "CARRIED_FORWARD": forward != 0,
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
        "rounding_fen": net - (payable - clawback),
        "shortfall_fen": shortfall,
        "net_fen": net,
        "carried_forward_fen": forward,
        "owed_fen": duty["owed_fen"],
        "flags": [name for name, stands in flags.items() if stands],
    }


def unknown_inputs(duty):
    """Names that these rules do not know: a later version of the desk wrote them."""
    return sorted((set(duty) - DUTY) | (set(duty["policy"]) - POLICY))


# ---- the document -------------------------------------------------------------------------------------------------


def canonical(value):
    """JSON with sorted keys and without blanks: what hashes are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def printed(document):
    """The one way to write a proof: a changed blank is a changed file."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")


def digest(content):
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def without(record, name):
    """A record without its own hash."""
    return {key: value for key, value in record.items() if key != name}


def shown(value):
    """Fen as the file has them and as people read them."""
    if isinstance(value, bool) or not isinstance(value, int):
        return "、".join(value) or "—" if isinstance(value, list) else str(value)
    return str(value)


def differs(place, name, expected, found):
    """A difference in words."""
    zh = NAMES.get(name, name)
    money_zh = money_en = ""
    if name.endswith("_fen") and all(isinstance(one, int) for one in (expected, found)):
        money_zh = "（{} 元，文件中 {} 元）".format(yuan(expected), yuan(found))
        money_en = " ({} and {} yuan)".format(yuan(expected), yuan(found))
    return Difference(
        place,
        "{}（{}）：应为 {}，文件中是 {}{}".format(zh, name, shown(expected), shown(found), money_zh),
        "{}: expected {}, found {}{}".format(name, shown(expected), shown(found), money_en),
    )


def yuan(fen):
    """Fen in yuan with two decimals."""
    return "{}{}.{:02d}".format("-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100)


class Proof:
    """One file: ``differences()`` yields what does not agree, the most telling first."""

    def __init__(self, content):
        self.content = content
        self.lines = self.proven = 0
        self.net = 0
        self.number = ""

    def differences(self):
        """Read it, then the lines, the totals, the chain of hashes, and at last the very bytes."""
        document, trouble = self._read()
        if trouble:
            yield trouble
            return
        try:
            for one in self._compared(document):
                yield one
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError, OverflowError) as error:
            words = "{} {}".format(type(error).__name__, error)
            yield Difference("", "文件结构不对，无法读取：" + words, "the file is not built like a proof: " + words)

    def _read(self):
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
            return None, Difference("", "文件无法读取：" + words, "the file cannot be read: " + words)

    def _broken(self, offset):
        row, column, near = self._place(offset)
        zh = "文件在第 {} 行第 {} 字节处被改动或损坏{}"
        en = "the file was changed or damaged in row {}, byte {}{}"
        return Difference(
            "",
            zh.format(row, column, "，在发放表第 {} 行附近".format(near) if near else ""),
            en.format(row, column, ", near line {} of the sheet".format(near) if near else ""),
        )

    def _place(self, offset):
        """Row and byte of the file, and which pay line the bytes belong to (0: none)."""
        before = self.content[:offset]
        row = before.count(b"\n") + 1
        column = offset - (before.rfind(b"\n") + 1) + 1
        lines = before.split(b'\n  "lines": [')
        near = lines[1].count(b"\n   {") if len(lines) == 2 and b"\n  ]" not in lines[1] else 0
        return row, column, near

    def _compared(self, document):
        proof = document["proof"]
        if proof["format"] != FORMAT:
            yield Difference("", "不是发放证明文件", "this is no payroll proof")
            return
        if proof["version"] != VERSION:
            words = str(proof["version"])
            yield Difference("", "证明版本 {} 需要新的校核程序".format(words), "version {} needs a newer checker".format(words))
            return
        run = proof["run"]
        self.number = run["number"]
        for place, line in enumerate(proof["lines"], start=1):
            self.lines += 1
            for one in self._line(place, line, run):
                yield one
        for one in self._totals(proof):
            yield one
        for one in self._chain(proof):
            yield one
        if set(document) != {"proof", "sha256"} or document["sha256"] != digest(canonical(proof)):
            yield differs("", "sha256", digest(canonical(proof)), document["sha256"])
        written = printed(document)
        if written != self.content:
            same = next((i for i, (a, b) in enumerate(zip(written, self.content)) if a != b), min(len(written), len(self.content)))
            yield self._broken(same)

    def _line(self, place, line, run):
        where = "{} {}".format(line["number"], line["printed"]["name"])
        if line["number"] != place:
            yield differs(where, "number", place, line["number"])
        if line["sha256"] != digest(canonical(without(line, "sha256"))):
            yield Difference(where, "此行内容与其校验值（sha256）不符，已被改动", "this line is not what its sha256 was made of")
        amounts = line["amounts"]
        self.net += amounts["net_fen"]
        for one in self._sums(where, amounts):
            yield one
        if line["inputs"] is None:
            return
        if line["inputs_sha256"] != digest(line["inputs"].encode("utf-8", "surrogatepass")):
            yield Difference(where, "计算依据（inputs）与其校验值不符，已被改动", "the inputs are not what their sha256 was made of")
        inputs = json.loads(line["inputs"], parse_float=_no_number, parse_constant=_no_number)
        duty, payee = inputs["duty"], inputs["payee"]
        unknown = unknown_inputs(duty)
        if unknown:
            words = "、".join(unknown)
            yield Difference(where, "此校核程序不认识的计算依据：" + words, "inputs that this checker does not know: " + words)
            return
        self.proven += 1
        for one in self._schemes(where, duty):
            yield one
        expected = recomputed(duty)
        for name in [*(name for name, _, _ in PARTS), *sorted(set(expected) - {name for name, _, _ in PARTS} - {"flags"})]:
            found = line["days"][name] if name in line["days"] else amounts[name]
            if found != expected[name]:
                yield differs(where, name, expected[name], found)
        if sorted(line["flags"]) != sorted(expected["flags"]):
            yield differs(where, "flags", expected["flags"], line["flags"])
        for one in self._printed(where, line, duty, payee, run):
            yield one

    def _sums(self, where, amounts):
        """What holds for every line, whatever it was computed from."""
        parts = sum(sign * amounts[name] for name, sign, _ in PARTS)
        if parts != amounts["net_fen"]:
            yield differs(where, "net_fen", parts, amounts["net_fen"])
        if amounts["net_fen"] < 0:
            yield differs(where, "net_fen", 0, amounts["net_fen"])
        owed = amounts["owed_fen"] - amounts["clawback_fen"] + amounts["shortfall_fen"]
        if owed != amounts["carried_forward_fen"]:
            yield differs(where, "carried_forward_fen", owed, amounts["carried_forward_fen"])

    def _schemes(self, where, duty):
        """What is written of each scheme follows from its parts."""
        for due in duty["schemes"]:
            whole, mine = scheme_commission(due)
            received = sum(part["receipts_fen"] for part in due["parts"])
            for name, expected in (("receipts_fen", received), ("scheme_fen", whole), ("amount_fen", mine)):
                if due[name] != expected:
                    yield differs("{} {}".format(where, due["scheme"]), name, expected, due[name])

    def _printed(self, where, line, duty, payee, run):
        """What stands on the sheet is what was frozen."""
        for name, found in sorted(line["printed"].items()):
            if name in payee and found != payee[name]:
                yield differs(where, name, payee[name], found)
        attendance = duty["attendance"] or {}
        for name in ("required_tenths", "attended_tenths"):
            if line["days"][name] != attendance.get(name):
                yield differs(where, name, attendance.get(name), line["days"][name])
        month = "{year:04d}-{month:02d}".format(**duty["month"])
        if line["month"] != month:
            yield differs(where, "month", month, line["month"])
        if not (run["first_month"] or run["month"]) <= line["month"] <= run["month"]:
            yield differs(where, "month", run["month"], line["month"])

    def _totals(self, proof):
        lines = proof["lines"]
        for name, found in sorted(proof["totals"].items()):
            if name == "lines":
                expected = len(lines)
            elif name == "people":
                expected = len({line["printed"]["id_no"] for line in lines})
            else:
                expected = sum(line["amounts"][name] for line in lines)
            if expected != found:
                yield differs("合计 total", name, expected, found)
        if proof["policies"] != policies_of(lines):
            yield Difference("", "列出的发放规则与各行不符", "the policies listed are not those of the lines")

    def _chain(self, proof):
        """The run's own hash is made of its head and the inputs of all lines, the code on paper of that and the results."""
        run, lines = proof["run"], proof["lines"]
        if all(line["inputs"] is not None for line in lines):
            chain = hashlib.sha256(canonical([run["engine"], run["head"]]))
            for line in lines:
                chain.update(line["inputs"].encode("utf-8", "surrogatepass"))
            if chain.hexdigest() != run["inputs_hash"]:
                yield differs("批次 run", "inputs_hash", chain.hexdigest(), run["inputs_hash"])
        code = hashlib.sha256(run["inputs_hash"].encode())
        for line in lines:
            on_paper = line["printed"]
            code.update(
                canonical([line["number"], on_paper["id_no"], on_paper["post_type"], line["amounts"]["net_fen"], line["flags"]])
            )
        if code.hexdigest()[:8].upper() != run["check_code"]:
            yield differs("批次 run", "check_code", code.hexdigest()[:8].upper(), run["check_code"])

    def verdict(self):
        """One line for a proof in which nothing differs."""
        rest = self.lines - self.proven
        zh = "{}：{} 行，实发合计 {} 元，".format(self.number, self.lines, yuan(self.net))
        en = "{}: {} lines, {} yuan in all, ".format(self.number, self.lines, yuan(self.net))
        if not rest:
            return zh + "逐行重算到分，全部一致。", en + "every line computed again to the fen, all agree."
        return (
            zh + "{} 行重算一致；{} 行没有保存计算依据，只核对了加减与合计。".format(self.proven, rest),
            en + "{} computed again and agree; {} without kept inputs, of which only the sums were checked.".format(self.proven, rest),
        )


def policies_of(lines):
    """The distinct policies of the lines, in the order in which they first appear."""
    found = []
    for line in lines:
        policy = None if line["inputs"] is None else json.loads(line["inputs"])["duty"]["policy"]
        if policy is not None and policy not in found:
            found.append(policy)
    return found


def _no_number(text):
    raise ValueError("not a whole number: " + text)


# ---- the command --------------------------------------------------------------------------------------------------


def files_of(path):
    """The proofs that a path names: itself, or all in a folder or a .zip."""
    if path.is_dir():
        return [(one.name, one.read_bytes()) for one in sorted(path.rglob("*.json"))]
    if zipfile.is_zipfile(str(path)):
        with zipfile.ZipFile(str(path)) as packed:
            return [(name, packed.read(name)) for name in sorted(packed.namelist()) if name.endswith(".json")]
    return [(path.name, path.read_bytes())]


def main(words):
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


def check(name, content, options):
    """Check one file and say what was found: 0 all proven, 3 partly, 1 different."""
    proof = Proof(content)
    found = 0
    for one in proof.differences():
        found += 1
        place = "{}: ".format(name)
        if one.place:
            place += ("line {}: " if options.english else "第 {} 行：").format(one.place) if one.place[0].isdigit() else one.place + ": "
        print(place + (one.en if options.english else one.zh))
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
