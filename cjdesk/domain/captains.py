"""How many captain units (劳务队长) a team has by the people it leads: the rule of 从江 since September 2019."""

from __future__ import annotations


def units(people: int) -> int:
    """0 below 10, 1 below 30, then one for every full 30 and one more: 30 gives 2, 120 gives 5."""
    if people < 10:
        return 0
    return people // 30 + 1
