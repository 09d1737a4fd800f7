"""The acts on one person, declared: their fields, their verb, which tab they stand on, what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from cjdesk.domain import bank_no
from cjdesk.domain.errors import BankTwiceDiffers, DateMissing
from cjdesk.domain.states import AssignmentState
from cjdesk.gui.desk import Desk
from cjdesk.gui.fields import Field
from cjdesk.gui.people import choices as offered
from cjdesk.i18n import N_, tr
from cjdesk.services import months, people
from cjdesk.services.people import PersonCard
from cjdesk.services.people.choices import Choices

Values = Mapping[str, object]
R = TypeVar("R")

WARNINGS: Mapping[str, str] = {
    "AGE_OVER_60": N_("over 60 years old: check that the office may still put this person on post"),
    "NO_CATEGORY": N_("no category of support: add one, or note why"),
    "HOUSEHOLD_ON_POST": N_("somebody of the household is on post already"),
    "OVER_QUOTA": N_("more people on post than the quota allows"),
    "BANK_LUHN": N_("the last digit of the card number does not fit: compare it with the card"),
    "BANK_SHARED": N_("somebody else has the same account: check whose it is"),
}
"""What the clerk is told after an act that was done all the same."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: the tab it belongs to, title and verb (message ids), fields, proposed values, and the doing."""

    tab: str
    title: str
    verb: str
    fields: tuple[Field, ...]
    do: Callable[[Desk, PersonCard, Values], tuple[str, ...]]
    values: Callable[[PersonCard], Values] = lambda _card: {}
    tables: frozenset[str] = frozenset()


def today() -> date:
    """The clerk's own calendar day."""
    return date.today()


def blocked(act: str, card: PersonCard) -> str:
    """Why an act cannot be done with this person now; empty if it can."""
    now = card.assignment
    state = now.state if now is not None and (now.end is None or now.end >= today()) else AssignmentState.LEFT.value
    on_post = state in {AssignmentState.ON_POST.value, AssignmentState.SUSPENDED.value}
    if act == "on_post":
        return tr("on post already") if on_post else ""
    if act in {"leave", "agreement"}:
        return "" if on_post else tr("not on post")
    if act == "suspend":
        return "" if state == AssignmentState.ON_POST.value else tr("not on post")
    if act == "resume":
        return "" if state == AssignmentState.SUSPENDED.value else tr("not suspended")
    return ""


def act_of(name: str, lists: Choices) -> Act:
    """The act with the lists of this office put into its choice fields."""
    act = ACTS[name]
    found = {
        "post_type": partial(offered.pairs, lists.post_types),
        "employer": partial(offered.words_in_use, lists.employers),
        "bank": partial(offered.words_in_use, lists.banks),
        "category": partial(offered.pairs, lists.categories),
    }
    fields = tuple(replace(one, choices=found[one.key]) if one.key in found else one for one in act.fields)
    return replace(act, fields=fields)


def _text(values: Values, key: str) -> str | None:
    value = values.get(key)
    return str(value) if value not in (None, "") else None


def _day(values: Values, key: str) -> date:
    value = values.get(key)
    if not isinstance(value, date):
        raise DateMissing(field=key)
    return value


def _maybe_day(values: Values, key: str) -> date | None:
    value = values.get(key)
    return value if isinstance(value, date) else None


def _assignment(card: PersonCard) -> str:
    return card.assignment.id if card.assignment is not None else ""


def _maybe_late(desk: Desk, values: Values, action: str, change: Callable[..., R], *args: object, **facts: object) -> R:
    """Do a change; with a reason why it is known only now it may touch locked months."""
    reason = _text(values, "late")
    if reason is None:
        return desk.do(action, change, *args, **facts)
    return desk.do(action, months.late, months.Late(reason, desk.clerk.login), change, *args, **facts)


def _put_on_post(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    put = _maybe_late(
        desk,
        values,
        N_("Put on post"),
        people.put_on_post,
        card.id,
        post_type=_text(values, "post_type") or "",
        post_name=_text(values, "post_name") or "",
        start=_day(values, "start"),
        employer=_text(values, "employer"),
        agreement_end=_maybe_day(values, "agreement_end"),
    )
    return tuple(one.code if one.code in WARNINGS else one.message for one in put.findings)


def _suspend(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    _maybe_late(
        desk,
        values,
        N_("Suspend a post"),
        people.suspend,
        _assignment(card),
        start=_day(values, "start"),
        end=_maybe_day(values, "end"),
        paid=values.get("paid") == "yes",
        reason=_text(values, "reason"),
    )
    return ()


def _resume(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    _maybe_late(desk, values, N_("Back on post"), people.resume, _assignment(card), last_day=_day(values, "end"))
    return ()


def _leave(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    _maybe_late(
        desk,
        values,
        N_("Leave the post"),
        people.leave,
        _assignment(card),
        end=_day(values, "end"),
        reason=_text(values, "exit_reason") or "",
        note=_text(values, "exit_note"),
    )
    return ()


def _sign(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    desk.do(
        N_("Register an agreement"),
        people.sign_agreement,
        _assignment(card),
        start=_day(values, "start"),
        end=_maybe_day(values, "end"),
        number=_text(values, "number"),
    )
    return ()


def _set_account(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    first, second = _text(values, "bank_no") or "", _text(values, "again") or ""
    try:
        number = bank_no.same_twice(first, second) or None
    except BankTwiceDiffers as error:
        raise BankTwiceDiffers(field="again", **error.facts) from None
    known = desk.do(
        N_("Change the account"),
        people.set_account,
        card.id,
        number,
        bank=_text(values, "bank"),
        holder=_text(values, "holder"),
        reason=_text(values, "reason"),
    )
    return (*(("BANK_LUHN",) if known.luhn_fails else ()), *(("BANK_SHARED",) if known.shared_with else ()))


def _add_category(desk: Desk, card: PersonCard, values: Values) -> tuple[str, ...]:
    desk.do(
        N_("Add a category"),
        people.add_category,
        card.id,
        _text(values, "category") or "",
        valid_from=_maybe_day(values, "valid_from"),
        proof=_text(values, "proof"),
    )
    return ()


def _post_values(_card: PersonCard) -> Values:
    return {"start": today()}


def _agreement_values(card: PersonCard) -> Values:
    start = card.assignment.start if card.assignment is not None else today()
    known = card.assignment.agreements if card.assignment is not None else ()
    last = max((one.end for one in known if one.end is not None), default=None)
    first = last + timedelta(days=1) if last is not None else start
    return {"start": first, "end": _year_later(first)}


def _account_values(card: PersonCard) -> Values:
    return {"bank": card.account.bank if card.account else None, "holder": card.name}


def _year_later(day: date) -> date:
    """The last day of a year that begins on ``day``."""
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:
        return date(day.year + 1, 2, 28)


LATE = Field(
    "late",
    N_("Why only now"),
    hint=N_("Only for a month that is locked; the next run corrects the difference."),
)

ACTS: Mapping[str, Act] = {
    "on_post": Act(
        "post",
        N_("Put on post"),
        N_("Put on post"),
        (
            Field("post_type", N_("Post"), "choice", required=True, pin=True),
            Field("post_name", N_("Looks after"), required=True, placeholder=N_("road, river or scheme")),
            Field("employer", N_("Employer"), "choice", new_words=True, pin=True),
            Field("start", N_("First day"), "date", required=True),
            Field("agreement_end", N_("Agreement until"), "date", hint=N_("Empty: the agreement is signed later.")),
            LATE,
        ),
        _put_on_post,
        _post_values,
        frozenset({"assignment", "post", "agreement", "late_change"}),
    ),
    "suspend": Act(
        "post",
        N_("Suspend the post"),
        N_("Suspend"),
        (
            Field("start", N_("First day off"), "date", required=True),
            Field("end", N_("Last day off"), "date", hint=N_("Empty: until the person is back.")),
            Field("paid", N_("Days paid"), "choice", required=True, choices=offered.yes_no),
            Field("reason", N_("Reason"), "choice", choices=offered.suspension_reasons),
            LATE,
        ),
        _suspend,
        lambda _card: {"start": today(), "paid": "no"},
        frozenset({"assignment", "suspension", "late_change"}),
    ),
    "resume": Act(
        "post",
        N_("Back on post"),
        N_("Back on post"),
        (Field("end", N_("Last day off"), "date", required=True), LATE),
        _resume,
        lambda _card: {"end": today() - timedelta(days=1)},
        frozenset({"assignment", "suspension", "late_change"}),
    ),
    "leave": Act(
        "post",
        N_("Leave the post"),
        N_("Leave the post"),
        (
            Field("end", N_("Last day"), "date", required=True, hint=N_("This day is still paid.")),
            Field("exit_reason", N_("Reason"), "choice", required=True, choices=offered.exit_reasons),
            Field("exit_note", N_("Note")),
            LATE,
        ),
        _leave,
        lambda _card: {"end": today()},
        frozenset({"assignment", "suspension", "late_change"}),
    ),
    "agreement": Act(
        "post",
        N_("Register an agreement"),
        N_("Register"),
        (
            Field("start", N_("First day"), "date", required=True),
            Field("end", N_("Last day"), "date", required=True),
            Field("number", N_("Number"), "code"),
        ),
        _sign,
        _agreement_values,
        frozenset({"agreement"}),
    ),
    "account": Act(
        "bank",
        N_("Change the account"),
        N_("Change the account"),
        (
            Field("bank", N_("Bank branch"), "choice", new_words=True, pin=True),
            Field("bank_no", N_("Account"), "account", required=True),
            Field("again", N_("Once more"), "account", required=True, hint=N_("Read it from the passbook again.")),
            Field("holder", N_("Account holder"), "name"),
            Field("reason", N_("Reason"), hint=N_("Only if somebody else holds the account.")),
        ),
        _set_account,
        _account_values,
        frozenset({"bank_account"}),
    ),
    "category": Act(
        "basic",
        N_("Add a category"),
        N_("Add"),
        (
            Field("category", N_("Category"), "choice", required=True),
            Field("valid_from", N_("From"), "date"),
            Field("proof", N_("Proof")),
        ),
        _add_category,
        tables=frozenset({"person_category"}),
    ),
}
