"""The pane of page 水费: a scheme with its receipts, and the short forms of what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from cjdesk.domain.fees.bills import PERIODS, Price, PriceKind
from cjdesk.domain.fees.readings import cubic_metres
from cjdesk.domain.pay.amounts import percent
from cjdesk.domain.pay.commission import Basis
from cjdesk.domain.rates import parse_percent
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.desk import Desk
from cjdesk.gui.fees.rows import HouseRow, SchemeRow
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import label
from cjdesk.gui.lines import ProblemLine, empty_out, fact
from cjdesk.gui.pane import Pane
from cjdesk.i18n import N_, tr, yuan
from cjdesk.services import fees
from cjdesk.services.fees import ERROR, NewReading, NewReceipt, ReceiptValue, SchemeValue
from cjdesk.services.search_text import name_readings

TABLES_OF_FEES = frozenset(
    {
        "water_scheme", "scheme_rate", "scheme_share", "fee_receipt", "water_price", "water_account", "meter_reading",
        "receipt_book", "no_income",
    }
)  # fmt: skip

Values = Mapping[str, object]
_SHARERS = 3


class Host(Protocol):
    """What the pane needs of its page."""

    desk: Desk

    @property
    def schemes(self) -> tuple[SchemeValue, ...]:
        """Every scheme."""
        ...

    @property
    def scheme(self) -> SchemeValue | None:
        """The scheme of the cursor."""
        ...


class FeesPane(QObject):
    """Fills a Pane with what the cursor is on, or with the act that is under way."""

    def __init__(self, page: Host, pane: Pane) -> None:
        """Empty until a row is shown."""
        super().__init__(pane)
        self._page, self._pane, self._desk = page, pane, page.desk
        self._row: object | None = None
        self.act: ActForm | None = None
        self._place = QVBoxLayout()
        pane.body.addLayout(self._place)

    def show_row(self, row: object | None) -> None:
        """Another line; an act under way stays."""
        self._row = row
        if self.act is None:
            self.stop()

    def stop(self) -> None:
        """Put the act away and show the line."""
        self.act = None
        empty_out(self._place)
        scheme = self._page.scheme
        if scheme is None:
            self._pane.set_title("")
            return
        self._pane.set_title(scheme.name)
        self._facts(scheme)
        if isinstance(self._row, SchemeRow):
            for one in self._row.line.problems:
                self._place.addWidget(ProblemLine(one.message, "error" if one.severity == ERROR else "warning"))
        self._receipts(scheme)

    # Acts

    def start_receipt(self) -> None:
        """新增收据."""
        scheme = self._page.scheme

        def do(values: Values) -> None:
            chosen = self._chosen(values)
            new = self._new(values)
            fees.require_in_month(new.received, self._desk.month)
            self._desk.do(N_("Enter a receipt"), fees.add_receipt, chosen, new)

        fields = (
            self._scheme_field(),
            self._warden_field(),
            Field("received", N_("Received on"), "date", required=True),
            Field("numbers", N_("Receipt numbers"), "code", placeholder="0012301-0012386"),
            Field("amount", N_("Amount"), "money", required=True),
            Field("payer", N_("Paid by")),
            Field("remark", N_("Remark"), "note"),
        )
        values = {"scheme": scheme.id if scheme else "", "warden": _only(scheme), "received": self._today()}
        self._start(tr("New receipt"), fields, do, values)

    def start_refund(self) -> None:
        """退款."""

        def do(values: Values) -> None:
            new = self._new(values)
            fees.require_in_month(new.received, self._desk.month)
            original = str(values.get("original") or "")
            self._desk.do(N_("Enter a refund"), fees.add_refund, self._chosen(values), new, original=original)

        fields = (
            self._scheme_field(),
            self._warden_field(),
            Field("original", N_("Original receipt"), "code", required=True, hint=N_("What is paid back")),
            Field("received", N_("Paid back on"), "date", required=True),
            Field("amount", N_("Amount"), "money", required=True),
            Field("remark", N_("Remark"), "note"),
        )
        scheme = self._page.scheme
        values = {"scheme": scheme.id if scheme else "", "warden": _only(scheme), "received": self._today()}
        self._start(tr("Refund"), fields, do, values)

    def start_void(self) -> None:
        """作废收据: one that is entered, or spoilt ones."""

        def do(values: Values) -> None:
            scheme, numbers, reason = self._chosen(values), str(values["numbers"]), str(values["reason"])
            found = self._desk.ask(fees.receipt_numbered, scheme, numbers)
            if found is not None:
                self._desk.do(N_("Void a receipt"), fees.void_receipt, found, reason=reason)
            else:
                self._desk.do(
                    N_("Void a receipt"), fees.void_number, scheme, typed=numbers, reason=reason, day=self._today()
                )

        fields = (
            self._scheme_field(),
            Field("numbers", N_("Receipt numbers"), "code", required=True),
            Field("reason", N_("Reason"), "note", required=True),
        )
        self._start(tr("Void a receipt"), fields, do, self._of_scheme())

    def start_meter(self) -> None:
        """换表: the old meter's last reading and the new one's."""
        row = self._row
        if not isinstance(row, HouseRow):
            return
        account = row.id

        def do(values: Values) -> None:
            new = NewReading(
                fees.parse_litres(str(values["now"]), field="now"),
                old_last=fees.parse_litres(str(values["old_last"]), field="old_last"),
                new_first=fees.parse_litres(str(values.get("new_first") or "0"), field="new_first"),
            )
            self._desk.do(N_("Enter a meter reading"), fees.enter_reading, account, self._desk.month, new)

        fields = (
            Field("old_last", N_("Old meter’s last"), "code", required=True),
            Field("new_first", N_("New meter’s first"), "code"),
            Field("now", N_("Reading now"), "code", required=True),
        )
        self._start(tr("Replace a meter: {name}", name=row.house), fields, do, {"new_first": "0"})

    def start_book(self) -> None:
        """领用收据本."""

        def do(values: Values) -> None:
            self._desk.do(
                N_("Receipt book"), fees.hand_out, self._chosen(values), first=str(values["first"]),
                last=str(values["last"]), handed_out=_day(values, "day"), person_id=_text(values, "warden"),
            )  # fmt: skip

        fields = (
            self._scheme_field(),
            self._warden_field(),
            Field("first", N_("First number"), "code", required=True),
            Field("last", N_("Last number"), "code", required=True),
            Field("day", N_("Handed out"), "date", required=True),
        )
        values = {**self._of_scheme(), "warden": _only(self._page.scheme), "day": self._today()}
        self._start(tr("Hand a receipt book out"), fields, do, values)

    def start_back(self) -> None:
        """收回收据本."""

        def do(values: Values) -> None:
            book = self._desk.ask(fees.book_beginning, str(values["first"]))
            self._desk.do(N_("Receipt book"), fees.take_back, book, day=_day(values, "day"))

        open_ones = tuple(
            Choice(one.run.first_text, f"{one.run} {one.warden}")
            for one in self._desk.ask(fees.books)
            if one.returned is None and not one.voided
        )
        fields = (
            Field("first", N_("Book"), "choice", required=True, choices=lambda: open_ones),
            Field("day", N_("Taken back"), "date", required=True),
        )
        self._start(tr("Take a book back"), fields, do, {"day": self._today()})

    def start_scheme(self) -> None:
        """新增供水工程."""

        def do(values: Values) -> None:
            self._desk.do(
                N_("Change a water scheme"), fees.add_scheme, name=str(values["name"]),
                village=_text(values, "village"), kind=_text(values, "kind"), account=_text(values, "account"),
                households=_whole(values, "households"), period=str(values["period"] or "月"),
            )  # fmt: skip

        fields = (
            Field("name", N_("Name"), required=True),
            Field("village", N_("Village")),
            Field("kind", N_("Kind"), "choice", choices=lambda: tuple(Choice(one, one) for one in fees.KINDS)),
            Field("households", N_("Households"), "number"),
            Field("period", N_("Collected"), "choice", choices=lambda: tuple(Choice(one, one) for one in PERIODS)),
            Field("account", N_("Fee account")),
        )
        self._start(tr("New water scheme"), fields, do, {"period": "月"})

    def start_rate(self) -> None:
        """提成比例."""

        def do(values: Values) -> None:
            basis = str(values["basis"] or Basis.RECEIVED)
            self._desk.do(
                N_("Change a water scheme"), fees.set_rate, self._chosen(values), basis=basis,
                rate_bp=parse_percent(str(values.get("rate") or "0")),
                per_household_fen=cast("int", values.get("per_household") or 0), valid_from=_day(values, "since"),
            )  # fmt: skip

        scheme = self._page.scheme
        now = scheme.rate if scheme else None
        fields = (
            self._scheme_field(),
            Field("basis", N_("Counted from"), "choice", choices=lambda: tuple(Choice(one, one) for one in Basis)),
            Field("rate", N_("Per cent"), "code", placeholder="20"),
            Field("per_household", N_("A household"), "money", hint=N_("Yuan a household and month, for 按户")),
            Field("since", N_("From"), "date", required=True),
        )
        values = {
            **self._of_scheme(),
            "basis": now.basis if now else Basis.RECEIVED.value,
            "rate": percent(now.rate_bp).removesuffix("%") if now else "",
            "per_household": now.per_household_fen if now and now.per_household_fen else None,
            "since": self._desk.month.first,
        }
        self._start(tr("Commission rate"), fields, do, values)

    def start_shares(self) -> None:
        """管水员与分成."""

        def do(values: Values) -> None:
            wanted = [
                (str(values[f"warden{n}"]), parse_percent(str(values.get(f"share{n}") or "0"), field=f"share{n}"))
                for n in range(_SHARERS)
                if values.get(f"warden{n}")
            ]
            self._desk.do(
                N_("Change a water scheme"), fees.set_shares, self._chosen(values), wanted,
                valid_from=_day(values, "since"),
            )  # fmt: skip

        scheme = self._page.scheme
        fields = [self._scheme_field()]
        values: dict[str, object] = {**self._of_scheme(), "since": self._desk.month.first}
        for n in range(_SHARERS):
            fields.append(self._warden_field(f"warden{n}"))
            fields.append(Field(f"share{n}", N_("Share %"), "code", beside=True, width=64))
            if scheme is not None and n < len(scheme.shares):
                values[f"warden{n}"] = scheme.shares[n].person_id
                values[f"share{n}"] = percent(scheme.shares[n].share_bp).removesuffix("%")
        fields.append(Field("since", N_("From"), "date", required=True))
        self._start(tr("Wardens and shares"), fields, do, values)

    def start_price(self) -> None:
        """水价."""

        def do(values: Values) -> None:
            price = Price(
                PriceKind(str(values["kind"])),
                fees.parse_litres(str(values.get("per_m3") or "0"), field="per_m3"),
                cast("int", values.get("monthly") or 0),
                fees.parse_litres(str(values.get("minimum") or "0"), field="minimum"),
                fees.parse_litres(str(values.get("free") or "0"), field="free"),
            )
            self._desk.do(
                N_("Change a water scheme"), fees.set_price, self._chosen(values), price,
                valid_from=_day(values, "since"),
            )  # fmt: skip

        scheme = self._page.scheme
        now = scheme.price if scheme else None
        fields = (
            self._scheme_field(),
            Field("kind", N_("Kind of price"), "choice", required=True,
                  choices=lambda: tuple(Choice(one, one) for one in PriceKind)),
            Field("per_m3", N_("Price of m³"), "code"),
            Field("monthly", N_("Fee a month"), "money"),
            Field("minimum", N_("Least m³"), "code"),
            Field("free", N_("Free m³"), "code"),
            Field("since", N_("From"), "date", required=True),
        )  # fmt: skip
        values: dict[str, object] = {**self._of_scheme(), "since": self._desk.month.first}
        if now is not None:
            values |= {
                "kind": now.kind.value, "per_m3": cubic_metres(now.milliyuan_per_m3), "monthly": now.monthly_fen,
                "minimum": cubic_metres(now.minimum_litres), "free": cubic_metres(now.free_litres),
            }  # fmt: skip
        self._start(tr("Water price"), fields, do, values)

    def start_household(self) -> None:
        """新增用水户."""

        def do(values: Values) -> None:
            self._desk.do(
                N_("Change a household of a scheme"), fees.add_account, self._chosen(values), name=str(values["name"]),
                number=_text(values, "number"), meter_no=_text(values, "meter"), valid_from=_day(values, "since"),
                village_group=_text(values, "group"), reduction_reason=_text(values, "reason"),
                reduction_bp=parse_percent(str(values.get("reduction") or "0"), field="reduction"),
            )  # fmt: skip

        fields = (
            self._scheme_field(),
            Field("name", N_("Household name"), "name", required=True),
            Field("number", N_("Number"), "code", hint=N_("Empty: the next number")),
            Field("meter", N_("Meter number"), "code"),
            Field("group", N_("Group")),
            Field("reduction", N_("Let off %"), "code"),
            Field("reason", N_("Why let off"), "note", placeholder="低保"),
            Field("since", N_("From"), "date", required=True),
        )
        self._start(tr("New household"), fields, do, {**self._of_scheme(), "since": self._desk.month.first})

    # Inside

    def _start(
        self, title: str, fields: Sequence[Field], do: Callable[[Values], None], values: Mapping[str, object]
    ) -> None:
        empty_out(self._place)
        self._pane.set_title(title)
        form = ActForm(title, fields, tr("Save"), do, values=values)
        form.done.connect(self._on_done)
        form.left.connect(self.stop)
        self.act = form
        self._place.addWidget(form)
        form.show()
        form.focus_first()

    def _on_done(self) -> None:
        self.stop()
        self._desk.changes.tell(TABLES_OF_FEES)

    def _facts(self, scheme: SchemeValue) -> None:
        rate = fees.rate_words(scheme) or "—"
        wardens = "、".join(f"{one.name} {percent(one.share_bp)}" for one in scheme.shares) or "—"
        lines = (
            (N_("Village"), scheme.village or "—"),
            (N_("Households"), str(scheme.households or "—")),
            (N_("Collected"), scheme.period),
            (N_("Water warden"), wardens),
            (N_("Commission"), f"{scheme.rate.basis} {rate}" if scheme.rate else rate),
            (N_("Water price"), _price_words(scheme.price)),
        )
        for title, value in lines:
            self._place.addWidget(fact(tr(title), value))

    def _receipts(self, scheme: SchemeValue) -> None:
        found = self._desk.ask(fees.receipts, scheme.id, self._desk.month)
        self._place.addSpacing(8)
        head = tr("Receipts of {month}: {n}", month=month_words(self._desk.month), n=len(found))
        self._place.addWidget(label(head, "cell_bold", "muted"))
        for one in found[:200]:
            self._place.addWidget(label(_receipt_words(one), "cell", "muted" if one.voided else "text", wraps=True))

    def _scheme_field(self) -> Field:
        known = tuple(Choice(one.id, one.name, " ".join(name_readings(one.name))) for one in self._page.schemes)
        return Field("scheme", N_("Water scheme"), "choice", required=True, choices=lambda: known)

    def _warden_field(self, key: str = "warden") -> Field:
        found = {one.person_id: one.name for one in self._desk.ask(fees.wardens, self._desk.month)}
        for scheme in self._page.schemes:
            found |= {one.person_id: one.name for one in scheme.shares}
        known = tuple(
            Choice(person, name, " ".join(name_readings(name))) for person, name in sorted(found.items(), key=_second)
        )
        return Field(key, N_("Water warden"), "choice", choices=lambda: known)

    def _of_scheme(self) -> dict[str, object]:
        scheme = self._page.scheme
        return {"scheme": scheme.id if scheme else ""}

    def _chosen(self, values: Values) -> str:
        return str(values.get("scheme") or "")

    def _new(self, values: Values) -> NewReceipt:
        return NewReceipt(
            _day(values, "received"), cast("int", values["amount"]), str(values.get("numbers") or ""),
            _text(values, "warden"), payer=_text(values, "payer"), remark=_text(values, "remark"),
        )  # fmt: skip

    def _today(self) -> date:
        """Today, or the last day of an earlier month that is looked at."""
        month = self._desk.month
        return max(month.first, min(month.last, date.today()))


def _receipt_words(one: ReceiptValue) -> str:
    day = f"{one.received:%m-%d}"
    parts = [day, one.numbers, one.payer, yuan(one.amount_fen), one.remark]
    if one.original:
        parts.append(tr("pays back {number}", number=one.original))
    if one.voided:
        parts.append(tr("void: {reason}", reason=one.voided))
    return "  ".join(part for part in parts if part)


def _price_words(price: Price | None) -> str:
    if price is None:
        return "—"
    words = [price.kind.value]
    if price.kind.metered:
        words.append(tr("{yuan} yuan/m³", yuan=cubic_metres(price.milliyuan_per_m3)))
    if price.monthly_fen:
        words.append(tr("{amount_fen} yuan a month", amount_fen=price.monthly_fen))
    return " ".join(words)


def _only(scheme: SchemeValue | None) -> str:
    return scheme.shares[0].person_id if scheme is not None and len(scheme.shares) == 1 else ""


def _second(pair: tuple[str, str]) -> str:
    return pair[1]


def _text(values: Values, key: str) -> str | None:
    return str(values.get(key) or "").strip() or None


def _whole(values: Values, key: str) -> int | None:
    found = values.get(key)
    return found if isinstance(found, int) else None


def _day(values: Values, key: str) -> date:
    return cast("date", values[key])
