"""The frozen register of one cooperative's members (F6) on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member; words as printed, no codes. ``status`` is empty for somebody who does not work away."""

    number: int
    name: str
    sex: str
    ethnicity: str
    id_no: str
    village: str
    group: str
    categories: tuple[str, ...]
    phone: str
    skill: str
    joined: date
    share_fen: int
    team: str
    captain: bool
    status: str
    unit: str
    trade: str
    wage_fen: int | None
    since: date | None


@dataclass(frozen=True, slots=True)
class MemberRegister:
    """A cooperative with its open members in printed order; ``counts`` are 其中 figures that may overlap."""

    number: str
    cooperative: str
    credit_code: str
    chair: str
    as_of: date
    counts: tuple[tuple[str, int], ...]
    demo: bool
    lines: tuple[MemberLine, ...]
