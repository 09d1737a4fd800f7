"""月报 (F7): a month of the township by village, what was reported of it, and the names behind every figure."""

from cjdesk.services.monthly.declared import REPORTED, Indicator
from cjdesk.services.monthly.indicators import indicators
from cjdesk.services.monthly.names import Named, names
from cjdesk.services.monthly.reported import Cause, Comparison, Difference, compare, report, reported, submit
from cjdesk.services.monthly.values import Figures, MonthlyReport, Place, VillageRow

__all__ = [
    "REPORTED",
    "Cause",
    "Comparison",
    "Difference",
    "Figures",
    "Indicator",
    "MonthlyReport",
    "Named",
    "Place",
    "VillageRow",
    "compare",
    "indicators",
    "names",
    "report",
    "reported",
    "submit",
]
