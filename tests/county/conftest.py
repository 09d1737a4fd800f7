"""A real PostgreSQL of our own for the county's tests: a private cluster, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from cjdesk.county import house
from cjdesk.county.house import County
from cjdesk.db.database import open_county

OFFICE, NAME, PASSPHRASE = "522633", "从江县就业局", "Congjiang-2020"
HOW = (
    "The county's tests need PostgreSQL's own programs (initdb, pg_ctl), version 13 or newer, and found none. "
    "Debian and Ubuntu: apt-get install postgresql. Windows: the installer from postgresql.org. "
    "Elsewhere set CJDESK_PG_BIN to the folder that holds initdb."
)


@dataclass(frozen=True)
class Server:
    """A running cluster; superuser ``postgres``, no password, reachable from this machine only."""

    host: str
    port: int

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.host}&port={self.port}"

    def run(self, statement: str) -> None:
        with psycopg.connect(
            host=self.host, port=self.port, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def _programs() -> Path:
    named = os.environ.get("CJDESK_PG_BIN")
    found = [Path(named)] if named else []
    on_path = shutil.which("initdb")
    found += [Path(on_path).parent] if on_path else []
    for root in (Path("/usr/lib/postgresql"), Path("C:/Program Files/PostgreSQL")):
        found += sorted(root.glob("*/bin"), reverse=True)
    for folder in found:
        if any((folder / name).exists() for name in ("initdb", "initdb.exe")):
            return folder
    pytest.fail(HOW, pytrace=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Start the cluster; initdb refuses to be root, so root lets the system's postgres user run it."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="cjdesk-pg-"))
    user: dict[str, str] = {}
    if os.name == "posix" and os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        user = {"user": "postgres", "group": "postgres"}
    data, log, port = folder / "data", folder / "log", _free_port()
    host = "127.0.0.1" if os.name == "nt" else str(folder)
    listen = f"-c listen_addresses={'127.0.0.1' if os.name == 'nt' else ''}"
    sockets = "" if os.name == "nt" else f"-k {folder}"

    def call(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(programs / program), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=False,
            extra_groups=[] if user else None,
            **user,
        )
        assert done.returncode == 0, (program, done.returncode, log.read_text() if log.exists() else "")

    try:
        call("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-p {port} {listen} {sockets} -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        call("pg_ctl", "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        yield Server(host, port)
        call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(postgres: Server) -> str:
    """The name of a database that the program's own migration has filled."""
    postgres.run("CREATE DATABASE template_county")
    open_county(postgres.url("template_county")).close()
    return "template_county"


@pytest.fixture
def county_urls(postgres: Server, template: str) -> Iterator[Callable[[], str]]:
    """Makes migrated county databases of this test's own."""
    names: list[str] = []

    def make() -> str:
        names.append(f"county_{uuid.uuid4().hex[:12]}")
        postgres.run(f"CREATE DATABASE {names[-1]} TEMPLATE {template}")
        return postgres.url(names[-1])

    yield make
    for name in names:
        postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def county_url(county_urls: Callable[[], str]) -> str:
    """A migrated county database."""
    return county_urls()


@pytest.fixture
def county(county_url: str, tmp_path: Path) -> Iterator[County]:
    """A practice county, open."""
    begun = house.begin(county_url, tmp_path / "county", office=OFFICE, name=NAME, passphrase=PASSPHRASE, demo=True)
    yield begun
    begun.close()
