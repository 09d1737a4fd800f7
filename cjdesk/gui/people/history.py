"""A person's history in words: which field changed from what to what, numbers masked."""

from __future__ import annotations

from collections.abc import Mapping

from cjdesk.domain import codes, masks
from cjdesk.gui.people.words import EDUCATIONS, EXIT_REASONS, RELATIONS, SEXES, STATES, SUSPENSION_REASONS
from cjdesk.gui.stored_words import word
from cjdesk.i18n import N_, tr, yuan
from cjdesk.services.people import HistoryEntry

FIELDS: Mapping[str, str] = {
    "active": N_("In the register"),
    "address": N_("Address"),
    "bank": N_("Bank branch"),
    "birth": N_("Born"),
    "captain": N_("Captain"),
    "code": N_("Category"),
    "disability_no": N_("Disability certificate"),
    "education": N_("Schooling"),
    "employment_place": N_("Works where"),
    "employment_status": N_("Employment"),
    "employment_unit": N_("Works for"),
    "end": N_("Last day"),
    "ethnicity": N_("Nationality"),
    "exit_note": N_("Note on leaving"),
    "exit_reason": N_("Reason of leaving"),
    "holder": N_("Account holder"),
    "id_no": N_("ID number"),
    "insured": N_("Accident insurance"),
    "joined": N_("Joined"),
    "labour_ability": N_("Ability to work"),
    "left": N_("Left the co-operative"),
    "name": N_("Name"),
    "name_bank": N_("Name at the bank"),
    "number": N_("Account number"),
    "phone": N_("Phone"),
    "reason": N_("Reason"),
    "relation": N_("Relation to the head"),
    "remark": N_("Remark"),
    "sex": N_("Sex"),
    "share_fen": N_("Share"),
    "skill": N_("Skill"),
    "skills": N_("Skills"),
    "start": N_("First day"),
    "state": N_("State"),
    "valid_from": N_("From"),
    "valid_to": N_("Until"),
    "village": N_("Village"),
    "village_group": N_("Group"),
    "work_status": N_("Work away"),
    "work_unit": N_("Place of work"),
    "work_wage_fen": N_("Monthly wage"),
}

RECORDS: Mapping[str, str] = {
    "person": N_("Registered"),
    "person_category": N_("Category added"),
    "bank_account": N_("Account added"),
    "assignment": N_("Put on post"),
    "suspension": N_("Post suspended"),
    "agreement": N_("Agreement registered"),
    "insurance": N_("Insurance registered"),
    "membership": N_("Joined a co-operative"),
}
"""What it means that a record came."""

HIDDEN = frozenset({"search", "household_id", "team_id", "version", "township", "person_id", "post_id"})
"""Columns that say nothing to the clerk."""


def when(entry: HistoryEntry) -> str:
    """4月3日 16:20, in local time."""
    at = entry.at.astimezone()
    return tr("{month}/{day} {time}", month=at.month, day=at.day, time=at.strftime("%H:%M"))


def words(entry: HistoryEntry) -> str:
    """One line: 电话 138****0988 → 138****1234."""
    if not entry.field:
        return word(RECORDS, entry.record) or tr(entry.action)
    name = word(FIELDS, entry.field)
    return f"{name} {shown(entry.field, entry.old)} → {shown(entry.field, entry.new)}"


def shown(field: str, value: object) -> str:
    """A stored value as the clerk may see it in a list."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if field.endswith("_fen") and isinstance(value, int):
        return yuan(value)
    text = str(value)
    if field in _MASKED:
        return _MASKED[field](text)
    if field == "ethnicity":
        return codes.ETHNICITIES.get(text, text)
    return word(_TABLES[field], text) if field in _TABLES else text


_MASKED = {"id_no": masks.id_draft, "number": masks.bank_draft, "phone": masks.phone}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "sex": SEXES,
    "education": EDUCATIONS,
    "relation": RELATIONS,
    "exit_reason": EXIT_REASONS,
    "reason": SUSPENSION_REASONS,
    "state": {state: look[0] for state, look in STATES.items()},
}
