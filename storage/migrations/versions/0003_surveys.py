"""Surveys: what is asked of whom, waves, invitations, and the answers, kept apart as each mode promises."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers_anonymous",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("unit", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("content", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers_anonymous")),
    )
    with op.batch_alter_table("answers_anonymous", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_anonymous_wave"), ["wave"], unique=False)

    op.create_table(
        "audiences",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("saved_by", sqltypes.AutoString(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audiences")),
    )
    op.create_table(
        "questionnaires",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("content", sqltypes.AutoString(), nullable=False),
        sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("saved_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_questionnaires")),
    )
    with op.batch_alter_table("questionnaires", schema=None) as batch_op:
        batch_op.create_index("uq_questionnaires_name_version", ["name", "version"], unique=True)

    op.create_table(
        "absences",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "first_day", name=op.f("pk_absences")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("purpose", sqltypes.AutoString(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contacts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index("ix_contacts_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "surveys",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("questionnaire", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("audience", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("mode", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("seed", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.JSON(), nullable=True),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('named', 'confidential', 'anonymous')", name=op.f("ck_surveys_mode")),
        sa.ForeignKeyConstraint(["audience"], ["audiences.id"], name=op.f("fk_surveys_audience_audiences")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_surveys_case_id_cases")),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_surveys_owner_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surveys_case_id"), ["case_id"], unique=False)

    op.create_table(
        "waves",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("survey", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("questionnaire", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("mode", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.JSON(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cancelled_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("response_on", sa.Date(), nullable=True),
        sa.Column("response_remind_on", sa.Date(), nullable=True),
        sa.Column("response_reminded_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("response_overdue_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("look_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("paused_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("calendar", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wake", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("errands", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("mode IN ('named', 'confidential', 'anonymous')", name=op.f("ck_waves_mode")),
        sa.CheckConstraint(
            "state IN ('planned', 'inviting', 'open', 'closed', 'answering', 'done', 'cancelled')",
            name=op.f("ck_waves_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_waves_case_id_cases")),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_waves_owner_people")),
        sa.ForeignKeyConstraint(
            ["questionnaire"], ["questionnaires.hash"], name=op.f("fk_waves_questionnaire_questionnaires")
        ),
        sa.ForeignKeyConstraint(["survey"], ["surveys.id"], name=op.f("fk_waves_survey_surveys")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
    )
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waves_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_waves_wake",
            ["wake"],
            unique=False,
            sqlite_where=sa.text("state NOT IN ('done', 'cancelled')"),
            postgresql_where=sa.text("state NOT IN ('done', 'cancelled')"),
        )
        batch_op.create_index("uq_waves_survey_number", ["survey", "number"], unique=True)

    op.create_table(
        "answers_confidential",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("pseudonym", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("unit", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("content", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_answers_confidential_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers_confidential")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_answers_confidential_pseudonym")),
    )
    with op.batch_alter_table("answers_confidential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_confidential_wave"), ["wave"], unique=False)

    op.create_table(
        "answers_named",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("unit", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("content", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answers_named_person_id_people")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_answers_named_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers_named")),
    )
    with op.batch_alter_table("answers_named", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_named_person_id"), ["person_id"], unique=False)
        batch_op.create_index("uq_answers_named_wave_person", ["wave", "person_id"], unique=True)

    op.create_table(
        "drafts",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_drafts_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_wave"), ["wave"], unique=False)

    op.create_table(
        "intake",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_intake_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
    )
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_wave"), ["wave"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("unit", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("left", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("again_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("response_told", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'invited', 'left')", name=op.f("ck_invitations_state")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id_people")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_invitations_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_invitations_waiting",
            ["wave", "again_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index("uq_invitations_wave_person", ["wave", "person_id"], unique=True)

    op.create_table(
        "pseudonyms",
        sa.Column("pseudonym", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_pseudonyms_wave_waves")),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_pseudonyms")),
    )
    with op.batch_alter_table("pseudonyms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pseudonyms_wave"), ["wave"], unique=False)

    op.create_table(
        "results_shown",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_results_shown_wave_waves")),
        sa.PrimaryKeyConstraint("wave", "number", name=op.f("pk_results_shown")),
    )
    op.create_table(
        "text_tags",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("answer", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("question", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("tag", sqltypes.AutoString(length=60), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_text_tags_wave_waves")),
        sa.PrimaryKeyConstraint("wave", "answer", "question", "tag", name=op.f("pk_text_tags")),
    )
    op.create_table(
        "wave_events",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("via", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint(
            "via IN ('link', 'office', 'api', 'public', 'import', 'clock', 'post')", name=op.f("ck_wave_events_via")
        ),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_wave_events_wave_waves")),
        sa.PrimaryKeyConstraint("wave", "seq", name=op.f("pk_wave_events")),
    )
    op.create_table(
        "wave_reasons",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("public", sqltypes.AutoString(), nullable=False),
        sa.Column("internal", sqltypes.AutoString(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_wave_reasons_wave_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_reasons")),
    )
    with op.batch_alter_table("wave_reasons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_reasons_wave"), ["wave"], unique=False)

    op.create_table(
        "wave_topics",
        sa.Column("wave", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("about", sqltypes.AutoString(), nullable=False),
        sa.Column("result", sqltypes.AutoString(), nullable=False),
        sa.Column("decision", sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(), nullable=False),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=True),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_wave_topics_case_id_cases")),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_wave_topics_wave_waves")),
        sa.PrimaryKeyConstraint("wave", "id", name=op.f("pk_wave_topics")),
    )
    op.create_table(
        "invitation_links",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("invitation", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation"], ["invitations.id"], name=op.f("fk_invitation_links_invitation_invitations")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invitation_links")),
    )
    with op.batch_alter_table("invitation_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_links_invitation"), ["invitation"], unique=False)

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wave", sqltypes.AutoString(length=80), nullable=True))
        batch_op.alter_column("case_id", existing_type=sa.VARCHAR(length=80), nullable=True)
        batch_op.create_index(batch_op.f("ix_inbox_wave"), ["wave"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_inbox_wave_waves"), "waves", ["wave"], ["id"])

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wave", sqltypes.AutoString(length=80), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_wave"), ["wave"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_outbox_wave_waves"), "waves", ["wave"], ["id"])

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("external", sqltypes.AutoString(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("opted_out_at", sqltypes.UTCDateTime(), nullable=True))
    _keep_events()


def downgrade() -> None:
    _release_events()
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("opted_out_at")
        batch_op.drop_column("external")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outbox_wave_waves"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outbox_wave"))
        batch_op.drop_column("wave")

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_inbox_wave_waves"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_inbox_wave"))
        batch_op.alter_column("case_id", existing_type=sa.VARCHAR(length=80), nullable=False)
        batch_op.drop_column("wave")

    with op.batch_alter_table("invitation_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_links_invitation"))

    op.drop_table("invitation_links")
    op.drop_table("wave_topics")
    with op.batch_alter_table("wave_reasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wave_reasons_wave"))

    op.drop_table("wave_reasons")
    op.drop_table("wave_events")
    op.drop_table("text_tags")
    op.drop_table("results_shown")
    with op.batch_alter_table("pseudonyms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pseudonyms_wave"))

    op.drop_table("pseudonyms")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index("uq_invitations_wave_person")
        batch_op.drop_index(
            "ix_invitations_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_invitations_person_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_wave"))

    op.drop_table("intake")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_wave"))

    op.drop_table("drafts")
    with op.batch_alter_table("answers_named", schema=None) as batch_op:
        batch_op.drop_index("uq_answers_named_wave_person")
        batch_op.drop_index(batch_op.f("ix_answers_named_person_id"))

    op.drop_table("answers_named")
    with op.batch_alter_table("answers_confidential", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_confidential_wave"))

    op.drop_table("answers_confidential")
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.drop_index("uq_waves_survey_number")
        batch_op.drop_index(
            "ix_waves_wake",
            sqlite_where=sa.text("state NOT IN ('done', 'cancelled')"),
            postgresql_where=sa.text("state NOT IN ('done', 'cancelled')"),
        )

    op.drop_table("waves")
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_surveys_case_id"))

    op.drop_table("surveys")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_contacts_person_id_at")

    op.drop_table("contacts")
    op.drop_table("absences")
    with op.batch_alter_table("questionnaires", schema=None) as batch_op:
        batch_op.drop_index("uq_questionnaires_name_version")

    op.drop_table("questionnaires")
    op.drop_table("audiences")
    with op.batch_alter_table("answers_anonymous", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_anonymous_wave"))

    op.drop_table("answers_anonymous")


SQLITE_LOCK = (
    "CREATE TRIGGER wave_events_are_not_changed BEFORE UPDATE ON wave_events"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER wave_events_are_not_removed BEFORE DELETE ON wave_events"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
POSTGRESQL_LOCK = (
    "CREATE TRIGGER wave_events_are_not_changed BEFORE UPDATE OR DELETE ON wave_events"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()",
    "CREATE TRIGGER wave_events_are_not_emptied BEFORE TRUNCATE ON wave_events"
    " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()",
)


def _keep_events() -> None:
    for statement in SQLITE_LOCK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_LOCK:
        op.execute(statement)


def _release_events() -> None:
    for trigger in ("changed", "removed") if op.get_bind().dialect.name == "sqlite" else ("changed", "emptied"):
        on = "" if op.get_bind().dialect.name == "sqlite" else " ON wave_events"
        op.execute(f"DROP TRIGGER wave_events_are_not_{trigger}{on}")
