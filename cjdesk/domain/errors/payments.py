"""Bank lists and their results."""

from __future__ import annotations

from cjdesk.domain.errors.user_error import UserError


class RunNotPayable(UserError):
    """{number} is “{state}”; a bank list is made after approval. Lock and approve the month first."""

    code = "RUN_NOT_PAYABLE"


class RunHasList(UserError):
    """{number} stands on the bank list {list} ({state}) and cannot be changed. Withdraw the list first."""

    code = "RUN_HAS_LIST"


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


class TemplateFixed(UserError):
    """{list} was handed over as “{template}”. Take that file again, or withdraw the list and make another one."""

    code = "TEMPLATE_FIXED"


class TooFewRows(UserError):
    """The bank takes no file under {least} rows; {list} has {rows}. Use another template, or pay with a later list."""

    code = "TOO_FEW_ROWS"


class ValueTooWide(UserError):
    """“{value}” does not fit into the {width} places of the column {column}. Use another bank template."""

    code = "VALUE_TOO_WIDE"


class ListDiffers(UserError):
    """The list and the sheet differ by {difference_fen}. Nothing was written; compute and lock the month again."""

    code = "LIST_DIFFERS"


class ListFileDamaged(UserError):
    """The stored file of {list} is not the one that was made. Hand nothing over; restore a backup and look again."""

    code = "LIST_FILE_DAMAGED"


class NotInEncoding(UserError):
    """{encoding} has no sign for {names}. Enter the name as the bank writes it, or use another template."""

    code = "NOT_IN_ENCODING"


class ListNumberUnknown(UserError):
    """There is no bank list {number}. Look at the numbers of the month and choose again."""

    code = "LIST_NUMBER_UNKNOWN"


class ListNotSent(UserError):
    """{list} was never handed to the bank, so the bank has no result for it. Take its file out first."""

    code = "LIST_NOT_SENT"


class ListWithdrawn(UserError):
    """{list} was withdrawn ({reason}). Ask the bank at once whether it was paid all the same; nothing was booked."""

    code = "LIST_WITHDRAWN"


class ListHasResult(UserError):
    """The bank answered {list} already, so it cannot be withdrawn. Book returned payments and pay them again."""

    code = "LIST_HAS_RESULT"


class BankMayHaveList(UserError):
    """The file of {list} was handed out on {day}. Make sure that the bank has not got it, say so, then withdraw."""

    code = "BANK_MAY_HAVE_LIST"


class ResultRowsWrong(UserError):
    """{name}: {count} rows do not fit, nothing was booked. Row {row}: {problem}. Ask the bank, or tick by hand."""

    code = "RESULT_ROWS_WRONG"


class ResultTotalDiffers(UserError):
    """{name} ends with {said}, but its rows make {found}. Nothing was booked; ask the bank for the file again."""

    code = "RESULT_TOTAL_DIFFERS"


class ResultOfNoList(UserError):
    """The rows of {name} stand on no bank list. Look whether it is the right file; nothing was booked."""

    code = "RESULT_OF_NO_LIST"


class ResultOfSeveralLists(UserError):
    """{name} fits several bank lists: {lists}. Say which one it answers."""

    code = "RESULT_OF_SEVERAL_LISTS"


class ResultOfOtherList(UserError):
    """{name} says that it answers {said}, not {list}. Choose that list; nothing was booked."""

    code = "RESULT_OF_OTHER_LIST"


class ResultUnreadable(UserError):
    """{name} has no columns for account and amount. It needs headings such as 账号, 金额, 结果, or a template."""

    code = "RESULT_UNREADABLE"


class ResultContradicts(UserError):
    """The bank returned the payment to {name} and now calls it paid. Ask the bank; to book it would pay twice."""

    code = "RESULT_CONTRADICTS"


class FailureUnknown(UserError):
    """“{reason}” is no reason for a returned payment. Choose one of: {choices}."""

    code = "FAILURE_UNKNOWN"


class NobodyTicked(UserError):
    """{account} stands on no row of {list}, or on several. Give more digits of the account, or the row number."""

    code = "NOBODY_TICKED"


class TaskUnknown(UserError):
    """There is no open account to be put right for {person}. Refresh the list and choose again."""

    code = "TASK_UNKNOWN"


class ProofMissing(UserError):
    """The proof is missing. Note what you saw: passbook, card, a paper of the bank."""

    code = "PROOF_MISSING"


class AccountUnchanged(UserError):
    """The bank returned the payment because of “{failure}”, and this is the same account. Enter another one."""

    code = "ACCOUNT_UNCHANGED"


class NothingToReissue(UserError):
    """No returned payment can be paid again now. Put the accounts right first: {waiting} wait for that."""

    code = "NOTHING_TO_REISSUE"


class PaymentOnItsWay(UserError):
    """{name} stands on {list} already ({state}). Wait for the bank’s answer, or withdraw that list."""

    code = "PAYMENT_ON_ITS_WAY"


class AccountNotRight(UserError):
    """The account of {name} is not put right yet. Enter it twice and note the proof, then pay again."""

    code = "ACCOUNT_NOT_RIGHT"


class ListMissing(UserError):
    """Which list is to be taken out is missing. Give the month, or the number of the list."""

    code = "LIST_MISSING"


class TemplateMissing(UserError):
    """The bank’s template is missing. Choose one of: {choices}."""

    code = "TEMPLATE_MISSING"
