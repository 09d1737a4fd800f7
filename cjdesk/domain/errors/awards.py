"""Award rounds of the half-year."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class AwardRoundUnknown(UserError):
    """There is no award round “{name}”. Look at the list of rounds and choose again."""

    code = "AWARD_ROUND_UNKNOWN"


class AwardUnknown(UserError):
    """This nomination is no longer in the round. Refresh the list and choose again."""

    code = "AWARD_UNKNOWN"


class AwardPeriodWrong(UserError):
    """“{text}” is no half-year. Write it as 2020-H1 or 2020-H2."""

    code = "AWARD_PERIOD_WRONG"


class AwardQuotaWrong(UserError):
    """A round needs a quota of 0 to {most}, not {value}, and at least one award in all."""

    code = "AWARD_QUOTA_WRONG"


class AwardAmountWrong(UserError):
    """The amount of one award must be more than 0 yuan where there is a quota."""

    code = "AWARD_AMOUNT_WRONG"


class AwardTwice(UserError):
    """{name} is nominated in {round} already. Nobody is awarded twice in a round."""

    code = "AWARD_TWICE"


class AwardAboveQuota(UserError):
    """{round} has {quota} awards of the kind {kind}, {count} are chosen. Choose fewer, or take the best scores."""

    code = "AWARD_ABOVE_QUOTA"


class AwardScoreTied(UserError):
    """{name} and {other} have the same score at the last place of the quota. Change a score, or choose by hand."""

    code = "AWARD_SCORE_TIED"


class AwardScoreMissing(UserError):
    """{count} nominated have no score, the first is {name}. Enter the scores, or choose by hand."""

    code = "AWARD_SCORE_MISSING"


class AwardScoreWrong(UserError):
    """“{text}” is no score. Give points from 0 to {most}, with one decimal at most."""

    code = "AWARD_SCORE_WRONG"


class AwardRoundClosed(UserError):
    """{round} is “{state}” and is not changed any more. Open it again with a reason, or make another round."""

    code = "AWARD_ROUND_CLOSED"


class NothingNominated(UserError):
    """Nobody is nominated in {round} yet. Nominate first, then decide."""

    code = "NOTHING_NOMINATED"


class CaptainNameMissing(UserError):
    """{id_no} is not in the register. Give the name too; a captain may come from outside."""

    code = "CAPTAIN_NAME_MISSING"
