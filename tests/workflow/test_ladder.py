"""The ladder of a deadline as its course climbs it, on a real engine whose time goes on: mails leave, links follow."""

from collections import Counter
from datetime import timedelta
from typing import Any

from domain.definition import ProcessDefinition
from domain.words import AssignmentState, Stage
from storage import processes
from storage.mapping import load_events
from tests.databases import both_databases
from tests.workflow.engine import Engine


async def rules(engine: Engine, **review: Any) -> None:
    """From now on ideas follow the example with another deadline for reviews."""
    async with engine.db.write() as session:
        current = await processes.current(session)
        assert current is not None
        changed = current.model_dump(mode="json", by_alias=True, exclude_none=True)
        changed["stages"]["review"]["deadline"] = review
        given = ProcessDefinition.model_validate_json(ProcessDefinition.model_validate(changed, strict=False).text)
        await processes.publish(session, given, given.text, given.content_hash, at=engine.clock(), by="test")
    engine.town.process = given.content_hash


async def told(engine: Engine, case_id: str) -> Counter[str]:
    return Counter(mail.mail for mail in await engine.all_sent(case_id))


async def kinds(engine: Engine, case_id: str) -> list[str]:
    async with engine.db.read() as session:
        return [event.kind.value for event in await load_events(session, case_id)]


@both_databases
async def test_who_says_nothing_is_reminded_then_somebody_who_decides_is_asked_and_answers(engine: Engine) -> None:
    case_id = await engine.in_review()
    asked = {a.person for a in (await engine.case(case_id)).open_assignments()}
    await engine.days_pass(case_id, 35)

    mails = await told(engine, case_id)
    assert mails["reminder"] >= 2 * len(asked)
    assert mails["escalated"] == 1
    above = [a for a in (await engine.case(case_id)).open_assignments() if a.person not in asked]
    assert len(above) == 1
    fields = {"verdict": "approve", "scores": {"benefit": 8, "complexity": 3}, "on_version": 1}
    for one in (above[0], *(a for a in (await engine.case(case_id)).open_assignments() if a.person in asked)):
        if (await engine.case(case_id)).stage is Stage.REVIEW:
            assert await engine.bring(case_id, "answered", one.person, assignment=one.id, **fields) == "done"
    assert (await engine.case(case_id)).stage is Stage.PRIORITISATION


@both_databases
async def test_a_pause_stops_the_clock_of_the_course_and_its_end_winds_it_anew(engine: Engine) -> None:
    case_id = await engine.in_review()
    due = (await engine.case(case_id)).open_tasks()[0].due_at
    words = {"public_reason": "Hochwasser", "internal_reason": ""}
    assert await engine.bring(case_id, "paused", "olga", **words) == "done"
    before = await told(engine, case_id)
    await engine.days_pass(case_id, 20)
    assert await told(engine, case_id) == before
    assert await engine.bring(case_id, "resumed", "olga") == "done"

    task = (await engine.case(case_id)).open_tasks()[0]
    assert due is not None
    assert task.due_at is not None
    assert task.due_at - due >= timedelta(days=14)
    await engine.days_pass(case_id, 40)
    assert (await told(engine, case_id))["reminder"] > 0
    assert "overdue" in await kinds(engine, case_id)


@both_databases
async def test_silence_counts_by_the_clock_of_the_course(engine: Engine) -> None:
    await rules(engine, working_days=5, remind_before=2, silence="consent", silence_after=1)
    case_id = await engine.in_review()
    await engine.days_pass(case_id, 20)

    case = await engine.case(case_id)
    assert {a.state for a in case.assignments} == {AssignmentState.SILENT}
    assert case.stage is Stage.PRIORITISATION
    assert case.answers == ()
    mails = await told(engine, case_id)
    assert (mails["silence"], mails["reminder"]) == (2, 2)


@both_databases
async def test_a_clock_that_waits_for_documents_runs_once_they_are_complete(engine: Engine) -> None:
    await rules(engine, working_days=5, remind_before=2, starts="complete")
    case_id = await engine.in_review()
    await engine.days_pass(case_id, 20)
    assert (await told(engine, case_id))["reminder"] == 0

    assert await engine.bring(case_id, "documents_complete", "olga", reason="Gutachten") == "done"
    await engine.days_pass(case_id, 10)
    mails = await told(engine, case_id)
    assert (mails["clock_begins"], mails["reminder"]) == (2, 2)
    assert "overdue" in await kinds(engine, case_id)
