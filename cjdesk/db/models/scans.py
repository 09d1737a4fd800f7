"""Paper that came back signed: photos and scans of it, made small, beside the record that it belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Travelling
from cjdesk.domain.month import Month

_STANDS = "withdrawn IS NULL"


class Scan(Base, Travelling):
    """One page of signed paper as a picture (扫描件); it belongs to exactly one record, or to a scheme and month.

    ``number`` is what the paper says; ``form``, ``revision``, ``page``, ``pages`` and ``check_code`` as far as they are
    known. ``original_sha256`` is that of the picture as it came (the file, or the picture inside a PDF), ``sha256``
    that of ``content``, the JPEG that is kept. The same picture stands once, which the partial index holds.
    ``warnings`` are the codes of what was wrong with the paper when it came, by commas. Nothing is deleted: a wrong
    one is ``withdrawn`` with its reason.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index(
            "ix_scan_standing",
            "township",
            "original_sha256",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
    )

    run_id: Mapped[str | None] = mapped_column(ForeignKey("pay_run.id"), index=True)
    list_id: Mapped[str | None] = mapped_column(ForeignKey("bank_list.id"), index=True)
    publicity_id: Mapped[str | None] = mapped_column(ForeignKey("publicity.id"), index=True)
    scheme_id: Mapped[str | None] = mapped_column(ForeignKey("water_scheme.id"), index=True)
    round_id: Mapped[str | None] = mapped_column(ForeignKey("award_round.id"), index=True)
    month: Mapped[Month | None] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(String(30), index=True)
    form: Mapped[str | None] = mapped_column(String(20))
    revision: Mapped[int | None]
    page: Mapped[int | None]
    pages: Mapped[int | None]
    check_code: Mapped[str | None] = mapped_column(String(8))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    original_size: Mapped[int]
    original_sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    warnings: Mapped[str | None] = mapped_column(String(100))
    remark: Mapped[str | None] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(50))
    withdrawn: Mapped[str | None] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, sort_order=99)
