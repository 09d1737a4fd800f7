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


class OwnRun(UserError):
    """{clerk} made {number} and cannot approve it. Another clerk approves it; or the county allows a single clerk."""

    code = "OWN_RUN"


class ReasonMissing(UserError):
    """The reason is missing. Say in a few words why."""

    code = "REASON_MISSING"


class MonthIsLocked(UserError):
    """{month} is locked for {post_type} ({by}). Unlock it, or correct the amount in a later month."""

    code = "MONTH_IS_LOCKED"
