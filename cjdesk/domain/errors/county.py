"""The county's side."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class RequestIsUnsigned(UserError):
    """The request is not signed by the desk that it names.
    Register the desk's key file, then send again."""

    code = "REQUEST_UNSIGNED"


class CountyIsMissing(UserError):
    """There is no county in {folder}.
    Begin one there with county init."""

    code = "COUNTY_MISSING"


class CountyDatabaseMissing(UserError):
    """It is not said where the county's database is.
    Give its address with --db, such as postgresql+psycopg://user:password@host/county."""

    code = "COUNTY_DATABASE_MISSING"


class CountyPartsMissing(UserError):
    """This installation lacks the county's part {name}.
    Install it with pip install "cjdesk[county]"."""

    code = "COUNTY_PARTS_MISSING"


class CountyExists(UserError):
    """There is a county in {folder} already.
    Use it, or choose an empty folder."""

    code = "COUNTY_EXISTS"


class CountyKeysLocked(UserError):
    """The passphrase does not open the county's keys.
    Check it and enter it again."""

    code = "COUNTY_PASSPHRASE"


class StationKeyDiffers(UserError):
    """Desk {station} is registered with another key ({known}); the file has {found}. Nothing was changed.
    Compare the fingerprint by telephone; if it is right, repeat with --replace."""

    code = "STATION_KEY_DIFFERS"


class VerdictReasonMissing(UserError):
    """A return needs a reason.
    Write what the township has to put right."""

    code = "VERDICT_REASON_MISSING"
