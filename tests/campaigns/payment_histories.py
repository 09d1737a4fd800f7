"""A hundred thousand random histories of payments: ``python -m tests.campaigns.payment_histories [--histories N]``.

A history is the life of one person's month from the locked sheet to the money: on which lists it stood, what the bank
answered, what came back, when the account was put right, when its run was opened or voided. Each world has an office
with some hundred of them and one bank; after every ``--look`` acts and at the end the laws of ``payment_world`` hold:
nobody ever has more than is owed, every fen of each run is in one place, and at the end paid = owed for every key.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from cjdesk.db import keys
from cjdesk.db.database import open_township
from cjdesk.services import office
from tests.services.payment_world import World


def main() -> int:
    """Run worlds until there are enough histories; the seed of a world that breaks a law is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20_261_126)
    parser.add_argument("--size", type=int, default=300, help="people of a world")
    parser.add_argument("--steps", type=int, default=40, help="acts of a world before it is settled")
    parser.add_argument("--look", type=int, default=8, help="the laws are checked after so many acts")
    args = parser.parse_args()
    keys.COST = keys.Cost(passes=1, memory_kib=64, lanes=1)
    done, refused, histories, worlds, began = Counter[str](), Counter[str](), 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        database, _ = office.create_township(
            template, township="522633101", station="GD-01", office_name="贯洞镇人力资源和社会保障服务中心",
            login="lifang", clerk_name="李芳", passphrase="Guandong-2020", demo=True,
        )  # fmt: skip
        database.close()
        while histories < args.histories:
            seed = args.seed + worlds
            place = Path(folder) / "world"
            shutil.copytree(template, place)
            opened = open_township(place, "lifang", "Guandong-2020")
            world = World(opened, seed, size=args.size)
            try:
                for number in range(args.steps):
                    world.step()
                    if number % args.look == 0:
                        world.check()
                world.settle()
            except BaseException:
                print(f"world {worlds}, seed {seed}", file=sys.stderr)
                raise
            finally:
                opened.close()
                shutil.rmtree(place)
            shutil.rmtree(world.folder)
            histories += len(world.owed_keys)
            worlds += 1
            done += world.done
            refused += world.refused
            seconds = time.monotonic() - began
            print(f"{worlds} worlds, {histories} histories, {seconds:.0f} s", file=sys.stderr, flush=True)
    print(f"seed {args.seed}, {worlds} worlds, {histories} histories, {time.monotonic() - began:.0f} s")
    print("done:", ", ".join(f"{name} {count}" for name, count in done.most_common()))
    print("refused:", ", ".join(f"{name} {count}" for name, count in refused.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
