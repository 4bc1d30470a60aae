"""Who stands in, by the page of a person: in order, without circles; and absences from a calendar file."""

import re
from datetime import timedelta

import httpx2
import pytest

from storage import absences, deputies
from storage.people import PersonIn, put
from tests.api.city import City, hidden_of, send
from tests.api.links.test_absence import inbox_taken
from tests.api.office.conftest import fill

ORIGIN = {"Origin": "http://ideen.example"}


def page_of(city: City, who: str = "silke.brandt", what: str = "deputies") -> str:
    return f"/office/people/{city.people[who]}/{what}"


async def known(city: City, who: str = "silke.brandt") -> dict[str, list[str]]:
    names = {person: name for name, person in city.people.items()}
    async with city.db.read() as session:
        found = await deputies.of(session, city.people[who])
    return {role: [names[one] for one in several] for role, several in found.items()}


async def test_deputies_are_chosen_in_their_order_shown_and_taken_out_again(
    office: httpx2.AsyncClient, city: City
) -> None:
    chosen = {"reviewer.1": "ole.jessen", "reviewer.2": "yusuf.aydin", "decider.1": "dezernat"}
    ids = {name: city.people[who] for name, who in chosen.items()}
    sent = await fill(office, page_of(city), **ids)
    assert sent.status_code == 303, sent.text
    assert await known(city) == {"reviewer": ["ole.jessen", "yusuf.aydin"], "decider": ["dezernat"]}
    assert "Die Vertretung ist gespeichert" in (await office.get(sent.headers["location"])).text
    person = (await office.get(f"/office/people/{city.people['silke.brandt']}")).text
    assert "Ole Jessen, Yusuf Aydın" in person
    assert (await fill(office, page_of(city), **{"reviewer.1": "", "decider.1": ""})).status_code == 303
    assert await known(city) == {"reviewer": ["yusuf.aydin"]}


async def test_a_circle_is_refused_with_both_names_and_what_was_chosen_stays(
    office: httpx2.AsyncClient, city: City
) -> None:
    await fill(office, page_of(city), **{"reviewer.1": city.people["ole.jessen"]})
    sent = await fill(office, page_of(city, "ole.jessen"), **{"reviewer.1": city.people["silke.brandt"]})
    assert sent.status_code == 422
    assert "Ole Jessen würde sich selbst vertreten" in sent.text
    assert "Silke Brandt" in sent.text
    assert re.search(rf'value="{city.people["silke.brandt"]}" selected', sent.text)
    assert await known(city, "ole.jessen") == {}


async def test_somebody_who_is_not_known_is_refused(office: httpx2.AsyncClient, city: City) -> None:
    sent = await fill(office, page_of(city), **{"reviewer.1": "nobody"})
    assert sent.status_code == 422
    assert "nicht mehr bekannt" in sent.text
    assert await known(city) == {}


async def test_nobody_is_offered_as_their_own_deputy(office: httpx2.AsyncClient, city: City) -> None:
    page = (await office.get(page_of(city))).text
    assert city.people["ole.jessen"] in page
    assert f'<option value="{city.people["silke.brandt"]}"' not in page


async def test_a_change_is_brought_to_the_ideas_that_wait(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review(theme="health")
    person = next(a.person for a in (await city.case(case_id)).open_assignments())
    today = city.clock().date()
    async with city.db.write() as session:
        week = timedelta(days=7)
        await absences.add(session, person, today - week, today + week, at=city.clock())
    await fill(office, f"/office/people/{person}/deputies", **{"reviewer.1": city.people["ole.jessen"]})
    assert await inbox_taken(city) == ["done", "done"]
    asked = {a.person: a.for_person for a in (await city.case(case_id)).open_assignments()}
    assert asked[city.people["ole.jessen"]] == person
    number = (await city.case(case_id)).number
    page = (await office.get(f"/office/ideas/{number}")).text
    assert "in Vertretung von" in page
    assert "ist nicht da: Ole Jessen hat die Aufgabe" in page
    assert "keine Vertretung" not in page.partition("Verlauf")[0]


# From a calendar


def ics(*events: str) -> bytes:
    parts = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{parts}END:VCALENDAR\r\n".encode()


async def upload(office: httpx2.AsyncClient, city: City, content: bytes) -> httpx2.Response:
    page = page_of(city, what="absences")
    hidden = hidden_of((await office.get(page)).text)
    files = {"calendar": ("urlaub.ics", content, "text/calendar")}
    origin = {"Origin": str(office.base_url).rstrip("/")}
    return await office.post(f"{page}/calendar", data=hidden, files=files, headers=origin)


async def away(city: City) -> list[tuple[str, str, str]]:
    async with city.db.read() as session:
        found = await absences.of(session, city.people["silke.brandt"], city.clock().date())
    return [(a.first.isoformat(), a.last.isoformat(), source.value) for a, source in found]


async def test_days_off_come_from_a_calendar_and_nothing_is_cleared_by_it(
    office: httpx2.AsyncClient, city: City
) -> None:
    year = city.clock().year + 1
    holiday = f"DTSTART;VALUE=DATE:{year}0301\r\nDTEND;VALUE=DATE:{year}0306\r\nSUMMARY:<script>Kur"
    sent = await upload(office, city, ics(holiday))
    assert sent.status_code == 303, sent.text
    assert await away(city) == [(f"{year}-03-01", f"{year}-03-05", "calendar")]
    page = (await office.get(sent.headers["location"])).text
    assert "aus einem Kalender" in page
    assert "Kur" not in page
    again = await upload(office, city, ics(holiday))
    assert (again.status_code, len(await away(city))) == (422, 1)
    empty = await upload(office, city, ics())
    assert "Nichts wurde geändert" in empty.text
    assert len(await away(city)) == 1


@pytest.mark.parametrize("content", [b"", b"<html>Nicht angemeldet</html>", b"\x00\xff\x89PNG", ics()[:40]])
async def test_what_is_no_calendar_is_said_and_changes_nothing(
    office: httpx2.AsyncClient, city: City, content: bytes
) -> None:
    sent = await upload(office, city, content)
    assert sent.status_code == 422
    assert "kein lesbarer Kalender" in sent.text
    assert await away(city) == []
    page = page_of(city, what="absences")
    assert hidden_of(sent.text)["nonce"], f"the form can be sent again from {page}"


async def test_a_deputy_who_has_left_is_not_offered(office: httpx2.AsyncClient, city: City) -> None:
    async with city.db.write() as session:
        await put(session, PersonIn("Nie da", "nie.da@example.org", department="social"), at=city.clock())
    assert "Nie da" in (await office.get(page_of(city))).text
    assert (await send(office, page_of(city))).status_code == 303
