"""加补发、加扣款 on the page 工资: an amount with its reason for the person in the row, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cjdesk.domain import codes, money
from cjdesk.domain.month import Month
from cjdesk.domain.sheet import Line, Sheet
from cjdesk.gui.act_form import ActForm
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.filters import Choice
from cjdesk.gui.header import month_words
from cjdesk.i18n import N_, tr
from cjdesk.services.payroll import extras
from cjdesk.services.payroll.extras import ExtraRow

KINDS = {codes.ALLOWANCE: N_("Allowance"), codes.BACK_PAY: N_("Back pay"), codes.DEDUCTION: N_("Deduction")}

ADD = N_("Add an amount with a reason")
WITHDRAW = N_("Withdraw an amount")


def adding(desk: Desk, sheet: Sheet, line: Line) -> ActForm:
    """The form for one more amount; in a run of several months the month is chosen too."""
    lines = sheet.by_assignment.get(line.id, (line,))
    months = {str(one.month): one.month for one in lines}
    fields = [
        Field("kind", N_("Kind"), "choice", required=True, choices=_kinds),
        Field("amount", N_("Amount (yuan)"), "money", required=True),
        Field("reason", N_("Reason"), required=True),
    ]
    if len(months) > 1:
        found = tuple(Choice(key, month_words(one)) for key, one in months.items())
        fields.insert(0, Field("month", N_("Month"), "choice", required=True, choices=lambda: found))

    def act(values: Mapping[str, object]) -> None:
        amount = values.get("amount")
        desk.do(
            ADD,
            extras.add,
            line.assignment_id,
            month=months.get(str(values.get("month")), lines[-1].month),
            kind=str(values.get("kind") or ""),
            amount_fen=amount if isinstance(amount, int) else 0,
            reason=str(values.get("reason") or ""),
            by=desk.clerk.login,
        )

    title = tr("Add an amount for {name}", name=line.name)
    return ActForm(title, tuple(fields), tr("Add"), act, values={"month": str(lines[-1].month)})


def withdrawing(desk: Desk, found: Sequence[ExtraRow]) -> ActForm:
    """The form for taking one of these out again."""
    choices = tuple(Choice(one.id, _words(one)) for one in found)
    fields = (
        Field("extra", N_("Amount"), "choice", required=True, choices=lambda: choices),
        Field("reason", N_("Reason"), required=True),
    )

    def act(values: Mapping[str, object]) -> None:
        reason = str(values.get("reason") or "")
        desk.do(WITHDRAW, extras.withdraw, str(values.get("extra") or ""), reason=reason, by=desk.clerk.login)

    return ActForm(tr(WITHDRAW), fields, tr("Withdraw"), act, values={"extra": choices[0].value})


def standing(desk: Desk, sheet: Sheet, line: Line) -> tuple[ExtraRow, ...]:
    """The amounts of this row that were added and not withdrawn."""
    months: tuple[Month, ...] = sheet.months
    return tuple(
        one
        for month in months
        for one in desk.ask(extras.extras, month, post_type=sheet.post_type)
        if one.assignment_id == line.assignment_id and not one.withdrawn
    )


def _kinds() -> tuple[Choice, ...]:
    return tuple(Choice(kind, tr(words)) for kind, words in KINDS.items())


def _words(one: ExtraRow) -> str:
    return f"{month_words(one.month)} {tr(KINDS[one.kind])} {money.show(one.amount_fen)} {one.reason}"
