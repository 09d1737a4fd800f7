"""What scans are asked and answered with: a picture ready to be kept, the paper it belongs to, one that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cjdesk.domain.month import Month


class Kind(StrEnum):
    """What a scan belongs to."""

    RUN = "run"
    LIST = "list"
    NOTICE = "notice"
    LEDGER = "ledger"
    AWARDS = "awards"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it will be kept: ``content`` is a JPEG of ``width`` × ``height`` pixels, without the camera's notes.

    ``original_size`` (bytes) and ``original_sha256`` are those of the picture as it came.
    """

    file_name: str
    content: bytes
    width: int
    height: int
    original_size: int
    original_sha256: str
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Paper:
    """The record whose paper has a number; ``record_id`` is that of the run, list, notice, scheme or round."""

    kind: Kind
    record_id: str
    number: str
    month: Month | None
    revision: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about the paper that somebody should know: a stable code, a message id and its facts."""

    code: str
    text: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class ScanValue:
    """One kept page without its picture. ``warnings`` are codes; ``withdrawn`` is the reason, None while it stands."""

    id: str
    number: str
    month: Month | None
    form: str | None
    revision: int | None
    page: int | None
    pages: int | None
    file_name: str
    width: int
    height: int
    size: int
    original_size: int
    warnings: tuple[str, ...]
    remark: str
    added_at: datetime
    added_by: str
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a paper is here: ``pages`` None while nobody knows how many it has."""

    here: int
    pages: int | None

    @property
    def whole(self) -> bool:
        """Whether every page is here."""
        return self.pages is not None and self.here >= self.pages
