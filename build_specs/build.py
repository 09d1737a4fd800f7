"""Makes CJDesk's Setup.exe: on Windows with the Python that runs this, on Debian with a Windows Python under Wine.

``build.py`` does all steps in order, ``build.py STEP …`` only those named. Everything lands in ``build/windows``.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import dependencies  # noqa: E402 - these scripts are no package
import identity  # noqa: E402
import wine  # noqa: E402

ROOT = HERE.parent
WORK = ROOT / "build" / "windows"
FOLDER = WORK / "dist" / "CJDesk"
ON_WINDOWS = sys.platform == "win32"

SETUP_MOST, INSTALLED_MOST = 45_000_000, 130_000_000
"""Bytes: a clerk's stick is small, and so is the laptop's disk."""


def setup_file(version: str | None = None) -> Path:
    """Where the installer of a version stands."""
    return WORK / f"CJDesk-{version or identity.version()}-Setup.exe"


def lock() -> None:
    """Write ``windows.lock`` anew: the newest versions that pyproject.toml allows, with the hashes of their wheels."""
    with tempfile.TemporaryDirectory() as name:
        asked = [*identity.dependencies(), *identity.dependencies("build"), "pyinstaller", "pefile", "pywin32-ctypes"]
        platform = f"--platform=win_amd64 --python-version={wine.PYTHON_VERSION} --implementation=cp"
        command = [sys.executable, "-m", "pip", "download", "-q", "--only-binary=:all:", "-d", name]
        subprocess.run([*command, *platform.split(), *asked], check=True)
        found = sorted(Path(name).glob("*.whl"), key=lambda file: file.name.lower())
        text = "".join(_locked(file) for file in found)
    head = "# What the program on Windows is made of, and what makes it, all by hash. Made by: build.py lock\n"
    wine.LOCK.write_text(head + text, encoding="utf-8")


def _locked(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name.lower().replace('_', '-')}=={version} \\\n    --hash=sha256:{digest}\n"


def pictures() -> None:
    """Icon and installer's picture."""
    import icon

    WORK.mkdir(parents=True, exist_ok=True)
    drawing = ROOT / "resources" / "icons" / "cjdesk.svg"
    icon.write(drawing, WORK / "cjdesk.ico")
    icon.banner(drawing, WORK / "banner.bmp")


def parts() -> None:
    """The pictures and the fallback font."""
    import fonts

    pictures()
    if ON_WINDOWS:
        if not (WORK / "fonts").is_dir():
            raise SystemExit("the font comes from Debian: do the step parts there, and copy build/windows/fonts here")
        return
    key = wine.fingerprint(HERE / "fonts.py", fonts.COLLECTION, fonts.LICENCE)
    made = wine.made_once(f"fonts-{key}", lambda folder: fonts.write(folder) and None)
    shutil.rmtree(WORK / "fonts", ignore_errors=True)
    shutil.copytree(made, WORK / "fonts")


def bundle() -> None:
    """The folder with both programs, by PyInstaller."""
    for old in (FOLDER, WORK / "pyinstaller"):
        shutil.rmtree(old, ignore_errors=True)
    spec, places = HERE / "cjdesk.spec", (WORK / "dist", WORK / "pyinstaller")
    if ON_WINDOWS:
        command: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", spec]
        subprocess.run([*command, "--distpath", places[0], "--workpath", places[1]], check=True)
        return
    home = wine.windows_python()
    prefix = wine.new_prefix(WORK / "prefix")
    try:
        wine.run(
            *(home / "python.exe", "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", wine.windows_path(spec)),
            *("--distpath", wine.windows_path(places[0]), "--workpath", wine.windows_path(places[1])),
            prefix=prefix,
            more={"PYTHONDONTWRITEBYTECODE": "1"},
        )
    finally:
        wine.stop(prefix)
        shutil.rmtree(prefix, ignore_errors=True)


def check() -> None:
    """Every library that the folder asks for is in it or belongs to Windows; the list of both is kept."""
    asked = dependencies.imports(FOLDER)
    (WORK / "dependencies.txt").write_text(dependencies.listing(asked), encoding="utf-8")
    missing = dependencies.unexpected(asked)
    if missing:
        raise SystemExit("not in the folder and not of Windows 10:\n" + "\n".join(missing))
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    print(f"  {size:,} bytes installed")
    if size > INSTALLED_MOST:
        raise SystemExit(f"installed size {size:,} is over {INSTALLED_MOST:,}")


def installer(version: str | None = None, *, plain: bool = False) -> Path:
    """Setup.exe; the trial of upgrades makes one with another version, not compressed since that takes its time."""
    if not (WORK / "banner.bmp").is_file():
        pictures()
    target = setup_file(version)
    shown = version or identity.version()
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    facts = {
        "VERSION": shown,
        "NUMBERS": ".".join(map(str, identity.numbers(shown))),
        "FOLDER": str(FOLDER),
        "ICON": str(WORK / "cjdesk.ico"),
        "BANNER": str(WORK / "banner.bmp"),
        "TARGET": str(target),
        "KILOBYTES": str(size // 1024),
    }
    if plain:
        facts["PLAIN"] = "1"
    sign = "/" if ON_WINDOWS else "-"
    defines = [f"{sign}D{name}={value}" for name, value in facts.items()]
    options = [f"{sign}V2", f"{sign}INPUTCHARSET", "UTF8", *defines, str(HERE / "installer.nsi")]
    done = subprocess.run(["makensis", *options], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    if done.stderr.strip() or "warning" in done.stdout:
        raise SystemExit(f"makensis warns:\n{done.stdout}{done.stderr}")
    print(f"  {target.name}: {target.stat().st_size:,} bytes")
    if target.stat().st_size > SETUP_MOST and not plain:
        raise SystemExit(f"{target.name} is over {SETUP_MOST:,} bytes")
    return target


STEPS: dict[str, Callable[[], object]] = {"parts": parts, "bundle": bundle, "check": check, "installer": installer}
"""What is done without a word on the command line, in this order."""


def main() -> None:
    """Do the steps that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"lock, {', '.join(STEPS)}")
    known = {"lock": lock, **STEPS}
    for name in parser.parse_args().steps or STEPS:
        if name not in known:
            parser.error(f"no step {name}")
        start = time.monotonic()
        print(f"-- {name}", flush=True)
        known[name]()
        print(f"   {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
