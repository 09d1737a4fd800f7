"""Which libraries the folder asks for, and whether each is there: a missing one shows on a clerk's laptop only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pefile

OF_WINDOWS = frozenset(
    (
        *(
            "advapi32",
            "authz",
            "bcrypt",
            "bcryptprimitives",
            "comctl32",
            "comdlg32",
            "crypt32",
            "d3d11",
            "d3d12",
            "d3d9",
        ),
        *("dwmapi", "dwrite", "dxgi", "gdi32", "icuuc", "imm32", "iphlpapi", "kernel32", "mpr", "msvcrt"),
        *(
            "netapi32",
            "ntdll",
            "ole32",
            "oleaut32",
            "rpcrt4",
            "setupapi",
            "shell32",
            "shlwapi",
            "uiautomationcore",
            "user32",
        ),
        *("userenv", "uxtheme", "version", "winmm", "winspool.drv", "ws2_32", "wtsapi32"),
    )
)
"""Libraries of every Windows 10 since 1703, without ``.dll``; api-ms-win-… are its own sets of names."""

_KINDS = {".exe", ".dll", ".pyd"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a folder's programs and libraries import: library (small letters) → who asks; and what is in it."""

    by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    present: frozenset[str] = frozenset()


def imports(folder: Path) -> Asked:
    """Read the import tables, delayed ones too, of everything in a folder."""
    files = [file for file in sorted(folder.rglob("*")) if file.suffix.lower() in _KINDS]
    by: dict[str, list[str]] = {}
    for file in files:
        for library in _imported(file):
            by.setdefault(library, []).append(file.relative_to(folder).as_posix())
    return Asked({name: tuple(who) for name, who in by.items()}, frozenset(file.name.lower() for file in files))


def _imported(file: Path) -> set[str]:
    image = pefile.PE(str(file), fast_load=True)
    image.parse_data_directories(
        [
            pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"],
            pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT"],
        ]
    )
    tables = ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT")
    entries = [entry for table in tables for entry in getattr(image, table, [])]
    image.close()
    return {entry.dll.decode("ascii").lower() for entry in entries}


def unexpected(asked: Asked) -> list[str]:
    """A line for each library that is neither in the folder nor Windows's own."""
    return [
        f"{library} (asked for by {', '.join(who)})"
        for library, who in sorted(asked.by.items())
        if library not in asked.present and not of_windows(library)
    ]


def of_windows(library: str) -> bool:
    """Whether every Windows 10 has it."""
    return library.startswith("api-ms-win-") or library in OF_WINDOWS or library.removesuffix(".dll") in OF_WINDOWS


def listing(asked: Asked) -> str:
    """One line for each library: where it comes from and how many ask for it."""
    return "".join(
        f"{'folder ' if library in asked.present else 'Windows'} {library} ({len(who)})\n"
        for library, who in sorted(asked.by.items())
    )
