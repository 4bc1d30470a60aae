"""Planning facts and the frame as they are kept, on both databases."""

import pytest
from sqlalchemy import delete, update

from domain.errors import RuleBroken
from domain.planning.facts import Facts, Hold
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from storage import assessments, planning, radar_facts, sql
from storage.errors import StorageError
from storage.tables import CaseRow, FrameRow, PlanningRow
from tests.storage.town import Town

Q1 = Quarter(2027, 1)


async def test_what_is_said_of_an_idea_is_a_version_and_the_newest_counts(town: Town) -> None:
    first, other = await town.idea(), await town.idea()
    said = Facts({(2027, "a"): 0, (2028, "b"): 5}, {"r": 3}, 2, Q1, needs=(other,))
    async with town.db.write() as session:
        given = {"at": town.now, "by": town.people["olga"]}
        assert await planning.say(session, first, Facts(length=1), number=0, **given)
        assert await planning.say(session, first, said, number=1, **given)
        assert not await planning.say(session, first, said, number=2, **given)
        assert [one.facts for one in await planning.versions(session, first)] == [Facts(length=1), said]
        found = {one.id: one for one in await planning.ideas(session)}
    assert (found[first].facts, found[first].version) == (said, 2)
    assert (found[other].facts, found[other].version) == (Facts(), 0)
    assert found[first].facts.cost == 5
    assert not found[other].facts.costed


async def test_a_measure_that_was_stopped_is_read_as_such_by_what_if_radar_and_goals(town: Town) -> None:
    case_id = await town.idea()
    cases = sql.table(CaseRow)
    async with town.db.write() as session:
        await planning.say(session, case_id, Facts(length=1), number=0, at=town.now, by="x")
        await session.execute(update(cases).where(cases.c.id == case_id).values(stage="follow_up", measure="stopped"))
        (planned,) = await planning.ideas(session)
        (assessed,) = await assessments.ideas(session)
    assert (planned.hold, planned.accepted) == (Hold.STOPPED, False)
    assert (assessed.stopped, assessed.measure) == (True, False)
    seen = (await radar_facts.planned(town.db))[case_id]
    assert (seen.stopped, seen.chosen) == (True, False)


async def test_the_second_of_two_people_is_told_and_a_circle_closed_by_both_is_found(town: Town) -> None:
    first, second = await town.idea(), await town.idea()
    given = {"at": town.now, "by": "x"}
    async with town.db.write() as session:
        await planning.say(session, first, Facts(needs=(second,)), number=0, **given)
    for code, case_id, number in (("planning.stale", first, 0), ("planning.needs_circle", second, 0)):
        with pytest.raises(RuleBroken) as broken:
            async with town.db.write() as session:
                await planning.say(session, case_id, Facts(needs=(first,)), number=number, **given)
        assert broken.value.code == code


async def test_the_frame_is_kept_as_it_was_entered_each_time(town: Town) -> None:
    lines, roles = (Named("a", "Verkehr"),), (Named("r", "Planung"),)
    one = Frame(lines, roles, {(2027, "a"): 100_000}, {(Q1, "r"): 60}, 250)
    async with town.db.write() as session:
        assert (await planning.frame(session)).frame == Frame()
        assert await planning.set_frame(session, one, number=0, at=town.now, by="x")
        assert not await planning.set_frame(session, one, number=1, at=town.now, by="x")
        assert (await planning.frame(session)).frame == one
    with pytest.raises(RuleBroken) as broken:
        async with town.db.write() as session:
            await planning.set_frame(session, Frame(), number=0, at=town.now, by="y")
    assert broken.value.code == "planning.stale"


@pytest.mark.parametrize("row", [PlanningRow, FrameRow])
async def test_the_database_refuses_to_rewrite_versions(town: Town, row) -> None:
    case_id = await town.idea()
    async with town.db.write() as session:
        await planning.say(session, case_id, Facts(length=1), number=0, at=town.now, by="x")
        await planning.set_frame(session, Frame((Named("a", "x"),)), number=0, at=town.now, by="x")
    for statement in (delete(sql.table(row)), update(sql.table(row)).values(by="z")):
        with pytest.raises(StorageError):
            async with town.db.write() as session:
                await session.execute(statement)
