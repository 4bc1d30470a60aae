"""What deferred ideas wait for, where they go on, and laws and documents that many wait for."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ASLEEP = sa.text("ended_at IS NULL")
TABLES = ("deferrals", "round_ideas")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("added_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("added_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("marked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("marked_by", sqltypes.AutoString(length=80), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_documents_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("conditions", sa.JSON(), nullable=False, server_default="[]"))
            batch_op.add_column(
                sa.Column("again", sqltypes.AutoString(length=20), nullable=False, server_default="prioritisation")
            )
    with op.batch_alter_table("deferrals", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deferrals_asleep", ["wake_at", "case_id"], unique=False, sqlite_where=ASLEEP, postgresql_where=ASLEEP
        )


def downgrade() -> None:
    with op.batch_alter_table("deferrals", schema=None) as batch_op:
        batch_op.drop_index("ix_deferrals_asleep")
    for table in TABLES:
        op.drop_column(table, "again")
        op.drop_column(table, "conditions")
    op.drop_table("documents")
