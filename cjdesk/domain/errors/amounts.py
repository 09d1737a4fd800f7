"""Amounts, dates and account numbers as they are typed."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class AmountFormat(UserError):
    """{value} is no amount of money. Enter it in yuan, such as 1000 or 1,000.50."""

    code = "AMOUNT_FORMAT"


class AmountDecimals(UserError):
    """The amount {value} has more than two decimals. Enter it in yuan, to the fen."""

    code = "AMOUNT_DECIMALS"


class AmountNegative(UserError):
    """The amount {value} is negative. Enter an amount of 0 or more."""

    code = "AMOUNT_NEGATIVE"


class AmountTooLarge(UserError):
    """The amount {value} is too large to be right. Enter it in yuan, not in fen."""

    code = "AMOUNT_TOO_LARGE"


class BankLostInExcel(UserError):
    """Excel turned the account into a number, it is lost. Import the original sheet, or enter the card’s."""

    code = "BANK_LOST_IN_EXCEL"


class BankTwiceDiffers(UserError):
    """The second account differs from digit {place} on. Compare it with the card or book and enter it again."""

    code = "BANK_TWICE_DIFFERS"


class NameTooLong(UserError):
    """The name {value} has more than 50 characters. Check whether other cells were pasted into it."""

    code = "NAME_TOO_LONG"
