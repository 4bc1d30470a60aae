"""How sure it was who answered, until when it can be taken back, and what a code is for."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TEXTS = (
    ("answers", "level", 20),
    ("decisions", "assignment", 80),
    ("decisions", "level", 20),
    ("commitments", "level", 20),
    ("signin_codes", "about", 100),
)
INSTANTS = (
    ("answers", "objection_until"),
    ("answers", "objected_at"),
    ("decisions", "objection_until"),
    ("decisions", "objected_at"),
    ("cases", "held_until"),
)


def upgrade() -> None:
    for table, name, length in TEXTS:
        op.add_column(table, sa.Column(name, sqltypes.AutoString(length=length), nullable=False, server_default=""))
    for table, name in INSTANTS:
        op.add_column(table, sa.Column(name, sqltypes.UTCDateTime(), nullable=True))
    also("assignments", "state", "objected")
    also("links", "purpose", "objection")


def downgrade() -> None:
    op.execute("DELETE FROM links WHERE purpose = 'objection'")
    no_longer("links", "purpose", "objection")
    no_longer("assignments", "state", "objected")
    for table, name in INSTANTS:
        op.drop_column(table, name)
    for table, name, _ in TEXTS:
        op.drop_column(table, name)
