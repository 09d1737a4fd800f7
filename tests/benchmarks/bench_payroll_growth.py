"""Computing and checking 12,500 to 100,000 people: the exponent of time over people, which is 1 when linear.

Run by name: ``python -m pytest tests/benchmarks/bench_payroll_growth.py -s``. The peer is the same work on fewer
people; the file is encrypted, every line is traced and audited. It takes minutes and 2 GB. The processor's time is
measured beside the clock's, which on a busy machine also counts what others do.
"""

from __future__ import annotations

import gc
import math
import resource
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cjdesk.db.database import open_township
from cjdesk.services import payroll
from tests.benchmarks.bench_payroll import MONTH, fill

SIZES = (12_500, 25_000, 50_000, 100_000)


@contextmanager
def used(name: str, seconds: dict[str, float]) -> Iterator[None]:
    """Measure the processor's time."""
    began = time.process_time()
    yield
    seconds[name] = time.process_time() - began


def exponent(sizes: tuple[int, ...], seconds: list[float]) -> float:
    """The slope of the least-squares line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in seconds]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x - middle_x) ** 2 for x in xs)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / across


def test_time_grows_with_people(township_template: Path, tmp_path: Path, login: str, passphrase: str) -> None:
    measured: dict[str, list[float]] = {"compute": [], "check": [], "clock": []}
    for size in SIZES:
        folder = tmp_path / str(size)
        shutil.copytree(township_template, folder)
        township = open_township(folder, login, passphrase)
        seconds: dict[str, float] = {}
        try:
            township.do("fill", fill, size)
            gc.collect()
            began = time.perf_counter()
            with used("compute", seconds):
                sheets = township.do("compute", payroll.compute, MONTH, by="李芳")
            assert sum(len(sheet.lines) for sheet in sheets) == size
            run_ids = [sheet.run_id for sheet in sheets]
            del sheets
            with used("check", seconds):
                for run_id in run_ids:
                    township.ask(payroll.problems, run_id)
            seconds["clock"] = time.perf_counter() - began
        finally:
            township.close()
        shutil.rmtree(folder)
        for name, value in seconds.items():
            measured[name].append(value)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"\n{size:>7} people: compute {seconds['compute']:.1f} s, check {seconds['check']:.1f} s, peak {peak:.0f} MB"
        )
    for name, values in measured.items():
        print(f"{name}: time grows with people to the power of {exponent(SIZES, values):.2f}")
