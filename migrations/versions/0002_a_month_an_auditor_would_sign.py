"""A month that an auditor would sign: frozen inputs, corrections, rules, publicity, payments that go out once, water books."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SUM = (
    "net_fen - (base_fen + commission_fen + topup_fen + allowance_fen + back_pay_fen"
    " - deduction_fen - clawback_fen - tax_fen)"
)


def upgrade() -> None:
    _reference()
    _fees()
    _payroll()
    _payments()
    _rules()


def _reference() -> None:
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tax", sa.String(length=10), nullable=False, server_default="NONE"))
    with op.batch_alter_table("post_type", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pay", sa.String(length=10), nullable=False, server_default="post"))
        batch_op.add_column(sa.Column("unit", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("commission", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("attendance", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("health", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("registered_at", sa.String(length=60), nullable=True))
    op.execute("UPDATE post_type SET commission = true WHERE code = 'GS'")
    op.execute("UPDATE post_type SET pay = 'fixed', attendance = false WHERE code = 'YZBT'")


def _fees() -> None:
    op.create_table(
        "water_price",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("milliyuan_per_m3", sa.Integer(), nullable=False),
        sa.Column("monthly_fen", sa.BigInteger(), nullable=False),
        sa.Column("minimum_litres", sa.Integer(), nullable=False),
        sa.Column("free_litres", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["water_scheme.id"], name=op.f("fk_water_price_scheme_id_water_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_water_price")),
        sa.UniqueConstraint("scheme_id", "valid_from", name=op.f("uq_water_price_scheme_id_valid_from")),
    )
    with op.batch_alter_table("water_price", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_water_price_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_water_price_township"), ["township"], unique=False)
    op.create_table(
        "water_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("village_group", sa.String(length=30), nullable=True),
        sa.Column("meter_no", sa.String(length=30), nullable=True),
        sa.Column("reduction_bp", sa.Integer(), nullable=False),
        sa.Column("reduction_reason", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_water_account_person_id_person")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["water_scheme.id"], name=op.f("fk_water_account_scheme_id_water_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_water_account")),
        sa.UniqueConstraint("scheme_id", "number", name=op.f("uq_water_account_scheme_id_number")),
    )
    with op.batch_alter_table("water_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_water_account_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_water_account_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_water_account_township"), ["township"], unique=False)
    op.create_table(
        "meter_reading",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("before_litres", sa.Integer(), nullable=True),
        sa.Column("now_litres", sa.Integer(), nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("used_litres", sa.Integer(), nullable=False),
        sa.Column("billed_litres", sa.Integer(), nullable=False),
        sa.Column("bill_fen", sa.BigInteger(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["water_account.id"], name=op.f("fk_meter_reading_account_id_water_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_reading")),
        sa.UniqueConstraint("account_id", "month", name=op.f("uq_meter_reading_account_id_month")),
    )
    with op.batch_alter_table("meter_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meter_reading_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meter_reading_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_meter_reading_township"), ["township"], unique=False)
    op.create_table(
        "receipt_book",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("first_number", sa.String(length=30), nullable=False),
        sa.Column("last_number", sa.String(length=30), nullable=False),
        sa.Column("handed_out", sa.Date(), nullable=False),
        sa.Column("returned", sa.Date(), nullable=True),
        sa.Column("voided", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_book_person_id_person")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["water_scheme.id"], name=op.f("fk_receipt_book_scheme_id_water_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_book")),
        sa.UniqueConstraint("township", "first_number", name=op.f("uq_receipt_book_township_first_number")),
    )
    with op.batch_alter_table("receipt_book", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_book_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_book_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_book_township"), ["township"], unique=False)
    op.create_table(
        "no_income",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("stated_by", sa.String(length=50), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["water_scheme.id"], name=op.f("fk_no_income_scheme_id_water_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_income")),
        sa.UniqueConstraint("scheme_id", "month", name=op.f("uq_no_income_scheme_id_month")),
    )
    with op.batch_alter_table("no_income", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_no_income_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_no_income_township"), ["township"], unique=False)
    with op.batch_alter_table("scheme_rate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis", sa.String(length=4), nullable=False, server_default="实收"))
        batch_op.add_column(sa.Column("per_household_fen", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("water_scheme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("population", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("period", sa.String(length=4), nullable=False, server_default="月"))
        batch_op.add_column(sa.Column("account", sa.String(length=80), nullable=True))
    with op.batch_alter_table("fee_receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_number", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("original_number", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("voided", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("account_id", sa.String(length=36), nullable=True))
        batch_op.create_index(batch_op.f("ix_fee_receipt_account_id"), ["account_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_fee_receipt_account_id_water_account"), "water_account", ["account_id"], ["id"]
        )


def _payroll() -> None:
    with op.batch_alter_table("pay_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_month", sa.String(length=7), nullable=True))
        batch_op.add_column(sa.Column("made_login", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("checked_login", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("approved_login", sa.String(length=40), nullable=True))
    with op.batch_alter_table("pay_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("month", sa.String(length=7), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("owed_fen", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("shortfall_fen", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("rounding_fen", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("inputs", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_pay_line_month"), ["month"], unique=False)
    op.execute("UPDATE pay_line SET month = (SELECT month FROM pay_run WHERE pay_run.id = pay_line.run_id)")
    op.execute(f"UPDATE pay_line SET shortfall_fen = {_SUM} WHERE net_fen = 0 AND {_SUM} > 0")  # noqa: S608 - constant
    op.execute(f"UPDATE pay_line SET rounding_fen = {_SUM} WHERE net_fen <> 0")  # noqa: S608 - constant
    op.execute("UPDATE pay_line SET owed_fen = carried_forward_fen - shortfall_fen + clawback_fen")
    op.create_table(
        "pay_extra",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=50), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_pay_extra_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_extra")),
    )
    with op.batch_alter_table("pay_extra", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_extra_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pay_extra_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_pay_extra_township"), ["township"], unique=False)
    op.create_table(
        "subsidy",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_fen", sa.BigInteger(), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("payee_name", sa.String(length=80), nullable=True),
        sa.Column("payee_bank", sa.String(length=80), nullable=True),
        sa.Column("payee_account", sa.String(length=30), nullable=True),
        sa.Column("entered_by", sa.String(length=50), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_subsidy_assignment_id_assignment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy")),
        sa.UniqueConstraint("assignment_id", "month", name=op.f("uq_subsidy_assignment_id_month")),
    )
    with op.batch_alter_table("subsidy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subsidy_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subsidy_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_subsidy_township"), ["township"], unique=False)
    op.create_table(
        "late_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("post_type", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_late_change_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_change")),
    )
    with op.batch_alter_table("late_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_change_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_late_change_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_late_change_township"), ["township"], unique=False)
    op.create_table(
        "correction_hold",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_correction_hold_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_hold")),
        sa.UniqueConstraint("assignment_id", "month", name=op.f("uq_correction_hold_assignment_id_month")),
    )
    with op.batch_alter_table("correction_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_hold_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_hold_township"), ["township"], unique=False)
    op.create_table(
        "repayment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("entered_by", sa.String(length=50), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_repayment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment")),
        sa.UniqueConstraint("township", "receipt_number", name=op.f("uq_repayment_township_receipt_number")),
    )
    with op.batch_alter_table("repayment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_repayment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayment_township"), ["township"], unique=False)
    op.create_table(
        "adjustment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("line_id", sa.String(length=36), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("original_line_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_adjustment_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["pay_line.id"], name=op.f("fk_adjustment_line_id_pay_line")),
        sa.ForeignKeyConstraint(
            ["original_line_id"], ["pay_line.id"], name=op.f("fk_adjustment_original_line_id_pay_line")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_adjustment_person_id_person")),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name=op.f("fk_adjustment_run_id_pay_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
    )
    with op.batch_alter_table("adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adjustment_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_township"), ["township"], unique=False)


def _payments() -> None:
    with op.batch_alter_table("bank_list", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="发放"))
        batch_op.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="已制"))
        batch_op.add_column(sa.Column("sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("sent_at", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("sent_by", sa.String(length=50), nullable=True))
        batch_op.add_column(sa.Column("withdrawn", sa.String(length=200), nullable=True))
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("person_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("result_at", sa.String(length=20), nullable=True))
        batch_op.alter_column("line_id", existing_type=sa.String(length=36), nullable=True)
        batch_op.create_index(batch_op.f("ix_payment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_payment_replaces_id_payment"), "payment", ["replaces_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_payment_person_id_person"), "person", ["person_id"], ["id"])
    op.execute(
        "UPDATE payment SET person_id = (SELECT person_id FROM pay_line WHERE pay_line.id = payment.line_id),"
        " key = (SELECT person_id || '|' || assignment_id || '|' || month || '|' || fund FROM pay_line"
        " WHERE pay_line.id = payment.line_id)"
    )
    op.execute(
        "UPDATE bank_list SET state = '已登记' WHERE id IN (SELECT list_id FROM payment WHERE state <> '待发放')"
    )
    op.execute(
        "UPDATE bank_list SET state = '已撤回', withdrawn = '' WHERE id NOT IN"
        " (SELECT list_id FROM payment WHERE state <> '已作废')"
    )
    # The earlier program wrote the file when it made the list: what still waits for the bank's answer is at the bank.
    op.execute("UPDATE bank_list SET state = '已送银行', sent_at = made_at, sent_by = made_by WHERE state = '已制'")
    # It called a payment 已补付 as soon as a second list was made; now only once that one is paid.
    op.execute(
        "UPDATE payment SET state = '退回' WHERE state = '已补付' AND line_id NOT IN"
        " (SELECT line_id FROM payment WHERE state = '成功')"
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payment_live",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state IN ('待发放', '成功')"),
            postgresql_where=sa.text("state IN ('待发放', '成功')"),
        )
    op.create_table(
        "bank_list_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("list_id", sa.String(length=36), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.String(length=8), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["bank_list.id"], name=op.f("fk_bank_list_file_list_id_bank_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_list_file")),
        sa.UniqueConstraint("list_id", "part", name=op.f("uq_bank_list_file_list_id_part")),
    )
    with op.batch_alter_table("bank_list_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_list_file_list_id"), ["list_id"], unique=False)
    op.create_table(
        "bank_result",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("list_id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(length=50), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("failed_fen", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["bank_list.id"], name=op.f("fk_bank_result_list_id_bank_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_result")),
        sa.UniqueConstraint("list_id", "sha256", name=op.f("uq_bank_result_list_id_sha256")),
    )
    with op.batch_alter_table("bank_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_result_list_id"), ["list_id"], unique=False)
    op.create_table(
        "account_task",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("failure", sa.String(length=40), nullable=False),
        sa.Column("old_account", sa.String(length=30), nullable=False),
        sa.Column("new_account_id", sa.String(length=36), nullable=True),
        sa.Column("proof", sa.String(length=200), nullable=True),
        sa.Column("done_at", sa.String(length=20), nullable=True),
        sa.Column("done_by", sa.String(length=50), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["new_account_id"], ["bank_account.id"], name=op.f("fk_account_task_new_account_id_bank_account")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_account_task_payment_id_payment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_task_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_task")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_account_task_payment_id")),
    )
    with op.batch_alter_table("account_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_task_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_task_township"), ["township"], unique=False)
    op.execute(
        "INSERT INTO account_task (id, township, person_id, payment_id, failure, old_account, version, changed_at)"
        " SELECT id, township, person_id, id, COALESCE(failure, '其他'), account, 1, changed_at FROM payment"
        " WHERE state IN ('退回', '已补付')"
    )


def _rules() -> None:
    op.create_table(
        "clearance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=True),
        sa.Column("post_type", sa.String(length=12), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("assignment_id", sa.String(length=36), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("facts_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("cleared_by", sa.String(length=50), nullable=False),
        sa.Column("cleared_at", sa.String(length=20), nullable=False),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_clearance_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clearance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
        sa.UniqueConstraint(
            "code",
            "post_type",
            "month",
            "assignment_id",
            "person_id",
            "facts_hash",
            name=op.f("uq_clearance_code_post_type_month_assignment_id_person_id_facts_hash"),
        ),
    )
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clearance_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_clearance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clearance_township"), ["township"], unique=False)
    op.create_table(
        "comparison",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("id_no", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
        sa.UniqueConstraint("township", "kind", "id_no", "since", name=op.f("uq_comparison_township_kind_id_no_since")),
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_id_no"), ["id_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_comparison_township"), ["township"], unique=False)
    op.create_table(
        "publicity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("counting", sa.String(length=10), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("show_ids", sa.Boolean(), nullable=False),
        sa.Column("mask_names", sa.Boolean(), nullable=False),
        sa.Column("phones", sa.String(length=200), nullable=True),
        sa.Column("reception", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.String(length=20), nullable=False),
        sa.Column("opened_by", sa.String(length=50), nullable=False),
        sa.Column("closed_at", sa.String(length=20), nullable=True),
        sa.Column("closed_by", sa.String(length=50), nullable=True),
        sa.Column("photo", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("withdrawn", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.id"], name=op.f("fk_publicity_run_id_pay_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity")),
        sa.UniqueConstraint("township", "number", name=op.f("uq_publicity_township_number")),
    )
    with op.batch_alter_table("publicity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publicity_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publicity_township"), ["township"], unique=False)
    op.create_table(
        "publicity_subject",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("publicity_id", sa.String(length=36), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_publicity_subject_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["publicity_id"], ["publicity.id"], name=op.f("fk_publicity_subject_publicity_id_publicity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_subject")),
        sa.UniqueConstraint(
            "publicity_id", "assignment_id", name=op.f("uq_publicity_subject_publicity_id_assignment_id")
        ),
    )
    with op.batch_alter_table("publicity_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publicity_subject_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publicity_subject_publicity_id"), ["publicity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publicity_subject_township"), ["township"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("township", sa.String(length=9), nullable=False),
        sa.Column("publicity_id", sa.String(length=36), nullable=False),
        sa.Column("assignment_id", sa.String(length=36), nullable=True),
        sa.Column("raised", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(length=80), nullable=True),
        sa.Column("content", sa.String(length=400), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("outcome_note", sa.String(length=400), nullable=True),
        sa.Column("decided", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=50), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_objection_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["publicity_id"], ["publicity.id"], name=op.f("fk_objection_publicity_id_publicity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_publicity_id"), ["publicity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_township"), ["township"], unique=False)
    op.create_table(
        "holiday",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
    )
