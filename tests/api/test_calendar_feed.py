"""A calendar at an address, from the form to the deputy: named, read from a real server, failing, lying, ended."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler

import httpx2
import pytest
from sqlalchemy import text

from activities.feeds import CalendarFeeds
from domain.absence import Absence, Source
from kit.feed import Reach
from storage import absences, feeds, people
from tests.api.asking import asked, review_by
from tests.api.city import City, followed, send
from tests.api.links.desks import a_desk
from tests.api.links.test_absence import inbox_taken, stands_in
from tests.api.links.test_desk import show_code
from tests.api.office.conftest import fill, signed_in
from tests.http_server import serving

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
REACH = Reach(frozenset({"127.0.0.1"}), plain=True, seconds=2)
WHO = "silke.brandt"


@dataclass
class Server:
    """What it says at its one address."""

    url: str = ""
    content: bytes = b""
    status: int = 200


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(found.status)
        handler.send_header("Content-Length", str(len(found.content)))
        handler.end_headers()
        with contextlib.suppress(OSError):
            handler.wfile.write(found.content)

    with serving(answer) as base:
        found.url = f"{base}/secret-7f3a.ics"
        yield found


def calendar(*events: tuple[date, date] | str) -> bytes:
    """Events of whole days, from the first to the last, or as they are written."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for one in events:
        if isinstance(one, str):
            body = one
        else:
            end = one[1] + timedelta(days=1)
            body = f"DTSTART;VALUE=DATE:{one[0]:%Y%m%d}\r\nDTEND;VALUE=DATE:{end:%Y%m%d}"
        lines += ["BEGIN:VEVENT", "UID:1", "SUMMARY:Kur in Bad Bramstedt", body, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


async def look(city: City) -> int:
    """The worker's round."""
    city.services.reach = REACH
    return await CalendarFeeds(city.db, city.keys, "Europe/Berlin", REACH).read_due(city.clock())


async def away(city: City, who: str = WHO) -> list[tuple[str, str, str]]:
    today = city.clock().date()
    async with city.db.read() as session:
        found = await absences.of(session, city.people[who], today)
    return [(one.first.isoformat(), one.last.isoformat(), source.value) for one, source in found]


def page_of(city: City, who: str = WHO) -> str:
    return f"/office/people/{city.people[who]}/absences"


async def named(client: httpx2.AsyncClient, city: City, server: Server, who: str = WHO) -> httpx2.AsyncClient:
    """The office has named the server's address."""
    city.services.reach = REACH
    office = await signed_in(client, city)
    sent = await fill(office, page_of(city, who), address=server.url, feed="set")
    assert sent.status_code == 303, sent.text
    return office


def days(city: City, first: int, last: int) -> tuple[date, date]:
    today = city.clock().date()
    return today + timedelta(days=first), today + timedelta(days=last)


def as_said(span: tuple[date, date], source: str = "feed") -> tuple[str, str, str]:
    return span[0].isoformat(), span[1].isoformat(), source


@BOTH
async def test_the_office_names_one_it_is_read_and_the_task_goes_to_the_deputy(
    client: httpx2.AsyncClient, city: City, server: Server
) -> None:
    await review_by(city, ask=1, quorum=1)
    case_id = await city.in_review()
    (who,) = await asked(city, case_id)
    await stands_in(city, who, "ole.jessen")
    server.content = calendar(days(city, -5, 5))
    office = await named(client, city, server, who)
    page = (await office.get(page_of(city, who))).text
    assert "eingetragen. Er wurde noch nicht gelesen" in page
    assert "secret-7f3a" not in page

    assert await look(city) == 1
    assert await away(city, who) == [as_said(days(city, 0, 5))]
    page = (await office.get(page_of(city, who))).text
    assert "Ein Kalender bei 127.0.0.1" in page
    assert "Zuletzt gelesen wurde er am" in page
    assert "aus dem Kalender an einer Adresse" in page
    assert 'name="remove"' not in page
    await inbox_taken(city)
    await city.clock_rings(case_id)  # on the morning of the next working day
    assert await asked(city, case_id) == ["ole.jessen"]
    async with city.db.read() as session:
        rows = (await session.execute(text("SELECT * FROM calendar_feeds"))).all()
    assert "secret-7f3a" not in str(rows)
    assert "Bramstedt" not in str(rows)

    server.content = calendar()
    assert await look(city) == 1
    await inbox_taken(city)
    assert (await away(city, who), await asked(city, case_id)) == ([], [who])


@BOTH
async def test_it_is_read_when_it_is_due_and_says_what_changed(
    client: httpx2.AsyncClient, city: City, server: Server
) -> None:
    first, second = days(city, -2, 3), days(city, 20, 24)
    server.content = calendar(first, second)
    await named(client, city, server)
    assert (await look(city), await look(city)) == (1, 0)
    assert await away(city) == [as_said(days(city, 0, 3)), as_said(second)]

    before = await away(city)
    city.clock.later(days=1)
    assert await look(city) == 1
    assert await away(city) == before  # what is under way keeps its first day
    server.content = calendar((first[0], first[1] + timedelta(days=2)))
    city.clock.later(hours=7)
    assert await look(city) == 1
    assert await away(city) == [(before[0][0], (first[1] + timedelta(days=2)).isoformat(), "feed")]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 503, "hat mit einem Fehler geantwortet. Wenn der Kalender nicht mehr freigegeben ist"),
        (b"<html>Sign in</html>", 200, "liegt kein Kalender, vielleicht eine Seite zum Anmelden"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", 200, "liegt kein Kalender"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 50_000_000, 200, "mehr als zwei Megabyte"),
        (calendar(*["DTSTART;VALUE=DATE:20261109"] * 30_000), 200, "mehr als zwei Megabyte"),
        (calendar(*["DTSTART;VALUE=DATE:20261109"] * 6_000), 200, "zu viele Einträge"),
    ],
)
async def test_a_feed_that_is_down_or_lies_leaves_what_it_said_last_and_is_told(
    client: httpx2.AsyncClient, city: City, server: Server, content: bytes, status: int, said: str
) -> None:
    server.content = calendar(days(city, 3, 5))
    office = await named(client, city, server)
    await look(city)
    before = await away(city)
    server.content, server.status = content, status
    city.clock.later(hours=7)

    assert await look(city) == 0
    assert await away(city) == before == [as_said(days(city, 3, 5))]
    page = (await office.get(page_of(city))).text
    assert "Der letzte Versuch ist gescheitert" in page
    assert said in page
    assert ("(HTTP 503)" in page) == (status == 503)
    assert "Zuletzt gelesen wurde er am" in page

    server.content, server.status = calendar(), 200
    city.clock.later(minutes=30)
    assert await look(city) == 0  # not at once again
    city.clock.later(minutes=31)
    assert await look(city) == 1
    assert "gescheitert" not in (await office.get(page_of(city))).text


async def test_one_that_fails_again_and_again_is_tried_ever_more_seldom(
    client: httpx2.AsyncClient, city: City, server: Server
) -> None:
    await named(client, city, server)
    server.status = 500
    rests = []
    for _ in range(7):
        await look(city)
        async with city.db.read() as session:
            feed = await feeds.of(session, city.people[WHO])
        assert feed is not None
        rests.append((feed.next_at - city.clock()).total_seconds() / 3600)
        city.clock.now = feed.next_at
    assert rests == [1, 2, 4, 8, 16, 24, 24]


async def test_an_entry_that_ends_before_it_begins_is_left_out_and_told(
    client: httpx2.AsyncClient, city: City, server: Server
) -> None:
    good = days(city, 3, 5)
    server.content = calendar("DTSTART;VALUE=DATE:20261120\r\nDTEND;VALUE=DATE:20261110", good)
    office = await named(client, city, server)
    assert await look(city) == 1
    assert await away(city) == [as_said(good)]
    assert "Ein Eintrag wurde ausgelassen: Er endet, bevor er beginnt" in (await office.get(page_of(city))).text


async def test_days_somebody_entered_stay_theirs(client: httpx2.AsyncClient, city: City, server: Server) -> None:
    mine = days(city, 5, 6)
    async with city.db.write() as session:
        await absences.add(session, city.people[WHO], *mine, at=city.clock())
    server.content = calendar(days(city, 3, 9))
    await named(client, city, server)
    await look(city)
    assert await away(city) == [as_said(days(city, 3, 4)), as_said(mine, "office"), as_said(days(city, 7, 9))]
    server.content = calendar()
    city.clock.later(hours=7)
    await look(city)
    assert await away(city) == [as_said(mine, "office")]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "keine Adresse eines Kalenders"),
        ("mein Kalender", "keine Adresse eines Kalenders"),
        ("http://cal.example.org/a.ics", "muss mit https:// beginnen"),
        ("https://169.254.169.254/latest", "nicht öffentlichen Netz"),
        ("https://localhost/<script>", "nicht öffentlichen Netz"),
    ],
)
async def test_an_address_that_is_not_read_is_told_at_its_field_and_kept(
    client: httpx2.AsyncClient, city: City, address: str, said: str
) -> None:
    office = await signed_in(client, city)
    sent = await fill(office, page_of(city), address=address, feed="set")
    assert sent.status_code == 422
    assert said in sent.text
    assert 'href="#f-address"' in sent.text
    assert f'value="{address.replace("<", "&lt;").replace(">", "&gt;")}"' in sent.text
    async with city.db.read() as session:
        assert await feeds.of(session, city.people[WHO]) is None


async def test_somebody_names_one_at_their_desk_has_it_read_again_and_no_more(
    client: httpx2.AsyncClient, city: City, server: Server
) -> None:
    city.services.reach = REACH
    await city.in_review()
    desk = await a_desk(city, city.people[WHO])
    await show_code(client, city, desk, "absence")
    server.content = calendar(days(city, 3, 5))
    page = f"{desk}/absence"
    sent = await send(client, page, page, address=server.url, feed="set")
    assert "in wenigen Minuten gelesen" in (await followed(client, sent)).text
    await look(city)
    assert await away(city) == [as_said(days(city, 3, 5))]
    assert "Das Büro hat ihn eingetragen" not in (await client.get(page)).text
    await send(client, page, page, feed="again")
    assert await look(city) == 1
    stopped = await followed(client, await send(client, page, page, feed="stop"))
    assert "nicht mehr gelesen" in stopped.text
    assert "Ein Kalender bei" not in stopped.text
    assert (await away(city), await look(city)) == ([], 0)


async def test_of_somebody_who_has_left_nothing_is_read(client: httpx2.AsyncClient, city: City, server: Server) -> None:
    server.content = calendar(days(city, 3, 5))
    await named(client, city, server)
    async with city.db.write() as session:
        await people.deactivate(session, city.people[WHO], at=city.clock())
    assert await look(city) == 0
    async with city.db.read() as session:
        assert await feeds.of(session, city.people[WHO]) is None


async def test_what_was_read_for_another_address_meanwhile_is_not_believed(city: City, server: Server) -> None:
    person, today = city.people[WHO], city.clock().date()
    async with city.db.write() as session:
        await feeds.put(session, person, b"one", "a.example", Source.SELF, at=city.clock())
        (old,) = await feeds.due(session, city.clock())
        await feeds.put(session, person, b"two", "b.example", Source.SELF, at=city.clock() + timedelta(seconds=1))
        assert not await feeds.was_read(session, old, [Absence(today, today)], 0, today, at=city.clock())
    assert await away(city) == []
