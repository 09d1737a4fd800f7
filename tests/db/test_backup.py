"""Backups: consistent under writing, verified by opening, pruned, restored here and on a new computer."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.db import audit, backup, keys, recovery, restore
from cjdesk.db.backup import Kind
from cjdesk.db.database import Database, open_township
from cjdesk.db.keys import KeyFile
from cjdesk.db.migrate import Schema
from cjdesk.db.models import Person
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import (
    AlreadyOpen,
    BackupDamaged,
    FileIsNewer,
    NoSuchBackup,
    RecoveryCodeWrong,
    WrongPassphrase,
)
from cjdesk.services import office
from tests.db.rows import person
from tests.db.test_upgrade import NICKNAMES, steps


def count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Person)).one()


def make(township: Database, to: Path | None = None) -> backup.Backup:
    assert township.path is not None
    assert township.key is not None
    return backup.make(township.path, township.key, Kind.MANUAL, to=to)


def by_passphrase(keys_of_backup: KeyFile) -> bytes:
    return keys.open_with_passphrase(keys_of_backup, "lifang", "Guandong-2020")


@pytest.fixture
def filled(township: Database) -> Database:
    township.do("Import", audit.insert_rows, Person, [person(number) for number in range(200)])
    return township


def test_the_label_tells_what_is_inside_and_no_more(filled: Database) -> None:
    made = make(filled)
    label = backup.look_at(made.path).label
    assert (label.people, label.township, label.kind, label.schema) == (200, "522633101", "manual", Schema().head)
    with zipfile.ZipFile(made.path) as archive:
        assert sorted(archive.namelist()) == ["backup.json", "cjdesk.db", "keys.json"]
        content = archive.read("cjdesk.db")
    assert not content.startswith(b"SQLite")
    assert "石小花".encode() not in made.path.read_bytes()


def test_a_backup_made_while_others_write_is_one_state(filled: Database, tmp_path: Path) -> None:
    """Every transaction adds ten people and ten entries; a torn copy would hold a part of one."""
    stop = threading.Event()

    def keep_writing() -> None:
        number = 1000
        while not stop.is_set():
            filled.do("Write", audit.insert_rows, Person, [person(number + one) for one in range(10)])
            number += 10

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        made = [make(filled, tmp_path / "stick") for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    assert len({one.label.counts["person"] for one in made}) > 1
    for number, one in enumerate(made):
        assert one.label.counts["person"] % 10 == 0
        room = tmp_path / f"room{number}"
        room.mkdir()
        backup.verify(one.path, by_passphrase, room)
        restored = tmp_path / f"restored{number}"
        restore.restore(restored, one.path, by_passphrase)
        opened = open_township(restored, "lifang", "Guandong-2020")
        assert opened.ask(audit.verify).whole
        opened.close()


def test_one_backup_a_day_is_made_at_opening(
    township_dir: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened() -> int:
        open_township(township_dir, "lifang", passphrase).close()
        return len(backup.found(township_dir / "backups"))

    assert backup.KEPT[Kind.DAILY] == 30
    monkeypatch.setattr(backup, "KEPT", {Kind.DAILY: 5})
    assert opened() == 1
    assert opened() == 1
    for days in range(1, 9):
        monkeypatch.setattr(backup, "utc_now", lambda days=days: utc_now() + timedelta(days=days))
        opened()
    kept = backup.found(township_dir / "backups")
    assert len(kept) == 5
    assert (kept[0].label.made_at - kept[-1].label.made_at).days in {3, 4}


def test_backups_made_by_hand_are_never_removed(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "KEPT", dict.fromkeys(backup.KEPT, 2))
    for _ in range(5):
        made = make(filled)
    backup.prune(made.path.parent)
    assert len([one for one in backup.found(made.path.parent) if one.label.kind == "manual"]) == 5


def test_a_restore_keeps_the_present_data_first(filled: Database, township_dir: Path) -> None:
    made = make(filled)
    filled.do("Later", audit.insert_rows, Person, [person(9000)])
    with pytest.raises(AlreadyOpen):
        restore.restore(township_dir, made.path, by_passphrase)
    filled.close()
    label, kept = restore.restore(township_dir, made.path, by_passphrase)
    assert label.people == 200
    assert kept is not None
    assert kept.label.people == 201
    back = open_township(township_dir, "lifang", "Guandong-2020")
    assert back.ask(count) == 200
    back.close()
    restore.restore(township_dir, kept.path, by_passphrase)
    forth = open_township(township_dir, "lifang", "Guandong-2020")
    assert forth.ask(count) == 201
    forth.close()


def test_a_backup_and_the_code_on_paper_are_enough_on_a_new_computer(tmp_path: Path) -> None:
    township, code = office.create_township(
        tmp_path / "old",
        township="522633101",
        station="GD-01",
        office_name="贯洞镇",
        login="lifang",
        clerk_name="李芳",
        passphrase="Guandong-2020",
    )
    township.do("Import", audit.insert_rows, Person, [person(number) for number in range(7)])
    made = make(township, tmp_path / "stick")
    township.close()
    fresh = tmp_path / "new"
    _, kept = restore.restore(fresh, made.path, lambda found: keys.open_with_code(found, code))
    assert kept is None
    key = keys.unlock_with_code(fresh, code)
    keys.set_passphrase(fresh, key, "lifang", "Forgotten-2021")
    opened = open_township(fresh, "lifang", "Forgotten-2021")
    assert opened.ask(count) == 7
    opened.close()


def test_damaged_data_do_not_stop_a_restore(filled: Database, township_dir: Path) -> None:
    made = make(filled)
    filled.close()
    data = township_dir / "cjdesk.db"
    broken = bytearray(data.read_bytes())
    broken[:4096] = bytes(4096)
    data.write_bytes(broken)
    _, kept = restore.restore(township_dir, made.path, by_passphrase)
    assert kept is not None
    assert kept.label.counts == {}
    with zipfile.ZipFile(kept.path) as archive:
        assert archive.read("cjdesk.db") == bytes(broken)
    opened = open_township(township_dir, "lifang", "Guandong-2020")
    assert opened.ask(count) == 200
    opened.close()


def test_a_restore_that_died_half_way_is_finished_at_the_next_opening(filled: Database, township_dir: Path) -> None:
    made = make(filled)
    filled.do("Later", audit.insert_rows, Person, [person(9000)])
    filled.close()
    ready = township_dir / "cjdesk-restore"
    ready.mkdir()
    backup.verify(made.path, by_passphrase, ready)
    (township_dir / "cjdesk-restore.pending").write_text("x", encoding="utf-8")
    (ready / "cjdesk.db").replace(township_dir / "cjdesk.db")
    opened = open_township(township_dir, "lifang", "Guandong-2020")
    assert opened.ask(count) == 200
    opened.close()
    assert not ready.exists()
    assert not (township_dir / "cjdesk-restore.pending").exists()


@pytest.mark.parametrize("damage", ["cut", "flip_data", "flip_keys", "no_zip", "empty"])
def test_a_damaged_backup_is_refused_and_changes_nothing(filled: Database, township_dir: Path, damage: str) -> None:
    made = make(filled)
    filled.close()
    content = bytearray(made.path.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flip_data":
        content[len(content) // 2] ^= 1
    elif damage == "flip_keys":
        content[content.rindex(b"cjdesk-keys") + 40] ^= 1
    else:
        content = bytearray(b"PK not a backup" if damage == "no_zip" else b"")
    made.path.write_bytes(content)
    before = hashlib.sha256((township_dir / "cjdesk.db").read_bytes()).digest()
    with pytest.raises(BackupDamaged):
        restore.restore(township_dir, made.path, by_passphrase)
    assert hashlib.sha256((township_dir / "cjdesk.db").read_bytes()).digest() == before
    assert not (township_dir / "cjdesk-restore").exists()


def test_a_restore_needs_the_passphrase_or_the_code_of_that_backup(filled: Database, tmp_path: Path) -> None:
    made = make(filled)
    with pytest.raises(WrongPassphrase):
        restore.restore(tmp_path / "x", made.path, lambda found: keys.open_with_passphrase(found, "lifang", "Wrong-1"))
    with pytest.raises(RecoveryCodeWrong):
        restore.restore(tmp_path / "x", made.path, lambda found: keys.open_with_code(found, recovery.new_code()))
    with pytest.raises(NoSuchBackup):
        restore.restore(tmp_path / "x", tmp_path / "nothing.cjbackup", by_passphrase)
    assert not (tmp_path / "x" / "cjdesk.db").exists()


def test_files_that_are_no_backups_are_left_out_of_the_list(filled: Database) -> None:
    made = make(filled)
    (made.path.parent / "other.cjbackup").write_bytes(b"x")
    assert made.path in {one.path for one in backup.found(made.path.parent)}
    assert len(backup.found(made.path.parent)) == 2


def test_a_backup_of_a_newer_program_is_refused(filled: Database, township_dir: Path, tmp_path: Path) -> None:
    filled.close()
    newer = open_township(township_dir, "lifang", "Guandong-2020", schema=steps(tmp_path, NICKNAMES))
    made = make(newer)
    newer.close()
    with pytest.raises(FileIsNewer):
        restore.restore(tmp_path / "other", made.path, by_passphrase)
    assert not (tmp_path / "other" / "cjdesk.db").exists()
