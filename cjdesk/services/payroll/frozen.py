"""What a line was computed from, frozen as text: the same bytes are hashed, stored and handed to an auditor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from cjdesk.db.types import canonical
from cjdesk.domain.pay.inputs import Duty


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, and what is printed of them; no row ids, so that the same facts freeze to the same bytes."""

    id_no: str
    name: str
    sex: str
    village: str
    group: str
    post_type: str
    post_number: str
    post_name: str
    employer: str
    fund: str
    start: date
    end: date | None
    bank_name: str | None
    bank_no: str | None
    bank_holder: str | None
    agreed_fen: int | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """The whole of a line's inputs."""

    payee: Payee
    duty: Duty


def freeze(payee: Payee, duty: Duty) -> str:
    """Canonical JSON: keys sorted, no blanks."""
    return canonical(Frozen(payee, duty)).decode()


def thaw(text: str) -> Frozen:
    """The inputs as they were when the line was computed."""
    return _decode(text)


_decode = msgspec.json.Decoder(Frozen).decode
