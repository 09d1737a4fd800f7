"""The paper of a notice: the poster whole, by village, on A3; the results of objections."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.gui.publicity.rows import short_title
from cjdesk.i18n import tr
from cjdesk.printing import notice_poster, objection_notice, poster_page
from cjdesk.printing.pages import Pages
from cjdesk.printing.proposal_poster import Where
from cjdesk.services import payroll, publicity
from cjdesk.services.publicity import Notice


def open_preview(owner: QWidget, desk: Desk, notice: Notice) -> PaperDialog:
    """Show what can be printed of a notice; each form is laid out when it is chosen."""
    database = desk.database
    office = desk.office
    counted = [notice.run_id or notice.id]
    where = Where(office.county_name, office.township_name, office.demo, notice.month)

    hung, answered = (Copies(desk, form, counted) for form in (poster_page.FORM, objection_notice.FORM))

    def poster(*, by_village: bool = False, a3: bool = False) -> Pages[Any]:
        options = notice_poster.options_of(notice, hung.stamp(), a3=a3)
        if notice.run_id is not None:
            sheet = database.ask(payroll.sheet, notice.run_id)
            return notice_poster.of_run(sheet, options, by_village=by_village)
        people = database.ask(publicity.subjects, notice.id)
        return notice_poster.of_people(people, where, options, by_village=by_village)

    name = f"{notice.number}_公示表"
    forms = [
        Form(tr("Notice sheet"), name, poster, done=hung.count),
        Form(tr("By village"), f"{name}_分村", lambda: poster(by_village=True), done=hung.count),
        Form(tr("On A3"), f"{name}_A3", lambda: poster(a3=True), done=hung.count),
    ]
    if any(one.outcome is not None for one in notice.objections):
        forms.append(
            Form(
                tr("Results of objections"),
                f"{notice.number}_异议处理结果",
                lambda: objection_notice.layout(notice, where, answered.stamp()),
                done=answered.count,
            )
        )
    if any(one.outcome is not None and one.village for one in notice.objections):
        forms.append(
            Form(
                tr("Results by village"),
                f"{notice.number}_异议处理结果_分村",
                lambda: objection_notice.layout_by_village(notice, where, answered.stamp()),
                done=answered.count,
            )
        )
    return preview(owner, f"{short_title(notice)} · {notice.number}", forms)
