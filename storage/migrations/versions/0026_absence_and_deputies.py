"""Who stands in for whom, who said that somebody is away, for whom an assignment is; and advice of colleagues."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deputies",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("role", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sqltypes.AutoString(length=80), nullable=False),
        sa.CheckConstraint("role IN ('office', 'reviewer', 'decider', 'owner')", name=op.f("ck_deputies_role")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deputies_person_id_people")),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_deputies_deputy_id_people")),
        sa.PrimaryKeyConstraint("person_id", "role", "place", name=op.f("pk_deputies")),
    )
    op.create_index("ix_deputies_deputy_id", "deputies", ["deputy_id"])
    op.create_table(
        "advice",
        *(
            sa.Column(name, sqltypes.AutoString(length=80), nullable=False)
            for name in ("id", "case_id", "assignment", "by", "of")
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("question", sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("given_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(question) <= 4000", name=op.f("ck_advice_question_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_advice_text_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_advice_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index("ix_advice_case_id", "advice", ["case_id"])
    also("links", "purpose", "advice")
    also("comments", "role", "adviser")
    source = sa.Column("source", sqltypes.AutoString(length=20), nullable=False, server_default="office")
    with op.batch_alter_table("absences") as batch_op:
        batch_op.add_column(source)
        batch_op.create_check_constraint(op.f("ck_absences_source"), "source IN ('office', 'self', 'calendar')")
    op.create_index("ix_absences_last_day", "absences", ["last_day"])
    person = sa.Column("for_person", sqltypes.AutoString(length=80), nullable=False, server_default="")
    op.add_column("assignments", person)
    until_back = sa.Column("until_back", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("assignments", until_back)
    op.add_column("assignments", sa.Column("alone_until", sa.Date(), nullable=True))


def downgrade() -> None:
    for name in ("alone_until", "until_back", "for_person"):
        op.drop_column("assignments", name)
    op.drop_index("ix_absences_last_day", "absences")
    with op.batch_alter_table("absences") as batch_op:
        batch_op.drop_constraint(op.f("ck_absences_source"), type_="check")
        batch_op.drop_column("source")
    op.execute("DELETE FROM links WHERE purpose = 'advice'")
    no_longer("links", "purpose", "advice")
    no_longer("comments", "role", "adviser")
    op.drop_table("advice")
    op.drop_index("ix_deputies_deputy_id", "deputies")
    op.drop_table("deputies")
