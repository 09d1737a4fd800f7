"""Bank lists and their results."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class RunNotPayable(UserError):
    """{number} is “{state}”; a bank list is made after locking. Lock the month first."""

    code = "RUN_NOT_PAYABLE"


class NothingToPay(UserError):
    """There is nothing to pay in {month}: no line has both an amount and a usable account."""

    code = "NOTHING_TO_PAY"


class AccountsBlocked(UserError):
    """{count} people cannot be paid, accounts missing or shared. The first: {first}. Correct or leave them out."""

    code = "ACCOUNTS_BLOCKED"


class UnknownTemplate(UserError):
    """There is no bank template “{template}”. Choose one of: {choices}."""

    code = "UNKNOWN_TEMPLATE"


class TemplateWrong(UserError):
    """The bank template “{template}” cannot be used: {problem}. Ask the county for a corrected one."""

    code = "TEMPLATE_WRONG"


class ListDiffers(UserError):
    """The list and the sheet differ by {difference_fen}. Nothing was written; compute and lock the month again."""

    code = "LIST_DIFFERS"


class NotInEncoding(UserError):
    """{encoding} has no sign for {names}. Enter the name as the bank writes it, or use another template."""

    code = "NOT_IN_ENCODING"
