"""Tables of the protocol service; on PostgreSQL no two periods of a region may share a day."""

import sqlalchemy as sa
from alembic import op

from shared.runtime.db import JSON_DOCUMENT, Instant

revision = "rates_0001"
down_revision = None
branch_labels = ("rates",)
depends_on = "runtime_0001"


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("document", JSON_DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_change_kind_subject")),
    )
    op.create_table(
        "job_map",
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", JSON_DOCUMENT, nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("la_code", "revision", name=op.f("pk_job_map")),
    )
    op.create_table(
        "marker",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
    )
    op.create_table(
        "protocol_version",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("corrects", sa.String(length=40), nullable=True),
        sa.Column("document", JSON_DOCUMENT, nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_protocol_version")),
    )
    op.create_table(
        "rate_check",
        sa.Column("reference", sa.String(length=21), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("kept_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_rate_check")),
    )
    with op.batch_alter_table("rate_check", schema=None) as batch_op:
        batch_op.create_index("ix_rate_check_kept_from", ["kept_from"], unique=False)
        batch_op.create_index("ix_rate_check_version_start", ["version", "start_date"], unique=False)

    op.create_table(
        "rate_exception",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=21), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("core_job_type", sa.String(length=3), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("rate_pence", sa.Integer(), nullable=False),
        sa.Column("cap_pence", sa.Integer(), nullable=False),
        sa.Column("cap_version", sa.String(length=40), nullable=False),
        sa.Column("hours_per_week", sa.String(length=10), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column(
            "cost_over_cap_pence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("approvers", JSON_DOCUMENT, nullable=False),
        sa.Column("renews", sa.String(length=36), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("requested_by", sa.String(length=120), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["renews"], ["rate_exception.id"], name=op.f("fk_rate_exception_renews_rate_exception")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_exception")),
        sa.UniqueConstraint("reference", name=op.f("uq_rate_exception_reference")),
    )
    with op.batch_alter_table("rate_exception", schema=None) as batch_op:
        batch_op.create_index("ix_rate_exception_la_code_status", ["la_code", "status"], unique=False)

    op.create_table(
        "statutory_year",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", JSON_DOCUMENT, nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("valid_from", "revision", name=op.f("pk_statutory_year")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("delivered_up_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscription_subject"), ["subject"], unique=False)

    op.create_table(
        "delivery",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("subscription_id", sa.String(length=36), nullable=False),
        sa.Column("change_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_delivery_subscription_id_subscription")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_subscription", ["subscription_id", "position"], unique=False)

    op.create_table(
        "exception_decision",
        sa.Column("exception_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exception_id"],
            ["rate_exception.id"],
            name=op.f("fk_exception_decision_exception_id_rate_exception"),
        ),
        sa.PrimaryKeyConstraint("exception_id", "role", name=op.f("pk_exception_decision")),
        sa.UniqueConstraint(
            "exception_id", "subject", name=op.f("uq_exception_decision_exception_id_subject")
        ),
    )
    op.create_table(
        "protocol_period",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"],
            ["protocol_version.version"],
            name=op.f("fk_protocol_period_version_protocol_version"),
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_protocol_period")),
        sa.UniqueConstraint(
            "region_code", "valid_from", name=op.f("uq_protocol_period_region_code_valid_from")
        ),
    )
    op.execute("INSERT INTO marker (id, number) VALUES (1, 1)")
    if op.get_bind().dialect.name == "postgresql":
        # equality of the region's code beside the overlap of days needs the trusted extension btree_gist
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE protocol_period ADD CONSTRAINT ex_protocol_period_days EXCLUDE USING gist "
            "(region_code WITH =, daterange(valid_from, valid_to, '[)') WITH &&)"
        )
