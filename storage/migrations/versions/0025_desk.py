"""The desk: what waits for the daily mail, the mails, how people want them, and links to a desk."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

from storage.migrations.checks import also, no_longer

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WAITS = sa.text("mail_id = ''")


def upgrade() -> None:
    also("links", "purpose", "desk")
    op.create_table(
        "digest_items",
        sa.Column("key", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("event", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("mail", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("assignment", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("mail_id", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_digest_items_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_digest_items_person_id_people")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_digest_items")),
    )
    with op.batch_alter_table("digest_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_items_case_id"), ["case_id"])
        batch_op.create_index(batch_op.f("ix_digest_items_mail_id"), ["mail_id"])
        batch_op.create_index("ix_digest_items_waiting", ["person_id"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.create_table(
        "digests",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("mail_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_digests_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "on", name=op.f("pk_digests")),
    )
    op.create_table(
        "desk_choices",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wish", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("wish IN ('daily', 'at_once')", name=op.f("ck_desk_choices_wish")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_desk_choices_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desk_choices")),
    )


def downgrade() -> None:
    for table in ("desk_choices", "digests", "digest_items"):
        op.drop_table(table)
    op.execute("DELETE FROM links WHERE purpose = 'desk'")
    no_longer("links", "purpose", "desk")
