"""``cjdesk print cover|control-sheet`` and ``batch make --cover``: the papers beside a batch and beside a bank file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cjdesk.db.database import open_township
from cjdesk.domain import money, rmb
from cjdesk.services import batches
from cjdesk.sync.keys import write_card
from tests.cli.test_bank import MONTH, answer, paid  # noqa: F401 - the fixture
from tests.cli.test_payroll import desk, no_typing, run  # noqa: F401 - fixtures
from tests.conftest import PASSPHRASE
from tests.printing.conftest import folded, texts
from tests.services.test_batches import CARD, COUNTY

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def reporting(paid: Path) -> Path:  # noqa: F811 - the fixture
    """An approved month at a desk that trusts the county."""
    database = open_township(paid, "lifang", PASSPHRASE)
    try:
        database.do("Trust", batches.trust, write_card(CARD, COUNTY))
    finally:
        database.close()
    return paid


def made(capsys: pytest.CaptureFixture[str], data: Path, *words: object) -> list[dict[str, Any]]:
    code, said = run(capsys, data, "batch", "make", *MONTH, *words)
    assert code == 0
    return [one for one in said["batches"] if one["kind"] == "PAY"]


def test_covers_lie_beside_the_batches_and_name_them(
    reporting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    found = made(capsys, reporting, "--to", stick, "--cover")
    assert len(found) == 3
    for one in found:
        cover = Path(one["cover"])
        assert cover.parent == Path(one["path"]).parent
        assert cover.name == f"{Path(one['name']).stem}_封面.pdf"
        text = "".join(texts(cover))
        assert one["name"] in text
        assert money.show(one["total_fen"]) in text
        assert folded(rmb.words(one["total_fen"])) in text
        assert "第1份" in text


def test_a_cover_without_a_place_to_put_it_is_refused(reporting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, reporting, "batch", "make", *MONTH, "--cover")
    assert (code, said["error"]["code"]) == (1, "COVER_NEEDS_FOLDER")
    assert len(made(capsys, reporting)) == 3  # nothing was sealed before


def test_a_cover_counts_the_papers_that_are_out(
    reporting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, third = made(capsys, reporting)
    _, sheets = run(capsys, reporting, "print", "sheet", *MONTH, "--post", "GS", "--pdf", tmp_path / "f1.pdf")
    _, every = run(capsys, reporting, "print", "sheet", *MONTH, "--pdf", tmp_path / "every.pdf")
    assert every["pages"] > sheets["pages"]  # the sheets of three runs in one file
    _, ledgers = run(capsys, reporting, "print", "ledger", *MONTH, "--pdf", tmp_path / "f11.pdf")
    out = tmp_path / "cover.pdf"
    code, said = run(capsys, reporting, "print", "cover", *MONTH, "--pdf", out)
    assert (code, said["form"], [one["batch"] for one in said["covers"]]) == (
        0, "COVER", [first["name"], second["name"], third["name"]],
    )  # fmt: skip
    pages = texts(out)
    (wardens,) = [text for text in pages if "管水员" in text.split("批次号")[0]]
    assert f"花名册{sheets['pages']}页" in wardens
    assert f"水费台账{len(ledgers['ledgers'])}份" in wardens
    others = [text for text in pages if text is not wardens]
    assert all("水费台账" not in text for text in others)
    assert all("错误0" in text for text in pages)
    assert f"本机第{second['seq']}批,无缺号" in "".join(pages)
    assert f"PAY_202103_{first['seq']:04d}(" in "".join(pages)  # as the batch before
    code, said = run(capsys, reporting, "print", "cover", "--batch", Path(first["name"]).stem, "--pdf", out)
    assert (code, said["copy"], len(said["covers"])) == (0, 2, 1)


def test_what_has_no_cover_says_so(reporting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "no.pdf"
    words = ("print", "cover", "--pdf", out)
    code, said = run(capsys, reporting, *words, *MONTH)
    assert (code, said["error"]["code"]) == (1, "NOTHING_TO_PRINT")
    _, said = run(capsys, reporting, "batch", "make", *MONTH, "--kind", "ROSTER")
    (roster,) = said["batches"]
    code, said = run(capsys, reporting, *words, "--batch", roster["name"])
    assert (code, said["error"]["code"]) == (1, "BATCH_NO_COVER")
    code, said = run(capsys, reporting, *words, "--batch", "CJ_1_PAY")
    assert (code, said["error"]["code"]) == (1, "BATCH_UNKNOWN")
    assert not out.exists()


def test_the_cover_of_a_run_unlocked_since_is_refused(
    reporting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *_ = made(capsys, reporting)
    code, _ = run(capsys, reporting, "payroll", "unlock", *MONTH, "--reason", "考勤改正")
    assert code == 0
    for step in ("compute", "lock"):
        assert run(capsys, reporting, "payroll", step, *MONTH)[0] == 0
    code, said = run(capsys, reporting, "print", "cover", "--batch", first["name"], "--pdf", tmp_path / "c.pdf")
    assert (code, said["error"]["code"]) == (1, "BATCH_RUN_CHANGED")


def test_control_sheets_and_lists_made_again(
    paid: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sheet, listed = ("print", "control-sheet", *MONTH, "--pdf"), ("print", "bank-list", *MONTH, "--pdf")
    code, said = run(capsys, paid, *sheet, tmp_path / "no.pdf")
    assert (code, said["error"]["code"]) == (1, "NOTHING_TO_PRINT")
    code, out = run(capsys, paid, "bank", "export", *MONTH, "--template", "NSH-TXT", tmp_path / "a.txt")
    assert code == 0
    code, said = run(capsys, paid, *sheet, tmp_path / "control.pdf")
    assert (code, said["form"], said["pages"]) == (0, "CONTROL", 1)
    (text,) = texts(tmp_path / "control.pdf")
    assert out["parts"][0]["sha256"][:32] in text
    assert money.show(out["total_fen"]) in text
    assert "YH-202103-01" in text
    _, status = run(capsys, paid, "bank", "status", *MONTH)
    rows = status["lists"][0]["payments"]
    run(capsys, paid, "bank", "result", answer(tmp_path / "回盘.csv", rows, {0: "账号不存在"}))
    _, tasks = run(capsys, paid, "bank", "tasks")
    number = "6299990000000000011"
    run(capsys, paid, "bank", "fix-account", "--person", tasks["returned"][0]["id_no"], "--proof", "存折",
        "--account", number, "--again", number)  # fmt: skip
    code, again = run(capsys, paid, "bank", "reissue", "--template", "NSH-TXT")
    assert (code, again["number"]) == (0, "BF-202103-01")
    _, both = run(capsys, paid, *listed, tmp_path / "both.pdf")
    assert [one["number"] for one in both["lists"]] == ["YH-202103-01", "BF-202103-01"]
    assert "二次发放清单" in texts(tmp_path / "both.pdf")[-1]
    code, one = run(capsys, paid, *listed, tmp_path / "f13.pdf", "--list", "BF-202103-01")
    assert (code, one["form"], [row["number"] for row in one["lists"]]) == (0, "F13", ["BF-202103-01"])
    _, said = run(capsys, paid, *sheet, tmp_path / "control.pdf", "--list", "BF-202103-01")
    assert [row["number"] for row in said["lists"]] == ["BF-202103-01"]
    assert "二次清单" in texts(tmp_path / "control.pdf")[0]
