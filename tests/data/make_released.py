"""Freezes the data file of a step when it lands: ``python -m tests.data.make_released`` writes ``released/NNNN``.

A month of ``tests/data/clean_small``, computed and locked, with a scan of each sheet and a round of awards; a file that
is there already is never written anew.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from cjdesk.db.migrate import Schema
from cjdesk.domain.awards import Half
from cjdesk.domain.month import Month
from cjdesk.services import awards, cooperatives, imports, office, payroll, scans
from cjdesk.services.scans import Picture

HERE = Path(__file__).parent / "released"
WORKBOOKS = HERE.parent / "clean_small"
MONTH = Month(2021, 3)


def main() -> int:
    """Make the data file of the newest step."""
    goal = HERE / Schema().head
    if goal.exists():
        sys.stdout.write(f"{goal} is frozen\n")
        return 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        database, _ = office.create_township(
            folder,
            township="522633101",
            station="GD-01",
            office_name="贯洞镇人力资源和社会保障服务中心",
            login="lifang",
            clerk_name="李芳",
            passphrase="Guandong-2020",
            demo=True,
        )
        for kind in ("roster", "households", "members", "receipts", "attendance"):
            plan = database.ask(imports.preview, kind, WORKBOOKS / f"{kind}.xlsx", month=MONTH)
            database.do(f"Import {kind}", imports.apply, plan)
        for sheet in database.do("Compute", payroll.compute, MONTH, by="lifang"):
            database.do("Lock", payroll.lock, sheet.run_id, by="lifang")
            page = Picture(f"{sheet.number}.jpg", sheet.number.encode(), 2000, 1413, 900_000, sheet.check_code * 8)
            database.do("Scan", scans.add, [page], by="lifang", number=sheet.number, page=1)
        made = database.do("Round", awards.add_round, half=Half(2021, 1))
        union = database.ask(cooperatives.tree)[0]
        database.do("Nominate", awards.nominate_cooperative, made, union.id, by="lifang", score_tenths=905)
        database.close()
        goal.mkdir()
        for name in ("cjdesk.db", "keys.json"):
            shutil.copy(folder / name, goal / name)
    sys.stdout.write(f"{goal}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
