"""Ideas that go on in another one."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("merged_into", sqltypes.AutoString(80), nullable=False, server_default=""))
    also("cases", "outcome", "merged")
    also("decisions", "outcome", "merged")
    also("cases", "state", "merged")
    op.create_table(
        "joined",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_joined_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joined")),
    )
    op.create_index("ix_joined_case", "joined", ["case"])
    op.create_index(op.f("ix_joined_case_id"), "joined", ["case_id"])


def downgrade() -> None:
    op.drop_table("joined")
    op.execute("UPDATE cases SET outcome = 'declined', state = 'declined' WHERE outcome = 'merged'")
    no_longer("cases", "state", "merged")
    no_longer("decisions", "outcome", "merged")
    no_longer("cases", "outcome", "merged")
    op.drop_column("cases", "merged_into")
