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


class NoDisplay(UserError):
    """There is no display to open the desk on. Start it where a screen is, or work with verbs: cjdesk --help."""

    code = "NO_DISPLAY"


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
    """The birth date {birth} does not exist. Check characters 7 to 14 of the ID number."""

    code = "ID_BIRTH_DATE"


class IdBirthFuture(UserError):
    """The birth date {birth} is in the future. Check the ID number and the date of this computer."""

    code = "ID_BIRTH_FUTURE"


class IdBirthTooOld(UserError):
    """Born {birth}, this person would be over 120. Check characters 7 to 14 of the ID number."""

    code = "ID_BIRTH_TOO_OLD"


class IdFifteenDigits(UserError):
    """{value} is an old number of 15 digits. With 18 it is {converted}: compare with the ID card, then use that."""

    code = "ID_15_DIGITS"


class IdUnsupportedKind(UserError):
    """{value} is no citizen ID number; residence permits and foreign papers are not supported. Ask the county."""

    code = "ID_UNSUPPORTED_KIND"


class IdLostInExcel(UserError):
    """Excel turned the ID number into another number, it is lost. Import the original sheet, or enter the card’s."""

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
    """Excel turned the account into a number, it is lost. Import the original sheet, or enter the card’s."""

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


# Batches


class BatchIsNone(UserError):
    """{name} is no CJDesk batch.
    Choose a file whose name ends in .cjp."""

    code = "BATCH_NO_FILE"


class BatchIsTooLarge(UserError):
    """The batch is larger than allowed (limit: {limit}); nothing was taken in.
    Ask the sender to make it again."""

    code = "BATCH_TOO_LARGE"


class BatchIsForeign(UserError):
    """This batch was not sealed for this office, or its head was changed; nothing was taken in.
    Give it to the office that its name says, or ask the sender for the county's batch again."""

    code = "BATCH_FOREIGN"


class BatchIsDamaged(UserError):
    """The batch is damaged or was changed on its way; nothing was taken in.
    Ask the sender to copy the file again."""

    code = "BATCH_DAMAGED"


class BatchIsNewer(UserError):
    """The batch was made by a newer CJDesk (format {found}, this program knows {known}); nothing was taken in.
    Install the newer program, then take it in again."""

    code = "BATCH_NEWER_FORMAT"


class BatchSignatureWrong(UserError):
    """The signature of this file does not fit, it may have been changed on its way; nothing was taken in.
    Ask the sender for the file again."""

    code = "BATCH_SIGNATURE"


class StationIsUnknown(UserError):
    """The desk {station} ({township}) is not registered here; nothing was taken in.
    Take in its key file first and compare the fingerprint by telephone."""

    code = "BATCH_UNKNOWN_STATION"


class StationIsRevoked(UserError):
    """The key of desk {station} was revoked; nothing was taken in.
    Register the desk's new key, then let it send again."""

    code = "BATCH_REVOKED_STATION"


class BatchRowIsWrong(UserError):
    """Row {row} of {part} is not written as agreed; nothing was taken in.
    Ask the sender to update the program and to make the batch again."""

    code = "BATCH_ROW"


class BatchTotalsDiffer(UserError):
    """The batch says {name} is {said}, its rows give {found}; nothing was taken in.
    Ask the sender to make the batch again."""

    code = "BATCH_TOTALS"


class BatchForks(UserError):
    """Batch {seq} of desk {station} was received before with other content, or it does not follow batch {before}.
    The desk was perhaps restored from an old backup: telephone, and let it continue after its last receipt."""

    code = "BATCH_FORK"


class BatchIsOlder(UserError):
    """Version {version} of batch {seq} comes after version {newer}; nothing was taken in.
    The newer version counts; nothing needs to be done."""

    code = "BATCH_OLDER_VERSION"


class BatchHasPassed(UserError):
    """Batch {seq} of desk {station} has passed already; a new version is not taken.
    Correct it in next month's run."""

    code = "BATCH_HAS_PASSED"


class BatchRowsAreForeign(UserError):
    """{part} holds a record that belongs to another township; nothing was taken in.
    Ask the sender to look at record {id}."""

    code = "BATCH_OTHER_TOWNSHIP"


class BatchRecordForks(UserError):
    """Record {id} of {part} came before with the same version and other content; nothing was taken in.
    The desk was perhaps restored from an old backup: telephone before it sends again."""

    code = "BATCH_RECORD_FORK"


class BatchRowsClash(UserError):
    """The rows of {part} do not fit what is here: a record is there twice, or one it refers to is missing.
    Nothing was taken in. Ask the sender for a people batch first, then for this one."""

    code = "BATCH_ROWS_CLASH"


class BatchIsPractice(UserError):
    """This batch comes from a practice desk and does not count; nothing was taken in.
    Use the real desk's batch."""

    code = "BATCH_PRACTICE"


class BatchIsReal(UserError):
    """This is a practice county: it takes no real batch.
    Take the batch in at the real county."""

    code = "BATCH_NOT_PRACTICE"


class BatchUnknown(UserError):
    """There is no batch {name} here.
    Choose one from the list of batches."""

    code = "BATCH_UNKNOWN"


class BatchIsEmpty(UserError):
    """There is nothing to report of this kind.
    Enter or import the records first."""

    code = "BATCH_EMPTY"


class BatchIsMade(UserError):
    """Batch {name} was made from this run already and is {state}.
    Export that file; a new version is made after a return."""

    code = "BATCH_MADE_BEFORE"


class RunIsNotLocked(UserError):
    """Pay run {number} is {state}.
    Lock it after the check, then make the batch."""

    code = "BATCH_RUN_NOT_LOCKED"


class RunIsNotApproved(UserError):
    """Pay run {number} is locked but not approved.
    Let the second person approve it, then make the batch."""

    code = "BATCH_RUN_NOT_APPROVED"


class NoRunToReport(UserError):
    """There is no locked pay run in {month}.
    Compute and lock the month first."""

    code = "BATCH_NO_RUN"


class CountyKeyMissing(UserError):
    """The county's key is not known to this desk.
    Take in the county's key file first (batch trust)."""

    code = "COUNTY_KEY_MISSING"


class CountyKeyDiffers(UserError):
    """This desk trusts another county key ({known}); the file has {found}. Nothing was changed.
    Telephone the county; if the key was really renewed, take it in with --replace."""

    code = "COUNTY_KEY_DIFFERS"


class KeyFileIsBad(UserError):
    """The key file is damaged or is not of the right kind.
    Ask for it again."""

    code = "KEY_FILE_BAD"


class AnswerSignatureWrong(UserError):
    """The signature of this file of the county does not fit, it may have been changed on its way; nothing was read.
    Ask the county for it again."""

    code = "ANSWER_SIGNATURE"


class AnswerIsUnknown(UserError):
    """This answer is about batch {name}, which this desk did not make.
    Give it to the desk that made it."""

    code = "ANSWER_UNKNOWN"


class CarrierIsFull(UserError):
    """There is no room left on {folder}; no file was left there.
    Make room or take another stick; the data have not changed."""

    code = "CARRIER_FULL"


class CarrierIsReadOnly(UserError):
    """Nothing can be written on {folder}.
    Remove the write protection or take another stick; the data have not changed."""

    code = "CARRIER_READ_ONLY"


class CarrierIsGone(UserError):
    """{folder} cannot be read or written: it is not there, or was pulled out.
    Put the stick in again and repeat; the data have not changed."""

    code = "CARRIER_GONE"


class CarrierMismatch(UserError):
    """What was written on the stick reads back different; this file cannot be used.
    Export again on another stick; the data have not changed."""

    code = "CARRIER_MISMATCH"


class CarrierNameTaken(UserError):
    """On {folder} there is another file named {name} with other content; it was left alone.
    Move it away or choose another folder."""

    code = "CARRIER_NAME_TAKEN"


class CountyLineBroken(UserError):
    """Sending did not succeed: the county does not answer.
    The file is kept; send it later, or take it on a stick."""

    code = "COUNTY_LINE_BROKEN"


class CountyRefuses(UserError):
    """The county did not take it in ({code}): {message}
    The data have not changed."""

    code = "COUNTY_REFUSES"


# County


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


# Import


class WorkbookGone(UserError):
    """The file {name} is not there any more. Put the stick back or choose the file again."""

    code = "WORKBOOK_GONE"


class WorkbookEmpty(UserError):
    """There is nothing in the file {name}. Open it in Excel or WPS, save it again, or ask for it anew."""

    code = "WORKBOOK_EMPTY"


class WorkbookUnreadable(UserError):
    """{name} is no workbook that can be read, or it is damaged. Open it in Excel or WPS and save it as .xlsx."""

    code = "WORKBOOK_UNREADABLE"


class WorkbookPassword(UserError):
    """The file {name} is protected by a password. Open it with its password and save it as .xlsx without one."""

    code = "WORKBOOK_PASSWORD"


class WorkbookIsEt(UserError):
    """{name} is a file of WPS Spreadsheets (.et). Open it in WPS and save it as .xlsx, then import that file."""

    code = "WORKBOOK_ET"


class WorkbookTooLarge(UserError):
    """{name} ({megabytes} MB) is too large, or has cells far out; up to {limit} MB are read. Copy only the table
    into a new workbook and import that."""

    code = "WORKBOOK_TOO_LARGE"


class HeaderNotFound(UserError):
    """No heading row was found in {name}. The table needs headings such as {headings}; check that it is the right
    file."""

    code = "HEADER_NOT_FOUND"


class ColumnMissing(UserError):
    """The sheet “{sheet}” has no column for {missing}. Add the column, or correct its heading in row {row}."""

    code = "COLUMN_MISSING"


class WorkbookNotWritten(UserError):
    """The file {name} could not be written. Close it if it is open in Excel, and check the folder and the space."""

    code = "WORKBOOK_NOT_WRITTEN"


class RowsRejected(UserError):
    """{rows} rows have errors, so nothing was imported. Put them right in the file, or import the good rows only."""

    code = "ROWS_REJECTED"


class PlanIsStale(UserError):
    """The register was changed after this file was checked; nothing was imported. Check the file again."""

    code = "PLAN_IS_STALE"


class MonthNeeded(UserError):
    """The file does not say which month it is for. Name the month and import again."""

    code = "MONTH_NEEDED"


class DuplicateIdInFile(DuplicateId):
    """This ID number stands in row {row} of the sheet “{sheet}” already ({name}). Keep one of the two rows."""


class TwoOpenPostsInFile(TwoOpenPosts):
    """{name} is on the post {post} from {start} to {end} already. Give that post its last day first; one person has
    one post at a time."""


class InAnotherHousehold(DuplicateId):
    """{name} belongs to household {household} already. Put both households in one file, so that the move shows."""


class MemberTwice(DuplicateId):
    """{name} stands in row {row} of the sheet “{sheet}” as a member already. Keep one of the two rows."""


class CellDamaged(UserError):
    """The cell shows {value}, so its content is lost. Repair the formula or type the value in."""

    code = "CELL_DAMAGED"


class DateMissing(UserError):
    """The date is missing. Type it like 2020-03-01."""

    code = "DATE_MISSING"


class DateFormat(UserError):
    """“{value}” is no date. Type it like 2020-03-01."""

    code = "DATE_FORMAT"


class DateIncomplete(UserError):
    """“{value}” has no day. Type the whole date, such as 2020-03-01."""

    code = "DATE_INCOMPLETE"


class EndMissing(UserError):
    """{name} is marked as {state} without a last working day. Type the day and the reason, such as 2020.11.5 病."""

    code = "END_MISSING"


class DaysFormat(UserError):
    """“{value}” is no number of days. Type days such as 21 or 17.5, from 0 to 31."""

    code = "DAYS_FORMAT"


class PercentFormat(UserError):
    """“{value}” is no percentage. Type it like 12.5, from 0 to 100 with at most two decimals."""

    code = "PERCENT_FORMAT"


class NumberFormat(UserError):
    """“{value}” is no whole number. Type it with digits only."""

    code = "NUMBER_FORMAT"


class TextTooLong(UserError):
    """The text has {length} characters, up to {limit} fit. Shorten it."""

    code = "TEXT_TOO_LONG"


class WordUnknown(UserError):
    """“{value}” is not one of the words known here. Use one of: {choices}."""

    code = "WORD_UNKNOWN"


class WordSkipped(UserError):
    """“{value}” is not known here and was left out. Words known are: {choices}. Correct it, or add it on the card."""

    code = "WORD_SKIPPED"


class UnknownScheme(UserError):
    """There is no water scheme “{value}”. Correct its name, or add it on the sheet 工程 with its warden and rate."""

    code = "UNKNOWN_SCHEME"


class SchemeShares(UserError):
    """The shares of the scheme “{scheme}” add up to {percent} %. Make them 100 %."""

    code = "SCHEME_SHARES"


class SchemeDiffers(UserError):
    """The scheme “{scheme}” has another {column} in row {row}. Write the same in all its rows."""

    code = "SCHEME_DIFFERS"


class WardenUnknown(UserError):
    """The water warden with the ID number {value} is not registered. Import the roster first, or correct it."""

    code = "WARDEN_UNKNOWN"


class ReceiptTwice(UserError):
    """Receipt {number} with this day and amount stands in row {row} already. Keep one of the two rows."""

    code = "RECEIPT_TWICE"


class AttUnknownPerson(UserError):
    """{name} is not registered with this ID number. Import the roster first, or correct the number."""

    code = "ATT_UNKNOWN_PERSON"


class AttTwice(UserError):
    """The attendance of this post and month stands in row {row} already. Keep one of the two rows."""

    code = "ATT_TWICE"


class OtherMonth(UserError):
    """The row is for {found}, but {wanted} is being imported. Import it with its own month."""

    code = "OTHER_MONTH"


class MonthFormat(UserError):
    """“{value}” is no month. Write it like 2020-11 or 2020年11月."""

    code = "MONTH_FORMAT"


class PersonNotRegistered(UserError):
    """{name} is not registered with this ID number, or that row was refused. Put that person right first."""

    code = "PERSON_NOT_REGISTERED"


class CooperativeNotListed(UserError):
    """There is no cooperative “{value}”. Add it on the sheet 合作社, or correct its name."""

    code = "COOPERATIVE_NOT_LISTED"


class HouseholdUnknown(UserError):
    """There is no household {value}. Add it on the sheet 搬迁户, or correct the number."""

    code = "HOUSEHOLD_UNKNOWN"


class HouseholdTwice(UserError):
    """Household {value} stands in row {row} already. Keep one of the two rows."""

    code = "HOUSEHOLD_TWICE"


class SiteUnknown(UserError):
    """There is no resettlement site “{value}”. Add it on the sheet 安置点, or correct its name."""

    code = "SITE_UNKNOWN"


class CodeMissing(UserError):
    """“{column}” is empty. Fill it in."""

    code = "CODE_MISSING"


class AgeOver60(UserError):
    """{name} is {age} years old on {day}, over 60. Check that the office may still put this person on post."""

    code = "AGE_OVER_60"


class SexMismatch(UserError):
    """The sheet says {written}, the ID number says {found}; the ID number was followed. Check the card."""

    code = "SEX_MISMATCH"


class BirthMismatch(UserError):
    """The sheet says born {written}, the ID number says {found}; the ID number was followed. Check the file."""

    code = "BIRTH_MISMATCH"


class SameNameBirth(UserError):
    """{name} was born on the same day as somebody of the same name with another ID number ({id_tail}). Perhaps they
    are one person; check both cards."""

    code = "SAME_NAME_BIRTH"


class IdConsecutive(UserError):
    """The ID number is the one of the row above plus 1. It may have been filled down; compare it with the card."""

    code = "ID_CONSECUTIVE"


class NamePua(UserError):
    """The name {name} has a character that only one computer knows. Ask for the standard character and correct it."""

    code = "NAME_PUA"


class DateSerial(UserError):
    """{value} is a date without a date format; it was read as {found}. Check that this is meant."""

    code = "DATE_SERIAL"


class BankMissing(UserError):
    """{name} has no account number. Nothing can be paid to a bank until it is filled in."""

    code = "BANK_MISSING"


class BankShared(UserError):
    """The account of {name} is also the one of {other}. Check whose it is; for one household give the reason."""

    code = "BANK_SHARED"


class BankLuhn(UserError):
    """The last digit of the card number does not fit the others. Compare it with the card."""

    code = "BANK_LUHN"


class HiddenRow(UserError):
    """Row {row} is hidden in the workbook; it was read all the same. Check that it is meant to count."""

    code = "HIDDEN_ROW"


class HiddenColumn(UserError):
    """The column “{column}” is hidden in the workbook; it was read all the same. Check that it is meant to count."""

    code = "HIDDEN_COLUMN"


class HiddenSheet(UserError):
    """The sheet “{sheet}” is hidden and was not read. Unhide it and import again if it belongs to the list."""

    code = "HIDDEN_SHEET"


class AttNotOnPost(UserError):
    """{name} has no day on this post in {month}; the row was put aside. Check the month and the last working day."""

    code = "ATT_NOT_ON_POST"


class PostHolderAway(UserError):
    """{name} is on a post here, but works away ({status}). Check whether the post has to be ended."""

    code = "POST_HOLDER_AWAY"


class NameDiffers(UserError):
    """The sheet says {written}, the register says {found} for this ID number; the register was kept. Check the name."""

    code = "NAME_DIFFERS"


# Payroll


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


# Payments


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


# Printing


class NothingToPrint(UserError):
    """The form {form} for {month} has no lines; nothing was printed. Choose another month or compute it first."""

    code = "NOTHING_TO_PRINT"


class PdfNotWritten(UserError):
    """{file} could not be written to {folder}. Close the file if it is open, or choose a folder you may write to."""

    code = "PDF_NOT_WRITTEN"


class NoRoomForPdf(UserError):
    """The disk of {folder} is full; no PDF was written. Make room or choose another disk."""

    code = "NO_ROOM_FOR_PDF"


class NoPrinter(UserError):
    """No printer was found. Save as PDF first, connect the printer, then press F5."""

    code = "NO_PRINTER"


class PrintFailed(UserError):
    """The printer {printer} stopped after page {page}. Look at paper and cable, then print again from page {next}."""

    code = "PRINT_FAILED"


class ListUnknown(UserError):
    """This bank list is no longer in the data file. Refresh the list and choose again."""

    code = "LIST_UNKNOWN"
