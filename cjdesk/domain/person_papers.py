"""What the papers of one person say (F8 application, F9 agreement, F10 exit), each as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cjdesk.domain.month import Month


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Whose paper it is, with the names of today."""

    county_name: str
    township_name: str
    employer: str
    demo: bool


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who it is; words as printed, no codes, empty where nothing is known. ``household`` holds relation and name."""

    id: str
    name: str
    sex: str
    birth: date
    ethnicity: str
    id_no: str
    education: str
    phone: str
    village: str
    group: str
    address: str
    labour_ability: str
    skills: str
    categories: tuple[str, ...]
    household: tuple[tuple[str, str], ...]
    bank: str
    account: str
    insured: bool | None

    @property
    def file_number(self) -> str:
        """Tells this person's papers from others' without saying who it is."""
        return self.id[-8:].upper()

    @property
    def place(self) -> str:
        """Village and group."""
        return self.village + self.group


@dataclass(frozen=True, slots=True)
class PostFacts:
    """One time on a post; ``number`` counts the person's times from the first. ``standard_fen`` is 0 without one."""

    id: str
    number: int
    post_number: str
    post_type: str
    post_type_name: str
    post_name: str
    employer: str
    fund: str
    start: date
    end: date | None
    state: str
    standard_fen: int
    exit_reason: str
    exit_note: str


@dataclass(frozen=True, slots=True)
class ApplicationPaper:
    """F8; without ``post`` for somebody who applies for one that is still open."""

    number: str
    person: PersonFacts
    post: PostFacts | None
    office: OfficeFacts


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """F9; ``start`` and ``end`` are those of the registered agreement, else of the time on the post."""

    number: str
    person: PersonFacts
    post: PostFacts
    office: OfficeFacts
    start: date
    end: date | None
    insurance: str


@dataclass(frozen=True, slots=True)
class ExitPaper:
    """F10: ``settled_until`` is the last month up to which every computed month has reached the account.

    ``open_fen`` is closed pay that has not, ``owed_fen`` what the person still has to give back.
    """

    number: str
    person: PersonFacts
    post: PostFacts
    office: OfficeFacts
    settled_until: Month | None
    open_fen: int
    owed_fen: int
