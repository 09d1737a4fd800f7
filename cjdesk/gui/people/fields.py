"""The fields of a person, declared: the card's, those below 更多, those of a new person in paper order."""

from __future__ import annotations

from collections.abc import Callable

from cjdesk.gui.fields import Field
from cjdesk.gui.people import choices as offered
from cjdesk.i18n import N_, language
from cjdesk.services.people.choices import Choices


def card_fields(lists: Callable[[], Choices]) -> tuple[Field, ...]:
    """What stands on top of the card."""
    return (
        Field("id_no", N_("ID number"), "id", required=True),
        Field("name", N_("Name"), "name", required=True),
        Field(
            "ethnicity",
            N_("Nationality"),
            "choice",
            beside=_beside(),
            width=108 if _beside() else 0,
            choices=offered.ethnicities,
        ),
        Field("phone", N_("Phone"), "phone"),
        Field(
            "village", N_("Village"), "choice", new_words=True, choices=lambda: offered.words_in_use(lists().villages)
        ),
        Field("village_group", N_("Group"), beside=_beside(), width=72 if _beside() else 0),
    )


def more_fields() -> tuple[Field, ...]:
    """What is asked less often."""
    return (
        Field("name_bank", N_("Name at the bank"), "name"),
        Field("education", N_("Schooling"), "choice", choices=offered.educations),
        Field("relation", N_("Relation to the head"), "choice", choices=offered.relations),
        Field("labour_ability", N_("Ability to work"), "choice", choices=offered.abilities),
        Field("skills", N_("Skills")),
        Field("address", N_("Address")),
        Field("remark", N_("Remark"), "note"),
    )


def new_fields(lists: Callable[[], Choices]) -> tuple[Field, ...]:
    """A new person from paper: ID first, it fills sex and birth and finds who is registered already."""
    return (
        Field("id_no", N_("ID number"), "id", required=True),
        Field("name", N_("Name"), "name", required=True),
        Field(
            "ethnicity", N_("Nationality"), "choice", beside=_beside(), width=108 if _beside() else 0, pin=True,
            choices=offered.ethnicities,
        ),
        Field(
            "village", N_("Village"), "choice", pin=True, new_words=True,
            choices=lambda: offered.words_in_use(lists().villages),
        ),
        Field("village_group", N_("Group"), beside=_beside(), width=72 if _beside() else 0),
        Field("phone", N_("Phone"), "phone"),
        Field("category", N_("Category"), "choice", choices=lambda: offered.pairs(lists().categories)),
        Field(
            "bank", N_("Bank branch"), "choice", pin=True, new_words=True,
            choices=lambda: offered.words_in_use(lists().banks),
        ),
        Field("bank_no", N_("Account"), "account"),
        Field("again", N_("Once more"), "account"),
        Field("post_type", N_("Post"), "choice", pin=True, choices=lambda: offered.pairs(lists().post_types)),
        Field("post_name", N_("Looks after"), placeholder=N_("road, river or scheme")),
        Field("start", N_("First day"), "date"),
        Field("agreement_end", N_("Agreement until"), "date"),
    )  # fmt: skip


def _beside() -> bool:
    """Whether two fields share a row: English labels are too long for that."""
    return language() == "zh_CN"
