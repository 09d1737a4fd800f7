"""The explanation of a line: rule, inputs, dates, arithmetic and rounding, in words a villager understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cjdesk.domain.pay import commission
from cjdesk.domain.pay.amounts import days, exact, percent
from cjdesk.domain.pay.days import PaidDays, Piece
from cjdesk.domain.pay.inputs import Correction, Duty, Pay, SchemeDue, SchemePart
from cjdesk.domain.pay.proration import Share
from cjdesk.domain.sheet import Step
from cjdesk.i18n import N_

STANDARD = N_("Standard {standard_fen} yuan a month, from {since} on")
WHOLE_MONTH = N_("On post the whole month: {paid} of {days} days")
ON_POST = N_("On post from {first} to {last}, both days paid: {paid} of {days} days")
SUSPENDED = N_("Suspended without pay from {first} to {last} ({reason})")
SUSPENDED_OPEN = N_("Suspended without pay since {first} ({reason})")
NOT_PAID = N_("No day of this month is paid")
WITHOUT_STANDARD = N_("For {count} days there is no standard; they earn nothing until one is entered")

ENROLLED = N_("On the list of this scheme from {first} to {last}; a fixed amount, days are not counted")
P0_LINE = N_("The whole month is paid: {exact}")
P0_PART = N_("{standard_fen} × {piece} of {paid} days = {exact}")
BY_QUANTITY = N_("{quantity} {unit} × {unit_fen} = {base_fen}")
PROOF = N_("Counted from: {proof}")

P1_LINE = N_("{standard_fen} × {paid} days ÷ {days} days = {exact}")
P2_DAYS = N_("Required {required} days, attended {attended} days")
P2_AWAY = N_("Away: personal leave {personal}, sick leave {sick}, absent {absent} days")
P2_MORE = N_("Days beyond the required ones are not paid again")
P2_MISSING = N_("There is no attendance with required days for this month; enter it and compute again")
P2_LINE = N_("{standard_fen} × {attended} ÷ {required} = {exact}")
P2_PART = N_("{standard_fen} × {piece} of {paid} paid days × {attended} ÷ {required} = {exact}")
P3_FULL = N_("The whole month is earned: {exact}")
P3_PART = N_("{standard_fen} × {worked} working days ÷ 21.75 = {exact}")
P3_ABSENT = N_("{unpaid} days of unpaid absence: {base_fen} × {unpaid} ÷ 21.75 = {exact}, taken off {amount_fen}")
P4_LINE = N_("By half months: {standard_fen} × {weight} ÷ {whole} = {exact}")
P5_LINE = N_("On post on day {day}, the cut-off day: the whole month, {exact}")
P5_NONE = N_("Not on post on day {day}, the cut-off day: nothing is earned")
P6_LINE = N_("A month counts 30 days: {standard_fen} × {weight} ÷ {whole} = {exact}")
ASSESSED = N_("Assessment {grade}: {rate} of it")
ROUNDED = N_("Rounded to the fen: {base_fen}")
SPLIT = N_("The standard changes inside the month, the last part takes the remainder: {pieces} = {base_fen}")

SCHEME = N_("{scheme}: received {receipts_fen} × {rate} = {exact}, commission {scheme_fen}")
SCHEME_BILLED = N_("{scheme}: billed {receipts_fen} × {rate} = {exact}")
SCHEME_RECEIVED = N_("{scheme}: received {receipts_fen} × {rate} = {exact}")
SCHEME_HOUSEHOLDS = N_(
    "{scheme}: {households} households × {per_household_fen} a month × {days} days ÷ {days_in_month} days = {exact}"
)
SCHEME_WHOLE = N_("{scheme}: commission {exact}, rounded to the fen: {scheme_fen}")
SCHEME_SHARE = N_("{scheme}: share {share} of {scheme_fen} = {amount_fen}")
SCHEME_REST = N_("{scheme}: share {share} of {scheme_fen}, takes the remainder = {amount_fen}")
SCHEME_CHANGED = N_(
    "{scheme}: the shares changed inside the month ({shares} one after the other); of {scheme_fen} this warden gets "
    "{amount_fen}"
)
SCHEME_NEGATIVE = N_("{scheme}: more refunds than receipts, nothing is paid and {amount_fen} is carried to next month")
CARRIED_IN = N_("Carried from the month before: {amount_fen}")
CAPPED = N_("Commission is at most {cap_fen}; {cut_fen} is cut off")
COMMISSION = N_("Commission together: {commission_fen}")
LEFT_OUT = {
    commission.OUTSIDE_MONTH: N_("{scheme}: {amount_fen} of {received} is not counted, it belongs to another month"),
    commission.BEFORE_ASSIGNMENT: N_("{scheme}: {amount_fen} of {received} is not counted, that was before the post"),
    commission.AFTER_ASSIGNMENT: N_("{scheme}: {amount_fen} of {received} is not counted, that was after the post"),
}

FLOOR = N_("The floor of {whole_fen} is prorated like the base: {floor_fen}")
TOPPED_UP = N_("Base and commission {earned_fen} are below {floor_fen}, topped up by {topup_fen}")
SETTLED = N_("Settled for the quarter: {topup_fen}")
BELOW = N_("Base and commission {earned_fen} are below {floor_fen}; this is reported, nothing is added")
REACHED = N_("Base and commission {earned_fen} reach {floor_fen}, nothing is added")

ALLOWANCE = N_("Allowance {words}: {amount_fen}")
BACK_PAY = N_("Back pay {words}: {amount_fen}")
DEDUCTION = N_("Deduction {words}: {amount_fen}")
CORRECTED = {
    "base": N_("{month}: the base was {before_fen}, it should have been {now_fen}"),
    "commission": N_("{month}: the commission was {before_fen}, it should have been {now_fen}"),
    "topup": N_("{month}: the top-up was {before_fen}, it should have been {now_fen}"),
    "deduction": N_("{month}: the deduction for absence was {before_fen}, it should have been {now_fen}"),
    "booked": N_("{month}: corrected by {before_fen} already"),
}
TOO_LITTLE = N_("Back pay for {month}: {amount_fen} (run {run}, line {number})")
NEVER_PAID = N_("Back pay for {month}, which nobody had paid: {amount_fen}")
TOO_MUCH = N_("Paid too much for {month}: {amount_fen}, to be taken back (run {run}, line {number})")
TOO_MUCH_UNLINED = N_("Paid too much for {month}: {amount_fen}, to be taken back")
OWED = N_("Owed {owed_fen}, at most {limit} of the month is taken: {clawback_fen}")
TAX = N_("Tax withheld on {taxed_fen}, as pay for labour services: {tax_fen}")
CARRIED = N_("{carried_fen} is still owed and carried to next month")
ROUND_NET = N_("Net rounded to {unit_fen}: {rounding_fen}")
NET_SIMPLE = N_("Back pay 0.00, taken back 0.00, net {net_fen}")
NET = N_(
    "Net = base {base_fen} + commission {commission_fen} + top-up {topup_fen} + other {other_fen} − taken off "
    "{off_fen} = {net_fen}"
)
NET_BEYOND = N_(
    "Net = base {base_fen} + commission {commission_fen} + top-up {topup_fen} + other {other_fen} − taken off "
    "{off_fen} = {net_fen}; the other {rest_fen} is taken off in the next month"
)
NET_ROUNDED = N_(
    "Net = base {base_fen} + commission {commission_fen} + top-up {topup_fen} + other {other_fen} − taken off "
    "{off_fen} = {sum_fen}, rounded {net_fen}"
)

Facts = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Workings:
    """What the computation knows beyond its result."""

    paid: PaidDays
    share: Share
    assessment: int
    absence_fen: int
    capped_fen: int
    below: bool
    taxed_fen: int


def explained(duty: Duty, pay: Pay, known: Workings) -> tuple[Step, ...]:
    """The steps of a pay, in the order of PR-09."""
    steps = _quantity(duty, pay) if duty.units else [*_days(duty, known.paid), *_base(duty, pay, known)]
    if duty.schemes or duty.left_out or duty.carried_in_fen:
        steps += _commission(duty, pay, known)
    if duty.policy.floor != "NONE" and duty.policy.floor_fen:
        steps += _floor(duty, pay, known)
    steps += _others(duty, pay, known)
    return tuple(steps)


def read(step: Step) -> tuple[str, Facts]:
    """The sentence of a step and what fills it, so that a net adds up before the reader's eyes.

    A stored step names all that goes off; of a deduction beyond the pay only as much can go off as there is.
    """
    if step.text != NET:
        return step.text, step.facts
    facts = {name: int(fact) for name, fact in step.facts.items()}
    added = facts["base_fen"] + facts["commission_fen"] + facts["topup_fen"] + facts["other_fen"]
    left = added - facts["off_fen"]
    if left < 0:
        return NET_BEYOND, {**facts, "off_fen": added, "rest_fen": -left}
    return (NET, step.facts) if left == facts["net_fen"] else (NET_ROUNDED, {**facts, "sum_fen": left})


def _quantity(duty: Duty, pay: Pay) -> list[Step]:
    units = duty.units
    if units is None:
        return []
    facts: Facts = {
        "quantity": units.quantity,
        "unit": units.unit,
        "unit_fen": units.unit_fen,
        "base_fen": pay.base_fen,
    }
    steps = [Step("base", "4.8", BY_QUANTITY, facts)]
    if units.proof:
        steps.append(Step("base", "4.8", PROOF, {"proof": units.proof}))
    return steps


def _days(duty: Duty, paid: PaidDays) -> list[Step]:
    steps = [
        Step("base", "PR-02", STANDARD, {"standard_fen": piece.standard_fen, "since": piece.since.isoformat()})
        for piece in paid.pieces
    ]
    if not paid.first:
        return [*steps, Step("base", "PR-03", NOT_PAID, {})]
    facts: Facts = {"paid": paid.count, "days": paid.in_month}
    fixed = duty.policy.proration == "P0"
    if fixed:
        steps.append(Step("base", "PR-03", ENROLLED, _on_post(duty, paid)))
    elif paid.count == paid.in_month:
        steps.append(Step("base", "PR-03", WHOLE_MONTH, facts))
    else:
        steps.append(Step("base", "PR-03", ON_POST, facts | _on_post(duty, paid)))
    if paid.unpaid_off and (paid.count == 0 or not fixed):
        for off in duty.days_off:
            if off.paid or off.start > duty.month.last or (off.end and off.end < duty.month.first):
                continue
            seen: Facts = {"first": off.start.isoformat(), "reason": off.reason or "—"}
            if off.end:
                steps.append(Step("base", "PR-03", SUSPENDED, {**seen, "last": off.end.isoformat()}))
            else:
                steps.append(Step("base", "PR-03", SUSPENDED_OPEN, seen))
    if paid.without_standard:
        steps.append(Step("base", "PR-02", WITHOUT_STANDARD, {"count": paid.without_standard}))
    return steps


def _on_post(duty: Duty, paid: PaidDays) -> Facts:
    """First and last day on post in the month."""
    year, month = duty.month.year, duty.month.month
    return {"first": date(year, month, paid.first).isoformat(), "last": date(year, month, paid.last).isoformat()}


def _base(duty: Duty, pay: Pay, known: Workings) -> list[Step]:
    paid, share = known.paid, known.share
    steps: list[Step] = []
    if duty.policy.proration == "P2" and paid.count:
        steps += _attendance(duty)
    inexact = len(paid.pieces) > 1 or known.assessment != 10_000
    for piece, weight in zip(paid.pieces, share.weights, strict=True):
        numerator = piece.standard_fen * weight
        inexact = inexact or bool(numerator % share.whole)
        step = _arithmetic(duty, paid, piece, weight, share.whole, exact(numerator, share.whole))
        if step:
            steps.append(step)
    if known.assessment != 10_000 and duty.attendance and duty.attendance.grade:
        facts: Facts = {"grade": duty.attendance.grade, "rate": percent(known.assessment)}
        steps.append(Step("base", "PR-06", ASSESSED, facts))
    if len(pay.pieces) > 1:
        pieces = " + ".join(exact(piece, 1) for piece in pay.pieces)
        steps.append(Step("base", "PR-05", SPLIT, {"pieces": pieces, "base_fen": pay.base_fen}))
    elif inexact:
        steps.append(Step("base", "PR-04", ROUNDED, {"base_fen": pay.base_fen}))
    if known.absence_fen and duty.attendance:
        absent: Facts = {
            "unpaid": days(duty.attendance.unpaid_tenths),
            "base_fen": pay.base_fen,
            "exact": exact(pay.base_fen * share.off, share.off_whole),
            "amount_fen": known.absence_fen,
        }
        steps.append(Step("deduction", "PR-03 P3", P3_ABSENT, absent))
    return steps


def _attendance(duty: Duty) -> list[Step]:
    attendance = duty.attendance
    if attendance is None or attendance.required_tenths <= 0:
        return [Step("base", "PR-03 P2", P2_MISSING, {})]
    facts: Facts = {"required": days(attendance.required_tenths), "attended": days(attendance.attended_tenths)}
    steps = [Step("base", "PR-03 P2", P2_DAYS, facts)]
    if attendance.personal_leave_tenths or attendance.sick_leave_tenths or attendance.absent_tenths:
        away: Facts = {
            "personal": days(attendance.personal_leave_tenths),
            "sick": days(attendance.sick_leave_tenths),
            "absent": days(attendance.absent_tenths),
        }
        steps.append(Step("base", "PR-03 P2", P2_AWAY, away))
    if attendance.attended_tenths > attendance.required_tenths:
        steps.append(Step("base", "PR-03 P2", P2_MORE, {}))
    return steps


def _arithmetic(  # noqa: PLR0911, PLR0917 - the numbers of one printed line, one return for each mode
    duty: Duty, paid: PaidDays, piece: Piece, weight: int, whole: int, before: str
) -> Step | None:
    mode = duty.policy.proration
    facts: Facts = {"standard_fen": piece.standard_fen, "exact": before}
    rule = f"PR-03 {mode}"
    if mode == "P0":
        if len(paid.pieces) > 1:
            return Step("base", rule, P0_PART, {**facts, "piece": len(piece.days), "paid": paid.count})
        return Step("base", rule, P0_LINE, {"exact": before})
    if mode == "P1":
        return Step("base", rule, P1_LINE, {**facts, "paid": len(piece.days), "days": paid.in_month})
    if mode == "P2":
        attendance = duty.attendance
        if attendance is None or attendance.required_tenths <= 0:
            return None
        facts["attended"] = days(min(attendance.attended_tenths, attendance.required_tenths))
        facts["required"] = days(attendance.required_tenths)
        if len(paid.pieces) > 1:
            return Step("base", rule, P2_PART, {**facts, "piece": len(piece.days), "paid": paid.count})
        return Step("base", rule, P2_LINE, facts)
    if mode == "P3":
        if whole == 87:
            return Step("base", rule, P3_PART, {**facts, "worked": weight // 4})
        return Step("base", rule, P3_FULL, {"exact": before})
    if mode == "P5":
        cutoff = min(duty.policy.cutoff_day, paid.in_month)
        return Step("base", rule, P5_LINE if weight else P5_NONE, {"day": cutoff, "exact": before})
    return Step("base", rule, P4_LINE if mode == "P4" else P6_LINE, {**facts, "weight": weight, "whole": whole})


def _commission(duty: Duty, pay: Pay, known: Workings) -> list[Step]:
    steps: list[Step] = []
    for due in duty.schemes:
        steps += _scheme(due)
    for receipt in duty.left_out:
        facts: Facts = {
            "scheme": receipt.scheme,
            "amount_fen": receipt.amount_fen,
            "received": receipt.received.isoformat(),
        }
        steps.append(Step("commission", "PR-07", LEFT_OUT[receipt.reason], facts))
    if duty.carried_in_fen:
        steps.append(Step("commission", "PR-07", CARRIED_IN, {"amount_fen": duty.carried_in_fen}))
    if known.capped_fen:
        cut: Facts = {"cap_fen": duty.policy.commission_cap_fen, "cut_fen": known.capped_fen}
        steps.append(Step("commission", "PR-09", CAPPED, cut))
    if len(duty.schemes) > 1 or duty.carried_in_fen or known.capped_fen:
        steps.append(Step("commission", "PR-07", COMMISSION, {"commission_fen": pay.commission_fen}))
    return steps


def _shares(due: SchemeDue) -> list[int]:
    """The warden's share in each part of the month's money, 0 where there was none."""
    return [0 if part.place is None else part.shares_bp[part.place] for part in due.parts]


def _scheme_part(scheme: str, part: SchemePart) -> Step:
    """One part of a scheme whose commission is not simply received × rate."""
    if part.basis == commission.Basis.HOUSEHOLDS:
        facts: Facts = {
            "scheme": scheme,
            "households": part.households,
            "per_household_fen": part.per_household_fen,
            "days": part.days,
            "days_in_month": part.days_in_month,
            "exact": exact(part.households * part.per_household_fen * part.days, part.days_in_month),
        }
        return Step("commission", "PR-07", SCHEME_HOUSEHOLDS, facts)
    facts = {
        "scheme": scheme,
        "receipts_fen": part.receipts_fen,
        "rate": percent(part.rate_bp),
        "exact": exact(part.receipts_fen * part.rate_bp, 10_000),
    }
    text = SCHEME_BILLED if part.basis == commission.Basis.BILLED else SCHEME_RECEIVED
    return Step("commission", "PR-07", text, facts)


def _scheme(due: SchemeDue) -> list[Step]:
    facts: Facts = {
        "scheme": due.scheme,
        "receipts_fen": due.receipts_fen,
        "rate": due.rate,
        "exact": due.exact,
        "scheme_fen": due.scheme_fen,
    }
    if due.basis == commission.Basis.RECEIVED and len(due.parts) <= 1:
        steps = [Step("commission", "PR-07", SCHEME, facts)]
    else:
        steps = [_scheme_part(due.scheme, part) for part in due.parts]
        whole: Facts = {"scheme": due.scheme, "exact": due.exact, "scheme_fen": due.scheme_fen}
        steps.append(Step("commission", "PR-07", SCHEME_WHOLE, whole))
    if len(set(_shares(due))) > 1:
        parts = "、".join(percent(share) for share in _shares(due))
        mine: Facts = {"scheme": due.scheme, "shares": parts, "scheme_fen": due.scheme_fen}
        steps.append(Step("commission", "PR-07", SCHEME_CHANGED, {**mine, "amount_fen": due.amount_fen}))
    elif due.share_bp != 10_000:
        shared: Facts = {
            "scheme": due.scheme,
            "share": percent(due.share_bp),
            "scheme_fen": due.scheme_fen,
            "amount_fen": due.amount_fen,
        }
        steps.append(Step("commission", "PR-07", SCHEME_REST if due.takes_rest else SCHEME_SHARE, shared))
    if due.amount_fen < 0:
        negative: Facts = {"scheme": due.scheme, "amount_fen": due.amount_fen}
        steps.append(Step("commission", "PR-07", SCHEME_NEGATIVE, negative))
    return steps


def _floor(duty: Duty, pay: Pay, known: Workings) -> list[Step]:
    steps = []
    if pay.floor_fen != duty.policy.floor_fen or duty.policy.floor_settlement == "quarter":
        facts: Facts = {"whole_fen": duty.policy.floor_fen, "floor_fen": pay.floor_fen, "earned_fen": pay.earned_fen}
        steps.append(Step("topup", "PR-08", FLOOR, facts))
    compared: Facts = {"earned_fen": pay.earned_fen, "floor_fen": pay.floor_fen}
    if duty.earlier:
        steps.append(Step("topup", "PR-08", SETTLED, {**compared, "topup_fen": pay.topup_fen}))
    elif pay.topup_fen:
        steps.append(Step("topup", "PR-08", TOPPED_UP, {**compared, "topup_fen": pay.topup_fen}))
    elif known.below:
        steps.append(Step("topup", "PR-08", BELOW, compared))
    elif duty.schemes and pay.earned_fen >= pay.floor_fen:
        steps.append(Step("topup", "PR-08", REACHED, compared))
    return steps


def corrected(one: Correction) -> list[Step]:
    """What a locked month should have paid, part by part, and what is booked for it now."""
    component = "back_pay" if one.amount_fen > 0 else "clawback"
    month = str(one.month)
    steps = []
    for part, before, now in one.parts:
        facts: Facts = {"month": month, "before_fen": before}
        if part != "booked":
            facts["now_fen"] = now
        steps.append(Step(component, "PR-09", CORRECTED[part], facts))
    booked: Facts = {"month": month, "amount_fen": abs(one.amount_fen)}
    if one.number:
        booked |= {"run": one.run, "number": one.number}
        return [*steps, Step(component, "PR-09", TOO_LITTLE if one.amount_fen > 0 else TOO_MUCH, booked)]
    return [*steps, Step(component, "PR-09", NEVER_PAID if one.amount_fen > 0 else TOO_MUCH_UNLINED, booked)]


def _others(duty: Duty, pay: Pay, known: Workings) -> list[Step]:
    steps = [
        Step(component, "PR-09", text, {"words": extra.words, "amount_fen": extra.amount_fen})
        for component, text, extras in (
            ("allowance", ALLOWANCE, duty.allowances),
            ("back_pay", BACK_PAY, duty.back_pay),
            ("deduction", DEDUCTION, duty.deductions),
        )
        for extra in extras
    ]
    for one in duty.corrections:
        steps += corrected(one)
    if pay.owed_fen:
        owed: Facts = {
            "owed_fen": pay.owed_fen,
            "limit": percent(duty.policy.recovery_limit_bp),
            "clawback_fen": pay.clawback_fen,
        }
        steps.append(Step("clawback", "PR-09", OWED, owed))
    if pay.tax_fen:
        steps.append(Step("tax", "PR-09", TAX, {"taxed_fen": known.taxed_fen, "tax_fen": pay.tax_fen}))
    if pay.carried_forward_fen:
        steps.append(Step("clawback", "PR-09", CARRIED, {"carried_fen": pay.carried_forward_fen}))
    if pay.rounding_fen:
        rounding: Facts = {"unit_fen": duty.policy.round_net_to_fen, "rounding_fen": pay.rounding_fen}
        steps.append(Step("net", "PR-04", ROUND_NET, rounding))
    other = pay.allowance_fen + pay.back_pay_fen
    off = pay.deduction_fen + pay.clawback_fen + pay.tax_fen
    if other or off or pay.commission_fen or pay.topup_fen:
        facts: Facts = {
            "base_fen": pay.base_fen,
            "commission_fen": pay.commission_fen,
            "topup_fen": pay.topup_fen,
            "other_fen": other,
            "off_fen": off,
            "net_fen": pay.net_fen,
        }
        steps.append(Step("net", "PR-09", NET, facts))
    else:
        steps.append(Step("net", "PR-09", NET_SIMPLE, {"net_fen": pay.net_fen}))
    return steps
