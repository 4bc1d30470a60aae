"""How a comment came, and how many attachments of a mail were left out."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import refuse_while_used

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sqltypes.AutoString(length=20), nullable=False, server_default="page"))
        batch_op.add_column(sa.Column("left_out", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(op.f("ck_comments_origin"), "origin IN ('page', 'mail')")


def downgrade() -> None:
    refuse_while_used("comments", "origin", "mail")  # without its mark it would pass as somebody's own words
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_comments_origin"), type_="check")
        for name in ("left_out", "origin"):
            batch_op.drop_column(name)
