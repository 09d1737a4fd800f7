"""Who gets the data key, and who does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cjdesk.db import attempts, keys, recovery
from cjdesk.db.types import utc_now
from cjdesk.domain.errors import (
    ClerkExists,
    FileIsNewer,
    KeyFileDamaged,
    KeyFileMissing,
    LastClerk,
    LoginInvalid,
    NoDataFile,
    PassphraseTooWeak,
    RecoveryCodeMistyped,
    RecoveryCodeWrong,
    TooManyAttempts,
    UnknownClerk,
    WrongPassphrase,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path)
    return tmp_path


def make(folder: Path) -> str:
    return keys.create(
        folder,
        township="522633101",
        office="贯洞镇",
        login="lifang",
        name="李芳",
        role="经办",
        passphrase="Guandong-2020",
    )


def test_the_real_cost_is_that_of_rfc_9106() -> None:
    source = Path(keys.__file__).read_text(encoding="utf-8")
    assert "COST = Cost(passes=3, memory_kib=64 * 1024, lanes=4)" in source


def test_every_key_file_has_a_key_of_its_own(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        make(tmp_path / name)
        found.append(keys.unlock(tmp_path / name, "lifang", "Guandong-2020"))
    assert len(set(found)) == 2
    assert {len(key) for key in found} == {32}


def test_the_key_is_nowhere_in_the_clear(folder: Path) -> None:
    key = keys.unlock(folder, "lifang", "Guandong-2020")
    content = (folder / keys.FILE).read_bytes()
    assert key not in content
    assert key.hex().encode() not in content
    assert b"Guandong" not in content


def test_wrong_passphrases_are_counted_and_close_the_door(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPassphrase) as caught:
            keys.unlock(folder, "lifang", "wrong")
        assert caught.value.facts == {"left": left}
    with pytest.raises(TooManyAttempts) as closed:
        keys.unlock(folder, "lifang", "wrong")
    assert closed.value.facts == {"minutes": 15}
    with pytest.raises(TooManyAttempts):
        keys.unlock(folder, "lifang", "Guandong-2020")
    later = utc_now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(attempts, "utc_now", lambda: later)
    assert keys.unlock(folder, "lifang", "Guandong-2020")
    with pytest.raises(WrongPassphrase) as again:
        keys.unlock(folder, "lifang", "wrong")
    assert again.value.facts == {"left": 4}


def test_a_clock_set_back_does_not_close_the_door_for_longer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        with pytest.raises((WrongPassphrase, TooManyAttempts)):
            keys.unlock(folder, "lifang", "wrong")
    monkeypatch.setattr(attempts, "utc_now", lambda: utc_now() - timedelta(days=400))
    with pytest.raises(TooManyAttempts) as closed:
        keys.unlock(folder, "lifang", "Guandong-2020")
    assert closed.value.facts == {"minutes": 15}


def test_a_right_passphrase_forgets_the_failures(folder: Path) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            keys.unlock(folder, "lifang", "wrong")
    keys.unlock(folder, "lifang", "Guandong-2020")
    with pytest.raises(WrongPassphrase) as caught:
        keys.unlock(folder, "lifang", "wrong")
    assert caught.value.facts == {"left": 4}


def test_the_door_of_one_clerk_does_not_close_anothers(folder: Path) -> None:
    key = keys.unlock(folder, "lifang", "Guandong-2020")
    keys.add(folder, key, login="wugf", name="吴国芳", role="审核", passphrase="Another-2020")
    for _ in range(5):
        with pytest.raises((WrongPassphrase, TooManyAttempts)):
            keys.unlock(folder, "lifang", "wrong")
    assert keys.unlock(folder, "wugf", "Another-2020") == key


@pytest.mark.parametrize("weak", ["", "Short-1", "longbutsimple", "Onlytwokinds", "12345678"])
def test_weak_passphrases_are_refused(folder: Path, weak: str) -> None:
    with pytest.raises(PassphraseTooWeak):
        keys.change_passphrase(folder, "lifang", "Guandong-2020", weak)
    assert keys.unlock(folder, "lifang", "Guandong-2020")


def test_chinese_characters_are_a_kind() -> None:
    assert keys.ticks("贯洞镇gd2020").enough


def test_a_changed_passphrase_opens_the_same_key(folder: Path) -> None:
    key = keys.unlock(folder, "lifang", "Guandong-2020")
    keys.change_passphrase(folder, "lifang", "Guandong-2020", "Congjiang-2021")
    assert keys.unlock(folder, "lifang", "Congjiang-2021") == key
    with pytest.raises(WrongPassphrase):
        keys.unlock(folder, "lifang", "Guandong-2020")


def test_clerks_are_added_and_taken_away(folder: Path) -> None:
    key = keys.unlock(folder, "lifang", "Guandong-2020")
    with pytest.raises(LastClerk):
        keys.remove(folder, "lifang")
    keys.add(folder, key, login="wugf", name="吴国芳", role="审核", passphrase="Another-2020")
    with pytest.raises(ClerkExists):
        keys.add(folder, key, login="wugf", name="吴国芳", role="审核", passphrase="Another-2020")
    with pytest.raises(LoginInvalid):
        keys.add(folder, key, login="Wu 国芳", name="吴国芳", role="审核", passphrase="Another-2020")
    keys.remove(folder, "lifang")
    assert keys.logins(folder) == ("wugf",)
    with pytest.raises(UnknownClerk):
        keys.unlock(folder, "lifang", "Guandong-2020")


def test_one_clerks_wrapped_key_is_no_use_to_another(folder: Path) -> None:
    key = keys.unlock(folder, "lifang", "Guandong-2020")
    keys.add(folder, key, login="wugf", name="吴国芳", role="审核", passphrase="Another-2020")
    path = folder / keys.FILE
    path.write_bytes(path.read_bytes().replace(b'"lifang"', b'"x"').replace(b'"wugf"', b'"lifang"'))
    with pytest.raises(WrongPassphrase):
        keys.unlock(folder, "lifang", "Another-2020")


def test_the_recovery_code_opens_and_sets_a_new_passphrase(tmp_path: Path) -> None:
    code = make(tmp_path)
    key = keys.unlock(tmp_path, "lifang", "Guandong-2020")
    assert keys.unlock_with_code(tmp_path, code.lower().replace(" ", "-")) == key
    keys.set_passphrase(tmp_path, key, "lifang", "Congjiang-2021")
    assert keys.unlock(tmp_path, "lifang", "Congjiang-2021") == key
    newer = keys.renew_recovery(tmp_path, key)
    assert keys.unlock_with_code(tmp_path, newer) == key
    with pytest.raises(RecoveryCodeWrong) as caught:
        keys.unlock_with_code(tmp_path, code)
    assert caught.value.facts == {"number": 2}
    assert keys.read(tmp_path).recovery.fingerprint == recovery.fingerprint(newer)


def test_recovery_codes_look_as_on_paper_and_find_slips_of_the_pen() -> None:
    code = recovery.new_code()
    groups = code.split(" ")
    assert [len(group) for group in groups] == [4] * 8
    assert set(code) - {" "} <= set(recovery.ALPHABET)
    assert not set("ILOU01") & set(recovery.ALPHABET)
    other = "B" if code[0] == "A" else "A"
    swapped = " ".join([groups[1], groups[0], *groups[2:]])
    for slip in (other + code[1:], code[:-1], code + "2", swapped, "", "恢复码"):
        with pytest.raises(RecoveryCodeMistyped):
            recovery.normal(slip)


def test_missing_and_damaged_key_files_have_words(folder: Path) -> None:
    path = folder / keys.FILE
    content = path.read_bytes()
    for bad in (b"", content[:200], b"{}", b"\xff\xfe"):
        path.write_bytes(bad)
        with pytest.raises(KeyFileDamaged):
            keys.unlock(folder, "lifang", "Guandong-2020")
        assert path.read_bytes() == bad
    path.write_bytes(content.replace(b'"version": 1', b'"version": 2'))
    with pytest.raises(FileIsNewer):
        keys.unlock(folder, "lifang", "Guandong-2020")
    path.unlink()
    with pytest.raises(NoDataFile):
        keys.read(folder)
    (folder / "cjdesk.db").touch()
    with pytest.raises(KeyFileMissing):
        keys.read(folder)
