"""A backup taken while everything runs, a house that burns down later, and the ideas go on from the backup."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from contracts import names
from domain.chain import first_break
from storage import mapping, migrate
from tests.e2e import people
from tests.e2e.caught import link_in, message_id
from tests.e2e.people import DECIDER, at_the_desk
from tests.e2e.stack import HOST, Stack
from tests.e2e.waiting import until
from umlauf.backup import IN_USE
from umlauf.temporal import connect
from umlauf.trouble import place_of

WAITING = {
    "happenings": "SELECT count(*) FROM inbox WHERE verdict IS NULL OR acked_at IS NULL",
    "mails": "SELECT count(*) FROM outbox WHERE state <> 'sent'",
}
RUNNING = f"WorkflowType = '{names.IDEA}' AND ExecutionStatus = 'Running'"


@pytest.mark.slow
async def test_ideas_go_on_from_a_backup_that_is_older_than_their_courses(
    new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    kept = str(tmp_path / "kept.umlauf")
    async with Stack(tmp_path / "house", database_url=new_postgres()) as stack:
        asked = await people.submit_by_api(stack, "renate.kruse@example.org", "In Prüfung")
        fresh = await people.submit_by_api(stack, "emre.demir@example.org", "Neu")
        async with at_the_desk(stack) as clerk:
            await clerk.do(asked, "accept", {"public": "yes"})
        letters = await stack.letters("review_asked", asked, count=2)
        await quiet(stack)
        before, sent = await states(stack), {message_id(mail) for mail in stack.caught.all()}

        assert "2 cases" in await stack.umlauf("backup", kept)

        for mail in letters:
            await people.review(stack, link_in(mail))
        async with at_the_desk(stack) as clerk:
            await clerk.do(fresh, "decline", {"public_reason": "Gibt es schon."})
        later = await people.submit_by_api(stack, "olivia.bennett@example.org", "Danach")
        await quiet(stack)
        assert (await states(stack)).keys() == {*before, later}

        with pytest.raises(AssertionError, match=IN_USE.format(where=place_of(stack.database_url)).partition(",")[0]):
            await stack.umlauf("restore", "--replace", kept)
        assert (await states(stack)).keys() == {*before, later}

        await burn_down(stack)
        assert "2 cases" in await stack.umlauf("restore", kept)
        mails = len(stack.caught.all())
        for name in ("worker", "api"):
            await stack.start(name)
        await stack.ready()
        await stack.umlauf("recover")

        assert await states(stack) == before
        await courses_are_those_of_open_cases(stack)
        assert len(stack.caught.all()) == mails, "Of every mail it holds the backup knows that it has gone out."
        await the_rest_of_the_way(stack, asked)
        assert sent & twice(stack) == set()
        await records_are_whole(stack)


async def burn_down(stack: Stack) -> None:
    """Nothing is left of the database; Temporal, elsewhere, knows more than any backup."""
    for name in ("api", "worker"):
        await stack.parts[name].stop()
    await stack.db.close()
    stack._db = None
    async with migrate.connected(stack.database_url) as connection, connection.begin():
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))


async def the_rest_of_the_way(stack: Stack, number: str) -> None:
    """The links of before the fire still open; what was answered after the backup is asked again."""
    for mail in (await stack.letters("review_asked", number, count=2))[:2]:
        await people.review(stack, link_in(mail))
    async with at_the_desk(stack) as clerk:
        await clerk.put_forward(number)
    await people.decide(stack, link_in(await stack.letter(DECIDER, "decision_asked", number)))
    await quiet(stack)
    assert (await states(stack))[number].startswith("follow_up")


async def states(stack: Stack) -> dict[str, str]:
    """Where each case is."""
    return {row[0]: f"{row[1]} {row[2]}" for row in await stack.rows("SELECT number, stage, state FROM cases")}


async def quiet(stack: Stack) -> None:
    """Back when everything is recorded, and every mail out."""
    left: dict[str, int] = {}

    async def look() -> bool:
        left.update({what: (await stack.rows(query))[0][0] for what, query in WAITING.items()})
        return not any(left.values())

    await until(look, lambda: f"not quiet: {left}")


async def courses_are_those_of_open_cases(stack: Stack) -> None:
    """Also of the one whose course had ended; and none of the one that came after the backup."""
    client = await connect("test", environment={"TEMPORAL_ADDRESS": f"{HOST}:{stack.temporal_port}"})
    wanted = {row[0] for row in await stack.rows("SELECT id FROM cases WHERE closed_at IS NULL")}
    found: set[str] = set()

    async def look() -> bool:
        found.clear()
        found.update([names.case_of(one.id) async for one in client.list_workflows(RUNNING)])
        return found == wanted

    await until(look, lambda: f"courses {found}, open cases {wanted}")


def twice(stack: Stack) -> set[str]:
    """Mails that were caught more than once."""
    found = Counter(map(message_id, stack.caught.all()))
    return {one for one, times in found.items() if times > 1}


async def records_are_whole(stack: Stack) -> None:
    """The hash chain of each case, over the restore."""
    for (case_id,) in await stack.rows("SELECT id FROM cases"):
        async with stack.db.read() as session:
            events = await mapping.load_events(session, case_id)
        assert events
        assert first_break(case_id, events) is None
