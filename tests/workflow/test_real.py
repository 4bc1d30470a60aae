"""The default process on the real engine: what people get, what it costs, and that histories hold no words."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowExecutionStatus

from tests.databases import both_databases
from tests.workflow.engine import Engine
from workflows.shown import DUE, PROCESS, STAGE

# Of one idea, from submission to decision: a start, six Updates with a step each, four changes of stage, a timer.
EVENTS, ACTIONS = 46, 18
PER_STAGE = 4  # the first is told with the start


async def history(engine: Engine, case_id: str) -> list[HistoryEvent]:
    return [event async for event in engine.handle(case_id).fetch_history_events()]


def kinds(events: Sequence[HistoryEvent]) -> Counter[str]:
    return Counter(str(e.WhichOneof("attributes")).removesuffix("_event_attributes") for e in events)


def actions(events: Sequence[HistoryEvent]) -> int:
    """What Temporal's price list counts; local activities of one task are one."""
    seen = kinds(events)
    with_markers = {e.marker_recorded_event_attributes.workflow_task_completed_event_id for e in events}
    counted = (
        "workflow_execution_started",
        "workflow_execution_update_accepted",
        "activity_task_scheduled",
        "timer_started",
        "upsert_workflow_search_attributes",
    )
    return sum(seen[kind] for kind in counted) + len(with_markers - {0})


@both_databases
async def test_an_idea_is_decided_and_everybody_gets_their_mail(engine: Engine) -> None:
    case_id = await engine.decided()
    mails = await engine.all_sent(case_id)
    assert (await engine.case(case_id)).stage == "follow_up"
    assert {m.state for m in mails} == {"sent"}
    assert len(mails) == len(engine.caught.list()) >= 6


async def test_an_idea_costs_no_more_events_and_actions_than_it_did(engine: Engine) -> None:
    """With time between the steps: the dearest way."""
    case_id = await engine.decided(pause=True)
    events = await history(engine, case_id)
    seen = kinds(events)
    print(f"events {len(events)}, actions {actions(events)}, {dict(seen)}")
    assert seen["workflow_execution_update_accepted"] == 6
    assert seen["upsert_workflow_search_attributes"] <= PER_STAGE
    assert len(events) <= EVENTS
    assert actions(events) <= ACTIONS


async def test_a_history_holds_ids_and_codes_but_no_word_that_anybody_wrote(engine: Engine) -> None:
    case_id = await engine.submitted(title="Zebrafink-Kanarienvogel", description="Papageientaucher")
    assert (
        await engine.bring(case_id, "declined", "olga", public_reason="Wiedehopf", internal_reason="Eisvogel") == "done"
    )
    assert await engine.bring(case_id, "declined", "olga", public_reason="Wendehals") == "refused:case.closed"
    await engine.all_sent(case_id)
    text = (await engine.handle(case_id).fetch_history()).to_json()
    raw = b"".join([e.SerializeToString() for e in await history(engine, case_id)]).decode("utf-8", "replace")
    for word in ("Zebrafink", "Papageien", "Wiedehopf", "Eisvogel", "Wendehals", "ute@", "olga", "example.org"):
        assert word not in text
        assert word not in raw


async def test_temporals_page_tells_stage_due_date_and_who_is_awaited(engine: Engine) -> None:
    case_id = await engine.in_review()
    told = await engine.handle(case_id).describe()
    case = await engine.case(case_id)
    found = told.typed_search_attributes
    assert found[STAGE] == "review"
    assert found[DUE] == str(case.due_on)
    assert case.process.startswith(found[PROCESS])
    metadata = await engine.handle(case_id).query("__temporal_workflow_metadata")
    assert "**Review**: waits for its reviewers" in str(metadata)


async def test_a_new_course_is_found_by_its_number_stage_and_process_from_its_start(engine: Engine) -> None:
    case_id = await engine.submitted()
    told, case = await engine.handle(case_id).describe(), await engine.case(case_id)
    found = told.typed_search_attributes
    assert (found[STAGE], found[DUE]) == ("intake", str(case.due_on))
    assert case.process.startswith(found[PROCESS])
    assert await told.static_summary() == f"Idea {case.number}"
    assert kinds(await history(engine, case_id))["upsert_workflow_search_attributes"] == 0


async def test_reviewers_are_reminded_and_the_office_is_told_as_the_days_pass(engine: Engine) -> None:
    case_id = await engine.in_review()
    await engine.days_pass(case_id, 40)
    mails = Counter(m.mail for m in await engine.all_sent(case_id))
    assert mails["review_asked"] == 2
    assert sum(mails.values()) > 5, mails
    case = await engine.case(case_id)
    assert case.wake is None or case.wake > engine.clock() - timedelta(days=1)


async def test_a_closed_idea_ends_its_course(engine: Engine) -> None:
    case_id = await engine.submitted()
    assert await engine.bring(case_id, "withdrawn", "ute") == "done"
    assert await engine.handle(case_id).result() == "intake"
    assert (await engine.handle(case_id).describe()).status is WorkflowExecutionStatus.COMPLETED
