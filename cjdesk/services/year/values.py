"""A year's pay as values: person, post type and fund with their months, every component, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class Pay:
    """Components as they stand on the lines, and the net by what became of it; whole fen, summed field by field.

    net = base + commission + top-up + allowance + back pay - deduction - claw-back - tax + rounding + shortfall, and
    net = paid + pending + failed + unlisted. ``failed`` was returned by the bank and is on no list since; ``unlisted``
    is on no list yet.
    """

    base_fen: int = 0
    commission_fen: int = 0
    topup_fen: int = 0
    allowance_fen: int = 0
    back_pay_fen: int = 0
    deduction_fen: int = 0
    clawback_fen: int = 0
    tax_fen: int = 0
    rounding_fen: int = 0
    shortfall_fen: int = 0
    net_fen: int = 0
    paid_fen: int = 0
    pending_fen: int = 0
    failed_fen: int = 0
    unlisted_fen: int = 0

    @property
    def gross_fen(self) -> int:
        """What was due before the tax."""
        return self.net_fen + self.tax_fen

    @property
    def unpaid_fen(self) -> int:
        """What has not reached the account."""
        return self.net_fen - self.paid_fen


COMPONENTS = tuple(one.name for one in fields(Pay))[:11]
"""The fields that stand on a line, net last."""


_amounts = attrgetter(*(field.name for field in fields(Pay)))


def total(parts: Iterable[Pay]) -> Pay:
    """The sum, field by field."""
    every = tuple(parts)
    if len(every) == 1:
        return every[0]
    return Pay(*(sum(amounts) for amounts in zip(*map(_amounts, every), strict=True))) if every else Pay()


@dataclass(frozen=True, slots=True)
class Correction:
    """A 补发 or 扣回 booked in a month, with the month that it is for."""

    kind: str
    month: Month
    amount_fen: int


@dataclass(frozen=True, slots=True)
class MonthPay:
    """One month of a person: ``month`` is what the pay is for (所属月), ``paid_in`` the months of its runs."""

    month: Month
    pay: Pay
    paid_in: tuple[Month, ...]
    runs: tuple[str, ...]
    run_ids: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class YearLine:
    """One person, post type and fund; name, ID number and place as on the newest line."""

    person_id: str
    id_no: str
    name: str
    village: str
    group: str
    post_type: str
    post_type_name: str
    fund: str
    months: tuple[MonthPay, ...]

    @property
    def key(self) -> str:
        """What tells the lines of a year apart."""
        return f"{self.person_id}|{self.post_type}|{self.fund}"

    @property
    def total(self) -> Pay:
        """The year."""
        return total(one.pay for one in self.months)

    @property
    def paid_months(self) -> int:
        """Months with money in them."""
        return sum(one.pay.net_fen != 0 for one in self.months)

    def net_in(self, month: int) -> int | None:
        """The net of one month, None where there is no line."""
        return next((one.pay.net_fen for one in self.months if one.month.month == month), None)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One person's year for the finance office: gross, tax, net, and the same by fund."""

    person_id: str
    id_no: str
    name: str
    village: str
    group: str
    months: int
    pay: Pay
    by_fund: Mapping[str, Pay]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of one township, worked out from its closed runs when it was asked for."""

    year: int
    county_name: str
    township_name: str
    employer: str
    demo: bool
    until: Month | None
    asked: date
    lines: tuple[YearLine, ...]

    @property
    def total(self) -> Pay:
        """Everything."""
        return total(line.total for line in self.lines)

    @property
    def people(self) -> int:
        """Distinct persons; lines are more where somebody had two posts or funds."""
        return len({line.person_id for line in self.lines})

    def parts(self) -> Mapping[tuple[str, str, str], tuple[YearLine, ...]]:
        """The lines of each (post type, its name, fund), in order: one printed form each."""
        found: dict[tuple[str, str, str], list[YearLine]] = {}
        for line in self.lines:
            found.setdefault((line.post_type, line.post_type_name, line.fund), []).append(line)
        return {key: tuple(lines) for key, lines in found.items()}

    def by_fund(self) -> Mapping[str, Pay]:
        """What each fund paid."""
        found: dict[str, list[Pay]] = {}
        for line in self.lines:
            found.setdefault(line.fund, []).append(line.total)
        return {fund: total(parts) for fund, parts in found.items()}

    def by_month(self) -> Mapping[int, Pay]:
        """What each month came to, 1 to 12; months without a line are left out."""
        found: dict[int, list[Pay]] = {}
        for line in self.lines:
            for one in line.months:
                found.setdefault(one.month.month, []).append(one.pay)
        return {month: total(found[month]) for month in sorted(found)}

    def tax_lines(self) -> tuple[TaxLine, ...]:
        """The annual list for the finance office: one line a person, with its funds."""
        found: dict[str, list[YearLine]] = {}
        for line in self.lines:
            found.setdefault(line.person_id, []).append(line)
        return tuple(_tax_line(lines) for lines in found.values())


def _tax_line(lines: list[YearLine]) -> TaxLine:
    first = lines[0]
    funds: dict[str, list[Pay]] = {}
    for line in lines:
        funds.setdefault(line.fund, []).append(line.total)
    return TaxLine(
        person_id=first.person_id,
        id_no=first.id_no,
        name=first.name,
        village=first.village,
        group=first.group,
        months=len({one.month for line in lines for one in line.months if one.pay.net_fen}),
        pay=total(line.total for line in lines),
        by_fund={fund: total(parts) for fund, parts in funds.items()},
    )
