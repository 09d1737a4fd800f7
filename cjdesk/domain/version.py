"""Versions of the program: three numbers that have an order."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATTERN = r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$"
"""One way to write each version, so that equal versions are equal texts."""

_FORM = re.compile(PATTERN)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A released version; a later one is greater (0.9.0 < 0.10.0)."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read ``1.2.3``; ValueError for anything else."""
        found = _FORM.fullmatch(text)
        if found is None or not text.isascii():
            raise ValueError(f"no version: {text!r}")
        return cls(*(int(number) for number in found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
