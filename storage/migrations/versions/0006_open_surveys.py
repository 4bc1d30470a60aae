"""Open surveys: addresses that wait to be confirmed, guests, and invitations that their owners came for."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = "state IN ('waiting', 'invited', 'left')"
NOW = "state IN ('waiting', 'invited', 'left', 'entered')"
WAITING = sa.text("state = 'waiting'")


def _invitations(states: str) -> sa.Table:
    """The whole table: SQLite makes it anew, and knows the checks of none."""
    return sa.Table(
        "invitations",
        sa.MetaData(),
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("unit", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("left", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("again_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("response_told", sa.Boolean(), nullable=False),
        sa.CheckConstraint(states, name="ck_invitations_state"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_invitations_person_id_people"),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name="fk_invitations_wave_waves"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.Index("ix_invitations_person_id", "person_id"),
        sa.Index("ix_invitations_waiting", "wave", "again_at", sqlite_where=WAITING, postgresql_where=WAITING),
        sa.Index("uq_invitations_wave_person", "wave", "person_id", unique=True),
    )


def _allow(before: str, now: str) -> None:
    with op.batch_alter_table("invitations", copy_from=_invitations(before)) as batch_op:
        batch_op.drop_constraint(op.f("ck_invitations_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_invitations_state"), now)


def upgrade() -> None:
    _allow(BEFORE, NOW)
    op.create_table(
        "survey_entries",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_survey_entries_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_survey_entries_hash")),
    )
    op.create_index(op.f("ix_survey_entries_expires_at"), "survey_entries", ["expires_at"], unique=False)
    op.create_table(
        "guests",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_guests_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_guests")),
    )


def downgrade() -> None:
    # Without that table they would count as staff.
    op.execute("DELETE FROM addresses WHERE person_id IN (SELECT person_id FROM guests)")
    op.execute("UPDATE people SET active = false WHERE id IN (SELECT person_id FROM guests)")
    op.drop_table("guests")
    op.drop_table("survey_entries")
    op.execute("UPDATE invitations SET state = 'left' WHERE state = 'entered'")
    _allow(NOW, BEFORE)
