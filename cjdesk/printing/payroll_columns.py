"""F1 by column: what each says, what hides when a run does not use it, and who gets the freed width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from cjdesk.domain import codes, masks, money
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import wording
from cjdesk.printing.canvas import Align
from cjdesk.printing.fonts import Role, faces
from cjdesk.printing.measures import LANDSCAPE
from cjdesk.printing.table import Column, Part, column

NAME_LACKS = "姓名缺字，待补"
ACCOUNT_LACKS = "待补账号"

SEVEN_DIGITS = 100_000_000
"""A run total from here on, in fen, needs a wider 实发."""


class Numbers(Enum):
    """How much of ID and account numbers is printed."""

    FULL = "full"
    TAIL = "tail"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Amount:
    """A money column: its heads with and without room for the unit, and how it reads a line.

    A column that is always shown prints its zeros; one that comes and goes leaves them empty.
    """

    key: str
    head: str
    short_head: str
    of: Callable[[Line], int]
    always: bool
    summed: bool = True
    size: float = 10
    there: Callable[[Line], bool] = lambda _: True
    """False where nothing was due at all, so that an empty cell is told from 0.00."""


STANDARD = Amount("standard", "补贴标准|（元/月）", "补贴标准", lambda line: line.standard_fen, True, summed=False)
UNIT = Amount("standard", "单价|（元）", "单价", lambda line: line.standard_fen, True, summed=False)
BASE = Amount("base_fen", "基本补贴|（元）", "基本补贴", lambda line: line.base_fen, True)
COMMISSION = Amount("commission_fen", "水费提成|（元）", "水费提成", lambda line: line.commission_fen, True)
NET = Amount("net_fen", "实发金额|（元）", "实发金额", lambda line: line.net_fen, True)
TOTAL = Amount("net_fen", "合计实发|（元）", "合计实发", lambda line: line.net_fen, True)
TOPUP = Amount("topup_fen", "保底补差|（元）", "保底补差", lambda line: line.topup_fen, False)
BACK_PAY = Amount("back_pay_fen", "补发|（元）", "补发", lambda line: line.back_pay_fen, False)
OTHER_PAY = Amount(
    "back_pay_fen", "补发/|其他补贴", "补发/|其他", lambda line: line.back_pay_fen + line.allowance_fen, False
)
OFF = Amount("off_fen", "扣款/|扣回", "扣款/|扣回", lambda line: -(line.deduction_fen + line.clawback_fen), False)
OFF_TAX = Amount(
    "off_fen",
    "扣款/扣|回/个税",
    "扣款/扣|回/个税",
    lambda line: -(line.deduction_fen + line.clawback_fen + line.tax_fen),
    False,
)

MONTH = "month "
"""Begins the key of a month's column; the key's rest is the month."""

MONTH_WIDTHS = ((3, 17.0, 20.0), (6, 15.0, 15.5), (12, 12.0, 12.7))
"""Up to so many months each has this width, and takes that much when there is room."""

FEW = 6
"""Beyond so many months their figures are smaller, and the account stands under the ID number."""

FLOORS = {
    "number": 9.0,
    "name": 18.0,
    "sex": 9.0,
    "id_no": 34.0,
    "place": 20.0,
    "attendance": 13.0,
    "days": 10.0,
    "quantity": 14.0,
    "standard": 16.0,
    "base_fen": 16.0,
    "commission_fen": 16.0,
    "topup_fen": 15.0,
    "back_pay_fen": 15.0,
    "off_fen": 15.0,
    "net_fen": 22.0,
    "account": 33.0,
    "signature": 22.0,
    "remark": 14.0,
}
"""The widths when every column is shown, in millimetres."""

WISHES = (
    ("net_fen", 24.0),
    ("account", 40.0),
    ("signature", 32.0),
    ("name", 20.0),
    ("place", 25.0),
    ("id_no", 36.0),
    ("attendance", 14.0),
    ("days", 11.0),
    ("standard", 18.0),
    ("base_fen", 18.0),
    ("commission_fen", 18.0),
    ("topup_fen", 16.0),
)
"""Who gets freed width, in this order, and up to which width; 备注 takes the rest."""

ONE_YUAN = 100

GROUPED_FROM = 38.0
"""An account column this wide holds the number in groups of four."""


def components(sheet: Sheet, *, every: bool) -> tuple[Amount, ...]:
    """The money columns before 实发 that this run needs, so that every row adds up on paper.

    A run of several months has one for each, never a merged amount.
    """
    if len(sheet.months) > 1:
        return _months(sheet)

    def used(*names: str) -> bool:
        return any(getattr(line, name) for name in names for line in sheet.lines)

    fees = sheet.post_type == "GS" or used("commission_fen")
    extra: list[Amount] = []
    if every or used("topup_fen"):
        extra.append(TOPUP)
    if every or used("back_pay_fen", "allowance_fen"):
        extra.append(OTHER_PAY if used("allowance_fen") else BACK_PAY)
    if every or used("deduction_fen", "clawback_fen", "tax_fen"):
        extra.append(OFF_TAX if used("tax_fen") else OFF)
    if sheet.pay == codes.QUANTITY:
        return (UNIT, BASE, *extra) if extra else (UNIT,)
    if fees:
        return (BASE, COMMISSION, *extra)
    return (BASE, *extra) if extra else (STANDARD,)


def _months(sheet: Sheet) -> tuple[Amount, ...]:
    """What each month pays, by the row it stands in."""
    by_row = sheet.by_assignment
    years = len({month.year for month in sheet.months}) > 1
    wide = len(sheet.months) <= FEW

    def amount(month: Month) -> Amount:
        paid = {first: _in_month(lines, month) for first, lines in by_row.items()}
        head = f"{month.year}年|{month.month}月" if years else f"{month.month}月|（元）" if wide else f"{month.month}月"
        return Amount(
            key=f"{MONTH}{month}",
            head=head,
            short_head=head,
            of=lambda line: paid[line.id] or 0,
            always=True,
            size=10 if wide else 8,
            there=lambda line: paid[line.id] is not None,
        )

    return tuple(amount(month) for month in sheet.months)


def _in_month(lines: Sequence[Line], month: Month) -> int | None:
    some = [line.net_fen for line in lines if line.month == month]
    return sum(some) if some else None


def _floors(keys: Iterable[str]) -> dict[str, float]:
    keys = tuple(keys)
    floor, _ = _month_width(keys)
    return {key: floor if key.startswith(MONTH) else FLOORS[key] for key in keys}


def _month_width(keys: Sequence[str]) -> tuple[float, float]:
    months = sum(key.startswith(MONTH) for key in keys)
    return next(((floor, wish) for most, floor, wish in MONTH_WIDTHS if months <= most), (12.0, 12.7))


def widths(keys: Iterable[str], *, inner: float, total_fen: int = 0) -> dict[str, float]:
    """Millimetres by column; their sum is ``inner``. A total of seven digits takes its room from 备注, then 签字."""
    keys = tuple(keys)
    found = _floors(keys)
    months = [(key, _month_width(keys)[1]) for key in keys if key.startswith(MONTH)]
    free = inner - sum(found.values())
    if free < 0:
        raise ValueError("more columns than the paper holds")
    for key, most in (*months, *WISHES):
        if key in found:
            gain = min(free, most - found[key])
            found[key] += gain
            free -= gain
    found["remark"] += free
    if total_fen >= SEVEN_DIGITS and found["net_fen"] < 23:
        lack = 23 - found["net_fen"]
        giver = "remark" if found["remark"] >= FLOORS["remark"] + lack else "signature"
        found["net_fen"] += lack
        found[giver] -= lack
    return found


def columns(sheet: Sheet, *, every: bool, ids: Numbers, accounts: Numbers) -> tuple[Column[Line], ...]:
    """The columns of a run with their final widths; their sum is the table width of the paper."""
    money_columns = components(sheet, every=every)
    several = len(sheet.months) > 1
    keys = ["number", "name", "sex", "id_no", "place", *([] if several else _counted(sheet))]
    keys += [one.key for one in money_columns] + ["net_fen", "account", "signature", "remark"]
    inner = LANDSCAPE.inner
    if BASE in money_columns or several:
        keys.remove("sex")
    if len(sheet.months) > FEW:
        keys.remove("account")
    for spare in ("sex", "place"):
        if spare in keys and sum(_floors(keys).values()) > inner:
            keys.remove(spare)
    wide = widths(keys, inner=inner, total_fen=sheet.net_fen)
    short = len(money_columns) > 2 or (len(money_columns) == 2 and COMMISSION not in money_columns)
    short = short and not several
    made = {one.key: one for one in _plain_columns(short, ids, accounts, wide)}
    if "account" not in keys:
        numbers = (made["id_no"].parts[0], made["account"].parts[-1])
        made["id_no"] = column("id_no", "身份证号码|银行账号", 0, *numbers)
    made["quantity"] = _quantity_column(sheet.unit)
    if several:
        made["remark"] = _remark_column(sheet)
    for one in money_columns:
        made[one.key] = _money_column(one, short, size=one.size)
    net = TOTAL if several else NET
    made["net_fen"] = _money_column(net, short, role=Role.FIGURES_BOLD, size=11)
    return tuple(replace(made[key], width=wide[key]) for key in keys)


def _counted(sheet: Sheet) -> list[str]:
    """What the amount of one month was counted from."""
    if sheet.pay == codes.QUANTITY:
        return ["quantity"]
    return ["attendance", "days"] if sheet.attended else []


def _remark_column(sheet: Sheet) -> Column[Line]:
    """Several months in a row: what was added to one or taken off it is named with its month."""
    by_row = sheet.by_assignment

    def says(row: Line) -> str:
        words = [remark(row)]
        for line in by_row[row.id]:
            words += [
                f"{line.month.month}月{word}{money.plain(fen)}"
                for word, fen in (
                    ("其他补贴", line.allowance_fen),
                    ("补发", line.back_pay_fen),
                    ("扣款", line.deduction_fen),
                    ("扣回", line.clawback_fen),
                    ("个税", line.tax_fen),
                )
                if fen
            ]
        return "；".join(filter(None, words))

    return column("remark", "备注", 0, Part(says, Role.BODY, 8), wraps=True)


def _quantity_column(unit: str) -> Column[Line]:
    """So many units: what is paid is that many times 单价."""

    def says(line: Line) -> str:
        return str(line.base_fen // line.standard_fen) if line.standard_fen else "0"

    return column("quantity", f"数量|（{unit}）" if unit else "数量", 0, Part(says, Role.FIGURES, 10))


def _money_column(one: Amount, short: bool, role: Role = Role.FIGURES, size: float = 10) -> Column[Line]:
    def says(line: Line) -> str:
        amount = one.of(line)
        if not one.there(line) or not (amount or one.always):
            return ""
        return money.show(amount) if one.size >= 10 else money.plain(amount)

    head = one.short_head if short else one.head
    return column(one.key, head, 0, Part(says, role, size), align=Align.RIGHT, boxed=True)


def _plain_columns(short: bool, ids: Numbers, accounts: Numbers, wide: dict[str, float]) -> tuple[Column[Line], ...]:
    grouped = wide.get("account", 0) >= GROUPED_FROM

    def id_no(line: Line) -> str:
        return line.id_no if ids is Numbers.FULL else masks.id_draft(line.id_no)

    def account(line: Line) -> str:
        if not line.net_fen:
            return "不发放"
        if not line.bank_no:
            return "（待补账号）"
        if accounts is not Numbers.FULL:
            return f"尾号 {line.bank_no[-4:]}"
        return wording.grouped(line.bank_no) if grouped else line.bank_no

    return (
        column("number", "序号", 0, Part(lambda line: str(line.number), Role.FIGURES, 9.5)),
        column("name", "姓名", 0, Part(lambda line: line.name, Role.BODY, 11), person=True),
        column("sex", "性别", 0, Part(lambda line: wording.SEXES.get(line.sex, line.sex), Role.BODY, 9.5)),
        column("id_no", "身份证号码", 0, Part(id_no, Role.CODES, 9.5)),
        column("place", "村、组", 0, Part(lambda line: line.village + line.group, Role.BODY, 9.5), wraps=True),
        column("attendance", "出勤/|应出勤" if short else "出勤/|应出勤|（天）", 0, Part(attendance, Role.FIGURES, 9)),
        column("days", "计发|天数", 0, Part(lambda line: str(line.paid_days), Role.FIGURES, 9.5)),
        column(
            "account",
            "开户行及账号",
            0,
            Part(lambda line: (line.bank_name or "") if line.net_fen else "", Role.BODY, 8),
            Part(account, Role.CODES, 9 if grouped else 8.5),
        ),
        column("signature", "领款人签字|（按手印）", 0, Part(_struck, Role.BODY, 11), Part(_proxy, Role.BODY, 7)),
        column("remark", "备注", 0, Part(remark, Role.BODY, 8.5), wraps=True),
    )


def _struck(line: Line) -> str:
    """A line of 0.00 is not signed; room above the words for whoever signs for another."""
    if not line.net_fen:
        return "／"
    return wording.GAP if _proxy(line) else ""


def _proxy(line: Line) -> str:
    """代领: the account is another's, who signs and says how they are related (domain.md 5, F1)."""
    if not line.net_fen or line.bank_holder in {None, "", line.name}:
        return ""
    return f"代领：{line.bank_holder}　关系："


def attendance(line: Line) -> str:
    """出勤/应出勤, a dash without a record."""
    if line.required_tenths is None or line.attended_tenths is None:
        return wording.NO_RECORD
    return f"{wording.days(line.attended_tenths)}/{wording.days(line.required_tenths)}"


def shortfall(line: Line) -> int:
    """What deductions are more than the pay: the line is 0 and the rest is owed from the next month on (PR-09)."""
    return max(_beside_parts(line), 0) if not line.net_fen else 0


def rounding(line: Line) -> int:
    """What rounding by the policy added to 实发 or took off, less than a yuan (PR-04)."""
    beside = 0 if shortfall(line) else _beside_parts(line)
    return beside if abs(beside) < ONE_YUAN else 0


def _beside_parts(line: Line) -> int:
    off = line.deduction_fen + line.clawback_fen + line.tax_fen
    added = line.base_fen + line.commission_fen + line.topup_fen + line.allowance_fen + line.back_pay_fen
    return line.net_fen - (added - off)


def remark(line: Line) -> str:
    """What the run says of the line, what is carried on, and what is still missing."""
    words = [line.remark] if line.remark else []
    if fen := shortfall(line):
        words.append(f"{money.plain(fen)}转下月扣")
    if not faces().writable(line.name):
        words.append(NAME_LACKS)
    if line.net_fen and not line.bank_no:
        words.append(ACCOUNT_LACKS)
    return "；".join(words)


def sums(lines: Iterable[Line], shown: Iterable[Amount]) -> dict[str, str]:
    """The sums of the money columns over some lines, written."""
    lines = tuple(lines)
    totals = {one.key: (sum(map(one.of, lines)), one.size) for one in (*shown, NET) if one.summed}
    return {key: money.show(fen) if size >= 10 else money.plain(fen) for key, (fen, size) in totals.items()}
