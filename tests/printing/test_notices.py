"""Paper of stored notices: what the record chose is what hangs, and no whole number of a person hangs by default."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing import notice_poster, objection_notice, pdf
from cjdesk.printing.proposal_poster import Where
from cjdesk.services.publicity.values import Notice, ObjectionValue, Subject
from tests.printing.conftest import texts
from tests.printing.sample_sheets import STAMP, line, sheet

Read = Callable[..., list[str]]
LONG_NUMBER = re.compile(r"\d{15,19}|\d{17}X")
WHERE = Where("从江县", "贯洞镇", demo=True, month=Month(2020, 11))


def objection(**values: Any) -> ObjectionValue:
    return ObjectionValue(
        **{
            "id": "o", "assignment_id": "a", "name": "石小花", "raised": date(2020, 12, 9), "raised_by": "潘志明",
            "content": "人在外务工，没有上岗", "outcome": "不成立", "outcome_note": "走访邻居，考勤属实",
            "decided": date(2020, 12, 11), "decided_by": "李芳",
        } | values
    )  # fmt: skip


def notice(**values: Any) -> Notice:
    return Notice(
        **{
            "id": "n", "number": "202011-005", "kind": "发放", "run_id": "r", "run_number": "PAY-202011-0001",
            "run_state": "已审核", "revision": 1, "month": Month(2020, 11), "post": "护路员",
            "title": "关于贯洞镇2020年11月公益性岗位（护路员）补贴发放的公示", "place": "各村公示栏",
            "start": date(2020, 12, 7), "end": date(2020, 12, 13), "days": 7, "counting": "calendar", "left": 3,
            "guessed_years": (), "show_ids": False, "mask_names": False,
            "phones": "镇人社中心　0855-0000000（演示）", "reception": "贯洞镇政府一楼人社窗口", "state": "公示中",
            "opened_at": datetime(2020, 12, 6, tzinfo=UTC), "opened_by": "李芳", "closed_at": None, "closed_by": None,
            "photo": "", "remark": "", "withdrawn": "", "people": 2, "amount_fen": 1, "objections": (),
        } | values
    )  # fmt: skip


def proposed() -> list[Subject]:
    return [
        Subject("a1", "p1", "522699199203050040", "石小花", "干团村", "3组", "护路员", 100_000, date(2021, 1, 4)),
        Subject("a2", "p2", "522699198808080029", "欧阳秀英", "宰荡村", "1组", "管水员", 70_000, date(2021, 1, 4)),
    ]


@pytest.mark.parametrize("by_village", [False, True])
def test_a_posted_run_holds_no_number_of_a_person(by_village: bool, tmp_path: Path) -> None:
    options = notice_poster.options_of(notice(), STAMP)
    pages = notice_poster.of_run(sheet("GS"), options, by_village=by_village)
    path = pdf.write_pdf(pages, tmp_path / "f2.pdf")
    text = "".join(texts(path))
    assert not LONG_NUMBER.search(text)
    assert not re.search(r"522\*|522699", text)
    for one in pages.attachments():
        assert not LONG_NUMBER.search(one.content.decode())
    raw = subprocess.run(["pdfdetach", "-list", str(path)], check=True, capture_output=True).stdout.decode()
    assert "F2.json" in raw


def test_the_record_fills_period_number_and_places(read_back: Read) -> None:
    text = "".join(read_back(notice_poster.of_run(sheet("HL"), notice_poster.options_of(notice(), STAMP))))
    assert "公示期:2020年12月7日至12月13日(7天)" in text
    assert "公示号202011-005" in text
    assert "监督电话:镇人社中心0855-0000000(演示)" in text
    assert "受理地点:贯洞镇政府一楼人社窗口" in text
    assert "第2版" not in text


def test_working_days_are_called_so(read_back: Read) -> None:
    record = notice(counting="working", days=5, end=date(2020, 12, 11))
    text = "".join(read_back(notice_poster.of_run(sheet("HL"), notice_poster.options_of(record, STAMP))))
    assert "2020年12月7日至12月11日(5个工作日)" in text


def test_masking_chosen_in_the_record_reaches_the_paper(read_back: Read) -> None:
    record = notice(show_ids=True, mask_names=True)
    run = sheet("HL")
    text = "".join(read_back(notice_poster.of_run(run, notice_poster.options_of(record, STAMP))))
    assert f"{run.lines[0].id_no[:3]}*************{run.lines[0].id_no[-2:]}" in text
    assert not LONG_NUMBER.search(text)
    assert not any(one.name in text for one in run.lines if len(one.name) > 2)


def test_a_later_revision_and_a_withdrawn_notice_say_so(read_back: Read) -> None:
    record = notice(revision=2, state="已撤回")
    text = read_back(notice_poster.of_run(sheet("HL"), notice_poster.options_of(record, STAMP)))[0]
    assert "第2版" in text
    assert "已撤回" in text


def test_a_poster_for_each_village_adds_up() -> None:
    run = sheet("HL")
    pages = notice_poster.of_run(run, notice_poster.options_of(notice(), STAMP), by_village=True)
    villages = {one.village for one in run.lines if one.net_fen}
    assert len(pages.content) == len(villages)
    rows = [row for part in pages.content for page in part.content.pages for row in page]
    assert sum(row.amount_fen for row in rows) == run.net_fen
    assert len(rows) == sum(bool(one.net_fen) for one in run.lines)


@pytest.mark.parametrize(("a3", "size"), [(False, "595 x 842 pts (A4)"), (True, "842 x 1191 pts (A3)")])
def test_paper_is_a4_or_a3(a3: bool, size: str, tmp_path: Path) -> None:
    pages = notice_poster.of_run(sheet("HL"), notice_poster.options_of(notice(), STAMP, a3=a3))
    path = pdf.write_pdf(pages, tmp_path / "f2.pdf")
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert size in info
    assert f"共{pages.count}页" in texts(path)[0]


def test_people_proposed_hang_with_post_and_standard(read_back: Read) -> None:
    record = notice(kind="拟聘", title="关于贯洞镇公益性岗位拟聘人员的公示")
    pages = notice_poster.of_people(proposed(), WHERE, notice_poster.options_of(record, STAMP))
    text = "".join(read_back(pages))
    for words in (
        "拟聘人员的公示",
        "石小花",
        "欧阳秀英",
        "护路员",
        "管水员",
        "1,000.00",
        "700.00",
        "拟1月4日上岗",
        "2人",
    ):
        assert words in text
    assert "月数" not in text
    assert not LONG_NUMBER.search(text)
    parts = notice_poster.of_people(proposed(), WHERE, notice_poster.options_of(record, STAMP), by_village=True)
    assert parts.count == 2
    with pytest.raises(NothingToPrint):
        notice_poster.of_people(
            proposed(), WHERE, dataclasses.replace(notice_poster.options_of(record, STAMP), village="无人村")
        )


def test_the_result_of_an_objection_keeps_who_raised_it(read_back: Read) -> None:
    long = "村民反映其二月份有半个月在县城打零工，" * 12
    record = notice(objections=(objection(), objection(outcome=None), objection(name="", outcome="成立", content=long)))
    pages = objection_notice.layout(record, WHERE, STAMP)
    first, second = read_back(pages)
    for words in (
        "公示异议处理结果",
        "202011-005",
        "石小花",
        "人在外务工,没有上岗",
        "走访邻居,考勤属实",
        "不成立。异议不成立,维持公示内容。",
    ):
        assert words in first
    assert "潘志明" not in first + second
    assert "公示全部内容" in second
    assert second.count("打零工") == 12
    assert "更正后重新公示" in second


def test_names_are_masked_on_the_result_as_on_the_notice(read_back: Read) -> None:
    (text,) = read_back(objection_notice.layout(notice(mask_names=True, objections=(objection(),)), WHERE, STAMP))
    assert "石小花" not in text
    assert "石**" in text


def test_nothing_decided_is_nothing_to_print() -> None:
    with pytest.raises(NothingToPrint):
        objection_notice.layout(notice(objections=(objection(outcome=None),)), WHERE, STAMP)


def test_a_run_of_several_months_hangs_as_one_row_a_person(read_back: Read) -> None:
    months = (Month(2020, 9), Month(2020, 10), Month(2020, 11))
    lines = tuple(
        dataclasses.replace(line(number), month=month, assignment_id=f"a{number}", id=f"{number}{month}")
        for number in (1, 2)
        for month in months[number - 1 :]
    )
    run = dataclasses.replace(sheet("HL", lines=lines), first_month=months[0])
    pages = notice_poster.of_run(run, notice_poster.options_of(notice(), STAMP))
    rows = pages.content.pages[0]
    assert [row.months for row in rows] == [3, 2]
    assert sum(row.amount_fen for row in rows) == run.net_fen
    assert "2020年9月至11月" in read_back(pages)[0].replace("—", "至").replace("-", "至")


def test_results_by_village_tell_each_village_of_its_own_people(read_back: Read) -> None:
    record = notice(
        objections=(
            objection(village="干团村"),
            objection(name="欧阳秀英", village="宰荡村", content="没有巡河"),
            objection(name="", village="", outcome="成立", content="公示时间太短"),
            objection(name="吴老三", village="引寨村", outcome=None),
        )
    )
    pages = objection_notice.layout_by_village(record, WHERE, STAMP)
    assert [part.content.village for part in pages.content] == ["干团村", "宰荡村"]
    mine, general, other, again = read_back(pages)
    assert "石小花" in mine
    assert "欧阳秀英" in other
    assert "(干团村)" in mine
    assert "公示时间太短" in general
    assert "公示时间太短" in again
    assert "欧阳秀英" not in mine + general
    assert "石小花" not in other + again
    assert "共2页" in mine
    (whole,) = [objection_notice.layout_by_village(notice(objections=(objection(),)), WHERE, STAMP)]
    assert whole.count == 1


def test_a_result_tells_nothing_of_accounts_and_health_and_not_who_objected(read_back: Read) -> None:
    record = notice(
        objections=(
            objection(
                content="潘志明说他住院两个月，卡号6217990000000001234",
                outcome_note="身份证522699199203050040，电话13800001234",
            ),
        )
    )
    (text,) = read_back(objection_notice.layout(record, WHERE, STAMP))
    for words in ("潘志明", "住院", "6217", "522699199203050040", "13800001234"):
        assert words not in text
    assert "522*************40" in text
    assert text.count("号码略") == 2
