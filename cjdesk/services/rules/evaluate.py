"""Asking the rules: each declaration has one check here, and everything it finds becomes a frozen finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cjdesk.domain.rules import KINDS, OFF, SEVERITIES
from cjdesk.services.rules import checks, list_checks, month_checks
from cjdesk.services.rules.checks import Hit
from cjdesk.services.rules.finding import Finding
from cjdesk.services.rules.world import World

CHECKS: Mapping[str, Callable[[World], Iterator[Hit]]] = {
    "R-01": checks.id_is_valid,
    "R-02": list_checks.one_post,
    "R-03": checks.old_enough,
    "R-04": checks.not_too_old,
    "R-05": checks.upper_age,
    "R-06": checks.one_household,
    "R-07": checks.term,
    "R-08": checks.placed_again,
    "R-09": list_checks.cadre,
    "R-10": checks.has_category,
    "R-11": checks.registered_here,
    "R-12": month_checks.insured,
    "R-13": month_checks.agreed,
    "R-14": checks.can_work,
    "R-15": list_checks.other_income,
    "R-16": checks.public_notice,
    "R-17": checks.quota,
    "R-18": list_checks.deceased,
    "R-19": month_checks.account,
    "R-20": month_checks.holder,
    "R-21": month_checks.away,
    "R-22": month_checks.level,
    "R-23": list_checks.frozen,
}

_ORDER = {severity: place for place, severity in enumerate(SEVERITIES)}


def evaluate(world: World) -> list[Finding]:
    """Everything the rules of this stage find; what is off is left out."""
    if not world.subjects and world.post_type is None:
        return []
    found = []
    for rule in world.book.asked(world.stage, world.scopes):
        if rule.of_posts and world.post_type in world.schemes:
            continue
        for hit in CHECKS[rule.code](world):
            made = _finding(world, hit)
            if made.severity != OFF:
                found.append(made)
    return found


def graver_first(findings: list[Finding]) -> tuple[Finding, ...]:
    """Errors, warnings, notes; inside each in printed order."""
    return tuple(sorted(findings, key=lambda one: (_ORDER[one.severity], one.number or 0)))


def _finding(world: World, hit: Hit) -> Finding:
    rule, kind = KINDS[hit.code]
    one = hit.subject
    setting = world.setting(rule.code, one) if one is not None else world.book.setting(rule.code, world.post_type)
    severity = setting.at(kind, world.stage, instead=hit.instead)
    if one is None:
        return Finding(
            hit.code, severity, kind.text, hit.facts, rule.code, post_type=world.post_type, month=world.month
        )
    return Finding(
        hit.code, severity, kind.text, {"name": one.name, **hit.facts}, rule.code, one.line_id, one.number,
        one.person_id, one.assignment_id or None, one.name, one.post_type, one.month,
    )  # fmt: skip
