"""A month's pay: compute, look at its problems, lock, approve, unlock, void, show (domain.md 4)."""

from cjdesk.services.months import closed, require_dates_open, require_open
from cjdesk.services.payroll.compute import compute
from cjdesk.services.payroll.differences import Change, Comparison, compare
from cjdesk.services.payroll.inputs import receipts_left_out
from cjdesk.services.payroll.notices import clawback_notice
from cjdesk.services.payroll.overview import MANY, Overview, looked_over, overview
from cjdesk.services.payroll.problems import RunProblem, problems
from cjdesk.services.payroll.recomputed import Difference
from cjdesk.services.payroll.runs import advance, approve, archive, lock, unlock, void
from cjdesk.services.payroll.sheets import RunSummary, month_of, months, of_person, runs, sheet
from cjdesk.services.payroll.trace import explanation, part_words, words

__all__ = [
    "MANY",
    "Change",
    "Comparison",
    "Difference",
    "Overview",
    "RunProblem",
    "RunSummary",
    "advance",
    "approve",
    "archive",
    "clawback_notice",
    "closed",
    "compare",
    "compute",
    "explanation",
    "lock",
    "looked_over",
    "month_of",
    "months",
    "of_person",
    "overview",
    "part_words",
    "problems",
    "receipts_left_out",
    "require_dates_open",
    "require_open",
    "runs",
    "sheet",
    "unlock",
    "void",
    "words",
]
