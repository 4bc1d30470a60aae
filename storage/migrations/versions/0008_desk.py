"""Whose a confidential answer is; pauses of feedback cycles; of how many a sample was drawn."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cycle_pauses",
        sa.Column("survey", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("note", sqltypes.AutoString(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(note) <= 200", name=op.f("ck_cycle_pauses_note_length")),
        sa.ForeignKeyConstraint(["survey"], ["surveys.id"], name=op.f("fk_cycle_pauses_survey_surveys")),
        sa.PrimaryKeyConstraint("survey", name=op.f("pk_cycle_pauses")),
    )
    op.create_table(
        "resolutions",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("code", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("lapses_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("reason", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("second", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'refused', 'withdrawn')", name=op.f("ck_resolutions_state")
        ),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_resolutions_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
    )
    with op.batch_alter_table("resolutions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolutions_wave"), ["wave"], unique=False)

    op.create_table(
        "wave_resolvers",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wave_resolvers_person_id_people")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_wave_resolvers_wave_waves")),
        sa.PrimaryKeyConstraint("wave", "person_id", name=op.f("pk_wave_resolvers")),
    )
    op.create_table(
        "resolutions_shown",
        sa.Column("resolution", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution"], ["resolutions.id"], name=op.f("fk_resolutions_shown_resolution_resolutions")
        ),
        sa.PrimaryKeyConstraint("resolution", "person_id", name=op.f("pk_resolutions_shown")),
    )
    op.create_table(
        "wave_drawn",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("drawn", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.CheckConstraint("drawn IN ('census', 'random', 'rotating', 'open')", name=op.f("ck_wave_drawn_drawn")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_wave_drawn_wave_waves")),
        sa.PrimaryKeyConstraint("wave", name=op.f("pk_wave_drawn")),
    )


def downgrade() -> None:
    op.drop_table("wave_drawn")
    op.drop_table("resolutions_shown")
    op.drop_table("wave_resolvers")
    with op.batch_alter_table("resolutions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolutions_wave"))

    op.drop_table("resolutions")
    op.drop_table("cycle_pauses")
