"""The inbox: claimed with a growing wait, acknowledged only with a verdict, parked in the end."""

from datetime import timedelta

from storage import inbox
from tests.storage.town import Town


async def test_the_sender_itself_goes_first_then_the_waits_double(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)
    tries: list[float] = []

    for second in range(40):
        async with town.db.write() as session:
            for letter in await inbox.due(session, town.now + timedelta(seconds=second)):
                if letter.inbox_id == inbox_id:
                    tries.append(second)
                    assert letter.attempts == len(tries)

    assert tries == [10, 12, 16, 24]


async def test_after_twelve_attempts_a_row_is_parked_and_can_be_sent_again(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)
    attempts = 0
    for _ in range(20):
        town.later(hours=2)
        async with town.db.write() as session:
            attempts += sum(letter.inbox_id == inbox_id for letter in await inbox.due(session, town.now))

    assert attempts == 12
    async with town.db.write() as session:
        assert inbox_id in [row.id for row in await inbox.parked(session)]
        assert await inbox.send_again(session, inbox_id, town.now)
        assert inbox_id in [letter.inbox_id for letter in await inbox.due(session, town.now)]


async def test_an_attempt_while_temporal_is_away_does_not_count(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)
    for _ in range(30):
        town.later(hours=2)
        async with town.db.write() as session:
            await inbox.due(session, town.now)
            await inbox.put_back(session, inbox_id, town.now)

    async with town.db.read() as session:
        assert inbox_id not in [row.id for row in await inbox.parked(session)]


async def test_only_a_verdict_can_be_acknowledged(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)

    async with town.db.write() as session:
        assert await inbox.acknowledge(session, inbox_id, town.now) is None
    await town.record(case_id, inbox_id)
    async with town.db.write() as session:
        assert await inbox.acknowledge(session, inbox_id, town.now) == "done"

    town.later(days=1)
    async with town.db.write() as session:
        assert inbox_id not in [letter.inbox_id for letter in await inbox.due(session, town.now)]


async def test_a_refusal_nobody_saw_is_told_once(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "edited", "ute", text={"title": "Neu"}, on_version=9)
    town.later(minutes=1)
    async with town.db.write() as session:
        await inbox.due(session, town.now)
    await town.record(case_id, inbox_id)

    async with town.db.write() as session:
        await inbox.acknowledge(session, inbox_id, town.now)
        (refusal,) = await inbox.untold(session)
        await inbox.told(session, inbox_id, town.now)
        assert await inbox.untold(session) == []

    assert (refusal.code, refusal.facts, refusal.by) == ("edit.stale", {"version": 1}, town.people["ute"])


async def test_what_is_recorded_and_known_is_blanked_after_a_while(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)
    await town.record(case_id, inbox_id)
    async with town.db.write() as session:
        await inbox.acknowledge(session, inbox_id, town.now)
        town.later(days=31)
        await inbox.wipe(session, town.now - timedelta(days=30), town.now)
        assert await inbox.content_of(session, inbox_id) == ""
    assert (await town.record(case_id, inbox_id)).verdict == "done"


async def test_numbers_of_cases_count_per_year(town: Town) -> None:
    first, second = await town.idea(), await town.idea()

    assert ((await town.case(first)).number, (await town.case(second)).number) == ("2026-0001", "2026-0002")
