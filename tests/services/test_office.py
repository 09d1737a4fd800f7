"""The office: made at the first run, its clerks, lost passphrases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db import audit, keys
from cjdesk.db.database import Database, open_township
from cjdesk.db.models import AuditEntry
from cjdesk.domain.errors import (
    ClerkExists,
    LastClerk,
    PassphraseTooWeak,
    RecoveryCodeMistyped,
    UnknownClerk,
    UnknownTownship,
    WrongPassphrase,
)
from cjdesk.services import office
from cjdesk.services.office import Role


def actions(session: Session) -> list[str]:
    return [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]


def test_the_first_run_needs_only_a_code(tmp_path: Path) -> None:
    database, code = office.create_township(
        tmp_path, township="522633101", station="GD-01", login="lifang", clerk_name="李芳", passphrase="Guandong-2020"
    )
    here = database.ask(office.current)
    assert (here.county_name, here.township_name) == ("从江县", "贯洞镇")
    assert here.name == "从江县贯洞镇人力资源和社会保障服务中心"
    assert here.employer == "从江县贯洞镇人民政府"
    assert not here.demo
    assert office.recovery_sheet(tmp_path).number == "RK-522633101-01"
    assert keys.read(tmp_path).office == here.name
    assert len(code.split()) == 8
    assert set(database.ask(actions)) == {"Create the office"}
    assert database.ask(audit.verify).whole
    database.close()


def test_a_township_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownTownship):
        office.create_township(
            tmp_path / "x",
            township="110101001",
            station="X",
            login="lifang",
            clerk_name="x",
            passphrase="Guandong-2020",
        )
    assert not (tmp_path / "x").exists()


def test_a_weak_passphrase_makes_no_office(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooWeak):
        office.create_township(
            tmp_path, township="522633101", station="X", login="lifang", clerk_name="x", passphrase="simple"
        )
    assert not (tmp_path / "cjdesk.db").exists()
    assert not (tmp_path / "keys.json").exists()


def test_the_twenty_townships_can_be_chosen() -> None:
    known = office.townships()
    assert len(known) == 20
    assert {one.county_name for one in known} == {"从江县"}


def test_a_second_clerk_works_under_her_own_name(township: Database, township_dir: Path, passphrase: str) -> None:
    office.add_clerk(township, login="wugf", name="吴国芳", role=Role.CHECKER, passphrase="Another-2020")
    with pytest.raises(ClerkExists):
        office.add_clerk(township, login="wugf", name="吴国芳", role=Role.CHECKER, passphrase="Another-2020")
    with pytest.raises(PassphraseTooWeak):
        office.add_clerk(township, login="third", name="x", role=Role.VIEWER, passphrase="weak")
    assert [one.login for one in township.ask(office.clerks)] == ["lifang", "wugf"]
    office.change_clerk(township, "wugf", name="吴国芳", role=Role.APPROVER)
    township.close()
    hers = open_township(township_dir, "wugf", "Another-2020")
    assert hers.ask(office.clerk, "wugf").role == "审批"
    assert keys.read(township_dir).clerk("wugf").role == "审批"
    office.retire_clerk(hers, "lifang")
    with pytest.raises(LastClerk):
        office.retire_clerk(hers, "wugf")
    last = hers.ask(lambda session: session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first())
    assert last is not None
    assert (last.clerk, last.new) == ("wugf", {"active": False})
    hers.close()
    with pytest.raises(UnknownClerk):
        open_township(township_dir, "lifang", passphrase)


def test_passphrases_change_and_the_act_is_recorded(township: Database, township_dir: Path, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        office.change_passphrase(township, "lifang", "not mine", "Congjiang-2021")
    office.change_passphrase(township, "lifang", passphrase, "Congjiang-2021")
    assert township.ask(actions)[-1] == "Change the passphrase"
    township.close()
    open_township(township_dir, "lifang", "Congjiang-2021").close()


def test_the_recovery_code_lets_a_clerk_in_again(township: Database, township_dir: Path) -> None:
    code = office.renew_recovery(township)
    assert office.recovery_sheet(township_dir).number == "RK-522633101-02"
    township.close()
    with pytest.raises(RecoveryCodeMistyped):
        office.recover(township_dir, code=code[:-1] + "?", login="lifang", passphrase="Forgotten-2021")
    database = office.recover(township_dir, code=code, login="lifang", passphrase="Forgotten-2021")
    assert database.ask(actions)[-2:] == ["Make a new recovery code", "Set a new passphrase by the recovery code"]
    database.close()
    open_township(township_dir, "lifang", "Forgotten-2021").close()
