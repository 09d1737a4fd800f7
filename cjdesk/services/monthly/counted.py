"""What is being counted: for each figure and village the things themselves, so that every number has its names."""

from __future__ import annotations

from collections import defaultdict

from cjdesk.services.monthly.values import FIGURES, Figures, Place, VillageRow

Key = tuple[Place, str]
"""A row before it is one: what it stands for and its village."""

TOWNSHIP: Key = (Place.TOWNSHIP, "")
COUNTY: Key = (Place.COUNTY, "")


def key_of(village: str | None) -> Key:
    """The row of a village; nobody gets lost because it was not filled in."""
    return (Place.VILLAGE, village) if village else (Place.UNKNOWN, "")


class Counted:
    """Distinct things by figure and row, and sums. A thing may stand in two rows; it is one in the total."""

    def __init__(self) -> None:
        self._things: dict[str, dict[Key, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._sums: dict[str, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
        self.keys: set[Key] = set()

    def put(self, figure: str, key: Key, thing: str) -> None:
        """Count a thing, once however often it comes."""
        self._things[figure][key][thing] = None
        self.keys.add(key)

    def add(self, figure: str, key: Key, amount: int) -> None:
        """Add fen or days."""
        self._sums[figure][key] += amount
        self.keys.add(key)

    def things(self, figure: str, key: Key | None = None) -> tuple[str, ...]:
        """What was counted, in one row or in all."""
        rows = self._things.get(figure, {})
        if key is not None:
            return tuple(rows.get(key, ()))
        return tuple(dict.fromkeys(thing for mine in rows.values() for thing in mine))

    def row(self, key: Key) -> VillageRow:
        """The figures of one row."""
        return VillageRow(key[0], key[1], Figures(**{name: self._figure(name, key) for name in FIGURES}))

    def total(self) -> Figures:
        """The figures of the township: each thing once."""
        return Figures(**{name: self._total(name) for name in FIGURES})

    def _figure(self, name: str, key: Key) -> int:
        if name in self._sums:
            return self._sums[name].get(key, 0)
        return len(self._things.get(name, {}).get(key, ()))

    def _total(self, name: str) -> int:
        return sum(self._sums[name].values()) if name in self._sums else len(self.things(name))
