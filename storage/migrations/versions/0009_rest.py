"""Single answers leave only by two people."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takings",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("lapses_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("reason", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("second", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'confirmed', 'refused', 'withdrawn')", name=op.f("ck_takings_state")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_takings_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takings")),
    )
    with op.batch_alter_table("takings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takings_wave"), ["wave"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("takings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_takings_wave"))

    op.drop_table("takings")
