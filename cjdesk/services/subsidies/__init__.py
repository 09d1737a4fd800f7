"""Subsidies that are no post (domain.md 4.8): who is on the list, how many units a month, awards by the round."""

from cjdesk.services.subsidies.captains import CaptainUnits, captain_units, enter_captains
from cjdesk.services.subsidies.enrol import enrol, leave
from cjdesk.services.subsidies.listing import Count, Enrolled, Scheme, SubsidyRow, count, enrolled, entries, schemes
from cjdesk.services.subsidies.quantities import Payee, award, enter, withdraw

__all__ = [
    "CaptainUnits",
    "Count",
    "Enrolled",
    "Payee",
    "Scheme",
    "SubsidyRow",
    "award",
    "captain_units",
    "count",
    "enrol",
    "enrolled",
    "enter",
    "enter_captains",
    "entries",
    "leave",
    "schemes",
    "withdraw",
]
