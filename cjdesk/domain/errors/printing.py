"""Paper."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class NothingToPrint(UserError):
    """The form {form} for {month} has no lines; nothing was printed. Choose another month or compute it first."""

    code = "NOTHING_TO_PRINT"


class VillageNotOnPaper(UserError):
    """Nobody of “{village}” is in {month}, so nothing was printed. Villages there: {villages}. Look at the spelling."""

    code = "VILLAGE_NOT_ON_PAPER"


class NotReported(UserError):
    """The month {month} was not reported yet. Print it without “as reported”, or report it first."""

    code = "NOT_REPORTED"


class PdfNotWritten(UserError):
    """{file} could not be written to {folder}. Close the file if it is open, or choose a folder you may write to."""

    code = "PDF_NOT_WRITTEN"


class NoRoomForPdf(UserError):
    """The disk of {folder} is full; no PDF was written. Make room or choose another disk."""

    code = "NO_ROOM_FOR_PDF"


class NoTwin(UserError):
    """{form} is no list and has no workbook. Save it as PDF."""

    code = "NO_TWIN"


class NoPrinter(UserError):
    """No printer was found. Save as PDF first, connect the printer, then press F5."""

    code = "NO_PRINTER"


class PrinterGone(UserError):
    """The printer {printer} was not found. Switch it on and press F5, or choose another printer."""

    code = "PRINTER_GONE"


class PaperNotSupported(UserError):
    """The printer {printer} has no {paper} paper. Print on another printer, or save as PDF."""

    code = "PAPER_NOT_SUPPORTED"


class PrintFailed(UserError):
    """The printer {printer} stopped after page {page}. Look at paper and cable, then print again from page {next}."""

    code = "PRINT_FAILED"


class ListUnknown(UserError):
    """This bank list is no longer in the data file. Refresh the list and choose again."""

    code = "LIST_UNKNOWN"


class NoPostToPrint(UserError):
    """{name} has never stood on a post, so the form {form} has nothing to say. Put the person on post first."""

    code = "NO_POST_TO_PRINT"


class NoSuchTimeOnPost(UserError):
    """{name} has stood on a post {count} times; there is no number {number}. Choose a number from 1 to {count}."""

    code = "NO_SUCH_TIME_ON_POST"


class WordingNotReadable(UserError):
    """The wording {file} could not be read. Save it as plain text in UTF-8, or take it away for the usual wording."""

    code = "WORDING_NOT_READABLE"


class WordingUnknownField(UserError):
    """The wording of {form} has the place “{name}”, which nobody can fill. Known places: {known}."""

    code = "WORDING_UNKNOWN_FIELD"


class WordingTooLong(UserError):
    """The wording of {form} does not fit on {pages} pages, even in small print. Shorten it."""

    code = "WORDING_TOO_LONG"


class PurposeMissing(UserError):
    """Full ID and account numbers are printed only for a purpose. Say in a few words what the paper is for."""

    code = "PURPOSE_MISSING"


class PdfNotReadable(UserError):
    """{file} is no PDF of this program, is cut off, or has a password. Take the file as it was saved here."""

    code = "PDF_NOT_READABLE"


class PdfWithoutData(UserError):
    """{file} carries no data: another program or an earlier version wrote it. Check number and check code instead."""

    code = "PDF_WITHOUT_DATA"


class PaperCodeForeign(UserError):
    """This is no code of this program's paper. Scan the square at the top right, or type number and check code."""

    code = "PAPER_CODE_FOREIGN"


class CheckCodeWrong(UserError):
    """A check code has eight digits 0-9 and A-F, as at the foot of the page; “{code}” has not."""

    code = "CHECK_CODE_WRONG"


class PaperUnknown(UserError):
    """No paper with the number {number} is known here. Look at the number, or ask the office that made it."""

    code = "PAPER_UNKNOWN"


class PaperTooOld(UserError):
    """The paper {number} was printed before its codes were kept. Print it again and compare the two."""

    code = "PAPER_TOO_OLD"
