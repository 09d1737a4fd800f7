"""The bank's answer as a file: which account got which amount or why not, row by row, and what it says at its end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cjdesk.domain import bank_no, money
from cjdesk.domain.errors import ResultUnreadable, UserError
from cjdesk.domain.id_number import check_digit
from cjdesk.workbooks import cells
from cjdesk.workbooks.headers import Field, Form, Table, find_tables, is_aside, label
from cjdesk.workbooks.reading import Cell, Sheet, read

FORM = Form(
    "bank result",
    (
        Field("number", "序号", ("编号", "明细序号", "笔号")),
        Field(
            "account",
            "账号",
            ("帐号", "收款账号", "收款帐号", "收款人账号", "收款人帐号", "银行账号", "卡号", "银行卡号", "一卡通账号",
             "社保卡号", "卡(账)号", "账(卡)号", "账户", "对方账号"),
            required=True,
        ),
        Field(
            "holder",
            "户名",
            ("姓名", "收款户名", "收款人", "收款人户名", "收款人名称", "收款人姓名", "客户姓名", "账户名称"),
        ),
        Field(
            "amount",
            "金额",
            ("交易金额", "发放金额", "代发金额", "实发金额", "补贴金额", "金额(元)", "应发金额", "入账金额"),
            required=True,
        ),
        Field(
            "outcome",
            "结果",
            ("状态", "处理结果", "处理状态", "发放结果", "发放状态", "交易状态", "交易结果", "代发结果", "入账状态",
             "入账结果", "成功标志", "发放结果（按回单填写）"),
        ),
        Field(
            "reason",
            "失败原因",
            ("原因", "错误原因", "错误信息", "失败信息", "退票原因", "退汇原因", "返回信息", "返回码", "响应信息"),
        ),
        Field("remark", "备注", ("附言",)),
    ),
    "account",
)  # fmt: skip
"""The headings banks use; the words are data, so that another bank's are one line."""

PAID = ("成功", "已发放", "已入账", "入账成功", "交易成功", "处理成功", "代发成功", "S", "Y", "0000", "SUCCESS", "OK")
FAILED = ("失败", "退回", "退票", "退汇", "未成功", "不成功", "入账失败", "交易失败", "F", "N", "FAIL", "FAILED")
OPEN = ("处理中", "待处理", "未处理", "待发放", "处理", "已受理", "在途", "P")
ID_LENGTH = 18
_LIST = re.compile(r"(?:YH|BF)-\d{6}-\d{2,}")
_COUNT = re.compile(r"(?:合计|总计|共计|共)\D{0,4}(\d+)\s*[笔条人户]")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row of the answer. ``outcome`` is paid, failed, open or unknown; the bank's words are kept as they are.

    ``account`` may be masked with stars; ``problem`` is why a cell could not be read.
    """

    line: int
    account: str
    holder: str
    amount_fen: int | None
    outcome: str
    words: str
    reason: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A whole answer: rows, the list numbers that stand in it, and count and sum as the bank states them."""

    name: str
    rows: tuple[ResultRow, ...]
    lists: tuple[str, ...]
    said_rows: int | None
    said_fen: int | None


def read_result(path: Path, how: Mapping[str, Any] | None = None) -> ResultFile:
    """Read the bank's answer (.xlsx .xls .ods .csv .txt); ``how`` is the ``result`` table of the bank's template.

    ``how`` may name the ``columns`` of a file without headings, in their order, and more words under ``paid``,
    ``failed`` and ``open``. Errors: RESULT_UNREADABLE and those of workbooks.
    """
    given = dict(how or {})
    workbook = read(path)
    words = _Words(given)
    table = None
    try:
        table = max(find_tables(workbook, (FORM,)), key=lambda one: len(one.sheet.rows))
        sheet, columns, first = table.sheet, table.columns, table.last_heading
        grid = table.sheet.rows[first:]
    except UserError as error:
        sheet = max((one for one in workbook.sheets if one.visible), key=lambda one: len(one.rows))
        columns = _given_columns(given, sheet) or _guessed(sheet)
        if not columns:
            raise ResultUnreadable(name=path.name) from error
        first, grid = 0, sheet.rows
    rows, asides = [], []
    for number, line in enumerate(grid, start=first + 1):
        if _aside(line) or cells.is_empty(line[columns["account"]]):
            asides.append((line, columns))
        elif not (table is not None and _repeats(line, table)):
            rows.append(_row(number, line, columns, words))
    said_rows, said_fen = _said(asides, columns)
    every = " ".join(
        str(cell) for one in workbook.sheets for line in one.rows for cell in line if isinstance(cell, str)
    )
    numbers = tuple(dict.fromkeys(_LIST.findall(f"{path.stem} {every}".upper())))
    if not rows:
        raise ResultUnreadable(name=path.name)
    return ResultFile(path.name, tuple(rows), numbers, said_rows, said_fen)


class _Words:
    """What the bank calls paid, failed and still open."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._known = {
            _bare(word): outcome
            for outcome, built_in in (("open", OPEN), ("failed", FAILED), ("paid", PAID))
            for word in (*built_in, *given.get(outcome, ()))
        }

    def outcome(self, said: str, reason: str, *, told: bool) -> str:
        """A file without a column for the outcome is a list of what came back, if it gives reasons."""
        bare = _bare(said)
        if not told or not bare:
            return "failed" if reason else "open" if told else "unknown"
        if bare in self._known:
            return self._known[bare]
        if re.search("失败|退|[不未]成功", bare):
            return "failed"
        return "paid" if "成功" in bare else "unknown"


def _row(number: int, line: Sequence[Cell], columns: Mapping[str, int], words: _Words) -> ResultRow:
    problem, amount, account = "", None, ""
    cell = line[columns["account"]]
    try:
        account = _account(cell)
        amount = cells.fen(line[columns["amount"]])
    except UserError as error:
        problem = str(error)
    said, reason, holder = (_text(line, columns, key) for key in ("outcome", "reason", "holder"))
    outcome = words.outcome(said, reason, told="outcome" in columns)
    if outcome == "failed" and not reason:
        reason = _text(line, columns, "remark")
    return ResultRow(number, account, holder, amount, outcome, said, reason, problem)


def _account(cell: Cell) -> str:
    """Digits, or digits around stars; a number cell that Excel cut is refused."""
    text = bank_no.normalise(str(cell)) if isinstance(cell, str) else ""
    if "*" in text:
        return text
    found = bank_no.check(cell)
    return found.value if found else ""


def _text(line: Sequence[Cell], columns: Mapping[str, int], key: str) -> str:
    place = columns.get(key)
    return (
        ""
        if place is None
        else (cells.shown(line[place]) if not isinstance(line[place], str) else str(line[place])).strip()
    )


def _bare(text: str) -> str:
    return re.sub(r"[\s，,。.:：]+", "", unicodedata.normalize("NFKC", text)).upper()


def _aside(line: Sequence[Cell]) -> bool:
    first = next((cell for cell in line if not cells.is_empty(cell)), None)
    return first is None or (isinstance(first, str) and is_aside(first))


def _repeats(line: Sequence[Cell], table: Table) -> bool:
    """A heading printed again on a later page."""
    place = table.columns["account"]
    return isinstance(line[place], str) and label(str(line[place])) == label(table.labels[place])


def _said(
    asides: Sequence[tuple[Sequence[Cell], Mapping[str, int]]], columns: Mapping[str, int]
) -> tuple[int | None, int | None]:
    """Count and sum in the last row 合计 of the file."""
    for line, _ in reversed(asides):
        text = " ".join(str(cell) for cell in line if not cells.is_empty(cell))
        if not re.search("合计|总计|共计", text):
            continue
        found = _COUNT.search(text)
        count = int(found[1]) if found else None
        try:
            amount = cells.fen(line[columns["amount"]])
        except UserError:
            amount = None
        return count, amount
    return None, None


def _given_columns(given: Mapping[str, Any], sheet: Sheet) -> dict[str, int]:
    names = list(given.get("columns", ()))
    width = len(sheet.rows[0]) if sheet.rows else 0
    known = {field.key for field in FORM.fields}
    return {name: place for place, name in enumerate(names) if name in known} if names and len(names) <= width else {}


def _guessed(sheet: Sheet) -> dict[str, int]:
    """The columns of a file without headings, by what stands in them: accounts, amounts, and words of outcomes."""
    rows = [line for line in sheet.rows if not _aside(line)]
    if not rows:
        return {}
    found: dict[str, int] = {}
    words = {_bare(one) for one in (*PAID, *FAILED)} - {"S", "Y", "N", "F", "P"}
    for place, column in enumerate(_columns_of(rows)):
        texts = [str(cell).strip() for cell in column]
        if "account" not in found and all(_is_account(text) for text in texts):
            found["account"] = place
        elif "amount" not in found and all(_is_amount(cell) for cell in column):
            found["amount"] = place
        elif "outcome" not in found and all(_bare(text) in words for text in texts):
            found["outcome"] = place
    if not {"account", "amount", "outcome"} <= found.keys():
        return {}
    if found["outcome"] + 1 < len(rows[0]):
        found["reason"] = found["outcome"] + 1
    return found


def _columns_of(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
    yield from zip(*rows, strict=True)


def _is_account(text: str) -> bool:
    bare = bank_no.normalise(text)
    if len(bare) == ID_LENGTH and bare[:-1].isdecimal() and check_digit(bare[:-1]) == bare[-1]:
        return False
    return re.fullmatch(r"\d{12,23}|\d{3,8}\*+\d{3,6}", bare) is not None


def _is_amount(cell: Cell) -> bool:
    text = str(cell)
    if isinstance(cell, str) and "." not in text:
        return False
    try:
        money.parse_fen(cell, negative=False)
    except UserError:
        return False
    return True
