"""The rules R-01 to R-23 at work: what they find, where they stop something, and what is answered to them."""

from cjdesk.services.rules.book import RECORD, REFUSE, book, unsigned
from cjdesk.services.rules.clearances import (
    AUTOMATIC,
    answered,
    automatic,
    clear,
    earlier,
    sign_off,
    withdraw,
    withdraw_all,
)
from cjdesk.services.rules.evaluate import evaluate, graver_first
from cjdesk.services.rules.exits import ExitCase, exit_list, keep
from cjdesk.services.rules.finding import Finding, Given
from cjdesk.services.rules.gates import (
    before_bank,
    before_confirmation,
    before_post,
    before_report,
    require_reportable,
)
from cjdesk.services.rules.lists import ListedPerson, add_listed, end_listed, listed
from cjdesk.services.rules.subjects import RunLine, lines_of, of_month, of_run

__all__ = [
    "AUTOMATIC",
    "RECORD",
    "REFUSE",
    "ExitCase",
    "Finding",
    "Given",
    "ListedPerson",
    "RunLine",
    "add_listed",
    "answered",
    "automatic",
    "before_bank",
    "before_confirmation",
    "before_post",
    "before_report",
    "book",
    "clear",
    "earlier",
    "end_listed",
    "evaluate",
    "exit_list",
    "graver_first",
    "keep",
    "lines_of",
    "listed",
    "of_month",
    "of_run",
    "require_reportable",
    "sign_off",
    "unsigned",
    "withdraw",
    "withdraw_all",
]
