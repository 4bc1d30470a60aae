"""An open survey by its pages: an address, one mail, a box to tick, one answer; the same words to everybody."""

import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.services import Services
from domain.survey.modes import Mode
from domain.survey.wave_happenings import WavePlan
from domain.survey.wave_words import WaveState
from storage import entries, people
from storage.errors import StorageError
from tests.api.answering.asked import BALLOTS, ORIGIN, PULSE, counted, go_on, hand_in, set_wave
from tests.api.apps import app_on
from tests.api.asked import a_survey
from tests.api.city import City, hidden_of, send
from tests.api.conftest import SITE
from tests.storage.asking import add_wave

PLAN = WavePlan(starts_on=date(2026, 3, 2), closes_on=date(2026, 3, 13), public=True).model_dump(mode="json")
TABLES = ("invitations", "people", "addresses", "guests", "survey_entries", "outbox", "drafts", "intake")


@pytest.fixture
async def other(services: Services) -> AsyncIterator[httpx2.AsyncClient]:
    """Another browser: the one in which mail is read."""
    transport = httpx2.ASGITransport(app=app_on(services))
    headers = {"Accept-Language": "de"}
    async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, headers=headers) as browser:
        yield browser


async def a_wave(city: City, mode: Mode = Mode.ANONYMOUS) -> str:
    """An open wave, and its public page."""
    wave = await add_wave(city.db, await a_survey(city, mode), city.people["torben.voss"], mode)
    await set_wave(city.db, wave, plan=PLAN, public_key=BALLOTS.public_key(wave))
    return f"/surveys/{wave}"


async def stored(city: City) -> dict[str, int]:
    return {table: await counted(city.db, table) for table in TABLES}


async def links(city: City) -> list[str]:
    """The paths in the mails, in the order in which they were written."""
    bodies = [mail.get_body(("plain",)) for name, mail in await city.mails() if name == "confirm_entry"]
    return [re.findall(r"http://ideen\.example(/s/[a-z2-7]{32})", str(b.get_content()))[0] for b in bodies if b]


async def enter(client: httpx2.AsyncClient, page: str, address: str, **fields: str) -> httpx2.Response:
    return await send(client, page, email=address, language="de", **fields)


async def confirm(client: httpx2.AsyncClient, link: str, mine: str = "yes") -> httpx2.Response:
    return await send(client, link, to="/s/confirm", mine=mine)


async def answered(client: httpx2.AsyncClient, first: httpx2.Response) -> httpx2.Response:
    """From the first page of the questions to the last one, and sent."""
    page: Any = first.headers["location"]
    while page != "/s/check":
        name = page.rpartition("/")[2]
        page = (await go_on(client, page, **PULSE[name])).headers["location"]
    return await hand_in(client)


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
async def test_a_stranger_takes_part_once(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, city: City, mode: Mode
) -> None:
    page = await a_wave(city, mode)
    assert f'href="{page}"' in (await client.get("/surveys")).text
    promised = "jede Adresse einmal zählt" if mode is Mode.ANONYMOUS else "getrennt von Ihrer Adresse"
    assert promised in (await client.get(page)).text
    sent = await enter(client, page, "Ida@Example.org", tell="yes")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{page}/sent")
    assert await counted(city.db, "invitations") == await counted(city.db, "guests") == 0
    (link,) = await links(city)
    thanks = await answered(other, await confirm(other, link))
    assert thanks.headers["location"] == "/s/thanks"
    assert "Wenn Sie darum gebeten haben" in (await other.get("/s/thanks")).text
    assert await counted(city.db, "survey_entries") == 0
    async with city.db.read() as session:  # nothing leads from the mail's minute to whoever confirmed
        keys = list((await session.execute(text("SELECT dedup_key FROM outbox"))).scalars())
        hashes = list((await session.execute(text("SELECT hash FROM invitation_links"))).scalars())
    assert hashes
    assert not [key for key in keys for one in hashes if one in key]
    await enter(client, page, "ida@example.org")
    (second,) = set(await links(city)) - {link}
    again = await confirm(client, second)
    assert again.headers["location"] == "/s/state"
    assert "Jede Adresse zählt einmal" in (await client.get("/s/state")).text
    table = "intake" if mode is Mode.ANONYMOUS else "answers_confidential"
    assert await counted(city.db, table) == 1


async def test_the_form_says_the_same_whoever_has_the_address(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    async with city.db.write() as session:
        await people.opt_out(session, city.people["torben.voss"], at=city.clock())
    said = set()
    for address in ("torben.voss@example.org", "jana.petersen@example.org", "new@example.org", "new@example.org"):
        answer = await enter(client, page, address)
        said.add((answer.status_code, answer.headers["location"], (await client.get(f"{page}/sent")).text.count("<p")))
    assert len(said) == 1
    assert len(await links(city)) == 3


async def test_looking_and_pressing_leave_no_trace(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    before = await stored(city)
    for address in (page, f"{page}/sent", "/surveys", "/privacy/surveys", "/s/confirm"):
        assert (await client.get(address)).status_code in (200, 410), address
        await client.head(address)
    assert (await send(client, page)).status_code == 422
    assert await stored(city) == before
    await enter(client, page, "ida@example.org")
    (link,), before = await links(city), await stored(city)
    for _ in range(2):
        assert (await client.get(link)).status_code == 200
        refused = await confirm(client, link, mine="")
        assert refused.status_code == 422
        assert link.rpartition("/")[2] not in refused.text
    assert await stored(city) == before


async def test_a_double_click_is_one_mail_and_one_invitation(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    form = hidden_of((await client.get(page)).text) | {"email": "ida@example.org", "language": "en"}
    for _ in range(2):
        assert (await client.post(page, data=form, headers=ORIGIN)).status_code == 303
    (link,) = await links(city)
    shown = await client.get(link)
    assert "What we promise" in shown.text  # in the language that was chosen, unless the reader chose another
    for _ in range(2):
        answer = await client.post("/s/confirm", data=hidden_of(shown.text) | {"mine": "yes"}, headers=ORIGIN)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/s/page/")
    assert await counted(city.db, "invitations") == 1


@pytest.mark.parametrize(
    "address", ["", "keine", "a@b", "zwei@example.org, drei@example.org", "x\r\nBcc: y@z.de@example.org"]
)
async def test_a_wrong_address_is_told_and_kept(client: httpx2.AsyncClient, city: City, address: str) -> None:
    page = await a_wave(city)
    answer = await enter(client, page, address, tell="yes")
    assert answer.status_code == 422
    assert 'href="#f-email"' in answer.text
    assert re.search(r'id="f-tell"[^>]* checked', answer.text)
    assert await links(city) == []


async def test_the_language_can_be_changed_without_losing_what_was_typed(
    client: httpx2.AsyncClient, city: City
) -> None:
    page = await a_wave(city)
    form = hidden_of((await client.get(page)).text) | {"email": "ida@example.org", "step": "change"}
    answer = await client.post(f"{page}?lang=en", data=form, headers=ORIGIN)
    assert "ida@example.org" in answer.text
    assert "Send me the link" in answer.text
    assert await links(city) == []


async def test_too_many_are_told_to_wait_and_one_address_gets_three_mails(
    client: httpx2.AsyncClient, city: City
) -> None:
    page = await a_wave(city)
    for _ in range(5):
        assert (await enter(client, page, "ida@example.org")).status_code == 303
        city.clock.later(minutes=11)
    assert len(await links(city)) == 3
    answer = await enter(client, page, "ida@example.org")
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert "ida@example.org" in answer.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": WaveState.CLOSED.value}, "beendet"),
        ({"state": WaveState.ANSWERING.value}, "beendet"),
        ({"paused_at": "now"}, "ruht"),
    ],
)
async def test_where_no_answers_are_taken_every_way_says_so(
    client: httpx2.AsyncClient, city: City, changes: dict[str, Any], words: str
) -> None:
    page = await a_wave(city)
    await enter(client, page, "ida@example.org")
    (link,) = await links(city)
    open_form = hidden_of((await client.get(page)).text)
    ready = hidden_of((await client.get(link)).text)
    values = {name: city.clock() if value == "now" else value for name, value in changes.items()}
    await set_wave(city.db, page.rpartition("/")[2], **values)
    before = await stored(city)
    shown = await client.get(page)
    assert words in shown.text
    assert 'name="email"' not in shown.text
    late = await client.post(page, data=open_form | {"email": "late@example.org", "language": "de"}, headers=ORIGIN)
    assert words in late.text
    assert words in (await client.get(link)).text
    confirmed = await client.post("/s/confirm", data=ready | {"mine": "yes"}, headers=ORIGIN)
    assert confirmed.status_code == 200
    assert page in confirmed.text
    assert await stored(city) == before
    assert f'href="{page}"' not in (await client.get("/surveys")).text


async def test_a_wave_for_those_invited_has_no_public_page(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    await set_wave(city.db, page.rpartition("/")[2], plan=PLAN | {"public": False})
    form = {"email": "ida@example.org", "language": "de"}
    for answer in (
        await client.get(page),
        await client.get(f"{page}/sent"),
        await client.post(page, data=form, headers=ORIGIN),
    ):
        assert answer.status_code == 404
    assert page not in (await client.get("/surveys")).text


async def test_after_a_week_the_link_opens_nothing(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    await enter(client, page, "ida@example.org")
    (link,) = await links(city)
    city.clock.later(days=8)
    assert (await client.get(link)).status_code == 404


async def test_a_form_from_elsewhere_is_refused(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    form = hidden_of((await client.get(page)).text) | {"email": "ida@example.org", "language": "de"}
    elsewhere = {"Origin": "http://elsewhere.example"}
    assert (await client.post(page, data=form, headers=elsewhere)).status_code == 403
    assert await links(city) == []


async def test_results_name_no_response_rate(client: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    wave = page.rpartition("/")[2]
    await set_wave(city.db, wave, state=WaveState.DONE.value, done_at=city.clock(), invited=0)
    shown = (await client.get(page)).text
    assert "keine Rücklaufquote" in shown
    assert ">Rücklaufquote<" not in shown


async def consents_of(city: City) -> list[tuple[int, bool, str]]:
    async with city.db.read() as session:
        found = await session.execute(
            text(
                "SELECT c.number, c.given, w.text, c.at FROM consents c"
                " JOIN consent_wordings w ON w.version = c.wording ORDER BY c.number"
            )
        )
        rows = list(found)
    assert all("00:00:00" in str(row.at) for row in rows)  # the day, never the minute
    return [(row.number, bool(row.given), row.text) for row in rows]


async def take_back(client: httpx2.AsyncClient, link: str, **ticked: str) -> httpx2.Response:
    return await send(client, link, to="/s/withdraw", **ticked)


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
async def test_consent_is_taken_back_by_the_link_that_gave_it(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, city: City, mode: Mode
) -> None:
    page = await a_wave(city, mode)
    await enter(client, page, "ida@example.org", tell="yes")
    (link,) = await links(city)
    assert "Art. 6" in (await other.get(link)).text
    await answered(other, await confirm(other, link))
    ((number, given, words),) = await consents_of(city)
    assert (number, given) == (0, True)
    assert "meine Adresse" in words
    assert "Art. 6" in words
    assert await counted(city.db, "addresses", "address = 'ida@example.org'") == 1

    for _ in range(2):  # looking, and a button alone: nothing
        assert "Ich nehme meine Einwilligung zurück" in (await client.get(link)).text
        await take_back(client, link)
    assert len(await consents_of(city)) == 1

    gone = await take_back(client, link, sure="yes")
    assert gone.status_code == 200
    assert "Sie nehmen nicht teil" in gone.text
    rows = await consents_of(city)
    assert [(n, given) for n, given, _ in rows] == [(0, True), (1, False)]
    assert await counted(city.db, "pseudonyms") == 0
    table = "intake" if mode is Mode.ANONYMOUS else "answers_confidential"
    assert await counted(city.db, table) == 1  # the figures stay as they were shown
    assert await counted(city.db, "invitations", "state = 'left' AND \"left\" = 'withdrawn'") == 1
    again = await client.get(link)
    assert "Sie nehmen nicht teil" in again.text
    assert "Einwilligung zurücknehmen" not in again.text

    assert await counted(city.db, "addresses", "address = 'ida@example.org'") == 1  # or they could answer again
    await enter(client, page, "ida@example.org")
    (second,) = set(await links(city)) - {link}
    assert (await confirm(client, second)).headers["location"] == "/s/state"
    assert await counted(city.db, table) == 1
    await take_back(client, second, sure="yes")
    await set_wave(city.db, page.rpartition("/")[2], state=WaveState.DONE.value, done_at=city.clock())
    async with city.db.write() as session:
        await entries.forget_guests(session, city.clock())
    assert await counted(city.db, "addresses", "address = 'ida@example.org'") == 0


async def test_whoever_took_it_back_before_answering_cannot_answer_and_may_come_again(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, city: City
) -> None:
    page = await a_wave(city)
    await enter(client, page, "ida@example.org")
    (link,) = await links(city)
    first = await confirm(other, link)
    await take_back(client, link, sure="yes")
    assert await counted(city.db, "addresses", "address = 'ida@example.org'") == 0
    assert "Sie nehmen nicht teil" in (await other.get(first.headers["location"])).text
    await enter(client, page, "Ida@example.org")
    (second,) = set(await links(city)) - {link}
    assert (await answered(client, await confirm(client, second))).headers["location"] == "/s/thanks"


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_consents_are_never_changed(client: httpx2.AsyncClient, other: httpx2.AsyncClient, city: City) -> None:
    page = await a_wave(city)
    await enter(client, page, "ida@example.org")
    (link,) = await links(city)
    await confirm(other, link)
    for statement in (
        "UPDATE consents SET given = NOT given",
        "DELETE FROM consents",
        "UPDATE consent_wordings SET text = ''",
        "DELETE FROM consent_wordings",
    ):
        with pytest.raises((StorageError, DBAPIError)):
            async with city.db.write() as session:
                await session.execute(text(statement))
    assert len(await consents_of(city)) == 1
