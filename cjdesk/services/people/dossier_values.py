"""What a person's dossier (人员档案) holds, from application to exit; words as printed, amounts in whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cjdesk.domain.month import Month
from cjdesk.domain.person_papers import OfficeFacts, PersonFacts, PostFacts
from cjdesk.services.year.values import Pay, total


@dataclass(frozen=True, slots=True)
class Proof:
    """An agreement, an insurance or a notice: what it is, its number or days, what came of it."""

    what: str
    about: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """One line of a closed run: ``state`` says what became of it, ``day`` when the bank said so."""

    month: Month
    post_type_name: str
    required_tenths: int | None
    attended_tenths: int | None
    paid_days: int
    grade: str
    pay: Pay
    run: str
    state: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Suspended:
    """Days off post, both ends included."""

    post_type_name: str
    start: date
    end: date | None
    paid: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account the person was paid to; the open one has no ``last``."""

    holder: str
    bank: str
    number: str
    first: date | None
    last: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnedPayment:
    """A payment that the bank sent back: on which list, to which account, why, and whether it was paid again."""

    month: Month
    list_number: str
    account: str
    amount_fen: int
    failure: str
    day: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """补发, 扣回, 交回 or 核销: for which month (none for money given back), how much, where it is booked, why."""

    day: date
    kind: str
    month: Month | None
    amount_fen: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection to a notice the person is on; who raised it is left out."""

    day: date
    notice: str
    content: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class WaterDuty:
    """A share in a water scheme (basis points) and its days."""

    scheme: str
    share_bp: int
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A subsidy beside the post."""

    scheme: str
    first: date
    last: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Left:
    """How a time on a post ended, and how far its pay is settled."""

    post: PostFacts
    settled_until: Month | None
    open_fen: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything known of one person; ``first`` and ``last`` narrow what belongs to months, None is from the beginning.

    ``owed_fen`` is what the person still has to give back.
    """

    number: str
    person: PersonFacts
    office: OfficeFacts
    first: Month | None
    last: Month | None
    posts: tuple[PostFacts, ...]
    proofs: tuple[Proof, ...]
    months: tuple[PaidMonth, ...]
    suspensions: tuple[Suspended, ...]
    accounts: tuple[Account, ...]
    returned: tuple[ReturnedPayment, ...]
    corrections: tuple[Corrected, ...]
    objections: tuple[Objected, ...]
    duties: tuple[WaterDuty, ...]
    enrolments: tuple[Enrolment, ...]
    left: tuple[Left, ...]
    owed_fen: int

    @property
    def pay(self) -> Pay:
        """All months."""
        return total(one.pay for one in self.months)

    def by_year(self) -> Mapping[int, tuple[PaidMonth, ...]]:
        """The months of each year, in order."""
        found: dict[int, list[PaidMonth]] = {}
        for one in self.months:
            found.setdefault(one.month.year, []).append(one)
        return {year: tuple(rows) for year, rows in found.items()}
