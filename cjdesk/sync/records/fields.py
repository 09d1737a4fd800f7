"""The types of the fields on the wire, each as narrow as the column it comes from."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(min_length=36, max_length=36)]
Time = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
MonthText = Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Int = Annotated[int, Meta(ge=-(1 << 31), le=(1 << 31) - 1)]
Fen = Annotated[int, Meta(ge=-(1 << 53), le=1 << 53)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
LongText = Annotated[str, Meta(max_length=4000)]
Text1 = Annotated[str, Meta(max_length=1)]
Text2 = Annotated[str, Meta(max_length=2)]
Text4 = Annotated[str, Meta(max_length=4)]
Text8 = Annotated[str, Meta(max_length=8)]
Text9 = Annotated[str, Meta(max_length=9)]
Text10 = Annotated[str, Meta(max_length=10)]
Text12 = Annotated[str, Meta(max_length=12)]
Text18 = Annotated[str, Meta(max_length=18)]
Text20 = Annotated[str, Meta(max_length=20)]
Text30 = Annotated[str, Meta(max_length=30)]
Text40 = Annotated[str, Meta(max_length=40)]
Text50 = Annotated[str, Meta(max_length=50)]
Text60 = Annotated[str, Meta(max_length=60)]
Text64 = Annotated[str, Meta(max_length=64)]
Text80 = Annotated[str, Meta(max_length=80)]
Text100 = Annotated[str, Meta(max_length=100)]
Text120 = Annotated[str, Meta(max_length=120)]
Text200 = Annotated[str, Meta(max_length=200)]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What every record carries: its UUID, its owner, its version and when it last changed (UTC)."""

    id: Id
    township: Text9
    version: Int
    changed_at: Time
