"""Posters on the village wall, and what people object."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class PublicityDays(UserError):
    """{days} days of publicity are not possible. Choose {fewest} to {most} days."""

    code = "PUBLICITY_DAYS"


class PublicityUnknown(UserError):
    """This public notice is no longer in the data file. Refresh the list and choose again."""

    code = "PUBLICITY_UNKNOWN"


class PublicityNeedsLock(UserError):
    """{number} is “{state}”; only a locked run is made public. Check and lock it first."""

    code = "PUBLICITY_NEEDS_LOCK"


class PublicityOpenAlready(UserError):
    """{number} is public already: notice {notice}, until {end}. Close or withdraw that one first."""

    code = "PUBLICITY_OPEN_ALREADY"


class PlaceMissing(UserError):
    """Where the notice hangs is missing. Name the place, such as the notice board of each village."""

    code = "PLACE_MISSING"


class NothingProposed(UserError):
    """Nobody is proposed for a post. Propose the people first, then make their notice."""

    code = "NOTHING_PROPOSED"


class NotProposed(UserError):
    """{name} is “{state}” and not proposed for a post. Choose people who are proposed."""

    code = "NOT_PROPOSED"


class PublicityNotOver(UserError):
    """Notice {notice} hangs until {end} and cannot be closed before {first}. To take it down earlier, withdraw it."""

    code = "PUBLICITY_NOT_OVER"


class PublicityEnded(UserError):
    """Notice {notice} is “{state}” and no longer hangs. Make a new notice if it has to hang again."""

    code = "PUBLICITY_ENDED"


class ObjectionOpen(UserError):
    """{count} objections to notice {notice} are not decided, the first against {who}. Decide them, then go on."""

    code = "OBJECTION_OPEN"


class ObjectionUnknown(UserError):
    """This objection is no longer in the data file. Refresh the list and choose again."""

    code = "OBJECTION_UNKNOWN"


class ObjectionDecided(UserError):
    """This objection is decided already: {outcome} ({day}, {by}). Enter a new objection if there is something new."""

    code = "OBJECTION_DECIDED"


class ObjectionDate(UserError):
    """An objection of {day} cannot be: the notice hangs since {start}, today is {today}. Correct the date."""

    code = "OBJECTION_DATE"


class ObjectionText(UserError):
    """What is objected is missing. Write in a few words what was said."""

    code = "OBJECTION_TEXT"


class NotOnNotice(UserError):
    """{name} is not on notice {notice}. Choose somebody who is on it, or everybody."""

    code = "NOT_ON_NOTICE"


class ObjectionUpheld(UserError):
    """The objection against {who} was upheld (notice {notice}). Unlock {number}, put it right, lock, publish anew."""

    code = "OBJECTION_UPHELD"


class PublicityRequired(UserError):
    """{number} has to be made public first, and no notice hangs yet. Make its notice; the county asks for it."""

    code = "PUBLICITY_REQUIRED"


class PublicityStillOpen(UserError):
    """{number} hangs on the wall until {end} (notice {notice}) and is not closed yet. Close the notice, then go on."""

    code = "PUBLICITY_STILL_OPEN"
