"""F2 拟聘人员公示: who is to take which post, at what standard, for the wall of the village."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjdesk.domain import masks
from cjdesk.domain.errors import NothingToPrint
from cjdesk.domain.month import Month
from cjdesk.printing.pages import Pages
from cjdesk.printing.payroll_columns import Numbers
from cjdesk.printing.poster_page import Notice, PosterContent, PosterOptions, PosterRow, our, pages_of
from cjdesk.services.publicity.values import Subject


@dataclass(frozen=True, slots=True)
class Where:
    """Whose notice it is."""

    county: str
    township: str
    demo: bool
    month: Month


def layout(people: Sequence[Subject], where: Where, options: PosterOptions) -> Pages[PosterContent]:
    """The poster of people proposed. NOTHING_TO_PRINT when nobody is."""
    chosen = [one for one in people if options.village in {None, one.village}]
    if not chosen:
        raise NothingToPrint(form="拟聘公示表", month=str(where.month))
    rows = tuple(
        PosterRow(
            number=number,
            name=masks.name(one.name) if options.mask_names else one.name,
            id_no="" if options.ids is Numbers.HIDDEN else masks.id_public(one.id_no),
            place=one.village + one.group,
            post=one.post,
            months=0,
            amount_fen=one.amount_fen,
            remark=f"拟{one.start.month}月{one.start.day}日上岗",
        )
        for number, one in enumerate(chosen, start=1)
    )
    place = where.township + (options.village or "")
    about = (
        f"经个人申请、村级评议、乡镇审核，现将{our(where.township)}{options.village or ''}公益性岗位拟聘人员予以公示"
    )
    notice = Notice(
        title=(f"关于{place}公益性岗位", "拟聘人员的公示"),
        about=about,
        number_label="公示号",
        number=options.number,
        county=where.county,
        township=where.township,
        people=len({one.person_id for one in chosen}),
        demo=where.demo,
        draft=False,
        amount_head="补贴标准|（元/月）",
        with_months=False,
        summed=False,
    )
    return pages_of(notice, rows, options)
