"""A township, a bank that pays by itself, and clerks who do everything in any order: paid = owed, never twice.

The office is the real services on a real encrypted file. The bank knows only the bytes of the files it was handed: it
pays into accounts by them, tells what it did in result files, and sometimes sends money back weeks later. Owner of an
account, money in it, and what the sheets say is owed are kept here in dictionaries, by nothing of the product.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import Assignment, BankAccount, BankList, PayLine, PayRun, Person, Post
from cjdesk.db.types import new_id
from cjdesk.domain.errors import UserError
from cjdesk.domain.id_number import check_digit
from cjdesk.domain.month import Month
from cjdesk.services import payments, payroll, people
from cjdesk.services.payments import FAILURES

TEMPLATE = "UTF8-CSV"
MAKER, CHECKER, APPROVER = "李芳", "吴国芳", "王主任"
Key = tuple[str, str, str]
"""ID number, the month paid, and the post it is paid for."""


def id_no(number: int) -> str:
    body = f"5226991980{1 + number // 900 % 12:02d}{1 + number // 12000 % 28:02d}{number % 900 + 50:03d}"
    return body + check_digit(body)


def _worth(id_number: str, purpose: str, fen: int, owed: dict[Key, int]) -> dict[Key, int]:
    """The person's months and posts of a purpose that make the amount of the row."""
    months = {f"{year}-{int(month):02d}" for year, month in re.findall(r"(\d{4})年(\d{1,2})月", purpose)}
    places = [key for month in sorted(months) for key in owed if key[0] == id_number and key[1] == month]
    places = [key for key in places if key[2] in purpose and owed[key]]
    for count in range(len(months), len(places) + 1):
        for some in combinations(places, count):
            if {key[1] for key in some} == months and sum(owed[key] for key in some) == fen:
                return {key: owed[key] for key in some}
    raise AssertionError(f"a row of {fen} for {id_number} ({purpose}) is not what is owed")


@dataclass
class Sent:
    """A file at the bank: its rows, and what the bank did with each."""

    number: str
    rows: list[tuple[str, str, str, int, dict[Key, int]]]
    """Account, holder, ID number, amount, and what it is for."""
    done: dict[int, str] = field(default_factory=dict)
    """By row: paid or a failure."""
    told: set[int] = field(default_factory=set)
    """Rows of which the office has booked what was done."""
    saying: set[int] = field(default_factory=set)
    booked: bool = False


class Bank:
    """Pays by files. Money is counted by person and month, whatever account it went to."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.money: Counter[Key] = Counter()
        self.files: dict[str, Sent] = {}
        self.bytes: dict[str, bytes] = {}

    def takes(self, content: bytes, number: str, owed: dict[Key, int]) -> None:
        """The same file again is not paid again; other bytes under the same number are the office's fault.

        What a row is for stands in its purpose; ``owed`` is what the sheets say that each of these is worth.
        """
        if number in self.files:
            assert self.bytes[number] == content, "the second copy of a list is another file"
            return
        table = list(csv.reader(io.StringIO(content.decode("utf-8"))))
        rows = []
        for row in table[1:-1]:
            fen = round(float(row[4]) * 100)
            rows.append((row[1], row[2], row[6], fen, _worth(row[6], row[7], fen, owed)))
        self.files[number], self.bytes[number] = Sent(number, rows), content

    def works(self) -> None:
        """Pay or return rows; now and then money comes back from an account where it was."""
        for sent in self.files.values():
            for place, row in enumerate(sent.rows):
                now, dice = sent.done.get(place), self.random.random()
                if now is None and dice < 0.8:
                    self.money.update(row[4])
                    sent.done[place] = "paid"
                elif now is None and dice < 0.95:
                    sent.done[place] = self.random.choice(FAILURES)
                elif now == "paid" and dice < 0.02:
                    self.money.subtract(row[4])
                    sent.done[place] = self.random.choice(FAILURES)
                    sent.told.discard(place)

    def tells(self, sent: Sent, *, part: float = 1.0, lie: str = "") -> bytes:
        """A result file: of all rows, of a part, or with a mistake of the bank."""
        random = self.random
        places = [place for place in range(len(sent.rows)) if random.random() < part]
        lines = [["账号", "户名", "金额", "结果", "失败原因"]]
        total = 0
        for place in places:
            account, holder, _, fen, _ = sent.rows[place]
            state = sent.done.get(place)
            said = {"paid": "成功", None: "处理中"}.get(state, "失败")
            lines.append([account, holder, f"{fen / 100:.2f}", said, state if said == "失败" and state else ""])
            total += fen
        sent.saying = {place for place in places if place in sent.done} if not lie else set()
        if lie == "amount" and places:
            lines[-1][2] = f"{float(lines[-1][2]) + 1:.2f}"
            total += 100
        elif lie == "unknown" and places:
            lines[-1][0] = "6299990000000099999"
        elif lie == "twice" and places:
            lines.append(list(lines[-1]))
            total += round(float(lines[-1][2]) * 100)
        elif lie == "total":
            total += 1
        elif lie == "paid":
            for line in lines[1:]:
                line[3], line[4] = "成功", ""
        lines.append(["合计", f"{len(lines) - 1}笔", f"{total / 100:.2f}", "", ""])
        out = io.StringIO()
        csv.writer(out).writerows([[f"清单 {sent.number}", "", "", "", ""], *lines])
        return out.getvalue().encode("gb18030")


def _alone(session: Session) -> list[str]:
    """Assignments of people who have only one."""
    found: dict[str, list[str]] = defaultdict(list)
    for person, key in session.execute(select(Assignment.person_id, Assignment.id).order_by(Assignment.id)):
        found[person].append(key)
    return [keys[0] for keys in found.values() if len(keys) == 1]


class World:
    """One office and its bank; ``step`` does something at random, ``settle`` brings everything to its end."""

    def __init__(self, database: Database, seed: int, *, size: int, months: int = 2) -> None:
        self.database, self.random = database, Random(seed)
        self.bank = Bank(self.random)
        self.months = [Month(2024, 1 + number) for number in range(months)]
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.accounts = 0
        self.owed_keys: set[Key] = set()
        """What was brought to its end by ``settle``."""
        self.folder = Path(tempfile.mkdtemp())
        database.do("people", self._people, size)
        self._pay(self.months[0])

    # What is asked of the office

    def owed(self) -> dict[Key, int]:
        """What the sheets that count say, by person and month."""
        found: dict[Key, int] = defaultdict(int)

        def ask(session: Session) -> None:
            statement = (
                select(PayLine.id_no, PayLine.month, PayRun.head, PayLine.net_fen)
                .join(PayRun, PayRun.id == PayLine.run_id)
                .where(PayRun.state != "已作废")
            )
            for id_number, month, head, net in session.execute(statement):
                found[id_number, str(month), head["post_type_name"]] += net

        self.database.ask(ask)
        return found

    def check(self) -> None:
        """The laws, after each step: nobody has more than is owed, and every fen of every run is somewhere once."""
        owed = self.owed()
        for key, money in self.bank.money.items():
            assert 0 <= money <= owed[key], f"{key} has {money}, owed {owed[key]}"
        faults = self.database.ask(lambda session: list(payments.faults(session)))
        assert not faults, faults
        for run_id in self.runs():
            one = self.database.ask(payments.balance, run_id)
            assert one.agrees, one
            assert one.net.fen == one.paid.fen + one.pending.fen + one.failed.fen + one.unlisted.fen

    def runs(self) -> list[str]:
        """Runs that are not void."""
        return self.database.ask(
            lambda session: list(session.scalars(select(PayRun.id).where(PayRun.state != "已作废").order_by(PayRun.id)))
        )

    # What happens

    def step(self) -> None:
        """One act of the office or the bank."""
        acts = (
            (self.make, 4), (self.export, 5), (self.lose, 1), (self.bank.works, 5), (self.read, 6), (self.read_part, 2),
            (self.read_again, 1), (self.lie, 3), (self.tick, 2), (self.fix, 4), (self.reissue, 3), (self.reissue_wrong, 1),
            (self.move, 2), (self.open, 3), (self.void, 2), (self.withdraw, 2), (self.cut, 1), (self.late, 2),
            (self.next_month, 2),
        )  # fmt: skip
        act = self.random.choices([one for one, _ in acts], [weight for _, weight in acts])[0]
        self._try(act.__name__, act)

    def settle(self) -> None:
        """Everybody does what is to be done until all is paid; the bank returns nothing any more."""
        self.database.do("accounts", self._missing_accounts)
        for month in self.months:
            self._pay(month)
        for _ in range(8):
            self._go_round()
            if not self.database.ask(payments.returned) and not self._numbers(("已制", "已送银行")):
                break
        self.check()
        owed = {key: fen for key, fen in self.owed().items() if fen}
        assert {key: fen for key, fen in self.bank.money.items() if fen} == owed
        self.owed_keys = set(owed)
        for run_id in self.runs():
            one = self.database.ask(payments.balance, run_id)
            assert (one.paid.fen, one.pending.fen, one.failed.fen) == (one.net.fen, 0, 0)
            assert one.state in {"已发放", "已归档"}, one

    def _go_round(self) -> None:
        """Everything is listed, arrives, is paid, told, put right and listed again."""
        for month in self.months:
            self._try("make", partial(self._make, self._of(month)))
        for number in self._numbers(("已制", "已送银行")):
            if number not in self.bank.files:
                self._hand_over(number)  # made, or lost on the way
        for sent in self.bank.files.values():
            for place, row in enumerate(sent.rows):
                if place not in sent.done:
                    self.bank.money.update(row[4])
                    sent.done[place] = "paid"
            if len(sent.told) < len(sent.rows):
                self._take(sent, self.bank.tells(sent))
        for task in self.database.ask(payments.returned):
            if task.stands in {payments.TO_DO, payments.BLOCKED}:
                self._fix(task.task_id)
        self._try("reissue", self.reissue)

    # Acts of the office

    def make(self) -> None:
        """A list of one run, or of all of a month."""
        run_ids = self._of(self.random.choice(self.months))
        self._make(run_ids if self.random.random() < 0.5 else run_ids[:1])

    def export(self) -> None:
        """The file goes to the bank; a second copy is the same file."""
        self._hand_over(self._some(("已制", "已送银行", "已登记")))

    def cut(self) -> None:
        """The stick is pulled out: the list counts as sent, nothing arrived, nothing is paid twice later."""
        number = self._some(("已制",))
        self.database.do("hand over", payments.hand_over, self._id(number), by=MAKER)

    def lose(self) -> None:
        """The bank has not got the file, so the list is withdrawn on the clerk's word."""
        number = self.random.choice([one for one in self._numbers(("已送银行",)) if one not in self.bank.files])
        self.database.do("withdraw", payments.withdraw, self._id(number), by=MAKER, reason="U盘坏了", not_at_bank=True)

    def withdraw(self) -> None:
        """Lists that may be at the bank are refused, and those with an answer even on the clerk's word."""
        number = self._some(("已制", "已送银行", "已登记"))
        if number in self.bank.files and self.bank.files[number].booked:
            self.database.do("withdraw", payments.withdraw, self._id(number), by=MAKER, reason="改", not_at_bank=True)
            assert number not in self._numbers(("已撤回",)), "an answered list was withdrawn"
        else:
            self.database.do("withdraw", payments.withdraw, self._id(number), by=MAKER, reason="改")

    def read(self) -> None:
        """The bank's whole answer."""
        sent = self.random.choice(list(self.bank.files.values()))
        self._take(sent, self.bank.tells(sent))

    def read_part(self) -> None:
        """A part of the answer."""
        sent = self.random.choice(list(self.bank.files.values()))
        self._take(sent, self.bank.tells(sent, part=0.5))

    def read_again(self) -> None:
        """The same file twice: nothing changes the second time."""
        sent = self.random.choice(list(self.bank.files.values()))
        content = self.bank.tells(sent)
        self._take(sent, content)
        assert self._take(sent, content).changed == 0

    def lie(self) -> None:
        """A wrong file is refused whole."""
        sent = self.random.choice(list(self.bank.files.values()))
        kind = self.random.choice(["amount", "unknown", "twice", "total", "paid"])
        back = [place for place in sent.told if sent.done.get(place, "paid") != "paid"]
        if kind == "paid" and not back:
            return
        content = self.bank.tells(sent, lie=kind)
        before = self._snapshot(sent.number)
        try:
            self._take(sent, content)
        except UserError as error:
            self.refused[error.code] += 1
            assert self._snapshot(sent.number) == before
        else:
            raise AssertionError(f"a {kind} lie was booked")

    def tick(self) -> None:
        """The clerk ticks what the bank says on paper, and leaves the rest open or paid as it is."""
        sent = self.random.choice(list(self.bank.files.values()))
        open_rows = [place for place in range(len(sent.rows)) if place not in sent.done]
        made = self.database.ask(payments.listed, self._id(sent.number))
        rows = {(row.account, row.amount_fen): row for row in made.rows}
        failed = {}
        for place, state in sent.done.items():
            if state != "paid":
                row = rows[sent.rows[place][0], sent.rows[place][3]]
                failed |= dict.fromkeys(row.line_ids, state)
        self.database.do("tick", payments.register, self._id(sent.number), failed, by=MAKER, rest_paid=not open_rows)
        sent.told |= {place for place, state in sent.done.items() if state != "paid" or not open_rows}

    def fix(self) -> None:
        """An account is put right."""
        tasks = [one for one in self.database.ask(payments.returned) if one.stands == payments.TO_DO]
        for task in self.random.sample(tasks, k=min(len(tasks), 1 + len(tasks) // 2)):
            self._fix(task.task_id)

    def reissue(self) -> None:
        """All that can be paid again."""
        self.database.do("reissue", payments.reissue, template_code=TEMPLATE, by=MAKER)

    def reissue_wrong(self) -> None:
        """What stands on a list already, or is paid, is refused."""
        busy = [one for one in self.database.ask(payments.returned) if one.stands != payments.READY]
        one = self.random.choice(busy)
        self.database.do("reissue", payments.reissue, [one.payment_id], template_code=TEMPLATE, by=MAKER)
        raise AssertionError("a payment was put on a second list")

    def move(self) -> None:
        """People change their accounts on their own."""
        ids = self.database.ask(lambda session: list(session.scalars(select(Person.id).order_by(Person.id_no))))
        for person in self.random.sample(ids, k=max(1, len(ids) // 20)):
            self.database.do("account", people.set_account, person, self._new_account(), bank="邮储银行从江支行")

    def open(self) -> None:
        """A run is unlocked, computed anew after a change, and approved again."""
        run_id = self.random.choice(self.runs())
        self.database.do("unlock", payroll.unlock, run_id, by=CHECKER, reason="改")
        run = self.database.ask(lambda session: session.get_one(PayRun, run_id))
        self._change_start(run_id, run.month)
        self._approve(run.month, run.post_type)

    def late(self) -> None:
        """Facts of the first month come to light late: the next run that is computed pays back or takes back."""

        def change(session: Session) -> None:
            alone = _alone(session)
            some = self.random.sample(alone, k=max(1, len(alone) // 25))
            day = self.months[0].first
            rows = [{"id": key, "start": day.replace(day=self.random.randint(1, 28))} for key in some]
            audit.update_rows(session, Assignment, rows)

        self.database.do("late", change)

    def next_month(self) -> None:
        """The next month is computed, with the corrections of the one before, and approved."""
        self._pay(self.months[1])

    def void(self) -> None:
        """A run is voided, and the month gets another one."""
        run_id = self.random.choice(self.runs())
        run = self.database.ask(lambda session: session.get_one(PayRun, run_id))
        self.database.do("void", payroll.void, run_id, by=CHECKER, reason="作废")
        self._approve(run.month, run.post_type)

    # Inside

    def _try(self, name: str, act) -> None:
        try:
            act()
            self.done[name] += 1
        except IndexError:
            pass  # nothing there to do it with
        except UserError as error:
            self.refused[error.code] += 1

    def _pay(self, month: Month) -> None:
        for kind in ("HL", "HH"):
            self._approve(month, kind)

    def _approve(self, month: Month, kind: str) -> None:
        do = self.database.do
        try:
            (sheet,) = do("compute", payroll.compute, month, post_type=kind, by=MAKER)
        except UserError:
            return
        do("lock", payroll.lock, sheet.run_id, by=CHECKER)
        do("approve", payroll.approve, sheet.run_id, by=APPROVER)

    def _of(self, month: Month) -> list[str]:
        return list(self.database.ask(payments.of_month, month))

    def _make(self, run_ids: list[str]) -> None:
        if run_ids:
            self.database.do("list", payments.make, run_ids, template_code=TEMPLATE, by=MAKER, leave_out_blocked=True)

    def _hand_over(self, number: str) -> None:
        file = self.database.do("hand over", payments.hand_over, self._id(number), by=MAKER)
        (content,) = file.parts
        self.bank.takes(content, number, self.owed())

    def _take(self, sent: Sent, content: bytes) -> payments.Booked:
        path = self.folder / "result.csv"
        path.write_bytes(content)
        booked = self.database.do("result", payments.take, path, content, by=MAKER)
        sent.booked, sent.told = True, sent.told | sent.saying
        return booked

    def _fix(self, task_id: str) -> None:
        number = self._new_account()
        self.database.do("fix", payments.fix_account, task_id, number, number, proof="存折", by=MAKER)

    def _snapshot(self, number: str) -> list[str]:
        return [row.state for row in self.database.ask(payments.listed, self._id(number)).rows]

    def _numbers(self, states: tuple[str, ...]) -> list[str]:
        statement = select(BankList.number).where(BankList.state.in_(states)).order_by(BankList.number)
        return self.database.ask(lambda session: list(session.scalars(statement)))

    def _some(self, states: tuple[str, ...]) -> str:
        return self.random.choice(self._numbers(states))

    def _id(self, number: str) -> str:
        return self.database.ask(payments.numbered, number)

    def _new_account(self) -> str:
        self.accounts += 1
        return f"62999900{self.accounts:011d}"

    def _change_start(self, run_id: str, month: Month) -> None:
        def change(session: Session) -> None:
            mine = set(session.scalars(select(PayLine.assignment_id).where(PayLine.run_id == run_id)))
            if month == self.months[0]:
                one = self.random.choice([key for key in _alone(session) if key in mine])
                day = month.first.replace(day=self.random.randint(1, 28))
                audit.update_rows(session, Assignment, [{"id": one, "start": day}])

        self.database.do("late", change)

    def _people(self, session: Session, size: int) -> None:
        rows: dict[type, list[dict]] = {Person: [], Post: [], Assignment: [], BankAccount: []}
        township = "522633101"
        first = self.months[0].first
        for number in range(size):
            person = new_id()
            name = f"{'龙吴石杨潘'[number % 5]}{'一二三四五六七八九十'[number // 5 % 10]}{'春夏秋冬梅兰竹菊'[number // 50 % 8]}"
            rows[Person].append(
                {"id": person, "township": township, "id_no": id_no(number), "name": name, "sex": "男",
                 "birth": date(1980, 1, 1), "village": "干团村", "village_group": "1组", "search": ""}
            )  # fmt: skip
            if number % 17:
                rows[BankAccount].append(
                    {"township": township, "person_id": person, "holder": name, "bank": "从江农商行",
                     "number": self._new_account(), "valid_from": date(2020, 1, 1)}
                )  # fmt: skip
            # Every eleventh goes from one post to another inside the first month: two lines, one account.
            spans = [("HL", date(2020, 1, 1), first.replace(day=10)), ("HH", first.replace(day=11), None)]
            if number % 11:
                start = date(2020, 1, 1) if number % 3 else first.replace(day=1 + number % 28)
                spans = [("HL" if number % 2 else "HH", start, None)]
            for kind, start, end in spans:
                post = new_id()
                rows[Post].append(
                    {"id": post, "township": township, "number": f"{kind}-{number:05d}", "post_type": kind,
                     "name": "通村公路", "village": "干团村", "employer": "贯洞镇人民政府"}
                )  # fmt: skip
                rows[Assignment].append(
                    {"township": township, "person_id": person, "post_id": post, "post_type": kind, "start": start,
                     "end": end, "state": "离岗" if end else "在岗"}
                )  # fmt: skip
        for model, some in rows.items():
            audit.insert_rows(session, model, some)

    def _missing_accounts(self, session: Session) -> None:
        has = set(session.scalars(select(BankAccount.person_id)))
        for person in session.scalars(select(Person)).all():
            if person.id not in has:
                people.set_account(session, person.id, self._new_account(), bank="从江农商行")
