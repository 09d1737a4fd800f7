"""The other tabs of the card: accounts, posts, pay, household, co-operatives, history; each read from the card."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cjdesk.domain import masks
from cjdesk.domain.states import AssignmentState
from cjdesk.gui.buttons import Button
from cjdesk.gui.header import month_words
from cjdesk.gui.labels import label
from cjdesk.gui.lines import LinkLine, empty_out, fact, history_line
from cjdesk.gui.people import acts, history
from cjdesk.gui.people.basic_tab import heading
from cjdesk.gui.people.words import EXIT_REASONS, RELATIONS, SUSPENSION_REASONS, state_chip
from cjdesk.gui.stored_words import WORK, word
from cjdesk.i18n import N_, tr, yuan
from cjdesk.services.people import AssignmentValue, PersonCard


class Tab(QWidget):
    """A tab that is built anew for each card. Signals: ``act_wanted(name)``, ``open_wanted(kind, key)``."""

    act_wanted = Signal(str)
    open_wanted = Signal(str, str)

    def __init__(self, build: Callable[[Tab, PersonCard], None]) -> None:
        """``build(tab, card)`` adds widgets to ``tab.body``."""
        super().__init__()
        self._build = build
        self._act_place = QVBoxLayout()
        self._buttons = QWidget()
        self.body = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._act_place)
        column.addLayout(self.body)

    def show_card(self, card: PersonCard) -> None:
        """Fill everything."""
        empty_out(self.body)
        self._build(self, card)

    def show_act(self, form: QWidget | None) -> None:
        """Put an act's form on top, or take it away."""
        empty_out(self._act_place)
        if form is not None:
            self._act_place.addWidget(form)
            form.show()
        if shiboken6.isValid(self._buttons):
            self._buttons.setHidden(form is not None)

    def add_sentence(self, text: str) -> None:
        """Words where there is nothing to list."""
        self.body.addWidget(label(text, "body", "muted", wraps=True))

    def add_buttons(self, buttons: list[tuple[str, str]]) -> None:
        """Buttons for acts: words (message ids) and names."""
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        for words, name in buttons:
            button = Button(tr(words), height=24)
            button.clicked.connect(lambda _checked=False, act=name: self.act_wanted.emit(act))
            row.addWidget(button)
        row.addStretch(1)
        self._buttons.setHidden(bool(self._act_place.count()))
        self.body.addWidget(self._buttons)

    def add_link(self, line: LinkLine, kind: str, key: str) -> None:
        """A line that opens something."""
        line.clicked.connect(lambda: self.open_wanted.emit(kind, key))
        self.body.addWidget(line)


def bank(tab: Tab, card: PersonCard) -> None:
    """The account that is paid, and earlier ones."""
    now = card.account
    if now is None:
        tab.add_sentence(tr("No account yet."))
    else:
        tab.body.addWidget(fact(tr("Account"), masks.bank_draft(now.number) or tr("missing"), bold=True))
        tab.body.addWidget(fact(tr("Account holder"), now.holder))
        tab.body.addWidget(fact(tr("Bank branch"), now.bank or "—"))
        if now.valid_from is not None:
            tab.body.addWidget(fact(tr("From"), now.valid_from.isoformat()))
        if now.reason:
            tab.body.addWidget(fact(tr("Reason"), now.reason))
    tab.add_buttons([(N_("Add the account") if now is None or not now.number else N_("Change the account"), "account")])
    earlier = [one for one in card.accounts if one.valid_to is not None]
    if earlier:
        tab.body.addLayout(heading(tr("Earlier accounts")))
    for one in earlier:
        days = f"{one.valid_from or '—'} – {one.valid_to or '—'}"
        tab.body.addWidget(fact(masks.bank_tail(one.number) or "—", f"{one.bank or one.holder}\n{days}"))


def posts(tab: Tab, card: PersonCard) -> None:
    """The present post with what can be done, and earlier ones."""
    now = card.assignment
    current = now if now is not None and now.state != AssignmentState.LEFT.value else None
    if current is None:
        tab.add_sentence(tr("On no post now."))
    else:
        _assignment(tab, current)
    allowed = [one for one in _POST_ACTS if not acts.blocked(one[1], card)]
    tab.add_buttons(allowed)
    earlier = [one for one in card.assignments if one is not current]
    if earlier:
        tab.body.addLayout(heading(tr("Earlier posts")))
    for one in earlier:
        _assignment(tab, one)


def pay(tab: Tab, card: PersonCard) -> None:
    """Every month with its sum and state; page 工资 opens with the run and this person's explanation."""
    if not card.pay:
        tab.add_sentence(tr("Nothing was calculated for this person yet."))
    for one in card.pay:
        line = LinkLine(month_words(one.month), word(_RUN_WORDS, one.state), yuan(one.net_fen))
        tab.add_link(line, "pay_run", f"{one.run_id}#{card.id}")


def household(tab: Tab, card: PersonCard) -> None:
    """Who lives together."""
    if card.household_number is None:
        tab.add_sentence(tr("No household registered."))
        return
    tab.body.addWidget(fact(tr("Household"), card.household_number))
    tab.body.addLayout(heading(tr("Family members {n}", n=len(card.household_members))))
    for one_id, name, relation in card.household_members:
        tab.add_link(LinkLine(name, word(RELATIONS, relation)), "person", one_id)


def cooperatives(tab: Tab, card: PersonCard) -> None:
    """Memberships, the open one first."""
    if not card.memberships:
        tab.add_sentence(tr("Member of no co-operative."))
    for one in card.memberships:
        line = LinkLine(one.cooperative, one.left.isoformat() if one.left else one.joined.isoformat())
        tab.add_link(line, "cooperative", one.cooperative_id)
        tab.body.addWidget(fact(tr("Joined"), one.joined.isoformat()))
        if one.left:
            tab.body.addWidget(fact(tr("Left the co-operative"), one.left.isoformat()))
        tab.body.addWidget(fact(tr("Share"), yuan(one.share_fen)))
        if one.team:
            tab.body.addWidget(fact(tr("Team"), one.team))
        if one.work_status:
            where = " · ".join(part for part in (word(WORK, one.work_status), one.work_unit or "") if part)
            tab.body.addWidget(fact(tr("Work away"), where))
        if one.work_wage_fen:
            tab.body.addWidget(fact(tr("Monthly wage"), yuan(one.work_wage_fen)))


def changes(tab: Tab, card: PersonCard) -> None:
    """The last changes, newest first."""
    shown = [one for one in card.history if one.field not in history.HIDDEN]
    if not shown:
        tab.add_sentence(tr("Nothing has changed yet."))
    for entry in shown:
        when = history.when(entry)
        tab.body.addWidget(history_line(when, f"{history.words(entry)}（{entry.clerk}）", entry.clerk))


def _assignment(tab: Tab, one: AssignmentValue) -> None:
    chip = state_chip(one.state)
    tab.body.addWidget(fact(tr("Post"), f"{one.post_type_name} · {one.post_name}", chip=chip, bold=True))
    days = f"{one.start.isoformat()} – {one.end.isoformat() if one.end else tr('today')}"
    tab.body.addWidget(fact(tr("Days"), days))
    if one.employer:
        tab.body.addWidget(fact(tr("Employer"), one.employer))
    if one.fund:
        tab.body.addWidget(fact(tr("Fund"), one.fund))
    if one.exit_reason:
        said = word(EXIT_REASONS, one.exit_reason)
        tab.body.addWidget(fact(tr("Reason"), f"{said} {one.exit_note or ''}".strip()))
    for agreement in one.agreements:
        ends = agreement.end.isoformat() if agreement.end else "—"
        tab.body.addWidget(fact(tr("Agreement"), f"{agreement.start.isoformat()} – {ends}"))
    for off in one.suspensions:
        until = off.end.isoformat() if off.end else tr("today")
        paid = tr("paid") if off.paid else tr("not paid")
        why = word(SUSPENSION_REASONS, off.reason)
        said = f"{off.start.isoformat()} – {until} · {paid}" + (f" · {why}" if why else "")
        tab.body.addWidget(fact(tr("Suspended"), said))


_POST_ACTS = (
    (N_("Put on post"), "on_post"),
    (N_("Register an agreement"), "agreement"),
    (N_("Suspend"), "suspend"),
    (N_("Back on post"), "resume"),
    (N_("Leave the post"), "leave"),
)
_RUN_WORDS = {
    "草稿": N_("Draft"),
    "已计算": N_("Calculated"),
    "已审核": N_("Locked"),
    "已审批": N_("Approved"),
    "已上报": N_("Reported"),
    "县审通过": N_("Accepted by the county"),
    "已退回": N_("Returned"),
    "已制清单": N_("Listed for the bank"),
    "已发放": N_("Paid"),
    "部分失败": N_("Partly failed"),
    "已归档": N_("Archived"),
}
