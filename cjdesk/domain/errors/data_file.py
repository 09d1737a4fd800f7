"""The data file, its keys and copies."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class WrongPassphrase(UserError):
    """Wrong passphrase, {left} more tries.
    Type it again and look at Caps Lock; if it is forgotten, use the recovery code."""

    code = "WRONG_PASSPHRASE"


class TooManyAttempts(UserError):
    """Five wrong passphrases, entry is closed for {minutes} more minutes.
    Wait that long, then type it again or use the recovery code."""

    code = "TOO_MANY_ATTEMPTS"


class UnknownClerk(UserError):
    """There is no user {login} here.
    Choose a user of this office, or ask a colleague to add you."""

    code = "UNKNOWN_CLERK"


class ClerkExists(UserError):
    """The user {login} exists already.
    Choose another login name."""

    code = "CLERK_EXISTS"


class LastClerk(UserError):
    """{login} is the last user who can open this file.
    Add another user first."""

    code = "LAST_CLERK"


class LoginInvalid(UserError):
    """{login} cannot be a login name.
    Use 2 to 40 small letters, digits, dots or dashes, beginning with a letter."""

    code = "LOGIN_INVALID"


class PassphraseTooWeak(UserError):
    """The passphrase is too simple.
    Use at least 8 characters of 3 kinds: capitals, small letters, digits, signs or Chinese characters."""

    code = "PASSPHRASE_TOO_WEAK"


class RecoveryCodeMistyped(UserError):
    """The recovery code does not fit its own check group.
    Compare the 8 groups with the paper and type them again."""

    code = "RECOVERY_CODE_MISTYPED"


class RecoveryCodeWrong(UserError):
    """This recovery code does not belong to these data, or it was replaced by a later one.
    Use the newest recovery sheet of this office, number {number}."""

    code = "RECOVERY_CODE_WRONG"


class NoDataFile(UserError):
    """There are no CJDesk data in {path}.
    Choose the right folder, create a new office, or restore a backup."""

    code = "NO_DATA_FILE"


class DataExistsAlready(UserError):
    """There are CJDesk data in {path} already; nothing was changed.
    Open them, or choose another folder for a new office."""

    code = "DATA_EXISTS_ALREADY"


class KeyFileMissing(UserError):
    """The key file {path} is missing; without it the data cannot be opened.
    Copy it back, or restore the newest backup, which holds it."""

    code = "KEY_FILE_MISSING"


class KeyFileDamaged(UserError):
    """The key file {path} is damaged; nothing was changed.
    Restore the newest backup, which holds a copy of it."""

    code = "KEY_FILE_DAMAGED"


class NotOurFile(UserError):
    """{path} is damaged at its beginning, or it is not the data file that belongs to this key.
    Nothing was changed. Put the right file back, or restore the newest backup."""

    code = "NOT_OUR_FILE"


class FileIsDamaged(UserError):
    """The data file {path} is damaged; nothing was written.
    Restore the newest backup, and have this disk checked."""

    code = "FILE_IS_DAMAGED"


class FileIsNewer(UserError):
    """The data are of a newer version ({found}) than this program ({known}); nothing was changed.
    Install the newest CJDesk and open them again."""

    code = "FILE_IS_NEWER"


class UpgradeFailed(UserError):
    """The data could not be brought from version {found} to {known}; they are exactly as before.
    Keep using the earlier program and send us the error report."""

    code = "UPGRADE_FAILED"


class DiskFull(UserError):
    """The disk is full, the last entry was not written.
    Make 200 MB free and try again; everything saved before is kept."""

    code = "DISK_FULL"


class FolderIsGone(UserError):
    """{path} is not there. Put the stick back in, or choose another folder. Nothing was lost."""

    code = "FOLDER_IS_GONE"


class FolderIsReadOnly(UserError):
    """Nothing can be written in {path}.
    Remove the write protection, or choose a folder of your own."""

    code = "FOLDER_IS_READ_ONLY"


class DiskFault(UserError):
    """Reading or writing {path} failed on the disk; the last entry was not saved.
    Check cable and disk, make a backup to another disk, then try again."""

    code = "DISK_FAULT"


class AlreadyOpen(UserError):
    """The data in {path} are open in another CJDesk (program number {pid}).
    Close it there, or work on in that window."""

    code = "ALREADY_OPEN"


class FileIsBusy(UserError):
    """The data file is busy with another task, nothing was written.
    Wait until that is done, then try again."""

    code = "FILE_IS_BUSY"


class RecordChanged(UserError):
    """This record was changed by somebody else meanwhile; your change was not saved.
    Look at the present state and enter your change again."""

    code = "RECORD_CHANGED"


class ProgramTooOld(UserError):
    """The database part of this program ({found}) is older than {needed}, which is not safe.
    Install CJDesk again."""

    code = "PROGRAM_TOO_OLD"


class BackupDamaged(UserError):
    """The backup {path} is damaged or incomplete and cannot be used.
    Choose another backup."""

    code = "BACKUP_DAMAGED"


class NoSuchBackup(UserError):
    """There is no backup at {path}.
    Choose one from the list of backups."""

    code = "NO_SUCH_BACKUP"


class CountyUnreachable(UserError):
    """The county's database does not answer.
    Start it, or check address and password in the --db option."""

    code = "COUNTY_UNREACHABLE"


class UnknownTownship(UserError):
    """{code} is no township of the county.
    Give the 9-digit code of the township, such as 522633101 for 贯洞镇."""

    code = "UNKNOWN_TOWNSHIP"


class FileExistsAlready(UserError):
    """There is a file {path} already; it was not written over.
    Give another name, or move that file away."""

    code = "FILE_EXISTS_ALREADY"


class DataOnNetwork(UserError):
    """{path} lies on another computer or a network drive, where data can be damaged when the connection breaks.
    Keep the data in a folder on this computer, and put backups on the network instead."""

    code = "DATA_ON_NETWORK"


class DataOnStick(UserError):
    """{path} lies on a stick or another disk that can be pulled out; pulled out too early, the last entries are lost.
    Close CJDesk before you pull it out; better keep the data on this computer and backups on the stick."""

    code = "DATA_ON_STICK"
