"""How sure it was who signed, until when a signature can be taken back, and rounds that put forward through a chain."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CHAINED = (("rounds", "sign_off"), ("round_ideas", "outside_plan"))


def upgrade() -> None:
    level = sa.Column("level", sqltypes.AutoString(length=20), nullable=False, server_default="")
    op.add_column("sign_steps", level)
    for name in ("objection_until", "objected_at"):
        op.add_column("sign_steps", sa.Column(name, sqltypes.UTCDateTime(), nullable=True))
    for table, name in CHAINED:
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table, name in CHAINED:
        op.drop_column(table, name)
    for name in ("objected_at", "objection_until", "level"):
        op.drop_column("sign_steps", name)
