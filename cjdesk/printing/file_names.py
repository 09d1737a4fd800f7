"""The name of a form's file: as batches are named, so that paper, PDF and batch of a run lie beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cjdesk.printing.pages import Imprint, Pages

_NUMBER = re.compile(r".*?-(\d{6}|\d{4})-(\d+)$")
_DAY = re.compile(r".*-(\d{8})$")
_PLAIN = re.compile(r"[A-Z0-9][\w-]*", re.ASCII)
DRAFT = "draft"
"""Stands for the period of what has no number yet."""


def of(pages: Pages[Any], township: str, suffix: str = "pdf") -> str:
    """``CJ_522633101_F1_202011_0003_v1.pdf``; of several bound forms the first and the last number: ``0001-0005``."""
    imprints = pages.imprints or (Imprint(pages.form, "", ""),)
    periods, numbers = zip(*(_parts(one.number) for one in imprints), strict=True)
    revision = max(one.revision for one in imprints)
    form = re.sub(r"\W", "", imprints[0].form)
    named = ("CJ", township or "0", form, _span(periods), _span(numbers), f"v{revision}")
    return "_".join(part for part in named if part) + f".{suffix}"


def _parts(number: str) -> tuple[str, str]:
    """Period and number in it: PAY-202011-0003, TAX-2020-0001, MC-522633101-20201130; any other number stays whole."""
    found = _NUMBER.match(number)
    if found:
        return found[1], f"{int(found[2]):04d}"
    day = _DAY.match(number)
    return (day[1] if day else number if _PLAIN.fullmatch(number) else DRAFT), ""


def _span(parts: Sequence[str]) -> str:
    known = sorted({part for part in parts if part})
    if len(known) > 1:
        return f"{known[0]}-{known[-1]}"
    return known[0] if known else ""
