"""Whom a review asks: groups, bias, abstention, "not my field", and scores that go back.

Words are added to whatever a check allows by now, so that it does not matter which migration came before.
"""

import re

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0024"
down_revision = "0019"
branch_labels = None
depends_on = None

WORDS = (
    ("tasks", "kind", ("reconsider",)),
    ("assignments", "state", ("biased",)),
    ("answers", "verdict", ("abstain", "not_my_field")),
)


def _as_it_is(table: str) -> sa.Table:
    """The table with its checks, which SQLite has to be given again when it makes the table anew."""
    bind = op.get_bind()
    found = sa.Table(table, sa.MetaData(), autoload_with=bind)
    present = {str(c.name) for c in found.constraints if isinstance(c, sa.CheckConstraint)}
    for check in sa.inspect(bind).get_check_constraints(table):
        if str(check["name"]) not in present:
            found.append_constraint(sa.CheckConstraint(check["sqltext"], name=check["name"]))
    return found


def _allowed(table: str, column: str) -> list[str]:
    name = f"ck_{table}_{column}"
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    return re.findall(r"'([^']*)'", next(str(c["sqltext"]) for c in checks if c["name"] == name))


def _allow(table: str, column: str, words: list[str]) -> None:
    name, listed = op.f(f"ck_{table}_{column}"), ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, copy_from=_as_it_is(table)) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({listed})")


def upgrade() -> None:
    for table, column, words in WORDS:
        known = _allowed(table, column)
        _allow(table, column, known + [word for word in words if word not in known])
    op.add_column(
        "assignments", sa.Column("asked_as", sqltypes.AutoString(length=80), nullable=False, server_default="")
    )
    op.drop_index("ix_assignments_person", "assignments")
    op.create_index("ix_assignments_person_opened_at", "assignments", ["person", "opened_at"])


def downgrade() -> None:
    op.drop_index("ix_assignments_person_opened_at", "assignments")
    op.create_index("ix_assignments_person", "assignments", ["person"])
    op.drop_column("assignments", "asked_as")
    for table, column, words in WORDS:
        _allow(table, column, [word for word in _allowed(table, column) if word not in words])
