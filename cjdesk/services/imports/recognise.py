"""Which kind of import a workbook is, told by its headings."""

from __future__ import annotations

from cjdesk.domain.errors import ColumnMissing, HeaderNotFound
from cjdesk.workbooks.forms import KINDS
from cjdesk.workbooks.headers import find_tables
from cjdesk.workbooks.reading import Workbook


def kind_of(workbook: Workbook) -> str:
    """The kind whose forms read most columns of the workbook.

    When no kind fits, what the first one lacks is raised: HEADER_NOT_FOUND, or COLUMN_MISSING of the nearest.
    """
    ranks: dict[str, tuple[int, int]] = {}
    nearest: ColumnMissing | None = None
    farthest: HeaderNotFound | None = None
    for kind, forms in KINDS.items():
        try:
            tables = find_tables(workbook, forms)
        except ColumnMissing as error:
            nearest = nearest or error
        except HeaderNotFound as error:
            farthest = farthest or error
        else:
            own = sum(len(table.columns) for table in tables if table.form is forms[0])
            ranks[kind] = (sum(len(table.columns) for table in tables), own)
    if ranks:
        return max(ranks, key=lambda kind: ranks[kind])
    raise nearest or farthest or HeaderNotFound(name=workbook.name, headings="")
