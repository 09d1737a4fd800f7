"""The bank list (代发清单): who is paid to which account, who is left out and why, and the file for the bank."""

from cjdesk.services.payments.files import BankFile, Template, make, template, templates
from cjdesk.services.payments.lists import bank_list, listed, lists, of_month
from cjdesk.services.payments.results import register
from cjdesk.services.payments.values import (
    BANK_MISSING,
    BANK_SHARED,
    FAILURES,
    RETURNED,
    ZERO_LINE,
    LeftOut,
    PaymentList,
    Row,
)

__all__ = [
    "BANK_MISSING",
    "BANK_SHARED",
    "FAILURES",
    "RETURNED",
    "ZERO_LINE",
    "BankFile",
    "LeftOut",
    "PaymentList",
    "Row",
    "Template",
    "bank_list",
    "listed",
    "lists",
    "make",
    "of_month",
    "register",
    "template",
    "templates",
]
