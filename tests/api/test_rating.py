"""The rater's pages: what was said can be taken back, and what waits no longer is nobody's to rate."""

import re
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from api.errors import Invalid
from api.forms import Form
from api.office.rounds.plan import Offered, plan_of
from contracts.rounds import RoundNote
from domain.definition import ProcessDefinition
from domain.planning.facts import Facts
from domain.ranking import rank
from domain.ranking.ranking import Ranking, Reason, Undetermined
from domain.rounds.happenings import ClosedEarly, Computed, RoundPlan
from domain.rounds.nouns import RoundStep, RoundWorld
from domain.rounds.round import advance_round
from domain.words import Via
from kit.tokens import hash_token, new_token
from storage import inbox, planning, processes, round_fields, round_panel, round_results, rounds
from storage.record_round import RoundRules, record_round
from tests.api.asking import publish
from tests.api.city import City, hidden_of, send
from tests.api.office.conftest import signed_in
from tests.builders import a_definition

CHOSEN = re.compile(r'name="score\.[a-z]+" value="(\d+)"[^>]* checked')


async def nobody(session: Any, step: RoundStep, world: RoundWorld) -> None:
    """Writes no letters."""


async def a_round(city: City, **changes: Any) -> tuple[str, str]:
    """A round of today over all that wait, rated by reviewers; its id, and the page of one rater."""
    today, by = city.clock().date(), await city.person("digitalisierungsbuero")
    async with city.db.write() as session:
        definition = await processes.current(session)
        assert definition is not None
        given = {"title": "Runde", "opens_on": today, "closes_on": today + timedelta(days=7), "roles": ("reviewer",)}
        plan = RoundPlan.model_validate(given | {"criteria": definition.criteria} | changes)
        letter = await rounds.open_round(session, plan, by=by, via=Via.OFFICE, at=city.clock())
    rules = RoundRules(advance_round, nobody, "Europe/Berlin", "SH")
    facts = await record_round(city.db, RoundNote(letter.round, letter.inbox_id, city.clock().timestamp()), rules)
    assert (facts.verdict, facts.state) == ("done", "open")
    return letter.round, await page_of(city, letter.round)


async def page_of(city: City, round_id: str, person: str = "") -> str:
    """The page of this rater of a round, or of the first one."""
    token = new_token()
    async with city.db.write() as session:
        round_ = await rounds.load_round(session, round_id)
        assert round_ is not None
        rater = next(one.id for one in round_.raters if person in ("", one.person))
        await round_panel.add_links(session, [(hash_token(token), rater)], city.clock())
    return f"/r/{token}"


async def said(city: City, round_id: str) -> list[tuple[bool, bool]]:
    """Of the first rater: whether they abstain, and whether it is whole."""
    async with city.db.read() as session:
        round_ = await rounds.load_round(session, round_id)
        assert round_ is not None
        kept = await round_panel.ratings(session, round_.raters[0].id)
    return [(one.abstains, one.complete) for one in kept.values()]


async def test_what_was_chosen_for_an_idea_that_left_meanwhile_is_shown_and_the_others_go_on(
    city: City, client: httpx2.AsyncClient
) -> None:
    gone, _ = await city.reviewed(), await city.reviewed()
    _, page = await a_round(city)
    form = hidden_of((await client.get(f"{page}/1")).text) | {"step": "go", "score.benefit": "9"}
    await city.happens(gone, "withdrawn", "renate.kruse")

    late = await client.post(f"{page}/1", data=form, headers={"Origin": str(client.base_url).rstrip("/")})

    assert late.status_code == 409
    assert "Diese Idee wird nicht mehr verglichen" in late.text
    assert ": 9</li>" in late.text
    assert f'href="{page}"' in late.text


async def test_an_abstention_can_be_taken_back_and_an_empty_form_says_nothing(
    city: City, client: httpx2.AsyncClient
) -> None:
    await city.reviewed()
    await city.reviewed()
    round_id, page = await a_round(city)

    await send(client, f"{page}/1", step="save")
    assert await said(city, round_id) == []
    await send(client, f"{page}/1", step="save", abstains="yes")
    assert await said(city, round_id) == [(True, False)]
    await send(client, f"{page}/1", step="save")

    assert await said(city, round_id) == [(False, False)]


async def test_a_rater_reads_what_is_planned_in_place_of_the_rough_figures(
    city: City, client: httpx2.AsyncClient
) -> None:
    planned, _ = await city.reviewed(), await city.reviewed()
    _, page = await a_round(city)
    async with city.db.write() as session:
        facts = Facts({(2027, "a"): 30_000, (2028, "a"): 41_000})
        assert await planning.say(session, planned, facts, number=0, at=city.clock(), by="x")

    shown = [(await client.get(f"{page}/{place}")).text for place in (1, 2)]

    assert sum("71.000" in one for one in shown) == 1


async def test_ones_own_idea_is_named_and_has_no_form_and_takes_no_rating(
    city: City, client: httpx2.AsyncClient
) -> None:
    mine = await city.person("torben.voss")
    await city.reviewed(by="torben.voss", title="Meine <Idee>")
    await city.reviewed(title="Eine andere")
    round_id, page = await a_round(city, roles=(), people=(mine,))

    shown = (await client.get(page)).text
    assert "Meine &lt;Idee&gt;" in shown
    assert "Ihre eigene Idee" in shown
    assert "0 von 1" in shown
    (own,) = [place for place in (1, 2) if f'href="{page}/{place}"' not in shown]
    assert (await client.get(f"{page}/{own}")).status_code == 404
    other = hidden_of((await client.get(f"{page}/{3 - own}")).text) | {"step": "go", "score.benefit": "10"}
    forged = await client.post(f"{page}/{own}", data=other, headers={"Origin": str(client.base_url).rstrip("/")})
    assert forged.status_code == 404
    assert await said(city, round_id) == []


async def test_until_it_is_closed_nobody_reads_what_another_has_said(city: City, client: httpx2.AsyncClient) -> None:
    await city.reviewed()
    await city.reviewed()
    people = [await city.person(name) for name in ("torben.voss", "oberbuergermeisterin")]
    round_id, _ = await a_round(city, roles=(), people=tuple(people))
    first, second = [await page_of(city, round_id, one) for one in people]

    await send(client, f"{first}/1", **{"step": "save", "score.benefit": "9", "score.complexity": "2"})

    assert CHOSEN.findall((await client.get(f"{first}/1")).text) == ["9", "2"]
    assert CHOSEN.findall((await client.get(f"{second}/1")).text) == []
    assert "0 von 2" in (await client.get(second)).text
    await signed_in(client, city)
    shown = (await client.get(f"/office/rounds/{round_id}")).text
    assert "1 von 2" in shown  # how far, and nothing else
    assert "9,0" not in shown
    assert "fate." not in (await client.get(f"/office/rounds/{round_id}/decide")).text  # nothing to decide on yet


async def test_criteria_that_are_changed_while_a_round_runs_are_those_of_the_next_round(
    city: City, client: httpx2.AsyncClient
) -> None:
    await city.reviewed()
    await city.reviewed()
    round_id, page = await a_round(city)
    for _ in range(2):
        await city.reviewed()  # they wait for the next one
    await publish(city, with_other_criteria())

    shown = (await client.get(f"{page}/1")).text
    assert 'name="score.benefit"' in shown
    assert "score.joy" not in shown
    await send(client, f"{page}/1", **{"step": "save", "score.benefit": "9", "score.complexity": "2"})

    async with city.db.read() as session:
        mine = await rounds.load_round(session, round_id)
        assert mine is not None
        counts = await round_fields.field_of(session, mine)
    assert {one.id: one.weight for one in counts.criteria} == {"benefit": 60, "complexity": 40}
    assert {one.criterion: one.value for one in counts.scores} == {"benefit": 9.0, "complexity": 2.0}
    assert [one.value for one in rank("utility", counts).places] == [8.6]
    _, following = await a_round(city)
    assert 'name="score.joy"' in (await client.get(f"{following}/1")).text


def with_other_criteria() -> ProcessDefinition:
    """As the tests' process, with one criterion that none of the others was."""
    before = a_definition()
    joy = before.criteria[0].model_copy(update={"id": "joy", "weight": 100})
    return before.model_copy(update={"criteria": (joy,)})


async def test_an_idea_that_is_withdrawn_has_no_page_and_is_not_waited_for(
    city: City, client: httpx2.AsyncClient
) -> None:
    gone, _ = await city.reviewed(), await city.reviewed()
    _, page = await a_round(city)
    await city.happens(gone, "withdrawn", "renate.kruse")

    assert (await client.get(f"{page}/1")).status_code == 404
    shown = await client.get(page)
    assert "0 von 1" in shown.text
    assert f'href="{page}/1"' not in shown.text


async def test_a_link_takes_nothing_after_the_last_day_though_nobody_has_closed_the_round(
    city: City, client: httpx2.AsyncClient
) -> None:
    await city.reviewed()
    await city.reviewed()
    _, page = await a_round(city)
    assert f'href="{page}/1"' in (await client.get(page)).text

    city.clock.later(days=9)

    assert f'href="{page}/1"' not in (await client.get(page)).text


async def test_the_office_is_asked_nothing_about_an_idea_that_waits_no_longer(
    city: City, client: httpx2.AsyncClient
) -> None:
    gone, other = await city.reviewed(), await city.reviewed()
    round_id, _ = await a_round(city)
    rules = RoundRules(advance_round, nobody, "Europe/Berlin", "SH")
    async with city.db.write() as session:
        round_ = await rounds.load_round(session, round_id)
        assert round_ is not None
        why = Reason("nobody_rated", {})
        ranking = Ranking("utility", (), (Undetermined(gone, why), Undetermined(other, why)))
        kept = await round_results.keep(
            session, round_id, await round_fields.field_of(session, round_), ranking, city.clock()
        )
        by = {"by": await city.person("digitalisierungsbuero"), "via": Via.OFFICE, "at": city.clock()}
        early = await inbox.put_of_round(session, round_id, ClosedEarly(id="early", **by))
        clock = {"id": "made", "by": "clock", "via": Via.CLOCK, "at": city.clock(), "digest": kept.digest}
        made = await inbox.put_of_round(session, round_id, Computed(result=1, placed=0, undetermined=2, **clock))
    for letter in (early, made):
        facts = await record_round(city.db, RoundNote(round_id, letter.inbox_id, city.clock().timestamp()), rules)
        assert facts.verdict == "done"
    await city.happens(gone, "withdrawn", "renate.kruse")
    await signed_in(client, city)

    assert "wird nicht mehr verglichen" in (await client.get(f"/office/rounds/{round_id}")).text
    asked = await client.get(f"/office/rounds/{round_id}/decide")
    assert f"fate.{other}" in asked.text
    assert f"fate.{gone}" not in asked.text
    looked = await send(client, f"/office/rounds/{round_id}/decide", **{f"fate.{other}": "leave"})
    assert looked.status_code == 200, looked.text


def test_no_round_can_be_started_where_no_process_gives_criteria() -> None:
    with pytest.raises(Invalid) as refused:
        plan_of(None, Form([]), Offered([], (), ()))  # type: ignore[arg-type]

    assert [one.code for one in refused.value.errors] == ["round.no_criteria"]
