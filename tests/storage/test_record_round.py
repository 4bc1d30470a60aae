"""What `record_round` and the panel's tables promise: each rating once, none too late, an idea in one round."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from domain.calendar import end_of
from domain.rounds.words import Fate
from storage import round_courses, round_fields, round_panel, round_results, rounds
from storage.errors import StorageError
from tests.storage.round_town import BERLIN, RoundTown, prioritised
from tests.storage.town import Town


@pytest.fixture
async def mine(town: Town) -> RoundTown:
    return RoundTown(town)


async def scores_of(mine: RoundTown, round_id: str) -> list[tuple[str, float]]:
    async with mine.db.read() as session:
        found = await round_fields.field_of(session, await mine.round(round_id))
    return sorted((one.criterion, one.value) for one in found.scores)


async def test_a_round_freezes_its_field_and_an_idea_is_in_one_round_only(mine: RoundTown) -> None:
    ideas = [await prioritised(mine.town) for _ in range(2)]
    round_id = await mine.open()
    mine.town.later(hours=1)
    late = [await prioritised(mine.town), await prioritised(mine.town)]

    round_ = await mine.round(round_id)
    assert {one.case_id for one in round_.entries} == set(ideas)
    assert (mine.facts.state, mine.facts.errands) == ("open", ["ask:1"])
    await mine.open(ideas=(ideas[0], late[0]))
    assert mine.facts.verdict == "refused:round.idea_taken"
    await mine.open(ideas=tuple(late))
    assert mine.facts.verdict == "done"
    with pytest.raises(StorageError):  # the second lock, where the rules are gone round
        async with mine.db.write() as session:
            await session.execute(
                text("UPDATE round_ideas SET live = true, case_id = :it WHERE case_id = :late"),
                {"it": ideas[0], "late": late[0]},
            )


async def test_the_last_word_of_a_rater_counts_once_and_nothing_said_after_the_close(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()

    assert await mine.rate(round_id, "rita", idea, benefit=3, complexity=None) == ""
    assert await mine.rate(round_id, "rita", idea, benefit=7, complexity=2) == ""
    assert await scores_of(mine, round_id) == [("benefit", 7.0), ("complexity", 2.0)]
    assert await mine.rate(round_id, "rita", "no such idea", benefit=7) == "round.idea_unknown"
    await mine.happen(round_id, "closed_early")
    assert await mine.rate(round_id, "rita", idea, benefit=1) == "round.not_open"
    assert await scores_of(mine, round_id) == [("benefit", 7.0), ("complexity", 2.0)]


async def test_nobody_rates_an_idea_of_their_own(mine: RoundTown) -> None:
    own, other = await prioritised(mine.town, "rolf"), await prioritised(mine.town)
    round_id = await mine.open()

    assert await mine.rate(round_id, "rolf", own, benefit=10) == "round.own_idea"
    assert await mine.rate(round_id, "rolf", other, benefit=10) == ""
    async with mine.db.read() as session:
        rolf = next(
            one for one in await round_panel.progress(session, round_id) if one.person == mine.town.people["rolf"]
        )
        assert await round_panel.own_ideas(session, round_id, mine.town.people["rolf"]) == {own}
    assert (rolf.done, rolf.of) == (1, 1)


@pytest.mark.parametrize(("counts", "left"), [(True, [3.0, 9.0]), (False, [9.0])])
async def test_who_is_taken_off_counts_or_not_as_was_said_and_rates_no_more(
    mine: RoundTown, counts: bool, left: list[float]
) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    await mine.rate(round_id, "rita", idea, benefit=3)
    await mine.rate(round_id, "rosa", idea, benefit=9)

    person = mine.town.people["rita"]
    facts = await mine.happen(round_id, "rater_removed", person=person, counts=counts, reason="x")

    assert facts.verdict == "done"
    assert await mine.rate(round_id, "rita", idea, benefit=5) == "round.removed"
    assert [value for _, value in await scores_of(mine, round_id)] == left


async def test_it_closes_by_a_look_once_nobody_is_missing_and_the_sweep_finds_it(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    round_id = await mine.open()
    await mine.finish(round_id, "rita", "rolf")
    assert (await mine.record(round_id)).missing == 1
    async with mine.db.read() as session:
        assert await round_courses.worth_a_look(session, mine.town.now) == []

    await mine.finish(round_id, "rosa")

    async with mine.db.read() as session:
        assert await round_courses.worth_a_look(session, mine.town.now) == [round_id]
    facts = await mine.record(round_id)
    assert (facts.state, [one.partition(":")[0] for one in facts.errands]) == ("closed", ["ask", "compute", "late"])


async def test_a_panel_that_has_left_as_a_whole_closes_nothing(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    round_id = await mine.open()
    await mine.finish(round_id, "rita")
    async with mine.db.write() as session:
        await session.execute(text("UPDATE people SET active = false WHERE id IN (SELECT person_id FROM round_raters)"))

    facts = await mine.record(round_id)

    assert (facts.state, facts.missing) == ("open", 0)
    async with mine.db.write() as session:
        rita = mine.town.people["rita"]
        await session.execute(text("UPDATE people SET active = true WHERE id = :rita"), {"rita": rita})
    assert (await mine.record(round_id)).state == "closed"


async def test_a_finished_round_that_is_to_wait_for_its_day_is_looked_at_once(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    round_id = await mine.open(when_complete=False)
    await mine.finish(round_id, "rita", "rolf", "rosa")
    async with mine.db.read() as session:
        assert await round_courses.worth_a_look(session, mine.town.now) == [round_id]

    assert (await mine.record(round_id)).state == "open"

    async with mine.db.read() as session:
        assert await round_courses.worth_a_look(session, mine.town.now) == []


async def test_nothing_is_taken_after_the_last_day_though_nobody_has_closed_the_round(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open(closes_on=mine.town.now.date())
    last = end_of(mine.town.now.date(), BERLIN)

    mine.town.now = last - timedelta(seconds=1)
    assert await mine.rate(round_id, "rita", idea, benefit=3) == ""
    mine.town.now = last
    assert await mine.rate(round_id, "rita", idea, benefit=9) == "round.not_open"
    assert await scores_of(mine, round_id) == [("benefit", 3.0)]


async def test_a_reopened_round_keeps_its_result_and_waits_for_everybody_again(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    await mine.rate(round_id, "rita", idea, benefit=3, complexity=3)
    await mine.finish(round_id, "rita", "rolf", "rosa")
    await mine.record(round_id)
    assert (await mine.computed(round_id)).state == "computed"
    assert mine.told == ["computed"]

    last = (await mine.plan()).closes_on
    facts = await mine.happen(round_id, "reopened", closes_on=last, reason="Es fehlte jemand.")

    assert (facts.verdict, facts.state) == ("done", "open")
    assert (await mine.record(round_id)).missing == 3
    assert await mine.rate(round_id, "rita", idea, benefit=9, complexity=3) == ""
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    async with mine.db.read() as session:
        kept = await round_results.every(session, round_id)
        assert await rounds.round_broken_at(session, await mine.round(round_id)) is None
    assert [one.number for one in kept] == [1, 2]
    assert kept[0].ranking != kept[1].ranking
    assert [one.idea for one in kept[0].ranking.places] == [idea]  # what nobody scored has no rank, and is not last


async def test_a_result_the_round_never_heard_of_does_not_stand_for_the_next_one(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    await mine.rate(round_id, "rita", idea, benefit=3, complexity=3)
    await mine.happen(round_id, "closed_early")
    overtaken = await mine.kept(round_id)
    await mine.happen(round_id, "reopened", closes_on=(await mine.plan()).closes_on, reason="Es fehlte jemand.")
    assert (await mine.record(round_id, overtaken.inbox_id)).verdict == "refused:round.not_closed"

    await mine.rate(round_id, "rosa", idea, benefit=9, complexity=3)
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)

    assert (await mine.round(round_id)).result == 2
    async with mine.db.read() as session:
        assert [one.raters for one in await round_results.every(session, round_id)] == [1, 2]


async def test_a_decided_round_frees_its_ideas_and_its_record_cannot_be_changed(mine: RoundTown) -> None:
    ideas = [await prioritised(mine.town) for _ in range(2)]
    round_id = await mine.open()
    await mine.rate(round_id, "rita", ideas[0], benefit=9, complexity=1)
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    fates: list[dict[str, Any]] = [{"idea": ideas[0], "fate": "put_forward"}, {"idea": ideas[1], "fate": "leave"}]

    said = {"result": 1, "choices": fates, "decider": mine.town.people["dora"]}
    assert (await mine.happen(round_id, "decided", **_strict(said))).verdict == "done"

    async with mine.db.read() as session:
        assert not any(one.taken for one in await round_fields.candidates(session))
        assert sorted(await rounds.not_told(session, round_id, 10)) == sorted(ideas)
        assert await round_courses.living_among(session, [round_id]) == {round_id}  # its ideas have still to be told
    with pytest.raises(StorageError):
        async with mine.db.write() as session:
            await session.execute(text("UPDATE round_events SET kind = 'x' WHERE round = :it"), {"it": round_id})


def _strict(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"choices": [one | {"fate": Fate(one["fate"])} for one in said["choices"]]}


async def test_an_idea_that_slept_in_mid_round_is_no_latecomer_of_the_round_that_compared_it(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    until = (mine.town.now + timedelta(days=1)).date()
    assert (await mine.town.happen(idea, "deferred", "olga", until=until, public_reason="x")).verdict == "done"
    mine.town.later(days=2)
    await mine.town.record(idea)
    assert (await mine.town.case(idea)).state == "prioritising"
    await mine.happen(round_id, "cancelled", reason="x")

    async with mine.db.read() as session:
        assert await round_fields.latecomers(session, await mine.round(round_id), 10) == []


async def test_an_idea_that_is_withdrawn_is_neither_rated_nor_ranked_any_more(mine: RoundTown) -> None:
    idea, other = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    await mine.rate(round_id, "rita", idea, benefit=9, complexity=9)
    await mine.rate(round_id, "rita", other, benefit=3, complexity=3)
    assert (await mine.town.happen(idea, "withdrawn", "ute", via="link")).verdict == "done"

    assert await mine.rate(round_id, "rita", idea, benefit=1) == "round.idea_unknown"
    async with mine.db.read() as session:
        assert await round_fields.gone(session, round_id) == {idea}
        assert {(one.done, one.of) for one in await round_panel.progress(session, round_id)} == {(1, 1), (0, 1)}
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    async with mine.db.read() as session:
        kept = await round_results.load(session, round_id, 1)
    assert kept is not None
    assert [one.idea for one in kept.ranking.places] == [other]


async def test_who_came_too_late_is_found_once_and_only_where_all_that_waited_was_taken(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    round_id = await mine.open()
    mine.town.later(hours=1)
    late = await prioritised(mine.town)

    async with mine.db.read() as session:
        assert await round_fields.latecomers(session, await mine.round(round_id), 10) == [
            round_fields.Latecomer(late, full=False)
        ]
    facts = await mine.town.happen(
        late, "missed_round", "clock", via="clock", round=round_id, id=round_fields.late_id(round_id, late)
    )
    assert facts.verdict == "done"
    async with mine.db.read() as session:
        assert await round_fields.latecomers(session, await mine.round(round_id), 10) == []
