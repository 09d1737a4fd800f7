"""The cover of a pay batch: villages that sum to the run, the file by its name, papers, checks, the batch before."""

from __future__ import annotations

from collections.abc import Callable

from cjdesk.domain import money, rmb
from cjdesk.printing import batch_cover
from cjdesk.services.batches import Paper
from tests.printing.conftest import folded
from tests.printing.sample_forms import cover
from tests.printing.sample_sheets import STAMP, line, sheet

Read = Callable[..., list[str]]


def test_cover_sums_villages_to_the_run(read_back: Read) -> None:
    run = sheet("GS")
    text = "".join(read_back(batch_cover.layout(cover(run), STAMP)))
    rows = batch_cover.villages(run.lines)
    assert sum(row.net_fen for row in rows) == run.net_fen
    assert sum(row.count for row in rows) == len(run.lines)
    for row in rows:
        assert row.village in text
        assert money.show(row.net_fen) in text
    assert rmb.words(run.net_fen) in text
    assert "CJ_522633101_PAY_202011_0033_v1.cjp" in text
    assert "592B138D" in text


def test_cover_says_papers_checks_and_the_batch_before(read_back: Read) -> None:
    text = "".join(read_back(batch_cover.layout(cover(), STAMP)))
    for words in (
        "花名册 8 页", "水费台账 105 份", "错误 0　警告 80（已逐条说明）", "零金额 0　缺账号 0　账号重复 0",
        "PAY_202011_0032（护河员，已导出）", "本机第 33 批，无缺号",
    ):  # fmt: skip
        assert folded(words) in text
    first = cover(papers=(Paper("花名册", 0, "页"),), explained=False, before="", seq=1, gaps=())
    text = "".join(read_back(batch_cover.layout(first, STAMP)))
    assert "花名册0" not in text
    assert "已逐条说明" not in text
    assert folded("无　　本机第 1 批") in text
    assert folded("缺号 3、7") in "".join(read_back(batch_cover.layout(cover(gaps=(3, 7)), STAMP)))


def test_an_account_of_two_people_is_counted(read_back: Read) -> None:
    lines = (line(1), line(2), line(3, bank_no=line(2).bank_no), line(4, bank_no=None))
    text = "".join(read_back(batch_cover.layout(cover(sheet("HL", lines=lines)), STAMP)))
    assert folded("缺账号 1　账号重复 1") in text


def test_the_cover_of_a_withdrawn_batch_is_void() -> None:
    assert batch_cover.layout(cover(withdrawn=True), STAMP).content.frame.void
    assert not batch_cover.layout(cover(), STAMP).content.frame.void


def test_cover_of_many_villages_takes_a_second_page() -> None:
    lines = tuple(line(number, village=f"{number}村") for number in range(1, 41))
    pages = batch_cover.layout(cover(sheet("HL", lines=lines)), STAMP)
    assert [len(page) for page in pages.content.pages] == [27, 13]
    assert "commission_fen" not in [one.key for one in pages.content.columns]
    assert sum(one.width for one in pages.content.columns) == 180
