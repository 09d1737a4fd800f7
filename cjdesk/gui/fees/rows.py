"""The rows of page 水费: a scheme and warden, or a household; which cells can be typed into; blank = not entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cjdesk.domain.fees.readings import ReadingNote, cubic_metres
from cjdesk.domain.pay.amounts import percent
from cjdesk.gui.row_model import Column, View
from cjdesk.gui.shapes import Chip
from cjdesk.i18n import N_, tr
from cjdesk.services.fees import ERROR, FeeProblem, HouseholdRow, MonthLine

SCHEME_COLUMNS = (
    Column("scheme", N_("Water scheme"), 146),
    Column("warden", N_("Water warden"), 100),
    Column("village", N_("Village"), 88, compact=False, pane=False),
    Column("period", N_("Period"), 66, compact=False, pane=False),
    Column("numbers", N_("Receipt numbers"), 140),
    Column("received_fen", N_("Received"), 100, "money"),
    Column("refund_fen", N_("Refunds"), 84, "money"),
    Column("net_fen", N_("Net"), 100, "money"),
    Column("rate", N_("Rate"), 76, "count", pane=False),
    Column("commission_fen", N_("Commission"), 88, "money"),
    Column("change_fen", N_("Change"), 92, "money", compact=False, pane=False),
    Column("problem", N_("Problem"), 116, "chip"),
)
HOUSE_COLUMNS = (
    Column("house", N_("Household name"), 104),
    Column("meter_no", N_("Meter number"), 96),
    Column("before", N_("Reading before"), 76, "count"),
    Column("now", N_("Reading now"), 76, "count"),
    Column("used", N_("Used m³"), 64, "count"),
    Column("price", N_("Price of m³"), 64, "count", pane=False),
    Column("bill_fen", N_("Bill"), 88, "money"),
    Column("paid_fen", N_("Received"), 88, "money"),
    Column("ticket", N_("Ticket number"), 96),
    Column("paid_on", N_("Paid on"), 96),
    Column("note", N_("Notes"), 112, "chip"),
)
COLUMNS = (*SCHEME_COLUMNS, *HOUSE_COLUMNS)
TYPED = frozenset({"numbers", "received_fen", "refund_fen", "before", "now", "paid_fen", "ticket", "paid_on"})

_WORDS = {
    "RECEIPT_OVERLAP": N_("Overlap {n}"),
    "RECEIPT_GAP": N_("Missing {n}"),
    "RECEIPT_NO_BOOK": N_("No book {n}"),
    "NOT_ENTERED": N_("Not entered"),
    "RECEIPTS_LEFT_OUT": N_("Not on post {n}"),
    "RECEIPTS_NOBODY": N_("No warden {n}"),
    "COMMISSION_UNSHARED": N_("Share of a leaver"),
    "NO_RATE": N_("No rate"),
    "REFUND_ORIGINAL": N_("Refund of what"),
    "BELOW_FLOOR": N_("Below the floor"),
}
_NOTES = {
    ReadingNote.FIRST: N_("First reading"),
    ReadingNote.UNUSUAL: N_("Over 5 times the usual"),
    ReadingNote.CHANGED: N_("New meter"),
}


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A scheme and warden."""

    id: str
    line: MonthLine
    scheme: str
    warden: str
    village: str
    period: str
    numbers: str
    received_fen: int | str
    refund_fen: int | str
    net_fen: int
    rate: str | None
    commission_fen: int
    change_fen: int | None
    problem: Chip | None


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A household."""

    id: str
    value: HouseholdRow
    house: str
    meter_no: str
    before: str
    now: str
    used: str
    price: str
    bill_fen: int | str
    paid_fen: int | str
    ticket: str
    paid_on: date | str
    note: Chip | None


Row = SchemeRow | HouseRow


def scheme_row(line: MonthLine) -> SchemeRow:
    """A line of the month as it is shown; of several lines of a scheme the first has its name in full."""
    blank = not line.entered
    warden = line.warden or "—"
    if 0 < line.share_bp < 10_000:
        warden = f"{warden} {percent(line.share_bp)}"
    return SchemeRow(
        line.id, line, line.scheme if line.first else f"　└ {line.scheme}", warden, line.village, line.period,
        line.numbers, "" if blank else line.received_fen, "" if blank else line.refund_fen, line.net_fen,
        line.rate or None, line.commission_fen, line.change_fen, _problem_chip(line),
    )  # fmt: skip


def house_row(row: HouseholdRow) -> HouseRow:
    """A household as it is shown."""
    price = row.price
    metered = price is not None and price.kind.metered
    price_words = ""
    if price is not None:
        whole = price.milliyuan_per_m3 if metered else price.monthly_fen * 10
        price_words = f"{whole // 1000}.{whole % 1000:03d}".removesuffix("0")
    return HouseRow(
        row.account_id, row, row.name, row.meter_no or row.number, _litres(row.before_litres), _litres(row.now_litres),
        _litres(row.used_litres), price_words, "" if row.bill_fen is None else row.bill_fen,
        row.received_fen if row.receipts else "", row.receipt_number, row.received or "", _note_chip(row),
    )  # fmt: skip


def editable(row: object, column: Column) -> bool:
    """What is typed; the rest is computed live."""
    if column.key not in TYPED:
        return False
    if isinstance(row, SchemeRow):
        return True
    if not isinstance(row, HouseRow):
        return False
    metered = row.value.price is not None and row.value.price.kind.metered
    if column.key == "before":
        return metered and row.value.before_litres is None
    return metered if column.key == "now" else True


def chosen(rows: tuple[Row, ...], view: View) -> list[Row]:
    """The rows that the filters leave, sorted."""
    text = view.text.strip().casefold()
    found = [row for row in rows if _fits(row, text, view)]
    for order in reversed(view.order):
        found.sort(key=lambda row, by=order.by: _sort_key(getattr(row, by, None)), reverse=order.descending)  # type: ignore[misc]
    return found


def serious(row: object) -> bool:
    """Whether F8 stops here."""
    if isinstance(row, SchemeRow):
        return bool(row.line.problems)
    return isinstance(row, HouseRow) and ReadingNote.UNUSUAL in row.value.notes


def has_error(row: object) -> bool:
    """Whether the month cannot stay so."""
    return isinstance(row, SchemeRow) and any(one.severity == ERROR for one in row.line.problems)


def _fits(row: Row, text: str, view: View) -> bool:
    if view.segment == "problems" and not serious(row):
        return False
    if isinstance(row, SchemeRow):
        village = view.filters.get("village")
        if village and row.village != village:
            return False
        return not text or text in f"{row.line.scheme} {row.warden} {row.numbers}".casefold()
    return not text or text in f"{row.house} {row.meter_no} {row.ticket}".casefold()


def _sort_key(value: object) -> tuple[bool, int, str]:
    if isinstance(value, int):
        return (False, value, "")
    return (value is None, 0, value.word if isinstance(value, Chip) else str(value or ""))


def _problem_chip(line: MonthLine) -> Chip | None:
    if line.no_income and not line.receipts:
        return Chip("done", tr("No income"), "ok", quiet=True)
    if not line.problems:
        return None
    first = line.problems[0]
    count: object = first.facts.get("count", "")
    if first.code == "RECEIPT_OVERLAP":
        count = sum(_count(one) for one in line.problems if one.code == first.code)
    error = first.severity == ERROR
    return Chip("error" if error else "warning", tr(_WORDS[first.code], n=count), "error" if error else "warn")


def _count(problem: FeeProblem) -> int:
    found = problem.facts.get("count", 0)
    return found if isinstance(found, int) else 0


def _note_chip(row: HouseholdRow) -> Chip | None:
    if row.notes:
        note = row.notes[-1]
        unusual = note == ReadingNote.UNUSUAL
        return Chip(
            "warning" if unusual else "info", tr(_NOTES[note]), "warn" if unusual else "info", quiet=not unusual
        )
    if row.bill_fen and row.received_fen < row.bill_fen:
        return Chip("todo", tr("Owes {amount_fen}", amount_fen=row.bill_fen - row.received_fen), quiet=True)
    return None


def _litres(value: int | None) -> str:
    return "" if value is None else cubic_metres(value)
