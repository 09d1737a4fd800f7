"""The way of a batch by the command line alone: keys both ways, make, take in, receipt, return, next version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cjdesk.cli import main
from cjdesk.db.database import Database, open_township
from cjdesk.domain import errors
from cjdesk.i18n import error_text
from cjdesk.services import payroll
from tests.services.desk import MONTH, fill, run_month


@pytest.fixture
def call(township_dir: Path, county_url: str, tmp_path: Path, capsys, monkeypatch):
    """Run a command; gives its exit code and its JSON document."""
    monkeypatch.setenv("CJDESK_PASSPHRASE", "Guandong-2020")
    monkeypatch.setenv("CJDESK_COUNTY_DB", county_url)
    monkeypatch.setenv("CJDESK_COUNTY_DIR", str(tmp_path / "county"))

    def run(*words: object) -> tuple[int, dict]:
        capsys.readouterr()
        code = main([*(str(word) for word in words), "--data", str(township_dir), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def open_desk(township_dir: Path, login: str, passphrase: str) -> Database:
    return open_township(township_dir, login, passphrase)


def done(answer: tuple[int, dict]) -> dict:
    assert answer[0] == 0, answer
    return answer[1]


def test_whole_way(call, township_dir: Path, tmp_path: Path, login: str, passphrase: str):
    stick = tmp_path / "stick"
    stick.mkdir()
    database = open_desk(township_dir, login, passphrase)
    database.do("Fill", fill)
    run = run_month(database)
    net = database.ask(payroll.sheet, run).net_fen
    database.close()

    assert call("batch", "make", "--month", "2020-11") == (
        1,
        {"error": {"code": "COUNTY_KEY_MISSING", "message": _words("CountyKeyMissing"), "field": None}},
    )
    county = done(call("county", "init", "--demo"))
    key = done(call("county", "key", stick))
    assert key["fingerprint"] == county["fingerprint"]
    assert done(call("batch", "trust", key["path"]))["fingerprint"] == county["fingerprint"]
    mine = done(call("batch", "key", stick))
    station = done(call("county", "station", "add", mine["path"]))
    assert (station["station"], station["fingerprint"]) == ("GD-01", mine["fingerprint"])

    made = done(call("batch", "make", "--to", stick))
    assert made["month"] == "2020-11"
    assert [one["kind"] for one in made["batches"]] == ["ROSTER", "FEE", "COOP", "PAY"]
    pay = made["batches"][-1]
    assert (pay["name"], pay["total_fen"]) == ("CJ_522633101_PAY_202011_0004_v1.cjp", net)
    assert Path(pay["path"]).stat().st_size == pay["bytes"]
    assert {row["state"] for row in done(call("batch", "status"))["batches"]} == {"已导出"}

    code, held = call("county", "intake", pay["path"])
    assert (code, held["batches"][0]["state"], held["batches"][0]["missing"]) == (3, "HELD", [1, 2, 3])
    (gap,) = done(call("county", "status"))["gaps"]
    assert gap["missing"] == [1, 2, 3]
    taken = done(call("county", "intake", stick))
    assert [one["state"] for one in taken["batches"]] == ["TAKEN", "TAKEN", "TAKEN", "REPEATED"]
    receipts = done(call("county", "receipts", "--to", stick))["answers"]
    assert len(receipts) == 4
    answers = done(call("batch", "receive", stick))["answers"]
    assert {(one["state"], one["changed"]) for one in answers} == {("已送达", True)}
    again = done(call("batch", "receive", stick))["answers"]
    assert {one["changed"] for one in again} == {False}

    done(call("county", "review", pay["name"], "return", "--reason", "R-02: 双岗，与洛香镇重复"))
    done(call("county", "receipts", "--to", stick))
    done(call("batch", "receive", stick))
    row = next(row for row in done(call("batch", "status"))["batches"] if row["kind"] == "PAY")
    assert (row["state"], row["reasons"][0]["code"], row["reasons"][0]["text"]) == (
        "退回",
        "R-02",
        "双岗，与洛香镇重复",
    )

    database = open_desk(township_dir, login, passphrase)
    run_month(database)
    database.close()
    (second,) = done(call("batch", "make", "--month", str(MONTH), "--kind", "PAY", "--to", stick))["batches"]
    assert second["name"] == "CJ_522633101_PAY_202011_0004_v2.cjp"
    assert done(call("county", "intake", second["path"]))["batches"][0]["state"] == "TAKEN"
    done(call("county", "review", second["name"], "pass"))
    done(call("county", "receipts", "--to", stick))
    done(call("batch", "receive", stick))
    states = {row["name"]: row["state"] for row in done(call("batch", "status"))["batches"]}
    assert (states[pay["name"]], states[second["name"]]) == ("退回", "通过")


def test_errors_have_codes_words_and_exit_codes(call, tmp_path: Path, monkeypatch):
    done(call("county", "init", "--demo"))
    (tmp_path / "x.cjp").write_bytes(b"nothing of ours")
    (tmp_path / "y.cjp").write_bytes(b"age-encryption.org/v1\nbroken")
    for words, wanted in (
        (("county", "intake", tmp_path / "x.cjp"), "BATCH_NO_FILE"),
        (("county", "intake", tmp_path / "y.cjp"), "BATCH_DAMAGED"),
        (("county", "intake", tmp_path / "none.cjp"), "CARRIER_GONE"),
        (("county", "init", "--demo"), "COUNTY_EXISTS"),
        (("county", "status", "--dir", tmp_path / "empty"), "COUNTY_MISSING"),
        (("county", "review", "CJ_none.cjp", "pass"), "BATCH_UNKNOWN"),
        (("county", "station", "add", tmp_path / "x.cjp"), "KEY_FILE_BAD"),
        (("batch", "trust", tmp_path / "x.cjp"), "KEY_FILE_BAD"),
        (("batch", "make"), "BATCH_EMPTY"),
        (("batch", "make", "--kind", "PAY", "--month", "2020-11"), "BATCH_NO_RUN"),
        (("batch", "export", "CJ_none.cjp", "--to", tmp_path), "BATCH_UNKNOWN"),
    ):
        code, document = call(*words)
        assert (code, document["error"]["code"]) == (1, wanted), words
        assert any("\u4e00" <= sign <= "\u9fff" for sign in document["error"]["message"]), wanted
    code, document = call("county", "intake", tmp_path)
    assert (code, [one["error"]["code"] for one in document["batches"]]) == (1, ["BATCH_NO_FILE", "BATCH_DAMAGED"])
    monkeypatch.setenv("CJDESK_PASSPHRASE", "Wrong-2020")
    assert call("county", "status")[1]["error"]["code"] == "COUNTY_PASSPHRASE"
    monkeypatch.delenv("CJDESK_COUNTY_DB")
    assert call("county", "status")[1]["error"]["code"] == "COUNTY_DATABASE_MISSING"


def test_batch_for_another_county_is_refused_with_words(
    call, county_urls, township_dir: Path, tmp_path: Path, login: str, passphrase: str
):
    database = open_desk(township_dir, login, passphrase)
    database.do("Fill", fill)
    database.close()
    done(call("county", "init", "--demo"))
    other = ("--db", county_urls(), "--dir", tmp_path / "other")
    done(call("county", "init", "--demo", "--county", "522632", "--name", "榕江县就业局", *other))
    done(call("batch", "trust", done(call("county", "key", tmp_path, *other))["path"]))
    (made,) = done(call("batch", "make", "--kind", "ROSTER", "--month", "2020-11", "--to", tmp_path))["batches"]
    code, document = call("county", "intake", made["path"])
    assert (code, document["error"]["code"]) == (1, "BATCH_FOREIGN")
    assert "不是封给本单位的" in document["error"]["message"]
    assert done(call("county", "status"))["batches"] == []


def _words(name: str) -> str:
    return error_text(getattr(errors, name)())
