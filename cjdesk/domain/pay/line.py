"""One line of pay in the order of PR-09, each amount with the steps that explain it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cjdesk.domain.money import divide, ratio, round_to
from cjdesk.domain.pay import steps
from cjdesk.domain.pay.amounts import squeeze
from cjdesk.domain.pay.days import PaidDays, paid_days
from cjdesk.domain.pay.floor import settle
from cjdesk.domain.pay.inputs import Duty, Extra, Pay, Policy, Standard
from cjdesk.domain.pay.proration import Share, prorate
from cjdesk.domain.pay.recovery import recover
from cjdesk.domain.pay.tax import withheld

BELOW_FLOOR = "BELOW_FLOOR"
ZERO_LINE = "ZERO_LINE"
COMMISSION_NEGATIVE_CARRIED = "COMMISSION_NEGATIVE_CARRIED"
NO_REQUIRED_DAYS = "NO_REQUIRED_DAYS"
NO_STANDARD = "NO_STANDARD"
CARRIED_FORWARD = "CARRIED_FORWARD"
CORRECTED = "CORRECTED"

FULL = 10_000


def compute(duty: Duty) -> Pay:
    """Compute a line; the same duty always gives the same pay, whatever the order of its parts' arrival.

    Tax is the last to go off (PR-09), so it is on what the person really gets this month: money taken back was taxed
    when it was paid, and is not taxed again.
    """
    policy = duty.policy
    standards = (Standard(duty.month.first, duty.units.unit_fen),) if duty.units else duty.standards
    paid = paid_days(duty.month, duty.start, duty.end, duty.days_off, standards)
    share = _share(duty, paid)
    assessment = _assessment(policy, duty.attendance.grade if duty.attendance else None)

    pieces = squeeze(
        [piece.standard_fen * weight * assessment for piece, weight in zip(paid.pieces, share.weights, strict=True)],
        share.whole * FULL,
    )
    base = sum(pieces)
    absence = _absence(paid, share, assessment, base)
    commission, capped, carried = _commission(duty)
    floor = ratio(policy.floor_fen, share.weight * (share.off_whole - share.off), share.whole * share.off_whole)
    earned = base - absence + commission
    settled = settle(policy, duty.month, earned, floor, duty.earlier)

    too_little = sum(one.amount_fen for one in duty.corrections if one.amount_fen > 0)
    owed = duty.owed_fen - sum(one.amount_fen for one in duty.corrections if one.amount_fen < 0)
    allowance, back_pay = _sum(duty.allowances), _sum(duty.back_pay) + too_little
    deduction = absence + _sum(duty.deductions)
    due = base + commission + settled.topup_fen + allowance + back_pay - deduction
    shortfall = max(-due, 0)
    recovered = recover(owed, max(due, 0), policy.recovery_limit_bp)
    tax = withheld(recovered.net_fen, policy.tax)
    net = round_to(recovered.net_fen - tax, policy.round_net_to_fen)
    carried_forward = recovered.carried_fen + shortfall

    flags = _flags(duty, paid, carried, settled.below, net, carried_forward)
    figures: dict[str, Any] = {
        "days_in_month": paid.in_month,
        "paid_days": paid.count,
        "standard_fen": paid.pieces[-1].standard_fen if paid.pieces else _latest_standard(duty, standards),
        "pieces": pieces,
        "base_fen": base,
        "commission_fen": commission,
        "commission_carried_fen": carried,
        "topup_fen": settled.topup_fen,
        "allowance_fen": allowance,
        "back_pay_fen": back_pay,
        "deduction_fen": deduction,
        "clawback_fen": recovered.clawback_fen,
        "tax_fen": tax,
        "rounding_fen": net - (recovered.net_fen - tax),
        "shortfall_fen": shortfall,
        "net_fen": net,
        "owed_fen": owed,
        "carried_forward_fen": carried_forward,
        "floor_fen": floor if policy.floor != "NONE" else 0,
        "earned_fen": earned,
        "flags": flags,
    }
    known = steps.Workings(paid, share, assessment, absence, capped, settled.below, recovered.net_fen)
    return Pay(**figures, steps=steps.explained(duty, Pay(**figures, steps=()), known))


def _share(duty: Duty, paid: PaidDays) -> Share:
    """By quantity each unit is whole; else by the policy's mode."""
    if duty.units is not None:
        return Share((duty.units.quantity,) * len(paid.pieces), 1)
    return prorate(duty.month, paid, duty.policy, duty.attendance)


def _assessment(policy: Policy, grade: str | None) -> int:
    """The ratio of a grade (PR-06): 优, 优秀 and 优等 are one grade to different offices; unknown ones cost nothing."""
    if not grade:
        return FULL
    # By name, not as the reference file lists them: a frozen policy keeps no such order.
    alike = (ratio_bp for known, ratio_bp in sorted(policy.assessment_bp.items()) if known[:1] == grade[:1])
    return policy.assessment_bp.get(grade, next(alike, FULL))


def _absence(paid: PaidDays, share: Share, assessment: int, base: int) -> int:
    """What P3 takes off for absence, its own component: rounded once and never more than the base."""
    if not share.off:
        return 0
    earned = sum(piece.standard_fen * weight for piece, weight in zip(paid.pieces, share.weights, strict=True))
    return min(divide(earned * assessment * share.off, share.whole * FULL * share.off_whole), base)


def _commission(duty: Duty) -> tuple[int, int, int]:
    """The commission paid, what the cap cut off, and the negative rest that is carried to the next month.

    A scheme with more refunds than receipts gives 0 and its negative amount is carried; what the month before
    carried is taken from this month's commission first.
    """
    earned = sum(due.amount_fen for due in duty.schemes if due.amount_fen > 0) + duty.carried_in_fen
    carried = sum(due.amount_fen for due in duty.schemes if due.amount_fen < 0) + min(earned, 0)
    earned = max(earned, 0)
    cap = duty.policy.commission_cap_fen
    paid = min(earned, cap) if cap else earned
    return paid, earned - paid, carried


def _flags(  # noqa: PLR0917 - what is flagged, in the order of the sheet
    duty: Duty, paid: PaidDays, carried: int, below: bool, net: int, carried_forward: int
) -> tuple[str, ...]:
    flags = []
    if carried:
        flags.append(COMMISSION_NEGATIVE_CARRIED)
    if below:
        flags.append(BELOW_FLOOR)
    if not net:
        flags.append(ZERO_LINE)
    if paid.without_standard:
        flags.append(NO_STANDARD)
    attendance = duty.attendance
    if duty.policy.proration == "P2" and paid.count and (attendance is None or attendance.required_tenths <= 0):
        flags.append(NO_REQUIRED_DAYS)
    if carried_forward:
        flags.append(CARRIED_FORWARD)
    if duty.corrections:
        flags.append(CORRECTED)
    return tuple(flags)


def _sum(extras: tuple[Extra, ...]) -> int:
    return sum(extra.amount_fen for extra in extras)


def _latest_standard(duty: Duty, standards: Sequence[Standard]) -> int:
    """The standard of the month for a line without a paid day."""
    known = [standard.amount_fen for standard in standards if standard.since <= duty.month.last]
    return known[-1] if known else 0
