"""Water schemes, their receipts, books, meters and prices."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class SchemeGone(UserError):
    """This water scheme is not in the data file. Refresh the list and choose again."""

    code = "WATER_SCHEME_UNKNOWN"


class SchemeNameless(UserError):
    """The name of the water scheme is missing. Type the name that stands on its papers."""

    code = "SCHEME_NAME"


class AccountGone(UserError):
    """This household is not among those of the scheme. Refresh the list and choose again."""

    code = "ACCOUNT_UNKNOWN"


class AccountTaken(UserError):
    """The number {number} belongs to {name} in this scheme already. Give the household another number."""

    code = "ACCOUNT_TAKEN"


class AccountClosed(UserError):
    """{name} takes no water from this scheme in {month}. Check the month, or the household’s dates."""

    code = "ACCOUNT_CLOSED"


class RateRange(UserError):
    """{value} is no rate. Type per cent from 0 to 100 with at most two decimals, such as 20 or 12.5."""

    code = "RATE_RANGE"


class BasisUnknown(UserError):
    """“{value}” is no basis of a commission. Use one of: {choices}."""

    code = "BASIS_UNKNOWN"


class SharesNotWhole(UserError):
    """The shares of {scheme} add up to {percent}. Make them 100%."""

    code = "SHARES_NOT_WHOLE"


class PriceIncomplete(UserError):
    """The price “{kind}” is not complete. A metered price needs the yuan per m³, a flat or two-part one the fee a
    month, one with a minimum its m³."""

    code = "PRICE_INCOMPLETE"


class NoPrice(UserError):
    """{scheme} has no price in {month}. Enter its price first, then the readings."""

    code = "NO_PRICE"


class ReceiptGone(UserError):
    """This receipt is not in the data file. Refresh the list and choose again."""

    code = "RECEIPT_UNKNOWN"


class ReceiptFuture(UserError):
    """The receipt’s day {received} has not come yet (today is {today}). Correct the date."""

    code = "RECEIPT_FUTURE"


class ReceiptOtherMonth(UserError):
    """{received} is not in {month}. Correct the date, or go to {found} and enter it there."""

    code = "RECEIPT_OTHER_MONTH"


class ReceiptNumberFormat(UserError):
    """{value} is no receipt number. Type its digits with the leading zeros, such as 0012301 or 0012301-0012386."""

    code = "RECEIPT_NUMBER"


class ReceiptRunOrder(UserError):
    """The last number {last} comes before the first one {first}. Type the smaller number first."""

    code = "RECEIPT_RUN_ORDER"


class ReceiptRunWidth(UserError):
    """{first} and {last} are not of one print: their letters or their number of digits differ. Check both numbers."""

    code = "RECEIPT_RUN_WIDTH"


class ReceiptRunTooLong(UserError):
    """From {first} to {last} are {count} receipts, too many for one line. Check the last number."""

    code = "RECEIPT_RUN_LONG"


class ReceiptUsed(UserError):
    """{count} receipts of {numbers} are entered already for {scheme} on {received}. Check the first and last number."""

    code = "RECEIPT_OVERLAP"


class ReceiptIsVoid(UserError):
    """Receipt {number} is void and carries no money. Use the number of another receipt."""

    code = "RECEIPT_IS_VOID"


class RefundWithoutOriginal(UserError):
    """A refund names the receipt it pays back. Type the number of the original receipt."""

    code = "REFUND_ORIGINAL"


class RefundUntold(UserError):
    """The refund of {amount_fen} yuan names no receipt. Write the original receipt’s number in the column 原收据号."""

    code = "REFUND_UNTOLD"


class RefundTooLarge(UserError):
    """The refund of {amount_fen} yuan is more than what is left of receipt {number}: {left_fen} yuan. Check both."""

    code = "REFUND_TOO_LARGE"


class LineIsSeveral(UserError):
    """This line is the sum of {count} receipts. Open it and correct the receipt that is wrong."""

    code = "LINE_IS_SEVERAL"


class IncomeIsThere(UserError):
    """{scheme} has receipts of {amount_fen} yuan in {month}, so “no income” cannot be stated. Void them first."""

    code = "INCOME_IS_THERE"


class MeterBackwards(UserError):
    """The reading {now} is lower than {before}. Read again; if the meter was replaced, enter the old one’s last."""

    code = "METER_BACKWARDS"


class ReadingTooLarge(UserError):
    """{value} m³ is more than a household’s meter can show. Read the black digits again."""

    code = "READING_TOO_LARGE"


class ReadingFormat(UserError):
    """“{value}” is no meter reading. Type cubic metres with at most three decimals, such as 853 or 853.5."""

    code = "READING_FORMAT"


class ReadingMissing(UserError):
    """{name} is charged by the meter, but has no reading. Type what the meter shows."""

    code = "READING_MISSING"


class LaterReading(UserError):
    """{name} has a reading of {month} already, later than this one. Correct that one first."""

    code = "LATER_READING"


class BookGone(UserError):
    """This receipt book is not in the data file. Refresh the list and choose again."""

    code = "BOOK_UNKNOWN"


class BookIsVoid(UserError):
    """The receipt book {numbers} is void ({reason}). Print receipts of another book."""

    code = "BOOK_IS_VOID"


class BookUsedUp(UserError):
    """All receipts of {numbers} are used already; none of them may be printed blank. Choose other numbers."""

    code = "BOOK_USED_UP"


class BookOverlap(UserError):
    """{numbers} shares {count} receipts with the book {other} of {scheme}. Check the numbers on the cover."""

    code = "BOOK_OVERLAP"
