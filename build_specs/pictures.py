"""Takes the pictures of the window in resources/pictures, on a fresh demonstration."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from cjdesk import app
from cjdesk.cli.demo import SHOWN_PASSPHRASE
from cjdesk.cli.demonstration import LOGIN
from cjdesk.gui import opening
from cjdesk.gui.prefs import Prefs

ROOT = Path(__file__).parents[1]
PAGES = ("payroll", "people")
SIZE = 1366, 728


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def take(data: Path, folder: Path) -> None:
    """One picture of each page, on the data of a demonstration."""
    prefs = Prefs(data / "desk.ini")
    application = app.prepare(prefs)
    database = opening.unlock(data, LOGIN, SHOWN_PASSPHRASE)
    window = opening.window_for(opening.desk_for(database, prefs))
    window.resize(*SIZE)
    window.show()
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        window.go(page)
        wait(3000)
        window.grab().save(str(folder / f"{page}.png"))
    window.close()
    database.close()
    application.quit()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "cjdesk", "demo", f"{place}/demo", "--month", "2026-03"]
        subprocess.run(command, cwd=ROOT, check=True)
        take(Path(place) / "demo" / "township", ROOT / "resources" / "pictures")
