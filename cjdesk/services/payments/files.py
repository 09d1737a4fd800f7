"""The bank's file of a list, by the bank's template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cjdesk.db.models import BankTemplate
from cjdesk.domain import rmb
from cjdesk.domain.errors import (
    AccountsBlocked,
    ListDiffers,
    NothingToPay,
    NotInEncoding,
    TemplateWrong,
    UnknownTemplate,
)
from cjdesk.domain.money import show
from cjdesk.domain.states import RUN_STEPS, RunState, may
from cjdesk.services.payments.lists import bank_list, listed, live_payments, store
from cjdesk.services.payments.values import PaymentList
from cjdesk.services.payroll.runs import advance
from cjdesk.services.payroll.sheets import run_row
from cjdesk.workbooks import bank_file
from cjdesk.workbooks.bank_file import BankRow, Layout


@dataclass(frozen=True, slots=True)
class Template:
    """A bank's layout that can be chosen."""

    code: str
    name: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class BankFile:
    """A list and its file; several parts when the bank takes only so many rows."""

    made: PaymentList
    template: Template
    suffix: str
    parts: tuple[bytes, ...]


def templates(session: Session) -> tuple[Template, ...]:
    """The bank templates of the reference data by code; one that cannot be used is left out."""
    found = []
    for row in session.scalars(select(BankTemplate).order_by(BankTemplate.code)):
        try:
            found.append(Template(row.code, row.name, bank_file.layout_of(row.layout)))
        except ValueError:
            continue
    return tuple(found)


def template(session: Session, code: str) -> Template:
    """One template. Errors: UNKNOWN_TEMPLATE, TEMPLATE_WRONG."""
    row = session.scalars(select(BankTemplate).where(BankTemplate.code == code)).first()
    if row is None:
        known = "、".join(session.scalars(select(BankTemplate.code).order_by(BankTemplate.code)))
        raise UnknownTemplate(field="template", template=code, choices=known or "—")
    try:
        return Template(row.code, row.name, bank_file.layout_of(row.layout))
    except ValueError as error:
        raise TemplateWrong(field="template", template=code, problem=error) from error


def make(
    session: Session, run_ids: Sequence[str], *, template_code: str, by: str, leave_out_blocked: bool = False
) -> BankFile:
    """Make the list, remember its payments and write the file.

    Each line is paid once: what is on a list already is not listed again. When nothing new is to be paid the newest
    list is written again as it was. People without an account or with somebody else's stop the file
    (ACCOUNTS_BLOCKED) unless ``leave_out_blocked``; then they are named in ``left_out`` and paid by a later list.
    """
    chosen = template(session, template_code)
    grouped = chosen.layout.one_row_per_account
    whole = bank_list(session, run_ids, one_row_per_account=grouped)
    if not whole.agrees:
        raise ListDiffers(difference_fen=whole.net_fen - whole.listed_fen)
    if whole.blocked and not leave_out_blocked:
        raise AccountsBlocked(count=len(whole.blocked), first=whole.blocked[0].name)
    known = live_payments(session, run_ids)
    fresh = [row for row in whole.rows if not any(line_id in known for line_id in row.line_ids)]
    if not fresh and not known:
        raise NothingToPay(month=whole.month)
    if fresh:
        list_id = store(session, whole, fresh, chosen.code, by)
        for run_id in run_ids:
            if may(RUN_STEPS, RunState(run_row(session, run_id).state), RunState.LISTED):
                advance(session, run_id, RunState.LISTED)
    else:
        list_id = max(payment.list_id for payment in known.values())
    return written(listed(session, list_id, one_row_per_account=grouped), chosen)


def written(made: PaymentList, chosen: Template) -> BankFile:
    """The file of a list; NOT_IN_ENCODING names the holders that the bank's encoding cannot write."""
    lost = bank_file.unwritable([row.holder for row in made.rows], chosen.layout.encoding)
    if chosen.layout.format == "text" and lost:
        raise NotInEncoding(encoding=chosen.layout.encoding, names="、".join(lost))
    rows = [
        BankRow(row.holder, row.account, row.bank, row.amount_fen, row.id_no, row.name, row.purpose, row.phone)
        for row in made.rows
    ]
    parts = bank_file.write(rows, chosen.layout, bank_file.Control(_control(made)))
    return BankFile(made, chosen, bank_file.suffix(chosen.layout), parts)


def _control(made: PaymentList) -> tuple[tuple[str, str], ...]:
    """What stands on the control sheet: to be compared with the paper before the file is handed over."""
    return (
        ("清单号", made.number or ""),
        ("工资批次", "、".join(made.run_numbers)),
        ("校验码", "、".join(made.check_codes)),
        ("笔数", str(len(made.rows))),
        ("合计(元)", show(made.listed_fen)),
        ("大写", "人民币" + rmb.words(made.listed_fen)),
        ("花名册合计", show(made.net_fen)),
        ("待补账号", show(made.missing_fen)),
        ("账号相同未列", show(made.blocked_fen)),
        ("零金额", show(made.zero_fen)),
        ("退票待补正", show(made.returned_fen)),
        ("其他清单", show(made.elsewhere_fen)),
    )
