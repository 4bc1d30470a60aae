"""What is counted of roles and people for a limit stands in two small indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'open'")
LIMITED = sa.text("kind IN ('review', 'decide') AND closed_at IS NULL")


def upgrade() -> None:
    _waiting_by(["person", "task"])
    op.create_index("ix_tasks_limited", "tasks", ["kind", "id"], sqlite_where=LIMITED, postgresql_where=LIMITED)


def downgrade() -> None:
    op.drop_index("ix_tasks_limited", table_name="tasks")
    _waiting_by(["person"])


def _waiting_by(columns: list[str]) -> None:
    op.drop_index("ix_assignments_waiting", table_name="assignments")
    op.create_index("ix_assignments_waiting", "assignments", columns, sqlite_where=WAITING, postgresql_where=WAITING)
