"""Rounds: ideas against each other, who rates them, what they said, and what came of it."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.JSON(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=True),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cancelled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decider", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("body", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("look_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("calendar", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wake", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("errands", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('announced', 'open', 'closed', 'computed', 'decided', 'cancelled')", name=op.f("ck_rounds_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_rounds_number")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rounds_wake",
            ["wake"],
            unique=False,
            sqlite_where=sa.text("state NOT IN ('decided', 'cancelled')"),
            postgresql_where=sa.text("state NOT IN ('decided', 'cancelled')"),
        )

    op.create_table(
        "round_events",
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint(
            "via IN ('link', 'office', 'api', 'public', 'import', 'clock', 'post')", name=op.f("ck_round_events_via")
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_events_round_rounds")),
        sa.PrimaryKeyConstraint("round", "seq", name=op.f("pk_round_events")),
    )
    op.create_table(
        "round_raters",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("removed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("asked", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("reminded", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_round_raters_person_id_people")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_raters_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_raters")),
    )
    with op.batch_alter_table("round_raters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_raters_person_id"), ["person_id"], unique=False)
        batch_op.create_index("uq_round_raters_person", ["round", "person_id"], unique=True)

    op.create_table(
        "round_reasons",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("public", sqltypes.AutoString(), nullable=False),
        sa.Column("internal", sqltypes.AutoString(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_reasons_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_reasons")),
    )
    with op.batch_alter_table("round_reasons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_reasons_round"), ["round"], unique=False)

    op.create_table(
        "round_results",
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("scores", sa.Integer(), nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("digest", sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_results_round_rounds")),
        sa.PrimaryKeyConstraint("round", "number", name=op.f("pk_round_results")),
    )
    op.create_table(
        "round_ideas",
        sa.Column("round", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("fate", sqltypes.AutoString(length=20), nullable=True),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("deviates", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.CheckConstraint("fate IN ('put_forward', 'defer', 'leave')", name=op.f("ck_round_ideas_fate")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_round_ideas_case_id_cases")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_ideas_round_rounds")),
        sa.PrimaryKeyConstraint("round", "case_id", name=op.f("pk_round_ideas")),
    )
    with op.batch_alter_table("round_ideas", schema=None) as batch_op:
        batch_op.create_index(
            "uq_round_ideas_live",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "round_links",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rater", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["rater"], ["round_raters.id"], name=op.f("fk_round_links_rater_round_raters")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_round_links")),
    )
    with op.batch_alter_table("round_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_links_rater"), ["rater"], unique=False)

    op.create_table(
        "round_ratings",
        sa.Column("rater", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("abstains", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_round_ratings_case_id_cases")),
        sa.ForeignKeyConstraint(["rater"], ["round_raters.id"], name=op.f("fk_round_ratings_rater_round_raters")),
        sa.PrimaryKeyConstraint("rater", "case_id", name=op.f("pk_round_ratings")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sqltypes.AutoString(length=80), nullable=True))
        batch_op.create_index(batch_op.f("ix_inbox_round"), ["round"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_inbox_round_rounds"), "rounds", ["round"], ["id"])
    _keep_events()


def downgrade() -> None:
    _release_events()

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_inbox_round_rounds"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_inbox_round"))
        batch_op.drop_column("round")

    op.drop_table("round_ratings")
    with op.batch_alter_table("round_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_links_rater"))

    op.drop_table("round_links")
    with op.batch_alter_table("round_ideas", schema=None) as batch_op:
        batch_op.drop_index("uq_round_ideas_live", sqlite_where=sa.text("live"), postgresql_where=sa.text("live"))

    op.drop_table("round_ideas")
    op.drop_table("round_results")
    with op.batch_alter_table("round_reasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_reasons_round"))

    op.drop_table("round_reasons")
    with op.batch_alter_table("round_raters", schema=None) as batch_op:
        batch_op.drop_index("uq_round_raters_person")
        batch_op.drop_index(batch_op.f("ix_round_raters_person_id"))

    op.drop_table("round_raters")
    op.drop_table("round_events")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_rounds_wake",
            sqlite_where=sa.text("state NOT IN ('decided', 'cancelled')"),
            postgresql_where=sa.text("state NOT IN ('decided', 'cancelled')"),
        )

    op.drop_table("rounds")


SQLITE_LOCK = (
    "CREATE TRIGGER round_events_are_not_changed BEFORE UPDATE ON round_events"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER round_events_are_not_removed BEFORE DELETE ON round_events"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_LOCK = (
    "CREATE TRIGGER round_events_are_not_changed BEFORE UPDATE OR DELETE ON round_events"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()",
    "CREATE TRIGGER round_events_are_not_emptied BEFORE TRUNCATE ON round_events"
    " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()",
)


def _keep_events() -> None:
    for statement in SQLITE_LOCK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_LOCK:
        op.execute(statement)


def _release_events() -> None:
    for trigger in ("changed", "removed") if op.get_bind().dialect.name == "sqlite" else ("changed", "emptied"):
        on = "" if op.get_bind().dialect.name == "sqlite" else " ON round_events"
        op.execute(f"DROP TRIGGER round_events_are_not_{trigger}{on}")
