"""Files of an older and of a newer version: upgraded on a copy, or left exactly as they were."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cjdesk import paths
from cjdesk.db import audit, backup, database
from cjdesk.db.database import open_county, open_township
from cjdesk.db.migrate import Schema
from cjdesk.db.models import Base, Person, PersonCategory
from cjdesk.domain.errors import FileIsNewer, UpgradeFailed
from tests.db.rows import person

NICKNAMES = """
    op.add_column("person", sa.Column("nickname", sa.String(20)))
    op.create_table("visit", sa.Column("id", sa.String(36), primary_key=True))
"""
FAILS_HALF_WAY = NICKNAMES + "    raise RuntimeError('half way')\n"
LOSES_PEOPLE = "    op.execute('DELETE FROM person')\n"
BREAKS_REFERENCES = """
    op.execute("CREATE TABLE visit (person_id TEXT REFERENCES person (id))")
    op.execute("INSERT INTO visit VALUES ('nobody')")
"""
BUILDS_A_TABLE_ANEW = """
    with op.batch_alter_table("person", recreate="always") as person:
        person.add_column(sa.Column("nickname", sa.String(20)))
        person.alter_column("remark", new_column_name="note")
"""
DIES = NICKNAMES + "    import os; os.kill(os.getpid(), 9)\n"


NOW = Schema().head
LATER = f"{int(NOW) + 1:04d}"


def steps(folder: Path, body: str) -> Schema:
    """A later program: this one's steps and one more."""
    scripts = folder / "later"
    shutil.copytree(paths.migrations(), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / f"{LATER}_later.py").write_text(
        '"""Later."""\nimport sqlalchemy as sa\nfrom alembic import op\n'
        f'revision = "{LATER}"\ndown_revision = "{NOW}"\nbranch_labels = depends_on = None\n\n\n'
        f"def upgrade():\n{body}\n",
        encoding="utf-8",
    )
    return Schema(head=LATER, scripts=scripts)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def filled(township_dir: Path, passphrase: str) -> Path:
    township = open_township(township_dir, "lifang", passphrase)
    township.do("Import", audit.insert_rows, Person, [person(number) for number in range(100)])
    township.close()
    return township_dir


def columns(session: Session, table: str) -> list[str]:
    return [row[1] for row in session.execute(text(f"PRAGMA table_info({table})"))]


def test_the_program_knows_its_newest_step() -> None:
    assert ScriptDirectory(str(paths.migrations())).get_current_head() == Schema().head


def test_the_steps_lead_to_the_models(tmp_path: Path) -> None:
    county = open_county(f"sqlite:///{tmp_path / 'plain.db'}")

    def differences(session: Session) -> list[object]:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert county.ask(differences) == [], "a changed model needs a new step: migrations/README.md"
    county.close()


def test_alembic_is_not_loaded_without_need(township_dir: Path, passphrase: str) -> None:
    program = (
        "import sys; from pathlib import Path; from cjdesk.db.database import open_township;"
        f"open_township(Path({str(township_dir)!r}), 'lifang', {passphrase!r}).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])


def test_an_older_file_is_upgraded_after_a_backup(filled: Path, passphrase: str, tmp_path: Path) -> None:
    later = steps(tmp_path, NICKNAMES)
    township = open_township(filled, "lifang", passphrase, schema=later)
    assert "nickname" in township.ask(columns, "person")
    assert township.ask(columns, "visit") == ["id"]
    assert township.ask(audit.verify).whole
    township.do("Goes on", audit.insert_rows, Person, [person(900)])
    township.close()
    assert {one.label.kind for one in backup.found(filled / "backups")} == {"upgrade", "daily"}
    upgraded = next(one for one in backup.found(filled / "backups") if one.label.kind == "upgrade")
    assert (upgraded.label.schema, upgraded.label.people) == (NOW, 100)
    assert not list(filled.glob(".cjdesk-*"))


def test_a_step_may_build_a_table_anew_that_others_refer_to(filled: Path, passphrase: str, tmp_path: Path) -> None:
    township = open_township(filled, "lifang", passphrase)
    one = township.ask(lambda session: session.scalars(select(Person.id)).first())
    rows = [{"township": "522633101", "person_id": one, "code": "POVERTY"}]
    township.do("Add", audit.insert_rows, PersonCategory, rows)
    township.close()
    later = open_township(filled, "lifang", passphrase, schema=steps(tmp_path, BUILDS_A_TABLE_ANEW))
    assert {"nickname", "note"} <= set(later.ask(columns, "person"))
    assert later.ask(lambda session: session.scalar(text("SELECT person_id FROM person_category"))) == one
    with pytest.raises(IntegrityError):
        later.do("References hold", lambda session: session.execute(text("DELETE FROM person")))
    later.close()


@pytest.mark.parametrize("body", [FAILS_HALF_WAY, LOSES_PEOPLE, BREAKS_REFERENCES])
def test_a_failed_upgrade_leaves_every_byte(filled: Path, passphrase: str, tmp_path: Path, body: str) -> None:
    before = digests(filled)
    with pytest.raises(UpgradeFailed) as caught:
        open_township(filled, "lifang", passphrase, schema=steps(tmp_path, body))
    assert caught.value.facts == {"found": NOW, "known": LATER}
    assert caught.value.__cause__ is not None
    after = digests(filled)
    assert {name: after[name] for name in before if name != "cjdesk.lock"} == {
        name: before[name] for name in before if name != "cjdesk.lock"
    }
    assert not list(filled.glob(".cjdesk-*"))
    open_township(filled, "lifang", passphrase).close()


def test_a_newer_file_is_refused_with_words(filled: Path, passphrase: str, tmp_path: Path) -> None:
    open_township(filled, "lifang", passphrase, schema=steps(tmp_path, NICKNAMES)).close()
    before = digests(filled)
    with pytest.raises(FileIsNewer) as caught:
        open_township(filled, "lifang", passphrase)
    assert caught.value.facts == {"found": LATER, "known": NOW}
    assert digests(filled)["cjdesk.db"] == before["cjdesk.db"]


def test_a_program_killed_in_an_upgrade_loses_nothing(filled: Path, passphrase: str, tmp_path: Path) -> None:
    later = steps(tmp_path, DIES)
    before = digests(filled)["cjdesk.db"]
    program = (
        "from pathlib import Path; from cjdesk.db.database import open_township; from cjdesk.db.migrate import Schema;"
        f"open_township(Path({str(filled)!r}), 'lifang', {passphrase!r},"
        f" schema=Schema({LATER!r}, Path({str(later.scripts)!r})))"
    )
    killed = subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    assert digests(filled)["cjdesk.db"] == before
    assert list(filled.glob(".cjdesk-*"))
    township = open_township(filled, "lifang", passphrase)
    assert township.ask(columns, "visit") == []
    township.close()
    assert not list(filled.glob(".cjdesk-*"))


def test_the_wal_of_a_crash_is_upgraded_too(filled: Path, passphrase: str, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    township = open_township(filled, "lifang", passphrase)
    township.do("Not yet folded in", audit.insert_rows, Person, [person(number) for number in range(500, 550)])
    shutil.copytree(filled, crashed)
    township.close()
    assert (crashed / "cjdesk.db-wal").stat().st_size > 0
    after = open_township(crashed, "lifang", passphrase, schema=steps(tmp_path, NICKNAMES))
    assert after.ask(lambda session: session.scalar(text("SELECT count(*) FROM person"))) == 150
    after.close()


def test_create_leaves_nothing_when_it_fails(tmp_path: Path) -> None:
    def fails(_session: Session) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.create_file(
            tmp_path / "new",
            fails,
            township="522633101",
            office="x",
            login="lifang",
            clerk_name="x",
            role="经办",
            passphrase="Guandong-2020",
        )
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["cjdesk.lock"]


def test_an_orphaned_key_file_is_put_aside_not_written_over(township_dir: Path) -> None:
    keys_of_old = (township_dir / "keys.json").read_bytes()
    (township_dir / "cjdesk.db").unlink()
    database.create_file(
        township_dir,
        lambda _session: None,
        township="522633101",
        office="x",
        login="lifang",
        clerk_name="x",
        role="经办",
        passphrase="Guandong-2020",
    )[0].close()
    (kept,) = township_dir.glob("keys.old-*.json")
    assert kept.read_bytes() == keys_of_old


def test_what_a_killed_program_left_is_swept_up(township_dir: Path, passphrase: str) -> None:
    (township_dir / ".cjdesk-backup-12345678").mkdir()
    (township_dir / "new-year photos").mkdir()
    open_township(township_dir, "lifang", passphrase).close()
    assert not list(township_dir.glob(".cjdesk-*"))
    assert (township_dir / "new-year photos").is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_nobody_else_on_this_computer_reads_the_files(tmp_path: Path, passphrase: str) -> None:
    folder = tmp_path / "new"
    database.create_file(
        folder,
        lambda _session: None,
        township="522633101",
        office="x",
        login="lifang",
        clerk_name="x",
        role="经办",
        passphrase="Guandong-2020",
    )[0].close()
    open_township(folder, "lifang", "Guandong-2020", schema=steps(tmp_path, NICKNAMES)).close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {name: (folder / name).stat().st_mode & 0o777 for name in ("cjdesk.db", "keys.json")} == {
        "cjdesk.db": 0o600,
        "keys.json": 0o600,
    }
