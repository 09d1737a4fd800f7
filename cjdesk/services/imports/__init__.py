"""Workbooks in: what clerks send is checked row by row, previewed, and taken in through the audited bulk door."""

from cjdesk.services.imports.corrections import write_rejects
from cjdesk.services.imports.plan import ImportPlan, ImportResult, RowResult, apply, plan_workbook, preview, result
from cjdesk.services.imports.problems import Problem
from cjdesk.services.imports.sheet_rows import RowState, Tidied
from cjdesk.workbooks.forms import KINDS

__all__ = [
    "KINDS",
    "ImportPlan",
    "ImportResult",
    "Problem",
    "RowResult",
    "RowState",
    "Tidied",
    "apply",
    "plan_workbook",
    "preview",
    "result",
    "write_rejects",
]
