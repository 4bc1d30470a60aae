"""Alembic's entry: runs on the connection it is handed by `storage.migrate`."""

from alembic import context

from storage.migrate import is_ours
from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
    include_object=is_ours,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
