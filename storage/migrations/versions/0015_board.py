"""Limits of work under way, and how far each measure is."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
COUNTED = ["stage", "due_on", "opened_at", "id", "state", "version"]
STATES = "'planned', 'running', 'live', 'done', 'stopped'"
SQLITE_LOCK = (
    "CREATE TRIGGER work_limits_is_not_changed BEFORE UPDATE ON work_limits"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER work_limits_is_not_removed BEFORE DELETE ON work_limits"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_LOCK = (
    "CREATE TRIGGER work_limits_is_not_changed BEFORE UPDATE OR DELETE ON work_limits"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()",
    "CREATE TRIGGER work_limits_is_not_emptied BEFORE TRUNCATE ON work_limits"
    " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()",
)


def upgrade() -> None:
    op.create_table(
        "work_limits",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_work_limits")),
    )
    for statement in SQLITE_LOCK if _sqlite() else POSTGRESQL_LOCK:
        op.execute(statement)
    # Both databases read this; a table of cases that is written anew would be locked for minutes.
    op.execute(
        f"ALTER TABLE cases ADD COLUMN measure VARCHAR(20) CONSTRAINT ck_cases_measure CHECK (measure IN ({STATES}))"
    )
    op.add_column("cases", sa.Column("measure_since", sa.Date(), nullable=True))
    _say_of_measures()
    _count_by([*COUNTED, "measure"])


def downgrade() -> None:
    _count_by(COUNTED)
    op.execute("ALTER TABLE cases DROP COLUMN measure_since")
    op.execute("ALTER TABLE cases DROP COLUMN measure")
    for trigger in ("changed", "removed") if _sqlite() else ("changed", "emptied"):
        op.execute(f"DROP TRIGGER work_limits_is_not_{trigger}" + ("" if _sqlite() else " ON work_limits"))
    op.drop_table("work_limits")


def _sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _say_of_measures() -> None:
    """What is in follow-up is a measure; since when it is as far as that, nobody has said."""
    op.execute(
        "UPDATE cases SET measure = CASE"
        " WHEN outcome = 'settled' THEN 'done'"
        " WHEN project IN ('started', 'in_progress') THEN 'running'"
        " ELSE 'planned' END"
        " WHERE stage = 'follow_up' AND (outcome IS NULL OR outcome = 'settled')"
    )


def _count_by(columns: list[str]) -> None:
    op.drop_index("ix_cases_open", table_name="cases")
    op.create_index("ix_cases_open", "cases", columns, sqlite_where=OPEN, postgresql_where=OPEN)
