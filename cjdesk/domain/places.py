"""The order of villages and groups on every list: village code, then 一组 before 二组 before 十组."""

from __future__ import annotations

import functools
import re

_HAN_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMBER = re.compile("[0-9]+|[〇零一二两三四五六七八九十百]+")


@functools.lru_cache(maxsize=4096)
def group_order(group: str) -> tuple[int, str]:
    """A sort key: the group's number (第三组, 3组, 十二组), then its words; groups without a number come last."""
    match = _NUMBER.search(group)
    return (number(match[0]), group) if match else (10**6, group)


def number(text: str) -> int:
    """A small number in figures or Chinese numerals: 12, 十二, 二十, 一百零五, 一二."""
    if text.isascii():
        return int(text)
    if "十" not in text and "百" not in text:
        return int("".join(str(_HAN_DIGITS[digit]) for digit in text))
    total, digit = 0, 0
    for sign in text:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _HAN_DIGITS[sign]
    return total + digit


def government(place: str) -> str:
    """The body whose seal stands on a township's paper: 贯洞镇人民政府, but 丙梅街道办事处."""
    return f"{place}{'办事处' if place.endswith('街道') else '人民政府'}"
