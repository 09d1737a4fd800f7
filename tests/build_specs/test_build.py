"""What makes Setup.exe: pins that fit, one version, words in both languages, libraries that are really looked at."""

from __future__ import annotations

import importlib
import re
import struct
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from PySide6.QtGui import QImage

import cjdesk
from cjdesk import presence

SPECS = Path(__file__).parents[2] / "build_specs"
ROOT = SPECS.parent
NSIS = "".join((SPECS / name).read_text(encoding="utf-8") for name in ("installer.nsi", "installer_shared.nsh"))
WORDS = (SPECS / "installer_words.nsh").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SPECS))


def script(name: str) -> ModuleType:
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def pins(name: str) -> dict[str, tuple[str, str]]:
    text = (SPECS / name).read_text(encoding="utf-8")
    entries = re.findall(r"^([a-z0-9-]+)==(\S+) \\\n    --hash=sha256:([0-9a-f]{64})$", text, re.MULTILINE)
    assert len(entries) == text.count("=="), "every pin has its hash"
    return {package: (version, digest) for package, version, digest in entries}


def test_the_version_stands_in_one_place() -> None:
    identity = script("identity")
    assert identity.version() == cjdesk.__version__
    assert identity.numbers("1.2") == (1, 2, 0, 0)
    assert identity.numbers("1.2.3rc1") == (1, 2, 3, 0)
    assert identity.numbers("2026.10.4.7") == (2026, 10, 4, 7)
    assert cjdesk.__version__ not in NSIS + (SPECS / "cjdesk.spec").read_text(encoding="utf-8")


def test_the_lock_has_what_pyproject_asks_for() -> None:
    locked = pins("windows.lock")
    for line in script("identity").dependencies():
        wanted = Requirement(line)
        name = wanted.name.lower().replace("_", "-")
        assert name in locked, name
        assert wanted.specifier.contains(locked[name][0]), line
    assert {"pyinstaller", "pefile", "pywin32-ctypes", "shiboken6", "cffi"} <= set(locked)
    assert set(pins("windows-python.lock")) == {"panda3d"}


def test_a_library_that_is_nowhere_is_named_with_who_asks() -> None:
    dependencies = script("dependencies")
    by = {
        "kernel32.dll": ("CJDesk.exe",),
        "api-ms-win-crt-heap-l1-1-0.dll": ("CJDesk.exe",),
        "qt6core.dll": ("program/PySide6/QtCore.pyd",),
        "vcruntime140.dll": ("program/a.pyd", "program/b.pyd"),
        "winspool.drv": ("program/PySide6/Qt6PrintSupport.dll",),
    }
    whole = dependencies.Asked(by, frozenset({"qt6core.dll", "vcruntime140.dll"}))
    assert dependencies.unexpected(whole) == []
    lacking = dependencies.Asked(by, frozenset({"qt6core.dll"}))
    assert dependencies.unexpected(lacking) == ["vcruntime140.dll (asked for by program/a.pyd, program/b.pyd)"]
    assert "folder  qt6core.dll (1)" in dependencies.listing(whole)


def test_the_icon_has_a_picture_for_every_size(qapp: Any, tmp_path: Path) -> None:
    icon = script("icon")
    target = tmp_path / "cjdesk.ico"
    icon.write(ROOT / "resources" / "icons" / "cjdesk.svg", target)
    content = target.read_bytes()
    zero, kind, count = struct.unpack("<HHH", content[:6])
    assert (zero, kind, count) == (0, 1, len(icon.SIZES))
    for number, size in enumerate(icon.SIZES):
        *_, length, offset = struct.unpack("<BBBBHHII", content[6 + 16 * number : 22 + 16 * number])
        picture = QImage.fromData(content[offset : offset + length], "PNG")
        assert (picture.width(), picture.height()) == (size, size)
        assert len({picture.pixel(x, size // 2) for x in range(size)}) > 1, "not empty"


def test_the_installer_speaks_both_languages() -> None:
    said = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\} \"(.+)\"$", WORDS, re.MULTILINE)
    names = {name for name, _, _ in said}
    assert {(name, language) for name, language, _ in said} == {
        (name, language) for name in names for language in ("SIMPCHINESE", "ENGLISH")
    }
    assert set(re.findall(r"\"\$\((\w+)\)\"", NSIS)) == names
    for name in names:
        places = {tuple(sorted(set(re.findall(r"\$\w+|\$\{\w+\}", text)))) for one, _, text in said if one == name}
        assert len(places) == 1, f"{name} fills other places in the other language"


def test_program_and_installer_mean_the_same_mutex() -> None:
    assert f'!define RUNNING "{presence.NAME}"' in NSIS


def test_every_exit_code_is_in_the_readme() -> None:
    codes = set(re.findall(r"!define EXIT_\w+ (\d+)", NSIS))
    assert len(codes) == 8
    table = "".join(
        line for line in (SPECS / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
    )
    assert not [code for code in codes if code not in table]


def test_the_uninstaller_never_names_the_data() -> None:
    assert not re.findall(r"(?:RMDir|Delete)[^\n]*LOCALAPPDATA", NSIS)
