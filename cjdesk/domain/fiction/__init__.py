"""A fictional township for demonstrations: the same people every time, with ID numbers nobody can have."""

from cjdesk.domain.fiction.township import (
    Attended,
    Cooperative,
    Household,
    Member,
    Receipt,
    Resident,
    Scheme,
    Share,
    Suspended,
    Township,
    township,
)

__all__ = [
    "Attended",
    "Cooperative",
    "Household",
    "Member",
    "Receipt",
    "Resident",
    "Scheme",
    "Share",
    "Suspended",
    "Township",
    "township",
]
