"""Computing and closing a month."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class NoPolicy(UserError):
    """There is no rule how {post_type} is paid in {month}. Load the county’s reference file, then compute."""

    code = "NO_POLICY"


class NobodyOnPost(UserError):
    """Nobody was on post as {post_type} in {month}. Import the roster or check the month."""

    code = "NOBODY_ON_POST"


class NoReceipts(UserError):
    """{month} has no water fee receipts. Import or enter them; if nothing was collected, state that and compute."""

    code = "NO_RECEIPTS"


class NoRun(UserError):
    """{month} is not computed yet. Compute it first."""

    code = "NO_RUN"


class RunUnknown(UserError):
    """This pay run is no longer in the data file. Refresh the list and choose again."""

    code = "RUN_UNKNOWN"


class RunIsLocked(UserError):
    """{number} of {month} is “{state}” and cannot be computed again. Unlock it first, with a reason."""

    code = "RUN_IS_LOCKED"


class RunHasProblems(UserError):
    """{first} {number} still has {count} such problems; solve them, then lock."""

    code = "RUN_HAS_PROBLEMS"


class RunIsStale(UserError):
    """Since {number} was computed, its data have changed. Compute again, look at it, then lock."""

    code = "RUN_IS_STALE"


class RunIsPaid(UserError):
    """{month} is paid and cannot be changed. To correct an amount, pay back or take back in a later month."""

    code = "RUN_IS_PAID"


class OwnCheck(UserError):
    """{clerk} computed {number} and cannot check it. Another person locks it; or the county allows a single clerk."""

    code = "OWN_CHECK"


class OwnUnlock(UserError):
    """{clerk} computed {number}; {checker}, who checked it, or another reviewer unlocks it."""

    code = "OWN_UNLOCK"


class RunNotSettled(UserError):
    """{number} has returned payments. Pay them again, or settle them, then archive."""

    code = "RUN_NOT_SETTLED"


class OwnRun(UserError):
    """{clerk} computed or checked {number} and cannot approve it.
    A third person does; or the county allows one clerk."""

    code = "OWN_RUN"


class ReasonMissing(UserError):
    """The reason is missing. Say in a few words why."""

    code = "REASON_MISSING"


class MonthIsLocked(UserError):
    """{month} is locked for {post_type} ({by}). Unlock it; or enter it as known later, with the reason: the
    difference is then paid or taken back in a later month."""

    code = "MONTH_IS_LOCKED"


class AmountNotPositive(UserError):
    """The amount must be more than 0.00. Enter what was paid, without a sign."""

    code = "AMOUNT_NOT_POSITIVE"


class PersonOwesNothing(UserError):
    """{name} owes nothing and never did. Choose somebody from the list of what is owed."""

    code = "PERSON_OWES_NOTHING"


class ReceiptNumberMissing(UserError):
    """The receipt number is missing. Write the number of the receipt that was given for the money."""

    code = "RECEIPT_NUMBER_MISSING"


class ReceiptNumberTaken(UserError):
    """Receipt {number} is registered already. Check the number; the same money is not entered twice."""

    code = "RECEIPT_NUMBER_TAKEN"


class RepaymentTooLarge(UserError):
    """{amount_fen} is more than the {owed_fen} that is owed. Check the amount, or give the rest back."""

    code = "REPAYMENT_TOO_LARGE"


class RepaymentUnknown(UserError):
    """This entry is not there or was withdrawn already. Refresh the list."""

    code = "REPAYMENT_UNKNOWN"


class NoDifference(UserError):
    """There is no difference to decide for this person and month any more. Refresh the list."""

    code = "NO_DIFFERENCE"
