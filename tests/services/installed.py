"""A computer with an installed CJDesk for tests of updates: release key, stick, the kept previous program, a start
of programs that only takes notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

import cjdesk
from cjdesk.services.update import installer, kept, trust
from tests.db.test_upgrade import NOW
from tests.sync.releases import KEY, SEED, package


@dataclass
class Computer:
    """What was started stands in ``started``: the program's bytes at that moment, and its words."""

    stick: Path
    programs: Path
    started: list[tuple[Path, bytes, tuple[str, ...]]] = field(default_factory=list)
    refuses: bool = False

    def put(self, version: str = "9.0.0", *, name: str | None = None, seed: str = SEED, **changed) -> Path:
        """An update on the stick."""
        path = self.stick / (name or f"CJDesk_{version}.cju")
        path.write_bytes(package(version, seed=seed, **changed))
        return path

    def start(self, program: Path, words=()) -> None:
        """In the place of a process."""
        if self.refuses:
            raise PermissionError(13, "blocked by a virus scanner")
        self.started.append((program, program.read_bytes() if program.exists() else b"", tuple(words)))

    def keep_previous(self, version: str = "0.0.9", *, schema: str = NOW) -> Path:
        """What the installer leaves of the version before."""
        folder = self.programs / f"CJDesk{kept.KEPT}"
        steps = folder / "program" / "migrations" / "versions"
        steps.mkdir(parents=True)
        for number in range(int(schema) + 1):
            (steps / f"{number:04d}_step.py").touch()
        (folder / "version.txt").write_text(f"{version}\r\n{version}.0\r\n", encoding="utf-8")
        (folder / kept.EXCHANGE).write_bytes(b"MZ exchange")
        return folder


def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, windows: bool = True) -> Computer:
    """Windows as far as the desk can tell; temporary files go to a folder of the test."""
    made = Computer(tmp_path / "stick", tmp_path / "programs")
    made.stick.mkdir()
    (made.programs / "CJDesk").mkdir(parents=True)
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    monkeypatch.setattr(installer, "possible", lambda: windows)
    monkeypatch.setattr(installer, "start", made.start)
    monkeypatch.setattr(kept, "program_folder", lambda: made.programs / "CJDesk")
    monkeypatch.setattr(trust, "release_keys", lambda: (KEY,))
    return made


def running(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this is another version of the program."""
    monkeypatch.setattr(cjdesk, "__version__", version)
