"""The ladder of a task, a silence that counts, and a case that is paused."""

import re

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None

STEPS = ("deputy_at", "escalate_at", "escalated_at", "silent_at")
WORDS = {"cases": "paused", "assignments": "silent"}  # what `state` may say from now on


def _states(table: str) -> list[str]:
    """What `state` may say now, whichever migrations came before."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    text = next(check["sqltext"] for check in checks if check["name"] == f"ck_{table}_state")
    return re.findall(r"'([a-z_]+)'", text)


def _as_it_is(table: str) -> sa.Table:
    """The whole table with its checks: SQLite makes it anew, and reads none of them by itself."""
    bind = op.get_bind()
    found = sa.Table(table, sa.MetaData(), autoload_with=bind, resolve_fks=False)
    named = {constraint.name for constraint in found.constraints}
    for check in sa.inspect(bind).get_check_constraints(table):
        if check["name"] not in named:
            found.append_constraint(sa.CheckConstraint(check["sqltext"], name=check["name"]))
    return found


def _allow(table: str, states: list[str]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    copy = _as_it_is(table) if op.get_bind().dialect.name == "sqlite" else None
    with op.batch_alter_table(table, copy_from=copy) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_state"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_state"), f"state IN ({listed})")


def upgrade() -> None:
    for name in STEPS:
        op.add_column("tasks", sa.Column(name, sqltypes.UTCDateTime(), nullable=True))
    op.add_column("tasks", sa.Column("first_due_on", sa.Date(), nullable=True))
    silence = sa.Column("silence", sqltypes.AutoString(length=20), nullable=False, server_default="")
    op.add_column("assignments", silence)
    op.add_column("cases", sa.Column("paused_at", sqltypes.UTCDateTime(), nullable=True))
    op.add_column("cases", sa.Column("pause", sqltypes.AutoString(length=80), nullable=False, server_default=""))
    for table, word in WORDS.items():
        _allow(table, [*_states(table), word])


def downgrade() -> None:
    for table, word in WORDS.items():
        _allow(table, [state for state in _states(table) if state != word])
    for name in ("pause", "paused_at"):
        op.drop_column("cases", name)
    op.drop_column("assignments", "silence")
    for name in ("first_due_on", *reversed(STEPS)):
        op.drop_column("tasks", name)
