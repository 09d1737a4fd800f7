"""Columns of page 人员 and one line of it, made from what the service found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cjdesk.domain import masks
from cjdesk.domain.states import AssignmentState
from cjdesk.gui.people.words import SEXES, problem_chip, state_chip
from cjdesk.gui.row_model import Column
from cjdesk.gui.shapes import Chip
from cjdesk.gui.stored_words import word
from cjdesk.i18n import N_, tr
from cjdesk.services.people import PersonRow

COLUMNS = (
    Column("state", N_("State"), 84, "chip"),
    Column("name", N_("Name"), 84),
    Column("sex", N_("Sex"), 48, compact=False, pane=False),
    Column("age", N_("Age"), 48, "number", compact=False, pane=False),
    Column("id_no", N_("ID number"), 160, "id"),
    Column("place", N_("Village and group"), 128, order="village"),
    Column("post", N_("Post"), 72, order="post_type"),
    Column("categories", N_("Categories"), 132, compact=False, pane=False, order=""),
    Column("account", N_("Account tail"), 84, "account", order=""),
    Column("phone", N_("Contact phone"), 108, "code", pane=False),
    Column("start", N_("On post since"), 96, "date", compact=False),
    Column("problem", N_("Problem"), 190, "chip", order="", pane_width=180),
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the table shows it; numbers masked."""

    id: str
    state: Chip
    name: str
    sex: str
    age: int
    id_no: str
    place: str
    post: str
    categories: str
    account: str
    phone: str
    start: date | None
    problem: Chip | None
    left: bool
    no_account: bool


def line_of(row: PersonRow, categories: Mapping[str, str]) -> PersonLine:
    """``categories``: code → word."""
    on_post = row.state in (AssignmentState.ON_POST.value, AssignmentState.SUSPENDED.value)
    missing = on_post and not row.account
    return PersonLine(
        id=row.id,
        state=state_chip(row.state),
        name=row.name,
        sex=word(SEXES, row.sex),
        age=row.age,
        id_no=masks.id_draft(row.id_no),
        place=" ".join(part for part in (row.village, row.group) if part),
        post=row.post_type_name or "—",
        categories=tr(", ").join(categories.get(code, code) for code in row.categories),
        account=tr("Missing") if missing else (row.account or "—")[-4:],
        phone=masks.phone(row.phone) or "—",
        start=row.start,
        problem=problem_chip(row.problems),
        left=row.state == AssignmentState.LEFT.value,
        no_account=missing,
    )
