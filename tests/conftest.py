"""What tests stand on: a real, migrated, encrypted data file, made once and copied for each test."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from cjdesk.db import keys
from cjdesk.db.database import Database, open_township
from cjdesk.services import office

settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
"""Laws are checked without a stopwatch: a busy machine is no failure."""

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LOGIN = "lifang"
PASSPHRASE = "Guandong-2020"


@pytest.fixture(scope="session", autouse=True)
def one_application(qapp: QApplication) -> Iterator[None]:
    """Qt knows one application for a whole process: it is the window's, before a PDF without a window makes another.

    Its clipboard ends empty: without a screen Qt would drop what lies there when Python has gone already.
    """
    yield
    QApplication.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def cheap_keys() -> Iterator[None]:
    """Keys that tests make cost next to nothing; the program's own cost has its test."""
    dear, keys.COST = keys.COST, keys.Cost(passes=1, memory_kib=64, lanes=1)
    yield
    keys.COST = dear


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the program's log fails the test, unless it is marked ``expects_log``."""
    yield
    if request.node.get_closest_marker("expects_log") is None:
        lines = [record for when in ("setup", "call") for record in caplog.get_records(when)]
        assert not [line.getMessage() for line in lines if line.levelno >= logging.WARNING]


@pytest.fixture(scope="session")
def township_template(tmp_path_factory: pytest.TempPathFactory, cheap_keys: None) -> Path:
    """The data folder that is copied; never opened in place."""
    folder = tmp_path_factory.mktemp("template") / "data"
    database, _ = office.create_township(
        folder,
        township="522633101",
        station="GD-01",
        office_name="贯洞镇人力资源和社会保障服务中心",
        login=LOGIN,
        clerk_name="李芳",
        passphrase=PASSPHRASE,
        demo=True,
    )
    database.close()
    open_township(folder, LOGIN, PASSPHRASE).close()  # today's backup, so that no test waits for it
    return folder


@pytest.fixture
def login() -> str:
    """The clerk of `township` and `township_dir`."""
    return LOGIN


@pytest.fixture
def passphrase() -> str:
    """The clerk's passphrase."""
    return PASSPHRASE


@pytest.fixture
def township_dir(township_template: Path, tmp_path: Path) -> Path:
    """A township's data folder that nobody has open (for the command line)."""
    folder = tmp_path / "data"
    shutil.copytree(township_template, folder)
    return folder


@pytest.fixture
def township(township_dir: Path) -> Iterator[Database]:
    """The open data of 贯洞镇, the built-in reference loaded, 李芳 at work."""
    database = open_township(township_dir, LOGIN, PASSPHRASE)
    yield database
    database.close()


@pytest.fixture(scope="session")
def guandong() -> Path:
    """400 people with every kind of dirt, 贯洞镇 2020-11."""
    return Path(__file__).parent / "data" / "guandong_2020_11"


@pytest.fixture(scope="session")
def clean_small() -> Path:
    """24 people without dirt, 贯洞镇 2021-03."""
    return Path(__file__).parent / "data" / "clean_small"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The worked examples: payroll, amounts in words, ID numbers."""
    return Path(__file__).parent / "data" / "vectors"
