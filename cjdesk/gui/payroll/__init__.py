"""工资: compute, look, ask why, lock, approve, print, make the bank file."""

from cjdesk.gui.payroll.page import PayrollPage

__all__ = ["PayrollPage"]
