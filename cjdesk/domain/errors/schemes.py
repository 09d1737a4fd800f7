"""Runs of several months, subsidies that are no post, and what a clerk adds to a month's pay."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class MonthsOfRun(UserError):
    """{first} to {month} cannot be one run; a run pays 1 to {most} months in order. Choose the first month again."""

    code = "MONTHS_OF_RUN"


class MonthInOtherRun(UserError):
    """{months} of {post_type} is paid by {number} ({state}) already. Void that run, or leave these months out."""

    code = "MONTH_IN_OTHER_RUN"


class SubsidyUnknown(UserError):
    """“{scheme}” is no subsidy that is switched on here. Choose one of: {choices}; or load the county’s file."""

    code = "SUBSIDY_UNKNOWN"


class OnListAlready(UserError):
    """{name} is on the list of {scheme} from {start} already. End that first, or choose a later day."""

    code = "ON_LIST_ALREADY"


class NotOnList(UserError):
    """{name} is not on the list of {scheme} in {month}. Check the month, or put the person on the list first."""

    code = "NOT_ON_LIST"


class QuantityWrong(UserError):
    """{value} cannot be a number of units. Enter a whole number from 0 to {most}."""

    code = "QUANTITY_WRONG"


class NotByQuantity(UserError):
    """{scheme} is paid as a fixed amount, there is no number to enter. Who is on the list is paid."""

    code = "NOT_BY_QUANTITY"


class NoUnitAmount(UserError):
    """There is no amount for a unit of {scheme} in {month}. Enter it, or load the county’s reference file."""

    code = "NO_UNIT_AMOUNT"


class PayeeIncomplete(UserError):
    """The account of “{name}” is not complete. Enter the name, the bank and the account number of the organisation."""

    code = "PAYEE_INCOMPLETE"


class ExtraUnknown(UserError):
    """This amount is no longer there, or was withdrawn. Refresh the list and choose again."""

    code = "EXTRA_UNKNOWN"


class AmountZero(UserError):
    """The amount is 0.00. Enter what is to be paid or taken off, in yuan."""

    code = "AMOUNT_ZERO"


class DaysTooMany(UserError):
    """{days} days are more than {month} has ({most}). Check the number, or whether it belongs to another month."""

    code = "DAYS_TOO_MANY"


class SubsidyRows(UserError):
    """{count} rows cannot be taken in. Row {row}, {name}: {problem} Nothing was entered; correct the file."""

    code = "SUBSIDY_ROWS"
