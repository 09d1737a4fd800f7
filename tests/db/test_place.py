"""Data on another computer are refused, data on a stick are warned about; how each is found out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cjdesk import cli
from cjdesk.db import place
from cjdesk.db.database import open_township
from cjdesk.db.place import Place, on_linux
from cjdesk.domain.errors import DataOnNetwork, DataOnStick
from cjdesk.services import office

MOUNTS = r"""
21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 21 0:40 / /srv/office rw,relatime shared:1 - nfs4 server:/office rw
31 21 0:41 / /mnt/共享\040盘 rw - cifs //server/share rw
32 21 8:17 / /media/li/U\040DISK rw,nosuid - vfat /dev/sdb1 rw
33 21 8:33 / /media/li/BACKUP rw - ext4 /dev/sdc1 rw
34 30 254:0 /x /srv/office/local rw - ext4 /dev/vda rw
"""


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """A /sys/dev/block: the laptop's own disk, a stick, a disk on USB that says it is not removable."""
    block = tmp_path / "block"
    block.mkdir()
    for number, disk, removable in (
        ("254:0", "virtio0/block/vda", "0"),
        ("8:17", "usb1/host6/block/sdb/sdb1", "1"),
        ("8:33", "usb2/host7/block/sdc/sdc1", "0"),
    ):
        real = tmp_path / "devices" / disk
        real.mkdir(parents=True)
        whole = real if number == "254:0" else real.parent
        (whole / "removable").write_text(f"{removable}\n", encoding="ascii")
        (block / number).symlink_to(real)
    return block


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/li/.local/share/CJDesk", Place.LOCAL),
        ("/srv/office/data", Place.NETWORK),
        ("/srv/office", Place.NETWORK),
        ("/srv/office/local/data", Place.LOCAL),
        ("/srv/office-2", Place.LOCAL),
        ("/mnt/共享 盘/数据", Place.NETWORK),
        ("/media/li/U DISK/数据", Place.STICK),
        ("/media/li/BACKUP", Place.STICK),
    ],
)
def test_where_a_folder_lies_on_linux(folder: str, kind: Place, devices: Path) -> None:
    assert on_linux(Path(folder), MOUNTS, devices) is kind


def test_what_cannot_be_read_counts_as_local(tmp_path: Path) -> None:
    assert on_linux(Path("/home"), "nonsense\n", tmp_path) is Place.LOCAL
    assert on_linux(Path("/home"), "21 1 9:9 / / rw - ext4 /dev/x rw\n", tmp_path) is Place.LOCAL
    assert place.of(tmp_path / "not" / "there") is Place.LOCAL


def test_new_data_do_not_begin_on_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "of", lambda _folder: Place.NETWORK)
    with pytest.raises(DataOnNetwork):
        office.create_township(
            tmp_path / "data",
            township="522633101",
            station="GD-01",
            office_name="贯洞镇",
            login="lifang",
            clerk_name="李芳",
            passphrase="Guandong-2020",
        )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("kind", "wanted"), [(Place.NETWORK, DataOnNetwork), (Place.STICK, DataOnStick)])
def test_data_that_are_there_open_with_a_warning(
    kind: Place,
    wanted: type[DataOnNetwork | DataOnStick],
    township_dir: Path,
    login: str,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(place, "of", lambda _folder: kind)
    database = open_township(township_dir, login, passphrase)
    assert type(database.place_problem) is wanted
    database.close()
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)
    assert cli.main(["check", "--json", "--data", str(township_dir), "--as", login]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["sound"]
    assert str(township_dir) in said.err


def test_new_data_on_a_stick_begin_with_a_warning(
    tmp_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(place, "of", lambda _folder: Place.STICK)
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)
    words = [
        "--township",
        "522633101",
        "--station",
        "GD-01",
        "--as",
        "lifang",
        "--recovery-out",
        str(tmp_path / "r.txt"),
    ]
    assert cli.main(["init", "--data", str(tmp_path / "data"), *words]) == 0
    assert "U盘" in capsys.readouterr().err


def test_data_on_this_computer_open_without_a_word(township_dir: Path, login: str, passphrase: str) -> None:
    database = open_township(township_dir, login, passphrase)
    assert database.place_problem is None
    database.close()
