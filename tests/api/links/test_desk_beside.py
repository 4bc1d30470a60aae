"""What stands on a desk besides tasks: rounds, surveys and advice, each with its own way in; of anonymous ones none."""

import re
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import func, select, text

from domain.rounds.happenings import RoundPlan
from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from domain.survey.wave_words import WaveState
from domain.words import Via
from storage import processes, rounds, sql
from storage.tables import InvitationLinkRow, RoundLinkRow
from tests.api.asked import PLAN
from tests.api.city import City, followed, send
from tests.api.links.desks import a_desk
from tests.api.links.test_advice import ADVISER, SAID
from tests.api.links.test_advice import asked as advice_asked
from tests.api.office.what_if_rounds import happens, let, round_of
from tests.storage.answered import in_state
from tests.storage.asking import add_survey, add_wave, invite

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
RATER = "torben.voss"


async def an_open_round(city: City, person: str = RATER) -> str:
    """A round that this person rates in alone."""
    for title in ("Alpha", "Beta"):
        await city.reviewed(title=title)
    async with city.db.write() as session:
        definition = await processes.current(session)
        assert definition is not None
        today = city.clock().date()
        given = {"title": "Runde <script>", "opens_on": today, "closes_on": today + timedelta(days=7)}
        given |= {"people": (city.people[person],), "criteria": definition.criteria, "take": 1}
        plan = RoundPlan.model_validate(given)
        by = city.people["jana.petersen"]
        letter = await rounds.open_round(session, plan, by=by, via=Via.OFFICE, at=city.clock())
    await let(city, letter)
    return letter.round


async def an_open_wave(city: City, mode: Mode, person: str = RATER) -> str:
    """A wave in which this person is invited and has not answered; the id of the invitation's wave."""
    survey = await add_survey(city.db, city.people["jana.petersen"], mode, SurveyPlan.model_validate(PLAN))
    wave = await add_wave(city.db, survey, city.people["jana.petersen"], mode, WaveState.OPEN)
    await invite(city.db, wave, [city.people[person]])
    await in_state(city.db, wave, WaveState.OPEN, closes_on=city.clock().date() + timedelta(days=5))
    return wave


async def links(city: City, row: type[RoundLinkRow] | type[InvitationLinkRow]) -> int:
    async with city.db.read() as session:
        return int((await session.execute(select(func.count()).select_from(sql.table(row)))).scalar_one())


def ways(page: str) -> list[str]:
    return re.findall(r'name="to" value="([^"]+)"', page)


@BOTH
async def test_a_round_is_entered_by_a_fresh_link_and_goes_from_the_desk_once_it_is_over(
    client: httpx2.AsyncClient, city: City
) -> None:
    round_id = await an_open_round(city)
    desk = await a_desk(city, city.people[RATER])
    page = (await client.get(desk)).text
    assert "Ideen einer Runde bewerten: Runde &lt;script&gt;" in page
    assert "2 Ideen · bis " in page
    assert "Nichts wartet auf Sie" not in page
    before = await links(city, RoundLinkRow)
    await client.get(desk)
    assert await links(city, RoundLinkRow) == before  # looking makes none

    entered = await send(client, desk, f"{desk}/go", to=ways(page)[0])
    assert re.fullmatch(r"/r/[a-z2-7]{32}", entered.headers["location"])
    assert "Alpha" in (await followed(client, entered)).text
    await happens(city, round_id, "closed_early", city.people["jana.petersen"])
    late = await followed(client, await send(client, desk, f"{desk}/go", to=ways(page)[0]))
    assert "Das ist vorbei, oder Sie haben schon geantwortet" in late.text
    assert ways(late.text) == []


@BOTH
@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
async def test_a_survey_in_which_one_is_known_is_entered_from_the_desk(
    client: httpx2.AsyncClient, city: City, mode: Mode
) -> None:
    await an_open_wave(city, mode)
    desk = await a_desk(city, city.people[RATER])
    page = (await client.get(desk)).text
    assert "Umfrage beantworten: " in page
    entered = await send(client, desk, f"{desk}/go", to=ways(page)[0])

    assert re.fullmatch(r"/s/[a-z2-7]{32}", entered.headers["location"])
    assert (await followed(client, entered)).status_code == 200


@BOTH
async def test_of_an_anonymous_survey_a_desk_says_only_that_it_is_open(client: httpx2.AsyncClient, city: City) -> None:
    wave = await an_open_wave(city, Mode.ANONYMOUS)
    desk = await a_desk(city, city.people[RATER])
    before = await links(city, InvitationLinkRow)
    page = (await client.get(desk)).text

    assert "Umfrage beantworten: " in page
    assert "Anonym: Der Zugang steht in der Mail dazu" in page
    assert ways(page) == []
    assert "/s/" not in page
    assert wave not in page
    async with city.db.read() as session:
        invitation = (await session.execute(text("SELECT id FROM invitations"))).scalar_one()
    assert invitation not in page
    forged = await send(client, desk, f"{desk}/go", to=f"survey:{invitation}")
    assert forged.headers["location"] == f"{desk}?done=gone"
    assert (await send(client, desk, f"{desk}/go", to="survey:")).headers["location"] == f"{desk}?done=gone"
    assert await links(city, InvitationLinkRow) == before


async def test_nobody_enters_what_lies_on_somebody_elses_desk(client: httpx2.AsyncClient, city: City) -> None:
    round_id = await an_open_round(city)
    await an_open_wave(city, Mode.NAMED)
    theirs = ways((await client.get(await a_desk(city, city.people[RATER]))).text)
    mine = await a_desk(city, city.people["anneke.lorenzen"])
    assert len(theirs) == 2
    assert ways((await client.get(mine)).text) == []

    for way in theirs:
        assert (await send(client, mine, f"{mine}/go", to=way)).headers["location"] == f"{mine}?done=gone"
    assert (await round_of(city, round_id)).raters


@BOTH
async def test_advice_is_given_at_the_desk(client: httpx2.AsyncClient, city: City) -> None:
    case_id, _, _ = await advice_asked(client, city)
    desk = await a_desk(city, city.people[ADVISER])
    page = (await client.get(desk)).text
    advice = (await city.case(case_id)).advice[0].id
    assert "Rat geben: &lt;script&gt;Bank" in page
    below = f"{desk}/on/{advice}"
    assert f'href="{below}"' in page
    assert "&lt;script&gt;Geht das" in (await client.get(below)).text

    shown = await followed(client, await send(client, below, f"{below}/advise", advice=SAID))
    assert "Ihre Antwort ist festgehalten" in shown.text
    assert "Rat geben" not in shown.text
    assert (await city.case(case_id)).advice[0].text == SAID
    other = await a_desk(city, city.people["anneke.lorenzen"])
    assert (await client.get(f"{other}/on/{advice}")).status_code == 404
