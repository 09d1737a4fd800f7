"""The rules in force: the declarations with what the county set; the narrower entry wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cjdesk.domain.rules.catalogue import RULES
from cjdesk.domain.rules.declaration import OFF, Rule, Setting, Stage


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[rule]]`` of the county; ``post_type`` and ``fund`` narrow it."""

    code: str
    severity: str
    post_type: str | None
    fund: str | None
    value: Mapping[str, Any]


@dataclass(slots=True)
class Book:
    """Looks up a rule for a post type and fund.

    An entry for post type and fund wins over one for the post type, that over one for the fund, that over the general
    one; at the same narrowness the county's wins over the declaration's. Values are taken over one by one.
    """

    entries: tuple[Entry, ...] = ()
    work_times: Mapping[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str | None, str | None], Setting] = field(default_factory=dict)

    def setting(self, code: str, post_type: str | None = None, fund: str | None = None) -> Setting:
        """The rule as it is in force there."""
        key = (code, post_type, fund)
        if key not in self._known:
            self._known[key] = self._found(RULES[code], post_type, fund)
        return self._known[key]

    def asked(self, stage: Stage, scopes: Iterable[tuple[str | None, str | None]]) -> tuple[Rule, ...]:
        """The rules of a stage that are not off for all of these post types and funds."""
        places = list(scopes)
        return tuple(
            rule
            for rule in RULES.values()
            if stage in rule.stages and any(self.setting(rule.code, *place).severity != OFF for place in places)
        )

    def _found(self, rule: Rule, post_type: str | None, fund: str | None) -> Setting:
        ranked = [(0, 0, rule.severity, rule.values)]
        full = self.work_times.get(post_type or "")
        for one in rule.narrower:
            fits = (one.funds is None or fund in one.funds) and one.work_time in {None, full}
            if fits:
                ranked.append((1, 0, one.severity, {}))
        for entry in self.entries:
            if entry.code == rule.code and entry.post_type in {None, post_type} and entry.fund in {None, fund}:
                rank = (entry.post_type is not None) * 2 + (entry.fund is not None)
                ranked.append((rank, 1, entry.severity, normal(rule, entry.value)))
        severity = rule.severity
        values: dict[str, Any] = {}
        for _, _, said, given in sorted(ranked, key=lambda one: one[:2]):
            severity, values = said, values | given
        return Setting(rule, severity, values)


def normal(rule: Rule, value: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an entry by the names of the rule; a bare ``value = 3`` is that of its first parameter."""
    if value.keys() == {"value"} and rule.parameters and rule.parameter("value") is None:
        return {rule.parameters[0].name: value["value"]}
    return dict(value)
