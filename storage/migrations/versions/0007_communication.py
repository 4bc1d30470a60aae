"""The communication plan, the map of stakeholders, and the history of both, which stays as it was written."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_history",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("subject", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("did", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "did IN ('added', 'changed', 'proved', 'reminded', 'removed')", name=op.f("ck_plan_history_did")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_history")),
    )
    with op.batch_alter_table("plan_history", schema=None) as batch_op:
        batch_op.create_index("uq_plan_history_subject_number", ["subject", "number"], unique=True)

    op.create_table(
        "stakeholders",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("ref", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("power", sa.Integer(), nullable=False),
        sa.Column("interest", sa.Integer(), nullable=False),
        sa.Column("disposition", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("wanted", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("note", sqltypes.AutoString(), nullable=False),
        sa.Column("theme", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("removed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "disposition IN ('against', 'neutral', 'supportive')", name=op.f("ck_stakeholders_disposition")
        ),
        sa.CheckConstraint("kind IN ('audience', 'external', 'named')", name=op.f("ck_stakeholders_kind")),
        sa.CheckConstraint("wanted IN ('against', 'neutral', 'supportive')", name=op.f("ck_stakeholders_wanted")),
        sa.CheckConstraint("interest BETWEEN 1 AND 5", name=op.f("ck_stakeholders_interest_range")),
        sa.CheckConstraint("length(note) <= 4000", name=op.f("ck_stakeholders_note_length")),
        sa.CheckConstraint("power BETWEEN 1 AND 5", name=op.f("ck_stakeholders_power_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholders")),
    )
    op.create_table(
        "plan_entries",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("ref", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("message", sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("theme", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("proved_on", sa.Date(), nullable=True),
        sa.Column("proved_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("proved_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("proof_note", sqltypes.AutoString(), nullable=False),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("removed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('mail', 'meeting', 'newspaper', 'intranet', 'notice_board', 'press', 'other')",
            name=op.f("ck_plan_entries_channel"),
        ),
        sa.CheckConstraint("kind IN ('audience', 'external', 'named')", name=op.f("ck_plan_entries_kind")),
        sa.CheckConstraint("length(message) <= 4000", name=op.f("ck_plan_entries_message_length")),
        sa.CheckConstraint("length(proof_note) <= 4000", name=op.f("ck_plan_entries_proof_note_length")),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_plan_entries_owner_people")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_plan_entries_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_entries")),
    )
    with op.batch_alter_table("plan_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_entries_due_on"), ["due_on"], unique=False)
    _keep_history()


def downgrade() -> None:
    _release_history()
    with op.batch_alter_table("plan_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_entries_due_on"))

    op.drop_table("plan_entries")
    op.drop_table("stakeholders")
    with op.batch_alter_table("plan_history", schema=None) as batch_op:
        batch_op.drop_index("uq_plan_history_subject_number")

    op.drop_table("plan_history")


SQLITE_LOCK = (
    "CREATE TRIGGER plan_history_is_not_changed BEFORE UPDATE ON plan_history"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER plan_history_is_not_removed BEFORE DELETE ON plan_history"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_LOCK = (
    "CREATE TRIGGER plan_history_is_not_changed BEFORE UPDATE OR DELETE ON plan_history"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()",
    "CREATE TRIGGER plan_history_is_not_emptied BEFORE TRUNCATE ON plan_history"
    " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()",
)


def _keep_history() -> None:
    for statement in SQLITE_LOCK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_LOCK:
        op.execute(statement)


def _release_history() -> None:
    for trigger in ("changed", "removed") if op.get_bind().dialect.name == "sqlite" else ("changed", "emptied"):
        on = "" if op.get_bind().dialect.name == "sqlite" else " ON plan_history"
        op.execute(f"DROP TRIGGER plan_history_is_not_{trigger}{on}")
