"""Every amount of a line explains itself: rule, arithmetic, and the amount as it stands on the sheet."""

from __future__ import annotations

import re

from hypothesis import given, settings

from cjdesk.domain.pay import line
from cjdesk.domain.pay.inputs import Duty, Pay
from cjdesk.domain.pay.steps import NET, read
from cjdesk.domain.sheet import Step
from cjdesk.i18n import tr, yuan
from cjdesk.services.payroll.trace import words
from tests.domain.test_two_engines import duties

COMPONENTS = ("base", "commission", "topup", "allowance", "back_pay", "deduction", "clawback", "tax")


def said(step: Step) -> str:
    return tr(step.text, **step.facts)


def names(words: str, fen: int) -> bool:
    """Whether a sentence names an amount, and not a longer number that ends or begins like it."""
    return re.search(rf"(?<![\d.,]){re.escape(yuan(fen))}(?!\d)", words) is not None


def explained(duty: Duty, pay: Pay, component: str) -> bool:
    """A component's steps name its amount; what is summed of several (deductions, allowances) names each of them."""
    told = [said(step) for step in pay.steps if step.component == component]
    amount = getattr(pay, f"{component}_fen")
    if any(names(one, abs(amount)) for one in told):
        return True
    parts = {
        "allowance": [extra.amount_fen for extra in duty.allowances],
        "back_pay": [*(extra.amount_fen for extra in duty.back_pay), *(one.amount_fen for one in duty.corrections)],
        "deduction": [extra.amount_fen for extra in duty.deductions],
    }.get(component, [])
    absence = pay.deduction_fen - sum(extra.amount_fen for extra in duty.deductions) if component == "deduction" else 0
    named = [*parts, absence]
    return bool(parts) and all(any(names(one, fen) for one in told) for fen in named if fen > 0)


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
    """What is named in the last sentence makes the net; what a deduction is beyond the pay and the rounding are said."""
    pay = line.compute(duty)
    text, facts = read(pay.steps[-1])
    if "base_fen" not in facts:
        assert (pay.base_fen, pay.rounding_fen, pay.shortfall_fen) == (
            pay.net_fen - pay.rounding_fen,
            pay.rounding_fen,
            0,
        )
        return
    added = sum(int(facts[name]) for name in ("base_fen", "commission_fen", "topup_fen", "other_fen"))
    assert added - int(facts["off_fen"]) == facts.get("sum_fen", facts["net_fen"])
    assert int(facts["net_fen"]) - int(facts.get("sum_fen", facts["net_fen"])) == pay.rounding_fen
    assert facts.get("rest_fen", 0) == pay.shortfall_fen
    said = tr(text, **facts)
    assert all(names(said, int(facts[name])) for name in ("rest_fen", "sum_fen", "net_fen", "off_fen") if name in facts)


def test_a_deduction_beyond_the_pay_makes_no_false_sum() -> None:
    """The step as a locked run keeps it, and the sentence that is read of it."""
    facts: dict[str, str | int] = {
        "base_fen": 100_000, "commission_fen": 0, "topup_fen": 0, "other_fen": 12_345, "off_fen": 900_000, "net_fen": 0,
    }  # fmt: skip
    assert words(Step("net", "PR-09", NET, facts)) == (
        "实发 = 基本补贴 1,000.00 + 水费提成 0.00 + 保底补差 0.00 + 其他补贴和补发 123.45 − 扣款扣回 1,123.45 = 0.00 元；"
        "扣款其余 7,876.55 元转下月扣"
    )
    rounded = facts | {"base_fen": 86_364, "other_fen": 0, "off_fen": 0, "net_fen": 86_360}
    assert words(Step("net", "PR-09", NET, rounded)).endswith("= 863.64 元，取整后 863.60 元")
    plain = facts | {"off_fen": 0, "net_fen": 112_345}
    assert words(Step("net", "PR-09", NET, plain)).endswith("− 扣款扣回 0.00 = 1,123.45 元")
