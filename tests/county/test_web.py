"""The county's door on the network: real requests to a real server, on PostgreSQL."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from cjdesk.cli import main
from cjdesk.county import stations
from cjdesk.county.house import County
from cjdesk.county.web import application
from cjdesk.db.database import Database, open_township
from cjdesk.domain.errors import BatchIsForeign, CountyLineBroken, CountyRefuses
from cjdesk.services import batches
from cjdesk.sync import line as lines
from cjdesk.sync import seal
from cjdesk.sync.keys import Keys
from cjdesk.sync.line import Line
from cjdesk.sync.request import WHOLE, Asked, headers
from tests.services.desk import MONTH, fill


@pytest.fixture
def server(county: County, tmp_path: Path) -> Iterator[str]:
    """The address of a running county."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = uvicorn.Server(
        uvicorn.Config(
            application(county, tmp_path / "uploads"), host="127.0.0.1", port=port, log_config=None, lifespan="off"
        )
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join()


@pytest.fixture
def line(server: str, county: County, township: Database) -> Line:
    """A registered desk's line."""
    township.do("Fill", fill)
    township.do("Trust", batches.trust, county.own.card_file()[1])
    county.database.do("Register", stations.register, township.do("Key", batches.card_file)[1])
    card, keys = township.ask(batches.speaker)
    return Line(server, card, keys, county.own.party.keys)


def make(township: Database, kind: str) -> tuple[str, bytes]:
    made = township.do("Make", batches.make, kind, month=MONTH, by="lifang")
    return township.ask(batches.content, made.id)


def put(line: Line, name: str, body: bytes, more: dict[str, str] | None = None, **changed) -> httpx.Response:
    asked = Asked("PUT", f"/v1/batches/{name}", line.county, "2020-12-01T00:00:00Z", body)
    proof = headers(asked, township=line.desk.office, station=line.desk.station, keys=line.keys) | changed
    return httpx.put(f"{line.url}/v1/batches/{name}", content=body, headers=proof | (more or {}))


def test_health_names_the_county(server: str, county: County):
    found = httpx.get(f"{server}/v1/health").json()
    assert found == {"ok": True, "office": "522633", "fingerprint": county.own.party.keys, "format": 1}


def test_batch_goes_up_in_pieces_and_its_receipt_comes_down(line: Line, township: Database, monkeypatch):
    monkeypatch.setattr(lines, "PIECE", 1000)
    name, content = make(township, "ROSTER")
    seen: list[tuple[int, int]] = []
    assert line.send(name, content, progress=lambda done, total: seen.append((done, total))).state == "TAKEN"
    assert seen[0] == (1000, len(content))
    assert seen[-1] == (len(content), len(content))
    ((_, receipt),) = line.answers()
    assert township.do("Answer", batches.receive, receipt).state == "已送达"
    assert line.answers(after=1) == ()
    assert line.send(name, content).state == "DELIVERED"
    assert len(line.answers()) == 1


def test_broken_upload_goes_on_where_it_stopped(line: Line, township: Database, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(lines, "PIECE", 700)
    name, content = make(township, "ROSTER")

    class Pulled(Exception):
        pass

    def pull(done: int, _total: int) -> None:
        if done >= 1400:
            raise Pulled

    with pytest.raises(Pulled):
        line.send(name, content, progress=pull)
    seen: list[int] = []
    assert line.send(name, content, progress=lambda done, _total: seen.append(done)).state == "TAKEN"
    assert seen[0] == 2100
    assert list((tmp_path / "uploads").iterdir()) == []


def test_whole_batch_in_one_request_and_again(line: Line, township: Database):
    name, content = make(township, "ROSTER")
    first, again = put(line, name, content), put(line, name, content)
    assert (first.status_code, first.json()["state"]) == (201, "TAKEN")
    assert (again.status_code, again.json()["state"]) == (200, "REPEATED")


def test_gap_is_told_over_the_line(line: Line, township: Database):
    files = [make(township, kind) for kind in ("ROSTER", "FEE")]
    reply = line.send(*files[1])
    assert (reply.state, reply.missing) == ("HELD", (1,))
    assert line.answers() == ()
    line.send(*files[0])
    assert len(line.answers()) == 2


def test_requests_that_nobody_known_signed_are_refused(line: Line, township: Database):
    name, content = make(township, "ROSTER")
    stranger = Line(line.url, line.desk, Keys.new(), line.county)
    with pytest.raises(CountyRefuses) as caught:
        stranger.send(name, content)
    assert caught.value.facts["code"] == "REQUEST_UNSIGNED"
    other_county = Line(line.url, line.desk, line.keys, "AAAAA-AAAAA-AAAAA-AAAAA")
    with pytest.raises(CountyRefuses):
        other_county.answers()
    assert put(line, name, content, {"CJDesk-Signature": "zz"}).status_code == 401
    assert put(line, name, content, {"CJDesk-Station": "522633101/XX"}).status_code == 401
    assert put(line, name, content, {"CJDesk-Time": "2021-12-01T00:00:00Z"}).status_code == 401
    assert httpx.get(f"{line.url}/v1/answers/GD-01").status_code == 401


def test_damaged_and_misplaced_uploads_are_refused(line: Line, township: Database, tmp_path: Path):
    name, content = make(township, "ROSTER")
    damaged = content[:-1] + bytes([content[-1] ^ 1])
    answer = put(line, name, damaged)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "BATCH_DAMAGED")
    assert put(line, "CJ_522633102_ROSTER_202011_0001_v1.cjp", content).status_code == 422
    whole = {WHOLE: hashlib.sha256(content).hexdigest()}
    for extent in ("bytes 0-5/3", "bytes 0-99/100000000", "bytes 5-4/10", "pieces"):
        assert put(line, name, content, whole | {"Content-Range": extent}).status_code in {413, 422}
    later = put(line, name, content[10:20], whole | {"Content-Range": f"bytes 10-19/{len(content)}"})
    assert later.json() == {"offset": 0}
    assert not any(tmp_path.glob("uploads/*"))
    assert (
        put(line, name, content[:10], {WHOLE: "../../x", "Content-Range": f"bytes 0-9/{len(content)}"}).status_code
        == 422
    )
    assert put(line, name, content).status_code == 201


def test_line_that_is_not_there_has_its_words(line: Line, township: Database):
    name, content = make(township, "ROSTER")
    for url in ("http://127.0.0.1:9", "ftp://127.0.0.1", "nonsense"):
        with pytest.raises(CountyLineBroken):
            Line(url, line.desk, line.keys, line.county).send(name, content)
    assert township.ask(batches.status)[0].state == "待上报"


def test_answers_are_sealed_for_their_desk(line: Line, township: Database, county: County):
    name, content = make(township, "ROSTER")
    line.send(name, content)
    ((_, receipt),) = line.answers()
    with pytest.raises(BatchIsForeign):
        seal.unwrap(receipt, Keys.new())


def test_command_line_sends_and_fetches(
    server: str, county: County, township_dir: Path, capsys, monkeypatch, login: str, passphrase: str
):
    database = open_township(township_dir, login, passphrase)
    database.do("Fill", fill)
    database.do("Trust", batches.trust, county.own.card_file()[1])
    county.database.do("Register", stations.register, database.do("Key", batches.card_file)[1])
    database.do("Make", batches.make_all, month=MONTH, by=login)
    database.close()
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)

    def call() -> dict:
        assert main(["batch", "send", "--to", server, "--data", str(township_dir), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    first = call()
    assert [one["state"] for one in first["sent"]] == ["TAKEN", "TAKEN", "TAKEN"]
    assert {one["state"] for one in first["answers"]} == {"已送达"}
    assert call() == {"sent": [], "answers": []}
