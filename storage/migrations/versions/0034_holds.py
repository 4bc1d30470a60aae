"""Which kinds of parts a case has, so that a case is read without asking the tables that hold nothing of it."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# Of cases there are already, any of these may be; the next step says which.
ANY = (
    "texts tasks assignments answers questions points reasons deferrals decisions commitments joined advice sign_offs"
    " sign_steps"
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("holds", sqltypes.AutoString(500), nullable=False, server_default=ANY))


def downgrade() -> None:
    op.drop_column("cases", "holds")
