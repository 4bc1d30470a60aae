"""What a course asks of Temporal, in the open: a command more is an edit that courses under way cannot stand."""

from tests.histories.fingerprints import fingerprint, kept, recorded
from tests.workflow.engine import Engine
from tests.workflow.test_real import history, kinds
from tests.workflow.test_replay import WAY_OUT

SEARCH = "search by UmlaufDue UmlaufProcess UmlaufStage"
# Submitted, accepted, two answers, put forward, decided; the stage it begins with is told with its start.
DECIDED = (
    f"update, local activity, timer, update, local activity, {SEARCH}, update, local activity, "
    f"update, local activity, {SEARCH}, update, local activity, {SEARCH}, update, local activity, {SEARCH}"
)


def test_the_fingerprints_are_those_of_the_histories_beside_them() -> None:
    assert recorded() == kept(), "python -m tests.histories.fingerprints"


async def test_a_course_of_today_gives_the_commands_that_courses_under_way_gave(engine: Engine) -> None:
    case_id = await engine.decided(pause=True)
    assert fingerprint(await history(engine, case_id)) == DECIDED, WAY_OUT


async def test_a_case_at_rest_costs_one_timer_whoever_is_asked(engine: Engine) -> None:
    case_id = await engine.in_review()
    assert len((await engine.case(case_id)).open_assignments()) > 1
    seen = kinds(await history(engine, case_id))
    assert seen["timer_started"] - seen["timer_canceled"] == 1
    assert seen["activity_task_scheduled"] == 0
