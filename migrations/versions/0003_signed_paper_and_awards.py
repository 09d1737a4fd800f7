"""Signed paper comes back into the file as pictures, and the award rounds of the half-year have their lists."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STANDS = sa.text("withdrawn IS NULL")


def upgrade() -> None:
    _rounds()
    _awards()
    _scans()


def _rounds() -> None:
    op.create_table(
        "award_round",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("cooperative_quota", sa.Integer(), nullable=False),
        sa.Column("captain_quota", sa.Integer(), nullable=False),
        sa.Column("cooperative_fen", sa.BigInteger(), nullable=False),
        sa.Column("captain_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.String(length=20), nullable=True),
        sa.Column("decided_by", sa.String(length=50), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_round")),
        sa.UniqueConstraint("township", "name", name=op.f("uq_award_round_township_name")),
        sa.UniqueConstraint("township", "number", name=op.f("uq_award_round_township_number")),
    )
    with op.batch_alter_table("award_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_round_township"), ["township"], unique=False)


def _awards() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("round_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("cooperative_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("id_no", sa.String(length=18), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("score_tenths", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("nominated_by", sa.String(length=50), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_award_cooperative_id_cooperative")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["award_round.id"], name=op.f("fk_award_round_id_award_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_cooperative_id"), ["cooperative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "ix_award_standing", ["round_id", "key"], unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        )
        batch_op.create_index(batch_op.f("ix_award_township"), ["township"], unique=False)


def _scans() -> None:
    op.create_table(
        "scan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=True),
        sa.Column("list_id", sa.String(length=36), nullable=True),
        sa.Column("publicity_id", sa.String(length=36), nullable=True),
        sa.Column("scheme_id", sa.String(length=36), nullable=True),
        sa.Column("round_id", sa.String(length=36), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("check_code", sa.String(length=8), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("original_size", sa.Integer(), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("warnings", sa.String(length=100), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("added_at", sa.String(length=20), nullable=False),
        sa.Column("added_by", sa.String(length=50), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["bank_list.id"], name=op.f("fk_scan_list_id_bank_list")),
        sa.ForeignKeyConstraint(["publicity_id"], ["publicity.id"], name=op.f("fk_scan_publicity_id_publicity")),
        sa.ForeignKeyConstraint(["round_id"], ["award_round.id"], name=op.f("fk_scan_round_id_award_round")),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name=op.f("fk_scan_run_id_pay_run")),
        sa.ForeignKeyConstraint(["scheme_id"], ["water_scheme.id"], name=op.f("fk_scan_scheme_id_water_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_publicity_id"), ["publicity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(
            "ix_scan_standing",
            ["township", "original_sha256"],
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )
        batch_op.create_index(batch_op.f("ix_scan_township"), ["township"], unique=False)
