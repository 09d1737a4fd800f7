"""Citizen ID numbers."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


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
