"""A merged idea and the one it goes on in: what one step brings to the other case comes through its inbox, once."""

from datetime import timedelta

from storage import inbox
from storage.mapping import load_events
from tests.storage.town import Town


async def number(town: Town, case_id: str) -> str:
    return (await town.case(case_id)).number


async def brought(town: Town) -> list[tuple[str, str]]:
    """What waits for its course by now is recorded, as the redelivery of the worker does; kinds and verdicts."""
    town.now += timedelta(seconds=30)
    async with town.db.write() as session:
        letters = await inbox.due(session, town.now)
    found = []
    for letter in letters:
        facts = await town.record(letter.case_id, letter.inbox_id)
        async with town.db.write() as session:
            await inbox.acknowledge(session, letter.inbox_id, town.now)
        found.append((letter.kind, facts.verdict))
    return found


async def settled(town: Town) -> None:
    """What was brought to the cases by hand is acknowledged, as whoever sent it does."""
    await brought(town)


async def kinds(town: Town, case_id: str) -> list[str]:
    async with town.db.read() as session:
        return [event.kind.value for event in await load_events(session, case_id)]


async def test_both_cases_say_so_and_the_news_of_one_reaches_the_other(town: Town) -> None:
    first, second = await town.idea(), await town.idea()
    await settled(town)
    facts = await town.happen(second, "merged", "olga", into=await number(town, first), public_reason="Dasselbe")

    assert (facts.verdict, facts.closed) == ("done", True)
    assert ("took_in", "done") in await brought(town)
    assert [one.number for one in (await town.case(first)).joined_now()] == [await number(town, second)]

    await town.happen(first, "accepted", "olga", public=True)
    assert ("heard", "done") in await brought(town)
    assert (await kinds(town, second))[-1] == "heard"
    assert await brought(town) == []


async def test_taken_out_again_it_goes_on_and_hears_no_more(town: Town) -> None:
    first, second = await town.idea(), await town.in_review()
    await settled(town)
    await town.happen(second, "merged", "olga", into=first, public_reason="Dasselbe")
    await brought(town)
    facts = await town.happen(second, "parted", "olga", public_reason="Doch nicht")

    assert (facts.verdict, facts.state, facts.closed) == ("done", "reviewing", False)
    assert ("let_go", "done") in await brought(town)
    await town.happen(first, "accepted", "olga", public=True)
    assert "heard" not in [kind for kind, _ in await brought(town)]


async def test_an_idea_that_is_not_there_or_at_its_end_takes_in_nothing(town: Town) -> None:
    first, second = await town.idea(), await town.idea()
    await town.happen(first, "declined", "olga", public_reason="Nein")
    for into, code in (("2026-9999", "merge.unknown"), (first, "merge.over"), (second, "merge.itself")):
        facts = await town.happen(second, "merged", "olga", into=into, public_reason="Dasselbe")
        assert facts.verdict == f"refused:{code}"
    assert (await town.case(second)).state == "triage"
