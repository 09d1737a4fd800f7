"""The pay sheet of 7,462 lines as PDF against LibreOffice printing the same table from an xlsx.

Run by name: ``python -m pytest tests/benchmarks/bench_sheet.py -s``. Aim: at least four times faster than LibreOffice.
Needs ``soffice`` (Debian: ``libreoffice-calc-nogui``) and ``fonts-noto-cjk``. Each side is a process of its own and
the better of two runs counts. Ours is stated without the start of the program, which is open anyway, and with it.
LibreOffice only prints cells: no subtotals, no QR codes, no fonts chosen by name.
"""

from __future__ import annotations

import dataclasses
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

from cjdesk.domain import money
from cjdesk.domain.sheet import Sheet
from cjdesk.printing import payroll_sheet, pdf, wording
from cjdesk.printing.payroll_columns import attendance
from tests.printing.sample_sheets import STAMP, sheet

LINES = 7_462


def large() -> Sheet:
    """The 管水员 of 贯洞镇 over and over, numbered through."""
    run = sheet("GS")
    lines = (
        dataclasses.replace(run.lines[index % len(run.lines)], number=index + 1, id=f"line-{index}")
        for index in range(LINES)
    )
    return dataclasses.replace(run, lines=tuple(lines))


def write_ours(path: Path) -> None:
    """Lay out and write in a process of its own; says its seconds without the program's start, and its peak in MB."""
    pdf.without_window()
    run = large()
    wall, cpu = time.perf_counter(), time.process_time()
    pdf.write_pdf(payroll_sheet.layout(run, payroll_sheet.SheetOptions(STAMP)), path)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{wall:.2f} {cpu:.2f} {peak:.0f}")


def write_workbook(path: Path) -> None:
    """The same twelve columns on A4 landscape with a repeated head, as many rows on a page as on the form."""
    book = xlsxwriter.Workbook(path)
    table = book.add_worksheet("花名册")
    plain = book.add_format({"border": 1, "align": "center", "font_name": "Noto Serif CJK SC", "font_size": 9})
    heads = ("序号", "姓名", "身份证号码", "村、组", "出勤", "计发", "基本", "提成", "实发", "账号", "签字", "备注")
    widths = (9, 20, 36, 25, 14, 11, 18, 18, 24, 40, 32, 25)
    table.write_row(0, 0, heads, plain)
    # LibreOffice widens columns by its own default font; at this share all twelve stand on one page, 15 rows each.
    for column, millimetres in enumerate(widths):
        table.set_column_pixels(column, column, int(millimetres / 25.4 * 96 * 0.72))
    for row, line in enumerate(large().lines, start=1):
        cells = (
            line.number,
            line.name,
            line.id_no,
            line.village + line.group,
            attendance(line),
            line.paid_days,
            money.show(line.base_fen),
            money.show(line.commission_fen),
            money.show(line.net_fen),
            f"{line.bank_name or ''} {wording.grouped(line.bank_no or '')}",
            "",
            line.remark,
        )
        table.write_row(row, 0, cells, plain)
        table.set_row(row, 25.5)
    table.set_landscape()
    table.set_paper(9)
    table.repeat_rows(0)
    table.set_margins(left=15 / 25.4, right=8 / 25.4, top=29 / 25.4, bottom=35 / 25.4)
    book.close()


def timed(command: list[str], folder: Path) -> tuple[float, str, float]:
    """Wall seconds, what was said, and processor seconds of the process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, cwd=folder, text=True).stdout
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def page_count(path: Path) -> str:
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
    return next(row.split()[1] for row in info.splitlines() if row.startswith("Pages"))


def test_sheet_against_libreoffice(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice here")
    write_workbook(tmp_path / "sheet.xlsx")
    code = "import sys; from pathlib import Path; from tests.benchmarks import bench_sheet; "
    code += "bench_sheet.write_ours(Path(sys.argv[1]))"
    ours = [sys.executable, "-c", code, str(tmp_path / "ours.pdf")]
    theirs = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    theirs += ["--outdir", str(tmp_path), str(tmp_path / "sheet.xlsx")]
    root = Path(__file__).parents[2]
    timed(theirs, tmp_path)  # its first start makes a profile
    cold, said, cold_cpu = min(timed(ours, root) for _ in range(2))
    wall, cpu, peak = said.split()
    other, _, other_cpu = min(timed(theirs, root) for _ in range(2))
    report = (
        f"{LINES} lines: ours {wall} s ({cpu} s cpu), with the program's start {cold:.1f} s ({cold_cpu:.1f} s cpu), "
        f"{page_count(tmp_path / 'ours.pdf')} pages, peak {peak} MB; LibreOffice {other:.1f} s ({other_cpu:.1f} s cpu), "
        f"{page_count(tmp_path / 'sheet.pdf')} pages; {other / float(wall):.1f} times faster "
        f"({other_cpu / float(cpu):.1f} by cpu), cold {other / cold:.1f} ({other_cpu / cold_cpu:.1f})"
    )
    sys.stdout.write(f"\n{report}\n")
