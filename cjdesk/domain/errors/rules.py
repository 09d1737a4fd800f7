"""Rules, the reasons given to warnings, and comparison lists."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class RuleStops(UserError):
    """{message} Rule {rule} stands against it."""

    code = "RULE_STOPS"


class RunHasWarnings(UserError):
    """{first} {number} has {count} warnings without a reason. Give each one, or all (--sign-off), then lock."""

    code = "RUN_HAS_WARNINGS"


class RunNotReportable(UserError):
    """{first} {number} cannot be reported while {count} such errors stand. Put them right, then make the batch."""

    code = "RUN_NOT_REPORTABLE"


class NotAWarning(UserError):
    """{message} This is an error, a reason is not enough."""

    code = "NOT_A_WARNING"


class NothingToClear(UserError):
    """There is no such warning without a reason. Look at the list of problems again."""

    code = "NOTHING_TO_CLEAR"


class ClearanceUnknown(UserError):
    """This reason is no longer there. Refresh the list and choose again."""

    code = "CLEARANCE_UNKNOWN"


class ComparisonTwice(UserError):
    """The ID number ending in {id_tail} is on the list {word} from {since} already."""

    code = "COMPARISON_TWICE"


class ComparisonUnknown(UserError):
    """This line of the comparison list is no longer there. Refresh the list and choose again."""

    code = "COMPARISON_UNKNOWN"


class ComparisonKindMissing(UserError):
    """The kind of list is missing or unknown: “{value}”. Write one of: {choices}."""

    code = "COMPARISON_KIND"


class ReferenceRuleFixed(UserError):
    """Line {line} of the reference file changes the rule {rule}, which is fixed. Take it out; nothing was taken in."""

    code = "REFERENCE_RULE_FIXED"


class ExitCaseUnknown(UserError):
    """Nobody with an ID number ending in {id_tail} is on the list of {month}. Look at the list again."""

    code = "EXIT_CASE_UNKNOWN"
