"""A disk that is really full, and one that really cannot be written: small file systems mounted for the test.

Mounting needs root; an ordinary user runs these tests as root of a user namespace of his own, if the system lets him.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cjdesk.cli import main
from cjdesk.db import audit, backup
from cjdesk.db.backup import Kind
from cjdesk.db.database import Database, open_township
from cjdesk.db.models import Person
from cjdesk.domain.errors import DiskFull, FolderIsReadOnly
from cjdesk.services import office
from tests.db.rows import person
from tests.db.test_upgrade import NICKNAMES, digests, steps

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts a file system")


def root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def mount(*words: str) -> bool:
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 5 MB."""
    if not root():
        pytest.skip("run by test_as_an_ordinary_user in a namespace of its own")
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=5m", "tmpfs", str(disk)):
        pytest.skip("this root may not mount (a container)")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Person)).one()


def fill(disk: Path, *, leave: int) -> Path:
    """Fill the disk up to some bytes."""
    stat = os.statvfs(disk)
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(stat.f_bavail * stat.f_frsize - leave))
    return ballast


@pytest.fixture
def on_small_disk(small_disk: Path, township_dir: Path) -> Path:
    """A township's folder on the small disk, without its backups."""
    folder = small_disk / "data"
    folder.mkdir()
    for name in ("cjdesk.db", "keys.json"):
        (folder / name).write_bytes((township_dir / name).read_bytes())
    return folder


def create(folder: Path) -> Database:
    database, _ = office.create_township(
        folder,
        township="522633101",
        station="GD-01",
        office_name="x",
        login="lifang",
        clerk_name="x",
        passphrase="Guandong-2020",
    )
    return database


def test_a_full_disk_keeps_all_that_was_saved(on_small_disk: Path, passphrase: str) -> None:
    township = open_township(on_small_disk, "lifang", passphrase)
    township.do("Fits", audit.insert_rows, Person, [person(number) for number in range(10)])
    ballast = fill(on_small_disk.parent, leave=100_000)
    with pytest.raises(DiskFull):
        township.do("Too much", audit.insert_rows, Person, [person(number) for number in range(100, 3000)])
    assert township.ask(count) == 10
    ballast.unlink()
    township.do("Again", audit.insert_rows, Person, [person(number) for number in range(100, 110)])
    assert township.ask(count) == 20
    assert township.ask(audit.verify).whole
    township.close()


def test_a_full_disk_lets_the_data_be_read(on_small_disk: Path, passphrase: str) -> None:
    open_township(on_small_disk, "lifang", passphrase).close()
    for made in backup.found(on_small_disk / "backups"):
        made.path.unlink()
    fill(on_small_disk.parent, leave=100_000)
    township = open_township(on_small_disk, "lifang", passphrase)
    assert isinstance(township.backup_problem, DiskFull)
    assert township.ask(count) == 0
    township.close()
    assert not list((on_small_disk / "backups").iterdir())


def test_no_half_office_on_a_full_disk(small_disk: Path) -> None:
    ballast = fill(small_disk, leave=200_000)
    with pytest.raises(DiskFull):
        create(small_disk / "data")
    assert [path.name for path in (small_disk / "data").iterdir()] == ["cjdesk.lock"]
    ballast.unlink()
    create(small_disk / "data").close()


def test_no_half_backup_on_a_full_stick(township: Database, small_disk: Path) -> None:
    assert township.path is not None
    assert township.key is not None
    fill(small_disk, leave=200_000)
    with pytest.raises(DiskFull):
        backup.make(township.path, township.key, Kind.MANUAL, to=small_disk / "stick")
    assert not list((small_disk / "stick").iterdir())


def test_a_full_disk_stops_an_upgrade_before_it_begins(on_small_disk: Path, passphrase: str, tmp_path: Path) -> None:
    open_township(on_small_disk, "lifang", passphrase).close()
    later = steps(tmp_path, NICKNAMES)
    before = digests(on_small_disk)
    for leave in (100_000, 1_500_000):
        ballast = fill(on_small_disk.parent, leave=leave)
        with pytest.raises(DiskFull):
            open_township(on_small_disk, "lifang", passphrase, schema=later)
        ballast.unlink()
        assert digests(on_small_disk)["cjdesk.db"] == before["cjdesk.db"]
    open_township(on_small_disk, "lifang", passphrase).close()


def test_a_folder_that_cannot_be_written(on_small_disk: Path, passphrase: str) -> None:
    disk = on_small_disk.parent
    before = digests(on_small_disk)
    assert mount("-o", "remount,ro", str(disk))
    with pytest.raises(FolderIsReadOnly):
        open_township(on_small_disk, "lifang", passphrase)
    with pytest.raises(FolderIsReadOnly):
        create(disk / "new")
    assert mount("-o", "remount,rw", str(disk))
    assert digests(on_small_disk) == before
    open_township(on_small_disk, "lifang", passphrase).close()


def test_the_command_line_says_it_in_words(
    on_small_disk: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)
    stick = on_small_disk.parent

    def said(*words: str) -> tuple[int, str]:
        code = main([*words, "--data", str(on_small_disk), "--json"])
        return code, json.loads(capsys.readouterr().out)["error"]["code"]

    ballast = fill(stick, leave=200_000)
    assert said("backup", "make") == (1, "DISK_FULL")
    ballast.unlink()
    assert mount("-o", "remount,ro", str(stick))
    assert said("check") == (1, "FOLDER_IS_READ_ONLY")
    assert mount("-o", "remount,rw", str(stick))


def test_a_stick_that_cannot_be_written(township: Database, small_disk: Path) -> None:
    assert township.path is not None
    assert township.key is not None
    assert mount("-o", "remount,ro", str(small_disk))
    with pytest.raises(FolderIsReadOnly):
        backup.make(township.path, township.key, Kind.MANUAL, to=small_disk / "stick")
    assert township.ask(audit.verify).whole


@pytest.mark.skipif(root(), reason="root runs them directly")
def test_as_an_ordinary_user(tmp_path: Path) -> None:
    space = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*space, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False).returncode != 0:
        pytest.skip("this system lets ordinary users mount nothing, not even for themselves")
    inner = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(__file__).relative_to(ROOT))]
    subprocess.run([*space, *inner], check=True, cwd=ROOT)


@pytest.mark.skipif(root(), reason="permission bits do not stop root")
def test_a_folder_without_write_permission(township_dir: Path, passphrase: str) -> None:
    township_dir.chmod(0o555)
    try:
        with pytest.raises(FolderIsReadOnly):
            open_township(township_dir, "lifang", passphrase)
    finally:
        township_dir.chmod(0o755)
