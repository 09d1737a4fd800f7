"""The trail of every change: one by one, in bulk, chained, append-only."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database
from cjdesk.db.models import AuditEntry, Person
from cjdesk.domain.errors import RecordChanged
from tests.db.rows import add_one, person


def entries(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.record == "person").order_by(AuditEntry.seq)))


def test_an_object_added_and_changed_leaves_old_and_new(township: Database) -> None:
    person_id = township.do("Add a person", add_one)

    def rename(session: Session) -> None:
        one = session.get_one(Person, person_id)
        one.name, one.phone = "石大花", "13800000000"

    township.do("Change a person", rename)
    first, second = township.ask(entries)
    assert (first.clerk, first.action, first.record_id, first.old) == ("lifang", "Add a person", person_id, None)
    assert first.new is not None
    assert first.new["birth"] == "1990-01-01"
    assert "phone" not in first.new
    assert second.old == {"name": "石小花1", "phone": None}
    assert second.new == {"name": "石大花", "phone": "13800000000"}
    assert township.ask(audit.verify).whole


def test_bulk_rows_are_stored_and_recorded(township: Database) -> None:
    rows = [person(number) for number in range(1, 51)]
    township.do("Import the roster", audit.insert_rows, Person, rows)
    people = township.ask(lambda session: list(session.scalars(select(Person).order_by(Person.id_no))))
    assert [one.version for one in people] == [1] * 50
    assert people[0].active
    assert people[0].search == ""
    township.do("Correct", audit.update_rows, Person, [{"id": one.id, "name": "改", "sex": "女"} for one in people])
    after = township.ask(entries)
    assert len(after) == 100
    assert after[-1].old == {"name": "石小花50"}
    assert township.ask(lambda session: session.scalar(select(func.min(Person.version)))) == 2
    township.do("Drop", audit.delete_rows, Person, [people[0].id])
    last = township.ask(entries)[-1]
    assert last.new is None
    assert last.old is not None
    assert last.old["name"] == "改"
    report = township.ask(audit.verify)
    assert report.whole


def test_unchanged_rows_leave_no_trace(township: Database) -> None:
    person_id = township.do("Add", add_one)
    assert township.do("Same", audit.update_rows, Person, [{"id": person_id, "name": "石小花1"}]) == 0
    assert len(township.ask(entries)) == 1


def test_a_stale_version_is_refused(township: Database) -> None:
    person_id = township.do("Add", add_one)
    with pytest.raises(RecordChanged):
        township.do("Late", audit.update_rows, Person, [{"id": person_id, "name": "x", "version": 7}])


def test_a_failed_change_leaves_nothing(township: Database) -> None:
    before = township.ask(audit.verify).entries

    def half(session: Session) -> None:
        add_one(session)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        township.do("Half", half)
    assert township.ask(audit.verify).entries == before


def test_a_savepoint_that_is_rolled_back_does_not_break_the_chain(township: Database) -> None:
    def with_savepoint(session: Session) -> None:
        add_one(session)
        savepoint = session.begin_nested()
        audit.insert_rows(session, Person, [person(2)])
        savepoint.rollback()
        audit.insert_rows(session, Person, [person(3)])

    township.do("Try", with_savepoint)
    assert len(township.ask(entries)) == 2
    assert township.ask(audit.verify).whole


def test_bulk_statements_past_the_trail_are_refused(township: Database) -> None:
    with pytest.raises(RuntimeError):
        township.do("Past", lambda session: session.execute(update(Person).values(name="x")))


def test_asking_cannot_write(township: Database) -> None:
    with pytest.raises(RuntimeError):
        township.ask(add_one)


@pytest.mark.parametrize("statement", ["UPDATE audit SET clerk = 'x'", "DELETE FROM audit"])
def test_the_trail_is_append_only(township: Database, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        township.do("Cheat", lambda session: session.execute(text(statement)))


def test_a_changed_entry_is_found(township: Database) -> None:
    township.do("Add", audit.insert_rows, Person, [person(number) for number in range(20)])

    def cheat(session: Session) -> int:
        session.execute(text("DROP TRIGGER audit_no_update"))
        seq = session.scalar(select(func.max(AuditEntry.seq))) - 5
        session.execute(text("UPDATE audit SET new = replace(new, '石', '王') WHERE seq = :seq"), {"seq": seq})
        return seq

    seq = township.do("Cheat", cheat)
    assert township.ask(audit.verify).broken_at == seq
