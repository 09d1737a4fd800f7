"""Award rounds (以奖代补, domain.md 6): the half-year, the two kinds, scores, and the list as one frozen value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cjdesk.domain.errors import AwardPeriodWrong, AwardScoreWrong

MOST_POINTS = 100
MOST_AWARDS = 1000

SEPARATOR = " · "
"""Between a captain's team and the cooperative that it belongs to."""

_HALF = re.compile(r"(\d{4})(?:年|-)?(?:H|第)?(上|下|[12])(?:半年)?")
_SCORE = re.compile(r"(\d{1,3})(?:\.(\d))?")


class AwardKind(StrEnum):
    """Who is awarded."""

    COOPERATIVE = "cooperative"
    CAPTAIN = "captain"


NAMES = {AwardKind.COOPERATIVE: "先进合作社", AwardKind.CAPTAIN: "优秀劳务队长"}
"""What paper calls them."""


@dataclass(frozen=True, slots=True, order=True)
class Half:
    """A half of a year; 1 is January to June."""

    year: int
    half: int

    @classmethod
    def parse(cls, text: str) -> Half:
        """2020-H2, 2020H2, 2020年下半年. AWARD_PERIOD_WRONG."""
        found = _HALF.fullmatch("".join(unicodedata.normalize("NFKC", text).split()).upper())
        if found is None:
            raise AwardPeriodWrong(field="half", text=text)
        return cls(int(found[1]), 1 if found[2] in {"1", "上"} else 2)

    def __str__(self) -> str:
        return f"{self.year:04d}-H{self.half}"

    @property
    def words(self) -> str:
        """2020年下半年."""
        return f"{self.year}年{'上' if self.half == 1 else '下'}半年"


def score_tenths(text: str) -> int:
    """Points with at most one decimal as tenths: 87.5 is 875. AWARD_SCORE_WRONG."""
    found = _SCORE.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    tenths = int(found[1]) * 10 + int(found[2] or 0) if found else -1
    if not 0 <= tenths <= MOST_POINTS * 10:
        raise AwardScoreWrong(field="score", text=text, most=MOST_POINTS)
    return tenths


def score_words(tenths: int | None) -> str:
    """87.5, 90; — without a score."""
    if tenths is None:
        return "—"
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One nomination. ``unit`` is a captain's team and cooperative, or a cooperative's chairperson.

    ``people`` are those who work away by it or under him, ``place`` its place by score within its kind, from 1.
    """

    id: str
    kind: AwardKind
    place: int
    name: str
    id_no: str
    unit: str
    village: str
    people: int
    score_tenths: int | None
    amount_fen: int
    chosen: bool
    remark: str


@dataclass(frozen=True, slots=True)
class AwardList:
    """A round with its nominations, cooperatives before captains, the best first."""

    id: str
    number: str
    name: str
    half: Half
    state: str
    quotas: dict[AwardKind, int]
    amounts: dict[AwardKind, int]
    lines: tuple[AwardLine, ...]
    decided_by: str
    county_name: str
    township_name: str
    office_name: str
    demo: bool

    @property
    def decided(self) -> bool:
        """Whether it stands who is awarded."""
        return any(line.chosen for line in self.lines)

    def of(self, kind: AwardKind) -> tuple[AwardLine, ...]:
        """Who is on the list of a kind: the chosen ones, or all nominated while nothing is decided."""
        return tuple(line for line in self.lines if line.kind is kind and (line.chosen or not self.decided))

    @property
    def shown(self) -> tuple[AwardLine, ...]:
        """Both kinds."""
        return tuple(line for kind in AwardKind for line in self.of(kind))

    @property
    def budget_fen(self) -> int:
        """What the round costs with every award given."""
        return sum(self.quotas[kind] * self.amounts[kind] for kind in AwardKind)


def total_fen(lines: Iterable[AwardLine]) -> int:
    """What these awards come to."""
    return sum(line.amount_fen for line in lines)
