"""Updates on a real data file: what may come, what is kept, the way back; only the start of a program is not real."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import cjdesk
from cjdesk.db import audit, backup, update_mark
from cjdesk.db.database import Database, open_township
from cjdesk.db.models import AuditEntry, Person
from cjdesk.domain.errors import (
    BackHasNoBackup,
    BackNeedsOlderData,
    DiskFull,
    FileIsNewer,
    NoPreviousVersion,
    UpdateClockIsBehind,
    UpdateHasExpired,
    UpdateIsForWindows,
    UpdateIsHere,
    UpdateIsOlder,
    UpdateIsRollback,
    UpdateKeyUnknown,
    UpdateNeedsAnother,
    UpdateNeedsLaterData,
    UpdateNotStarted,
    UpdateOpensOlderData,
    UpdatePartDiffers,
    UpdateTooLarge,
    UpdateUnreadable,
    UpdateWasExchanged,
    UserError,
)
from cjdesk.services import update
from cjdesk.services.update import check as checking
from cjdesk.services.update import installing
from tests.db.rows import person
from tests.db.test_released import RELEASED
from tests.db.test_upgrade import LATER, NICKNAMES, NOW, steps
from tests.services.installed import Computer, computer, running
from tests.sync.releases import SETUP, STRANGER, stamp


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return computer(tmp_path, monkeypatch)


def check(database: Database, path: Path, **more) -> update.Offer:
    assert database.path is not None
    return database.ask(checking.check, path, database.path.parent, **more).offer


def trail(database: Database) -> list[tuple[str, str, str]]:
    def rows(session):
        return [(one.action, one.record, one.record_id) for one in session.scalars(select(AuditEntry))]

    return database.ask(rows)


def test_a_good_package_says_what_it_brings(township: Database, here: Computer) -> None:
    found = check(township, here.put())
    assert (found.present, found.version, found.changes_data) == (cjdesk.__version__, "9.0.0", False)
    assert found.notes.startswith("工资页更快")
    assert found.key.startswith("TEST KEY (")
    assert found.bytes == found.path.stat().st_size


def test_checking_writes_nothing(township: Database, here: Computer, tmp_path: Path) -> None:
    assert township.path is not None
    path, folder = here.put(), township.path.parent
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file() and "-" not in one.suffix}
    check(township, path)
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file() and "-" not in one.suffix} == before
    assert not list((tmp_path / "temp").iterdir())
    assert here.started == []


def test_an_update_is_backed_up_noted_and_started_from_a_private_copy(township: Database, here: Computer) -> None:
    assert township.path is not None
    township.do("Import", audit.insert_rows, Person, [person(number) for number in range(30)])
    told: list[tuple[int, int]] = []
    path = here.put()
    offered = check(township, path)
    done = update.apply(township, path, confirmed=offered.sha256, progress=lambda *step: told.append(step))
    ((program, content, words),) = here.started
    assert (content, words) == (SETUP, ("/S",))
    assert (program, program.name) == (done.setup, "CJDesk-9.0.0-Setup.exe")
    assert here.stick not in program.parents
    assert [one.name for one in program.parent.iterdir()] == [program.name]
    if os.name == "posix":
        assert program.parent.stat().st_mode & 0o077 == 0
    kept = backup.look_at(done.backup)
    assert (kept.label.kind, kept.label.people, kept.path.parent) == ("upgrade", 30, township.path.parent / "backups")
    assert ("Install an update", "update", "9.0.0") in trail(township)
    last = update_mark.read(township.path.parent).last
    assert last is not None
    assert (last.before, last.after, last.backup) == (cjdesk.__version__, "9.0.0", done.backup.name)
    assert told == sorted(told)


def test_the_installer_of_an_earlier_update_is_swept_away(township: Database, here: Computer, tmp_path: Path) -> None:
    left = tmp_path / "temp" / "cjdesk-update-old"
    left.mkdir()
    (left / "CJDesk-8.0.0-Setup.exe").write_bytes(b"MZ")
    update.apply(township, here.put())
    assert not left.exists()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"seed": STRANGER}, UpdateKeyUnknown),
        ({"created": stamp(-20), "expires": stamp(-1)}, UpdateHasExpired),
        ({"created": stamp(30)}, UpdateClockIsBehind),
        ({"oldest": "8.9.0"}, UpdateNeedsAnother),
        ({"schema_needs": LATER, "schema_brings": LATER}, UpdateNeedsLaterData),
        ({"schema_needs": "0000", "schema_brings": "0000"}, UpdateOpensOlderData),
        ({"version": "0.0.1", "oldest": "0.0.1"}, UpdateIsOlder),
        ({"version": cjdesk.__version__}, UpdateIsHere),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_what_may_not_come_is_refused_and_nothing_happens(
    township: Database, here: Computer, changed: dict, error: type[UserError]
) -> None:
    assert township.path is not None
    path = here.put(**changed)
    backups = list((township.path.parent / "backups").iterdir())
    for attempt in (lambda: check(township, path), lambda: update.apply(township, path)):
        with pytest.raises(error) as caught:
            attempt()
        assert type(caught.value) is error
    assert here.started == []
    assert list((township.path.parent / "backups").iterdir()) == backups
    assert not [one for one in trail(township) if one[1] == "update"]


def test_a_version_below_one_that_ran_before_is_refused(
    township_dir: Path, passphrase: str, here: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = cjdesk.__version__
    running("9.1.0", monkeypatch)
    open_township(township_dir, "lifang", passphrase).close()
    running(mine, monkeypatch)
    township = open_township(township_dir, "lifang", passphrase)
    try:
        with pytest.raises(UpdateIsRollback) as caught:
            check(township, here.put("9.0.0"))
        assert str(caught.value.facts["highest"]) == "9.1.0"
        assert check(township, here.put("9.1.0")).version == "9.1.0"
        (township_dir / update_mark.FILE).unlink()  # the trail inside the encrypted file says the same
        with pytest.raises(UpdateIsRollback):
            check(township, here.put("9.0.0"))
    finally:
        township.close()


def test_a_spoilt_mark_counts_as_none_and_is_written_anew(township_dir: Path, passphrase: str) -> None:
    for spoilt in (b"", b"{", b"\xff", b'{"highest": 3}', b'{"highest": "x.y"}'):
        (township_dir / update_mark.FILE).write_bytes(spoilt)
        open_township(township_dir, "lifang", passphrase).close()
        assert update_mark.read(township_dir).highest == cjdesk.__version__


def test_a_clock_set_back_does_not_help_an_expired_package(township: Database, here: Computer) -> None:
    """The trail has entries of today."""
    path = here.put(created=stamp(-20), expires=stamp(-2))
    with pytest.raises(UpdateClockIsBehind):
        check(township, path, now=datetime.now(UTC) - timedelta(days=10))


def test_a_package_that_was_exchanged_after_the_question_is_not_installed(township: Database, here: Computer) -> None:
    offered = check(township, here.put())
    here.put(setup=b"MZ another genuine one", name="CJDesk_9.0.0.cju")
    with pytest.raises(UpdateWasExchanged):
        update.apply(township, offered.path, confirmed=offered.sha256)
    assert here.started == []


def test_a_setup_that_was_exchanged_on_the_disk_is_not_started(
    township: Database, here: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = installing._laid_out

    def exchanged(checked: checking.Checked) -> Path:
        setup = laid_out(checked)
        setup.write_bytes(b"MZ evil")
        return setup

    monkeypatch.setattr(installing, "_laid_out", exchanged)
    with pytest.raises(UpdatePartDiffers):
        update.apply(township, here.put())
    assert here.started == []
    assert township.path is not None
    assert update_mark.read(township.path.parent).last is None


def test_a_pulled_stick_and_a_huge_file_have_their_words(township: Database, here: Computer) -> None:
    with pytest.raises(UpdateUnreadable):
        check(township, here.stick / "gone.cju")
    with pytest.raises(UpdateUnreadable):
        check(township, here.stick)
    with pytest.raises(UpdateTooLarge):
        checking.read(here.put(), limit=100)


def test_a_stick_pulled_after_the_question_changes_nothing(township: Database, here: Computer) -> None:
    offered = check(township, here.put())
    offered.path.unlink()
    with pytest.raises(UpdateUnreadable):
        update.apply(township, offered.path, confirmed=offered.sha256)
    assert here.started == []


def test_no_update_without_a_backup(township: Database, here: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull(path="/data")

    monkeypatch.setattr(backup, "_store", full)
    with pytest.raises(DiskFull):
        update.apply(township, here.put())
    assert here.started == []


def test_an_installer_that_does_not_start_leaves_the_desk_as_it_was(township: Database, here: Computer) -> None:
    assert township.path is not None
    here.refuses = True
    with pytest.raises(UpdateNotStarted):
        update.apply(township, here.put())
    assert update_mark.read(township.path.parent).last is None
    assert [action for action, record, _ in trail(township) if record == "update"] == [
        "Install an update", "The installer of an update did not start",
    ]  # fmt: skip
    here.refuses = False
    update.apply(township, here.put())
    assert len(here.started) == 1


def test_on_another_system_everything_is_checked_and_nothing_is_done(
    township: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = computer(tmp_path, monkeypatch, windows=False)
    with pytest.raises(UpdateKeyUnknown):
        update.apply(township, here.put(seed=STRANGER))
    with pytest.raises(UpdateIsForWindows):
        update.apply(township, here.put())
    assert here.started == []


def test_the_new_version_says_once_that_it_is_here(
    township: Database, here: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert township.path is not None
    folder = township.path.parent
    assert update.news(folder) is None
    done = update.apply(township, here.put())
    here.keep_previous(cjdesk.__version__)
    running("9.0.0", monkeypatch)
    found = update.news(folder)
    assert found is not None
    assert (found.ended, found.backup, found.back_to) == ("done", done.backup, "0.1.0")
    assert update.news(folder) is None
    assert update.status(folder).ended == "done"


def test_an_update_that_did_not_come_about_is_said_too(township: Database, here: Computer, tmp_path: Path) -> None:
    assert township.path is not None
    update.apply(township, here.put())
    said = tmp_path / "temp" / "CJDesk-Setup.txt"
    said.write_text("13 磁盘空间不够。\r\n", encoding="utf-16")
    found = update.news(township.path.parent)
    assert found is not None
    assert (found.ended, found.why) == ("not done", "磁盘空间不够。")
    os.utime(said, (0, 0))
    assert update.status(township.path.parent).why == ""


def test_status_of_a_folder_without_data(tmp_path: Path, here: Computer) -> None:
    found = update.status(tmp_path / "nothing")
    assert (found.version, found.highest, found.last, found.back_to) == (
        cjdesk.__version__,
        cjdesk.__version__,
        None,
        None,
    )


def test_without_a_previous_version_there_is_no_way_back(township: Database, here: Computer) -> None:
    with pytest.raises(NoPreviousVersion):
        update.back(township)
    folder = here.keep_previous()
    (folder / "version.txt").write_text("garbage", encoding="utf-8")
    with pytest.raises(NoPreviousVersion):
        update.back(township)
    assert here.started == []


def test_back_keeps_what_was_entered_since_where_the_previous_version_reads_it(
    township: Database, township_dir: Path, passphrase: str, here: Computer
) -> None:
    here.keep_previous()
    township.do("Entered since", audit.insert_rows, Person, [person(number) for number in range(7)])
    done = update.back(township)
    assert (done.version, done.restored) == ("0.0.9", None)
    assert here.started == [(here.programs / "CJDesk.previous" / "back.exe", b"MZ exchange", ("/ROLLBACK",))]
    assert backup.look_at(done.kept).label.people == 7
    again = open_township(township_dir, "lifang", passphrase)
    assert again.ask(lambda session: len(session.scalars(select(Person.id)).all())) == 7
    assert ("Go back to the previous version", "update", cjdesk.__version__) in trail(again)
    again.close()


def test_back_to_a_version_that_cannot_read_the_data_asks_first_and_keeps_the_newer_ones(
    township_dir: Path, passphrase: str, here: Computer, tmp_path: Path
) -> None:
    here.keep_previous()
    old = open_township(township_dir, "lifang", passphrase)
    old.do("Before", audit.insert_rows, Person, [person(number) for number in range(3)])
    old.close()
    later = steps(tmp_path, NICKNAMES)
    newer = open_township(township_dir, "lifang", passphrase, schema=later)
    newer.do("Since", audit.insert_rows, Person, [person(number) for number in range(10, 15)])
    plan = newer.ask(update.plan, township_dir)
    assert plan.backup is not None
    assert (backup.look_at(plan.backup).label.people, backup.look_at(plan.backup).label.schema) == (3, NOW)
    assert plan.changes == 5
    with pytest.raises(BackNeedsOlderData) as caught:
        update.back(newer)
    assert caught.value.facts["backup"] == plan.backup.name
    assert here.started == []
    assert newer.ask(lambda session: len(session.scalars(select(Person.id)).all())) == 8
    here.refuses = True
    with pytest.raises(UpdateNotStarted):
        update.back(newer, older_data=True, schema=later)
    here.refuses = False
    newer = open_township(township_dir, "lifang", passphrase, schema=later)
    assert newer.ask(lambda session: len(session.scalars(select(Person.id)).all())) == 8
    assert newer.ask(update.plan, township_dir).changes == 6  # the attempt to go back is an entry too
    done = update.back(newer, older_data=True, schema=later)
    assert done.restored is not None
    assert (backup.look_at(done.restored).label.people, len(here.started)) == (3, 1)
    again = open_township(township_dir, "lifang", passphrase)  # as the previous version would
    assert again.ask(lambda session: len(session.scalars(select(Person.id)).all())) == 3
    assert again.ask(audit.verify).whole
    again.close()
    kept = backup.look_at(done.kept)
    assert (kept.label.people, kept.label.schema) == (8, LATER)
    with pytest.raises(FileIsNewer):
        backup.verify(done.kept, lambda found: _key(found, passphrase), _room(tmp_path, "a"))
    backup.verify(done.kept, lambda found: _key(found, passphrase), _room(tmp_path, "b"), schema=later)


def test_from_the_first_released_data_file_to_this_program_and_back(
    tmp_path: Path, here: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data of version 0.1.0 as they really were, brought up by this program, given back to that one."""
    folder = tmp_path / "data"
    shutil.copytree(RELEASED / "0001", folder)
    before = backup.found(folder / "backups")
    township = open_township(folder, "lifang", "Guandong-2020")
    people = township.ask(lambda session: len(session.scalars(select(Person.id)).all()))
    here.keep_previous("0.1.0", schema="0001")
    with pytest.raises(BackNeedsOlderData):
        update.back(township)
    done = update.back(township, older_data=True)
    assert done.restored is not None
    assert done.restored not in {one.path for one in before}
    given = backup.look_at(done.restored).label
    assert (given.kind, given.schema, given.people) == ("upgrade", "0001", people)
    again = open_township(folder, "lifang", "Guandong-2020")
    assert again.ask(lambda session: len(session.scalars(select(Person.id)).all())) == people
    again.close()


def test_back_without_any_backup_that_fits_is_refused(
    township_dir: Path, passphrase: str, here: Computer, tmp_path: Path
) -> None:
    here.keep_previous()
    newer = open_township(township_dir, "lifang", passphrase, schema=steps(tmp_path, NICKNAMES))
    for one in (township_dir / "backups").iterdir():
        one.unlink()
    with pytest.raises(BackHasNoBackup):
        update.back(newer, older_data=True)
    newer.close()
    assert here.started == []


def test_a_program_that_cannot_open_its_data_can_still_leave(here: Computer) -> None:
    with pytest.raises(NoPreviousVersion):
        update.leave()
    here.keep_previous()
    here.refuses = True
    with pytest.raises(UpdateNotStarted):
        update.leave()
    here.refuses = False
    update.leave(start_again=True)
    assert here.started[0][2] == ("/ROLLBACK", "/START")


def _room(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _key(found, passphrase: str) -> bytes:
    from cjdesk.db import keys

    return keys.open_with_passphrase(found, "lifang", passphrase)
