"""F2 公示表: who is paid what, for the wall of the village; never a full ID number, account or reason of leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cjdesk.domain import codes, masks
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.domain.places import group_order
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.printing import wording
from cjdesk.printing.pages import Pages, bound
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.poster_page import FORM, Notice, PosterContent, PosterOptions, PosterRow, our, pages_of

__all__ = ["FORM", "PosterOptions", "layout", "layout_by_village"]


def layout(runs: Sheet | Sequence[Sheet], options: PosterOptions) -> Pages[PosterContent]:
    """The poster of one or more runs of a month. NOTHING_TO_PRINT when nobody there is paid."""
    sheets = (runs,) if isinstance(runs, Sheet) else tuple(runs)
    chosen = [
        (line, months)
        for sheet in sheets
        for line, months in _lines(sheet)
        if line.net_fen and options.village in {None, line.village}
    ]
    if not chosen:
        raise NothingToPrint(form="公示表", month=str(sheets[0].month) if sheets else "")
    first = sheets[0]
    names = {sheet.post_type: sheet.post_type_name for sheet in sheets}
    if len(sheets) > 1:
        villages = {line.village: None for sheet in sheets for line in sheet.lines}
        rank = {village: number for number, village in enumerate(villages)}
        chosen.sort(key=lambda one: (rank[one[0].village], group_order(one[0].group), one[0].id_no))
    rows = tuple(
        _row(number, line, months, names[line.post_type], options)
        for number, (line, months) in enumerate(chosen, start=1)
    )
    posts = tuple(names.values())
    when = wording.months(first.first_month, first.month)
    paid, called = _called(sheets, posts)
    what = f"{our(first.township_name)}{options.village or ''}{when}{paid}发放情况"
    notice = Notice(
        title=(f"关于{first.township_name}{options.village or ''}{when}{called[0]}", called[1]),
        about=f"根据公益性岗位开发管理有关规定，经村级申报、乡镇审核，现将{what}予以公示",
        number_label="公示号" if options.number else "批次",
        number=options.number or _numbers(sheets),
        county=first.county_name,
        township=first.township_name,
        people=len({line.person_id for line, _ in chosen}),
        demo=any(sheet.demo for sheet in sheets),
        draft=any(wording.is_draft(sheet) for sheet in sheets),
        one_post=len(names) == 1,
    )
    return pages_of(notice, rows, options)


def layout_by_village(runs: Sheet | Sequence[Sheet], options: PosterOptions) -> Pages[Any]:
    """A poster of its own for each village, bound behind each other."""
    sheets = (runs,) if isinstance(runs, Sheet) else tuple(runs)
    villages = dict.fromkeys(line.village for sheet in sheets for line in sheet.lines if line.net_fen)
    if not villages:
        raise NothingToPrint(form="公示表", month=str(sheets[0].month) if sheets else "")
    return bound([layout(sheets, replace(options, village=village)) for village in villages])


def _called(sheets: Sequence[Sheet], posts: Sequence[str]) -> tuple[str, tuple[str, str]]:
    """What is paid, and the two ends of the title; a subsidy that is no post has its own name."""
    if all(sheet.pay != codes.POST for sheet in sheets):
        return "、".join(posts), ("、".join(posts), "发放的公示")
    post = f"（{posts[0]}）" if len(posts) == 1 else ""
    return f"{'、'.join(posts)}补贴", (f"公益性岗位{post}", "补贴发放的公示")


def _lines(sheet: Sheet) -> list[tuple[Line, tuple[Month, ...]]]:
    """The rows of a run with the months that each pays; those of several months stand together."""
    paid = [tuple(line.month for line in some if line.net_fen) for some in sheet.by_assignment.values()]
    rows = sheet.rows
    if len(sheet.months) == 1:
        return [(line, (line.month,)) for line in rows]
    return list(zip(rows, paid, strict=True))


def _row(number: int, line: Line, months: tuple[Month, ...], post: str, options: PosterOptions) -> PosterRow:
    return PosterRow(
        number=number,
        name=masks.name(line.name) if options.mask_names else line.name,
        id_no="" if options.ids is Numbers.HIDDEN else masks.id_public(line.id_no),
        place=line.village + line.group,
        post=post,
        months=len(months),
        amount_fen=line.net_fen,
        remark=_dates(line, months),
        person_id=line.person_id,
    )


def _dates(line: Line, months: tuple[Month, ...]) -> str:
    """Joining and leaving only: a remark of the run may name an illness."""
    words = []
    if any(line.start in month and line.start > months[0].first for month in months):
        words.append(f"{line.start.month}月{line.start.day}日上岗")
    if line.end is not None and any(line.end in month for month in months):
        words.append(f"{line.end.month}月{line.end.day}日离岗")
    return "，".join(words)


def _numbers(sheets: Sequence[Sheet]) -> str:
    """The run shown, or the first and the last of several: PAY-202011-0001~0003."""
    numbers = sorted(sheet.number for sheet in sheets)
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}~{numbers[-1].rpartition('-')[2]}"
