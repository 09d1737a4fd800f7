"""Import of a roster of 7,462 rows against calamine and raw executemany of the same rows on the same encrypted file.

Run by name: ``python -m pytest tests/benchmarks/bench_import.py -s``. Aim: at most 4 times, with every check and the history.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from sqlalchemy.orm import Session

from cjdesk.db.database import Database, open_township
from cjdesk.domain.id_number import check_digit
from cjdesk.services import imports
from cjdesk.services.imports import ImportPlan

PEOPLE, ROUNDS = 7462, 3
HEADINGS = (
    ("序号", ""), ("人员类别", ""), ("住址", "乡镇"), ("", "村"), ("", "组"), ("基本信息", "姓名"), ("", "性别"), ("", "民族"),
    ("", "身份证号"), ("", "出生年月"), ("", "文化程度"), ("是否易地搬迁", ""), ("月补贴标准", ""), ("资金来源", ""),
    ("残疾证号", ""), ("是否购买意外险", ""), ("一卡通账户", "开户行"), ("", "银行账号"), ("岗位信息", "岗位类别"),
    ("", "岗位名称"), ("", "用人单位"), ("", "上岗时间"), ("", "协议起止"), ("联系电话", ""), ("在岗情况", "在岗状态"),
    ("", "离岗时间及原因"), ("备注", ""),
)  # fmt: skip
SURNAMES, GIVEN = "石杨吴王龙潘梁韦陆蒙单覃", "秀英兰花国华明建军文才培运来平安"
POSTS = (("护路员", 1000, "交通(农村公路养护资金)"), ("护河员", 1000, "水务/水利"), ("管水员", 700, "水务/水利"))


def write_roster(path: Path, people: int) -> None:
    dice = random.Random(7)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    page = book.add_worksheet("花名册")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write(0, 0, "公益性岗位人员花名册")
    for column, (upper, lower) in enumerate(HEADINGS):
        page.write(2, column, upper)
        page.write(3, column, lower)
    born = [date(1962, 1, 1) + timedelta(days=number) for number in dice.sample(range(14000), people)]
    for number in range(people):
        first17 = f"522699{born[number]:%Y%m%d}{number % 999:03d}"
        id_no = first17 + check_digit(first17)
        village = f"第{number // 37 % 200 + 1}村"
        kind, standard, fund = POSTS[number % 3]
        row = [
            number + 1, "建档立卡贫困户、大龄" if number % 4 else "农村低收入", "贯洞镇", village, f"{number % 9 + 1}组",
            dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2)))),
            "男" if int(id_no[16]) % 2 else "女", "侗", id_no, f"{born[number]:%Y.%m}", "初中", "是" if number % 5 == 0 else "否",
            standard, fund, "", "是", "从江农商行贯洞支行", card(number), kind, f"{village}{number % 40}号路段",
            f"{village}村民委员会", None, "2020.7.11-2021.7.10", f"154{number:08d}", "在岗", "", "",
        ]  # fmt: skip
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number + 4, column, value)
            elif value:
                page.write_string(number + 4, column, value)
        page.write_datetime(number + 4, 21, date(2019, 1, 1) + timedelta(days=number % 600), day)
    book.close()


def card(number: int) -> str:
    digits = f"629999{number:012d}"
    total = sum(
        (int(one) * 2 - 9 if int(one) > 4 else int(one) * 2) if place % 2 == 0 else int(one)
        for place, one in enumerate(reversed(digits))
    )
    return digits + str(-total % 10)


def ours(database: Database, path: Path) -> tuple[float, ImportPlan]:
    def work(session: Session) -> ImportPlan:
        plan = imports.preview(session, "roster", path)
        imports.apply(session, plan)
        return plan

    begun = time.perf_counter()
    plan = database.do("Import", work)
    return time.perf_counter() - begun, plan


def bare(database: Database, path: Path, plan: ImportPlan) -> float:
    """Read every cell with calamine and write the same rows with the driver, without checks and without history."""
    written: dict[Any, list[tuple[Any, ...]]] = {}
    names: dict[Any, tuple[str, ...]] = {}
    for model, rows in plan.changes.inserts.items():
        columns = tuple(column.name for column in model.__table__.columns)
        names[model] = columns
        plain = {"version": 1, "changed_at": "2020-11-30T00:00:00Z"}
        written[model] = [tuple(_plain((plain | row).get(name)) for name in columns) for row in rows]

    def work(session: Session) -> None:
        connection = session.connection().connection.driver_connection
        assert connection is not None
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for model, rows in written.items():
            marks = ", ".join("?" * len(names[model]))
            columns = ", ".join(f'"{name}"' for name in names[model])
            connection.executemany(f"INSERT INTO {model.__tablename__} ({columns}) VALUES ({marks})", rows)

    begun = time.perf_counter()
    database.do("Bare", work)
    return time.perf_counter() - begun


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_import_of_a_county(township_dir: Path, login: str, passphrase: str, tmp_path: Path) -> None:
    """Three rounds in turn, each on fresh copies of one encrypted file; the best of each side counts."""
    roster = tmp_path / "roster.xlsx"
    write_roster(roster, PEOPLE)

    def fresh(name: str) -> Database:
        shutil.copytree(township_dir, tmp_path / name)
        return open_township(tmp_path / name, login, passphrase)

    mine, again, theirs = [], [], []
    for number in range(ROUNDS):
        with closing(fresh(f"ours{number}")) as database:
            seconds, plan = ours(database, roster)
            mine.append(seconds)
            again.append(ours(database, roster)[0])
        assert plan.read == PEOPLE
        assert not plan.rejected, plan.rejected[0].document()
        with closing(fresh(f"bare{number}")) as database:
            theirs.append(bare(database, roster, plan))
    sys.stdout.write(
        f"\n{PEOPLE} rows, {plan.changes.size} stored: import {min(mine):.2f} s (again, unchanged {min(again):.2f} s), "
        f"calamine + executemany {min(theirs):.2f} s, ratio {min(mine) / min(theirs):.1f}\n"
    )
