"""Rounds: comparisons of two ideas, other methods beside a result, ideas kept on reopening, and rounds in series."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round_series",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("cycle", sa.JSON(), nullable=False),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("paused_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("paused_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("note", sqltypes.AutoString(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_code", sqltypes.AutoString(length=80), nullable=False),
        sa.CheckConstraint("length(note) <= 200", name=op.f("ck_round_series_note_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_series")),
    )
    op.create_table(
        "round_pairs",
        sa.Column("rater", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("first", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("second", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("says", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("says IN ('first', 'second', 'alike', 'nothing')", name=op.f("ck_round_pairs_says")),
        sa.CheckConstraint("first < second", name=op.f("ck_round_pairs_in_order")),
        sa.ForeignKeyConstraint(["first"], ["cases.id"], name=op.f("fk_round_pairs_first_cases")),
        sa.ForeignKeyConstraint(["rater"], ["round_raters.id"], name=op.f("fk_round_pairs_rater_round_raters")),
        sa.ForeignKeyConstraint(["second"], ["cases.id"], name=op.f("fk_round_pairs_second_cases")),
        sa.PrimaryKeyConstraint("rater", "first", "second", name=op.f("pk_round_pairs")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series", sqltypes.AutoString(length=80), nullable=True))
        batch_op.create_index(batch_op.f("ix_rounds_series"), ["series"], unique=False)
    with op.batch_alter_table("round_ideas", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("round_results", schema=None) as batch_op:
        batch_op.add_column(sa.Column("analysis", sa.JSON(), nullable=True))
    with op.batch_alter_table("round_ideas", schema=None) as batch_op:
        batch_op.alter_column("kept", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round_results", schema=None) as batch_op:
        batch_op.drop_column("analysis")
    with op.batch_alter_table("round_ideas", schema=None) as batch_op:
        batch_op.drop_column("kept")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_series"))
        batch_op.drop_column("series")
    op.drop_table("round_pairs")
    op.drop_table("round_series")
