"""The board's queries: counts by one statement, filters, parts of follow-up, and which columns have changed."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.goals.contribution import Said
from domain.planning.facts import Facts
from domain.words import Stage
from storage import assessments, planning
from storage.mapping import load_case
from storage.queries import board, board_counts, board_needs, office
from storage.queries.board_counts import Mark
from storage.queries.board_filter import BoardFilter
from storage.queries.board_needs import Used, UsedKept
from tests.storage.town import Town

NOTHING = BoardFilter()


async def project(town: Town, state: str = "started", **text: Any) -> str:
    """An existing project, with a promise of rolf of the mobility department."""
    case_id = await town.shell("olga")
    promise = {"text": "Läuft", "owner": town.people["rolf"], "due_on": (town.now + timedelta(days=30)).date()}
    given = {"project": state, "text": {"title": "Projekt", **text}, "promises": [promise], "public": True}
    facts = await town.happen(case_id, "taken_over", "olga", via="import", **given)
    assert facts.verdict == "done"
    return case_id


async def test_the_board_shows_open_cases_by_stage_and_who_is_awaited(town: Town) -> None:
    await town.idea()
    case_id = await town.in_review()

    async with town.db.read() as session:
        found = await board.shown(session, NOTHING, town.now.date(), 30)
        waiting = await office.waits(session, [case_id])

    assert [(group.stage, group.total) for group in found.groups] == [
        ("intake", 1),
        ("review", 1),
        ("prioritisation", 0),
        ("decision", 0),
    ]
    assert [line.id for line in found.groups[1].lines] == [case_id]
    (review,) = waiting[case_id]
    assert (review.kind, len(review.departments)) == ("review", 2)


async def test_follow_up_is_parted_by_how_far_its_measures_are_and_never_counts_what_is_closed(town: Town) -> None:
    await project(town, "initiated")
    running = [await project(town) for _ in range(3)]
    await town.happen(running[0], "measure_moved", "olga", to="live", since=town.now.date(), public_reason="An.")

    async with town.db.read() as session:
        found = await board.shown(session, NOTHING, town.now.date(), 2)

    assert [(g.stage, g.measure, g.total, len(g.lines)) for g in found.groups[4:]] == [
        ("follow_up", "planned", 1, 1),
        ("follow_up", "running", 2, 1),
        ("follow_up", "live", 1, 1),
    ]
    assert found.totals.stages == {"follow_up": 4}


Given = Callable[[Town], Awaitable[str]]
FILTERS: dict[str, tuple[BoardFilter, Given]] = {
    "theme": (BoardFilter(theme="mobility"), lambda t: t.idea(theme="mobility")),
    "level": (BoardFilter(level="region"), lambda t: t.idea(level="region")),
    "a goal of the text": (BoardFilter(goal="sustainability"), lambda t: t.idea(goals=["sustainability"])),
    "its own theme's department": (
        BoardFilter(department="mobility", themes_of_department=("mobility",)),
        lambda t: t.idea(theme="mobility"),
    ),
    "a department that has promised": (BoardFilter(department="mobility"), project),
    "existing projects": (BoardFilter(kind="project"), project),
    "ideas": (BoardFilter(kind="idea"), lambda t: t.idea()),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_leaves_what_it_says_in_counts_and_lists_alike(town: Town, name: str) -> None:
    wanted, given = FILTERS[name]
    other = await town.idea() if wanted.kind != "idea" else await project(town)
    mine = await given(town)

    async with town.db.read() as session:
        found = await board.shown(session, wanted, town.now.date(), 9)

    assert found.ids == [mine]
    assert sum(found.totals.stages.values()) == 1
    assert other not in found.ids


async def test_goals_and_fields_are_those_that_were_said_last(town: Town) -> None:
    case_id = await town.idea()
    for number, (goal, tag) in enumerate((("old_goal", "sdg.sdg_1"), ("a%goal", "sdg.sdg_11"))):
        async with town.db.write() as session:
            said = Said({goal: 2, "none": 0}, frozenset({tag}))
            known = ([goal, "none"], [tag])
            await assessments.say(session, case_id, said, known=known, number=number, at=town.now, by="x")

    async def shown(**given: str) -> int:
        async with town.db.read() as session:
            return len((await board.shown(session, BoardFilter(**given), town.now.date(), 9)).ids)

    assert [await shown(goal="a%goal"), await shown(goal="old_goal"), await shown(goal="none")] == [1, 0, 0]
    assert [await shown(tag="sdg.sdg_11"), await shown(tag="sdg.sdg_1"), await shown(tag="sdg_sdg_11")] == [1, 0, 0]
    assert await shown(goal='"') == 0


async def test_a_mark_says_which_columns_have_changed_and_nothing_when_none_has(town: Town) -> None:
    first, _ = await town.idea(), await town.in_review()

    async def mark() -> Mark:
        async with town.db.read() as session:
            return await board_counts.mark(session)

    before = await mark()
    assert Mark.from_text(before.text) == before == await mark()

    await town.happen(first, "question_asked", "olga", question="Wo?")
    asked = await mark()
    assert asked.changed(before) == ["intake"]

    await town.happen(first, "accepted", "olga", public=False)
    assert (await mark()).changed(asked) == ["intake", "review"]
    assert town.people["olga"] not in asked.text
    assert before.changed(Mark.from_text("nonsense")) == sorted(before.columns)


async def test_used_is_what_measures_under_way_need_and_says_how_many_do_not_say(town: Town) -> None:
    await project(town, cost=1000, effort=5)
    stopped = await project(town, "initiated", cost=9000)
    await project(town, effort=3)
    await town.idea(cost=70)
    await town.happen(stopped, "measure_moved", "olga", to="stopped", since=town.now.date(), public_reason="Nein.")

    async with town.db.read() as session:
        assert await board_needs.used(session, NOTHING, (Stage.FOLLOW_UP,)) == Used(1000, 8, 1, 0, 2)
        assert [one.cost for one in await board_needs.needed(session, NOTHING, 9)].count(1000) == 1


async def test_what_measures_need_is_counted_anew_when_one_of_them_changes_and_only_then(town: Town) -> None:
    await project(town, cost=1000, effort=5)
    kept = UsedKept()

    async def at(wanted: BoardFilter = NOTHING) -> int:
        async with town.db.read() as session:
            return (await kept.at(session, wanted, await board_counts.mark(session))).cost

    assert await at() == 1000
    assert await at(BoardFilter(kind="idea")) == 0
    assert await at() == 1000

    late = await project(town, "initiated", cost=9000)
    assert await at() == 10_000
    await town.happen(late, "measure_moved", "olga", to="stopped", since=town.now.date(), public_reason="Nein.")
    assert await at() == 1000


async def test_what_was_planned_stands_for_the_rough_figures_and_is_counted_at_once(town: Town) -> None:
    case_id = await project(town, cost=1000, effort=5)
    await project(town, cost=70)
    kept = UsedKept()

    async def at() -> Used:
        async with town.db.read() as session:
            return await kept.at(session, NOTHING, await board_counts.mark(session))

    assert await at() == Used(1070, 5, 0, 1, 2)
    for number, facts in enumerate((Facts(costs={(2027, "it"): 400, (2028, "it"): 100}), Facts(effort={"it": 9}))):
        async with town.db.write() as session:
            await planning.say(session, case_id, facts, number=number, at=town.now, by="olga")
        assert await at() == (Used(570, 5, 0, 1, 2) if number == 0 else Used(1070, 9, 0, 1, 2))


async def test_a_case_that_comes_as_another_of_the_same_revision_leaves_is_a_change(town: Town) -> None:
    first = await project(town, cost=1000)
    async with town.db.read() as session:
        before = await board_counts.mark(session)
    await town.happen(first, "settled", "olga", commitment=await promise_of(town, first), answer="done")
    town.now += timedelta(days=1)
    await project(town, cost=2000)
    async with town.db.read() as session:
        after = await board_counts.mark(session)

    assert before.columns["follow_up"].split(".")[0] == after.columns["follow_up"].split(".")[0] == "1"
    assert after.changed(before) == ["follow_up"]


async def promise_of(town: Town, case_id: str) -> str:
    """The only commitment of a project."""
    async with town.db.read() as session:
        case = await load_case(session, case_id, lock=False)
    assert case is not None
    return case.commitments[0].id
