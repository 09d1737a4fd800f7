"""The bank's answer as a file: each row is found on its list and classified, then the whole file is booked or none."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankList, BankTemplate, Payment
from cjdesk.domain.errors import (
    ResultContradicts,
    ResultOfNoList,
    ResultOfOtherList,
    ResultOfSeveralLists,
    ResultRowsWrong,
    ResultTotalDiffers,
)
from cjdesk.domain.money import show
from cjdesk.domain.names import same_name
from cjdesk.domain.states import ListState, PaymentState
from cjdesk.i18n import N_, tr
from cjdesk.services.payments.booking import BACK, Answer, Source, book, taken
from cjdesk.services.payments.lists import list_row, listed, numbered
from cjdesk.services.payments.results import failure_of, require_sent
from cjdesk.services.payments.values import OTHER, PaymentList, Row
from cjdesk.workbooks.bank_result import ResultFile, ResultRow, read_result

PAID, FAILED, LATE, SAME, OPEN = "paid", "failed", "returned_later", "same", "open"
"""What a row does: it pays, it returns, it returns what was paid, it says what is known, it says nothing yet."""

PROBLEMS: Mapping[str, str] = {
    "unreadable": N_("it cannot be read: {words}"),
    "unknown": N_("account {account} is not on the list"),
    "several": N_("account {account} stands on several rows of the list"),
    "twice": N_("it repeats row {other}"),
    "amount": N_("account {account} gets {listed_fen} by the list, {said_fen} by the file"),
    "holder": N_("account {account} belongs to {listed} on the list, to {said} in the file"),
    "outcome": N_("“{words}” is neither success nor failure"),
    "contradicts": N_("{name} was returned by the bank before and is now called paid"),
}
"""Why a row cannot be booked, as message ids."""


SEVERAL = ResultOfSeveralLists
"""What ``look`` raises when the clerk has to say which list a file answers."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the answer on the list: what it does, or the code of PROBLEMS and its facts."""

    line: int
    name: str
    account: str
    amount_fen: int
    does: str
    failure: str = ""
    words: str = ""
    problem: str = ""
    facts: Mapping[str, str | int] | None = None
    row: Row | None = None

    def problem_words(self) -> str:
        """The problem in the clerk's language."""
        return tr(PROBLEMS[self.problem], **(self.facts or {})) if self.problem else ""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """A whole answer looked at, nothing booked yet; ``taken_at`` is set when this very file was booked before."""

    made: PaymentList
    file_name: str
    sha256: str
    rows: tuple[ReadRow, ...]
    taken_at: datetime | None = None
    taken_by: str = ""

    def count(self, *does: str) -> int:
        """How many rows do this."""
        return sum(row.does in does for row in self.rows)

    def total(self, *does: str) -> int:
        """Their sum in fen."""
        return sum(row.amount_fen for row in self.rows if row.does in does)

    @property
    def problems(self) -> tuple[ReadRow, ...]:
        """The rows that keep the file from being booked."""
        return tuple(row for row in self.rows if row.problem)

    @property
    def silent(self) -> tuple[Row, ...]:
        """Rows of the list that wait and of which the file says nothing."""
        said = {row.row.number for row in self.rows if row.row is not None}
        return tuple(row for row in self.made.in_state(PaymentState.PENDING) if row.number not in said)


@dataclass(frozen=True, slots=True)
class Booked:
    """What booking an answer did; ``before`` is set when it was booked already and nothing changed."""

    made: PaymentList
    file_name: str
    paid: int
    paid_fen: int
    failed: int
    failed_fen: int
    late: int
    waiting: int
    changed: int
    before: datetime | None = None


def look(session: Session, path: Path, content: bytes, *, number: str | None = None) -> ReadAnswer:
    """Find the list that a file answers and classify each row; changes nothing.

    The list is the one named, the one whose number stands in the file or its name, or the only one that has all its
    rows. Errors: LIST_NUMBER_UNKNOWN, LIST_NOT_SENT, LIST_WITHDRAWN, RESULT_OF_NO_LIST, RESULT_OF_SEVERAL_LISTS,
    RESULT_OF_OTHER_LIST, RESULT_TOTAL_DIFFERS, RESULT_UNREADABLE.
    """
    file = read_result(path, _how(session, number))
    sha256 = hashlib.sha256(content).hexdigest()
    list_id = numbered(session, number) if number else _list_of(session, file)
    stored = list_row(session, list_id)
    if file.lists and stored.number not in file.lists:
        raise ResultOfOtherList(field="list", name=file.name, said="、".join(file.lists), list=stored.number)
    require_sent(stored)
    _check_totals(file)
    before = taken(session, list_id, sha256)
    made = listed(session, list_id)
    known = _reasons(session, stored.template)
    return ReadAnswer(
        made,
        file.name,
        sha256,
        tuple(_classified(file.rows, made, known)),
        before.taken_at if before else None,
        before.taken_by if before else "",
    )


def take(
    session: Session, path: Path, content: bytes, *, by: str, number: str | None = None, rest_paid: bool = False
) -> Booked:
    """Book a file whole or not at all; the same file a second time changes nothing and says so.

    With ``rest_paid`` the rows of which the file says nothing are paid (a bank that lists only what came back).
    Errors: those of ``look``, RESULT_ROWS_WRONG, RESULT_CONTRADICTS.
    """
    read = look(session, path, content, number=number)
    list_id = str(read.made.list_id)
    if read.taken_at is not None:
        return _booked(session, read, 0)
    if read.problems:
        first = read.problems[0]
        if {row.problem for row in read.problems} == {"contradicts"}:
            raise ResultContradicts(name=first.name)
        raise ResultRowsWrong(
            name=read.file_name, count=len(read.problems), row=first.line, problem=first.problem_words()
        )
    ids = {row.line_id: row.id for row in session.scalars(select(Payment).where(Payment.list_id == list_id))}
    answers = [
        Answer(ids[line_id], row.failure or None, row.words)
        for row in read.rows
        if row.row is not None and row.does in {PAID, FAILED, LATE}
        for line_id in row.row.line_ids
    ]
    if rest_paid:
        answers += [Answer(ids[line_id], None) for row in read.silent for line_id in row.line_ids]
    changed = book(session, list_id, answers, Source(read.file_name, read.sha256, content), by=by)
    return _booked(session, read, changed)


def _booked(session: Session, read: ReadAnswer, changed: int) -> Booked:
    made = listed(session, str(read.made.list_id))
    paid, back = made.in_state(PaymentState.PAID), [row for row in made.rows if row.state in BACK]
    return Booked(
        made,
        read.file_name,
        len(paid),
        sum(row.amount_fen for row in paid),
        len(back),
        sum(row.amount_fen for row in back),
        read.count(LATE),
        len(made.in_state(PaymentState.PENDING)),
        changed,
        read.taken_at,
    )


def _classified(rows: Sequence[ResultRow], made: PaymentList, known: Mapping[str, str]) -> list[ReadRow]:
    finder = _Finder(made)
    used: dict[int, int] = {}
    return [_one(row, finder, used, known) for row in rows]


class _Finder:
    """The rows of the list by account, whole or masked."""

    def __init__(self, made: PaymentList) -> None:
        self._rows = made.rows
        self._by_account: dict[str, list[Row]] = defaultdict(list)
        for row in made.rows:
            self._by_account[row.account].append(row)

    def rows(self, row: ResultRow) -> list[Row]:
        if "*" not in row.account:
            return self._by_account.get(row.account, [])
        shape = re.compile(re.sub(r"\*+", r"\\d+", row.account))
        fits = [one for one in self._rows if shape.fullmatch(one.account)]
        named = [one for one in fits if row.holder and _same_holder(one, row.holder)]
        return named or fits


class _DoesNotFitError(Exception):
    """A row that cannot be booked: the code of PROBLEMS, the row of the list it seems to mean, the facts."""

    def __init__(self, problem: str, row: Row | None, **facts: str | int) -> None:
        super().__init__(problem)
        self.problem, self.row, self.facts = problem, row, facts


def _one(row: ResultRow, finder: _Finder, used: dict[int, int], known: Mapping[str, str]) -> ReadRow:
    try:
        mine = _mine(row, finder, used)
        used[mine.number] = row.line
        return _said(row, mine, known)
    except _DoesNotFitError as found:
        return ReadRow(
            row.line,
            row.holder,
            row.account,
            row.amount_fen or 0,
            "",
            problem=found.problem,
            facts=found.facts,
            row=found.row,
        )


def _mine(row: ResultRow, finder: _Finder, used: Mapping[int, int]) -> Row:
    """The row of the list that an answer means, by account and amount."""
    if row.problem or row.amount_fen is None:
        raise _DoesNotFitError("unreadable", None, words=row.problem or tr("there is no amount"))
    tail = _tail(row.account)
    fits = finder.rows(row)
    if not fits:
        raise _DoesNotFitError("unknown", None, account=tail)
    exact = [one for one in fits if one.amount_fen == row.amount_fen]
    if not exact:
        listed_fen, said_fen = fits[0].amount_fen, row.amount_fen
        raise _DoesNotFitError("amount", fits[0], account=tail, listed_fen=listed_fen, said_fen=said_fen)
    free = [one for one in exact if one.number not in used]
    if not free:
        raise _DoesNotFitError("twice", exact[0], other=used[exact[0].number])
    if len({one.state for one in free}) > 1 or (len(free) > 1 and row.outcome != PAID):
        raise _DoesNotFitError("several", None, account=tail)
    return free[0]


def _said(row: ResultRow, mine: Row, known: Mapping[str, str]) -> ReadRow:
    """What the answer does to its row of the list."""
    if row.outcome == "unknown":
        raise _DoesNotFitError("outcome", mine, words=row.words or "—")
    failure = failure_of(f"{row.reason} {row.words}", known) if row.outcome == FAILED else ""
    if row.holder and not _same_holder(mine, row.holder) and failure != "户名不符":
        raise _DoesNotFitError("holder", mine, account=_tail(row.account), listed=mine.holder, said=row.holder)
    does = _does(row.outcome, mine)
    if does is None:
        raise _DoesNotFitError("contradicts", mine, name=mine.holder)
    words = (row.reason or row.words) if failure == OTHER else ""
    return ReadRow(row.line, mine.holder, mine.account, mine.amount_fen, does, failure, words, row=mine)


def _does(outcome: str, mine: Row) -> str | None:
    if outcome == OPEN:
        return OPEN
    if outcome == PAID:
        return {PaymentState.PENDING: PAID, PaymentState.PAID: SAME}.get(PaymentState(mine.state))
    if mine.state in BACK:
        return SAME
    return LATE if mine.state == PaymentState.PAID else FAILED


def _same_holder(mine: Row, said: str) -> bool:
    """The bank may write its own form of a name, or stars for a part of it."""
    if "*" in said or "＊" in said:
        stars = re.compile(re.sub(r"[*＊]+", ".+", re.escape(said).replace(r"\*", "*")))
        return stars.fullmatch(mine.holder) is not None or stars.fullmatch(mine.name) is not None
    return same_name(said, mine.holder) or same_name(said, mine.name)


def _tail(account: str) -> str:
    return f"…{account[-4:]}" if account else "—"


def _check_totals(file: ResultFile) -> None:
    """The file's own last row must agree with its rows: of all, of the paid, or of the returned ones."""
    sums = [
        (len(some), sum(row.amount_fen or 0 for row in some))
        for some in (
            file.rows,
            [row for row in file.rows if row.outcome == PAID],
            [row for row in file.rows if row.outcome == FAILED],
        )
    ]
    count, fen = file.said_rows, file.said_fen
    fits = any(count in {None, rows} and fen in {None, total} for rows, total in sums)
    if not fits:
        raise ResultTotalDiffers(name=file.name, said=_sum_words(count, fen), found=_sum_words(*sums[0]))


def _sum_words(count: int | None, fen: int | None) -> str:
    parts = [f"{count} 笔" if count is not None else "", f"{show(fen)} 元" if fen is not None else ""]
    return " ".join(one for one in parts if one)


def _list_of(session: Session, file: ResultFile) -> str:
    """The list whose number stands in the file, else the one that has every row."""
    named = [
        list_id
        for number in file.lists
        if (list_id := session.scalar(select(BankList.id).where(BankList.number == number))) is not None
    ]
    if len(named) == 1:
        return named[0]
    candidates = _with_all_rows(session, file, named)
    for state in (ListState.SENT, ListState.BOOKED, ListState.MADE, ListState.WITHDRAWN):
        found = [one for one in candidates if one.state == state]
        if state == ListState.SENT:
            found = [one for one in candidates if one.state in {ListState.SENT, ListState.BOOKED}]
        if len(found) == 1:
            return found[0].id
        if found:
            raise ResultOfSeveralLists(field="list", name=file.name, lists="、".join(one.number for one in found))
    raise ResultOfNoList(name=file.name)


def _with_all_rows(session: Session, file: ResultFile, named: Sequence[str]) -> list[BankList]:
    """Lists that hold every whole account of the file with its amount; without such accounts those named."""
    wanted = Counter((row.account, row.amount_fen) for row in file.rows if row.account and "*" not in row.account)
    accounts = sorted({account for account, _ in wanted})
    found: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    for start in range(0, len(accounts), 500):
        statement = (
            select(Payment.list_id, Payment.account, func.sum(Payment.amount_fen))
            .where(Payment.account.in_(accounts[start : start + 500]))
            .group_by(Payment.list_id, Payment.account)
        )
        for list_id, account, total in session.execute(statement):
            found[list_id][account, int(total)] += 1
    if not wanted:
        ids = list(named)
    else:
        sums: Counter[str] = Counter()
        for (account, amount), count in wanted.items():
            sums[account] += (amount or 0) * count
        ids = [key for key, rows in found.items() if all((one, total) in rows for one, total in sums.items())]
        ids = ids or [key for key, rows in found.items() if {one for one, _ in rows} >= sums.keys()]
    return [list_row(session, list_id) for list_id in ids]


def _how(session: Session, number: str | None) -> Mapping[str, Any]:
    """How the bank's template says its answers are to be read; without a list named, what all templates say."""
    layouts = {row.code: row.layout for row in session.scalars(select(BankTemplate))}
    if number:
        code = list_row(session, numbered(session, number)).template
        return dict(layouts.get(code, {}).get("result") or {})
    joined: dict[str, Any] = {}
    for layout in layouts.values():
        for key, words in (layout.get("result") or {}).items():
            if key in {"paid", "failed", "open"}:
                joined[key] = [*joined.get(key, ()), *words]
    return joined


def _reasons(session: Session, code: str) -> Mapping[str, str]:
    layout = session.scalar(select(BankTemplate.layout).where(BankTemplate.code == code)) or {}
    return dict((layout.get("result") or {}).get("reasons") or {})
