"""From the public form to a confirmed idea: nothing is a case before its address is confirmed."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape

import httpx2
import pytest
from sqlalchemy import text

from tests.api.apps import app_on
from tests.api.city import TITLE, City, followed, hidden_of, send, text_of, token_of

FILLED = {"title": TITLE, "name": "Nina <b>Neu</b>", "email": "nina.neu@example.org", "theme": "mobility"}


async def submit(client: httpx2.AsyncClient, **fields: str) -> httpx2.Response:
    """Fills in the form and sends it from the check page."""
    check = await followed(client, await send(client, "/ideas/new", **{**FILLED, **fields}))
    assert check.status_code == 200, check.text
    origin = {"Origin": "http://ideen.example"}
    return await client.post("/ideas/new", data={**hidden_of(check.text), "step": "send"}, headers=origin)


async def confirm_link(city: City) -> str:
    [(name, mail)] = await city.mails()
    assert name == "confirm_address"
    return f"/a/{token_of(mail)}"


async def test_the_form_keeps_what_was_typed_and_says_what_is_missing(client: httpx2.AsyncClient) -> None:
    page = await send(client, "/ideas/new", title="", email="keine", how1="Etwas", summary="<script>")
    assert page.status_code == 422
    assert "<title>Fehler: " in page.text
    for field in ("title", "name", "email", "group1"):
        assert f'href="#f-{field}"' in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text


async def test_the_answers_are_checked_before_they_are_sent(client: httpx2.AsyncClient, city: City) -> None:
    page = await followed(client, await send(client, "/ideas/new", **FILLED))
    assert "Noch wurde nichts gesendet" in page.text
    assert await city.mails() == []


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_confirmed_form_becomes_a_case(client: httpx2.AsyncClient, city: City) -> None:
    answer = await submit(client, group1="Kinder", how1="Sichere Wege", goals="sustainability", named="yes")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ideas/sent")
    assert await city.cases() == 0
    link = await confirm_link(city)
    assert (await send(client, link)).status_code == 422
    assert await city.cases() == 0
    assert (await send(client, link, mine="yes")).status_code == 303
    shown = await client.get(link)
    assert "2026-0001" in shown.text
    assert (await city.cases()) == 1
    [(_, mail)] = [m for m in await city.mails(await only_case(city), "nina.neu") if m[0] == "idea_received"]
    assert token_of(mail)


async def only_case(city: City) -> str:
    from sqlalchemy import text

    async with city.db.read() as session:
        return str((await session.execute(text("SELECT id FROM cases"))).scalar_one())


async def test_confirming_twice_shows_the_same_number(client: httpx2.AsyncClient, city: City) -> None:
    await submit(client)
    link = await confirm_link(city)
    page = await client.get(link)
    data, origin = {**hidden_of(page.text), "mine": "yes"}, {"Origin": "http://ideen.example"}
    for _ in range(2):
        assert (await client.post(link, data=data, headers=origin)).status_code == 303
    assert await city.cases() == 1
    case = await city.case(await only_case(city))
    assert case.text.title == TITLE


async def test_opening_the_link_changes_nothing(client: httpx2.AsyncClient, city: City) -> None:
    await submit(client)
    link = await confirm_link(city)
    for _ in range(3):
        assert (await client.get(link)).status_code == 200
        assert (await client.head(link)).status_code == 200
    assert await city.cases() == 0


async def test_an_expired_confirmation_says_so(client: httpx2.AsyncClient, city: City) -> None:
    await submit(client)
    link = await confirm_link(city)
    city.clock.later(days=8)
    page = await client.get(link)
    assert page.status_code == 200
    assert "abgelaufen" in page.text
    assert "script" not in page.text


async def test_a_fourth_mail_within_an_hour_is_not_written_and_nobody_learns(
    client: httpx2.AsyncClient, city: City
) -> None:
    answers = []
    for _ in range(4):
        city.clock.later(seconds=1)  # another form: the same one sent again is one mail
        answers.append(await submit(client))
    assert {a.headers["location"] for a in answers} == {"/ideas/sent"}
    assert len(await city.mails()) == 3


async def test_a_network_that_sends_too_much_keeps_its_text(client: httpx2.AsyncClient) -> None:
    for n in range(20):
        await submit(client, email=f"n{n}@example.org")
    page = await followed(client, await send(client, "/ideas/new", **FILLED))
    late = await client.post(
        "/ideas/new", data={**hidden_of(page.text), "step": "send"}, headers={"Origin": "http://ideen.example"}
    )
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0
    assert "Grüne Welle" in late.text


async def test_a_form_from_another_site_is_refused(client: httpx2.AsyncClient, city: City) -> None:
    page = await client.get("/ideas/new")
    data = {**hidden_of(page.text), **FILLED, "step": "send"}
    answer = await client.post("/ideas/new", data=data, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert await city.mails() == []


async def test_a_page_that_lay_open_keeps_the_text(client: httpx2.AsyncClient, city: City) -> None:
    page = await client.get("/ideas/new")
    city.clock.later(hours=13)
    data = {**hidden_of(page.text), **FILLED}
    answer = await client.post("/ideas/new", data=data, headers={"Origin": "http://ideen.example"})
    assert answer.status_code == 409
    assert "Grüne Welle" in answer.text
    assert hidden_of(answer.text)["nonce"] != data["nonce"]


async def test_a_double_click_and_going_back_send_one_mail(client: httpx2.AsyncClient, city: City) -> None:
    check = await followed(client, await send(client, "/ideas/new", **FILLED))
    data, origin = {**hidden_of(check.text), "step": "send"}, {"Origin": "http://ideen.example"}
    answers = [await client.post("/ideas/new", data=data, headers=origin) for _ in range(2)]
    assert {(a.status_code, a.headers["location"]) for a in answers} == {(303, "/ideas/sent")}
    assert len(await city.mails()) == 1
    back = await followed(client, await client.post("/ideas/new", data={**data, "step": "change"}, headers=origin))
    assert "Grüne Welle" in back.text
    changed = {**data, "title": "Anders"}
    assert (await client.post("/ideas/new", data=changed, headers=origin)).status_code == 303
    assert len(await city.mails()) == 2


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "Ein\x00Titel", "Zeichen, die sich nicht"),
        ("title", "Ein\u202eTitel", "Zeichen, die sich nicht"),
        ("title", "Zwei\nZeilen", "in eine Zeile"),
        ("title", "x" * 201, "höchstens 200 Zeichen"),
        ("description", "x" * 10_001, "höchstens 10000 Zeichen"),
        ("email", "a@b@c", "E-Mail-Adresse"),
        ("email", "nina@example.org\nBcc: x@example.org", "E-Mail-Adresse|in eine Zeile"),
        ("cost", "12,50", "ganze Zahl"),
        ("theme", "nowhere", "Thema"),
    ],
)
async def test_what_cannot_be_taken_is_named_at_its_field_and_kept(
    client: httpx2.AsyncClient, city: City, field: str, value: str, says: str
) -> None:
    page = await send(client, "/ideas/new", **{**FILLED, "summary": "Bleibt stehen", field: value})
    assert page.status_code == 422
    assert re.search(says, unescape(page.text))
    assert f'href="#f-{field}"' in page.text
    assert "Bleibt stehen" in page.text
    assert await city.mails() == []


async def test_a_body_of_ten_megabytes_is_a_page_that_says_so(client: httpx2.AsyncClient, city: City) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n' + b"x" * 10_000_000
        page = await client.post("/ideas/new", content=body, headers={"Content-Type": kind})
        assert page.status_code == 413
        assert "<title>Das ist zu groß" in page.text
        assert "<main" in page.text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_ten_megabytes_are_too_large_also_when_nobody_says_so_before(
    client: httpx2.AsyncClient, kind: str
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n' if "boundary" in kind else b"title="
        for _ in range(100):
            yield b"x" * 100_000

    page = await client.post("/ideas/new", content=pieces(), headers={"Content-Type": kind})
    assert page.status_code == 413
    assert "<title>Das ist zu groß" in page.text


@pytest.mark.parametrize("body", [b"%%%", b"\xff\xfe", b"a" * 1000, b"a=1&" * 500])
async def test_what_is_no_form_gets_a_page(client: httpx2.AsyncClient, body: bytes) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"):
        page = await client.post("/ideas/new", content=body, headers={"Content-Type": kind})
        assert page.status_code in (400, 403, 409, 422)
        assert "<main" in page.text


async def test_a_false_host_never_gets_into_a_mail(client: httpx2.AsyncClient, city: City) -> None:
    check = await followed(client, await send(client, "/ideas/new", **FILLED))
    data = {**hidden_of(check.text), "step": "send"}
    given = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Origin": "http://ideen.example"}
    assert (await client.post("/ideas/new", data=data, headers=given)).status_code == 303
    [(_, mail)] = await city.mails()
    assert "http://ideen.example/a/" in text_of(mail)
    assert "evil" not in mail.as_string()


@pytest.mark.parametrize("at", ["http://evil.example", "http://ideen.example.evil", "http://[::2]:80"])
async def test_a_host_that_is_not_ours_is_refused_by_a_page_that_says_whom_to_ask(city: City, at: str) -> None:
    services = replace(city.services, trusted_hosts=("ideen.example", "*.ideen.example"))
    transport = httpx2.ASGITransport(app=app_on(services))
    async with httpx2.AsyncClient(transport=transport, base_url=at, headers={"Accept-Language": "de"}) as client:
        page = await client.get("/")
        assert page.status_code == 400
        assert "Diese Adresse ist nicht unsere" in page.text
        assert "040 123-0" in page.text
        assert 'href="http://ideen.example"' in page.text
        assert page.headers["x-content-type-options"] == "nosniff"
        assert (await client.get("/api/v1/ideas")).json()["code"] == "host.unknown"
        assert (await client.get("/static/base.css")).status_code == 200  # or the page would be bare
        for known in ("ideen.example", "IDEEN.example:80", "www.ideen.example"):
            assert (await client.get("/", headers={"Host": known})).status_code == 200


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_name_is_shown_as_long_as_its_owner_consents(client: httpx2.AsyncClient, city: City) -> None:
    await submit(client, group1="Kinder", how1="Sichere Wege", named="yes")
    link = await confirm_link(city)
    await send(client, link, mine="yes")
    case_id = await only_case(city)
    await city.office(case_id, "accepted", public=True)
    own = await city.link(case_id, "idea_received", "nina.neu")
    public = f"/ideas/{(await city.case(case_id)).number}"

    async def kept() -> list[tuple[int, bool, str]]:
        async with city.db.read() as session:
            words = "SELECT c.number, c.given, c.basis, w.text FROM consents c JOIN consent_wordings w"
            rows = await session.execute(text(f"{words} ON w.version = c.wording WHERE c.ref = '{case_id}' ORDER BY 1"))
            return [(row.number, bool(row.given), f"{row.basis} {row.text}") for row in rows]

    ((number, given, words),) = await kept()
    assert (number, given) == (0, True)
    assert "Art. 6 (1) (a)" in words
    assert "Mein Name darf" in words
    assert "Nina &lt;b&gt;Neu" in (await client.get(public)).text
    assert 'name="named" value="yes" checked' in (await client.get(own)).text
    for _ in range(2):  # sent twice, it is one row
        assert (await send(client, own, f"{own}/name")).status_code == 303
    assert "Nina &lt;b&gt;Neu" not in (await client.get(public)).text
    assert 'name="named" value="yes" checked' not in (await client.get(own)).text
    assert [(n, given) for n, given, _ in await kept()] == [(0, True), (1, False)]
    await send(client, own, f"{own}/name", named="yes")
    assert "Nina &lt;b&gt;Neu" in (await client.get(public)).text
    assert [given for _, given, _ in await kept()] == [True, False, True]

    city.messenger.away = True  # and while something else of theirs waits to be processed
    await send(client, own, f"{own}/edit", title="Neuer Titel", group1="Kinder", how1="Sicher")
    assert 'name="named" value="yes" checked' in (await client.get(own)).text
    await send(client, own, f"{own}/name")
    assert "Nina &lt;b&gt;Neu" not in (await client.get(public)).text
