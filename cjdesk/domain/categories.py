"""The codes of person categories (domain.md 2.4); they overlap, and their words are reference data."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """A dated flag of a person; the stored code is neutral, the words follow the vocabulary (D-01)."""

    TUOPIN = "TUOPIN"
    JC_TPBW = "JC_TPBW"
    JC_BYYZ = "JC_BYYZ"
    JC_TFYZ = "JC_TFYZ"
    YDBQ = "YDBQ"
    CANJI = "CANJI"
    DIBAO = "DIBAO"
    TEKUN = "TEKUN"
    ZERO = "ZERO"
    DALING = "DALING"
    DISHOURU = "DISHOURU"
    TUIYI = "TUIYI"
    BYS = "BYS"
    OTHER = "OTHER"


MONITORED = frozenset({Category.JC_TPBW, Category.JC_BYYZ, Category.JC_TFYZ})
"""The three kinds of 监测对象."""
