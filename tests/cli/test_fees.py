"""``cjdesk fees`` and ``cjdesk print ledger`` on a township's own data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cjdesk import cli
from tests.printing.conftest import texts

pytestmark = pytest.mark.usefixtures("qapp")

Command = Callable[..., tuple[int, Any]]
SCHEME = "俾岔九组河边供水工程"


@pytest.fixture
def command(
    township_dir: Path,
    login: str,
    passphrase: str,
    clean_small: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    monkeypatch.setenv("CJDESK_PASSPHRASE", passphrase)

    def run(*words: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main(["--data", str(township_dir), "--as", login, "--json", *map(str, words)])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else None

    for kind in ("roster", "receipts"):
        assert run("import", kind, clean_small / f"{kind}.xlsx", "--month", "2021-03")[0] == 0
    return run


def fails(command: Command, *words: object) -> str:
    code, said = command(*words)
    assert code == 1
    return str(said["error"]["code"])


def test_the_month_is_what_the_sample_says(command: Command, clean_small: Path) -> None:
    truth = json.loads((clean_small / "expected.json").read_text(encoding="utf-8"))["receipts"]
    code, said = command("fees", "list", "--month", "2021-03")
    assert code == 0
    assert said["commission_fen"] == sum(one["commission_fen"] for one in truth["schemes"])
    assert said["counted_fen"] == sum(one["counted_fen"] for one in truth["schemes"])
    assert said["net_fen"] == said["counted_fen"] + said["left_out_fen"]


def test_a_total_is_entered_and_printed(command: Command, tmp_path: Path) -> None:
    code, said = command(
        "fees", "enter", "--scheme", SCHEME, "--month", "2021-05", "--received", "430", "--numbers", "0012301-386",
        "--refund", "8.50",
    )  # fmt: skip
    assert code == 0
    assert (said["numbers"], said["received_fen"], said["refund_fen"]) == ("0012301–0012386", 43_000, 850)
    assert said["commission_fen"] == 5269
    code, said = command("print", "ledger", "--month", "2021-05", "--scheme", SCHEME, "--pdf", tmp_path / "f11.pdf")
    assert code == 0
    assert said["ledgers"][0]["received_fen"] == 42_150
    (text,) = texts(tmp_path / "f11.pdf")
    assert all(one in text for one in ("0012301", "0012386", "421.50", "52.69"))
    assert fails(command, "print", "ledger", "--month", "2022-05", "--pdf", tmp_path / "no.pdf") == "NOTHING_TO_PRINT"


def test_every_ledger_of_the_month_adds_up_to_the_list(command: Command, tmp_path: Path) -> None:
    _, said = command("print", "ledger", "--month", "2021-03", "--pdf", tmp_path / "f11.pdf")
    _, listed = command("fees", "list", "--month", "2021-03")
    assert sum(one["received_fen"] for one in said["ledgers"]) == listed["net_fen"]


def test_receipts_refunds_and_void_ones(command: Command) -> None:
    day = ("--scheme", SCHEME, "--day", "2021-05-03")
    assert command("fees", "receipt", *day, "--amount", "12", "--numbers", "0020001")[0] == 0
    assert fails(command, "fees", "receipt", *day, "--amount", "12", "--numbers", "0020001") == "RECEIPT_OVERLAP"
    assert fails(command, "fees", "receipt", *day, "--amount", "-12") == "AMOUNT_NEGATIVE"
    code, said = command("fees", "receipt", *day, "--amount", "5", "--refund-of", "0020001")
    assert (code, said["amount_fen"]) == (0, -500)
    assert fails(command, "fees", "receipt", *day, "--amount", "8", "--refund-of", "0020001") == "REFUND_TOO_LARGE"
    future = ("--scheme", SCHEME, "--day", "2199-05-03")
    assert fails(command, "fees", "receipt", *future, "--amount", "5") == "RECEIPT_FUTURE"
    assert command("fees", "void", "--scheme", SCHEME, "--numbers", "0020002", "--reason", "撕坏")[0] == 0
    assert (
        fails(command, "fees", "receipt", "--scheme", "没有", "--day", "2021-05-03", "--amount", "5")
        == "UNKNOWN_SCHEME"
    )


def test_no_income_books_readings_and_flat_fees(command: Command) -> None:
    assert command("fees", "no-income", "--scheme", SCHEME, "--month", "2021-05")[0] == 0
    assert command("fees", "book", "out", "--scheme", SCHEME, "--numbers", "0030001-0030050")[0] == 0
    assert fails(command, "fees", "book", "out", "--scheme", SCHEME, "--numbers", "0030050-0030060") == "BOOK_OVERLAP"
    assert command("fees", "book", "back", "--first", "0030001")[0] == 0
    assert command("fees", "book", "void", "--first", "0030001", "--reason", "遗失")[0] == 0
    (book,) = command("fees", "book", "list")[1]["books"]
    assert (book["numbers"], book["voided"]) == ("0030001–0030050", "遗失")
    since = ("--from", "2021-01-01")
    price = ("fees", "scheme", "price", "--scheme", SCHEME, *since)
    assert command(*price, "--kind", "计量", "--per-m3", "2.33")[0] == 0
    assert fails(command, *price, "--kind", "包月") == "PRICE_INCOMPLETE"
    assert command("fees", "scheme", "household", "--scheme", SCHEME, "--name", "石荣天", *since)[0] == 0
    reading = ("fees", "reading", "--scheme", SCHEME, "--household", "001")
    assert command(*reading, "--month", "2021-04", "--now", "853", "--before", "851.5")[1]["bill_fen"] == 350
    assert fails(command, *reading, "--month", "2021-05", "--now", "12") == "METER_BACKWARDS"
    assert fails(command, *reading, "--month", "2021-05", "--now", "1000000000") == "READING_TOO_LARGE"
    assert fails(command, "fees", "bill", "--scheme", SCHEME, "--month", "2021-05") == "READING_MISSING"


def test_a_scheme_from_nothing(command: Command, clean_small: Path) -> None:
    truth = json.loads((clean_small / "expected.json").read_text(encoding="utf-8"))["receipts"]
    warden = truth["schemes"][0]["wardens"][0]["id_no"]
    new = ("--scheme", "新饮水点")
    since = ("--from", "2021-05-01")
    assert command("fees", "scheme", "add", *new, "--village", "俾岔村", "--households", "12")[0] == 0
    assert fails(command, "fees", "scheme", "rate", *new, "--percent", "2000", *since) == "RATE_RANGE"
    assert fails(command, "fees", "scheme", "rate", *new, "--percent", "x", *since) == "RATE_RANGE"
    assert command("fees", "scheme", "rate", *new, "--basis", "按户", "--per-household", "2", *since)[0] == 0
    assert fails(command, "fees", "scheme", "shares", *new, f"{warden}:60", *since) == "SHARES_NOT_WHOLE"
    assert command("fees", "scheme", "shares", *new, f"{warden}:100", *since)[0] == 0
    lines = command("fees", "list", "--month", "2021-05")[1]["lines"]
    (line,) = [one for one in lines if one["scheme"] == "新饮水点"]
    assert (line["commission_fen"], line["rate"]) == (2_400, "每户2.00")
