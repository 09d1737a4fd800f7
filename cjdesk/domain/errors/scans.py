"""Signed paper that comes back as pictures."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class ScanNumberMissing(UserError):
    """Which paper this is, is missing. Type the number at the foot of the page, or scan its QR code."""

    code = "SCAN_NUMBER_MISSING"


class ScanNumberUnknown(UserError):
    """No paper of this office has the number {number}. Look at the foot of the page: PAY-…, YH-…, FEE-… or a notice."""

    code = "SCAN_NUMBER_UNKNOWN"


class ScanOfOtherPaper(UserError):
    """The QR code is that of {found}, but the scans here belong to {number}. Open {found} and add it there."""

    code = "SCAN_OF_OTHER_PAPER"


class ScanPageWrong(UserError):
    """{page} is no page of this paper. Give the page as it stands at the foot, from 1 to {most}."""

    code = "SCAN_PAGE_WRONG"


class ScanFileNotRead(UserError):
    """{name} cannot be opened. Look whether the file or the stick is still there, then choose it again."""

    code = "SCAN_FILE_NOT_READ"


class ScanEmpty(UserError):
    """{name} is empty (0 bytes). Copy it from the phone or scanner again."""

    code = "SCAN_EMPTY"


class ScanTooLarge(UserError):
    """{name} has {megabytes} MB, at most {most} MB can be taken in. Scan at 200 dpi as JPEG, or fewer pages a file."""

    code = "SCAN_TOO_LARGE"


class ScanTooManyPixels(UserError):
    """{name} has {width} × {height} pixels, more than can be opened safely. Scan at 200 dpi and choose that one."""

    code = "SCAN_TOO_MANY_PIXELS"


class ScanBroken(UserError):
    """{name} is damaged or only half copied. Copy it from the phone or scanner again."""

    code = "SCAN_BROKEN"


class ScanNotAPicture(UserError):
    """{name} holds no picture that can be taken in: {reason} Save it as JPEG on the scanner, or photograph the page."""

    code = "SCAN_NOT_A_PICTURE"


class ScanKnown(UserError):
    """{name} is here already: {number}, page {page}, added on {day} by {by}. Nothing was added."""

    code = "SCAN_KNOWN"


class ScanUnknown(UserError):
    """This scan is not in the data file. Refresh the list and choose again."""

    code = "SCAN_UNKNOWN"


class ScanWithdrawnAlready(UserError):
    """This scan was withdrawn already: {reason}."""

    code = "SCAN_WITHDRAWN_ALREADY"


class ScanDamaged(UserError):
    """The stored scan of {number}, page {page}, is not what was added. Restore a backup and look again."""

    code = "SCAN_DAMAGED"
