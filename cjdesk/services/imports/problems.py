"""What an import says about a cell: an error refuses the row, a warning lets it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cjdesk.domain.errors import UserError
from cjdesk.i18n import error_text

WARNINGS = frozenset(
    {
        "AGE_OVER_60", "SEX_MISMATCH", "BIRTH_MISMATCH", "SAME_NAME_BIRTH", "ID_CONSECUTIVE", "NAME_PUA", "DATE_SERIAL",
        "BANK_MISSING", "BANK_SHARED", "BANK_LUHN", "HIDDEN_ROW", "HIDDEN_COLUMN", "HIDDEN_SHEET", "ATT_NOT_ON_POST",
        "POST_HOLDER_AWAY", "NAME_DIFFERS", "PHONE_WRONG", "WORD_SKIPPED",
        "REFUND_UNTOLD",
    }
)  # fmt: skip
"""Codes that do not refuse the row."""

RULES: Mapping[str, str] = {
    "ID_MISSING": "R-01", "ID_CHECK_DIGIT": "R-01", "ID_BIRTH_DATE": "R-01", "ID_15_DIGITS": "R-01",
    "ID_UNSUPPORTED_KIND": "R-01", "ID_FORMAT": "R-01", "ID_PROVINCE": "R-01", "ID_BIRTH_FUTURE": "R-01",
    "ID_BIRTH_TOO_OLD": "R-01", "ID_LOST_IN_EXCEL": "U-01", "ID_CUT_TO_15": "U-01", "BANK_LOST_IN_EXCEL": "U-01",
    "CELL_DAMAGED": "U-01", "DUPLICATE_ID": "2.1", "TWO_OPEN_POSTS": "R-02", "AGE_UNDER_16": "R-03",
    "AGE_OVER_60": "R-04", "AGE_OVER_65": "R-04", "UNKNOWN_POST_TYPE": "2.5", "DATE_ORDER": "4.7",
    "DATE_INCOMPLETE": "U-13", "DATE_FORMAT": "U-13", "DATE_SERIAL": "U-13", "UNKNOWN_SCHEME": "PR-07",
    "SCHEME_SHARES": "PR-07", "ATT_UNKNOWN_PERSON": "4.7", "ATT_NOT_ON_POST": "4.7", "MEMBER_TWO_COOPS": "6",
    "SEX_MISMATCH": "P04", "BIRTH_MISMATCH": "P05", "SAME_NAME_BIRTH": "2.1", "ID_CONSECUTIVE": "U-03",
    "NAME_PUA": "U-05", "BANK_MISSING": "R-19", "BANK_SHARED": "R-19", "BANK_LUHN": "P21",
    "ACCOUNT_NUMBER_WRONG": "P21", "PHONE_WRONG": "P07", "HIDDEN_ROW": "U-14", "HIDDEN_COLUMN": "U-14",
    "HIDDEN_SHEET": "U-14", "POST_HOLDER_AWAY": "R-15", "RECEIPT_FUTURE": "PR-07", "REFUND_UNTOLD": "PR-07",
}  # fmt: skip
"""The rule or requirement of the domain a code comes from."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is (``column`` is the standard heading), what is wrong, and the cell as it stands."""

    sheet: str
    row: int
    column: str
    error: UserError
    value: str = ""
    rule: str = ""

    @property
    def code(self) -> str:
        """The stable code."""
        return self.error.code

    @property
    def severity(self) -> str:
        """``warning`` lets the row in, ``error`` does not."""
        return "warning" if self.error.code in WARNINGS else "error"

    @property
    def message(self) -> str:
        """What is wrong and how to put it right, in the present language."""
        return error_text(self.error)

    def document(self) -> dict[str, str | int]:
        """The problem as the command line gives it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "value": self.value,
            "severity": self.severity,
            "rule": self.rule,
        }
