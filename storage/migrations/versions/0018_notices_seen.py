"""Which version of the privacy notice staff and reviewers had before them."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices_seen",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("first_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_seen_person_id_people")),
        sa.ForeignKeyConstraint(
            ["version"], ["privacy_notices.version"], name=op.f("fk_notices_seen_version_privacy_notices")
        ),
        sa.PrimaryKeyConstraint("person_id", "version", name=op.f("pk_notices_seen")),
    )


def downgrade() -> None:
    op.drop_table("notices_seen")
