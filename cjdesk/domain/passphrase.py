"""What a passphrase must have (D-07): eight characters of three kinds."""

from __future__ import annotations

from dataclasses import dataclass

LENGTH = 8
KINDS = 3


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a passphrase fulfils so far; shown as ticks while it is typed."""

    long_enough: bool
    kinds: int

    @property
    def enough(self) -> bool:
        """Whether it may be used."""
        return self.long_enough and self.kinds >= KINDS


def ticks(passphrase: str) -> Ticks:
    """Count length and kinds: capitals, small letters, digits, signs, other scripts."""
    kinds = {_kind(character) for character in passphrase}
    return Ticks(long_enough=len(passphrase) >= LENGTH, kinds=len(kinds))


def _kind(character: str) -> str:
    if not character.isascii():
        return "other"
    if character.isupper():
        return "capital"
    if character.islower():
        return "small"
    return "digit" if character.isdigit() else "sign"
