"""``cjdesk fees`` and ``cjdesk print ledger`` on a township's own data."""

from __future__ import annotations

import json
import re
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


def test_receipts_of_a_month_add_up_to_the_ledger(command: Command, tmp_path: Path) -> None:
    _, ledgers = command("print", "ledger", "--month", "2021-03", "--pdf", tmp_path / "f11.pdf")
    code, said = command("print", "receipts", "--month", "2021-03", "--pdf", tmp_path / "receipts.pdf")
    assert (code, said["form"], said["copy"]) == (0, "RECEIPT", 1)
    received = {one["number"]: one["received_fen"] for one in ledgers["ledgers"] if one["received_fen"]}
    assert {one["number"]: one["amount_fen"] for one in said["receipts"]} == received
    found = "".join(texts(tmp_path / "receipts.pdf"))
    count = sum(one["receipts"] for one in said["receipts"])
    assert found.count("水费收据存根") == count
    shown = [int(re.sub(r"\D", "", one)) * (-1 if "-" in one else 1) for one in re.findall(r"¥(-?[\d,]+\.\d\d)", found)]
    assert sum(shown) == 2 * sum(received.values())  # each amount on the stub and on the receipt
    assert found.count("退费收据") == sum(one["refunds"] for one in said["receipts"])


def test_one_receipt_is_printed_again_as_its_second_copy(command: Command, tmp_path: Path) -> None:
    words = ("--scheme", SCHEME, "--day", "2021-05-03")
    assert command("fees", "receipt", *words, "--numbers", "0050001", "--amount", "40", "--payer", "石荣天")[0] == 0
    assert command("fees", "receipt", *words, "--numbers", "0050002", "--amount", "9", "--refund-of", "0050001")[0] == 0
    out = tmp_path / "one.pdf"
    for copy in (1, 2):
        one = ("print", "receipts", "--month", "2021-05", "--number", "0050001", "--pdf", out)
        code, said = command(*one)
        assert (code, said["copy"], said["receipts"][0]["amount_fen"]) == (0, copy, 4000)
    (text,) = texts(out)
    assert "石荣天" in text
    assert "第2份" in text
    assert "0050002" not in text
    refund = tmp_path / "refund.pdf"
    other = ("print", "receipts", "--month", "2021-05", "--number", "0050002", "--pdf", refund)
    assert command(*other)[1]["receipts"][0]["refunds"] == 1
    assert command("fees", "void", "--scheme", SCHEME, "--numbers", "0050002", "--reason", "写错")[0] == 0
    assert fails(command, *other) == "RECEIPT_IS_VOID"
    code, said = command("print", "verify", "--pdf", refund)
    assert (code, said["true"], said["differences"]) == (1, False, [])
    assert {one["verdict"] for one in said["originals"] if one["number"] == "0050002"} == {"SUPERSEDED"}
    assert "写错" in said["originals"][-1]["message"]
    assert command("print", "verify", "--pdf", out)[1]["true"]
    assert fails(command, "print", "receipts", "--month", "2021-05", "--number", "7777777", "--pdf", out) == (
        "RECEIPT_UNKNOWN"
    )
    assert fails(command, "print", "receipts", "--month", "2022-05", "--pdf", out) == "NOTHING_TO_PRINT"


def test_blank_receipts_of_a_book_leave_out_the_used_ones(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "blank.pdf"
    book = ("fees", "book", "out", "--scheme", SCHEME, "--numbers", "0060001-0060050", "--day", "2021-05-01")
    assert command(*book)[0] == 0
    assert command(
        "fees", "receipt", "--scheme", SCHEME, "--day", "2021-05-03", "--numbers", "0060002", "--amount", "40"
    )[0] == 0  # fmt: skip
    code, said = command("print", "blank-receipts", "--numbers", "0060001-005", "--pdf", out)
    assert (code, said["form"], said["pages"]) == (0, "BLANK", 2)
    assert said["numbers"] == ["0060001", "0060003", "0060004", "0060005"]
    text = "".join(texts(out))
    assert "0060002" not in text
    assert text.count("No.0060003") == 2
    again = ("print", "blank-receipts", "--pdf", out, "--numbers")
    assert fails(command, *again, "0060002") == "BOOK_USED_UP"
    assert fails(command, *again, "0060040-0060060") == "BOOK_UNKNOWN"
    assert command("fees", "book", "void", "--first", "0060001", "--reason", "遗失")[0] == 0
    assert fails(command, *again, "0060001") == "BOOK_IS_VOID"


def test_blank_receipts_and_those_of_several_numbers_are_true_copies(command: Command, tmp_path: Path) -> None:
    """Numbers with a dash between them are found again."""
    out = tmp_path / "receipts.pdf"
    book = ("fees", "book", "out", "--scheme", SCHEME, "--numbers", "0060001-0060050", "--day", "2021-05-01")
    assert command(*book)[0] == 0
    together = ("fees", "receipt", "--scheme", SCHEME, "--day", "2021-05-03", "--numbers", "0060001-0060010")
    assert command(*together, "--amount", "400")[0] == 0
    for words in (("receipts", "--month", "2021-05"), ("blank-receipts", "--numbers", "0060011-0060014")):
        assert command("print", *words, "--pdf", out)[0] == 0
        code, said = command("print", "verify", "--pdf", out)
        assert (code, said["true"], said["differences"]) == (0, True, [])
        assert said["rows"] > 0
        assert {one["verdict"] for one in said["originals"]} == {"TRUE_COPY"}
    assert [(one["form"], one["number"]) for one in said["originals"]] == [("BLANK", "0060001–0060050")]
