"""Subsidies that are no post (domain.md 4.8): who is on the list, how many units a month, awards by the round."""

from cjdesk.services.subsidies.captains import CaptainUnits, captain_units, enter_captains
from cjdesk.services.subsidies.enrol import enrol, enrolment_on, leave
from cjdesk.services.subsidies.listing import Count, Enrolled, Scheme, SubsidyRow, count, enrolled, entries, schemes
from cjdesk.services.subsidies.quantities import Payee, award, enter, withdraw
from cjdesk.services.subsidies.workbook import Wanted, enter_rows, read_rows

__all__ = [
    "CaptainUnits",
    "Count",
    "Enrolled",
    "Payee",
    "Scheme",
    "SubsidyRow",
    "Wanted",
    "award",
    "captain_units",
    "count",
    "enrol",
    "enrolled",
    "enrolment_on",
    "enter",
    "enter_captains",
    "enter_rows",
    "entries",
    "leave",
    "read_rows",
    "schemes",
    "withdraw",
]
