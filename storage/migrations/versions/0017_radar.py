"""The radar: findings with their history, when it looked, and who was told on which day."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = "'resources', 'budget', 'dependency', 'priority', 'conflict', 'unclear', 'age', 'asked'"
TRIGGERS = (
    "'person_overloaded', 'role_overbooked', 'budget_exceeded', 'needs_circle', 'needs_late', 'needs_asleep',"
    " 'needs_ownerless', 'needs_gone', 'unrated', 'tied_at_cut', 'goal_pulled', 'raters_disagree', 'both_chosen',"
    " 'goal_unclear', 'stays_long', 'asked_often'"
)
ABOUT = "'case', 'goal', 'person', 'round', 'role', 'line'"
STATES = "'open', 'mitigated', 'cured'"
DID = "'opened', 'mitigated', 'accepted', 'owner_changed', 'told', 'cured', 'came_back', 'acceptance_ended'"
UNTOLD = sa.text("told_at IS NULL AND state != 'cured'")
HERE = sa.text("state != 'cured'")


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("key", sqltypes.AutoString(length=400), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("trigger", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("about", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subject", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("state", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("accepted_until", sa.Date(), nullable=True),
        sa.Column("cured_at", sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(f"about IN ({ABOUT})", name=op.f("ck_findings_about")),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_findings_kind")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_findings_state")),
        sa.CheckConstraint(f"trigger IN ({TRIGGERS})", name=op.f("ck_findings_trigger")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("key", name=op.f("uq_findings_key")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_here", ["trigger", "key"], sqlite_where=HERE, postgresql_where=HERE)
        batch_op.create_index("ix_findings_subject", ["about", "subject"])
        batch_op.create_index("ix_findings_untold", ["owner"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)

    op.create_table(
        "finding_lines",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("finding", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("did", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("why", sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint(f"did IN ({DID})", name=op.f("ck_finding_lines_did")),
        sa.CheckConstraint("length(why) <= 4000", name=op.f("ck_finding_lines_why_length")),
        sa.ForeignKeyConstraint(["finding"], ["findings.id"], name=op.f("fk_finding_lines_finding_findings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_lines")),
    )
    with op.batch_alter_table("finding_lines", schema=None) as batch_op:
        batch_op.create_index("uq_finding_lines_finding_number", ["finding", "number"], unique=True)

    op.create_table(
        "radar_looks",
        sa.Column("name", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_radar_looks")),
    )
    op.create_table(
        "radar_told",
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_radar_told_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "on", name=op.f("pk_radar_told")),
    )
    _keep_lines()


def downgrade() -> None:
    _release_lines()
    for table in ("radar_told", "radar_looks", "finding_lines", "findings"):
        op.drop_table(table)


KEPT = "id, finding, number, did, at, by, facts"  # all but the words, which can be blanked


def _keep_lines() -> None:
    """What was done when stays readable: the database refuses to change or remove it."""
    if op.get_bind().dialect.name == "sqlite":
        for name, act in (("changed", f"UPDATE OF {KEPT}"), ("removed", "DELETE")):
            op.execute(
                f"CREATE TRIGGER finding_lines_is_not_{name} BEFORE {act} ON finding_lines"
                " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER finding_lines_is_not_changed BEFORE UPDATE OF {KEPT} OR DELETE ON finding_lines"
        " FOR EACH ROW EXECUTE FUNCTION events_stay()"
    )
    op.execute(
        "CREATE TRIGGER finding_lines_is_not_emptied BEFORE TRUNCATE ON finding_lines"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()"
    )


def _release_lines() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("changed", "removed") if sqlite else ("changed", "emptied"):
        op.execute(f"DROP TRIGGER finding_lines_is_not_{name}{'' if sqlite else ' ON finding_lines'}")
