"""What kind of disk a folder lies on: this computer's own, one that can be pulled out, or another computer's.

SQLite's write-ahead log is not safe on another computer's disk (https://sqlite.org/wal.html), and a stick that is
pulled out takes the last entries with it.
"""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path

from cjdesk.domain.errors import DataOnNetwork, DataOnStick, UserError


class Place(StrEnum):
    """Where a folder lies; what cannot be found out counts as LOCAL."""

    LOCAL = "local"
    STICK = "stick"
    NETWORK = "network"


NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "davfs", "fuse.sshfs", "fuse.rclone")
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


def problem(folder: Path) -> UserError | None:
    """What has to be said about data in this folder; None where all is well."""
    kinds: dict[Place, type[UserError]] = {Place.NETWORK: DataOnNetwork, Place.STICK: DataOnStick}
    kind = kinds.get(of(folder))
    return None if kind is None else kind(path=folder)


def refuse_network(folder: Path) -> None:
    """Raise DataOnNetwork for a folder on another computer: new data must not begin there."""
    if of(folder) is Place.NETWORK:
        raise DataOnNetwork(path=folder)


if sys.platform == "win32":
    import ctypes

    def of(folder: Path) -> Place:
        """Where a folder lies that need not exist yet."""
        root = folder.absolute().anchor
        if root.startswith("\\\\") and not root.startswith(("\\\\?\\", "\\\\.\\")):
            return Place.NETWORK
        kind = ctypes.windll.kernel32.GetDriveTypeW(root)
        return {_DRIVE_REMOVABLE: Place.STICK, _DRIVE_REMOTE: Place.NETWORK}.get(kind, Place.LOCAL)
else:

    def of(folder: Path) -> Place:
        """Where a folder lies that need not exist yet."""
        try:
            mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
            return on_linux(folder.resolve(), mounts, Path("/sys/dev/block"))
        except OSError:
            return Place.LOCAL


def on_linux(folder: Path, mounts: str, devices: Path) -> Place:
    """Read from ``/proc/self/mountinfo`` and ``/sys/dev/block``: of mounts at one point the last one counts."""
    best: tuple[int, str, str] = (-1, "", "")
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        if folder.is_relative_to(point) and len(point.parts) >= best[0]:
            best = (len(point.parts), fields[2], after.split()[0])
    _, device, kind = best
    if kind in NETWORK_FILE_SYSTEMS:
        return Place.NETWORK
    return Place.STICK if device and _removable(devices / device) else Place.LOCAL


def _removable(device: Path) -> bool:
    """A partition says it by the disk it is part of; a disk on USB counts too, whatever it says."""
    if not device.exists():
        return False
    real = device.resolve()
    for disk in (real, real.parent):
        flag = disk / "removable"
        if flag.is_file():
            return flag.read_text(encoding="ascii").strip() == "1" or any(part.startswith("usb") for part in real.parts)
    return False
