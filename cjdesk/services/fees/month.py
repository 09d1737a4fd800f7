"""A month of water fees: a line for each scheme and warden, its commission, what is wrong, and how it adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, FeeReceipt, NoIncome, Person, WaterScheme
from cjdesk.domain.errors import NoPolicy
from cjdesk.domain.fees import numbers
from cjdesk.domain.fees.bills import PERIODS
from cjdesk.domain.month import Month
from cjdesk.domain.pay import line as pay_line
from cjdesk.domain.pay.amounts import percent
from cjdesk.domain.pay.commission import Basis
from cjdesk.domain.pay.inputs import ReceiptLeftOut, SchemeDue
from cjdesk.services import months, office
from cjdesk.services.fees import problems
from cjdesk.services.fees.books import books
from cjdesk.services.fees.dated import wardens_types
from cjdesk.services.fees.problems import WARNING, FeeProblem, Numbered
from cjdesk.services.fees.schemes import SchemeValue, schemes
from cjdesk.services.payroll import fees as commission
from cjdesk.services.payroll import inputs
from cjdesk.services.payroll.fees import Collected


@dataclass(frozen=True, slots=True)
class Warden:
    """A water warden on post in the month."""

    assignment_id: str
    person_id: str
    name: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A scheme and warden in a month. ``share_bp`` is the warden's; ``rate`` as people say it: 20%, 按户 2.00.

    ``change_fen`` compares the net with the period before, None without one. ``several`` says that the line is the sum
    of single receipts and cannot be typed over. ``first`` marks the scheme's first line.
    """

    id: str
    scheme_id: str
    scheme: str
    person_id: str | None
    warden: str
    village: str
    period: str
    numbers: str
    received_fen: int
    refund_fen: int
    rate: str
    basis: str
    share_bp: int
    commission_fen: int
    change_fen: int | None
    receipts: int
    several: bool
    no_income: bool
    first: bool
    problems: tuple[FeeProblem, ...]

    @property
    def net_fen(self) -> int:
        """Received less refunds."""
        return self.received_fen - self.refund_fen

    @property
    def entered(self) -> bool:
        """Whether anything is said of the line, zero included."""
        return self.receipts > 0 or self.no_income


@dataclass(frozen=True, slots=True)
class MonthFees:
    """The whole month. ``counted_fen`` + ``left_out_fen`` is what was received, whichever way it is added."""

    month: Month
    lines: tuple[MonthLine, ...]
    counted_fen: int
    left_out_fen: int
    locked: bool
    problems: tuple[FeeProblem, ...]

    @property
    def received_fen(self) -> int:
        """What came in."""
        return sum(one.received_fen for one in self.lines)

    @property
    def refund_fen(self) -> int:
        """What was paid back."""
        return sum(one.refund_fen for one in self.lines)

    @property
    def net_fen(self) -> int:
        """What is left."""
        return self.received_fen - self.refund_fen

    @property
    def commission_fen(self) -> int:
        """What the wardens earn."""
        return sum(one.commission_fen for one in self.lines)

    @property
    def schemes(self) -> int:
        """How many schemes there are."""
        return sum(one.first for one in self.lines)

    @property
    def entered(self) -> int:
        """Of how many schemes something is said, zero included."""
        return len({one.scheme_id for one in self.lines if one.entered})


def of_month(session: Session, month: Month) -> MonthFees:
    """Every scheme with its wardens, by village and name."""
    return _Month(session, month).fees()


def wardens(session: Session, month: Month) -> tuple[Warden, ...]:
    """Who is on post as a water warden on some day of the month."""
    statement = (
        select(Assignment.id, Assignment.person_id, Person.name, Assignment.start, Assignment.end)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.post_type.in_(wardens_types(session)), Assignment.state.not_in(inputs.NOT_YET))
        .where(Assignment.start <= month.last, or_(Assignment.end.is_(None), Assignment.end >= month.first))
        .order_by(Assignment.start, Assignment.id)
    )
    return tuple(Warden(*row) for row in session.execute(statement))


def rate_words(scheme: SchemeValue) -> str:
    """A commission as people say it; empty without one."""
    rate = scheme.rate
    if rate is None:
        return ""
    if rate.basis == Basis.HOUSEHOLDS:
        return f"每户{rate.per_household_fen // 100}.{rate.per_household_fen % 100:02d}"
    return percent(rate.rate_bp)


class _Month:
    """Everything of a month, read once."""

    def __init__(self, session: Session, month: Month) -> None:
        self._session = session
        self._month = month
        self._schemes = schemes(session, month.last)
        self._wardens = wardens(session, month)
        self._collected = commission.collect(session, month, self._wardens)
        self._earned = self._by_person()
        self._names = dict(session.execute(select(Person.id, Person.name)).all())
        self._receipts: dict[tuple[str, str | None], list[FeeReceipt]] = defaultdict(list)
        for row in session.scalars(_receipts_of(month)):
            self._receipts[row.scheme_id, row.person_id].append(row)
        self._stated = set(
            session.scalars(select(NoIncome.scheme_id).where(NoIncome.month == month, NoIncome.withdrawn.is_(False)))
        )
        self._before = _nets_before(session, month, {one.id: one.period for one in self._schemes})

    def fees(self) -> MonthFees:
        found = [line for scheme in self._schemes for line in self._lines(scheme)]
        noted = self._problems(found)
        by_line: dict[str, list[FeeProblem]] = defaultdict(list)
        for one in noted:
            by_line[one.line].append(one)
        lines = tuple(_with(line, by_line.get(line.id, [])) for line in found)
        known = months.closed(self._session)
        aside = [*self._collected.nobody, *(one for some in self._collected.left_out.values() for one in some)]
        return MonthFees(
            self._month,
            lines,
            self._collected.counted_fen,
            sum(one.amount_fen for one in aside),
            any(known.is_closed(self._month, kind) for kind in wardens_types(self._session)),
            tuple(noted),
        )

    def _lines(self, scheme: SchemeValue) -> Iterator[MonthLine]:
        """The sharers in their order, then others who received money or earned a part before they left."""
        shares = {one.person_id: one.share_bp for one in scheme.shares}
        earned = self._earned.get(scheme.name, {})
        others = {person for key, person in self._receipts if key == scheme.id} | set(earned)
        people: list[str | None] = [*shares, *sorted(others - set(shares), key=lambda one: one or "")]
        if len(shares) == 1 and None in people:
            people.remove(None)  # money without a name is that of the only warden
        for place, person in enumerate(people or [None]):
            rows = list(self._receipts.get((scheme.id, person), []))
            before = [self._before.get((scheme.id, person))]
            if place == 0 and len(shares) == 1:
                rows += self._receipts.get((scheme.id, None), [])
                before.append(self._before.get((scheme.id, None)))
            found = [fen for fen in before if fen is not None]
            line = self._line(scheme, person, rows, shares.get(person or "", 0), earned.get(person or "", 0))
            yield replace(line, first=place == 0, change_fen=line.net_fen - sum(found) if found else None)

    def _line(
        self,
        scheme: SchemeValue,
        person: str | None,
        rows: Sequence[FeeReceipt],
        share_bp: int,
        earned: int,
    ) -> MonthLine:
        live = [row for row in rows if not row.voided]
        ins = [row for row in live if row.amount_fen >= 0 and row.original_number is None]
        outs = [row for row in live if row not in ins]
        runs = [run for row in ins if (run := numbers.stored(row.number, row.last_number)) is not None]
        return MonthLine(
            id=f"{scheme.id}|{person or ''}",
            scheme_id=scheme.id,
            scheme=scheme.name,
            person_id=person,
            warden=self._names.get(person or "", ""),
            village=scheme.village,
            period=_period(scheme.period, self._month),
            numbers="、".join(str(one) for one in numbers.joined(runs)),
            received_fen=sum(row.amount_fen for row in ins),
            refund_fen=-sum(row.amount_fen for row in outs),
            rate=rate_words(scheme),
            basis=scheme.rate.basis if scheme.rate else "",
            share_bp=share_bp,
            commission_fen=earned,
            change_fen=None,
            receipts=len(live),
            several=len(ins) > 1 or len(outs) > 1 or any(row.account_id or row.person_id != person for row in ins),
            no_income=scheme.id in self._stated,
            first=False,
            problems=(),
        )

    def _by_person(self) -> dict[str, dict[str, int]]:
        """What each person earns from each scheme."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        person = {one.assignment_id: one.person_id for one in self._wardens}
        for assignment, dues in self._collected.dues.items():
            for due in dues:
                found[due.scheme][person[assignment]] += due.amount_fen
        return found

    def _problems(self, lines: Sequence[MonthLine]) -> list[FeeProblem]:
        shelf = books(self._session)
        first = {one.scheme_id: one.id for one in reversed(lines)}
        everything = self._numbered({one.id for one in lines})
        found = [
            *problems.overlaps(everything),
            *self._of_money(first),
            *self._of_lines(lines),
            *problems.outside_books([one for one in everything if one.line], shelf),
            *problems.gaps(shelf, first),
            *self._below_floor(lines),
        ]
        return sorted(found, key=lambda one: one.severity != problems.ERROR)

    def _numbered(self, lines: set[str]) -> list[Numbered]:
        """Every numbered receipt that brought money, those of this month with their line."""
        statement = (
            select(FeeReceipt, WaterScheme.name)
            .join(WaterScheme, WaterScheme.id == FeeReceipt.scheme_id)
            .where(FeeReceipt.number.is_not(None), FeeReceipt.original_number.is_(None), FeeReceipt.amount_fen >= 0)
            .order_by(FeeReceipt.received, FeeReceipt.id)
        )
        found = []
        for row, name in self._session.execute(statement):
            run = numbers.stored(row.number, row.last_number)
            if run is None:
                continue
            line = f"{row.scheme_id}|{row.person_id or ''}" if row.received in self._month else ""
            found.append(Numbered(run, line if line in lines else self._only(line, lines), name, row.scheme_id))
        return found

    def _only(self, line: str, lines: set[str]) -> str:
        """Money without a name stands in the line of the only warden."""
        return next((one for one in lines if line and one.startswith(line)), "")

    def _of_money(self, first: Mapping[str, str]) -> Iterator[FeeProblem]:
        ids = {one.name: one.id for one in self._schemes}
        person = {one.assignment_id: one for one in self._wardens}
        for assignment, rows in self._collected.left_out.items():
            for scheme, mine in _by_scheme(rows).items():
                facts = {"name": person[assignment].name, "count": len(mine), "amount_fen": sum(mine)}
                line = f"{ids[scheme]}|{person[assignment].person_id}"
                yield FeeProblem("RECEIPTS_LEFT_OUT", WARNING, problems.LEFT_OUT, facts, line)
        for scheme, mine in _by_scheme(self._collected.nobody).items():
            facts = {"scheme": scheme, "count": len(mine), "amount_fen": sum(mine)}
            yield FeeProblem("RECEIPTS_NOBODY", WARNING, problems.NOBODY, facts, first[ids[scheme]])
        for one in self._collected.unshared:
            facts = {"scheme": one.scheme, "amount_fen": one.amount_fen}
            yield FeeProblem("COMMISSION_UNSHARED", WARNING, problems.UNSHARED, facts, first[ids[one.scheme]])

    def _of_lines(self, lines: Sequence[MonthLine]) -> Iterator[FeeProblem]:
        said = {one.scheme_id for one in lines if one.entered}
        periods = {one.id: one.period for one in self._schemes}
        for one in lines:
            if not one.first:
                continue
            facts: dict[str, object] = {"scheme": one.scheme, "month": str(self._month)}
            if one.scheme_id not in said and _is_due(periods[one.scheme_id], self._month):
                yield FeeProblem("NOT_ENTERED", WARNING, problems.NOT_ENTERED, facts, one.id)
            if not one.rate and one.scheme_id in said:
                yield FeeProblem("NO_RATE", WARNING, problems.NO_RATE, facts, one.id)
        for (scheme, person), rows in self._receipts.items():
            for row in rows:
                if row.amount_fen < 0 and not row.number and not row.original_number:
                    facts = {"amount_fen": -row.amount_fen, "received": row.received.isoformat()}
                    line = f"{scheme}|{person or ''}"
                    known = {one.id for one in lines}
                    where = line if line in known else self._only(line, known)
                    yield FeeProblem("REFUND_ORIGINAL", WARNING, problems.NO_ORIGINAL, facts, where)

    def _below_floor(self, lines: Sequence[MonthLine]) -> Iterator[FeeProblem]:
        """Who earns less than the floor, by the rules of the pay itself."""
        here = office.current(self._session)
        mine: dict[str, str] = {}
        for one in lines:
            mine.setdefault(one.person_id or "", one.id)
        kinds = wardens_types(self._session)
        try:
            dues = inputs.dues(self._session, self._month, kinds, township=here.township, employer=here.employer)
        except NoPolicy:
            return
        for due in (one for some in dues.values() for one in some):
            if due.holder.person_id not in mine:
                continue
            pay = pay_line.compute(due.duty)
            if pay_line.BELOW_FLOOR in pay.flags:
                earned = pay.base_fen + pay.commission_fen
                facts = {"name": due.holder.name, "earned_fen": earned, "floor_fen": pay.floor_fen}
                yield FeeProblem("BELOW_FLOOR", WARNING, problems.BELOW_FLOOR, facts, mine[due.holder.person_id])


def scheme_dues(collected: Collected, scheme: str) -> dict[str, SchemeDue]:
    """What a scheme pays in a month, by assignment."""
    return {key: due for key, dues in collected.dues.items() for due in dues if due.scheme == scheme}


def _receipts_of(month: Month) -> Select[FeeReceipt]:
    return (
        select(FeeReceipt)
        .where(FeeReceipt.received >= month.first, FeeReceipt.received <= month.last)
        .order_by(FeeReceipt.received, FeeReceipt.number, FeeReceipt.id)
    )


def _nets_before(session: Session, month: Month, periods: Mapping[str, str]) -> dict[tuple[str, str | None], int]:
    """What each line received in the period before: the month before, for quarterly fees three months before."""
    first = month.plus(-max(PERIODS.values())).first
    statement = select(FeeReceipt.scheme_id, FeeReceipt.person_id, FeeReceipt.received, FeeReceipt.amount_fen).where(
        FeeReceipt.received >= first, FeeReceipt.received < month.first, FeeReceipt.voided.is_(None)
    )
    found: dict[tuple[str, str | None], int] = defaultdict(int)
    for scheme, person, received, fen in session.execute(statement):
        if received in month.plus(-PERIODS.get(periods[scheme], 1)):
            found[scheme, person] += fen
    return dict(found)


def _is_due(period: str, month: Month) -> bool:
    """Whether fees are collected in this month: every third one for 季, June and December for 半年."""
    return month.month % PERIODS.get(period, 1) == 0


def _period(period: str, month: Month) -> str:
    """The period that a month closes, as the form says it: 3月, 1–3月."""
    count = PERIODS.get(period, 1)
    if count == 1 or month.month % count:
        return f"{month.month}月"
    return f"{month.month - count + 1}–{month.month}月"


def _by_scheme(rows: Iterable[ReceiptLeftOut]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for one in rows:
        found[one.scheme].append(one.amount_fen)
    return found


def _with(line: MonthLine, noted: Sequence[FeeProblem]) -> MonthLine:
    return replace(line, problems=tuple(noted))
