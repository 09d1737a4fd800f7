"""A person is found by pinyin in every likely reading, initials, ID number, phone and village."""

from __future__ import annotations

import pytest

from cjdesk.services.search_text import name_readings, place_initials, search_words


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单凤兰", {"shanfenglan", "danfenglan", "sfl", "dfl"}),
        ("曾国芳", {"zengguofang", "zgf"}),
        ("仇运来", {"qiuyunlai", "qyl"}),
        ("解文正", {"xiewenzheng", "xwz"}),
        ("翟月", {"zhaiyue", "zy"}),
        ("查英", {"zhaying", "zy"}),
        ("朴花", {"piaohua", "ph"}),
        ("区建", {"oujian", "oj"}),
        ("覃英", {"qinying", "tanying", "qy", "ty"}),
        ("乐霞丽", {"yuexiali", "lexiali", "yxl", "lxl"}),
        ("尉迟恭", {"yuchigong", "ycg"}),
        ("木呷·阿力", {"mugaali", "mgal"}),
        ("吕绿", {"lvlv", "ll"}),
    ],
)
def test_surnames_in_every_reading(name: str, readings: set[str]) -> None:
    assert readings <= set(name_readings(name))


def test_the_usual_reading_of_a_surname_comes_first() -> None:
    assert name_readings("单凤兰")[0] == "shanfenglan"
    assert name_readings("曾国芳")[0] == "zengguofang"


def test_what_a_clerk_types_is_there() -> None:
    words = search_words("石小花", "522699199203050040", "15400000001", "干团村", "三组")
    assert words.startswith("shixiaohua ")
    for typed in ("sxh", "石小花", "小花", "050040", "0040", "15400000001", "干团", "三组", place_initials("干团村")):
        assert typed in words


def test_rare_and_lost_characters_do_no_harm() -> None:
    assert name_readings("") == ()
    assert name_readings("\ue863") == ()
    assert search_words("欧兰\ue863", "52269919920305004X", None, None, None).endswith("52269919920305004x")
    assert name_readings("\U00020000某")
