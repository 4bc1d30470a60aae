"""Calendars at an address that say when people are away, read again and again."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("host", sqltypes.AutoString(length=255), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("set_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("next_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tried_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("read_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("problem", sqltypes.AutoString(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("status", "left_out", "failures")),
        sa.CheckConstraint("by IN ('office', 'self')", name=op.f("ck_calendar_feeds_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feeds")),
    )
    op.create_index("ix_calendar_feeds_next_at", "calendar_feeds", ["next_at"])
    also("absences", "source", "feed")


def downgrade() -> None:
    op.execute("UPDATE absences SET source = 'calendar' WHERE source = 'feed'")  # the days stay; nobody reads on
    no_longer("absences", "source", "feed")
    op.drop_index("ix_calendar_feeds_next_at", table_name="calendar_feeds")
    op.drop_table("calendar_feeds")
