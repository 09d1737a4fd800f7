"""What the earlier months of a run of several months leave over to its later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import Duty, EarlierMonth, Pay


@dataclass(slots=True)
class Running:
    """Grows month by month while a run is computed; empty for a run of one month.

    ``commission`` is the negative rest by assignment, ``owed`` what the run itself added to (or took off) a person's
    debt so far, ``earlier`` what each assignment was paid, for the settlement of a quarter's floor.
    """

    commission: dict[str, int] = field(default_factory=dict)
    owed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    earlier: dict[str, list[tuple[Month, EarlierMonth]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, assignment_id: str, person_id: str, duty: Duty, pay: Pay) -> None:
        """Take in a computed line; months come in order."""
        self.commission[assignment_id] = pay.commission_carried_fen
        self.owed[person_id] += pay.carried_forward_fen - duty.owed_fen
        past = EarlierMonth(pay.earned_fen, pay.topup_fen, pay.floor_fen)
        self.earlier[assignment_id].append((duty.month, past))

    def commission_of(self, assignment_id: str, closed: Mapping[str, int]) -> int:
        """What the month before carried: of this run if it paid the assignment, else of the newest closed one."""
        if assignment_id in self.commission:
            return self.commission[assignment_id]
        return closed.get(assignment_id, 0)

    def earlier_of(
        self, assignment_id: str, month: Month, stored: Mapping[str, Sequence[tuple[Month, EarlierMonth]]]
    ) -> tuple[EarlierMonth, ...]:
        """The earlier months of the quarter that ends with ``month``, each once; this run's own win."""
        by_month = dict(stored.get(assignment_id, ()))
        by_month.update(self.earlier.get(assignment_id, ()))
        return tuple(by_month[one] for one in (month.plus(-2), month.plus(-1)) if one in by_month)
