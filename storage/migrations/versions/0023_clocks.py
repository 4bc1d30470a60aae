"""The ladder of a task, a silence that counts, and a case that is paused."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STEPS = ("deputy_at", "escalate_at", "escalated_at", "silent_at")
WORDS = {"cases": "paused", "assignments": "silent"}  # what `state` may say from now on


def upgrade() -> None:
    for name in STEPS:
        op.add_column("tasks", sa.Column(name, sqltypes.UTCDateTime(), nullable=True))
    op.add_column("tasks", sa.Column("first_due_on", sa.Date(), nullable=True))
    silence = sa.Column("silence", sqltypes.AutoString(length=20), nullable=False, server_default="")
    op.add_column("assignments", silence)
    op.add_column("cases", sa.Column("paused_at", sqltypes.UTCDateTime(), nullable=True))
    op.add_column("cases", sa.Column("pause", sqltypes.AutoString(length=80), nullable=False, server_default=""))
    for table, word in WORDS.items():
        also(table, "state", word)


def downgrade() -> None:
    for table, word in WORDS.items():
        no_longer(table, "state", word)
    for name in ("pause", "paused_at"):
        op.drop_column("cases", name)
    op.drop_column("assignments", "silence")
    for name in ("first_due_on", *reversed(STEPS)):
        op.drop_column("tasks", name)
