"""Roadmaps that left the office's desk."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmaps",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("of", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("digest", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('svg', 'csv', 'ics', 'public')", name=op.f("ck_roadmaps_kind")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_roadmaps")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, act in (("changed", "UPDATE"), ("removed", "DELETE")):
            op.execute(
                f"CREATE TRIGGER roadmaps_is_not_{name} BEFORE {act} ON roadmaps"
                " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER roadmaps_is_not_changed BEFORE UPDATE OR DELETE ON roadmaps"
        " FOR EACH ROW EXECUTE FUNCTION events_stay()"
    )
    op.execute(
        "CREATE TRIGGER roadmaps_is_not_emptied BEFORE TRUNCATE ON roadmaps"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()"
    )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("changed", "removed") if sqlite else ("changed", "emptied"):
        op.execute(f"DROP TRIGGER roadmaps_is_not_{name}{'' if sqlite else ' ON roadmaps'}")
    op.drop_table("roadmaps")
