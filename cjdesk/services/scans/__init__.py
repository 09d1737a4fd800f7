"""Signed paper back in the file (U-18): photos and scans beside the record whose number they carry."""

from cjdesk.services.scans.adding import Added, add, withdraw
from cjdesk.services.scans.looking import WORDS
from cjdesk.services.scans.papers import paper
from cjdesk.services.scans.questions import OfPaper, damaged, of_month, of_paper, picture, progress, take_out
from cjdesk.services.scans.values import Kind, Paper, Picture, Progress, ScanValue, Warned

__all__ = [
    "WORDS",
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
    "take_out",
    "withdraw",
]
