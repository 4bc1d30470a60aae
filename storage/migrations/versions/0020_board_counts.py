"""The board's counts and its mark of changes from one index, and what needs a hand from two small ones."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
STAFF = sa.text("kind = 'staff' AND closed_at IS NULL")
LATE = sa.text("overdue_at IS NOT NULL AND closed_at IS NULL")
BEFORE = ["stage", "due_on", "opened_at", "id", "state", "version", "measure"]


def upgrade() -> None:
    _count_by([*BEFORE, "revision", "last_at"])
    op.create_index("ix_tasks_staff", "tasks", ["opened_at"], sqlite_where=STAFF, postgresql_where=STAFF)
    op.create_index("ix_tasks_overdue", "tasks", ["overdue_at"], sqlite_where=LATE, postgresql_where=LATE)


def downgrade() -> None:
    op.drop_index("ix_tasks_overdue", table_name="tasks")
    op.drop_index("ix_tasks_staff", table_name="tasks")
    _count_by(BEFORE)


def _count_by(columns: list[str]) -> None:
    op.drop_index("ix_cases_open", table_name="cases")
    op.create_index("ix_cases_open", "cases", columns, sqlite_where=OPEN, postgresql_where=OPEN)
