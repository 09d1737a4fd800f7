"""The pages that exist. A new page is one line here; its place, word and icon stand in ``navigation.PLACES``."""

from __future__ import annotations

from cjdesk.gui.batches.page import BatchesPage
from cjdesk.gui.cooperatives.page import CooperativesPage
from cjdesk.gui.corrections.page import CorrectionsPage
from cjdesk.gui.fees.page import FeesPage
from cjdesk.gui.imports.page import ImportPage
from cjdesk.gui.page import Page
from cjdesk.gui.payments.page import PaymentsPage
from cjdesk.gui.payroll.page import PayrollPage
from cjdesk.gui.people.page import PeoplePage
from cjdesk.gui.publicity.page import PublicityPage
from cjdesk.gui.reports.page import ReportsPage

SCREENS: tuple[type[Page], ...] = (
    PeoplePage,
    FeesPage,
    PayrollPage,
    CorrectionsPage,
    PublicityPage,
    PaymentsPage,
    BatchesPage,
    ReportsPage,
    CooperativesPage,
    ImportPage,
)
