"""Goals, what ideas do for them, and published files as they are kept, on both databases."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from domain.errors import RuleBroken
from domain.goals.contribution import Said
from domain.goals.taking_over import of_process
from domain.goals.tree import Wanted, ordered
from storage import assessments, goals, processes, shelf, sql
from storage.errors import StorageError
from storage.tables import AssessmentRow, GoalVersionRow
from tests.storage.town import Town
from umlauf.reference_file import load_blueprint, load_catalogue

EXAMPLE = Path(__file__).parents[2] / "examples" / "norderstedt"
CLEAN = Wanted("Saubere Luft", "Clean air", indicator="NO2", target="20", due_on=date(2030, 12, 31))


async def refused(town: Town, code: str, act) -> None:
    with pytest.raises(RuleBroken) as broken:
        async with town.db.write() as session:
            await act(session)
    assert broken.value.code == code


async def test_every_change_of_a_goal_is_a_version_with_who_and_when(town: Town) -> None:
    olga, at = town.people["olga"], town.now
    async with town.db.write() as session:
        goal = await goals.add(session, CLEAN, at=at, by=olga)
        owned = Wanted("Saubere Luft", owner=town.people["rolf"], serves=("sdg.sdg_11",))
        await goals.change(session, goal, owned, number=1, at=at, by=olga)
        await goals.change(session, goal, owned, number=2, at=at, by=olga)  # the same again
        found = await goals.versions(session, goal)
        assert [(one.number, one.by, one.wanted) for one in found] == [(1, olga, CLEAN), (2, olga, owned)]
        assert [(one.id, one.number, one.wanted) for one in await goals.tree(session)] == [(goal, 2, owned)]


async def test_whoever_comes_second_is_told_and_nothing_is_overwritten(town: Town) -> None:
    async with town.db.write() as session:
        goal = await goals.add(session, CLEAN, at=town.now, by="x")
        await goals.change(session, goal, Wanted("Erste"), number=1, at=town.now, by="x")
    change = Wanted("Zweite")
    await refused(town, "goal.stale", lambda s: goals.change(s, goal, change, number=1, at=town.now, by="y"))
    async with town.db.read() as session:
        assert (await goals.tree(session))[0].wanted.title_de == "Erste"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [(Wanted("x", under="nothing"), "goal.parent_unknown"), (Wanted("x", owner="nobody"), "goal.owner_unknown")],
)
async def test_a_goal_names_only_what_there_is(town: Town, wanted: Wanted, code: str) -> None:
    await refused(town, code, lambda s: goals.add(s, wanted, at=town.now, by="x"))


async def test_a_goal_leaves_the_tree_once_none_stands_below_and_its_versions_stay(town: Town) -> None:
    async with town.db.write() as session:
        top = await goals.add(session, CLEAN, at=town.now, by="x")
        below = await goals.add(session, Wanted("Unten", under=top), at=town.now, by="x")
    await refused(town, "goal.has_goals_below", lambda s: goals.remove(s, top, at=town.now, by="x"))
    async with town.db.write() as session:
        await goals.remove(session, below, at=town.now, by="x")
        await goals.remove(session, top, at=town.now, by="y")
        assert await goals.tree(session) == []
        assert [one.by for one in await goals.versions(session, top)] == ["x", "y"]
    await refused(town, "goal.unknown", lambda s: goals.remove(s, top, at=town.now, by="x"))


@pytest.mark.parametrize(
    "statement", [delete(sql.table(GoalVersionRow)), update(sql.table(GoalVersionRow)).values(by="z")]
)
async def test_the_database_refuses_to_rewrite_versions(town: Town, statement) -> None:
    async with town.db.write() as session:
        await goals.add(session, CLEAN, at=town.now, by="x")
    with pytest.raises(StorageError):
        async with town.db.write() as session:
            await session.execute(statement)


async def test_goals_of_the_process_are_taken_over_once(town: Town) -> None:
    async with town.db.write() as session:
        definition = await processes.current(session)
        assert definition is not None
        assert await goals.take_over(session, of_process(definition), at=town.now, by="operator") == 9
        gone = next(one for one in await goals.tree(session) if one.id == "liveable")
        await goals.remove(session, gone.id, at=town.now, by="x")
        assert await goals.take_over(session, of_process(definition), at=town.now, by="operator") == 0
        told = [(one.id, depth) for one, depth in ordered(await goals.tree(session))]
    assert told[:3] == [("isek", 0), ("innovation", 1), ("sustainability", 1)]
    assert "liveable" not in dict(told)


# What ideas do for them

KNOWN = (["a", "b"], ["sdg.sdg_01"])


async def test_what_is_said_of_an_idea_is_a_version_and_the_newest_counts(town: Town) -> None:
    case_id, other = await town.idea(), await town.idea()
    first, second = Said({"a": 0, "b": -3}), Said({"a": 2}, frozenset({"sdg.sdg_01"}))
    async with town.db.write() as session:
        for number, said in enumerate((first, second)):
            given = {"known": KNOWN, "number": number, "at": town.now, "by": town.people["olga"]}
            assert await assessments.say(session, case_id, said, **given)
        assert not await assessments.say(session, case_id, second, **given | {"number": 2})
        assert [one.said for one in await assessments.versions(session, case_id)] == [first, second]
        found = {idea.id: idea for idea in await assessments.ideas(session)}
    assert found[case_id].said == second
    assert found[case_id].does("b") is None
    assert found[other].said == Said()


async def test_two_people_at_once_do_not_overwrite_each_other(town: Town) -> None:
    case_id = await town.idea()
    given = {"known": KNOWN, "number": 0, "at": town.now, "by": "x"}
    async with town.db.write() as session:
        await assessments.say(session, case_id, Said({"a": 1}), **given)
    await refused(town, "contribution.stale", lambda s: assessments.say(s, case_id, Said({"b": 1}), **given))
    bad = Said({"a": 9})
    await refused(town, "contribution.off_scale", lambda s: assessments.say(s, case_id, bad, **given | {"number": 1}))
    with pytest.raises(StorageError):
        async with town.db.write() as session:
            await session.execute(delete(sql.table(AssessmentRow)))


async def test_ideas_that_ended_without_becoming_a_measure_are_left_out(town: Town) -> None:
    declined = await town.idea()
    await town.happen(declined, "declined", "olga", public_reason="Nein.")
    running = await town.idea()
    async with town.db.read() as session:
        assert [(idea.id, idea.measure) for idea in await assessments.ideas(session)] == [(running, False)]


# Published files


async def test_the_newest_version_of_a_file_is_in_force_and_older_ones_stay_readable(town: Town) -> None:
    blueprint = load_blueprint(EXAMPLE / "canvases" / "product.yaml")
    shorter = blueprint.model_copy(update={"boxes": blueprint.boxes[:2]})
    async with town.db.write() as session:
        assert await shelf.publish_blueprint(session, blueprint, at=town.now)
        assert not await shelf.publish_blueprint(session, blueprint, at=town.now)
        assert await shelf.publish_blueprint(session, shorter, at=town.now)
        assert await shelf.publish_catalogue(session, load_catalogue(EXAMPLE / "catalogues" / "sdg.yaml"), at=town.now)
        assert await shelf.blueprints(session) == [shorter]
        assert await shelf.blueprint(session, blueprint.content_hash) == blueprint
        assert [one.id for one in await shelf.catalogues(session)] == ["sdg"]
        assert await shelf.publish_blueprint(session, blueprint, at=town.now)  # back to the first
        assert await shelf.blueprints(session) == [blueprint]


async def test_two_goals_put_under_each_other_at_the_same_moment_make_no_circle(town: Town) -> None:
    async with town.db.write() as session:
        one, other = [await goals.add(session, Wanted(name), at=town.now, by="x") for name in ("Eins", "Zwei")]

    async def put(goal: str, under: str) -> None:
        async with town.db.write() as session:
            await goals.change(session, goal, Wanted("Neu", under=under), number=1, at=town.now, by="x")

    told = await asyncio.gather(put(one, other), put(other, one), return_exceptions=True)
    assert sorted(str(result) for result in told) == ["None", "goal.circle"]


async def test_of_two_who_say_what_an_idea_does_at_the_same_moment_one_is_told(town: Town) -> None:
    case_id = await town.idea()

    async def say(value: int) -> bool:
        async with town.db.write() as session:
            given = {"known": KNOWN, "number": 0, "at": town.now, "by": "x"}
            return await assessments.say(session, case_id, Said({"a": value}), **given)

    told = await asyncio.gather(say(1), say(2), return_exceptions=True)
    assert sorted(str(result) for result in told) == ["True", "contribution.stale"]
