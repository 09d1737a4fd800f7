"""The names behind a figure: who or what was counted in one village or in the township."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import Assignment, Cooperative, Household, PayLine, Person, Post, Team
from cjdesk.domain.places import group_order
from cjdesk.services.monthly.counted import Key
from cjdesk.services.monthly.questions import gathered
from cjdesk.services.monthly.values import MonthlyReport

_PIECE = 500
_POSTS = ("posts", "posts_hl", "posts_hh", "posts_gs", "posts_other")
_TIMES = ("joined", "left")
_LINES = ("paid_lines", "unpaid_lines", "returned_lines")
_HOMES = ("households", "poor_households", "labour_households", "employed_households", "zero_households",
          "exempt_households")  # fmt: skip
_MONEY = {"paid_fen": "paid_lines", "commission_fen": "commission_lines"}
"""Of an amount the list is that of its lines."""


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that was counted: its words, and whom to open (a person's id, empty where it is nobody)."""

    name: str
    id_no: str = ""
    village: str = ""
    group: str = ""
    about: str = ""
    amount_fen: int | None = None
    person_id: str = ""

    @property
    def place(self) -> str:
        """腊溪村一组."""
        return self.village + self.group


def names(session: Session, of: MonthlyReport, figure: str, row: str | None) -> tuple[Named, ...]:
    """What ``figure`` counts in the row with this key, or in all; by village and name. Counted as of now."""
    counted, _ = gathered(session, of.month, of.as_of)
    key = _key(of, row)
    things = counted.things(_MONEY.get(figure, figure), key)
    found = tuple(_resolved(session, figure, things))
    return tuple(sorted(found, key=_order))


def _order(one: Named) -> tuple[object, ...]:
    return one.village == "", one.village, group_order(one.group), one.name, one.id_no, one.about


def _key(of: MonthlyReport, row: str | None) -> Key | None:
    found = of.row(row) if row else None
    return (found.kind, found.village) if found is not None else None


def _resolved(session: Session, figure: str, things: Collection[str]) -> Iterator[Named]:
    if figure in _POSTS:
        yield from _posts(session, things)
    elif figure in _TIMES:
        yield from _times(session, things)
    elif figure in _LINES or figure in _MONEY:
        yield from _lines(session, things, PayLine.commission_fen if figure == "commission_fen" else PayLine.net_fen)
    elif figure in _HOMES:
        yield from _homes(session, things)
    elif figure == "cooperatives":
        for (name,) in _rows(session, [Cooperative.name], Cooperative.id, things):
            yield Named(name)
    elif figure == "captains":
        yield from _captains(session, things)
    else:
        yield from _people(session, things)


def _rows(
    session: Session, columns: list[Any], key: Any, things: Collection[str], *joins: tuple[Any, Any]
) -> Iterator[Any]:
    """The rows with these keys, piece by piece; outer joins."""
    wanted = list(things)
    for start in range(0, len(wanted), _PIECE):
        statement = select(*columns).select_from(key.class_)
        for target, on in joins:
            statement = statement.outerjoin(target, on)
        yield from session.execute(statement.where(key.in_(wanted[start : start + _PIECE])))


_PERSON = [Person.name, Person.id_no, Person.village, Person.village_group, Person.id]


def _named(row: Any, about: str) -> Named:
    name, id_no, village, group, person = row[:5]
    return Named(name or "", id_no or "", village or "", group or "", about, person_id=person or "")


def _people(session: Session, things: Collection[str]) -> Iterator[Named]:
    for row in _rows(session, _PERSON, Person.id, things):
        yield _named(row, "")


def _captains(session: Session, things: Collection[str]) -> Iterator[Named]:
    """By ID number, or by name where nobody has one; a captain may come from elsewhere and be no person here."""
    known = set()
    for row in _rows(session, _PERSON, Person.id_no, things):
        known.add(row[1])
        yield _named(row, "")
    strangers = [thing for thing in things if thing not in known]
    said = {
        id_no or name: (name, id_no) for name, id_no in session.execute(select(Team.captain_name, Team.captain_id_no))
    }
    for stranger in strangers:
        name, id_no = said.get(stranger, (stranger, ""))
        yield Named(name or "", id_no or "")


def _posts(session: Session, things: Collection[str]) -> Iterator[Named]:
    """Those held, by their assignment; those that nobody holds, by themselves."""
    joins = ((Post, Post.id == Assignment.post_id), (Person, Person.id == Assignment.person_id))
    for row in _rows(session, [*_PERSON, Post.name], Assignment.id, things, *joins):
        yield _named(row, row[5])
    for name, village in _rows(session, [Post.name, Post.village], Post.id, things):
        yield Named("", village=village or "", about=name)


def _times(session: Session, things: Collection[str]) -> Iterator[Named]:
    joins = ((Person, Person.id == Assignment.person_id),)
    columns = [*_PERSON, Assignment.start, Assignment.end, Assignment.exit_reason]
    for row in _rows(session, columns, Assignment.id, things, *joins):
        start, end, reason = row[5:]
        words = f"{start.isoformat()} – {end.isoformat() if end else ''}".strip()
        yield _named(row, f"{words} {reason or ''}".strip())


def _lines(session: Session, things: Collection[str], amount: Any) -> Iterator[Named]:
    columns = [
        PayLine.name,
        PayLine.id_no,
        PayLine.village,
        PayLine.village_group,
        PayLine.person_id,
        PayLine.post_name,
        amount,
    ]
    for name, id_no, village, group, person, post, fen in _rows(session, columns, PayLine.id, things):
        yield Named(name, id_no, village, group, post, fen, person)


def _homes(session: Session, things: Collection[str]) -> Iterator[Named]:
    """A household by its head."""
    joins = ((Person, (Person.id_no == Household.head_id_no) & (Person.township == Household.township)),)
    for row in _rows(session, [*_PERSON, Household.number, Household.head_id_no], Household.id, things, *joins):
        number, head = row[5:]
        one = _named(row, number)
        yield one if one.name else Named("", head or "", about=number)
