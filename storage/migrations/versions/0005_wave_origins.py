"""Where a wave comes from: what happened to an idea, and the wave whose people it asks again."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wave_origins",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("event", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("before", sqltypes.AutoString(length=80), nullable=True),
        sa.ForeignKeyConstraint(["before"], ["waves.id"], name=op.f("fk_wave_origins_before_waves")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_wave_origins_wave_waves")),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_wave_origins")),
    )
    with op.batch_alter_table("wave_origins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_origins_before"), ["before"], unique=False)


def downgrade() -> None:
    op.drop_table("wave_origins")
