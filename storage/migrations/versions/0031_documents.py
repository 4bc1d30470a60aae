"""When the documents of a case were complete, for clocks that begin with it."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("complete_at", sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "complete_at")
