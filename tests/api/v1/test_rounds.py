"""Rounds by API: for the office's token, the same figures as on the pages, and nobody's ratings."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from contracts.rounds import RoundNote
from domain.ranking import rank
from domain.rounds.analysis import analysed
from domain.rounds.happenings import ClosedEarly, Computed, Reopened
from domain.rounds.round import advance_round
from domain.words import Via
from storage import inbox, round_fields, round_panel, round_results, rounds
from storage.record_round import RoundRules, record_round
from storage.round_panel import Holder, Rating
from tests.api.city import City
from tests.api.test_rating import a_round, nobody
from tests.api.v1.conftest import OFFICE, REVIEWER, Program, problem

RULES = RoundRules(advance_round, nobody, "Europe/Berlin", "SH")


async def happens(city: City, round_id: str, happening: Any) -> None:
    async with city.db.write() as session:
        letter = await inbox.put_of_round(session, round_id, happening)
    note = RoundNote(round_id, letter.inbox_id, city.clock().timestamp())
    assert (await record_round(city.db, note, RULES)).verdict == "done"


async def rated(city: City, round_id: str, **scores: int) -> None:
    """The first idea, by everybody."""
    async with city.db.write() as session:
        round_ = await rounds.load_round(session, round_id)
        assert round_ is not None
        for one in round_.raters:
            who = Holder(one.id, round_id, one.person, "de", finished=False, removed=False)
            given = Rating(scores, complete=True)
            at, zone = city.clock(), city.services.zone
            assert await round_panel.save(session, who, round_.entries[0].case_id, given, at, zone) == ""


async def counted(city: City, round_id: str) -> None:
    by: dict[str, Any] = {"by": await city.person("digitalisierungsbuero"), "via": Via.OFFICE, "at": city.clock()}
    await happens(city, round_id, ClosedEarly(id=uuid4().hex, **by))
    async with city.db.write() as session:
        round_ = await rounds.load_round(session, round_id)
        assert round_ is not None
        assert round_.plan is not None
        field = await round_fields.field_of(session, round_)
        ranking = rank(round_.plan.method, field)
        said = analysed(field, ranking, round_.plan)
        kept = await round_results.keep(session, round_id, field, ranking, city.clock(), said)
    clock: dict[str, Any] = {"by": "clock", "via": Via.CLOCK, "at": city.clock(), "digest": kept.digest}
    counts: dict[str, Any] = {"placed": len(ranking.places), "undetermined": len(ranking.undetermined)}
    await happens(city, round_id, Computed(id=f"made{kept.number}", result=kept.number, **counts, **clock))


async def test_the_office_reads_progress_and_results_with_reasons(program: Program, city: City) -> None:
    one, other = [(await city.case(await city.reviewed())).number for _ in range(2)]
    round_id, _ = await a_round(city, beside=("quadrant",))
    await rated(city, round_id, benefit=8, complexity=3)
    client = await program(OFFICE, "read", "office")

    (line,) = (await client.get("/rounds")).json()["rounds"]
    assert (line["round"], line["state"], line["title"]) == (round_id, "open", "Runde")
    found = (await client.get(f"/rounds/{round_id}")).json()
    assert {(rater["done"], rater["of"], rater["reached"]) for rater in found["panel"]} == {(1, 2, True)}
    assert [(idea["idea"], idea["compared"], idea["fate"]) for idea in found["ideas"]] == [
        (one, True, None),
        (other, True, None),
    ]
    assert (await client.get(f"/rounds/{round_id}/results")).json() == {"results": []}

    await counted(city, round_id)
    (result,) = (await client.get(f"/rounds/{round_id}/results")).json()["results"]
    assert not result["superseded"]
    (place,) = result["places"]
    assert (place["idea"], place["rank"], place["firmness"]) == (one, 1, "firm")
    assert place["why"][0]["code"] == "utility"
    assert "Utility" in place["why"][0]["sentence"]
    assert [(out["idea"], out["why"]["code"]) for out in result["undetermined"]] == [(other, "nobody_rated")]
    assert result["beside"] == [{"method": "quadrant", "ranks": {one: 1}}]
    assert result["agreements"] == [{"one": "utility", "other": "quadrant", "tau": None}]

    by: dict[str, Any] = {"by": await city.person("digitalisierungsbuero"), "via": Via.OFFICE, "at": city.clock()}
    until = city.clock().date() + timedelta(days=5)
    await happens(city, round_id, Reopened(id="again", closes_on=until, reason="Neu.", **by))
    (result,) = (await client.get(f"/rounds/{round_id}/results")).json()["results"]
    assert result["superseded"]


async def test_nobody_else_reads_rounds_and_an_unknown_one_is_a_problem(program: Program, city: City) -> None:
    client = await program(REVIEWER, "read")
    await problem(await client.get("/rounds"), 403, "token.scope")
    office = await program(OFFICE, "read", "office")
    await problem(await office.get("/rounds/nothing"), 404, "round.unknown")
    await problem(await office.get("/rounds/nothing/results"), 404, "round.unknown")
