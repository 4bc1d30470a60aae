"""Planning facts of ideas, the frame of budgets and capacities, scenarios of rounds."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planning_facts",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("costs", sa.JSON(), nullable=False),
        sa.Column("effort", sa.JSON(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("earliest", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("excludes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_planning_facts_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_facts")),
    )
    with op.batch_alter_table("planning_facts", schema=None) as batch_op:
        batch_op.create_index("uq_planning_facts_case_id_number", ["case_id", "number"], unique=True)

    op.create_table(
        "frames",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("budget", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_frames")),
    )
    op.create_table(
        "scenarios",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_scenarios_name_length")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_scenarios_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
    )
    with op.batch_alter_table("scenarios", schema=None) as batch_op:
        batch_op.create_index("uq_scenarios_round_number", ["round", "number"], unique=True)

    op.create_table(
        "round_proposals",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scenario", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_proposals_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_proposals")),
    )
    with op.batch_alter_table("round_proposals", schema=None) as batch_op:
        batch_op.create_index("uq_round_proposals_round_number", ["round", "number"], unique=True)

    _keep_versions()


def downgrade() -> None:
    _release_versions()
    for table in ("round_proposals", "scenarios"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"uq_{table}_round_number")

        op.drop_table(table)
    op.drop_table("frames")
    with op.batch_alter_table("planning_facts", schema=None) as batch_op:
        batch_op.drop_index("uq_planning_facts_case_id_number")

    op.drop_table("planning_facts")


STAYING = ("planning_facts", "frames", "scenarios", "round_proposals")


def _keep_versions() -> None:
    """What was planned when stays readable: the database refuses to change or remove it."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in STAYING:
        if sqlite:
            for name, act in (("changed", "UPDATE"), ("removed", "DELETE")):
                op.execute(
                    f"CREATE TRIGGER {table}_is_not_{name} BEFORE {act} ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION events_stay()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()"
        )


def _release_versions() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in STAYING:
        for name in ("changed", "removed") if sqlite else ("changed", "emptied"):
            op.execute(f"DROP TRIGGER {table}_is_not_{name}{'' if sqlite else f' ON {table}'}")
