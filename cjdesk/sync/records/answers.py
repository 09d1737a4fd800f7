"""What the county answers: one answer for a batch, and its reasons for the batch or for rows of it."""

from __future__ import annotations

import msgspec

from cjdesk.sync.records.fields import Fen, Id, Int, LongText, Sha256, Text20, Text40, Text80, Time


class AnswerRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The county's word about one batch: what it received and how the batch stands there.

    ``state`` is DELIVERED, REVIEWED, PASSED, RETURNED or PARTLY_RETURNED.
    """

    name: Text80
    sha256: Sha256
    seq: Int
    version: Int
    state: Text20
    rows: Int
    total_fen: Fen
    received_at: Time
    decided_at: Time | None = None
    note: LongText | None = None


class ReasonRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a row (or, without ``id``, the batch) comes back: a code such as R-02 and a sentence."""

    code: Text40
    text: LongText
    part: Text40 | None = None
    id: Id | None = None
