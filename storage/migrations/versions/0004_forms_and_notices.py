"""Forms between two pages that are too long for a cookie; privacy notices as they were shown."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_forms",
        sa.Column("id", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_forms")),
    )
    with op.batch_alter_table("kept_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_forms_expires_at"), ["expires_at"], unique=False)
    op.create_table(
        "privacy_notices",
        sa.Column("version", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("audience", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("language", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("html", sqltypes.AutoString(), nullable=False),
        sa.Column("first_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_privacy_notices")),
    )


def downgrade() -> None:
    op.drop_table("privacy_notices")
    op.drop_table("kept_forms")
