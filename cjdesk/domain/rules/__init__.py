"""The rules of the office as data: declarations, the county's changes, and the arithmetic of ages and terms."""

from cjdesk.domain.rules.book import Book, Entry, normal
from cjdesk.domain.rules.catalogue import CHECKED, KINDS, RULES
from cjdesk.domain.rules.declaration import ERROR, NOTE, OFF, SEVERITIES, WARNING, Kind, Rule, Setting, Stage

__all__ = [
    "CHECKED",
    "ERROR",
    "KINDS",
    "NOTE",
    "OFF",
    "RULES",
    "SEVERITIES",
    "WARNING",
    "Book",
    "Entry",
    "Kind",
    "Rule",
    "Setting",
    "Stage",
    "normal",
]
