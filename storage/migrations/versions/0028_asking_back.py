"""Questions of reviewers, and points that are to be changed."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = ("question", "own_time", "rework")


def upgrade() -> None:
    also("tasks", "kind", *KINDS)
    with op.batch_alter_table("questions", schema=None) as batch_op:
        whom = sa.Column("whom", sqltypes.AutoString(length=20), nullable=False, server_default="submitter")
        batch_op.add_column(whom)
        batch_op.add_column(sa.Column("assignment", sqltypes.AutoString(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_questions_whom"), "whom IN ('submitter', 'office')")
    op.create_table(
        "points",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answer", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("done", sqltypes.AutoString(), nullable=False),
        sa.Column("done_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("in_version", sa.Integer(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_points_text_length")),
        sa.CheckConstraint("length(done) <= 4000", name=op.f("ck_points_done_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_points_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
    )
    op.create_index(op.f("ix_points_case_id"), "points", ["case_id"])


def downgrade() -> None:
    op.drop_table("points")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_questions_whom"), type_="check")
        for name in ("ended_at", "assignment", "whom"):
            batch_op.drop_column(name)
    no_longer("tasks", "kind", *KINDS)
