"""Signed paper back in the file (U-18): photos and scans beside the record whose number they carry."""

from cjdesk.services.scans.adding import Added, add, withdraw
from cjdesk.services.scans.looking import SHORT
from cjdesk.services.scans.papers import paper, tidy_number
from cjdesk.services.scans.questions import OfPaper, damaged, of_month, of_paper, picture, progress
from cjdesk.services.scans.saving import save
from cjdesk.services.scans.values import Kind, Paper, Picture, Progress, ScanValue, Warned

__all__ = [
    "SHORT",
    "Added",
    "Kind",
    "OfPaper",
    "Paper",
    "Picture",
    "Progress",
    "ScanValue",
    "Warned",
    "add",
    "damaged",
    "of_month",
    "of_paper",
    "paper",
    "picture",
    "progress",
    "save",
    "tidy_number",
    "withdraw",
]
