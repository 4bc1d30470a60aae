"""Single answers leave only by two people; consents with the words they were given to."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takings",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("lapses_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("reason", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("second", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'confirmed', 'refused', 'withdrawn')", name=op.f("ck_takings_state")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_takings_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takings")),
    )
    with op.batch_alter_table("takings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takings_wave"), ["wave"], unique=False)

    op.create_table(
        "consent_wordings",
        sa.Column("version", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("language", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_consent_wordings")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("purpose", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("ref", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("wording", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("basis", sqltypes.AutoString(length=80), nullable=False),
        sa.CheckConstraint("purpose IN ('name_shown', 'survey_entered')", name=op.f("ck_consents_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id_people")),
        sa.ForeignKeyConstraint(
            ["wording"], ["consent_wordings.version"], name=op.f("fk_consents_wording_consent_wordings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("uq_consents_subject_number", ["person_id", "purpose", "ref", "number"], unique=True)
    for table in KEPT:
        for statement in SQLITE_LOCK if _sqlite() else POSTGRESQL_LOCK:
            op.execute(statement.format(table=table))


def downgrade() -> None:
    for table in KEPT:
        for trigger in ("changed", "removed") if _sqlite() else ("changed", "emptied"):
            op.execute(f"DROP TRIGGER {table}_is_not_{trigger}" + ("" if _sqlite() else f" ON {table}"))
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("uq_consents_subject_number")

    op.drop_table("consents")
    op.drop_table("consent_wordings")
    with op.batch_alter_table("takings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_takings_wave"))

    op.drop_table("takings")


KEPT = ("consents", "consent_wordings")
SQLITE_LOCK = (
    "CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER {table}_is_not_removed BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_LOCK = (
    "CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()",
    "CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()",
)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
