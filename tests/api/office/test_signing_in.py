"""Signing in by a code: once, here, soon; nobody learns who belongs to the office."""

from dataclasses import replace

import httpx2
import pytest

from api.office.door import own_path
from tests.api.city import City, Clock, followed, hidden_of, send, text_of
from tests.api.conftest import SITE

OVER = "Dieser Code ist verbraucht oder abgelaufen. Fordern Sie einen neuen an."
OWN = {"Origin": SITE.base_url}


async def test_somebody_of_the_office_comes_in_by_a_code_and_goes_where_they_wanted(
    client: httpx2.AsyncClient, city: City
) -> None:
    number = (await city.case(await city.idea())).number
    refused = await client.get(f"/office/ideas/{number}?done=accept")
    assert refused.status_code == 303
    sent = await send(client, refused.headers["location"], to="/office/sign-in", address="Jana.Petersen@example.org ")
    code = text_of((await city.mails(None, "jana.petersen"))[-1][1]).strip()
    spaced = f" {code[:3]} {code[3:]} "
    opened = await send(client, sent.headers["location"], to="/office/sign-in/code", code=spaced)
    assert opened.headers["location"] == f"/office/ideas/{number}?done=accept"
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await client.get("/office")).status_code == 200


async def test_where_no_mail_leaves_the_page_says_that_no_code_will_come(
    client: httpx2.AsyncClient, city: City
) -> None:
    usual = await followed(client, await send(client, "/office/sign-in", address="jana.petersen@example.org"))
    assert "ein Code unterwegs" in usual.text
    city.services.site = replace(city.services.site, test_banner="test")
    page = await followed(client, await send(client, "/office/sign-in", address="jana.petersen@example.org"))
    assert "Es kommt kein Code an" in page.text
    assert "ein Code unterwegs" not in page.text
    assert 'name="code"' in page.text


@pytest.mark.parametrize("address", ["nobody@example.org", "silke.brandt@example.org", "renate.kruse@example.org"])
async def test_the_answer_is_the_same_for_everybody_and_only_the_office_gets_a_mail(
    client: httpx2.AsyncClient, city: City, address: str
) -> None:
    known = await send(client, "/office/sign-in", address="jana.petersen@example.org")
    other = await send(client, "/office/sign-in", address=address)
    assert (known.status_code, known.headers["location"]) == (other.status_code, other.headers["location"])
    assert [name for name, _ in await city.mails(None)] == ["signin_code"]


async def test_five_wrong_tries_end_a_code(client: httpx2.AsyncClient, city: City) -> None:
    await send(client, "/office/sign-in", address="jana.petersen@example.org")
    code = text_of((await city.mails(None))[-1][1]).strip()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(4):
        page = await send(client, "/office/sign-in/code", code=wrong)
        assert page.status_code == 422
        assert "Fehler:" in page.text
        assert OVER not in page.text
    assert OVER in (await send(client, "/office/sign-in/code", code=wrong)).text
    right = await send(client, "/office/sign-in/code", code=code)
    assert right.status_code == 422
    assert OVER in right.text


async def test_whoever_gets_no_code_is_told_the_same_after_five_tries(client: httpx2.AsyncClient) -> None:
    await send(client, "/office/sign-in", address="nobody@example.org")
    tries = [(await send(client, "/office/sign-in/code", code="123456")).text for _ in range(6)]
    assert [OVER in page for page in tries] == [False] * 4 + [True] * 2


async def test_a_code_ends_after_ten_minutes(client: httpx2.AsyncClient, city: City, clock: Clock) -> None:
    await send(client, "/office/sign-in", address="jana.petersen@example.org")
    code = text_of((await city.mails(None))[-1][1]).strip()
    clock.later(minutes=11)
    assert (await send(client, "/office/sign-in/code", code=code)).status_code == 422


async def test_a_code_works_only_in_the_browser_that_asked(client: httpx2.AsyncClient, city: City) -> None:
    await send(client, "/office/sign-in", address="jana.petersen@example.org")
    code = text_of((await city.mails(None))[-1][1]).strip()
    client.cookies.delete("umlauf_signin", path="/office")
    assert (await send(client, "/office/sign-in/code", code=code)).status_code == 422


async def test_a_session_lives_twelve_hours_from_the_last_page(office: httpx2.AsyncClient, clock: Clock) -> None:
    for _ in range(3):
        clock.later(hours=11)
        assert (await office.get("/office")).status_code == 200
    clock.later(hours=13)
    assert (await office.get("/office")).status_code == 303


async def test_signing_out_ends_the_session_from_any_page(office: httpx2.AsyncClient) -> None:
    token = office.cookies.get("umlauf_session")
    assert (await send(office, "/office/ideas", to="/office/sign-out")).status_code == 303
    office.cookies.set("umlauf_session", token or "", path="/office", domain="ideen.example")
    assert (await office.get("/office")).status_code == 303


async def test_who_lost_the_role_is_told_so(office: httpx2.AsyncClient, city: City) -> None:
    from storage import people

    async with city.db.write() as session:
        await people.deactivate(session, city.people["jana.petersen"], at=city.clock())
    page = await office.get("/office")
    assert page.status_code == 403
    assert "Büro" in page.text


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/ideas", "/office//x", "/officeX", ""])
def test_one_is_never_led_to_another_site(path: str) -> None:
    assert own_path(path) == "/office"


async def test_too_many_codes_for_one_address_are_refused(client: httpx2.AsyncClient) -> None:
    answers = [await send(client, "/office/sign-in", address="x@example.org") for _ in range(6)]
    assert [a.status_code for a in answers] == [303] * 5 + [429]


async def test_what_was_typed_outlives_the_session(office: httpx2.AsyncClient, city: City) -> None:
    page = f"/office/ideas/{(await city.case(await city.idea())).number}/decline"
    hidden = hidden_of((await office.get(page)).text)
    session = office.cookies.get("umlauf_session")
    assert session
    office.cookies.delete("umlauf_session")

    typed = {"public_reason": "Ein langer Text <script>", "internal_reason": ""}
    refused = await office.post(page, data={**hidden, **typed}, headers=OWN)
    assert refused.status_code == 401
    assert "Ein langer Text &lt;script&gt;" in refused.text

    office.cookies.set("umlauf_session", session)
    again = await office.post(page, data={**typed, **hidden_of(refused.text)}, headers=OWN)
    assert again.status_code == 303
