"""Carrying files to and from the county, off the GUI thread, and the words about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cjdesk.domain import money
from cjdesk.domain.errors import UserError
from cjdesk.domain.month import Month
from cjdesk.gui import tasks
from cjdesk.gui.batches import words
from cjdesk.gui.dialogs import ConfirmDialog, Fact, Note, confirm
from cjdesk.i18n import N_, tr
from cjdesk.services import batches
from cjdesk.services.batches import BatchRow, Made, Received
from cjdesk.sync import carrier, seal
from cjdesk.sync.keys import KeyCard

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from cjdesk.db.database import Database

TRUST = N_("Trust the county's key")
KEY = N_("Write the key file")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading files did: answers taken in, the county's key if one was among them, the first refusal."""

    answers: tuple[Received, ...]
    card: KeyCard | None
    refused: UserError | None


def make_all(session: Session, month: Month, by: str, check: Callable[[], None]) -> tuple[Made, ...]:
    """Seal everything; ``check`` raises if the clerk cancelled meanwhile, and then no number is used."""
    made = batches.make_all(session, month=month, by=by)
    check()
    return made


def export(
    database: Database, ids: Sequence[str], folder: Path, progress: tasks.Progress
) -> tuple[batches.Exported, ...]:
    """One file after the other; a cancel between two leaves the written ones whole."""
    exported = []
    for number, batch_id in enumerate(ids, start=1):
        exported.append(database.do(batches.EXPORT, batches.export, batch_id, folder))
        progress(number, len(ids))
    return tuple(exported)


def read(database: Database, paths: Sequence[Path], progress: tasks.Progress) -> Outcome:
    """Take in each file by what it is; the first one refused ends the reading, those before it stand."""
    answers: list[Received] = []
    card: KeyCard | None = None
    for number, path in enumerate(paths, start=1):
        try:
            content = carrier.take(path, limit=seal.LIMITS.sealed)
            if path.suffix.lower() == ".json":
                card = database.do(TRUST, batches.trust, content)
            else:
                answers.append(database.do(batches.RECEIVE, batches.receive, content, name=path.name))
        except UserError as error:
            return Outcome(tuple(answers), card, error)
        progress(number, len(paths))
    return Outcome(tuple(answers), card, None)


def key_file(database: Database, folder: Path, progress: tasks.Progress) -> tuple[Path, str]:
    """This desk's public key file in a folder, and its fingerprint."""
    progress(0, 1)
    name, content = database.do(KEY, batches.card_file)
    path = carrier.put(folder, name, content)
    return path, database.ask(batches.card).keys.fingerprint


def ask_export(owner: QWidget, chosen: Sequence[BatchRow], then: Callable[[], None]) -> ConfirmDialog:
    """Ask before the files leave the office."""
    lines = [
        Fact(
            words.short(one),
            tr("{n} people", n=one.people),
            tr("{amount} yuan", amount=money.show(one.total_fen)) if one.total_fen else "",
            one.post_type_name or words.kind(one.kind),
            bold=True,
        )
        for one in chosen
    ]
    notes = [
        Note("info", tr("The file is sealed for the county; only a receipt of the county makes it delivered.")),
        Note("info", tr("Use a stick that is registered in the office.")),
    ]
    dialog = ConfirmDialog(
        owner,
        title=tr("Export to stick"),
        question=tr("Export {n} batches?", n=len(chosen)),
        verb=tr("&Export"),
        facts=lines,
        notes=notes,
    )
    confirm(dialog, then)
    return dialog


def tell_card(owner: QWidget, card: KeyCard) -> ConfirmDialog:
    """Show whose key was taken in, with the fingerprint to compare by telephone."""
    dialog = ConfirmDialog(
        owner,
        title=tr("Key of the county"),
        question=tr("The county's key was taken in. Compare it by telephone."),
        verb=tr("&It is the same"),
        safe=tr("&Later"),
        subject=card.name,
        facts=[Fact(tr("Fingerprint"), "", "", card.keys.fingerprint)],
    )
    dialog.open()
    return dialog


def answer_words(one: Received) -> str:
    """What an answer said."""
    state = words.chip(one.state).word
    if not one.changed:
        return tr("{name}: nothing new, it is {state}", name=one.batch, state=state)
    if one.reasons:
        return tr("{name}: {state}, {n} to correct", name=one.batch, state=state, n=len(one.reasons))
    return f"{one.batch}：{state}"
