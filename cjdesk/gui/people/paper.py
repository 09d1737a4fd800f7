"""The papers of one person in one preview: the file, the application, the agreement, the exit; where the state fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from cjdesk.domain.states import AssignmentState
from cjdesk.gui.copies import Copies
from cjdesk.gui.desk import Desk
from cjdesk.gui.paper_page import Form, PaperDialog, preview
from cjdesk.gui.people import acts
from cjdesk.gui.reason_dialog import ReasonDialog
from cjdesk.i18n import N_, tr
from cjdesk.printing import exit_notice, person_dossier, post_agreement, post_application
from cjdesk.printing.pages import Pages, Stamp
from cjdesk.services import prints
from cjdesk.services.form_wording import wording
from cjdesk.services.people import PersonCard, papers
from cjdesk.services.people.dossier import dossier

_NOT_YET = frozenset({AssignmentState.PROPOSED.value, AssignmentState.PUBLISHED.value})


@dataclass(frozen=True, slots=True)
class Paper:
    """One form: its words (a message id), number, file name, and what lays it out."""

    words: str
    form: str
    file_name: str
    lay_out: Callable[[Desk, str, Stamp], Pages[Any]]


def _file(desk: Desk, person: str, stamp: Stamp) -> Pages[Any]:
    return person_dossier.layout(desk.database.ask(dossier, person, today=acts.today()), stamp)


def _application(desk: Desk, person: str, stamp: Stamp) -> Pages[Any]:
    value = desk.database.ask(papers.application, person, today=acts.today())
    return post_application.layout(value, wording(post_application.WORDS, desk.database.path), stamp)


def _agreement(desk: Desk, person: str, stamp: Stamp) -> Pages[Any]:
    value = desk.database.ask(papers.agreement, person, today=acts.today())
    return post_agreement.layout(value, wording(post_agreement.WORDS, desk.database.path), stamp)


def _exit(desk: Desk, person: str, stamp: Stamp) -> Pages[Any]:
    value = desk.database.ask(papers.exit_paper, person, today=acts.today())
    return exit_notice.layout(value, wording(exit_notice.WORDS, desk.database.path), stamp)


PAPERS = {
    "file": Paper(N_("Personal file"), person_dossier.FORM, "人员档案", _file),
    "application": Paper(N_("Application form"), post_application.FORM, "岗位申请审批表", _application),
    "agreement_form": Paper(N_("Labour agreement"), post_agreement.FORM, "劳务协议", _agreement),
    "exit_form": Paper(N_("Exit form and notice"), exit_notice.FORM, "离岗审批表", _exit),
}


FULL_FILE = "full_file"
COMMANDS = frozenset({*PAPERS, FULL_FILE})
"""What the page's commands are called behind ``people.``."""


def blocked(paper: str, card: PersonCard | None) -> str:
    """Why a paper cannot be printed for this person; empty if it can."""
    if card is None:
        return tr("choose somebody first")
    states = {one.state for one in card.assignments}
    if paper == "agreement_form" and not states:
        return tr("never on post")
    if paper == "exit_form" and not states - _NOT_YET:
        return tr("never on post")
    return ""


def open_preview(owner: QWidget, desk: Desk, card: PersonCard, first: str = "file") -> PaperDialog:
    """Show the papers that fit this person, the one that was asked for first."""
    fitting = [key for key in PAPERS if not blocked(key, card)]
    fitting.sort(key=lambda key: key != first)
    return preview(owner, card.name, [_form(desk, card, PAPERS[key]) for key in fitting])


def ask_purpose(owner: QWidget, desk: Desk, card: PersonCard) -> ReasonDialog:
    """Ask what full numbers are for, then show the file with them; the purpose goes into the history (D-11)."""
    dialog = ReasonDialog(
        owner,
        title=tr("Print full numbers"),
        question=tr("What is the file of {name} with full ID and account numbers for?", name=card.name),
        verb=tr("&Show it"),
        asked=tr("Purpose"),
    )
    dialog.accepted.connect(lambda: open_full(owner, desk, card, prints.require_purpose(dialog.reason.text())))
    dialog.open()
    return dialog


def open_full(owner: QWidget, desk: Desk, card: PersonCard, purpose: str) -> PaperDialog:
    """The file with full numbers alone in the preview."""
    copies = Copies(desk, person_dossier.FORM, [card.id], purpose=purpose)

    def make() -> Pages[Any]:
        value = desk.database.ask(dossier, card.id, today=acts.today())
        return person_dossier.layout(value, copies.stamp(), full_numbers=True)

    name = f"{card.name}_人员档案_完整号码"
    form = Form(tr("Personal file, full numbers"), name, make, card.name, done=copies.count)
    return preview(owner, f"{card.name} · {purpose}", [form])


def _form(desk: Desk, card: PersonCard, paper: Paper) -> Form:
    copies = Copies(desk, paper.form, [card.id])
    return Form(
        tr(paper.words),
        f"{card.name}_{paper.file_name}",
        lambda: paper.lay_out(desk, card.id, copies.stamp()),
        card.name,
        done=copies.count,
    )
