"""Finding out whose a confidential answer is, by its pages: as promised, by two people, once each, and on record."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import update

from contracts.survey_links import sealed_person
from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from storage import resolving, sql, waves
from storage.tables import ConfidentialAnswerRow, PersonRow, PseudonymRow, WaveRow
from tests.api.city import City
from tests.api.office.conftest import fill, signed_in
from tests.api.office.waves import DirectWaves, let_waves_happen
from tests.storage import asking

ROOT = "/office/surveys"
P = sql.table(PersonRow)
SECRET = "Rosa Geheim <b>"
WHY = "Drohung <script>"
pytestmark = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def direct(city: City) -> DirectWaves:
    return let_waves_happen(city)


@pytest.fixture
async def second(client: httpx2.AsyncClient, city: City) -> AsyncIterator[httpx2.AsyncClient]:
    """Another browser, in which the other person of the office is signed in."""
    other = httpx2.AsyncClient(transport=client._transport, base_url=client.base_url)
    async with other:
        yield await signed_in(other, city, "malte.hinrichs")


def a_plan(city: City, *who: str, words: str = "Jana Petersen und Malte Hinrichs") -> SurveyPlan:
    named = tuple(city.people[one] for one in who)
    return SurveyPlan.model_validate({"title": {"de": "Puls"}, "resolvers": words, "resolver_ids": named})


BOTH = ("jana.petersen", "malte.hinrichs")


async def an_answer(city: City, who: tuple[str, ...] = BOTH, mode: Mode = Mode.CONFIDENTIAL) -> tuple[str, str]:
    """A wave with one answer of somebody, and its code."""
    jana = city.people["jana.petersen"]
    survey = await asking.add_survey(city.db, jana, mode, a_plan(city, *who))
    wave, code = await asking.add_wave(city.db, survey, jana, mode), uuid4().hex
    (person,) = await asking.add_people(city.db, 1)
    sealed = city.services.keys.seal(person.encode(), sealed_person(code))
    async with city.db.write() as session:
        await session.execute(update(P).where(P.c.id == person).values(name=SECRET))
        if mode is Mode.CONFIDENTIAL:
            await resolving.name_resolvers(session, wave, [city.people[one] for one in who])
        given = {"id": uuid4().hex, "wave": wave, "pseudonym": code, "unit": "", "content": "{}"}
        await sql.insert(session, ConfidentialAnswerRow, [given])
        await sql.insert(session, PseudonymRow, [{"pseudonym": code, "wave": wave, "sealed": sealed}])
    return wave, code


async def asks(client: httpx2.AsyncClient, wave: str, code: str) -> httpx2.Response:
    return await fill(client, f"{ROOT}/waves/{wave}/resolving", code=code, reason=WHY)


async def request_of(direct: DirectWaves, wave: str) -> str:
    """The address of the request that waits, or of the only one; the clock here stands still, so none is the newest."""
    waiting = sorted((await direct.wave(wave)).resolutions, key=lambda one: one.state == "asked")
    return f"{ROOT}/waves/{wave}/resolving/{waiting[-1].id}"


async def test_two_find_out_once_each_and_the_record_says_so(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    assert (await asks(office, wave, code)).status_code == 303
    page = await request_of(direct, wave)
    mine = (await office.get(page)).text
    assert "Zustimmen" not in mine
    assert "Anfrage zurückziehen" in mine
    theirs = (await second.get(page)).text
    assert "Drohung &lt;script&gt;" in theirs
    assert code in theirs
    assert (await fill(second, page, step="confirm")).status_code == 303
    for browser in (second, office):
        opened = await fill(browser, page, step="look")
        assert opened.status_code == 200
        assert "Rosa Geheim &lt;b&gt;" in opened.text
        again = await browser.get(page)
        assert "Rosa Geheim" not in again.text
        assert "Einmal zeigen" not in again.text
        twice = await fill(browser, f"{ROOT}/waves/{wave}/resolving", step="look")
        assert "Rosa Geheim" not in twice.text

    history = (await office.get(f"{ROOT}/waves/{wave}")).text
    assert history.count("hat nachgesehen, von wem die Antwort ist") == 2
    assert "Malte Hinrichs" in history
    assert "Drohung &lt;script&gt;" in history
    assert code not in history
    assert "Rosa Geheim" not in history
    officer = (await office.get(f"{ROOT}/disclosures")).text
    assert officer.count("hat nachgesehen, von wem die Antwort ist") == 2
    assert f'href="{ROOT}/waves/{wave}"' in officer
    assert "Drohung &lt;script&gt;" in officer
    assert "Rosa Geheim" not in officer
    assert code not in officer
    async with city.db.read() as session:
        assert await waves.wave_broken_at(session, await direct.wave(wave)) is None
        told = str([event.facts for event in await waves.wave_events(session, wave)])
    assert code not in told


async def test_one_alone_gets_nowhere_and_a_third_sees_no_code(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    await asks(office, wave, code)
    page = await request_of(direct, wave)
    for step in ("confirm", "refuse", "look"):
        sent = await fill(office, page, step=step, reason="x")
        assert sent.status_code == 422, step
        assert "Rosa Geheim" not in sent.text
    assert (await direct.wave(wave)).resolutions[0].state == "asked"

    other, its_code = await an_answer(city, ("jana.petersen", "digitalisierungsbuero"))
    await asks(office, other, its_code)
    page = await request_of(direct, other)
    seen = (await second.get(page)).text
    assert its_code not in seen
    assert "Zustimmen" not in seen
    shown = await second.get(f"{ROOT}/waves/{other}/resolving")
    assert 'name="code"' not in shown.text


async def test_whoever_the_promise_does_not_name_is_told_so(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    mine, _ = await an_answer(city, ("jana.petersen", "digitalisierungsbuero"))
    form = await second.get(f"{ROOT}/waves/{wave}/resolving")  # a form of a wave that names him …
    assert form.status_code == 200
    sent = await fill(second, f"{ROOT}/waves/{mine}/resolving", code=code, reason=WHY)  # … sent to one that does not
    assert sent.status_code in (403, 422)
    assert (await direct.wave(mine)).resolutions == ()


async def test_a_forged_code_or_request_is_refused_and_what_was_typed_is_kept(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, _ = await an_answer(city)
    _, elsewhere = await an_answer(city)
    for code in ("nothing", elsewhere):
        sent = await asks(office, wave, code)
        assert sent.status_code == 422
        assert "Keine Antwort dieser Welle hat diesen Code" in sent.text
        assert "Drohung &lt;script&gt;" in sent.text
    assert (await fill(office, f"{ROOT}/waves/{wave}/resolving", code=elsewhere, reason="")).status_code == 422
    assert (await office.get(f"{ROOT}/waves/{wave}/resolving/forged")).status_code == 404
    assert (await direct.wave(wave)).resolutions == ()


async def test_a_request_that_lapsed_shows_nothing(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    await asks(office, wave, code)
    page = await request_of(direct, wave)
    shown = await second.get(page)
    assert "Zustimmen" in shown.text
    city.clock.later(days=10)
    await signed_in(second, city, "malte.hinrichs")
    late = await fill(second, page, step="confirm")
    assert late.status_code == 422
    assert "verfallen" in late.text


async def test_a_refusal_says_why_and_ends_it(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    await asks(office, wave, code)
    page = await request_of(direct, wave)
    assert (await fill(second, page, step="refuse", reason="")).status_code == 422
    assert (await fill(second, page, step="refuse", reason="Kein <b>Grund")).status_code == 303
    assert "Kein &lt;b&gt;Grund" in (await signed_in_page(office, page))
    assert (await fill(office, f"{ROOT}/waves/{wave}/resolving", code=code, reason=WHY)).status_code == 303
    page = await request_of(direct, wave)
    assert (await fill(office, page, step="withdraw")).status_code == 303


async def signed_in_page(client: httpx2.AsyncClient, page: str) -> str:
    shown = await client.get(page)
    assert shown.status_code == 200
    return shown.text


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.NAMED])
async def test_other_modes_have_nothing_to_find_out(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves, mode: Mode
) -> None:
    wave, code = await an_answer(city, (), mode)
    assert "resolving" not in (await office.get(f"{ROOT}/waves/{wave}")).text
    shown = await office.get(f"{ROOT}/waves/{wave}/resolving")
    assert 'name="code"' not in shown.text
    sent = await fill(office, f"{ROOT}/waves/{wave}/resolving", code=code, reason=WHY)
    assert sent.status_code in (403, 409)


async def test_nothing_is_shown_before_it_is_on_record(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    await asks(office, wave, code)
    page = await request_of(direct, wave)
    await fill(second, page, step="confirm")
    city.messenger.away = True
    nothing = await fill(office, page, step="look")
    assert nothing.status_code == 409
    assert "Rosa Geheim" not in nothing.text


async def test_a_look_whose_record_came_late_is_offered_again(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave, code = await an_answer(city)
    await asks(office, wave, code)
    page = await request_of(direct, wave)
    await fill(second, page, step="confirm")
    for browser in (office, second):
        city.messenger.away = True
        assert (await fill(browser, page, step="look")).status_code == 409
        city.messenger.away = False
        await direct.catch_up(wave)
    assert len((await direct.wave(wave)).resolutions[0].seen) == 2
    for browser in (office, second):
        opened = await fill(browser, page, step="look")
        assert "Rosa Geheim &lt;b&gt;" in opened.text
        assert "Einmal zeigen" not in (await browser.get(page)).text


async def test_a_wave_freezes_who_was_named_and_the_survey_cannot_change_it_meanwhile(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    jana = city.people["jana.petersen"]
    survey = await asking.add_survey(city.db, jana, Mode.CONFIDENTIAL, a_plan(city, *BOTH))
    await asking.add_people(city.db, 12)
    sent = await fill(office, f"{ROOT}/{survey}/start")
    wave = sent.headers["location"].partition("?")[0].rpartition("/")[2]
    await direct.asked(wave)
    assert set((await direct.wave(wave)).resolvers) == {city.people[one] for one in BOTH}

    changed = await fill(office, f"{ROOT}/{survey}/edit", resolvers="Amt 11")
    assert changed.status_code == 422
    async with city.db.write() as session:
        await session.execute(update(sql.table(WaveRow)).values(state="closed"))
    words: dict[str, Any] = {"resolvers": "nur Jana Petersen", "resolver_ids": [city.people[one] for one in BOTH]}
    missing = await fill(office, f"{ROOT}/{survey}/edit", **words)
    assert "in der Zusage stehen" in missing.text
    mailbox = {"resolvers": "Jana Petersen, Digitalisierungsbüro"}
    mailbox["resolver_ids"] = [jana, city.people["digitalisierungsbuero"]]  # type: ignore[assignment]
    assert "kein gemeinsames Postfach" in (await fill(office, f"{ROOT}/{survey}/edit", **mailbox)).text
    alone = await fill(office, f"{ROOT}/{survey}/edit", resolver_ids=jana)
    assert "mindestens zwei" in alone.text


async def test_before_anybody_looked_the_officers_page_says_so(office: httpx2.AsyncClient, city: City) -> None:
    assert "Bisher niemand" in (await office.get(f"{ROOT}/disclosures")).text
    assert f'href="{ROOT}/disclosures"' in (await office.get(ROOT)).text
