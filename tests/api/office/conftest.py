"""A browser that is signed in at the office."""

import secrets
from html.parser import HTMLParser

import httpx2
import pytest

from api.office.door import COOKIE, LASTS, hashed
from storage import sessions
from tests.api.city import City, send, text_of


async def signed_in(client: httpx2.AsyncClient, city: City, who: str = "jana.petersen") -> httpx2.AsyncClient:
    """With a session of theirs: three pages and a mail less than signing in, before each of many tests."""
    token = secrets.token_urlsafe(32)
    async with city.db.write() as session:
        await sessions.begin(session, hashed(token), city.people[who], at=city.clock(), lasts=LASTS)
    client.cookies.set(COOKIE, token, domain=client.base_url.host, path="/office")
    return client


async def signs_in(client: httpx2.AsyncClient, city: City, who: str = "jana.petersen") -> httpx2.AsyncClient:
    """Signs in as somebody does: address, mail, code."""
    sent = await send(client, "/office/sign-in", address=f"{who}@example.org")
    assert sent.status_code == 303
    code = text_of((await city.mails(None, who))[-1][1]).strip()
    opened = await send(client, sent.headers["location"], to="/office/sign-in/code", code=code)
    assert opened.status_code == 303, opened.text
    return client


@pytest.fixture
async def office(client: httpx2.AsyncClient, city: City) -> httpx2.AsyncClient:
    return await signed_in(client, city)


class Fields(HTMLParser):
    """What a browser would send with the last form of a page: hidden, typed and chosen values."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str | list[str]] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.values = {}
        elif tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            known = self.values.get(name)
            value = given.get("value", "")
            self.values[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select, self.values[name] = name, ""
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._area] = str(self.values[self._area]).removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] = f"{self.values[self._area]}{data}"


async def fill(client: httpx2.AsyncClient, page: str, **fields: str) -> httpx2.Response:
    """Opens a form, changes what is given, and sends all of it as a browser would."""
    shown = await client.get(page)
    assert shown.status_code == 200, page
    parser = Fields()
    parser.feed(shown.text)
    origin = {"Origin": str(client.base_url).rstrip("/")}
    return await client.post(page, data={**parser.values, **fields}, headers=origin)
