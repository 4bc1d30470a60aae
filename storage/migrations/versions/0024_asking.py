"""Whom a review asks: groups, bias, abstention, "not my field", and scores that go back."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WORDS = (
    ("tasks", "kind", ("reconsider",)),
    ("assignments", "state", ("biased",)),
    ("answers", "verdict", ("abstain", "not_my_field")),
)


def upgrade() -> None:
    for table, column, words in WORDS:
        also(table, column, *words)
    op.add_column(
        "assignments", sa.Column("asked_as", sqltypes.AutoString(length=80), nullable=False, server_default="")
    )
    op.drop_index("ix_assignments_person", "assignments")
    op.create_index("ix_assignments_person_opened_at", "assignments", ["person", "opened_at"])


def downgrade() -> None:
    op.drop_index("ix_assignments_person_opened_at", "assignments")
    op.create_index("ix_assignments_person", "assignments", ["person"])
    op.drop_column("assignments", "asked_as")
    for table, column, words in WORDS:
        no_longer(table, column, *words)
