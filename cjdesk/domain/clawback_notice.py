"""The notice that asks somebody for money that was paid too much (F12), as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Step


@dataclass(frozen=True, slots=True)
class Overpaid:
    """One month: what was paid under which run, what it should have been and how that is computed, in fen."""

    month: Month
    run: str
    line: int
    paid_fen: int
    due_fen: int
    steps: tuple[Step, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ClawbackNotice:
    """Everything on the notice; ``recovered_fen`` is what came back already, ``balance_fen`` what is asked for."""

    number: str
    person_id: str
    id_no: str
    name: str
    village: str
    group: str
    post_type_name: str
    last_day: date | None
    months: tuple[Overpaid, ...]
    recovered_fen: int
    balance_fen: int
    township_name: str
    county_name: str
    employer: str
    contact: str
    demo: bool
    written: date
    deadline: date

    @property
    def overpaid_fen(self) -> int:
        """All that was paid too much."""
        return sum(one.paid_fen - one.due_fen for one in self.months)
