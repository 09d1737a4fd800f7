"""What a rule or a look at the month found: the same value for window, command line, lock and county report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from cjdesk.db.types import canonical
from cjdesk.domain.month import Month
from cjdesk.domain.rules import CHECKED, ERROR, KINDS, WARNING
from cjdesk.i18n import tr

VOLATILE = frozenset({"today"})
"""Facts that go on by themselves: a reason given yesterday still holds."""


@dataclass(frozen=True, slots=True)
class Given:
    """The reason that somebody went on with a warning for."""

    clearance_id: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``text`` is a message id, ``line_id`` None when it is about the whole run."""

    code: str
    severity: str
    text: str
    facts: dict[str, str | int] = field(default_factory=dict)
    rule: str | None = None
    line_id: str | None = None
    number: int | None = None
    person_id: str | None = None
    assignment_id: str | None = None
    name: str | None = None
    post_type: str | None = None
    month: Month | None = None
    given: Given | None = None

    @property
    def message(self) -> str:
        """What is wrong and how to put it right, in the present language."""
        return tr(self.text, **self.facts)

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something: an error, or a warning without a reason."""
        return self.severity == ERROR or (self.severity == WARNING and self.given is None)

    @property
    def unanswered(self) -> bool:
        """Whether it is a warning that waits for a reason."""
        return self.severity == WARNING and self.given is None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that are offered, as message ids."""
        known = KINDS.get(self.code)
        return (*known[0].reasons, CHECKED) if known is not None else (CHECKED,)

    @property
    def facts_hash(self) -> str:
        """SHA-256 over the code and the facts: a reason holds only for what it was given for."""
        facts = {name: value for name, value in self.facts.items() if name not in VOLATILE}
        return hashlib.sha256(canonical([self.code, facts])).hexdigest()

    @property
    def key(self) -> tuple[str | None, ...]:
        """What a clearance must agree with."""
        return self.code, self.post_type, str(self.month), self.assignment_id, self.person_id, self.facts_hash
