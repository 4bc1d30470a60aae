"""Co-signature: chains that were begun, their steps, and tasks to sign."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

RESULTS = "result IN ('signed', 'refused', 'stopped')"
STATES = "state IN ('ahead', 'signed', 'objected', 'refused', 'sent_back', 'silent', 'skipped', 'removed')"
VIAS = "via IN ('link', 'office', 'api', 'public', 'import', 'clock', 'post')"


def upgrade() -> None:
    also("tasks", "kind", "sign")
    op.create_table(
        "sign_offs",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decider", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("body", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("outside_plan", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("result", sqltypes.AutoString(length=20), nullable=True),
        sa.CheckConstraint(RESULTS, name=op.f("ck_sign_offs_result")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sign_offs_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
    )
    op.create_index(op.f("ix_sign_offs_case_id"), "sign_offs", ["case_id"])
    op.create_table(
        "sign_steps",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sign_off", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("step", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("title", sqltypes.AutoString(), nullable=False),
        sa.Column("person", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("together", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("again_of", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("task", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("remark", sqltypes.AutoString(), nullable=False),
        sa.Column("sent_to", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("stated_name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(STATES, name=op.f("ck_sign_steps_state")),
        sa.CheckConstraint(VIAS, name=op.f("ck_sign_steps_via")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_sign_steps_title_length")),
        sa.CheckConstraint("length(remark) <= 4000", name=op.f("ck_sign_steps_remark_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sign_steps_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_steps")),
    )
    op.create_index(op.f("ix_sign_steps_case_id"), "sign_steps", ["case_id"])
    op.create_index(op.f("ix_sign_steps_person"), "sign_steps", ["person"])


def downgrade() -> None:
    op.drop_table("sign_steps")
    op.drop_table("sign_offs")
    no_longer("tasks", "kind", "sign")
