"""How sure it was who signed, and until when a signature can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    level = sa.Column("level", sqltypes.AutoString(length=20), nullable=False, server_default="")
    op.add_column("sign_steps", level)
    for name in ("objection_until", "objected_at"):
        op.add_column("sign_steps", sa.Column(name, sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    for name in ("objected_at", "objection_until", "level"):
        op.drop_column("sign_steps", name)
