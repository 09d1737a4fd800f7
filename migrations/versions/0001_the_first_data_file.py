"""The first data file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - every table
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("clerk", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_record_id"), ["record_id"], unique=False)

    op.create_table(
        "bank_template",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("layout", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_template")),
        sa.UniqueConstraint("code", name=op.f("uq_bank_template_code")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("batch_version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=True),
        sa.Column("run_revision", sa.Integer(), nullable=True),
        sa.Column("post_type", sa.String(length=12), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=50), nullable=False),
        sa.Column("exported_at", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("name", name=op.f("uq_batch_name")),
        sa.UniqueConstraint("seq", "batch_version", name=op.f("uq_batch_seq_batch_version")),
    )
    op.create_table(
        "category_kind",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_2020", sa.String(length=40), nullable=False),
        sa.Column("name_2021", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_category_kind_code")),
    )
    op.create_table(
        "clerk",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clerk")),
        sa.UniqueConstraint("login", name=op.f("uq_clerk_login")),
    )
    op.create_table(
        "cooperative",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("founded", sa.Date(), nullable=True),
        sa.Column("chair_id_no", sa.String(length=18), nullable=True),
        sa.Column("chair_name", sa.String(length=50), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["cooperative.id"], name=op.f("fk_cooperative_parent_id_cooperative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperative")),
        sa.UniqueConstraint("township", "name", name=op.f("uq_cooperative_township_name")),
    )
    with op.batch_alter_table("cooperative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cooperative_township"), ["township"], unique=False)

    op.create_table(
        "division",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent", sa.String(length=12), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("successor", sa.String(length=12), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_division_code_valid_from")),
    )
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_division_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_valid_from"), ["valid_from"], unique=False)

    op.create_table(
        "fund",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_fund_code_valid_from")),
    )
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_valid_from"), ["valid_from"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("station", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("employer", sa.String(length=100), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("single_clerk", sa.Boolean(), nullable=False),
        sa.Column("signing_key", sa.String(length=64), nullable=True),
        sa.Column("age_identity", sa.String(length=80), nullable=True),
        sa.Column("county_keys", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "pay_run",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("head", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("rules_version", sa.String(length=20), nullable=False),
        sa.Column("inputs_hash", sa.String(length=64), nullable=False),
        sa.Column("check_code", sa.String(length=8), nullable=False),
        sa.Column("computed_at", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=50), nullable=False),
        sa.Column("locked_at", sa.String(length=20), nullable=True),
        sa.Column("checked_by", sa.String(length=50), nullable=True),
        sa.Column("approved_at", sa.String(length=20), nullable=True),
        sa.Column("approved_by", sa.String(length=50), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_run")),
        sa.UniqueConstraint("township", "number", name=op.f("uq_pay_run_township_number")),
    )
    with op.batch_alter_table("pay_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_run_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_pay_run_township"), ["township"], unique=False)

    op.create_table(
        "policy",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("proration", sa.String(length=2), nullable=False),
        sa.Column("cutoff_day", sa.Integer(), nullable=False),
        sa.Column("floor", sa.String(length=6), nullable=False),
        sa.Column("floor_fen", sa.BigInteger(), nullable=False),
        sa.Column("floor_settlement", sa.String(length=8), nullable=False),
        sa.Column("commission_cap_fen", sa.BigInteger(), nullable=False),
        sa.Column("round_net_to_fen", sa.Integer(), nullable=False),
        sa.Column("recovery_limit_bp", sa.Integer(), nullable=False),
        sa.Column("assessment_bp", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("single_clerk", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("post_type", "valid_from", name=op.f("uq_policy_post_type_valid_from")),
    )
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_valid_from"), ["valid_from"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=True),
        sa.Column("employer", sa.String(length=100), nullable=True),
        sa.Column("fund", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("township", "number", name=op.f("uq_post_township_number")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_post_type"), ["post_type"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_township"), ["township"], unique=False)

    op.create_table(
        "post_type",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("work_time", sa.String(length=10), nullable=False),
        sa.Column("fund", sa.String(length=60), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_type")),
        sa.UniqueConstraint("code", name=op.f("uq_post_type_code")),
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("post_type", "township", "valid_from", name=op.f("uq_quota_post_type_township_valid_from")),
    )
    with op.batch_alter_table("quota", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quota_valid_from"), ["valid_from"], unique=False)

    op.create_table(
        "reference_load",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference_version", sa.String(length=20), nullable=False),
        sa.Column("issuer", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_load")),
        sa.UniqueConstraint("ordinal", name=op.f("uq_reference_load_ordinal")),
    )
    op.create_table(
        "resettlement_site",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("in_county", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resettlement_site")),
        sa.UniqueConstraint("township", "name", name=op.f("uq_resettlement_site_township_name")),
    )
    with op.batch_alter_table("resettlement_site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resettlement_site_township"), ["township"], unique=False)

    op.create_table(
        "rule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=True),
        sa.Column("fund", sa.String(length=60), nullable=True),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("code", "post_type", "fund", name=op.f("uq_rule_code_post_type_fund")),
    )
    op.create_table(
        "standard",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint(
            "post_type", "township", "valid_from", name=op.f("uq_standard_post_type_township_valid_from")
        ),
    )
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_valid_from"), ["valid_from"], unique=False)

    op.create_table(
        "station",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("station", sa.String(length=40), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("verify_key", sa.String(length=64), nullable=False),
        sa.Column("age_recipient", sa.String(length=80), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("township", "station", name=op.f("uq_station_township_station")),
    )
    op.create_table(
        "water_scheme",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_water_scheme")),
        sa.UniqueConstraint("township", "name", name=op.f("uq_water_scheme_township_name")),
    )
    with op.batch_alter_table("water_scheme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_water_scheme_township"), ["township"], unique=False)

    op.create_table(
        "bank_list",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name=op.f("fk_bank_list_run_id_pay_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_list")),
        sa.UniqueConstraint("township", "number", name=op.f("uq_bank_list_township_number")),
    )
    with op.batch_alter_table("bank_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_list_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bank_list_township"), ["township"], unique=False)

    op.create_table(
        "batch_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_file_batch_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_file")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_batch_file_batch_id")),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("head_id_no", sa.String(length=18), nullable=True),
        sa.Column("village", sa.String(length=60), nullable=True),
        sa.Column("relocated", sa.Boolean(), nullable=False),
        sa.Column("site_id", sa.String(length=36), nullable=True),
        sa.Column("moved", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["resettlement_site.id"], name=op.f("fk_household_site_id_resettlement_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("township", "number", name=op.f("uq_household_township_number")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_township"), ["township"], unique=False)

    op.create_table(
        "scheme_rate",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["water_scheme.id"], name=op.f("fk_scheme_rate_scheme_id_water_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_rate")),
        sa.UniqueConstraint("scheme_id", "valid_from", name=op.f("uq_scheme_rate_scheme_id_valid_from")),
    )
    with op.batch_alter_table("scheme_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_rate_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scheme_rate_township"), ["township"], unique=False)

    op.create_table(
        "taken_batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("station_id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("batch_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("manifest", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_taken_batch_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_batch")),
        sa.UniqueConstraint(
            "station_id", "seq", "batch_version", name=op.f("uq_taken_batch_station_id_seq_batch_version")
        ),
    )
    with op.batch_alter_table("taken_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_batch_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_taken_batch_station_id"), ["station_id"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("cooperative_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("captain_id_no", sa.String(length=18), nullable=True),
        sa.Column("captain_name", sa.String(length=50), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_team_cooperative_id_cooperative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("cooperative_id", "name", name=op.f("uq_team_cooperative_id_name")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_cooperative_id"), ["cooperative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_township"), ["township"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("station_id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["taken_batch.id"], name=op.f("fk_answer_batch_id_taken_batch")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_answer_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("station_id", "seq", name=op.f("uq_answer_station_id_seq")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_station_id"), ["station_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("id_no", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("name_bank", sa.String(length=50), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth", sa.Date(), nullable=False),
        sa.Column("ethnicity", sa.String(length=2), nullable=True),
        sa.Column("education", sa.String(length=2), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("village", sa.String(length=60), nullable=True),
        sa.Column("village_group", sa.String(length=30), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("household_id", sa.String(length=36), nullable=True),
        sa.Column("relation", sa.String(length=2), nullable=True),
        sa.Column("labour_ability", sa.String(length=20), nullable=True),
        sa.Column("disability_no", sa.String(length=20), nullable=True),
        sa.Column("skills", sa.String(length=100), nullable=True),
        sa.Column("insured", sa.Boolean(), nullable=True),
        sa.Column("employment_status", sa.String(length=20), nullable=True),
        sa.Column("employment_place", sa.String(length=20), nullable=True),
        sa.Column("employment_unit", sa.String(length=100), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_person_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("township", "id_no", name=op.f("uq_person_township_id_no")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_id_no"), ["id_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_township"), ["township"], unique=False)
        batch_op.create_index("ix_person_village_group", ["village", "village_group"], unique=False)

    op.create_table(
        "taken_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["taken_batch.id"], name=op.f("fk_taken_file_batch_id_taken_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_file")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_taken_file_batch_id")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("exit_reason", sa.String(length=20), nullable=True),
        sa.Column("exit_note", sa.String(length=100), nullable=True),
        sa.Column("standard_fen", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_assignment_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_township"), ["township"], unique=False)
        batch_op.create_index("ix_assignment_type_start_end", ["post_type", "start", "end"], unique=False)

    op.create_table(
        "bank_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=50), nullable=False),
        sa.Column("bank", sa.String(length=80), nullable=True),
        sa.Column("number", sa.String(length=30), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bank_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
    )
    with op.batch_alter_table("bank_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_account_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_bank_account_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bank_account_township"), ["township"], unique=False)

    op.create_table(
        "fee_receipt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=True),
        sa.Column("payer", sa.String(length=80), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("remark", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fee_receipt_person_id_person")),
        sa.ForeignKeyConstraint(["scheme_id"], ["water_scheme.id"], name=op.f("fk_fee_receipt_scheme_id_water_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_receipt")),
        sa.UniqueConstraint(
            "scheme_id",
            "number",
            "received",
            "amount_fen",
            name=op.f("uq_fee_receipt_scheme_id_number_received_amount_fen"),
        ),
    )
    with op.batch_alter_table("fee_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fee_receipt_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fee_receipt_received"), ["received"], unique=False)
        batch_op.create_index(batch_op.f("ix_fee_receipt_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fee_receipt_township"), ["township"], unique=False)

    op.create_table(
        "insurance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("insurer", sa.String(length=60), nullable=True),
        sa.Column("policy_number", sa.String(length=40), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_insurance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance")),
    )
    with op.batch_alter_table("insurance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_insurance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_insurance_township"), ["township"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("cooperative_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=True),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("share_fen", sa.BigInteger(), nullable=False),
        sa.Column("captain", sa.Boolean(), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=True),
        sa.Column("work_status", sa.String(length=20), nullable=True),
        sa.Column("work_unit", sa.String(length=100), nullable=True),
        sa.Column("work_trade", sa.String(length=40), nullable=True),
        sa.Column("work_wage_fen", sa.BigInteger(), nullable=True),
        sa.Column("work_start", sa.Date(), nullable=True),
        sa.Column("work_end", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.id"], name=op.f("fk_membership_cooperative_id_cooperative")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "cooperative_id", "person_id", "joined", name=op.f("uq_membership_cooperative_id_person_id_joined")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_cooperative_id"), ["cooperative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_township"), ["township"], unique=False)

    op.create_table(
        "person_category",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_category_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_category")),
        sa.UniqueConstraint(
            "person_id", "code", "valid_from", name=op.f("uq_person_category_person_id_code_valid_from")
        ),
    )
    with op.batch_alter_table("person_category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_category_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_category_township"), ["township"], unique=False)

    op.create_table(
        "scheme_share",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scheme_share_person_id_person")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["water_scheme.id"], name=op.f("fk_scheme_share_scheme_id_water_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_share")),
        sa.UniqueConstraint(
            "scheme_id", "person_id", "valid_from", name=op.f("uq_scheme_share_scheme_id_person_id_valid_from")
        ),
    )
    with op.batch_alter_table("scheme_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_share_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scheme_share_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scheme_share_township"), ["township"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_agreement_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("assignment_id", "start", name=op.f("uq_agreement_assignment_id_start")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_township"), ["township"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("required_tenths", sa.Integer(), nullable=False),
        sa.Column("attended_tenths", sa.Integer(), nullable=False),
        sa.Column("personal_leave_tenths", sa.Integer(), nullable=False),
        sa.Column("sick_leave_tenths", sa.Integer(), nullable=False),
        sa.Column("absent_tenths", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_attendance_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("assignment_id", "month", name=op.f("uq_attendance_assignment_id_month")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_township"), ["township"], unique=False)

    op.create_table(
        "pay_line",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("regular_key", sa.String(length=120), nullable=True),
        sa.Column("id_no", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column("village_group", sa.String(length=30), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("post_name", sa.String(length=100), nullable=False),
        sa.Column("employer", sa.String(length=100), nullable=False),
        sa.Column("fund", sa.String(length=60), nullable=False),
        sa.Column("bank_name", sa.String(length=80), nullable=True),
        sa.Column("bank_no", sa.String(length=30), nullable=True),
        sa.Column("bank_holder", sa.String(length=50), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("days_in_month", sa.Integer(), nullable=False),
        sa.Column("paid_days", sa.Integer(), nullable=False),
        sa.Column("required_tenths", sa.Integer(), nullable=True),
        sa.Column("attended_tenths", sa.Integer(), nullable=True),
        sa.Column("standard_fen", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("commission_fen", sa.BigInteger(), nullable=False),
        sa.Column("commission_carried_fen", sa.BigInteger(), nullable=False),
        sa.Column("topup_fen", sa.BigInteger(), nullable=False),
        sa.Column("allowance_fen", sa.BigInteger(), nullable=False),
        sa.Column("back_pay_fen", sa.BigInteger(), nullable=False),
        sa.Column("deduction_fen", sa.BigInteger(), nullable=False),
        sa.Column("clawback_fen", sa.BigInteger(), nullable=False),
        sa.Column("tax_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("carried_forward_fen", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("steps", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_pay_line_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pay_line_person_id_person")),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name=op.f("fk_pay_line_run_id_pay_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_line")),
        sa.UniqueConstraint("regular_key", name=op.f("uq_pay_line_regular_key")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_pay_line_run_id_number")),
    )
    with op.batch_alter_table("pay_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_line_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pay_line_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pay_line_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pay_line_township"), ["township"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_suspension_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sa.UniqueConstraint("assignment_id", "start", name=op.f("uq_suspension_assignment_id_start")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspension_township"), ["township"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("list_id", sa.String(length=36), nullable=False),
        sa.Column("line_id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=50), nullable=False),
        sa.Column("bank", sa.String(length=80), nullable=True),
        sa.Column("account", sa.String(length=30), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("failure", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["pay_line.id"], name=op.f("fk_payment_line_id_pay_line")),
        sa.ForeignKeyConstraint(["list_id"], ["bank_list.id"], name=op.f("fk_payment_list_id_bank_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("list_id", "line_id", name=op.f("uq_payment_list_id_line_id")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_list_id"), ["list_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_township"), ["township"], unique=False)

    guards = {
        "sqlite": (
            "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
            "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
        ),
        "postgresql": (
            "CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the audit trail is append-only''; END'",
            "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_guard()",
        ),
    }
    for statement in guards[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Nothing official is taken back: restore the backup that was made before the upgrade."""
    raise NotImplementedError
