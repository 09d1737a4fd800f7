"""Water fees: the schemes with their wardens, shares and rates, and the receipts of the month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cjdesk.db.models import FeeReceipt, SchemeRate, SchemeShare, WaterScheme
from cjdesk.domain.errors import (
    AmountFormat,
    CodeMissing,
    DateMissing,
    MonthNeeded,
    PercentFormat,
    ReceiptFuture,
    ReceiptTwice,
    RefundUntold,
    SchemeDiffers,
    SchemeShares,
    UnknownScheme,
    UserError,
    WardenUnknown,
)
from cjdesk.domain.fees import numbers
from cjdesk.domain.month import Month
from cjdesk.services.imports.changes import Changes
from cjdesk.services.imports.registry import Registry, Stored, table_rows
from cjdesk.services.imports.sheet_rows import Findings, Line, lines
from cjdesk.workbooks import cells
from cjdesk.workbooks.forms import RECEIPTS, SCHEMES
from cjdesk.workbooks.headers import Table

WARDEN_TYPE = "GS"
"""Locked months of the water wardens hold the receipts they were computed with."""

States = dict[tuple[str, int], str]


@dataclass(slots=True)
class Share:
    """A row of the sheet 工程."""

    line: Line
    scheme: str
    village: str | None
    households: int | None
    rate: Decimal | None
    person_id: str | None
    share: Decimal | None


def check(
    session: Session,
    findings: Findings,
    tables: Sequence[Table],
    progress: Callable[[], None],
    *,
    month: Month | None,
) -> tuple[Changes, States]:
    """Read schemes first, then receipts against them; what is missing in the file is looked for in the register."""
    registry = Registry.load(session, findings.today)
    changes = Changes(registry.township)
    schemes = {row["name"]: row for row in table_rows(session, WaterScheme, registry.township)}
    receipts = [line for table in tables if table.form is RECEIPTS for line in _told(findings, table, progress)]
    shares = [line for table in tables if table.form is SCHEMES for line in lines(findings, table)]
    states: States = {}
    if shares:
        when = month or _month_of(receipts)
        states |= _Schemes(session, registry, changes, schemes, when).take(shares, progress)
    present = table_rows(session, FeeReceipt, registry.township)
    states |= _receipts(registry, changes, schemes, receipts, present)
    registry.note_late(changes, "fee_receipt")
    return changes, states


def _told(findings: Findings, table: Table, progress: Callable[[], None]) -> Iterator[Line]:
    for line in lines(findings, table):
        progress()
        yield line


def _month_of(receipts: Iterable[Line]) -> Month:
    """The month in which most receipts lie: from then on the sheet 工程 is valid."""
    count: Counter[Month] = Counter()
    for line in receipts:
        try:
            found = cells.day(line.cell("received"))
        except UserError:
            continue
        if found is not None:
            count[Month.of(found.value)] += 1
    if not count:
        raise MonthNeeded(field="month")
    return count.most_common(1)[0][0]


class _Schemes:
    """Takes in the sheet 工程: a scheme's rate and shares hold from a month on, earlier ones stay as history."""

    def __init__(
        self, session: Session, registry: Registry, changes: Changes, schemes: dict[str, Stored], month: Month
    ) -> None:
        self._registry = registry
        self._changes = changes
        self._schemes = schemes
        self._month = month
        self._rates = _by_scheme(table_rows(session, SchemeRate, registry.township))
        self._shares = _by_scheme(table_rows(session, SchemeShare, registry.township))

    def take(self, rows: Sequence[Line], progress: Callable[[], None]) -> States:
        groups: dict[str, list[Share]] = defaultdict(list)
        read = [found for line in rows if (found := self._read(line)) is not None]
        whole = 100 if any(row.rate is not None and row.rate > 1 for row in read) else 1
        for row in read:
            groups[row.scheme].append(row)
        states: States = {}
        for name, group in groups.items():
            before = self._changes.count
            known = name in self._schemes
            if self._agree(name, group, whole):
                self._write(name, group, whole)
                state = "unchanged" if self._changes.count == before else "updated" if known else "created"
                states |= {row.line.where: state for row in group}
            progress()
        return states

    def _read(self, line: Line) -> Share | None:
        name = line.text("scheme", 80)
        if name is None:
            line.note("scheme", CodeMissing(column="供水工程"))
        village, households = line.text("village", 60), line.read("households", cells.whole)
        rate = line.read("rate", cells.decimal, PercentFormat(value=""))
        share = line.read("share", cells.decimal, PercentFormat(value=""))
        id_no = line.id_no("warden")
        person = self._registry.persons.get(id_no.value) if id_no is not None else None
        if id_no is not None and person is None:
            line.note("warden", WardenUnknown(value=id_no.value))
        if name is None:
            return None
        return Share(line, name, village, households, rate, person["id"] if person else None, share)

    def _agree(self, name: str, group: Sequence[Share], whole: int) -> bool:
        """Check the rows of one scheme together; one wrong row keeps the scheme as it was."""
        first = group[0]
        for row in group[1:]:
            for key, one, other in (
                ("rate", first.rate, row.rate),
                ("village", first.village, row.village),
                ("households", first.households, row.households),
            ):
                if one != other:
                    heading = row.line.table.form.heading(key)
                    row.line.note(key, SchemeDiffers(scheme=name, column=heading, row=first.line.row.number))
        if any(row.line.refused for row in group):
            return False
        total = sum((row.share or Decimal(0) for row in group), Decimal(0))
        unit = 1 if abs(total - 1) <= Decimal("0.01") else 100
        if abs(total - unit) > Decimal(unit) / 1000:
            group[-1].line.note("share", SchemeShares(scheme=name, percent=f"{total * 100 / unit:f}"))
            return False
        if first.rate is None or not 0 <= first.rate <= whole:
            first.line.note("rate", PercentFormat(value=str(first.rate)))
            return False
        touched = not self._same(name, group, whole)
        lock = self._registry.month_lock(self._month, WARDEN_TYPE) if touched else None
        if lock is not None:
            for row in group:
                row.line.note("rate", lock)
        return lock is None

    def _wanted(self, group: Sequence[Share], whole: int) -> tuple[int, list[tuple[str, int, int]]]:
        rate = _basis_points(group[0].rate or Decimal(0), whole)
        total = sum((row.share or Decimal(0) for row in group), Decimal(0))
        unit = 1 if abs(total - 1) <= Decimal("0.01") else 100
        shares = [
            (row.person_id or "", _basis_points(row.share or Decimal(0), unit), ordinal)
            for ordinal, row in enumerate(group, start=1)
        ]
        return rate, shares

    def _same(self, name: str, group: Sequence[Share], whole: int) -> bool:
        scheme = self._schemes.get(name)
        if scheme is None:
            return False
        rate, shares = self._wanted(group, whole)
        rates = [row["rate_bp"] for row in _valid(self._rates[scheme["id"]], self._month.first)]
        return rates == [rate] and _stored_shares(_valid(self._shares[scheme["id"]], self._month.first)) == shares

    def _write(self, name: str, group: Sequence[Share], whole: int) -> None:
        first = group[0]
        scheme = self._schemes.get(name)
        if scheme is None:
            scheme = self._schemes[name] = self._changes.insert(
                WaterScheme, name=name, village=first.village, households=first.households
            )
        else:
            said = {"village": first.village, "households": first.households}
            self._changes.update(
                WaterScheme, scheme, **{key: value for key, value in said.items() if value is not None}
            )
        rate, shares = self._wanted(group, whole)
        self._replace(SchemeRate, self._rates[scheme["id"]], scheme["id"], [{"rate_bp": rate}])
        wanted = [{"person_id": person, "share_bp": share, "ordinal": ordinal} for person, share, ordinal in shares]
        self._replace(SchemeShare, self._shares[scheme["id"]], scheme["id"], wanted)

    def _replace(
        self,
        model: type[SchemeRate | SchemeShare],
        rows: list[Stored],
        scheme_id: str,
        wanted: list[dict[str, Any]],
    ) -> None:
        """Let ``wanted`` hold from the month on: end what holds then, or begin a later equal one earlier."""
        first = self._month.first
        valid = sorted(_valid(rows, first), key=lambda row: row.get("ordinal", 0))
        if _said(valid, wanted) == wanted:
            return
        later = [row for row in rows if row["valid_from"] > first]
        if not valid and later:
            start = min(row["valid_from"] for row in later)
            nearest = sorted(
                (row for row in later if row["valid_from"] == start), key=lambda row: row.get("ordinal", 0)
            )
            if _said(nearest, wanted) == wanted:
                for row in nearest:
                    self._changes.update(model, row, valid_from=first)
                return
        until = min((row["valid_from"] for row in later), default=None)
        last = until - timedelta(days=1) if until is not None else None
        kept: list[str] = []
        for values in wanted:
            person = values.get("person_id")
            begun = (row for row in rows if row["valid_from"] == first and row.get("person_id") == person)
            present: Stored | None = next(begun, None)
            if present is None:
                present = self._changes.insert(model, scheme_id=scheme_id, **values, valid_from=first, valid_to=last)
                rows.append(present)
            else:
                self._changes.update(model, present, **values, valid_to=last)
            kept.append(present["id"])
        for row in valid:
            # One that began with this very month is ended before it began: it never held a day.
            if row["id"] not in kept:
                self._changes.update(model, row, valid_to=first - timedelta(days=1))


def _receipts(
    registry: Registry,
    changes: Changes,
    schemes: dict[str, Stored],
    rows: Sequence[Line],
    present: Sequence[Stored],
) -> States:
    """Take in the receipts against those that are ``present``; without a number, as many as the file has."""
    stored: dict[tuple[Any, ...], list[Stored]] = defaultdict(list)
    numbered: dict[tuple[Any, ...], list[Stored]] = defaultdict(list)
    for one in present:
        stored[one["scheme_id"], one["number"], one["received"], one["amount_fen"]].append(one)
        if one["number"] is not None:
            numbered[one["scheme_id"], one["number"], one["amount_fen"] < 0].append(one)
    seen: dict[tuple[Any, ...], int] = {}
    read = []
    for line in rows:
        found = _read_receipt(line, registry, schemes)
        if found is None:
            continue
        key = (found["scheme_id"], found["number"], found["received"], found["amount_fen"])
        if found["number"] is not None and seen.setdefault(key, line.row.number) != line.row.number:
            line.note("number", ReceiptTwice(number=found["number"], row=seen[key]))
            continue
        same = stored[key].pop(0) if stored[key] else None
        read.append((line, found, same))
    spoken_of = {same["id"] for _, _, same in read if same is not None}
    states: States = {}
    for line, found, same in read:
        row: Stored | None = same
        if row is None and found["number"] is not None:
            near = numbered[found["scheme_id"], found["number"], found["amount_fen"] < 0]
            row = next((one for one in near if one["id"] not in spoken_of), None)
            if row is not None:
                spoken_of.add(row["id"])
        states[line.where] = _take_receipt(registry, changes, line, found, row)
    return states


def _take_receipt(registry: Registry, changes: Changes, line: Line, found: Stored, row: Stored | None) -> str:
    said = {column: value for column, value in found.items() if value is not None}
    if row is not None and all(row[column] == value for column, value in said.items()):
        return "unchanged"
    for day in {found["received"], *([row["received"]] if row is not None else [])}:
        lock = registry.month_lock(Month.of(day), WARDEN_TYPE)
        if lock is not None:
            line.note("received", lock)
            return "rejected"
    if row is None:
        changes.insert(FeeReceipt, **found)
        return "created"
    changes.update(FeeReceipt, row, **said)
    return "updated"


def _read_receipt(line: Line, registry: Registry, schemes: dict[str, Stored]) -> Stored | None:
    name = line.text("scheme", 80)
    scheme = schemes.get(name or "")
    if scheme is None:
        line.note("scheme", UnknownScheme(value=name or ""))
    id_no = line.id_no("warden", required=False) if line.has("warden") else None
    person = registry.persons.get(id_no.value) if id_no is not None else None
    if id_no is not None and person is None:
        line.note("warden", WardenUnknown(value=id_no.value))
    received = line.day("received", DateMissing())
    amount = line.read("amount", lambda cell: cells.fen(cell, negative=True), AmountFormat(value=""))
    number, last = _numbers(line.code("number", 61))
    payer, remark = line.text("payer", 80), line.text("remark", 100)
    original = line.code("original", 30) if line.has("original") else None
    if received is not None and received > registry.today:
        line.note("received", ReceiptFuture(received=received.isoformat(), today=registry.today.isoformat()))
    if amount is not None and amount < 0 and number is None and original is None:
        line.note("amount", RefundUntold(amount_fen=amount))
    if scheme is None or received is None or amount is None or line.refused:
        return None
    return {
        "scheme_id": scheme["id"],
        "person_id": person["id"] if person else None,
        "received": received,
        "number": number,
        "last_number": last,
        "original_number": original,
        "payer": payer,
        "amount_fen": amount,
        "remark": remark,
    }


def _numbers(typed: str | None) -> tuple[str | None, str | None]:
    """The first and last number of a cell such as 0012301-0012386; other words stay as they are."""
    if typed is None:
        return None, None
    try:
        run = numbers.typed(typed)
    except UserError:
        return typed[:30], None
    if run is None or len(run) == 1:
        return typed[:30], None
    return run.first_text, run.last_text


def _basis_points(value: Decimal, whole: int) -> int:
    return int((value * 10000 / whole).to_integral_value())


def _valid(rows: Iterable[Stored], day: date) -> list[Stored]:
    return [row for row in rows if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day)]


def _stored_shares(rows: Iterable[Stored]) -> list[tuple[str, int, int]]:
    return sorted(((row["person_id"], row["share_bp"], row["ordinal"]) for row in rows), key=lambda row: row[2])


def _said(rows: Sequence[Stored], wanted: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stored rows with only the columns that are wanted."""
    columns = wanted[0].keys() if wanted else ()
    return [{column: row[column] for column in columns} for row in rows]


def _by_scheme(rows: Iterable[Stored]) -> dict[str, list[Stored]]:
    grouped: dict[str, list[Stored]] = defaultdict(list)
    for row in rows:
        grouped[row["scheme_id"]].append(row)
    return grouped
