"""What the self-test does: the main job, every released data file, every page, a PDF and a batch read back."""

from __future__ import annotations

import platform
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, qVersion
from PySide6.QtGui import QColor, QFontDatabase, QImage, QImageWriter

import cjdesk
from cjdesk import app, log, paths
from cjdesk.cli.demonstration import CHECKER_LOGIN, Demonstration
from cjdesk.cli.demonstration import Step as Done
from cjdesk.county import house, intake
from cjdesk.db.database import open_township
from cjdesk.db.engine import libraries
from cjdesk.domain.errors import UserError
from cjdesk.domain.month import Month
from cjdesk.gui import opening, tour
from cjdesk.gui.prefs import Prefs
from cjdesk.i18n import N_, error_text, tr
from cjdesk.printing import embedded, fonts, pdf_check, scan_picture
from cjdesk.services import check

PEOPLE = 30
PASSPHRASE = "Zijian-2026"  # noqa: S105 - guards fictional people in a folder that is deleted
RELEASED_LOGIN, RELEASED_PASSPHRASE = "lifang", "Guandong-2020"  # of the carried data files, fictional too


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check: its name in words, whether it passed, how long it took, and what was found or went wrong."""

    name: str
    passed: bool
    seconds: float
    note: str


Tell = Callable[[Outcome], None]


class SelfTest:
    """All checks in one folder; each outcome is told as it comes and kept in ``outcomes``."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        """Nothing is done yet; ``folder`` is empty and is the caller's to delete."""
        self.outcomes: list[Outcome] = []
        self._folder = folder
        self._tell = tell
        self._prefs = Prefs(folder / "desk.ini")
        self._month = Month.of(date.today()).plus(-1)
        self._demonstration = Demonstration(folder / "demo", self._month, PEOPLE, PASSPHRASE, None, self._on_step)

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return bool(self.outcomes) and all(one.passed for one in self.outcomes)

    def run(self) -> None:
        """Every check, whatever the others found; only what needs the demonstration waits for it."""
        self._check(N_("Program and libraries"), _versions)
        app.prepare(self._prefs)  # before a PDF makes an application that can have no window
        self._check(N_("A font with Chinese characters"), _chinese_font)
        self._check(N_("The user manual, the proof checker and the wording of forms"), _carried)
        self._check(N_("Photos and scans of every kind are read"), _pictures)
        if self._check(N_("The main job, end to end"), self._main_job):
            self._check(N_("The PDFs carry their fonts, and say what the data inside them say"), self._read_pdfs)
            self._check(N_("Batches are opened, forged ones refused"), self._open_batches)
            self._check(N_("The sums of the data file agree"), self._sums)
            self._check(N_("Unlock and open the window"), self._every_page)
        for step in released():
            self._check(N_("A data file of an earlier version"), self._upgrade, step)
        self._prefs.sync()  # now, not when the folder is gone

    def _check(self, name: str, work: Callable[..., str], *args: object) -> bool:
        start = time.perf_counter()
        try:
            passed, note = True, work(*args)
        except Fault as fault:
            passed, note = False, str(fault)
        except UserError as error:
            passed, note = False, f"{error.code}: {error_text(error)}"
        except Exception as error:  # noqa: BLE001 - a check that breaks is a check that failed, and says how
            passed, note = False, log.bug_report(error)
        self._keep(Outcome(tr(name), passed, round(time.perf_counter() - start, 3), note))
        return passed

    def _keep(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._tell(outcome)

    def _on_step(self, step: Done) -> None:
        self._keep(Outcome(tr(step.name), passed=True, seconds=step.seconds, note=step.note))

    def _main_job(self) -> str:
        self._demonstration.run()
        return str(self._month)

    def _made(self, kind: str) -> Iterator[Path]:
        return (one.path for one in self._demonstration.made if one.kind == kind)

    def _read_pdfs(self) -> str:
        names: set[str] = set()
        for sheet, path in zip(self._demonstration.sheets, self._made("sheet"), strict=True):
            pdf = path.read_bytes()
            found = embedded.fonts(pdf)
            outside = [font.name for font in found if not font.embedded]
            if not found or outside:
                raise Fault(f"{path.name}: {outside or tr('no font')}")
            text = embedded.characters(pdf)
            lost = [line.name for line in sheet.lines if not _stands_in(text, line.name)]
            if lost:
                raise Fault(f"{path.name}: {', '.join(lost)}")
            unlike = pdf_check.check(pdf, path.name).differences
            if unlike:
                raise Fault(f"{path.name}: {unlike[0]}")
            names.update(font.name.partition("+")[2] or font.name for font in found)
        return ", ".join(sorted(names))

    def _open_batches(self) -> str:
        demo = self._demonstration
        county = house.enter(demo.url, demo.folder / "county", PASSPHRASE)
        with closing(county):
            batches = list(self._made("batch"))
            for path in batches:
                again = intake.intake_file(county, path)
                if again.state != "REPEATED" or again.receipt is None:
                    raise Fault(f"{path.name}: {again.state}")
                content = bytearray(path.read_bytes())
                content[len(content) // 2] ^= 1
                try:
                    intake.intake(county, bytes(content), name=path.name)
                except UserError:
                    continue
                raise Fault(tr("{file}: a changed byte was not noticed", file=path.name))
        if not batches:
            raise Fault(tr("no batch was made"))
        return tr("{batches} batches", batches=len(batches))

    def _sums(self) -> str:
        return _sound(self._demonstration.data, CHECKER_LOGIN, PASSPHRASE)

    def _every_page(self) -> str:
        database = opening.unlock(self._demonstration.data, CHECKER_LOGIN, PASSPHRASE)
        try:
            window = opening.window_for(opening.desk_for(database, self._prefs))
            start, seen = time.perf_counter(), 0
            for visit in tour.pages(window):
                seconds, start = round(time.perf_counter() - start, 3), time.perf_counter()
                name = tr("The page {page}", page=tr(visit.title))
                self._keep(Outcome(name, not visit.fault, seconds, visit.fault or visit.said))
                seen += 1
            window.close()
            window.deleteLater()
        finally:
            database.close()
        return tr("{pages} pages", pages=seen)

    def _upgrade(self, step: Path) -> str:
        folder = self._folder / f"released-{step.name}"
        shutil.copytree(step, folder)
        return f"{step.name} · {_sound(folder, RELEASED_LOGIN, RELEASED_PASSPHRASE)}"


class Fault(Exception):
    """A check found something wrong; the text says what."""


def released() -> tuple[Path, ...]:
    """A data folder of every schema there was, oldest first."""
    return tuple(sorted(folder for folder in paths.released().iterdir() if folder.is_dir()))


def _stands_in(text: frozenset[str], name: str) -> bool:
    """Whether a name can be searched for and copied out of a page."""
    shown, _ = fonts.faces().name(name)
    return set(unicodedata.normalize("NFKC", shown)) <= text


def _sound(folder: Path, login: str, passphrase: str) -> str:
    """Open a data folder, bringing it to today's schema, and let it check itself."""
    with closing(open_township(folder, login, passphrase)) as database:
        report = check.run(database)
    if not report.sound or report.chain is None:
        raise Fault(f"{report.file} {report.findings} {report.chain}")
    return tr("{entries} audit entries unbroken", entries=report.chain.entries)


def _versions() -> str:
    sqlite, sqlcipher = libraries()
    if not sqlcipher:
        raise Fault(tr("the database library cannot encrypt"))
    return (
        f"CJDesk {cjdesk.__version__} · Python {platform.python_version()} · Qt {qVersion()} · SQLite "
        f"{sqlite} · SQLCipher {sqlcipher} · {platform.platform()}"
    )


def _carried() -> str:
    """What is read only when somebody asks for it, so that a package without it would look well."""
    wordings = (f"forms/{name}.txt" for name in ("application", "agreement", "exit"))
    carried = ("help/manual.md", "proof_checker.py", *wordings)
    sizes = {one: len((paths.resources() / one).read_bytes()) for one in carried}
    return ", ".join(f"{name} {size}" for name, size in sizes.items())


def _pictures() -> str:
    """A package without one of Qt's picture formats would look well until a clerk brings such a scan."""
    page = QImage(400, 300, QImage.Format.Format_RGB32)
    page.fill(QColor("#B03060"))
    sizes = []
    for kind in ("jpeg", "png", "bmp", "tiff", "webp"):
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not QImageWriter(buffer, QByteArray(kind.encode())).write(page):
            raise Fault(kind)
        (picture,) = scan_picture.of_bytes(bytes(store.data()), f"1.{kind}")
        sizes.append(f"{kind} {len(picture.content)}")
    return ", ".join(sizes)


def _chinese_font() -> str:
    body = fonts.faces().role(fonts.Role.BODY)
    if not body.has("从江乡镇工资表人民币"):
        raise Fault(tr("{n} fonts, none with Chinese characters", n=len(QFontDatabase.families())))
    return body.family
