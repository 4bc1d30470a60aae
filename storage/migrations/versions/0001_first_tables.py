# ruff: noqa: E501 - one line per column
"""The first tables, and the lock that keeps the record append-only."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendars",
        sa.Column("version", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("region", sqltypes.AutoString(length=10), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("put_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendars")),
    )
    with op.batch_alter_table("calendars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendars_region"), ["region"], unique=False)

    op.create_table(
        "counters",
        sa.Column("name", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "idempotency",
        sa.Column("token_hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("key", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("request_hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("response", sa.JSON(), nullable=True),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", "key", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_created_at"), ["created_at"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("language", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("department", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deactivated_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("language IN ('de', 'en')", name=op.f("ck_people_language")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_people_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_department"), ["department"], unique=False)

    op.create_table(
        "processes",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("parsed", sa.JSON(), nullable=False),
        sa.Column("published_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_processes")),
    )
    with op.batch_alter_table("processes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_processes_current",
            ["current"],
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )

    op.create_table(
        "submissions",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("wiped_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "addresses",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("refused_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(address) <= 254", name=op.f("ck_addresses_address_length")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_addresses_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("address", name=op.f("uq_addresses_address")),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_person_id"), ["person_id"], unique=False)

    op.create_table(
        "api_tokens",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("service", sa.Boolean(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_used_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id_people")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("id", name=op.f("uq_api_tokens_id")),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_tokens_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("process", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("submitter", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("source", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("stage", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("outcome", sqltypes.AutoString(length=20), nullable=True),
        sa.Column("project", sqltypes.AutoString(length=20), nullable=True),
        sa.Column("reviews_needed", sa.Integer(), nullable=False),
        sa.Column("wake", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("theme", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("search", sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'rejected', 'declined', 'withdrawn', 'settled')", name=op.f("ck_cases_outcome")
        ),
        sa.CheckConstraint("project IN ('initiated', 'started', 'in_progress')", name=op.f("ck_cases_project")),
        sa.CheckConstraint("source IN ('form', 'api', 'office', 'import', 'takeover')", name=op.f("ck_cases_source")),
        sa.CheckConstraint(
            "stage IN ('intake', 'review', 'prioritisation', 'decision', 'follow_up')", name=op.f("ck_cases_stage")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'triage', 'question', 'reviewing', 'changes', 'prioritising', 'deferred', 'deciding', 'planning', 'committed', 'settled', 'declined', 'rejected', 'withdrawn')",
            name=op.f("ck_cases_state"),
        ),
        sa.ForeignKeyConstraint(["process"], ["processes.hash"], name=op.f("fk_cases_process_processes")),
        sa.ForeignKeyConstraint(["submitter"], ["people.id"], name=op.f("fk_cases_submitter_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_due_on",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_cases_open",
            ["stage", "due_on", "opened_at", "id", "state", "version"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index("ix_cases_opened_at", ["opened_at", "id"], unique=False)
        batch_op.create_index("ix_cases_public_opened_at", ["public", "opened_at", "id"], unique=False)
        batch_op.create_index("ix_cases_state_opened_at", ["state", "opened_at", "id", "version"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_submitter"), ["submitter"], unique=False)
        batch_op.create_index(
            "ix_cases_wake",
            ["wake"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "interests",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("theme", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_interests_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "theme", name=op.f("pk_interests")),
    )
    op.create_table(
        "roles",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("role", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('office', 'reviewer', 'decider', 'owner', 'admin')", name=op.f("ck_roles_role")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roles_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_roles")),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "signin_codes",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signin_codes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signin_codes")),
    )
    with op.batch_alter_table("signin_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signin_codes_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_signin_codes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("assignment", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("task", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("verdict", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("stated_name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("verdict IN ('approve', 'reject', 'changes')", name=op.f("ck_answers_verdict")),
        sa.CheckConstraint(
            "via IN ('link', 'office', 'api', 'public', 'import', 'clock', 'post')", name=op.f("ck_answers_via")
        ),
        sa.CheckConstraint("length(reason) <= 4000", name=op.f("ck_answers_reason_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_answers_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_case_id"), ["case_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("task", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("handed_to", sqltypes.AutoString(length=80), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'handed_over', 'revoked')", name=op.f("ck_assignments_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assignments_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_task"), ["task"], unique=False)
        batch_op.create_index(
            "ix_assignments_waiting",
            ["person"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "commitments",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sqltypes.AutoString(), nullable=False),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("settled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_commitments_state")),
        sa.CheckConstraint("length(reason) <= 4000", name=op.f("ck_commitments_reason_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_commitments_text_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_commitments_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitments_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_commitments_open_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(batch_op.f("ix_commitments_owner"), ["owner"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("outcome", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("public_reason", sqltypes.AutoString(), nullable=False),
        sa.Column("internal_reason", sqltypes.AutoString(), nullable=False),
        sa.Column("body", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("body_date", sa.Date(), nullable=True),
        sa.Column("body_number", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("stated_name", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("utility", sa.Float(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'rejected', 'declined', 'withdrawn', 'settled')", name=op.f("ck_decisions_outcome")
        ),
        sa.CheckConstraint("length(internal_reason) <= 4000", name=op.f("ck_decisions_internal_reason_length")),
        sa.CheckConstraint("length(public_reason) <= 4000", name=op.f("ck_decisions_public_reason_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decisions_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_case_id"), ["case_id"], unique=False)

    op.create_table(
        "deferrals",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("wake_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("public_reason", sqltypes.AutoString(), nullable=False),
        sa.Column("internal_reason", sqltypes.AutoString(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(internal_reason) <= 4000", name=op.f("ck_deferrals_internal_reason_length")),
        sa.CheckConstraint("length(public_reason) <= 4000", name=op.f("ck_deferrals_public_reason_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deferrals_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deferrals")),
    )
    with op.batch_alter_table("deferrals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deferrals_case_id"), ["case_id"], unique=False)

    op.create_table(
        "events",
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint(
            "via IN ('link', 'office', 'api', 'public', 'import', 'clock', 'post')", name=op.f("ck_events_via")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_events_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_events")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("received_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("content", sqltypes.AutoString(), nullable=False),
        sa.Column("verdict", sqltypes.AutoString(length=120), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("acked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("parked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("wiped_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "via IN ('link', 'office', 'api', 'public', 'import', 'clock', 'post')", name=op.f("ck_inbox_via")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_inbox_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_inbox_parked",
            ["parked_at"],
            unique=False,
            sqlite_where=sa.text("parked_at IS NOT NULL"),
            postgresql_where=sa.text("parked_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_inbox_undelivered",
            ["next_try"],
            unique=False,
            sqlite_where=sa.text("acked_at IS NULL AND parked_at IS NULL"),
            postgresql_where=sa.text("acked_at IS NULL AND parked_at IS NULL"),
        )
        batch_op.create_index(
            "ix_inbox_untaken",
            ["case_id", "received_at"],
            unique=False,
            sqlite_where=sa.text("verdict IS NULL"),
            postgresql_where=sa.text("verdict IS NULL"),
        )
        batch_op.create_index(
            "ix_inbox_untold",
            ["received_at"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL AND attempts > 0"),
            postgresql_where=sa.text("told_at IS NULL AND attempts > 0"),
        )

    op.create_table(
        "links",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("purpose", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("assignment", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("submission_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("purpose IN ('task', 'idea', 'confirm')", name=op.f("ck_links_purpose")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_links_case_id_cases")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_links_submission_id_submissions")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_links")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_assignment"), ["assignment"], unique=False)
        batch_op.create_index(batch_op.f("ix_links_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("assignment", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("mail", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("language", sqltypes.AutoString(length=2), nullable=False),
        sa.Column("dedup_key", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sender_key", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sha256", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("next_try", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("claimed_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("reply_text", sqltypes.AutoString(length=500), nullable=False),
        sa.Column("wiped_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'unknown', 'refused', 'suppressed', 'failed')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_outbox_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_troubled",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('refused', 'failed')"),
            postgresql_where=sa.text("state IN ('refused', 'failed')"),
        )
        batch_op.create_index(
            "ix_outbox_waiting",
            ["case_id", "next_try"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'sending', 'unknown')"),
            postgresql_where=sa.text("state IN ('queued', 'sending', 'unknown')"),
        )

    op.create_table(
        "questions",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("question", sqltypes.AutoString(), nullable=False),
        sa.Column("reply", sqltypes.AutoString(), nullable=False),
        sa.Column("replied_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(question) <= 4000", name=op.f("ck_questions_question_length")),
        sa.CheckConstraint("length(reply) <= 4000", name=op.f("ck_questions_reply_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_questions_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_case_id"), ["case_id"], unique=False)

    op.create_table(
        "reasons",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("public", sqltypes.AutoString(), nullable=False),
        sa.Column("internal", sqltypes.AutoString(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(internal) <= 4000", name=op.f("ck_reasons_internal_length")),
        sa.CheckConstraint("length(public) <= 4000", name=op.f("ck_reasons_public_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reasons_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasons")),
    )
    with op.batch_alter_table("reasons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reasons_case_id"), ["case_id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("stage", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("role", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("about", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("calendar", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("remind_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reminded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("overdue_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("look_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('triage', 'reply', 'review', 'staff', 'changes', 'prioritise', 'decide', 'plan', 'commitment')",
            name=op.f("ck_tasks_kind"),
        ),
        sa.CheckConstraint(
            "stage IN ('intake', 'review', 'prioritisation', 'decision', 'follow_up')", name=op.f("ck_tasks_stage")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_tasks_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_tasks_role_due_at",
            ["role", "due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "texts",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqltypes.AutoString(), nullable=False),
        sa.Column("summary", sqltypes.AutoString(), nullable=False),
        sa.Column("description", sqltypes.AutoString(), nullable=False),
        sa.Column("benefits", sa.JSON(), nullable=False),
        sa.Column("theme", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("level", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(description) <= 10000", name=op.f("ck_texts_description_length")),
        sa.CheckConstraint("length(summary) <= 500", name=op.f("ck_texts_summary_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_texts_title_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_texts_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_texts_case_id"), ["case_id"], unique=False)
    _keep_events()


def downgrade() -> None:
    _release_events()
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_texts_case_id"))

    op.drop_table("texts")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tasks_role_due_at",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_tasks_case_id"))

    op.drop_table("tasks")
    with op.batch_alter_table("reasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reasons_case_id"))

    op.drop_table("reasons")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_case_id"))

    op.drop_table("questions")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state IN ('queued', 'sending', 'unknown')"),
            postgresql_where=sa.text("state IN ('queued', 'sending', 'unknown')"),
        )
        batch_op.drop_index(
            "ix_outbox_troubled",
            sqlite_where=sa.text("state IN ('refused', 'failed')"),
            postgresql_where=sa.text("state IN ('refused', 'failed')"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_person_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_case_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_links_person_id"))
        batch_op.drop_index(batch_op.f("ix_links_case_id"))
        batch_op.drop_index(batch_op.f("ix_links_assignment"))

    op.drop_table("links")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_untold",
            sqlite_where=sa.text("told_at IS NULL AND attempts > 0"),
            postgresql_where=sa.text("told_at IS NULL AND attempts > 0"),
        )
        batch_op.drop_index(
            "ix_inbox_untaken", sqlite_where=sa.text("verdict IS NULL"), postgresql_where=sa.text("verdict IS NULL")
        )
        batch_op.drop_index(
            "ix_inbox_undelivered",
            sqlite_where=sa.text("acked_at IS NULL AND parked_at IS NULL"),
            postgresql_where=sa.text("acked_at IS NULL AND parked_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_inbox_parked",
            sqlite_where=sa.text("parked_at IS NOT NULL"),
            postgresql_where=sa.text("parked_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_inbox_case_id"))

    op.drop_table("inbox")
    op.drop_table("events")
    with op.batch_alter_table("deferrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deferrals_case_id"))

    op.drop_table("deferrals")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_case_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitments_owner"))
        batch_op.drop_index(
            "ix_commitments_open_due",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_commitments_case_id"))

    op.drop_table("commitments")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_assignments_waiting", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_assignments_task"))
        batch_op.drop_index(batch_op.f("ix_assignments_person"))
        batch_op.drop_index(batch_op.f("ix_assignments_case_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_case_id"))
        batch_op.drop_index(batch_op.f("ix_answers_by"))

    op.drop_table("answers")
    with op.batch_alter_table("signin_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_codes_person_id"))
        batch_op.drop_index(batch_op.f("ix_signin_codes_expires_at"))

    op.drop_table("signin_codes")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_person_id"))
        batch_op.drop_index(batch_op.f("ix_sessions_expires_at"))

    op.drop_table("sessions")
    op.drop_table("roles")
    op.drop_table("interests")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cases_wake", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_cases_submitter"))
        batch_op.drop_index("ix_cases_state_opened_at")
        batch_op.drop_index("ix_cases_public_opened_at")
        batch_op.drop_index("ix_cases_opened_at")
        batch_op.drop_index(
            "ix_cases_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(
            "ix_cases_due_on", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )

    op.drop_table("cases")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_person_id"))

    op.drop_table("api_tokens")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addresses_person_id"))

    op.drop_table("addresses")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_expires_at"))

    op.drop_table("submissions")
    with op.batch_alter_table("processes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_processes_current", sqlite_where=sa.text("current"), postgresql_where=sa.text("current")
        )

    op.drop_table("processes")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_department"))

    op.drop_table("people")
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_created_at"))

    op.drop_table("idempotency")
    op.drop_table("counters")
    with op.batch_alter_table("calendars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendars_region"))

    op.drop_table("calendars")


SQLITE_LOCK = (
    "CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_LOCK = (
    "CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER events_are_not_changed BEFORE UPDATE OR DELETE ON events"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()",
    "CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_stay()",
)


def _keep_events() -> None:
    for statement in SQLITE_LOCK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_LOCK:
        op.execute(statement)


def _release_events() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION events_stay() CASCADE")
