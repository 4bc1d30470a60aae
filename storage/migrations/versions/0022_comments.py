"""Comments on ideas and on their tasks, and the files attached to them."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ROLES = "'submitter', 'assignee', 'owner', 'office', 'anyone', 'clock', 'post'"
VIAS = "'link', 'office', 'api', 'public', 'import', 'clock', 'post'"


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("task", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("role", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("stated_name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("audience", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("released_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("released_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redacted_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("redacted_why", sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint(f"via IN ({VIAS})", name=op.f("ck_comments_via")),
        sa.CheckConstraint("audience IN ('public', 'reviewers', 'office')", name=op.f("ck_comments_audience")),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_comments_role")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_comments_text_length")),
        sa.CheckConstraint("length(redacted_why) <= 4000", name=op.f("ck_comments_redacted_why_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_comments_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_place", "comments", ["case_id", "at", "id"])
    op.create_table(
        "attachments",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("comment_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_attachments_comment_id_comments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_comment_id"), "attachments", ["comment_id"])
    op.create_index(op.f("ix_attachments_hash"), "attachments", ["hash"])


def downgrade() -> None:
    op.drop_table("attachments")
    op.drop_table("comments")
