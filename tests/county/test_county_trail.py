"""The data layer on PostgreSQL: the same schema, an append-only trail, one chain from many writers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cjdesk.db import audit
from cjdesk.db.database import Database, open_county
from cjdesk.db.models import Base, Batch, Person
from cjdesk.db.record_form import record_form
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import CountyUnreachable, RecordChanged
from tests.db.rows import add_one, person


@pytest.fixture
def base(county_url: str):
    database = open_county(county_url)
    yield database
    database.close()


def count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Person)).one()


def test_the_steps_lead_to_the_models(base: Database):
    def differences(session: Session) -> list[object]:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert base.ask(differences) == [], "a changed model needs a new step: migrations/README.md"


def test_rows_and_objects_are_recorded_in_one_chain(base: Database):
    base.do("Import", audit.insert_rows, Person, [person(number) for number in range(100, 200)])
    person_id = base.do("Add", add_one)
    base.do("Correct", audit.update_rows, Person, [{"id": person_id, "name": "改"}])
    base.do("Drop", audit.delete_rows, Person, [person_id])
    report = base.ask(audit.verify)
    assert (report.whole, report.entries, base.ask(count)) == (True, 103, 100)


def test_documents_and_states_are_stored_as_objects_store_them(base: Database):
    row = dict.fromkeys(record_form(Batch).required, "x") | {
        "name": "x", "kind": "PAY", "period": "202011", "seq": 1, "rows": 1, "state": "已导出",
        "made_at": utc_now(), "made_by": "李芳", "answer": {"b": [1, None], "a": "从江"},
    }  # fmt: skip
    base.do("Bulk", audit.insert_rows, Batch, [row, row | {"name": "y", "seq": 2, "answer": None}])
    found = base.ask(lambda session: list(session.scalars(select(Batch).order_by(Batch.seq))))
    assert [one.answer for one in found] == [row["answer"], None]
    assert base.ask(lambda session: session.scalar(text("SELECT count(*) FROM batch WHERE answer IS NULL"))) == 1


def test_many_programs_write_one_chain(base: Database, county_url: str):
    others = [open_county(county_url) for _ in range(3)]

    def write(number: int) -> None:
        database = [base, *others][number % 4]
        database.do("Write", audit.insert_rows, Person, [person(number * 5 + one) for one in range(5)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    for database in others:
        database.close()
    report = base.ask(audit.verify)
    assert (report.whole, report.entries, base.ask(count)) == (True, 200, 200)


@pytest.mark.parametrize("statement", ["UPDATE audit SET clerk = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_trail_is_append_only(base: Database, statement: str):
    with pytest.raises(DBAPIError, match="append-only"):
        base.do("Cheat", lambda session: session.execute(text(statement)))


def test_asking_cannot_write(base: Database):
    with pytest.raises(DBAPIError, match="read-only"):
        base.ask(lambda session: session.execute(text("CREATE TABLE x (a int)")))


def test_a_stale_version_is_refused(base: Database):
    person_id = base.do("Add", add_one)
    with pytest.raises(RecordChanged):
        base.do("Late", audit.update_rows, Person, [{"id": person_id, "name": "x", "version": 7}])


def test_a_county_that_does_not_answer_has_words():
    with pytest.raises(CountyUnreachable):
        open_county("postgresql+psycopg://nobody@127.0.0.1:1/none")
