"""Taking back what was paid too much (PR-09), never below zero, and paying later what was missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cjdesk.domain.money import basis_points


@dataclass(frozen=True, slots=True)
class Recovered:
    """One month of a recovery: taken off, still paid out, still owed after it."""

    clawback_fen: int
    net_fen: int
    carried_fen: int


def recover(owed_fen: int, pay_fen: int, limit_bp: int) -> Recovered:
    """Take what is owed from a month's pay, at most the limit in basis points of that pay."""
    taken = max(min(owed_fen, basis_points(pay_fen, limit_bp), pay_fen), 0)
    return Recovered(taken, max(pay_fen - taken, 0), owed_fen - taken)


def recover_over(owed_fen: int, pays_fen: Iterable[int], limit_bp: int) -> tuple[Recovered, ...]:
    """The same over the following months."""
    months = []
    for pay in pays_fen:
        months.append(recover(owed_fen, pay, limit_bp))
        owed_fen = months[-1].carried_fen
    return tuple(months)


def overpaid(paid_fen: int, entitled_fen: int) -> int:
    """What is to be taken back of a paid month."""
    return max(paid_fen - entitled_fen, 0)
