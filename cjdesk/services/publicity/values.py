"""What a notice on the wall is, who is on it, and what was objected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cjdesk.domain.month import Month
from cjdesk.domain.publicity import Outcome, PublicityKind
from cjdesk.domain.states import PublicityState


@dataclass(frozen=True, slots=True)
class ObjectionValue:
    """One objection; ``name`` and ``village`` are empty when it is against everybody.

    ``outcome`` is None while it is not decided; the ``village`` is that of the sheet where the notice is of a run.
    """

    id: str
    assignment_id: str | None
    name: str
    raised: date
    raised_by: str | None
    content: str
    outcome: str | None
    outcome_note: str | None
    decided: date | None
    decided_by: str | None
    village: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody on a notice; ``amount_fen`` is the pay of the run, or the standard of the post proposed."""

    assignment_id: str
    person_id: str
    id_no: str
    name: str
    village: str
    group: str
    post: str
    amount_fen: int
    start: date


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its objections. ``left`` counts the days that remain (0 on the last day, below 0 after it)."""

    id: str
    number: str
    kind: str
    run_id: str | None
    run_number: str
    run_state: str
    revision: int
    month: Month
    post: str
    title: str
    place: str
    start: date
    end: date
    days: int
    counting: str
    left: int
    guessed_years: tuple[int, ...]
    show_ids: bool
    mask_names: bool
    phones: str
    reception: str
    state: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    photo: str
    remark: str
    withdrawn: str
    people: int
    amount_fen: int
    objections: tuple[ObjectionValue, ...]

    @property
    def undecided(self) -> tuple[ObjectionValue, ...]:
        """Those that wait for a decision."""
        return tuple(one for one in self.objections if one.outcome is None)

    @property
    def upheld(self) -> tuple[ObjectionValue, ...]:
        """Those that were right."""
        return tuple(one for one in self.objections if one.outcome == Outcome.UPHELD)

    @property
    def is_pay(self) -> bool:
        """Whether it is about a run."""
        return self.kind == PublicityKind.PAY

    @property
    def may_close(self) -> bool:
        """Whether only the act of closing is left."""
        return self.state == PublicityState.OPEN and self.left < 0 and not self.undecided
