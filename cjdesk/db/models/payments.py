"""Bank lists, their payments, what the bank answered, and accounts to be put right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cjdesk.db.models.base import Base, Keyed, Travelling
from cjdesk.db.types import Fen

_LIVE = "state IN ('待发放', '成功')"


class BankList(Base, Travelling):
    """A payment list made from a run (代发清单), or of returned payments paid again (kind 补发, 二次清单).

    ``state`` is 已制 until the file is handed out (已送银行), then 已登记 once the bank answered every row; one that
    the bank has not got can be 已撤回. ``sha256`` is that of its file, all parts in order.
    """

    __tablename__ = "bank_list"
    __table_args__ = (UniqueConstraint("township", "number"),)

    number: Mapped[str] = mapped_column(String(24))
    run_id: Mapped[str] = mapped_column(ForeignKey("pay_run.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="发放")
    state: Mapped[str] = mapped_column(String(10), default="已制")
    template: Mapped[str] = mapped_column(String(20))
    rows: Mapped[int]
    total_fen: Mapped[int] = mapped_column(Fen)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(50))
    sha256: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(50))
    withdrawn: Mapped[str | None] = mapped_column(String(200))


class BankListFile(Base, Keyed):
    """One part of a list's file as it was made: whoever takes it out again gets the same bytes.

    ``rows`` and ``total_fen`` are those of the part.
    """

    __tablename__ = "bank_list_file"
    __table_args__ = (UniqueConstraint("list_id", "part"),)

    list_id: Mapped[str] = mapped_column(ForeignKey("bank_list.id"), index=True)
    part: Mapped[int]
    suffix: Mapped[str] = mapped_column(String(8))
    rows: Mapped[int]
    total_fen: Mapped[int] = mapped_column(Fen)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Payment(Base, Travelling):
    """One row of a bank list: the account as it was at list time, and what became of it.

    ``key`` is person, assignment, month and fund: over everything ever sent at most one payment of a key is on its way
    or paid, which the partial index holds even against a program that forgot. ``line_id`` is NULL only for a void
    payment whose run was opened and computed anew after its list was withdrawn.
    """

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("list_id", "line_id"),
        Index("ix_payment_live", "key", unique=True, sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
    )

    list_id: Mapped[str] = mapped_column(ForeignKey("bank_list.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("pay_line.id"), index=True)
    holder: Mapped[str] = mapped_column(String(50))
    bank: Mapped[str | None] = mapped_column(String(80))
    account: Mapped[str] = mapped_column(String(30))
    amount_fen: Mapped[int] = mapped_column(Fen)
    state: Mapped[str] = mapped_column(String(10))
    failure: Mapped[str | None] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(160))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("payment.id"), index=True)
    result_at: Mapped[datetime | None]


class BankResult(Base, Keyed):
    """What the bank answered to a list, file or ticks, as it came; the same answer is taken once."""

    __tablename__ = "bank_result"
    __table_args__ = (UniqueConstraint("list_id", "sha256"),)

    list_id: Mapped[str] = mapped_column(ForeignKey("bank_list.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(50))
    paid: Mapped[int]
    paid_fen: Mapped[int] = mapped_column(Fen)
    failed: Mapped[int]
    failed_fen: Mapped[int] = mapped_column(Fen)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)


class AccountTask(Base, Travelling):
    """A returned payment whose account has to be put right (补正账号), with the proof once it is."""

    __tablename__ = "account_task"
    __table_args__ = (UniqueConstraint("payment_id"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    payment_id: Mapped[str] = mapped_column(ForeignKey("payment.id"))
    failure: Mapped[str] = mapped_column(String(40))
    old_account: Mapped[str] = mapped_column(String(30))
    new_account_id: Mapped[str | None] = mapped_column(ForeignKey("bank_account.id"))
    proof: Mapped[str | None] = mapped_column(String(200))
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(50))
