"""What ideas save or take in by year, and the rate of interest by which it is worth less the later it comes."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("planning_facts", sa.Column("savings", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("frames", sa.Column("interest", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("frames", "interest")
    op.drop_column("planning_facts", "savings")
