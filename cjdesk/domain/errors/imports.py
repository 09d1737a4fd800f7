"""Workbooks and their rows."""

from __future__ import annotations

from cjdesk.domain.errors.people import DuplicateId, TwoOpenPosts
from cjdesk.domain.errors.user_error import UserError


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
