"""A round of awards as it is printed: the 20 cooperatives and 100 captains of S23, fictional."""

from __future__ import annotations

from cjdesk.domain.awards import AwardKind, AwardLine, AwardList, Half
from cjdesk.domain.id_number import check_digit

NAMES = ("吴国芳", "杨秀英", "龙运来", "石小花", "潘志明", "㛃小䶮", "买买提·阿不都热合曼", "梁金凤", "韦万", "欧阳昌")
VILLAGES = ("干团村", "宰荡村", "腊溪村", "摆榜村", "引寨村", "大融村")
AMOUNTS = {AwardKind.COOPERATIVE: 100_000, AwardKind.CAPTAIN: 50_000}


def id_no(number: int) -> str:
    body = f"52269919800101{number:03d}"
    return body + check_digit(body)


def cooperative(number: int, *, chosen: bool) -> AwardLine:
    village = VILLAGES[number % 6]
    return AwardLine(
        f"c{number}", AwardKind.COOPERATIVE, number + 1, f"{village}劳务专业合作社", "", NAMES[number % 10], village,
        120 - 3 * number, 985 - 7 * number, AMOUNTS[AwardKind.COOPERATIVE], chosen, "",
    )  # fmt: skip


def captain(number: int, *, chosen: bool) -> AwardLine:
    village = VILLAGES[number % 6]
    return AwardLine(
        f"k{number}", AwardKind.CAPTAIN, number + 1, NAMES[number % 10], id_no(number),
        f"建筑{number % 7 + 1}队 · {village}劳务专业合作社", village, 60 - number // 2,
        970 - 3 * number if number < 90 else None, AMOUNTS[AwardKind.CAPTAIN], chosen, "",
    )  # fmt: skip


def round_of(cooperatives: int, captains: int, *, state: str = "已定") -> AwardList:
    """A round with so many of each kind, decided unless its state says otherwise."""
    chosen = state not in {"拟定", "公示中"}
    lines = [cooperative(number, chosen=chosen) for number in range(cooperatives)]
    lines += [captain(number, chosen=chosen) for number in range(captains)]
    return AwardList(
        "round", "AW-2020H2-01", "2020年下半年表彰", Half(2020, 2), state,
        {AwardKind.COOPERATIVE: 20, AwardKind.CAPTAIN: 100}, AMOUNTS, tuple(lines), "李芳" if chosen else "", "从江县",
        "贯洞镇", "从江县贯洞镇人力资源和社会保障服务中心", True,
    )  # fmt: skip
