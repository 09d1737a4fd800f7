"""Updates that come on a stick, and the way back from them."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class UpdateUnreadable(UserError):
    """{path} cannot be read.
    Put the stick back in and choose the file again."""

    code = "UPDATE_UNREADABLE"


class UpdateIsNone(UserError):
    """{name} is no CJDesk update; nothing was installed.
    Choose the file whose name is like CJDesk_1.2.0.cju."""

    code = "UPDATE_NO_PACKAGE"


class UpdateTooLarge(UserError):
    """The update package is larger than allowed (limit: {limit}); nothing was installed.
    Ask the county for the right file."""

    code = "UPDATE_TOO_LARGE"


class UpdateIsCut(UserError):
    """The update package is not complete; nothing was installed.
    Copy it onto the stick again and wait until it may be pulled out."""

    code = "UPDATE_INCOMPLETE"


class UpdateIsDamaged(UserError):
    """The update package is damaged or was changed on its way; nothing was installed.
    Ask the county for the file again."""

    code = "UPDATE_DAMAGED"


class UpdateHoldsMore(UserError):
    """The update package holds “{name}”, which does not belong in it; nothing was installed.
    Do not use this stick any more, and ask the county for the file again."""

    code = "UPDATE_FOREIGN_FILE"


class UpdatePartDiffers(UserError):
    """“{name}” in the package is not what was signed: damaged, or mixed from two updates; nothing was installed.
    Ask the county for the file again."""

    code = "UPDATE_PART_DIFFERS"


class UpdateKeyUnknown(UserError):
    """This update is not signed with a release key of CJDesk ({key}); nothing was installed.
    Take updates only from the county, and tell it of this file."""

    code = "UPDATE_UNKNOWN_KEY"


class UpdateSignatureWrong(UserError):
    """The signature of this update does not fit, it was changed on its way; nothing was installed.
    Do not use this file, and ask the county for it again."""

    code = "UPDATE_SIGNATURE"


class UpdateIsNewerFormat(UserError):
    """This update package has format {found}, this program knows {known}; nothing was installed.
    Run the Setup.exe of the new version itself."""

    code = "UPDATE_NEWER_FORMAT"


class UpdateIsHere(UserError):
    """CJDesk {version} is what runs here already.
    Nothing needs to be done."""

    code = "UPDATE_INSTALLED_ALREADY"


class UpdateIsOlder(UserError):
    """The update is version {found}, here runs {present} already; nothing was installed.
    Ask the county for the newest update."""

    code = "UPDATE_OLDER"


class UpdateIsRollback(UserError):
    """The update is version {found}, but {highest} was in use on these data before; nothing was installed.
    Ask the county for an update of at least version {highest}."""

    code = "UPDATE_ROLLBACK"


class UpdateHasExpired(UserError):
    """This update was valid until {expires}; nothing was installed.
    Ask the county for the newest update; if today's date is wrong on this computer, set it right."""

    code = "UPDATE_EXPIRED"


class UpdateClockIsBehind(UserError):
    """The clock of this computer says {clock}, but it must be {seen} or later; nothing was installed.
    Set date and time right, then try again. If the clock was once ahead, run a new Setup.exe of the county instead."""

    code = "UPDATE_CLOCK_BEHIND"


class UpdateNeedsAnother(UserError):
    """Version {found} can only be put over {oldest} or later, here runs {present}; nothing was installed.
    Install the update to {oldest} first, then this one."""

    code = "UPDATE_NEEDS_ANOTHER"


class UpdateNeedsLaterData(UserError):
    """The update needs a data file of version {needs}, this one is {found}; nothing was installed.
    Install the update before this one first."""

    code = "UPDATE_NEEDS_LATER_DATA"


class UpdateOpensOlderData(UserError):
    """The update opens data files up to version {brings}, this one is {found}; nothing was installed.
    Ask the county for the newest update."""

    code = "UPDATE_OPENS_OLDER_DATA"


class UpdateWasExchanged(UserError):
    """This is not the package that was checked before; nothing was installed.
    Choose the file again and look at what it says."""

    code = "UPDATE_EXCHANGED"


class UpdateIsForWindows(UserError):
    """The package is genuine, but its installer is for Windows; nothing was installed.
    On this computer put the new program in place the way the present one came here."""

    code = "UPDATE_WINDOWS_ONLY"


class UpdateNotStarted(UserError):
    """The installer could not be started; the present version stays, the data have not changed.
    Look whether a virus scanner blocks it, then try again."""

    code = "UPDATE_NOT_STARTED"


class NoPreviousVersion(UserError):
    """There is no previous version on this computer to go back to.
    The previous one is kept when an update is installed; until then there is none."""

    code = "BACK_NO_PREVIOUS"


class BackNeedsOlderData(UserError):
    """{version} cannot open the data as they are now. It would go on with the backup of {made_at} ({backup}),
    without the {changes} entries made since, which stay in a copy beside it. If you want that, say so explicitly."""

    code = "BACK_NEEDS_OLDER_DATA"


class BackHasNoBackup(UserError):
    """{version} cannot open the data as they are now, and no backup is here that it could open; nothing was changed.
    Stay with this version, or copy the backup from before the update into the folder backups."""

    code = "BACK_NO_BACKUP"
