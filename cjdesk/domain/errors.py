"""Every error the clerk can put right, on one page.

A class docstring is the English message template (the Chinese text stands in the catalogue
``resources/locale/zh_CN``); ``{name}`` places are filled from the keyword arguments. ``code`` is stable:
help pages, tests and other programs refer to it. Anything that is not a :class:`UserError` is our bug.
"""

from __future__ import annotations

import inspect
from typing import ClassVar


class UserError(Exception):
    """Something could not be done."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        """Keep the facts for the message; ``field`` names the input to mark (a FIELDS or COLUMNS key)."""
        self.field = field
        self.facts = facts
        super().__init__(self.template().format(**facts))

    @classmethod
    def template(cls) -> str:
        """The English message id, with its places unfilled."""
        return inspect.cleandoc(cls.__doc__ or "").replace("\n", " ")


# Command line


class PassphraseMissing(UserError):
    """No passphrase was given. Set CJDESK_PASSPHRASE, name a file with --passphrase-file, or type it at the prompt."""

    code = "PASSPHRASE_MISSING"


class PassphrasesDiffer(UserError):
    """The two passphrases differ. Type the same one twice."""

    code = "PASSPHRASES_DIFFER"


class WrongMonth(UserError):
    """“{text}” is no month. Write it like 2026-03."""

    code = "WRONG_MONTH"


class WrongDate(UserError):
    """“{text}” is no date. Write it like 2026-03-15."""

    code = "WRONG_DATE"


class DemoFolderNotEmpty(UserError):
    """The folder {folder} is not empty. Give the demonstration a new or an empty folder."""

    code = "DEMO_FOLDER_NOT_EMPTY"


# Reference


class ReferenceUnreadable(UserError):
    """The reference file {file} cannot be read. Check that the file is there and that you may open it."""

    code = "REFERENCE_UNREADABLE"


class ReferenceNotToml(UserError):
    """Line {line} of the reference file is not TOML. Ask the county for the file again, or correct this line."""

    code = "REFERENCE_NOT_TOML"


class ReferenceUnknownKey(UserError):
    """Line {line} of the reference file has the unknown key “{key}”. Correct the key; nothing was taken in."""

    code = "REFERENCE_UNKNOWN_KEY"


class ReferenceKeyMissing(UserError):
    """The entry {entry} in line {line} of the reference file lacks “{key}”. Add it; nothing was taken in."""

    code = "REFERENCE_KEY_MISSING"


class ReferenceWrongValue(UserError):
    """Line {line} of the reference file: “{key}” cannot be {value}. Correct the value; nothing was taken in."""

    code = "REFERENCE_WRONG_VALUE"


# People


class PersonUnknown(UserError):
    """This person is no longer in the data file. Refresh the list and choose again."""

    code = "PERSON_UNKNOWN"


class DuplicateId(UserError):
    """{name} is already registered ({village} {group}). Open that card; no second entry is needed."""

    code = "DUPLICATE_ID"


class NameMissing(UserError):
    """The name is empty. Type the name as it stands on the ID card."""

    code = "NAME_MISSING"


class PhoneWrong(UserError):
    """The phone number {number} is not complete. Type 11 digits, or an area code and a number."""

    code = "PHONE_WRONG"


class ValueNotInList(UserError):
    """“{value}” is not in the list. Choose one of: {choices}."""

    code = "VALUE_NOT_IN_LIST"


class AccountNumberWrong(UserError):
    """The account number has {digits} digits; an account has 12 to 23. Compare it with the card or passbook."""

    code = "ACCOUNT_NUMBER_WRONG"


class AccountHolderReason(UserError):
    """The account holder {holder} is not {name} himself or herself. Give the reason why somebody else receives it."""

    code = "ACCOUNT_HOLDER_REASON"


class AgeUnder16(UserError):
    """{name} is {age} years old on {day}; a post needs 16. Check the ID number or the start day."""

    code = "AGE_UNDER_16"


class AgeOver65(UserError):
    """{name} is {age} years old on {day}, over 65, and cannot be newly put on post. Check the ID number."""

    code = "AGE_OVER_65"


class CannotWork(UserError):
    """{name} is registered with the labour ability “{ability}” and cannot be put on post. Check the card first."""

    code = "CANNOT_WORK"


class TwoOpenPosts(UserError):
    """{name} is already on post as {post} from {start}. End that post first; one person has one post."""

    code = "TWO_OPEN_POSTS"


class UnknownPostType(UserError):
    """There is no active post type “{post_type}”. Choose one of: {choices}."""

    code = "UNKNOWN_POST_TYPE"


class DateOrder(UserError):
    """The last day {end} lies before the first day {start}. Correct one of the two."""

    code = "DATE_ORDER"


class NotOnPost(UserError):
    """{name} is not on post on {day}. Check the day, or put the person on post first."""

    code = "NOT_ON_POST"


class SuspensionsOverlap(UserError):
    """{name} is already suspended from {start}. End that suspension first, or choose a later day."""

    code = "SUSPENSIONS_OVERLAP"


class CategoryTwice(UserError):
    """{name} has the category {category} already. End it first if it begins anew."""

    code = "CATEGORY_TWICE"


# Cooperatives


class CooperativeUnknown(UserError):
    """This cooperative, team or membership is no longer in the data file. Refresh the list and choose again."""

    code = "COOPERATIVE_UNKNOWN"


class NameTaken(UserError):
    """“{name}” exists already. Choose another name, or use the existing one."""

    code = "NAME_TAKEN"


class MemberTwoCoops(UserError):
    """{name} is already a member of {cooperative} (since {joined}). End that membership first, or use transfer."""

    code = "MEMBER_TWO_COOPS"


class CooperativeInCircle(UserError):
    """{name} cannot stand under a cooperative that stands under it. Choose another one."""

    code = "COOPERATIVE_IN_CIRCLE"


# ID numbers


class IdMissing(UserError):
    """The ID number is missing. Enter the 18 characters from the ID card."""

    code = "ID_MISSING"


class IdCheckDigit(UserError):
    """The last character of the ID number is wrong: {expected} is right, not {found}. Compare it with the card."""

    code = "ID_CHECK_DIGIT"


class IdBirthDate(UserError):
    """The birth date {birth} does not exist. Check characters 7 to 14 of the ID number {value}."""

    code = "ID_BIRTH_DATE"


class IdBirthFuture(UserError):
    """The birth date {birth} is in the future. Check the ID number {value} and the date of this computer."""

    code = "ID_BIRTH_FUTURE"


class IdBirthTooOld(UserError):
    """Born {birth}, this person would be over 120. Check characters 7 to 14 of the ID number {value}."""

    code = "ID_BIRTH_TOO_OLD"


class IdFifteenDigits(UserError):
    """{value} is an old number of 15 digits. With 18 it is {converted}: compare with the ID card, then use that."""

    code = "ID_15_DIGITS"


class IdUnsupportedKind(UserError):
    """{value} is no citizen ID number; residence permits and foreign papers are not supported. Ask the county."""

    code = "ID_UNSUPPORTED_KIND"


class IdLostInExcel(UserError):
    """Excel made the ID number {value} out of it, the original is lost. Import again from the original sheet."""

    code = "ID_LOST_IN_EXCEL"


class IdCutTo15(UserError):
    """Excel has cut {value} to 15 digits, the last three are lost. Import again from the original sheet."""

    code = "ID_CUT_TO_15"


class IdFormat(UserError):
    """{value} is no ID number: it has {length} characters, not 17 digits and a digit or X. Enter it again."""

    code = "ID_FORMAT"


class IdProvince(UserError):
    """The ID number {value} begins with {prefix}, which no province has. Check the first two digits."""

    code = "ID_PROVINCE"


# Amounts and accounts


class AmountFormat(UserError):
    """{value} is no amount of money. Enter it in yuan, such as 1000 or 1,000.50."""

    code = "AMOUNT_FORMAT"


class AmountDecimals(UserError):
    """The amount {value} has more than two decimals. Enter it in yuan, to the fen."""

    code = "AMOUNT_DECIMALS"


class AmountNegative(UserError):
    """The amount {value} is negative. Enter an amount of 0 or more."""

    code = "AMOUNT_NEGATIVE"


class AmountTooLarge(UserError):
    """The amount {value} is too large to be right. Enter it in yuan, not in fen."""

    code = "AMOUNT_TOO_LARGE"


class BankLostInExcel(UserError):
    """Excel made {value} out of the account, the original is lost. Import again from the original sheet."""

    code = "BANK_LOST_IN_EXCEL"


class BankTwiceDiffers(UserError):
    """The second account differs from digit {place} on. Compare it with the card or book and enter it again."""

    code = "BANK_TWICE_DIFFERS"


class NameTooLong(UserError):
    """The name {value} has more than 50 characters. Check whether other cells were pasted into it."""

    code = "NAME_TOO_LONG"


# States


class StepNotAllowed(UserError):
    """From “{now}” there is no step to “{wanted}”. Look at the state first, then choose a step it allows."""

    code = "STEP_NOT_ALLOWED"


# Data file


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
