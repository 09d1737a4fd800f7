"""What is hidden of numbers and names (D-05), applied to the value that is shown or printed, never by covering."""

from __future__ import annotations

import re

COMPOUND_SURNAMES = frozenset(
    {
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙",
        "宇文", "司徒", "令狐", "夏侯", "轩辕", "端木", "百里", "东郭", "南宫", "呼延",
        "独孤", "司空", "闻人", "澹台", "公冶", "太叔", "申屠", "仲孙", "钟离", "赫连",
        "鲜于", "拓跋", "第五", "万俟", "濮阳", "淳于", "单于",
    }
)  # fmt: skip
"""Surnames of two characters; a name of two characters never begins with one of them."""


def id_draft(id_no: str) -> str:
    """First six and last four, for drafts inside the office: 522633********0011."""
    return f"{id_no[:6]}{'*' * (len(id_no) - 10)}{id_no[-4:]}" if len(id_no) > 10 else "*" * len(id_no)


def id_public(id_no: str) -> str:
    """First three and last two, for posting outside; the default there is to leave the number out."""
    return f"{id_no[:3]}{'*' * (len(id_no) - 5)}{id_no[-2:]}" if len(id_no) > 5 else "*" * len(id_no)


def bank_tail(bank_no: str | None) -> str:
    """The last four digits behind an ellipsis: …4321; empty without an account."""
    return f"…{bank_no[-4:]}" if bank_no else ""


def bank_draft(bank_no: str | None) -> str:
    """First four and last four, for lists on the screen: 6217********4321."""
    if not bank_no:
        return ""
    return f"{bank_no[:4]}********{bank_no[-4:]}" if len(bank_no) > 8 else f"****{bank_no[-4:]}"


def phone(number: str | None) -> str:
    """Without its middle: 138****1234."""
    if not number:
        return ""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]}****{number[-4:]}"
    return f"{'*' * max(len(number) - 4, 0)}{number[-4:]}"


def name(full: str) -> str:
    """Only the surname: 张*, 欧阳**; a name with a dot keeps its first part."""
    if "·" in full:
        first, _, rest = full.partition("·")
        return first + "·" + "*" * len(rest)
    surname = 2 if len(full) > 2 and full[:2] in COMPOUND_SURNAMES else 1
    return full[:surname] + "*" * (len(full) - surname)


_ID_NO = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_NUMBER = re.compile(r"(?<![0-9*])[0-9](?:[ -]?[0-9]){6,}(?![0-9*])")
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}")
_HEALTH = re.compile(
    r"病|残疾|伤残|致残|智障|癌|瘤|艾滋|结核|血压|糖尿|怀孕|流产|手术|住院|透析|瘫痪|失明|聋|哑|精神失常|吸毒"
)
_CLAUSE = re.compile(r"[^，。；！？、\n]+")

NUMBER_LEFT_OUT, HEALTH_LEFT_OUT = "（号码略）", "（涉及个人健康，略）"


def for_the_wall(text: str, *, told_by: str = "") -> str:
    """A clerk's own words as they may hang in public (domain.md 3.3): nothing about accounts, telephones, health.

    ID numbers are masked, other long numbers left out, clauses that speak of health too; who told it is 反映人.
    """
    if told_by.strip():
        text = text.replace(told_by.strip(), "反映人")
    text = _ID_NO.sub(lambda found: id_public(found[0].upper()), text)
    text = _NUMBER.sub(lambda found: found[0] if _DAY.fullmatch(found[0]) else NUMBER_LEFT_OUT, text)
    parts = _CLAUSE.sub(lambda found: HEALTH_LEFT_OUT if _HEALTH.search(found[0]) else found[0], text)
    return re.sub(rf"(?:{re.escape(HEALTH_LEFT_OUT)}[，、；])+(?={re.escape(HEALTH_LEFT_OUT)})", "", parts)
