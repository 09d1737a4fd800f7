"""Every amount of a line explains itself: rule, arithmetic, and the amount as it stands on the sheet."""

from __future__ import annotations

import re

from hypothesis import given, settings

from cjdesk.domain.pay import line
from cjdesk.domain.pay.inputs import Duty, Pay
from cjdesk.domain.sheet import Step
from cjdesk.i18n import tr, yuan
from tests.domain.test_two_engines import duties

COMPONENTS = ("base", "commission", "topup", "allowance", "back_pay", "deduction", "clawback", "tax")


def said(step: Step) -> str:
    return tr(step.text, **step.facts)


def names(words: str, fen: int) -> bool:
    """Whether a sentence names an amount, and not a longer number that ends or begins like it."""
    return re.search(rf"(?<![\d.,]){re.escape(yuan(fen))}(?!\d)", words) is not None


def explained(duty: Duty, pay: Pay, component: str) -> bool:
    """A component's steps name its amount; what is summed of several (deductions, allowances) names each of them."""
    words = [said(step) for step in pay.steps if step.component == component]
    amount = getattr(pay, f"{component}_fen")
    if any(names(one, abs(amount)) for one in words):
        return True
    parts = {
        "allowance": [extra.amount_fen for extra in duty.allowances],
        "back_pay": [*(extra.amount_fen for extra in duty.back_pay), *(one.amount_fen for one in duty.corrections)],
        "deduction": [extra.amount_fen for extra in duty.deductions],
    }.get(component, [])
    absence = pay.deduction_fen - sum(extra.amount_fen for extra in duty.deductions) if component == "deduction" else 0
    named = [*parts, absence]
    return bool(parts) and all(any(names(one, fen) for one in words) for fen in named if fen > 0)


@settings(max_examples=120)
@given(duties())
def test_every_component_names_its_amount_and_its_rule(duty: Duty) -> None:
    pay = line.compute(duty)
    for component in COMPONENTS:
        if getattr(pay, f"{component}_fen"):
            assert explained(duty, pay, component), (component, [said(step) for step in pay.steps])
    if pay.rounding_fen:
        assert any(step.component == "net" and "rounding_fen" in step.facts for step in pay.steps)
    if pay.carried_forward_fen:
        assert any(names(said(step), pay.carried_forward_fen) for step in pay.steps if step.component == "clawback")
    assert any(names(said(step), pay.net_fen) for step in pay.steps if step.component == "net")
    assert all(re.match(r"(PR-\d\d|4\.8)", step.rule) for step in pay.steps)


@settings(max_examples=120)
@given(duties())
def test_the_net_sentence_adds_up(duty: Duty) -> None:
    """What is named in the last sentence makes the net, up to the rounding and the shortfall that are said before it."""
    pay = line.compute(duty)
    facts = pay.steps[-1].facts
    if "base_fen" not in facts:
        assert (pay.base_fen, pay.rounding_fen, pay.shortfall_fen) == (
            pay.net_fen - pay.rounding_fen,
            pay.rounding_fen,
            0,
        )
        return
    added = sum(int(facts[name]) for name in ("base_fen", "commission_fen", "topup_fen", "other_fen"))
    assert added - int(facts["off_fen"]) + pay.rounding_fen + pay.shortfall_fen == facts["net_fen"]
