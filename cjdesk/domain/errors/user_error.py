"""What every error of the clerk has: a message template, its facts, a stable code."""

from __future__ import annotations

import inspect
from typing import ClassVar


class UserError(Exception):
    """Something could not be done."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        """Keep the facts for the message; ``field`` names the input to mark (a FIELDS or COLUMNS key)."""
        self.field = field
        self.facts = facts
        super().__init__(self.template().format(**facts))

    @classmethod
    def template(cls) -> str:
        """The English message id, with its places unfilled."""
        return inspect.cleandoc(cls.__doc__ or "").replace("\n", " ")
