"""A few random histories of lists, answers, corrections, voids and re-issues: paid = owed, never twice.

The campaign over a hundred thousand is ``tests/campaigns/payment_histories.py``.
"""

from __future__ import annotations

import pytest

from cjdesk.db.database import Database
from tests.services.payment_world import World


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_paid_is_owed_and_never_twice(township: Database, seed: int) -> None:
    world = World(township, seed, size=24)
    for _ in range(25):
        world.step()
        world.check()
    world.settle()
