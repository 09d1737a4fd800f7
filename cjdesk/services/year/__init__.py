"""年度: what everybody was paid in a year, by month, component and fund; only ever derived from the monthly lines."""

from cjdesk.services.year.questions import year, years
from cjdesk.services.year.values import (
    COMPONENTS,
    Correction,
    MonthPay,
    Pay,
    TaxLine,
    Year,
    YearLine,
    total,
)

__all__ = ["COMPONENTS", "Correction", "MonthPay", "Pay", "TaxLine", "Year", "YearLine", "total", "year", "years"]
