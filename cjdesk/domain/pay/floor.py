"""The floor of water wardens (PR-08): nothing, a top-up or a report, settled by month or by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.domain.month import Month
from cjdesk.domain.pay.inputs import EarlierMonth, Policy


@dataclass(frozen=True, slots=True)
class Settled:
    """The top-up of a month (negative when a quarter's advances were too high) and whether the floor was missed."""

    topup_fen: int
    below: bool


def settle(
    policy: Policy, month: Month, earned_fen: int, floor_fen: int, earlier: Sequence[EarlierMonth] = ()
) -> Settled:
    """Compare base + commission with the prorated floor.

    By quarter, the first two months are advances topped up like single months; in the last one the quarter's earnings
    are compared with the quarter's floor, and what was advanced too much is taken back (W36).
    """
    if policy.floor == "NONE" or not policy.floor_fen:
        return Settled(0, below=False)
    topping = policy.floor == "TOPUP"
    if policy.floor_settlement != "quarter" or month.month % 3:
        missing = max(floor_fen - earned_fen, 0)
        quarterly = policy.floor_settlement == "quarter"
        return Settled(missing if topping else 0, below=bool(missing) and not topping and not quarterly)
    earned = earned_fen + sum(past.earned_fen for past in earlier)
    floor = floor_fen + sum(past.floor_fen for past in earlier)
    if not topping:
        return Settled(0, below=earned < floor)
    advanced = sum(past.topup_fen for past in earlier)
    return Settled(max(floor - earned, 0) - advanced, below=False)
