"""Away, by one's own desk; in whose place somebody is asked; and what was written while the task went elsewhere."""

import re
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text

from storage import absences, deputies
from tests.api.city import City, followed, hidden_of, send
from tests.api.links.desks import a_desk, name_of
from tests.api.links.test_desk import GIVEN, show_code

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
ORIGIN = {"Origin": "http://ideen.example"}


async def stands_in(city: City, person: str, deputy: str, role: str = "reviewer") -> None:
    async with city.db.write() as session:
        await deputies.put(session, {city.people[person]: {role: [city.people[deputy]]}})


async def inbox_taken(city: City) -> list[str]:
    """What the redelivery would bring."""
    async with city.db.read() as session:
        query = "SELECT id, case_id FROM inbox WHERE acked_at IS NULL ORDER BY received_at, id"
        rows = (await session.execute(text(query))).all()
    return [await city.messenger.record(row.case_id, row.id) for row in rows]


async def asked(city: City) -> tuple[str, str, str]:
    """A case in review, and the two who are asked, by name."""
    case_id = await city.in_review(theme="health", title="<script>Bank")
    one, other = (name_of(city, a.person) for a in (await city.case(case_id)).open_assignments())
    return case_id, one, other


@BOTH
async def test_somebody_enters_an_absence_at_their_desk_and_the_task_is_the_deputys(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, away, other = await asked(city)
    await stands_in(city, away, "ole.jessen")
    desk = await a_desk(city, city.people[away])
    assert f'href="{desk}/absence"' in (await client.get(desk)).text
    assert (await client.get(f"{desk}/absence")).headers["location"].endswith("/code?for=absence")
    assert (await show_code(client, city, desk, "absence")).status_code == 200
    assert "Ihre Vertretung: Ole Jessen." in (await client.get(f"{desk}/absence")).text
    today = city.clock().date()
    first, last = today - timedelta(days=4), today + timedelta(days=4)
    sent = await send(
        client, f"{desk}/absence", f"{desk}/absence", first_day=first.isoformat(), last_day=last.isoformat()
    )
    page = (await followed(client, sent)).text
    assert "Die Abwesenheit ist eingetragen" in page
    assert last.strftime("%d.%m.%Y") in page

    assert await inbox_taken(city) == ["done"]
    case = await city.case(case_id)
    assert {name_of(city, a.person) for a in case.open_assignments()} == {other, "ole.jessen"}
    gone = (await client.get(await city.link(case_id, "review_asked", away))).text
    assert "hat Ihre Vertretung die Aufgabe" in gone
    link = await city.link(case_id, "review_asked", "ole.jessen")
    page = (await client.get(link)).text
    assert "In Vertretung von" in page
    assert "&lt;script&gt;Bank" in page
    their_desk = await a_desk(city, city.people["ole.jessen"])
    assert "in Vertretung von" in (await client.get(their_desk)).text

    sent = await send(client, f"{desk}/absence", f"{desk}/absence", remove=first.isoformat())
    assert "zurückgenommen" in (await followed(client, sent)).text
    assert await inbox_taken(city) == ["done"]
    assert {name_of(city, a.person) for a in (await city.case(case_id)).open_assignments()} == {away, other}
    page = (await client.get(link)).text
    assert "übergeben" in page
    assert "ist wieder da und hat die Aufgabe" in page
    assert "Bank" not in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("10.11.2030", "9.11.2030", "nicht vor dem ersten"),
        ("1.1.2020", "2.1.2020", "schon vorbei"),
        ("gestern", "2.1.2020", "Datum"),
        ("", "2.1.2030", "Bitte ausfüllen"),
    ],
)
async def test_days_that_cannot_be_are_said_and_kept(
    client: httpx2.AsyncClient, city: City, first: str, last: str, said: str
) -> None:
    _, away, _ = await asked(city)
    desk = await a_desk(city, city.people[away])
    await show_code(client, city, desk, "absence")
    answer = await send(client, f"{desk}/absence", f"{desk}/absence", first_day=first, last_day=last)
    assert answer.status_code == 422
    assert said in answer.text or said == "Bitte ausfüllen"
    assert f'value="{last}"' in answer.text


async def test_without_the_code_nothing_is_shown_or_changed(client: httpx2.AsyncClient, city: City) -> None:
    _, away, _ = await asked(city)
    desk = await a_desk(city, city.people[away])
    hidden = hidden_of((await client.get(desk)).text)
    days = {"first_day": "1.1.2030", "last_day": "2.1.2030"}
    answer = await client.post(f"{desk}/absence", data={**hidden, **days}, headers=ORIGIN)
    assert answer.headers["location"].endswith("/code?for=absence")
    async with city.db.read() as session:
        assert not (await session.execute(text("SELECT * FROM absences"))).all()


@pytest.mark.parametrize("how", ["taken back", "to the deputy"])
async def test_what_somebody_wrote_as_their_task_went_elsewhere_is_kept_for_copying(
    client: httpx2.AsyncClient, city: City, how: str
) -> None:
    case_id, away, _ = await asked(city)
    link = await city.link(case_id, "review_asked", away)
    hidden = hidden_of((await client.get(link)).text)
    mine = next(a for a in (await city.case(case_id)).open_assignments() if a.person == city.people[away])
    if how == "taken back":
        await city.office(case_id, "taken_back", item=mine.id, reason="Doch nicht")
    else:
        await stands_in(city, away, "ole.jessen")
        today = city.clock().date()
        async with city.db.write() as session:
            week = timedelta(days=7)
            await absences.add(session, mine.person, today - week, today + week, at=city.clock())
        await inbox_taken(city)
    given = {**hidden, **GIVEN, "reason": "<script>Lange überlegt"}
    answer = await client.post(f"{link}/answer", data=given, headers=ORIGIN)
    page = (await followed(client, answer)).text
    assert "Was Sie geschrieben hatten" in page
    assert re.search(r"<textarea[^>]*readonly>\s*&lt;script&gt;Lange überlegt", page)
    assert not (await city.case(case_id)).answers
    assert "Bank" not in page.partition("Was Sie geschrieben hatten")[0]


async def test_the_same_answer_sent_twice_is_not_shown_as_lost(client: httpx2.AsyncClient, city: City) -> None:
    case_id, away, _ = await asked(city)
    link = await city.link(case_id, "review_asked", away)
    given = {**hidden_of((await client.get(link)).text), **GIVEN, "reason": "<script>Gut so"}
    for _ in range(2):
        answer = await client.post(f"{link}/answer", data=given, headers=ORIGIN)
    page = (await followed(client, answer)).text
    assert "Was Sie geschrieben hatten" not in page
    answer = await client.post(f"{link}/answer", data={**given, "reason": "<script>Doch nicht"}, headers=ORIGIN)
    assert "&lt;script&gt;Doch nicht" in (await followed(client, answer)).text
