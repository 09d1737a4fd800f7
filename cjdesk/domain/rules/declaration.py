"""What a rule of domain.md 3.2 is: declared once, with severity, values, when it is asked, and what may be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ERROR, WARNING, NOTE, OFF = "error", "warning", "note", "off"
SEVERITIES = (ERROR, WARNING, NOTE, OFF)
"""E stops, W goes on with a reason, I is only said; off is not asked at all."""


class Stage(StrEnum):
    """When a rule is asked."""

    ON_POST = "on_post"
    CONFIRM = "confirm"
    RUN = "run"
    BANK = "bank"
    SUBMISSION = "submission"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the county may set; ``allowed`` says what it may be, ``default`` holds until then."""

    name: str
    title: str
    default: Any
    allowed: Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing a rule can find: a stable code, the message id, the words for a cell.

    ``severity`` is the rule's own when empty; else a fixed one, or the name of the parameter that holds it.
    """

    code: str
    text: str
    short: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Narrower:
    """Where the rule has another severity by default; what is None applies to all."""

    severity: str
    funds: frozenset[str] | None = None
    work_time: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule R-nn.

    ``stages`` gives for each stage the name of the parameter with the severity there, or "" for the ordinary one.
    ``severities`` are those the county may choose from; with only one the rule is fixed, its values too.
    ``hiring`` rules judge the first day on post: a run asks them in the month somebody joined, not ever after.
    Rules ``of_posts`` are not asked of a subsidy on the same engine that is no post (domain.md 4.8).
    """

    code: str
    title: str
    severity: str
    kinds: tuple[Kind, ...]
    stages: Mapping[Stage, str]
    severities: tuple[str, ...] = SEVERITIES
    parameters: tuple[Parameter, ...] = ()
    narrower: tuple[Narrower, ...] = ()
    reasons: tuple[str, ...] = ()
    hiring: bool = False
    of_posts: bool = True

    @property
    def adjustable(self) -> bool:
        """Whether the county may change anything of it."""
        return len(self.severities) > 1

    @property
    def values(self) -> dict[str, Any]:
        """The values by default."""
        return {one.name: one.default for one in self.parameters}

    def parameter(self, name: str) -> Parameter | None:
        """One of its values by name."""
        return next((one for one in self.parameters if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule as it is in force for a post type and fund."""

    rule: Rule
    severity: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def at(self, kind: Kind, stage: Stage, *, instead: str = "") -> str:
        """The severity of a finding at a stage; ``instead`` names the parameter with it (same household)."""
        if self.severity == OFF:
            return OFF
        name = instead or self.rule.stages.get(stage, "") or kind.severity
        if not name:
            return self.severity
        return name if name in SEVERITIES else str(self.values[name])
