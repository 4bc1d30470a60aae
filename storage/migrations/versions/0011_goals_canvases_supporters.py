"""Goals with their versions, what ideas do for them, published files, canvases, supporters of ideas."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("removed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_table(
        "shelf",
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("content", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('catalogue', 'blueprint')", name=op.f("ck_shelf_kind")),
        sa.PrimaryKeyConstraint("kind", "name", "number", name=op.f("pk_shelf")),
    )
    with op.batch_alter_table("shelf", schema=None) as batch_op:
        batch_op.create_index("ix_shelf_hash", ["hash"], unique=False)

    op.create_table(
        "goal_versions",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("goal", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("title_de", sqltypes.AutoString(), nullable=False),
        sa.Column("title_en", sqltypes.AutoString(), nullable=False),
        sa.Column("under", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("indicator", sqltypes.AutoString(), nullable=False),
        sa.Column("target", sqltypes.AutoString(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("serves", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(indicator) <= 500", name=op.f("ck_goal_versions_indicator_length")),
        sa.CheckConstraint("length(target) <= 200", name=op.f("ck_goal_versions_target_length")),
        sa.CheckConstraint("length(title_de) <= 200", name=op.f("ck_goal_versions_title_de_length")),
        sa.CheckConstraint("length(title_en) <= 200", name=op.f("ck_goal_versions_title_en_length")),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_goal_versions_goal_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_versions")),
    )
    with op.batch_alter_table("goal_versions", schema=None) as batch_op:
        batch_op.create_index("uq_goal_versions_goal_number", ["goal", "number"], unique=True)

    op.create_table(
        "assessments",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("contributions", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessments_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index("uq_assessments_case_id_number", ["case_id", "number"], unique=True)

    op.create_table(
        "canvas_versions",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("blueprint", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("redacted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_canvas_versions_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canvas_versions")),
    )
    with op.batch_alter_table("canvas_versions", schema=None) as batch_op:
        batch_op.create_index("uq_canvas_versions_place", ["case_id", "blueprint", "number"], unique=True)

    op.create_table(
        "canvases",
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("blueprint", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("shown_by", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("shown_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_canvases_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "blueprint", name=op.f("pk_canvases")),
    )
    op.create_table(
        "support_entries",
        sa.Column("id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_support_entries_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_support_entries_hash")),
    )
    with op.batch_alter_table("support_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_entries_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "support_links",
        sa.Column("hash", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_support_links_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_support_links_person_id_people")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_support_links")),
    )
    with op.batch_alter_table("support_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "supporters",
        sa.Column("case_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_supporters_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_supporters_person_id_people")),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_supporters")),
    )
    with op.batch_alter_table("supporters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supporters_person_id"), ["person_id"], unique=False)
    _keep_versions()


def downgrade() -> None:
    _release_versions()
    with op.batch_alter_table("supporters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supporters_person_id"))

    op.drop_table("supporters")
    with op.batch_alter_table("support_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_links_person_id"))

    op.drop_table("support_links")
    with op.batch_alter_table("support_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_entries_expires_at"))

    op.drop_table("support_entries")
    op.drop_table("canvases")
    with op.batch_alter_table("canvas_versions", schema=None) as batch_op:
        batch_op.drop_index("uq_canvas_versions_place")

    op.drop_table("canvas_versions")
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_index("uq_assessments_case_id_number")

    op.drop_table("assessments")
    with op.batch_alter_table("goal_versions", schema=None) as batch_op:
        batch_op.drop_index("uq_goal_versions_goal_number")

    op.drop_table("goal_versions")
    with op.batch_alter_table("shelf", schema=None) as batch_op:
        batch_op.drop_index("ix_shelf_hash")

    op.drop_table("shelf")
    op.drop_table("goals")


STAYING = ("goal_versions", "assessments")


def _keep_versions() -> None:
    """What was decided when stays readable: the database refuses to change or remove it."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in STAYING:
        if sqlite:
            for name, act in (("changed", "UPDATE"), ("removed", "DELETE")):
                op.execute(
                    f"CREATE TRIGGER {table}_is_not_{name} BEFORE {act} ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION events_stay()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION events_stay()"
        )


def _release_versions() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in STAYING:
        for name in ("changed", "removed") if sqlite else ("changed", "emptied"):
            op.execute(f"DROP TRIGGER {table}_is_not_{name}{'' if sqlite else f' ON {table}'}")
