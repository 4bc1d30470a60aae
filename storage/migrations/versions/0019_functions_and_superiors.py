"""What people are in the house, and whom they report to."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "functions",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("function", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_functions_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "function", name=op.f("pk_functions")),
    )
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("superior", sqltypes.AutoString(length=80), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("superior")
    op.drop_table("functions")
