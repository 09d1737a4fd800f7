"""The two verbs: transactions, threads, settings of the file."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from cjdesk.db import audit, engine
from cjdesk.db.database import Database, open_county, open_township
from cjdesk.db.models import Clerk, Office, Person
from cjdesk.domain.errors import ProgramTooOld, RecordChanged
from tests.db.rows import add_one, person


def pragma(session: Session, name: str) -> object:
    return session.scalar(text(f"PRAGMA {name}"))


def count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Person)).one()


def test_the_file_is_encrypted_and_written_safely(township: Database) -> None:
    assert township.path is not None
    assert not township.path.read_bytes().startswith(b"SQLite format 3")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert {name: township.ask(pragma, name) for name in wanted} == wanted
    assert {name: township.do("Look", pragma, name) for name in wanted} == wanted


def test_an_unsafe_sqlite_is_refused(township_dir: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "NEEDED_SQLITE", (99, 0, 0))
    with pytest.raises(ProgramTooOld):
        open_township(township_dir, "lifang", passphrase)


def test_a_question_sees_one_state_from_begin_to_end(township: Database) -> None:
    between = threading.Event()
    written = threading.Event()

    def twice(session: Session) -> tuple[int, int]:
        first = count(session)
        between.set()
        assert written.wait(10)
        return first, count(session)

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(township.ask, twice)
        assert between.wait(10)
        township.do("Add", add_one)
        written.set()
        assert asked.result() == (0, 0)
    assert township.ask(count) == 1


def test_changes_from_many_threads_keep_one_chain(township: Database) -> None:
    def add(number: int) -> None:
        township.do("Add", audit.insert_rows, Person, [person(number), person(number + 1000)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert township.ask(count) == 80
    assert township.ask(audit.verify).whole


def test_do_inside_do_is_a_bug(township: Database) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        township.do("Outer", lambda _session: township.do("Inner", add_one))
    township.do("Works again", add_one)


def test_a_stale_object_does_not_overwrite(township: Database) -> None:
    person_id = township.do("Add", add_one)

    def late(session: Session) -> None:
        one = session.get_one(Person, person_id)
        session.connection().execute(text("UPDATE person SET version = version + 1"))
        one.name = "late"

    with pytest.raises(RecordChanged):
        township.do("Late", late)


def test_the_office_is_recorded_as_made(township: Database) -> None:
    office = township.ask(lambda session: session.scalars(select(Office)).one())
    clerk = township.ask(lambda session: session.scalars(select(Clerk)).one())
    assert (office.township, office.demo, clerk.login) == ("522633101", True, "lifang")


def test_a_county_can_try_out_on_a_plain_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'county.db'}"
    for people in (1, 2):
        county = open_county(url)
        county.do("Take in", audit.insert_rows, Person, [person(people)])
        assert county.ask(count) == people
        assert county.ask(audit.verify).whole
        county.close()
