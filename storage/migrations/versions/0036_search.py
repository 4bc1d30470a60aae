"""Words by which cases are found, with what searches them; cases of before are read into it by the worker."""

import warnings

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError
from sqlmodel.sql import sqltypes

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

NAMES = ("title", "summary", "shown", "internal")
LISTED, NEW, OLD = ", ".join(NAMES), ", ".join(f"new.{n}" for n in NAMES), ", ".join(f"old.{n}" for n in NAMES)
ADD = f"INSERT INTO case_words_found (rowid, {LISTED}) VALUES (new.place, {NEW});"  # noqa: S608 - names of our own
REMOVE = (
    f"INSERT INTO case_words_found (case_words_found, rowid, {LISTED})"  # noqa: S608 - names of our own
    f" VALUES ('delete', old.place, {OLD});"
)
# The words are folded before they come here. The index follows its table by itself, whoever writes it.
SQLITE = (
    f"CREATE VIRTUAL TABLE case_words_found USING fts5({LISTED}, content='case_words', content_rowid='place',"
    " tokenize='trigram case_sensitive 1', columnsize=0)",
    f"CREATE TRIGGER case_words_are_added AFTER INSERT ON case_words BEGIN {ADD} END",
    f"CREATE TRIGGER case_words_are_removed AFTER DELETE ON case_words BEGIN {REMOVE} END",
    f"CREATE TRIGGER case_words_are_changed AFTER UPDATE ON case_words BEGIN {REMOVE} {ADD} END",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX case_words_found ON case_words USING gin"
    f" ({', '.join(f'{name} gin_trgm_ops' for name in NAMES)}) WITH (fastupdate = off)",
)
STALE = sa.text("worded <> revision")


def upgrade() -> None:
    op.create_table(
        "case_words",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        *(sa.Column(name, sqltypes.AutoString(), nullable=False) for name in NAMES),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_words_case_id_cases")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_case_words")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_words_case_id")),
    )
    op.add_column("cases", sa.Column("worded", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_cases_stale", "cases", ["id"], sqlite_where=STALE, postgresql_where=STALE)
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute("ALTER TABLE case_words SET (toast_tuple_target = 8160)")  # read whole, not from elsewhere
        _searched_by_trigrams()


def _searched_by_trigrams() -> None:
    """Where the server has no pg_trgm, or lets nobody have it, searching reads row by row: slower, the same results."""
    try:
        with op.get_bind().begin_nested():
            for statement in POSTGRESQL:
                op.execute(statement)
    except DBAPIError as error:
        warnings.warn(f"Searching will be slow: no pg_trgm ({error.orig}). See docs/search.md.", stacklevel=2)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_words_found")
    op.drop_table("case_words")  # with its triggers; the extension stays: others may use it
    op.drop_index("ix_cases_stale", "cases")
    op.drop_column("cases", "worded")
