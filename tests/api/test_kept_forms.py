"""What was typed and is not sent yet: found again by Back, reload and the switches, by one browser alone, for hours."""

import re
from html import unescape

import httpx2
import pytest
from sqlalchemy import text

from api.limits import BUDGETS, Budget
from api.links import draft
from storage import kept_forms
from tests.api.city import City, followed, hidden_of, send, text_of, with_code

ORIGIN = {"Origin": "http://ideen.example"}
LONG = "".join(chr(0x4E00 + n) for n in range(4000))  # nothing in it repeats: no cookie takes it
IDEA = {"title": "<script>Grüne Welle", "name": "Nina", "email": "nina.neu@example.org"}
SCHEME = re.compile(r'<button type="submit" form="(?P<form>[^"]+)" formaction="(?P<to>[^"]+scheme=dark)" name="step" ')


async def rows(city: City) -> list[bytes]:
    async with city.db.read() as session:
        return [bytes(row.sealed) for row in await session.execute(text("SELECT sealed FROM kept_forms"))]


async def checking(client: httpx2.AsyncClient, city: City) -> str:
    """Long reasons at the last look before a decision; the link."""
    link = await city.link(await city.deciding(), "decision_asked")
    sent = await send(client, link, f"{link}/decide", outcome="rejected", public_reason=LONG)
    assert sent.headers["location"] == f"{link}/decide"
    assert len(sent.headers["set-cookie"]) < 400
    return link


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_form_longer_than_a_cookie_is_kept_sealed_for_its_browser_alone(
    client: httpx2.AsyncClient, city: City
) -> None:
    link = await checking(client, city)
    for page in (link, f"{link}/decide", link):
        assert LONG in (await client.get(page)).text
    [sealed] = await rows(city)
    assert LONG[:20].encode() not in sealed
    key = client.cookies.get(draft._cookie(link), path=link)
    assert key.removeprefix(draft.KEY).encode() not in sealed
    client.cookies.clear()
    assert LONG not in (await client.get(link)).text
    foreign = await city.link(await city.deciding(), "decision_asked")
    given = {"Cookie": f"{draft._cookie(foreign)}={key}"}
    assert LONG not in (await client.get(foreign, headers=given)).text


async def test_the_row_goes_when_the_form_is_sent_or_typed_anew(client: httpx2.AsyncClient, city: City) -> None:
    link = await checking(client, city)
    other = {"outcome": "accepted", "public_reason": LONG[::-1]}
    look = await followed(client, await send(client, link, f"{link}/decide", **other))
    assert len(await rows(city)) == 1
    data = {**hidden_of(look.text), "step": "send"}
    asked = await client.post(f"{link}/decide", data=data, headers=ORIGIN)
    assert len(await rows(city)) == 1
    assert (await with_code(client, city, asked)).headers["location"] == link
    assert await rows(city) == []
    assert draft._cookie(link) not in client.cookies


async def test_a_row_nobody_sends_is_over_when_its_form_is(client: httpx2.AsyncClient, city: City) -> None:
    link = await checking(client, city)
    city.clock.later(hours=13)
    assert LONG not in (await client.get(link)).text
    async with city.db.write() as session:
        assert await kept_forms.forget(session, city.clock()) == 1


async def test_where_nothing_more_is_kept_the_page_itself_is_the_answer(
    client: httpx2.AsyncClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(city.services.limits._budgets, "form.network", Budget(1, BUDGETS["form.network"].seconds))
    await checking(client, city)
    link = await city.link(await city.deciding(), "decision_asked")
    look = await send(client, link, f"{link}/decide", outcome="rejected", public_reason=LONG)
    assert look.status_code == 200
    assert LONG in look.text
    assert len(await rows(city)) == 1


async def test_the_check_page_of_an_idea_has_an_address_and_back_finds_the_form(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/ideas/new/check")).headers["location"] == "/ideas/new"
    sent = await send(client, "/ideas/new", **IDEA, description=LONG)
    assert sent.headers["location"] == "/ideas/new/check"
    for _ in range(2):
        check = await client.get("/ideas/new/check")
        assert "Noch wurde nichts gesendet" in check.text
        assert LONG in check.text
    form = await client.get("/ideas/new")
    assert LONG in form.text
    assert "Eingaben aus diesem Browser" in form.text
    data = {**hidden_of(check.text), "step": "send"}
    assert (await client.post("/ideas/new", data=data, headers=ORIGIN)).headers["location"] == "/ideas/sent"
    assert LONG not in (await client.get("/ideas/new")).text
    assert (await client.get("/ideas/new/check")).headers["location"] == "/ideas/new"


async def test_whoever_comes_next_to_a_shared_device_can_empty_the_form(client: httpx2.AsyncClient, city: City) -> None:
    sent = await send(client, "/ideas/new", **IDEA)
    assert "max-age" not in sent.headers["set-cookie"].lower(), "it is gone when the browser is closed"
    assert "Eingaben aus diesem Browser" in (await client.get("/ideas/new")).text
    emptied = await send(client, "/ideas/new", step="empty")
    assert emptied.headers["location"] == "/ideas/new"
    form = (await client.get("/ideas/new")).text
    assert "Grüne Welle" not in form
    assert "Eingaben aus diesem Browser" not in form
    assert await city.mails() == []


async def in_the_dark(client: httpx2.AsyncClient, page: str, **typed: str) -> str:
    """What a browser shows after its reader typed this and pressed "Dark" in the footer."""
    form = await client.get(page)
    button = SCHEME.search(form.text)
    assert button, f"{page} loses what was typed"
    assert f'id="{button["form"]}"' in form.text
    data = {**hidden_of(form.text), **typed, "step": "change"}
    sent = await client.post(unescape(button["to"]), data=data, headers=ORIGIN)
    assert sent.status_code == 303, "Back would ask to send it again"
    return unescape((await followed(client, sent)).text)


async def test_dark_and_light_keep_what_was_typed(client: httpx2.AsyncClient, city: City) -> None:
    idea, review = await city.idea(), await city.in_review()
    own, link = await city.link(idea, "idea_received"), await city.link(review, "review_asked")
    number = (await city.case(review)).number
    for page, field in {
        "/ideas/new": "title",
        f"/ideas/{number}/report": "reason",
        link: "reason",
        f"{link}/hand-over": "reason",
        f"{own}/edit": "title",
        f"{own}/withdraw": "reason",
        "/office/sign-in": "address",
        "/office/sign-in/code?back=/office/people": "code",
    }.items():
        dark = await in_the_dark(client, page, **{field: "halb <getippt"})
        assert 'data-scheme="dark"' in dark, page
        assert "halb <getippt" in dark, page
        client.cookies.delete("umlauf_scheme")


async def test_the_code_half_typed_is_kept_in_the_other_language_and_a_wrong_one_is_not(
    client: httpx2.AsyncClient,
) -> None:
    page = "/office/sign-in/code?back=%2Foffice%2Fpeople"
    sent = await send(client, page, "/office/sign-in/code?lang=en", step="change", code="123")
    english = await followed(client, sent)
    assert 'value="123"' in english.text
    assert '<html lang="en"' in english.text
    assert 'name="back" value="/office/people"' in english.text
    wrong = await send(client, page, "/office/sign-in/code", code="999999")
    assert wrong.status_code == 422
    assert "999999" not in wrong.text


async def test_too_many_codes_asked_for_keep_the_address(client: httpx2.AsyncClient, city: City) -> None:
    for _ in range(5):
        assert (await send(client, "/office/sign-in", address="jana.petersen@example.org")).status_code == 303
    late = await send(client, "/office/sign-in", address="jana.petersen@example.org")
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0
    assert 'value="jana.petersen@example.org"' in late.text


async def test_a_page_that_only_holds_what_was_typed_has_no_switch_that_loses_it(
    client: httpx2.AsyncClient, city: City
) -> None:
    number = (await city.case(await city.idea())).number
    await send(client, "/office/sign-in", address="jana.petersen@example.org")
    code = text_of((await city.mails(None, "jana.petersen"))[-1][1]).strip()
    await send(client, "/office/sign-in/code", code=code)
    form = hidden_of((await client.get(f"/office/ideas/{number}/decline")).text)
    client.cookies.delete("umlauf_session", path="/office", domain="ideen.example")
    data = {**form, "public_reason": "lang überlegt"}
    kept = await client.post(f"/office/ideas/{number}/decline", data=data, headers=ORIGIN)
    assert "lang überlegt" in kept.text
    assert "lang=en" not in kept.text
    assert "scheme=" not in kept.text
