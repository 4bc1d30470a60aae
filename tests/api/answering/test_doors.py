"""The link's token is in the first address and nowhere else; nobody answers twice, from elsewhere, or by guessing."""

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator

import httpx2
import pytest
import structlog
from sqlalchemy import text

from api.answering import tickets
from api.limits import Limits
from api.services import Services
from domain.survey.modes import Mode
from storage.engine import Database
from tests.api.answering.asked import ORIGIN, PULSE, a_wave, answered, begin, code_of, counted, go_on, hand_in
from tests.api.apps import app_on
from tests.api.city import Clock, hidden_of
from tests.api.conftest import SITE
from umlauf.logs import configure_logging

FIRST = "/s/page/working_together"
UNKNOWN = "/s/" + "a" * 32


class Watched(httpx2.AsyncBaseTransport):
    """Everything that goes over the line."""

    def __init__(self, services: Services) -> None:
        self.inner = httpx2.ASGITransport(app=app_on(services))
        self.lines: list[tuple[str, str]] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = (await request.aread()).decode()
        self.lines.append((f"{request.method} {request.url.path}", f"{request.url}{request.headers!r}{body}"))
        answer = await self.inner.handle_async_request(request)
        content = await answer.aread()
        self.lines.append((f"answer to {request.url.path}", f"{answer.headers!r}{content.decode()}"))
        return answer


@pytest.fixture
async def watched(services: Services) -> AsyncIterator[tuple[httpx2.AsyncClient, Watched]]:
    line = Watched(services)
    async with httpx2.AsyncClient(transport=line, base_url=SITE.base_url, headers={"Accept-Language": "de"}) as client:
        yield client, line


@pytest.mark.parametrize("mode", list(Mode))
async def test_the_token_is_in_the_first_request_and_nowhere_else(
    watched: tuple[httpx2.AsyncClient, Watched], db: Database, mode: Mode
) -> None:
    client, line = watched
    _, (link, _) = await a_wave(db, mode)
    await answered(client, link)
    await hand_in(client)
    await client.get("/s/thanks")
    token = link.rpartition("/")[2]
    seen = [where for where, words in line.lines if token in words]
    assert seen == [f"GET {link}"]
    assert len(line.lines) > 20


async def test_no_page_tells_the_invitation_or_whose_it_is(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    async with db.read() as session:
        ids = [str(one) for row in await session.execute(text("SELECT id, person_id FROM invitations")) for one in row]
    pages = [(await client.get(link)).text, (await answered(client, link)).text, (await client.get(FIRST)).text]
    assert not [one for one in ids for page in pages if one in page]


@pytest.mark.parametrize("mode", list(Mode))
async def test_whoever_was_forwarded_the_link_is_told_whose_answers_these_would_be(
    client: httpx2.AsyncClient, db: Database, mode: Mode
) -> None:
    """Where answers lead back to a person, the page names them; where they do not, it names nobody."""
    _, (link, _) = await a_wave(db, mode)
    async with db.write() as session:
        await session.execute(text("UPDATE people SET name = 'Anna <b>Amt'"))
    page = (await client.get(link)).text
    whose = "Diese Einladung ist für Anna &lt;b&gt;Amt.</strong> Sie zählt einmal."  # what "it" is has just been said
    assert (whose in page) is (mode is not Mode.ANONYMOUS)
    assert ("Sind Sie jemand anderes, antworten Sie bitte nicht" in page) is (mode is not Mode.ANONYMOUS)
    assert ("wer sie hat, kann antworten" in page) is (mode is Mode.ANONYMOUS)
    for later in (FIRST, "/s/check"):
        await begin(client, link)
        assert "Anna" not in (await client.get(later)).text


async def test_the_session_is_a_cookie_for_these_pages_alone(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    form = hidden_of((await client.get(link)).text)
    answer = await client.post("/s/begin", data=form, headers=ORIGIN)
    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith(tickets.COOKIE)]
    assert re.search(r"; HttpOnly; Max-Age=43200; Path=/s; SameSite=strict$", cookie), cookie
    for page in (link, FIRST, "/s/check", "/s/later", "/s/state"):
        headers = (await client.get(page)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "strict-origin"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_an_unknown_link_is_like_any_other_and_guessing_ends(
    client: httpx2.AsyncClient, services: Services, db: Database
) -> None:
    await a_wave(db)
    other = (await client.get("/a/" + "a" * 32)).text
    for wrong in (UNKNOWN, "/s/short", "/s/" + "A" * 32, "/s/" + "a" * 33):
        answer = await client.get(wrong)
        assert answer.status_code == 404
        assert re.sub(r"/[as]/\w+", "", answer.text) == re.sub(r"/[as]/\w+", "", other)
    services.limits = Limits()
    codes = {(await client.get(UNKNOWN)).status_code for _ in range(70)}
    assert codes == {404, 429}


async def test_without_a_session_nothing_is_shown_taken_or_lost(client: httpx2.AsyncClient, db: Database) -> None:
    await a_wave(db)
    for page in (FIRST, "/s/check", "/s/later", "/s/thanks", "/s/state", "/s/begin", "/s/code"):
        answer = await client.get(page)
        assert (answer.status_code, "öffnen Sie den Link" in answer.text) == (200, True), page
    typed = {"q.one_thing": "<script>Mitten im Satz", "q.side": "inside"}
    for page in (FIRST, "/s/check"):
        answer = await client.post(page, data=typed, headers=ORIGIN)
        assert (answer.status_code, "Mitten im Satz" in answer.text) == (200, True), page
        assert "inside" not in answer.text
    assert await counted(db, "drafts") == 0


async def test_a_session_and_a_ticket_end(client: httpx2.AsyncClient, db: Database, clock: Clock) -> None:
    _, (link, _) = await a_wave(db)
    form = hidden_of((await client.get(link)).text)
    await begin(client, link)
    clock.later(hours=13)
    assert "öffnen Sie den Link" in (await client.get(FIRST)).text
    answer = await client.post("/s/begin", data=form, headers=ORIGIN)
    assert "öffnen Sie den Link" in answer.text
    for ticket in ("", "x", form["ticket"][:-4] + "AAAA"):
        answer = await client.post("/s/begin", data={**form, "ticket": ticket}, headers=ORIGIN)
        assert "öffnen Sie den Link" in answer.text


async def test_a_form_that_lay_too_long_comes_back_with_what_was_typed(
    client: httpx2.AsyncClient, db: Database, clock: Clock, services: Services
) -> None:
    _, (link, _) = await a_wave(db)
    page = await begin(client, link)
    old = hidden_of((await client.get(page)).text)
    clock.later(hours=11)
    await begin(client, link)
    clock.later(hours=2)
    visit = hidden_of((await client.get(page)).text)["visit"]
    answer = await client.post(page, data={**old, "visit": visit, "q.side": "outside"}, headers=ORIGIN)
    assert (answer.status_code, 'class="error-summary"' in answer.text) == (409, True)
    assert 'value="outside" checked' in answer.text
    assert await counted(db, "drafts") == 0


async def test_forms_of_other_pages_are_refused(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    await answered(client, link)
    form = {**hidden_of((await client.get("/s/check")).text), "sure": "yes"}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}):
        forged = await client.post("/s/check", data={**form, "nonce": "1.0.x"}, headers=headers)
        assert forged.status_code == 403
    assert await counted(db, "intake") == 0


async def test_of_many_tabs_that_send_at_once_one_counts(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db)
    sheet = {**hidden_of((await answered(client, link)).text), "sure": "yes"}
    sent = await asyncio.gather(*(client.post("/s/check", data=sheet, headers=ORIGIN) for _ in range(20)))
    assert sorted(answer.status_code for answer in sent) == [*[200] * 19, 303]
    assert sum("Sie haben teilgenommen" in answer.text for answer in sent) == 19
    assert (await counted(db, "intake"), await counted(db, "invitations", "answered")) == (1, 1)


BAD = ("\0", "\u202e", "a\u0007", "x" * 100_000, "\ud7ff" * 5000, "' OR 1=1 --", "{{7*7}}", "<script>alert(1)</script>")


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
async def test_bad_input_breaks_nothing(client: httpx2.AsyncClient, db: Database, bad: str) -> None:
    _, (link, _) = await a_wave(db)
    page = await begin(client, link)
    answer = await go_on(client, page, side=bad, informed=bad, heard=[bad, bad], join_in=bad, unknown=bad)
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    answer = await go_on(client, "/s/page/next_quarter", first__climate=bad, first__gone="1", one_thing=bad)
    assert answer.status_code in (303, 422)
    assert (await client.get(f"/s/page/{'x' * 300}")).status_code == 404
    back = await go_on(client, page, button="back", side=bad, one_thing=bad)
    assert back.status_code == 303
    assert (await client.get("/s/check")).status_code == 200


async def test_the_log_at_its_most_talkative_tells_nothing(client: httpx2.AsyncClient, db: Database) -> None:
    _, links = await a_wave(db, people=3)
    written, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    try:
        configure_logging("DEBUG", written)
        codes = []
        for number, link in enumerate(links):
            client.cookies.clear()
            await answered(client, link, one_thing=f"geheim-{number}")
            codes.append(code_of((await client.get("/s/check")).text))
            await hand_in(client)
    finally:
        root.handlers[:], root.level = before
        logging.captureWarnings(False)
        structlog.reset_defaults()
    log = written.getvalue()
    assert log.count("/s/{token}") == 3
    secrets = ["geheim", "inside", *(link.rpartition("/")[2] for link in links), *codes]
    async with db.read() as session:
        secrets += [str(v) for row in await session.execute(text("SELECT id, person_id FROM invitations")) for v in row]
    assert not [one for one in secrets if one in log]


async def test_a_survey_that_cannot_be_broken_off_shows_no_code(client: httpx2.AsyncClient, db: Database) -> None:
    _, (link, _) = await a_wave(db, resumable=False)
    start = (await client.get(link)).text
    assert "mit einem Code" not in start
    page = await begin(client, link)
    assert "später weitermachen" not in (await client.get(page)).text
    await go_on(client, page, **PULSE["working_together"])
    assert "code-shown" not in (await client.get(page)).text
    await go_on(client, "/s/page/next_quarter", **PULSE["next_quarter"])
    assert (await hand_in(client)).headers["location"] == "/s/thanks"


def test_tickets_and_sessions_are_not_each_other(services: Services) -> None:
    ticket = tickets.ticket(services, "one")
    assert tickets.of_ticket(services, ticket) == "one"
    assert tickets._opened(services, "session", ticket) is None
