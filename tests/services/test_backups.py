"""Backups as the clerk uses them: made, tried out, restored with passphrase or paper, recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from cjdesk.db.database import Database, open_township
from cjdesk.db.models import AuditEntry
from cjdesk.domain.errors import PassphraseTooWeak, RecoveryCodeWrong, UnknownClerk
from cjdesk.services import backups, office
from cjdesk.services.backups import Secret


def test_made_listed_and_tried_out(township: Database, township_dir: Path, tmp_path: Path, passphrase: str) -> None:
    made = backups.make(township, tmp_path / "stick")
    assert [one.path for one in backups.listed(tmp_path / "stick")] == [made.path]
    assert [one.kind for one in backups.listed(township_dir)] == ["daily"]
    assert backups.verify(made.path, Secret("lifang", passphrase=passphrase)) == made


def test_a_restore_is_recorded(township: Database, township_dir: Path, passphrase: str) -> None:
    made = backups.make(township)
    township.close()
    done = backups.restore(township_dir, made.path, Secret("lifang", passphrase=passphrase))
    assert done.kept is not None
    opened = open_township(township_dir, "lifang", passphrase)
    last = opened.ask(lambda session: session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first())
    opened.close()
    assert last is not None
    assert (last.action, last.record, last.new and last.new["backup"]) == ("Restore a backup", "backup", made.path.name)


def test_a_restore_with_the_paper_gives_a_new_passphrase(township: Database, tmp_path: Path) -> None:
    code = office.renew_recovery(township)
    made = backups.make(township, tmp_path / "stick")
    township.close()
    fresh = tmp_path / "fresh"
    with pytest.raises(PassphraseTooWeak):
        backups.restore(fresh, made.path, Secret("lifang", recovery_code=code), "weak")
    with pytest.raises(UnknownClerk):
        backups.restore(fresh, made.path, Secret("nobody", recovery_code=code), "Forgotten-2021")
    assert not (fresh / "cjdesk.db").exists()
    backups.restore(fresh, made.path, Secret("lifang", recovery_code=code), "Forgotten-2021")
    open_township(fresh, "lifang", "Forgotten-2021").close()


def test_the_paper_of_before_does_not_open_later_backups(township: Database, tmp_path: Path) -> None:
    old = office.renew_recovery(township)
    office.renew_recovery(township)
    made = backups.make(township, tmp_path / "stick")
    with pytest.raises(RecoveryCodeWrong):
        backups.verify(made.path, Secret("lifang", recovery_code=old))
