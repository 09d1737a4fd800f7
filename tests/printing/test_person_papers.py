"""F8, F9 and F10 on paper: what the register knows stands there, what it does not know is left to the pen."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cjdesk.domain import codes
from cjdesk.domain.errors import WordingNotReadable, WordingTooLong, WordingUnknownField
from cjdesk.domain.form_wording import BLANK, Paragraph, Wording, parse
from cjdesk.domain.month import Month
from cjdesk.domain.person_papers import (
    AgreementPaper,
    ApplicationPaper,
    ExitPaper,
    OfficeFacts,
    PersonFacts,
    PostFacts,
)
from cjdesk.printing import exit_notice, pdf, post_agreement, post_application
from cjdesk.printing.pages import Pages
from cjdesk.services.form_wording import FOLDER, wording
from tests.printing.conftest import folded
from tests.printing.sample_sheets import STAMP, expected

Read = Callable[..., list[str]]
OFFICE = OfficeFacts("从江县", "贯洞镇", "从江县贯洞镇人民政府", demo=True)
LONG = "阿卜杜热合曼·" * 5 + "买买提艾山"


def person(**changes: Any) -> PersonFacts:
    return PersonFacts(
        **{
            "id": "01931f5e-0000-7000-8000-0000abcd1234", "name": "石小花", "sex": "女", "birth": date(1992, 3, 5),
            "ethnicity": "侗", "id_no": "522699199203050040", "education": "初中", "phone": "15400000001",
            "village": "干团村", "group": "3组", "address": "", "labour_ability": "普通劳动力", "skills": "",
            "categories": ("脱贫户", "易地搬迁户"), "household": (("户主", "石有才"), ("", "石小花")),
            "bank": "从江农商行贯洞支行", "account": "6299990000000000001", "insured": True,
        } | changes
    )  # fmt: skip


def post(**changes: Any) -> PostFacts:
    return PostFacts(
        **{
            "id": "a1", "number": 1, "post_number": "HL-101-007", "post_type": "HL", "post_type_name": "护路员",
            "post_name": "贯干线K2+000至K6+500", "employer": "干团村村民委员会", "fund": "交通(农村公路养护资金)",
            "start": date(2020, 3, 1), "end": None, "state": "在岗", "standard_fen": 100_000, "exit_reason": "",
            "exit_note": "",
        } | changes
    )  # fmt: skip


def an_application(**changes: Any) -> ApplicationPaper:
    return ApplicationPaper(
        **{"number": "SQ-ABCD1234-1", "person": person(), "post": post(), "office": OFFICE} | changes
    )


def an_agreement(**changes: Any) -> AgreementPaper:
    return AgreementPaper(
        **{
            "number": "XY-ABCD1234-1", "person": person(), "post": post(), "office": OFFICE,
            "start": date(2020, 3, 1), "end": date(2021, 2, 28), "insurance": "人保财险，2020年3月1日起至2021年2月28日止",
        } | changes
    )  # fmt: skip


def an_exit(**changes: Any) -> ExitPaper:
    left = post(end=date(2020, 10, 2), state="离岗", exit_reason="外出务工")
    return ExitPaper(
        **{
            "number": "LG-ABCD1234-1", "person": person(), "post": left, "office": OFFICE,
            "settled_until": Month(2020, 9), "open_fen": 6452, "owed_fen": 0,
        } | changes
    )  # fmt: skip


def application(**changes: Any) -> Pages[Any]:
    return post_application.layout(an_application(**changes), wording(post_application.WORDS, None), STAMP)


def agreement(words: Wording | None = None, **changes: Any) -> Pages[Any]:
    return post_agreement.layout(an_agreement(**changes), words or wording(post_agreement.WORDS, None), STAMP)


def exit_(**changes: Any) -> Pages[Any]:
    return exit_notice.layout(an_exit(**changes), wording(exit_notice.WORDS, None), STAMP)


EVERY = (application, agreement, exit_)


def test_the_application_holds_person_post_and_three_opinions(read_back: Read) -> None:
    (text,) = read_back(application())
    for words in (
        "公益性岗位申请审批表", "石小花", "522699199203050040", "1992.03.05", "15400000001", "干团村3组",
        "脱贫户、易地搬迁户", "户主石有才,石小花", "从江农商行贯洞支行", "护路员", "贯干线K2+000至K6+500",
        "1,000.00元/月", "2020年3月1日", "本人自愿申请", "申请人(签字、按手印)", "村民委员会", "镇人民政府",
        "县级主管部门", "身份证复印件", "第1页共1页", "SQ-ABCD1234-1",
    ):  # fmt: skip
        assert folded(words) in text, words
    assert text.count("负责人(签字)") == text.count("(盖章)") == 3


def test_who_applies_without_a_post_leaves_it_to_the_pen(read_back: Read) -> None:
    bare = person(ethnicity="", education="", phone="", village="", group="", categories=(), household=(), bank="")
    (text,) = read_back(application(post=None, person=bare))
    assert "申请岗位管护对象" in text
    assert "元/月" not in text


def test_the_agreement_says_who_what_how_long_and_how_much(read_back: Read) -> None:
    pages = agreement()
    assert pages.count == 2
    text = "".join(read_back(pages))
    for words in (
        "公益性岗位劳务协议", "甲方(用人单位):干团村村民委员会", "乙方(劳动者):石小花", "从江县贯洞镇干团村3组",
        "自2020年3月1日起至2021年2月28日止", "每人每月1,000.00元(人民币壹仟元整)", "人保财险",
        "责任路段的日常巡查", "贯干线K2+000至K6+500", "甲方(盖章)", "乙方(签字、按手印)", "XY-ABCD1234-1",
    ):  # fmt: skip
        assert folded(words) in text, words
    assert BLANK not in text


def test_words_of_the_post_type_follow_the_post(read_back: Read) -> None:
    def words(kind: str) -> str:
        return "".join(read_back(agreement(post=post(post_type=kind))))

    assert "抄表收费" in words("GS")
    assert "责任河段" in words("HH")
    assert "责任范围内的日常管护" in words("XX")


def test_what_nobody_knows_is_a_line_to_write_on(read_back: Read) -> None:
    bare = person(phone="", address="", village="", group="")
    text = "".join(read_back(agreement(person=bare, end=None, insurance="", post=post(standard_fen=0, fund=""))))
    assert text.count(BLANK) == 7


def test_nine_digits_of_a_standard_are_whole(read_back: Read) -> None:
    text = "".join(read_back(agreement(post=post(standard_fen=123_456_789))))
    assert "1,234,567.89元(人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分)" in text
    (text,) = read_back(application(post=post(standard_fen=123_456_789)))
    assert "1,234,567.89元/月" in text
    (text,) = read_back(exit_(open_fen=123_456_789, owed_fen=987_654_321))
    assert "未到账1,234,567.89元;待追回9,876,543.21元" in text


def test_the_exit_ticks_one_reason_and_tells_the_person(read_back: Read) -> None:
    (text,) = read_back(exit_())
    assert text.count("■") == 1
    assert "■外出务工" in text
    assert text.count("□") == len(codes.EXIT_REASONS) - 1 + 3  # and how the notice is handed over
    for words in (
        "公益性岗位离岗审批表", "离岗通知书", "最后工作日为2020年10月2日", "已发至2020年9月", "因外出务工",
        "522699********0040", "未到账64.52元;待追回0.00元", "补贴发至2020年9月", "收件人签字",
    ):  # fmt: skip
        assert folded(words) in text, words
    assert text.count("522699199203050040") == 1  # only on the part that stays in the office
    assert text.count("负责人(签字)") == 3


def test_another_reason_is_told_in_its_own_words(read_back: Read) -> None:
    left = post(end=date(2020, 10, 2), exit_reason="其他", exit_note="随子女迁往凯里")
    (text,) = read_back(exit_(post=left))
    assert "因随子女迁往凯里" in text
    assert "■其他" in text


def test_before_the_exit_is_registered_its_day_and_reason_are_open(read_back: Read) -> None:
    (text,) = read_back(exit_(post=post(), settled_until=None))
    assert "■" not in text
    assert f"因{BLANK}" in text
    assert f"最后工作日为{BLANK}" in text


@pytest.mark.parametrize("make", EVERY)
def test_forty_characters_of_a_name_are_whole(make: Callable[..., Pages[Any]], read_back: Read) -> None:
    assert len(LONG) == 40
    text = "".join(read_back(make(person=person(name=LONG))))
    assert text.count("阿卜杜热合曼·") >= 5
    assert "买买提艾山" in text


@pytest.mark.parametrize("make", EVERY)
def test_long_words_everywhere_stay_on_the_paper(make: Callable[..., Pages[Any]], read_back: Read) -> None:
    far = post(
        post_name="宰荡" * 50, employer="村民委员会" * 12, fund="资金" * 30, exit_reason="其他", exit_note="因故" * 50
    )
    many = person(address="路" * 200, categories=("脱贫户",) * 12, household=(("孙辈", "石小花"),) * 14)
    pages = make(person=many, post=far)
    text = "".join(read_back(pages))
    assert pages.count <= 2
    assert text.count("宰荡") >= 50
    assert text.count("委") >= 12


@pytest.mark.parametrize("make", EVERY)
def test_paper_is_a4_and_every_font_is_inside(make: Callable[..., Pages[Any]], tmp_path: Path) -> None:
    pages = make()
    path = pdf.write_pdf(pages, tmp_path / "form.pdf")
    info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert "595 x 842 pts (A4)" in info
    assert f"Pages:           {pages.count}" in info
    fonts = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
    assert [one.number for one in pages.imprints] == [pages.content.frame.number]


def test_people_of_the_sample_sign_what_the_roster_says(read_back: Read) -> None:
    for row in expected()["people"][:12]:
        one = row["assignments"][0]
        who = person(
            name=row["name"], id_no=row["id_no"], village=row["village"] or "", group=row["group"] or "",
            phone=row.get("phone") or "",
        )  # fmt: skip
        where = post(post_name=one["post_name"], employer=one["employer"] or "", start=date.fromisoformat(one["start"]))
        text = "".join(read_back(agreement(person=who, post=where)))
        for words in (row["id_no"], one["post_name"], one["employer"] or ""):
            assert folded(words) in text


# The wording


def test_the_county_may_write_its_own_wording(tmp_path: Path, read_back: Read) -> None:
    own = tmp_path / FOLDER
    own.mkdir()
    (own / "agreement.txt").write_text("\ufeff# 岗位协议书\n\n{乙方}在{岗位}。\n## 附则\n略。", encoding="utf-8")
    words = wording("agreement", tmp_path / "desk.db")
    assert words.title == "岗位协议书"
    (text,) = read_back(agreement(words))
    assert "石小花在护路员。附则略。" in text
    assert wording("exit", tmp_path / "desk.db") == wording("exit", None)


def test_a_wording_in_another_encoding_is_refused_with_words(tmp_path: Path) -> None:
    own = tmp_path / FOLDER
    own.mkdir()
    (own / "exit.txt").write_bytes("乙方：协议书".encode("gb18030"))
    with pytest.raises(WordingNotReadable) as error:
        wording("exit", tmp_path / "desk.db")
    assert "forms/exit.txt" in str(error.value)


def test_a_place_nobody_can_fill_is_named(tmp_path: Path) -> None:
    with pytest.raises(WordingUnknownField) as error:
        agreement(Wording("协议", (Paragraph("{乙方}{银行}"),), {}))
    assert "银行" in str(error.value)


def test_a_wording_shrinks_to_two_pages_and_no_further() -> None:
    sentence = "乙方按时上岗，完成管护任务。" * 8
    sizes = []
    for count in (5, 19, 23):
        pages = agreement(Wording("协议", (Paragraph(sentence),) * count, {}))
        assert pages.count <= 2
        sizes.append(pages.content.size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]
    with pytest.raises(WordingTooLong):
        agreement(Wording("协议", (Paragraph(sentence),) * 80, {}))


def test_signatures_never_stand_alone_on_a_page() -> None:
    for count in range(8, 40):
        pages = agreement(Wording("协议", (Paragraph("乙方按时上岗。"),) * count, {}))
        content = pages.content
        assert content.pages[-1]
        assert content.signatures_top + post_agreement.SIGNATURES <= post_agreement.BOTTOM + 6
        assert sum(map(len, content.pages)) == count


def test_a_wording_is_read_line_by_line() -> None:
    found = parse("// 说明\n# 标题\n\n正文\n## 小标题\n@HL 巡路\n@* 其他\n")
    assert found == Wording("标题", (Paragraph("正文"), Paragraph("小标题", heading=True)), {"HL": "巡路", "*": "其他"})
    assert found.words_for("HH") == "其他"
    assert dataclasses.replace(found, by_type={}).words_for("HL") == ""


@pytest.mark.parametrize("make", EVERY)
def test_a_name_no_font_has_is_told_before_it_is_printed(make: Callable[..., Pages[Any]], read_back: Read) -> None:
    assert make().lacking() == ()
    pages = make(person=person(name="欧成\ue5e5"))
    assert [one.text for one in pages.lacking()] == ["欧成\ue5e5"]
    assert "\ue5e5" not in "".join(read_back(pages))
