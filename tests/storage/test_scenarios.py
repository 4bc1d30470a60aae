"""Scenarios and the proposal of a round as they are kept, and how deciding takes them, on both databases."""

import pytest
from sqlalchemy import delete, update

from domain.errors import RuleBroken
from domain.planning.scenario import Content, Use
from domain.rounds.words import Fate
from storage import scenarios, sql
from storage.errors import StorageError
from storage.tables import RoundProposalRow, ScenarioRow
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.town import Town


@pytest.fixture
async def mine(town: Town) -> RoundTown:
    return RoundTown(town)


async def computed(mine: RoundTown) -> tuple[str, list[str]]:
    ideas = [await prioritised(mine.town) for _ in range(2)]
    round_id = await mine.open()
    for one, benefit in zip(ideas, (9, 3), strict=True):
        assert await mine.rate(round_id, "rita", one, benefit=benefit, complexity=2) == ""
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    return round_id, ideas


async def a_scenario(mine: RoundTown, round_id: str, *taken: str) -> str:
    uses = (Use("budget.2027.x", 5, 10),)
    content = Content({"places": 1}, taken, taken, 3.5, "best", 0.0, uses, {"budget.2027.x": "Verkehr 2027"}, 1)
    async with mine.db.write() as session:
        return await scenarios.keep(session, round_id, "Was <b>", content, at=mine.town.now, by="olga")


async def propose(mine: RoundTown, round_id: str, scenario: str) -> bool:
    async with mine.db.write() as session:
        return await scenarios.propose(session, round_id, scenario, at=mine.town.now, by="olga")


async def test_a_scenario_is_kept_as_it_was_and_the_newest_proposal_stands(mine: RoundTown) -> None:
    round_id, (first, second) = await computed(mine)
    one, other = await a_scenario(mine, round_id, second), await a_scenario(mine, round_id, first, second)
    assert await propose(mine, round_id, one)
    assert not await propose(mine, round_id, one)
    assert await propose(mine, round_id, other)
    async with mine.db.read() as session:
        kept = await scenarios.every(session, round_id)
        assert [(k.id, k.number, k.result, k.content.taken) for k in kept] == [
            (one, 1, 1, (second,)),
            (other, 2, 1, (first, second)),
        ]
        assert kept[0].content.uses == (Use("budget.2027.x", 5, 10),)
        found = await scenarios.proposal_of(session, await mine.round(round_id))
        assert found is not None
        assert (found.number, found.chosen) == (2, {first, second})
    assert await propose(mine, round_id, "")
    async with mine.db.read() as session:
        assert await scenarios.proposal_of(session, await mine.round(round_id)) is None


async def test_deciding_goes_by_the_scenario_that_was_seen_and_asks_a_reason_for_what_differs(mine: RoundTown) -> None:
    round_id, (first, second) = await computed(mine)
    await propose(mine, round_id, await a_scenario(mine, round_id, second))
    choices = ({"idea": first, "fate": Fate.LEAVE}, {"idea": second, "fate": Fate.PUT_FORWARD})
    said = {"result": 1, "choices": choices, "decider": mine.town.people["dora"]}
    by_ranking = ({"idea": first, "fate": Fate.PUT_FORWARD}, {"idea": second, "fate": Fate.LEAVE})
    for given, verdict in (
        (said, "refused:round.proposal_stale"),  # as if nobody had made it the proposal
        (said | {"proposal": 1, "choices": by_ranking}, "refused:round.reason_required"),
        (said | {"proposal": 1}, "done"),
    ):
        assert (await mine.happen(round_id, "decided", **given)).verdict == verdict
    entries = (await mine.round(round_id)).entries
    assert {one.case_id: (one.fate, one.deviates) for one in entries} == {
        first: ("leave", False),
        second: ("put_forward", False),
    }
    with pytest.raises(RuleBroken, match=r"scenario\.not_to_be_decided"):
        await propose(mine, round_id, "")


async def test_a_scenario_of_an_earlier_result_is_no_proposal_any_more(mine: RoundTown) -> None:
    round_id, (_, second) = await computed(mine)
    scenario = await a_scenario(mine, round_id, second)
    await propose(mine, round_id, scenario)
    later = (await mine.round(round_id)).closes_on
    await mine.happen(round_id, "reopened", closes_on=later, reason="Noch einmal")
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    async with mine.db.read() as session:
        assert await scenarios.proposal_of(session, await mine.round(round_id)) is None
    for wrong, code in ((scenario, "scenario.older_result"), ("nothing", "scenario.unknown")):
        with pytest.raises(RuleBroken, match=code):
            await propose(mine, round_id, wrong)
    with pytest.raises(RuleBroken, match=r"scenario\.other_ideas"):
        await a_scenario(mine, round_id, "another")


@pytest.mark.parametrize("row", [ScenarioRow, RoundProposalRow])
async def test_the_database_refuses_to_rewrite_scenarios_and_proposals(mine: RoundTown, row) -> None:
    round_id, (first, _) = await computed(mine)
    await propose(mine, round_id, await a_scenario(mine, round_id, first))
    for statement in (delete(sql.table(row)), update(sql.table(row)).values(by="z")):
        with pytest.raises(StorageError):
            async with mine.db.write() as session:
                await session.execute(statement)
