"""The pages that exist. A new page is one line here; its place, word and icon stand in ``navigation.PLACES``."""

from __future__ import annotations

from cjdesk.gui.batches.page import BatchesPage
from cjdesk.gui.cooperatives.page import CooperativesPage
from cjdesk.gui.corrections.page import CorrectionsPage
from cjdesk.gui.imports.page import ImportPage
from cjdesk.gui.page import Page
from cjdesk.gui.payroll.page import PayrollPage
from cjdesk.gui.people.page import PeoplePage
from cjdesk.gui.publicity.page import PublicityPage
from cjdesk.gui.reports.page import ReportsPage

SCREENS: tuple[type[Page], ...] = (
    PeoplePage,
    PayrollPage,
    CorrectionsPage,
    PublicityPage,
    BatchesPage,
    ReportsPage,
    CooperativesPage,
    ImportPage,
)
