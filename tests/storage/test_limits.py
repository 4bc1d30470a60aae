"""Limits as they are kept: two at once cannot both take the last place, and what holds is what was set last."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text as raw

from contracts.course import Facts
from domain.errors import RuleBroken
from domain.limits import Limits
from storage import limits
from storage.errors import StorageError
from storage.limits import Board
from storage.mapping import load_events
from tests.storage.town import Town


async def set_limits(town: Town, number: int = 0, **given: Any) -> bool:
    async with town.db.write() as session:
        board = Board(Limits(**given))
        return await limits.put(session, board, number=number, at=town.now, by=town.people["olga"])


async def patiently(town: Town, case_id: str, inbox_id: str) -> Facts:
    """As a course does it: a database that is busy is asked again."""
    while True:
        try:
            return await town.record(case_id, inbox_id)
        except StorageError:
            await asyncio.sleep(0)


async def accept_all(town: Town, cases: list[str], **given: Any) -> list[str]:
    rows = [await town.receive(one, "accepted", "olga", public=True, **given) for one in cases]
    found = await asyncio.gather(*(patiently(town, one, row) for one, row in zip(cases, rows, strict=True)))
    return sorted(facts.verdict for facts in found)


@pytest.mark.parametrize(
    ("given", "code"),
    [({"stages": {"review": 3}}, "limit.stage_full"), ({"roles": {"reviewer": 6}}, "limit.role_full")],
)
async def test_of_many_at_once_only_as_many_come_in_as_there_are_places(
    town: Town, given: Mapping[str, Any], code: str
) -> None:
    await set_limits(town, **given)
    cases = [await town.idea() for _ in range(8)]

    assert await accept_all(town, cases) == ["done"] * 3 + [f"refused:{code}"] * 5


async def test_a_place_that_is_given_up_can_be_taken_and_what_sleeps_takes_none(town: Town) -> None:
    await set_limits(town, stages={"review": 1})
    first, second = await town.idea(), await town.idea()
    await town.happen(first, "accepted", "olga", public=True)
    assert (await town.happen(second, "accepted", "olga", public=True)).verdict == "refused:limit.stage_full"

    await town.happen(first, "withdrawn", "ute")

    assert (await town.happen(second, "accepted", "olga", public=True)).verdict == "done"


async def test_an_override_is_in_the_record_with_its_reason_apart(town: Town) -> None:
    await set_limits(town, stages={"review": 0})
    case_id = await town.idea()

    facts = await town.happen(case_id, "accepted", "olga", public=True, above_limit="Der Rat wartet.")

    assert facts.verdict == "done"
    async with town.db.read() as session:
        last = (await load_events(session, case_id))[-1]
    reason = (await town.case(case_id)).reasons[-1]
    assert (last.kind, last.facts["reason"], reason.internal) == ("above_limit", reason.id, "Der Rat wartet.")


async def test_a_person_at_their_limit_is_left_out_across_cases(town: Town) -> None:
    await set_limits(town, people={town.people["rita"]: 1})
    cases = [await town.idea() for _ in range(3)]

    assert await accept_all(town, cases) == ["done"] * 3

    asked = [a.person for one in cases for a in (await town.case(one)).open_assignments()]
    assert asked.count(town.people["rita"]) <= 1


async def test_what_is_set_is_a_version_that_stays_and_whoever_read_an_older_one_is_told(town: Town) -> None:
    assert await set_limits(town, stages={"review": 3})
    assert not await set_limits(town, 1, stages={"review": 3})  # the same again
    with pytest.raises(RuleBroken, match=r"limits\.stale"):
        await set_limits(town, stages={"review": 9})
    assert await set_limits(town, 1, person=4)

    async with town.db.read() as session:
        found = await limits.versions(session)
        assert [(one.number, one.board.limits.person) for one in found] == [(2, 4), (1, None)]
        assert await limits.in_force(session) == Limits(person=4)
    with pytest.raises(StorageError):
        async with town.db.write() as session:
            await session.execute(raw("UPDATE work_limits SET person = 1"))


async def test_a_step_that_takes_no_limited_place_waits_for_nobody(town: Town) -> None:
    await set_limits(town, stages={"review": 3})
    case_id = await town.idea()
    async with town.db.read() as session:
        before = (await session.execute(raw("SELECT value FROM counters WHERE name = 'places'"))).scalar_one()

    await town.happen(case_id, "edited", "ute", text={"title": "Neu"}, on_version=1)
    await town.happen(case_id, "declined", "olga", public_reason="Gibt es schon.")

    async with town.db.read() as session:
        after = (await session.execute(raw("SELECT value FROM counters WHERE name = 'places'"))).scalar_one()
    assert after == before
