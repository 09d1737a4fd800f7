"""Setup.exe and what it installs, tried under Wine as on a clerk's computer.

It ends with 1 if anything is wrong. Report and photographs: ``build/windows/trial``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import build  # noqa: E402 - these scripts are no package
import identity  # noqa: E402
import wine  # noqa: E402
from desktop import Desktop  # noqa: E402

PLACE = build.WORK / "trial"
OLDER = "0.0.9"
PASSPHRASE = "Yanshi-2026"  # noqa: S105 - the demonstration's own, shown to everybody
TITLE = "CJDesk 从江乡镇工作台"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\CJDesk"
EXIT_RUNNING, EXIT_NEWER, EXIT_NO_SPACE, EXIT_NOT_WRITABLE, EXIT_INSTALLING = 11, 12, 13, 14, 18
DOOR, WINDOW = "^CJDesk$", "^CJDesk .*(镇|乡)"


class Trial:
    """One Windows, one desktop, and the list of what was found."""

    def __init__(self) -> None:
        """A fresh prefix; nothing is installed."""
        shutil.rmtree(PLACE, ignore_errors=True)
        PLACE.mkdir(parents=True)
        self.desktop = Desktop(PLACE)
        self.prefix = wine.new_prefix(PLACE / "prefix")
        self.drive = self.prefix / "drive_c"
        self.home = self.drive / "users" / wine.USER
        self.local = self.home / "AppData" / "Local"
        self.chosen = self.home / "我的 程序" / "CJDesk"
        self.data = self.local / "CJDesk"
        self.temp = self.home / "Temp"
        self.setup = build.setup_file()
        self.lines: list[str] = []
        self.failed = 0

    # Words

    def fact(self, words: str, holds: object, note: object = "") -> None:
        """Write down whether something holds."""
        self.failed += not holds
        self.lines.append(f"{'ok    ' if holds else 'WRONG '} {words}{f': {note}' if note != '' else ''}")
        print(self.lines[-1], flush=True)

    def measured(self, words: str, seconds: float) -> None:
        """Write down how long something took."""
        self.lines.append(f"       {words}: {seconds:.1f} s")
        print(self.lines[-1], flush=True)

    # Windows

    def run(self, *command: str | Path, more: dict[str, str] | None = None, seconds: float = 300) -> tuple[int, str]:
        """A program of this Windows to its end: exit code and words."""
        more = {"DISPLAY": self.desktop.display, **(more or {})}
        done = wine.run(*command, prefix=self.prefix, more=more, check=False, seconds=seconds)
        return done.returncode, done.stdout

    def begin(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """A program that goes on."""
        return subprocess.Popen(
            wine.words(*command),
            env=wine.environment(self.prefix, {"DISPLAY": self.desktop.display}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @contextmanager
    def begun(self, *command: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """A program that goes on; it is waited for at the end."""
        process = self.begin(*command)
        try:
            yield process
        finally:
            process.wait(60)

    def windows_path(self, path: Path) -> str:
        """A path on drive C as Windows names it."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def registered(self, name: str, key: str = UNINSTALL) -> str | None:
        """A value of the registry; ``""`` is a key's own value."""
        query = ("reg", "query", key, *(("/v", name) if name else ("/ve",)))
        done = wine.run(*query, prefix=self.prefix, check=False, encoding="gb18030")
        code, said = done.returncode, done.stdout
        lines = [line for line in said.splitlines() if "REG_SZ" in line]
        return lines[-1].split("REG_SZ", 1)[1].strip() if not code and lines else None

    def cli(self, *words: str | Path, **more: str) -> tuple[int, dict[str, object]]:
        """The installed console program with ``--json``: exit code and document."""
        code, said = self.run(self.chosen / "cjdesk-cli.exe", *words, "--json", more=more)
        documents = [line for line in said.splitlines() if line.startswith("{")]
        return code, json.loads(documents[-1]) if documents else {"words": said}

    def silent(self, setup: Path, *switches: str) -> int:
        """An installer without a window; /D comes last and may not be quoted, which words without spaces are not."""
        return self.run(setup, "/S", *" ".join(switches).split())[0]

    def silent_words(self) -> str:
        """What the last silent installer had to say."""
        file = self.temp / "CJDesk-Setup.txt"
        return file.read_text(encoding="utf-16") if file.exists() else ""

    def version(self, folder: Path | None = None) -> str:
        """Which version lies in a folder (the installed one)."""
        file = (folder or self.chosen) / "version.txt"
        return file.read_text(encoding="ascii").splitlines()[0] if file.exists() else ""

    @property
    def previous(self) -> Path:
        """Where the installer keeps the version before."""
        return self.chosen.with_name("CJDesk.previous")

    def wait(self, until: Callable[[], bool], seconds: float = 60) -> bool:
        """Wait for what a program does after it has seemed to end (an uninstaller works from a copy of itself)."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True

    def data_hash(self) -> str:
        """Over the data file and the keys."""
        found = hashlib.sha256()
        for name in ("cjdesk.db", "keys.json"):
            found.update((self.data / name).read_bytes())
        return found.hexdigest()

    # What is tried, in this order

    def installs(self) -> None:
        """An older version, into a folder with spaces and Chinese characters."""
        start = time.monotonic()
        older = build.installer(OLDER, plain=True)
        code = self.silent(older, f"/D={self.windows_path(self.chosen)}")
        self.measured("older installer made and installed", time.monotonic() - start)
        self.fact("a silent installation ends with 0", code == 0, code)
        self.fact("it lies in the folder that was asked for", (self.chosen / "CJDesk.exe").is_file(), self.chosen.name)
        self.fact("the user's name is not ASCII", not str(self.home.name).isascii(), self.home.name)
        self.fact("Windows knows its version", self.registered("DisplayVersion") == OLDER)
        for where in ("Desktop", "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"):
            self.fact(f"a shortcut in {where}", (self.home / where / f"{TITLE}.lnk").is_file())
        self.fact("batches belong to CJDesk", self.registered("", r"HKCU\Software\Classes\.cjp") == "CJDesk.Batch")

    def tests_itself(self) -> None:
        """The built program's own test, on a computer whose only Chinese font is the carried one."""
        start = time.monotonic()
        code, said = self.cli("self-test", FONTCONFIG_FILE=str(self.no_fonts()))
        checks = said.get("checks", [])
        assert isinstance(checks, list)
        self.measured("self-test", time.monotonic() - start)
        wrong = [f"{one['name']} {one['note']}" for one in checks if not one["passed"]]
        passed = code == 0 and said.get("passed") and len(checks) > 20
        self.fact("the self-test passes", passed, wrong or f"{len(checks)} checks" if checks else said)
        fonts = next((one["note"] for one in checks if "PDF" in one["name"]), "")
        self.fact("the carried font is printed with", fonts == "NotoSansCJKsc-Regular", fonts)

    def no_fonts(self) -> Path:
        """A fontconfig of Linux that knows no font, so that Wine has none to offer."""
        file = PLACE / "no-fonts.conf"
        file.write_text("<?xml version='1.0'?><fontconfig><dir>/nowhere</dir></fontconfig>", encoding="ascii")
        return file

    def makes_data(self) -> None:
        """A demonstration township becomes this clerk's own data."""
        demo = self.home / "数据 演示"
        code, said = self.cli("demo", self.windows_path(demo), "--people", "60")
        self.fact("the demonstration runs", code == 0, said.get("error", f"{len(said.get('made', []))} files"))
        shutil.copytree(demo / "township", self.data, dirs_exist_ok=True)

    def opens(self) -> None:
        """The shortcut, the passphrase typed, the window."""
        shortcut = self.windows_path(self.home / "Desktop" / f"{TITLE}.lnk")
        self.unlocks(["start", shortcut], "1-unlock", "2-window")
        self.refuses_while_running()
        self.closes()
        receipt = next((self.home / "数据 演示" / "stick").glob("*_ACK_*.cjp"))
        command = self.registered("", r"HKCU\Software\Classes\CJDesk.Batch\shell\open\command") or ""
        program, _, words = command.removeprefix('"').partition('" ')
        self.fact("a double-clicked batch is handed over", words == '--open "%1"', command)
        # Wine 8 does not look at the user's own classes, so its shell is not asked.
        self.unlocks([program, "--open", self.windows_path(receipt)], "3-unlock-for-batch", "4-batch", wait=False)
        self.closes()

    def unlocks(self, command: list[str], door_picture: str, window_picture: str, *, wait: bool = True) -> None:
        """From the start to the main window; ``wait`` for a shortcut, whose starter ends at once."""
        start = time.monotonic()
        process = self.begin(*command)
        door = self.desktop.wait_for(DOOR)
        if wait:
            process.wait(60)
        self.measured("start to the unlock window", time.monotonic() - start)
        time.sleep(3)  # so that it is painted, and the clerk has begun to type
        self.fact("the unlock window has a face", self.desktop.photograph(door_picture) > 50)
        start = time.monotonic()
        self.desktop.type(door, PASSPHRASE)
        self.desktop.press(door, "Return")
        try:
            self.desktop.wait_for(WINDOW)
        except TimeoutError as late:
            self.desktop.photograph(f"{window_picture}-missing")
            self.fact("typing the passphrase opens the window", False, late)
            return
        self.measured("passphrase typed to the main window", time.monotonic() - start)
        time.sleep(4)
        self.fact("the window has a face", self.desktop.photograph(window_picture) > 100)
        self.fact("the data are open", (self.data / "cjdesk.db-wal").exists())

    def closes(self) -> None:
        """As by the cross at the top."""
        window = self.desktop.windows(WINDOW)
        if window:
            self.desktop.press(window[-1], "alt+F4")
        self.desktop.wait_until_gone(WINDOW)
        folded = self.wait(lambda: not (self.data / "cjdesk.db-wal").exists(), 20)
        self.fact("closing leaves one whole data file", folded)

    def refuses_while_running(self) -> None:
        """Installer and uninstaller leave a running program alone; two installers do not meet."""
        with self.begun(self.setup, "/S") as first:
            time.sleep(6)
            self.fact("a second installer is refused", self.silent(self.setup) == EXIT_INSTALLING)
            first.wait(120)
            self.fact("an update waits for a running CJDesk, then gives up", first.returncode == EXIT_RUNNING)
        self.fact("and says why", "CJDesk" in self.silent_words() and "11" in self.silent_words(), self.silent_words())
        in_place = f"_?={self.windows_path(self.chosen)}".split()  # else its copy works on, and the code is lost
        code, _ = self.run(self.chosen / "Uninstall.exe", "/S", *in_place)
        self.fact("an uninstaller does so too", code == EXIT_RUNNING, code)
        self.fact("nothing was changed", self.version() == OLDER and self.desktop.windows(WINDOW))
        with self.begun(self.setup):
            first_page = self.desktop.wait_for(f"^{TITLE}")
            time.sleep(1)
            self.desktop.photograph("5-setup")
            self.desktop.press(first_page, "Return")
            time.sleep(1)
            self.desktop.press(first_page, "Return")
            time.sleep(2)
            self.desktop.photograph("6-setup-while-running")
            self.fact("with a window it asks", len(self.desktop.windows(f"^{TITLE}")) > 1, self.desktop.titles())
            self.desktop.press(self.desktop.windows(f"^{TITLE}")[-1], "Escape")

    def upgrades(self) -> None:
        """Over the older version, twice; the data are untouched, the clerk's own file stays."""
        (self.chosen / "我的笔记.txt").write_text("留着", encoding="utf-8")
        before = self.data_hash()
        start = time.monotonic()
        code = self.silent(self.setup)
        self.measured("Setup.exe over an older version", time.monotonic() - start)
        now = identity.version()
        self.fact("an upgrade ends with 0", code == 0, f"{code} {self.silent_words() if code else ''}")
        self.fact("it is the new version", self.version() == now == self.registered("DisplayVersion"), self.version())
        self.fact("the version before is kept", self.version(self.previous) == OLDER, self.version(self.previous))
        self.fact("the clerk's own file is still there", (self.chosen / "我的笔记.txt").is_file())
        self.fact("the data are byte for byte as before", self.data_hash() == before)
        self.fact("every file of the build is installed", *self.compared())
        size = sum(file.stat().st_size for file in self.chosen.rglob("*") if file.is_file())
        self.fact(f"at most {build.INSTALLED_MOST:,} bytes are installed", size <= build.INSTALLED_MOST, f"{size:,}")
        self.fact("installing twice ends with 0", self.silent(self.setup) == 0)
        self.fact("and keeps the version before", self.version(self.previous) == OLDER, self.version(self.previous))
        self.opens_data("after the upgrade")

    def compared(self) -> tuple[bool, str]:
        """Whether the installed folder holds the built one, byte for byte."""
        built = [file for file in build.FOLDER.rglob("*") if file.is_file()]
        differing = [
            name
            for file, name in ((file, file.relative_to(build.FOLDER)) for file in built)
            if not (self.chosen / name).is_file() or (self.chosen / name).read_bytes() != file.read_bytes()
        ]
        return not differing and bool(built), f"{len(built)} files, differing: {differing}"

    def opens_data(self, when: str) -> None:
        """The installed program checks the data."""
        code, said = self.cli("check", "--as", "lifang", CJDESK_PASSPHRASE=PASSPHRASE)
        self.fact(f"the data are whole {when}", code == 0 and said.get("sound"), said if code else "")

    def goes_back(self) -> None:
        """An older version only by an explicit word; and back and forth by the kept one."""
        now, older = identity.version(), build.setup_file(OLDER)
        code = self.silent(older)
        self.fact("an older version is refused", code == EXIT_NEWER and self.version() == now, code)
        self.fact("and both versions are named", now in self.silent_words() and OLDER in self.silent_words())
        self.fact("/DOWNGRADE allows it", self.silent(older, "/DOWNGRADE") == 0 and self.version() == OLDER)
        self.fact("what it replaced is kept", self.version(self.previous) == now)
        self.begin(self.previous / "back.exe", "/ROLLBACK", "/START")  # not waited for: the desk inherits its output
        back = self.wait(lambda: self.version() == now and self.version(self.previous) == OLDER)
        self.fact("back.exe exchanges the two", back, f"{self.version()} / {self.version(self.previous)}")
        self.fact("and Windows knows", self.registered("DisplayVersion") == now)
        self.fact("the clerk's own file is still there", (self.chosen / "我的笔记.txt").is_file())
        door = self.desktop.wait_for(DOOR)
        self.fact("/START opens the desk", door)
        time.sleep(2)
        self.desktop.press(door, "alt+F4")
        self.desktop.wait_until_gone(DOOR)
        self.opens_data("after going back")

    def refuses_places(self) -> None:
        """A folder that cannot be written, a full disk, data on another computer or a stick."""
        code = self.silent(self.setup, r"/D=Z:\proc\CJDesk")
        self.fact("a read-only folder is refused", code == EXIT_NOT_WRITABLE, f"{code} {self.silent_words().strip()}")
        with small_disk() as disk:
            if disk is None:
                self.lines.append("       a full disk was not shown: this machine may not mount one")
            else:
                code = self.silent(self.setup, f"/D={wine.windows_path(disk)}\\CJDesk")
                self.fact("a full disk is refused", code == EXIT_NO_SPACE, f"{code} {self.silent_words().strip()}")
                self.fact("and nothing is left on it", not any(disk.iterdir()))
        self.fact("the installed version is as before", self.version() == identity.version())
        for letter, kind in (("n:", "network"), ("u:", "floppy")):
            (PLACE / letter[0]).mkdir()
            (self.prefix / "dosdevices" / letter).symlink_to(PLACE / letter[0])
            self.run("reg", "add", r"HKLM\Software\Wine\Drives", "/v", letter, "/d", kind, "/f")
        wine.stop(self.prefix)  # drives are looked at when Wine starts
        init = ("init", "--as", "lifang", "--township", "522633101", "--station", "T-1", "--data")
        secret = {"CJDESK_PASSPHRASE": PASSPHRASE}
        code, said = self.cli(*init, r"N:\数据", **secret)
        error = said.get("error")
        refused = isinstance(error, dict) and error["code"] == "DATA_ON_NETWORK"
        self.fact("new data on a network drive are refused", code == 1 and refused, error)
        self.fact("and nothing is left there", not any((PLACE / "n").iterdir()))
        code, said = self.run(self.chosen / "cjdesk-cli.exe", *init, r"U:\数据", more=secret)
        self.fact("data on a stick begin with a warning", code == 0 and "U盘" in said, said.strip()[:80])

    def uninstalls(self) -> None:
        """The program goes, the data stay, and what is left is known; then once into the usual folder."""
        before = self.data_hash()
        self.run(self.chosen / "Uninstall.exe", "/S")
        gone = self.wait(lambda: not (self.chosen / "program").exists() and not self.previous.exists())
        self.fact("the program is gone", gone)
        self.wait(lambda: self.registered("DisplayVersion") is None, 20)
        left = sorted(path.relative_to(self.chosen.parent).as_posix() for path in self.chosen.parent.rglob("*"))
        self.fact("only the clerk's own file is left there", left == ["CJDesk", "CJDesk/我的笔记.txt"], left)
        self.fact("the data are byte for byte as before", self.data_hash() == before)
        links = [path.name for path in self.home.rglob("*.lnk") if "CJDesk" in path.name]
        self.fact("no shortcut is left", not links, links or "")
        for key in (UNINSTALL, r"HKCU\Software\Classes\.cjp", r"HKCU\Software\Classes\CJDesk.Batch"):
            self.fact(f"nothing is left in {key}", self.run("reg", "query", key)[0] != 0)
        temp = [path.name for path in self.temp.iterdir() if not path.name.startswith("~nsu")]
        self.fact("nothing else is left in Temp", set(temp) <= {"CJDesk-Setup.txt"}, temp)
        self.fact("a silent installation to the usual folder ends with 0", self.silent(self.setup) == 0)
        usual = self.local / "Programs" / "CJDesk"
        self.fact("it lies where programs of one user lie", (usual / "CJDesk.exe").is_file())
        self.run(usual / "Uninstall.exe", "/S")
        self.fact("and is gone again", self.wait(lambda: not usual.exists()))

    def everything(self) -> None:
        """All of it; what was found is written down whatever happens."""
        steps = (self.installs, self.tests_itself, self.makes_data, self.opens, self.upgrades, self.goes_back)
        try:
            for step in (*steps, self.refuses_places, self.uninstalls):
                start = time.monotonic()
                step()
                self.measured(f"-- {step.__name__.replace('_', ' ')}", time.monotonic() - start)
        except Exception as error:
            self.desktop.photograph("broken")
            self.fact("the trial comes to its end", False, repr(error))
            raise
        finally:
            (PLACE / "report.txt").write_text("\n".join(self.lines) + "\n", encoding="utf-8")
            wine.stop(self.prefix)
            self.desktop.close()
            shutil.rmtree(self.prefix, ignore_errors=True)


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk of 60 MB, or None where nothing may be mounted."""
    place = PLACE / "小盘"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "none", str(place)], check=False)
    try:
        yield None if done.returncode else place
    finally:
        if not done.returncode:
            subprocess.run(["umount", str(place)], check=True)


if __name__ == "__main__":
    trial = Trial()
    trial.everything()
    sys.exit(f"{trial.failed} wrong" if trial.failed else 0)
