"""What the roadmap reads of ideas, and what is noted when one leaves the desk, on both databases."""

from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, text, update

from api.office.roadmap.selecting import chosen
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from domain.planning.scenario import Content
from domain.roadmap.building import horizon, roadmap_of
from domain.roadmap.schedule import Cause
from domain.roadmap.slipping import Promise
from domain.rounds.words import Fate
from storage import planning, roadmap, scenarios, sql
from storage.errors import StorageError
from storage.tables import CaseRow, RoadmapKind, RoadmapRow
from storage.tables.base import ID
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.test_board import project
from tests.storage.town import Town

ZONE = ZoneInfo("Europe/Berlin")
Q1 = Quarter(2026, 1)


async def becomes(town: Town, case_id: str, **columns: object) -> None:
    """Where a case stands, written into its row."""
    cases = sql.table(CaseRow)
    async with town.db.write() as session:
        await session.execute(cases.update().where(cases.c.id == case_id).values(**columns))


async def said(town: Town, case_id: str, **facts: object) -> None:
    async with town.db.write() as session:
        await planning.say(session, case_id, Facts(**facts), number=0, at=town.now, by="x")  # type: ignore[arg-type]


async def test_what_is_decided_runs_is_done_or_only_an_idea(town: Town) -> None:
    _, decided, running, live, stopped, settled = ideas = [await town.idea() for _ in range(6)]
    for one in ideas[1:]:
        await becomes(town, one, stage="follow_up")
    for one, state in ((decided, "planned"), (running, "running"), (live, "live"), (stopped, "stopped")):
        await becomes(town, one, measure=state, measure_since=date(2026, 2, 3))
    await becomes(town, settled, outcome="settled", state="settled")
    async with town.db.read() as session:
        found = {one.planned.id: one for one in await roadmap.standings(session)}
    assert [one for one in ideas if found[one].measure] == [decided, running]
    assert {one: found[one].planned.since for one in ideas if found[one].planned.since} == {running: Q1}
    assert [one for one in ideas if found[one].done] == [live, settled]


async def test_a_measure_runs_since_the_day_it_began_and_a_project_taken_over_since_its_facts_say(town: Town) -> None:
    idea, taken, moved = await town.idea(), await project(town), await project(town)
    await becomes(town, idea, stage="follow_up", measure="running", measure_since=date(2026, 2, 3))
    for to in ("planned", "running"):
        await town.happen(moved, "measure_moved", "olga", to=to, since=town.now.date(), public_reason="So.")
    for one in (idea, taken, moved):
        await said(town, one, length=2, earliest=Quarter(2025, 1))
    async with town.db.read() as session:
        ideas = await roadmap.standings(session)
    found = roadmap_of(ideas, Frame(), [], date(2026, 3, 2), 12)
    assert {one.id: one.began for one in found.plan.measures} == {idea: Q1, taken: Quarter(2025, 1), moved: Q1}


async def test_measures_are_planned_with_their_promises_and_a_chosen_idea_beside_them(town: Town) -> None:
    late, waits, chosen, done = [await town.idea() for _ in range(4)]
    for one in (late, waits, done):
        await becomes(town, one, stage="follow_up")
    await becomes(town, done, outcome="settled")
    await said(town, late, length=2, effort={"it": 10})
    await said(town, waits, length=1, needs=(late, done))
    await said(town, chosen, length=1, effort={"it": 5})
    promise = Promise(date(2026, 6, 30), date(2026, 12, 31))
    async with town.db.write() as session:
        await session.execute(
            text(
                "INSERT INTO commitments (id, case_id, position, text, owner, by, at, due_on, due_at, first_due_on,"
                " state, reason) VALUES ('c', :case, 0, 'x', 'x', 'x', :now, :due, :now, :first, 'open', '')"
            ).bindparams(case=late, now=town.now, due=promise.due_on, first=promise.first_due_on)
        )
    async with town.db.read() as session:
        ideas = await roadmap.standings(session)
    assert next(one for one in ideas if one.planned.id == late).promises == (promise,)
    frame = Frame(roles=(Named("it", "IT"),), capacity={(Q1.plus(at), "it"): 9 for at in range(14)})
    found = roadmap_of(ideas, frame, [chosen, "gone", done], date(2026, 3, 2), 14)
    assert {bar.id: (str(bar.start), str(bar.end)) for bar in found.now.bars} == {
        late: ("2026-Q1", "2026-Q4"),
        waits: ("2027-Q1", "2027-Q1"),
        chosen: ("2027-Q1", "2027-Q1"),
    }
    held = found.now.bar(chosen)
    assert held is not None
    assert [(one.cause, one.needed, one.left, one.by) for one in held.holds] == [
        (Cause.CAPACITY, Fraction(5), Fraction(4), (late,))
    ]
    assert {one.id: one.late for one in found.moves} == {late: 2, waits: 0, chosen: 0}
    assert horizon(frame, date(2026, 3, 2)) == 14
    assert horizon(Frame(), date(2026, 3, 2)) == 12


async def test_each_roadmap_that_leaves_is_noted_and_stays(town: Town) -> None:
    one = await town.idea()
    await becomes(town, one, stage="follow_up")
    await said(town, one, length=3)
    async with town.db.read() as session:
        ideas = await roadmap.standings(session)
        assert await roadmap.published(session) is None
    bars = roadmap_of(ideas, Frame(), [], date(2026, 3, 2), 12).now.bars
    given = {"at": town.now, "by": town.people["olga"]}
    async with town.db.write() as session:
        await roadmap.take(session, RoadmapKind.PUBLIC, "decided", bars, **given)  # type: ignore[arg-type]
        await roadmap.take(session, RoadmapKind.CSV, "round:x", bars, content=b"file", **given)  # type: ignore[arg-type]
        published = await roadmap.published(session)
        found = await roadmap.all_taken(session)
    assert published is not None
    assert published.places == {one: (Q1, Q1.plus(2))}
    assert [(taken.number, taken.kind, taken.of, taken.by) for taken in found] == [
        (2, RoadmapKind.CSV, "round:x", town.people["olga"]),
        (1, RoadmapKind.PUBLIC, "decided", town.people["olga"]),
    ]
    assert found[0].digest == "3b9c358f36f0a31b6ad3e14f309c7cf198ac9246e8316f9ce543d5b19ac02b80"
    table = sql.table(RoadmapRow)
    for act in (update(table).values(of="other"), delete(table)):
        with pytest.raises(StorageError):
            async with town.db.write() as session:
                await session.execute(act)


async def test_a_round_or_a_scenario_adds_what_it_puts_forward_the_best_first(town: Town) -> None:
    mine = RoundTown(town)
    ideas = [await prioritised(town) for _ in range(3)]
    round_id = await mine.open(take=2)
    for one, benefit in zip(ideas, (2, 9, 6), strict=True):
        await mine.rate(round_id, "rita", one, benefit=benefit, complexity=1)
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    content = Content(settings={}, ideas=tuple(ideas), taken=(ideas[0], ideas[1]), value=1.0, how="optimum")
    async with town.db.write() as session:
        assert await chosen(session, "decided") == []
        assert await chosen(session, "round:nothing") == []
        assert await chosen(session, f"round:{round_id}") == [ideas[1], ideas[2]]
        kept = await scenarios.keep(session, round_id, "Ohne B", content, at=town.now, by="x")
        assert await chosen(session, f"scenario:{round_id}:{kept}") == [ideas[1], ideas[0]]
        await scenarios.propose(session, round_id, kept, at=town.now, by="x")
        assert await chosen(session, f"round:{round_id}") == [ideas[1], ideas[0]]
        assert len(f"scenario:{round_id}:{kept}") <= ID
    await becomes(town, ideas[1], stage="review")
    async with town.db.read() as session:
        assert await chosen(session, f"round:{round_id}") == [ideas[0]]  # what is gone is planned for nobody
    await becomes(town, ideas[1], stage="prioritisation")
    only = ideas[2]
    fates = tuple(
        {"idea": one, "fate": Fate.PUT_FORWARD if one == only else Fate.LEAVE, "reason": "Anders."} for one in ideas
    )
    said = {"result": 1, "proposal": 1, "choices": fates, "decider": town.people["dora"]}
    assert (await mine.happen(round_id, "decided", **said)).verdict == "done"
    async with town.db.read() as session:
        assert await chosen(session, f"round:{round_id}") == [only]
