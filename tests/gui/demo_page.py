"""A page that exists in tests only: people listed by SQL, a form in the pane, commands of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.models import Person
from cjdesk.domain import id_number, masks
from cjdesk.gui.commands import Command
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice, Filter, Segment
from cjdesk.gui.list_page import Empty, ListPage
from cjdesk.gui.page import Hit, Page, StatusNote
from cjdesk.gui.record_form import RecordForm
from cjdesk.gui.row_model import Column, Order, Slice, View
from cjdesk.gui.shapes import Chip
from cjdesk.gui.table import Total
from cjdesk.services import people
from cjdesk.services.search_text import search_words

SURNAMES = "石龙杨吴潘欧王罗陆梁"
GIVEN = ("小花", "运来", "秀英", "国芳", "志明", "水莲", "志光", "文平", "志华", "春莲", "美兰", "银珍", "国安")
VILLAGES = ("干团村", "宰荡村", "腊全村")


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    state: Chip
    name: str
    id_no: str
    place: str
    account: str | None
    pay: int | None
    start: date | None
    problem: Chip | None


def add_people(session: Session, count: int = 126) -> None:
    """Fictional people with the unassigned prefix 522699."""
    rows = []
    for number in range(count):
        name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]
        first17 = f"522699{1960 + number % 40}{number % 12 + 1:02d}{number % 28 + 1:02d}{number:03d}"
        id_no = first17 + id_number.check_digit(first17)
        village, group = VILLAGES[number % 3], f"{number % 7 + 1}组"
        phone = f"138{number:08d}"
        rows.append(
            {
                "township": "522633101",
                "id_no": id_no,
                "name": name,
                "sex": "1" if int(id_no[16]) % 2 else "2",
                "birth": date(1960 + number % 40, number % 12 + 1, number % 28 + 1),
                "phone": phone,
                "village": village,
                "village_group": group,
                "search": search_words(name, id_no, phone=phone, village=village, group=group),
            }
        )
    audit.insert_rows(session, Person, rows)


def rename(session: Session, person_id: str, name: str) -> None:
    person = session.get_one(Person, person_id)
    person.name = name


class DemoPage(ListPage):
    KEY = "people"
    TITLE = "People"
    SEARCH_GROUP = "People"
    OPENS = ("person",)
    TABLES = frozenset({"person"})
    SEARCH_HINT = "Name"
    COLUMNS = (
        Column("state", "State", 84, "chip", order=""),
        Column("name", "Name", 84, order="name"),
        Column("id_no", "ID number", 160, "id"),
        Column("place", "Village and group", 128, order="village"),
        Column("account", "Account", 84, order=""),
        Column("start", "On post since", 96, "date", compact=False, order="start"),
        Column("pay", "Net pay", 96, "money", bold=True, order=""),
        Column("problem", "Problems", 112, "chip", order=""),
    )
    FILTERS = (Filter("village", "Village"),)
    SEGMENTS = (Segment("all", "All"), Segment("problems", "Problems", problem=True))
    COMMANDS = (
        Command("people.add", "&Add...", "add", shortcut="Ctrl+N", icon="add", button="primary", words="Add"),
        Command("people.import", "&Import...", "bring_in", icon="import", button="quiet", words="Import"),
        Command("people.lock", "&Lock...", "add", icon="lock", button="standard", words="Lock"),
        Command("people.export", "E&xport...", "export_list", menu="file", shortcut="F12"),
    )
    FIELDS = (
        Field("id_no", "ID number", "id", required=True),
        Field("name", "Name", "name", required=True),
        Field("ethnicity", "Ethnicity", "choice", pin=True, beside=True, width=88, choices=lambda: ETHNICITIES),
        Field("phone", "Phone", "phone"),
        Field("village", "Village", "choice", pin=True, choices=lambda: tuple(Choice(one, one) for one in VILLAGES)),
        Field("group", "Group", beside=True, width=64),
        Field("start", "Start", "date"),
        Field("pay", "Pay", "money"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.added = self.exported = 0
        self.problem = -1
        self.form = RecordForm(self.FIELDS, save=self.save)
        self.pane.body.addWidget(self.form)
        self.pane.add_section("问题 2", "F8 下一个")

    def fetch(self, view: View) -> Slice:
        order = view.order[0] if view.order else Order("name")
        found = self.desk.ask(
            people.find,
            view.text,
            village=view.filters.get("village"),
            problems_only=False,
            sort=order.by,
            descending=order.descending,
            offset=view.offset,
            limit=view.limit,
        )
        self.facets = found.facets
        if view.segment == "problems":
            return Slice((), 0)
        rows = [
            Row(
                one.id,
                Chip("done", "在岗", "ok", quiet=True),
                one.name,
                masks.id_draft(one.id_no),
                f"{one.village} {one.group}",
                None,
                100_000 if number % 3 else 0,
                None if number % 5 else date(2026, 3, 1),
                Chip("error", "协议未签", "error") if number % 9 == 0 else None,
            )
            for number, one in enumerate(found.rows, view.offset)
        ]
        return Slice(rows, found.total)

    def choices(self, _key: str) -> Sequence[Choice]:
        return [Choice(name, name) for name in VILLAGES]

    def counts(self) -> dict[str, int]:
        return {"all": self.rows.rowCount(), "problems": 5}

    def totals(self) -> Sequence[Total]:
        return (Total("state", f"{self.rows.rowCount()} 人"), Total("pay", "84,000.00"))

    def empty(self) -> Empty:
        return Empty("没有符合条件的人。", ("people.add",))

    def status(self) -> StatusNote:
        return StatusNote(super().status().rows, problems=5)

    def blocked(self, command: str) -> str:
        return "还有 2 处问题" if command == "people.lock" else super().blocked(command)

    def show_row(self, row: object | None) -> None:
        if isinstance(row, Row):
            card = self.desk.ask(Session.get_one, Person, row.id)
            self.pane.set_title(card.name, "女 · 34 岁", Chip("done", "在岗", "ok"))
            values = {"id_no": card.id_no, "name": card.name, "phone": card.phone, "village": card.village}
            self.form.show_record({**values, "group": card.village_group}, key=card.id)

    def save(self, changes: dict[str, object]) -> None:
        row = self.table.current_row()
        if isinstance(row, Row) and "name" in changes:
            self.desk.do("Rename", rename, row.id, str(changes["name"]))
            self.desk.changes.tell({"person"})

    def hits(self, text: str, limit: int) -> list[Hit]:
        found = self.desk.ask(people.find, text, limit=limit).rows
        return [Hit("person", one.id, one.name, one.village) for one in found]

    def open_thing(self, _kind: str, key: str) -> None:
        self.clear_filters()
        self.select(key)

    def next_problem(self, step: int) -> bool:
        self.problem += step
        self.table.go_to(self.problem * 9)
        return True

    def add(self) -> None:
        self.added += 1

    def bring_in(self) -> None:
        raise RuntimeError("a bug of ours")

    def export_list(self) -> None:
        self.exported += 1


ETHNICITIES = (Choice("01", "汉", "han h"), Choice("12", "侗", "dong d"), Choice("03", "苗", "miao m"))


class OtherPage(Page):
    KEY = "payroll"
    TITLE = "Payroll"
    MONTHLY = True

    def refresh(self) -> None:
        self.shown = str(self.desk.month)
