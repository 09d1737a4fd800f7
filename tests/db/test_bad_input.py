"""What can be wrong with a data folder: each case has its code, and nothing is lost."""

from __future__ import annotations

import hashlib
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from cjdesk.db import audit, engine, inspection, keys
from cjdesk.db.database import Database, open_township
from cjdesk.db.engine import connect_file, file_engine
from cjdesk.db.models import Person
from cjdesk.domain.errors import (
    AlreadyOpen,
    DataExistsAlready,
    DiskFull,
    FileIsBusy,
    FileIsDamaged,
    KeyFileMissing,
    NoDataFile,
    NotOurFile,
    UserError,
    WrongPassphrase,
)
from cjdesk.services import office
from tests.db.rows import person

ROOT = Path(__file__).parents[2]


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "cjdesk.db").read_bytes()).hexdigest()


def count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Person)).one()


def refused(kind: type[UserError], folder: Path, passphrase: str = "Guandong-2020") -> None:
    """Opening is refused with this error, the data file keeps every byte, and the folder is not left locked."""
    before = digest(folder)
    for _ in range(2):
        with pytest.raises(kind):
            open_township(folder, "lifang", passphrase)
    assert digest(folder) == before


def read_all(folder: Path, passphrase: str) -> None:
    township = open_township(folder, "lifang", passphrase)
    try:
        township.ask(audit.verify)
        township.ask(lambda session: list(session.scalars(select(Person))))
    finally:
        township.close()


def test_a_wrong_passphrase(township_dir: Path, passphrase: str) -> None:
    refused(WrongPassphrase, township_dir, "Guandong-2021")
    open_township(township_dir, "lifang", passphrase).close()


def test_a_folder_without_data(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoDataFile):
            open_township(folder, "lifang", "x")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_data_file_is_not_made_anew(township_dir: Path, passphrase: str) -> None:
    (township_dir / "cjdesk.db").unlink()
    with pytest.raises(NoDataFile):
        open_township(township_dir, "lifang", passphrase)
    assert not (township_dir / "cjdesk.db").exists()


def test_a_missing_key_file(township_dir: Path) -> None:
    (township_dir / "keys.json").unlink()
    refused(KeyFileMissing, township_dir)


@pytest.mark.parametrize("content", [b"", b"This is no data file at all", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_data_file(township_dir: Path, content: bytes) -> None:
    (township_dir / "cjdesk.db").write_bytes(content)
    refused(NotOurFile, township_dir)


def test_the_data_file_of_another_office(township_dir: Path) -> None:
    other = file_engine(township_dir / "other.db", secrets.token_bytes(32))
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE t (a)"))
    other.dispose()
    (township_dir / "other.db").replace(township_dir / "cjdesk.db")
    refused(NotOurFile, township_dir)


def test_our_key_but_no_tables_of_ours(township_dir: Path, passphrase: str) -> None:
    key = keys.unlock(township_dir, "lifang", passphrase)
    (township_dir / "cjdesk.db").unlink()
    empty = file_engine(township_dir / "cjdesk.db", key)
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE t (a)"))
    empty.dispose()
    refused(NotOurFile, township_dir)


def test_a_page_damaged_in_the_middle(township_dir: Path, passphrase: str) -> None:
    township = open_township(township_dir, "lifang", passphrase)
    township.do("Import", audit.insert_rows, Person, [person(number) for number in range(500)])
    assert township.key is not None
    key = township.key
    township.close()
    path = township_dir / "cjdesk.db"
    content = bytearray(path.read_bytes())
    for at in range(len(content) // 4096 * 4096 * 3 // 4, len(content), 4096):
        content[at] ^= 0xFF
    path.write_bytes(content)
    before = digest(township_dir)
    with pytest.raises(FileIsDamaged):
        read_all(township_dir, passphrase)
    assert digest(township_dir) == before
    connection = connect_file(path, key)
    assert inspection.problems(connection)
    connection.close()


def test_a_file_cut_short(township_dir: Path, passphrase: str) -> None:
    path = township_dir / "cjdesk.db"
    path.write_bytes(path.read_bytes()[: 4096 * 30])
    before = digest(township_dir)
    with pytest.raises((FileIsDamaged, NotOurFile)):
        read_all(township_dir, passphrase)
    assert digest(township_dir) == before


def test_a_new_office_is_not_put_over_data(township_dir: Path) -> None:
    before = digest(township_dir)
    with pytest.raises(DataExistsAlready):
        office.create_township(
            township_dir,
            township="522633101",
            station="GD-02",
            office_name="x",
            login="other",
            clerk_name="x",
            passphrase="Guandong-2020",
        )
    assert digest(township_dir) == before


def test_two_windows_on_one_file(township: Database, township_dir: Path, passphrase: str) -> None:
    with pytest.raises(AlreadyOpen) as caught:
        open_township(township_dir, "lifang", passphrase)
    assert caught.value.facts["pid"] == str(os.getpid())
    township.do("The first goes on", audit.insert_rows, Person, [person(1)])


def test_two_programs_on_one_file(township: Database, township_dir: Path, passphrase: str) -> None:
    program = (
        "from pathlib import Path; from cjdesk.db.database import open_township;"
        f"open_township(Path({str(township_dir)!r}), 'lifang', {passphrase!r})"
    )
    second = subprocess.run(
        [sys.executable, "-c", program], check=False, cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert second.returncode == 1
    assert "AlreadyOpen" in second.stderr
    assert str(os.getpid()) in second.stderr


def test_a_long_writer_in_another_program_is_waited_for_and_then_named(
    township: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert township.path is not None
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    impatient = Database(file_engine(township.path, township.key), clerk="lifang", path=township.path)
    other = connect_file(township.path, township.key)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(FileIsBusy):
        impatient.do("Wait", _must_not_start)
    other.execute("ROLLBACK")
    other.close()
    impatient.close()
    township.do("Now", audit.insert_rows, Person, [person(1)])


def _must_not_start(session: Session) -> None:
    raise AssertionError("the change must not start")


def test_a_full_file_system_as_sqlite_tells_it(township: Database) -> None:
    """The page limit makes SQLite say SQLITE_FULL on every system; the real full disk is in test_disk.py."""

    def too_much(session: Session) -> None:
        connection = session.connection().connection.driver_connection
        assert connection is not None
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 5}")
        audit.insert_rows(session, Person, [person(number) for number in range(3000)])

    with pytest.raises(DiskFull):
        township.do("Too much", too_much)
    assert township.ask(count) == 0
    assert township.ask(audit.verify).whole


WRITER = """
import sys, time
from pathlib import Path
from cjdesk.db import audit
from cjdesk.db.database import open_township
from cjdesk.db.models import Person
from tests.db.rows import person
township = open_township(Path(sys.argv[1]), "lifang", sys.argv[2])
for number in range(10000):
    township.do("Write", audit.insert_rows, Person, [person(number * 3 + one) for one in range(3)])
    print(number + 1, flush=True)
"""

HANGER = """
import sys, time
from pathlib import Path
from cjdesk.db import audit
from cjdesk.db.database import open_township
from cjdesk.db.models import Person
from tests.db.rows import person
township = open_township(Path(sys.argv[1]), "lifang", sys.argv[2])
def change(session):
    audit.insert_rows(session, Person, [person(number) for number in range(8000)])
    print("in the middle", flush=True)
    time.sleep(60)
township.do("Never done", change)
"""


def killed(program: str, folder: Path, passphrase: str, *, after_lines: int) -> str:
    """Run a program, kill it hard after some lines, give its last whole line."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder), passphrase], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(after_lines):
        process.stdout.readline()
    time.sleep(0.01)
    process.send_signal(signal.SIGKILL) if sys.platform != "win32" else process.kill()
    lines = [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.stdout.close()
    process.wait()
    return lines[-1].strip() if lines else str(after_lines)


def sound(folder: Path, passphrase: str) -> int:
    township = open_township(folder, "lifang", passphrase)
    assert township.path is not None
    connection = connect_file(township.path, township.key)
    assert inspection.problems(connection) == ()
    connection.close()
    assert township.ask(audit.verify).whole
    people = township.ask(count)
    township.close()
    return people


def test_a_program_killed_in_the_middle_of_a_change_leaves_nothing_of_it(township_dir: Path, passphrase: str) -> None:
    killed(HANGER, township_dir, passphrase, after_lines=1)
    assert sound(township_dir, passphrase) == 0


def test_a_program_killed_at_any_time_keeps_what_it_confirmed(township_dir: Path, passphrase: str) -> None:
    confirmed = int(killed(WRITER, township_dir, passphrase, after_lines=20))
    people = sound(township_dir, passphrase)
    assert people % 3 == 0
    assert people >= confirmed * 3
