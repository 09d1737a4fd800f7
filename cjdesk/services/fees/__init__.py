"""Water fees: schemes, prices, rates and shares, households and meters, receipts and books, month and ledger."""

from __future__ import annotations

from cjdesk.services.fees.accounts import add_account, edit_account, end_account
from cjdesk.services.fees.books import BookValue, books, hand_out, take_back, void_book
from cjdesk.services.fees.found import (
    book_beginning,
    household_numbered,
    receipt_numbered,
    scheme_named,
    warden_with,
)
from cjdesk.services.fees.ledger import ledger, ledgers
from cjdesk.services.fees.ledger import number_of as ledger_number
from cjdesk.services.fees.month import MonthFees, MonthLine, of_month, rate_words, wardens
from cjdesk.services.fees.problems import ERROR, WARNING, FeeProblem
from cjdesk.services.fees.readings import (
    Billed,
    HouseholdRow,
    NewReading,
    Paid,
    bill_all,
    bill_flat,
    enter_payment,
    enter_reading,
    households,
    parse_litres,
    price_in,
    take_payment,
)
from cjdesk.services.fees.receipt_papers import (
    blank_receipts,
    codes_now,
    is_receipt_number,
    month_receipts,
    one_receipt,
    receipt_code,
    receipt_figures,
)
from cjdesk.services.fees.receipts import (
    NewReceipt,
    ReceiptValue,
    Total,
    add_receipt,
    add_refund,
    change_receipt,
    enter_total,
    receipts,
    require_in_month,
    state_no_income,
    void_number,
    void_receipt,
    withdraw,
)
from cjdesk.services.fees.schemes import (
    KINDS,
    RateValue,
    SchemeValue,
    ShareValue,
    add_scheme,
    edit_scheme,
    scheme,
    schemes,
    set_price,
    set_rate,
    set_shares,
)

__all__ = [
    "ERROR", "KINDS", "WARNING", "Billed", "BookValue", "FeeProblem", "HouseholdRow", "MonthFees", "MonthLine",
    "NewReading", "NewReceipt", "Paid", "RateValue", "ReceiptValue", "SchemeValue", "ShareValue", "Total",
    "add_account", "add_receipt", "add_refund", "add_scheme", "bill_all", "bill_flat", "blank_receipts",
    "book_beginning", "books", "change_receipt", "codes_now", "edit_account", "edit_scheme", "end_account",
    "enter_payment", "enter_reading", "enter_total", "hand_out", "household_numbered", "households",
    "is_receipt_number", "ledger", "ledger_number", "ledgers", "month_receipts", "of_month", "one_receipt",
    "parse_litres", "price_in", "rate_words", "receipt_code", "receipt_figures", "receipt_numbered", "receipts",
    "require_in_month", "scheme", "scheme_named", "schemes", "set_price", "set_rate", "set_shares",
    "state_no_income", "take_back", "take_payment", "void_book", "void_number", "void_receipt", "warden_with",
    "wardens", "withdraw",
]  # fmt: skip
