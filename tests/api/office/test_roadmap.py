"""The roadmap at the desk: every selection, every file, what is published, and what the public page says then."""

import csv
import io
from datetime import date
from typing import Any
from xml.etree import ElementTree

import httpx2
import icalendar
import pytest

from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter, quarter_of
from storage import planning, roadmap
from storage.queries.lists import by_number
from tests.api.city import City, send
from tests.api.office.conftest import fill, signed_in

ROOT = "/office/portfolio/roadmap"
EVIL = '=cmd|"<script>&'


def first(city: City) -> Quarter:
    return quarter_of(city.clock().date())


async def say(city: City, case_id: str, **facts: Any) -> None:
    async with city.db.write() as session:
        number = len(await planning.versions(session, case_id))
        await planning.say(session, case_id, Facts(**facts), number=number, at=city.clock(), by="x")


async def frame(city: City, days: int = 10) -> None:
    capacity = {(first(city).plus(at), "it"): days for at in range(8)}
    wanted = Frame(roles=(Named("it", "Informatik <b>"),), capacity=capacity)
    async with city.db.write() as session:
        await planning.set_frame(session, wanted, number=0, at=city.clock(), by="x")


async def two_measures(city: City) -> tuple[str, str]:
    """The second waits for the first, which takes two quarters; a role of ten days a quarter."""
    one, other = await city.committed(title=EVIL), await city.planning(title="Danach <script>")
    await frame(city)
    await say(city, one, effort={"it": 16}, length=2)
    await say(city, other, effort={"it": 5}, length=1, needs=(one,))
    return one, other


async def number(city: City, case_id: str) -> str:
    return (await city.case(case_id)).number


def places(text: str, name: str) -> str:
    """The line of the table about this measure."""
    return text.split(f'id="m-{name}"')[1].split("</tr>")[0]


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_page_opens_empty_and_filled_and_only_for_the_office(
    client: httpx2.AsyncClient, city: City, language: str
) -> None:
    assert (await client.get(ROOT)).status_code == 303
    office = await signed_in(client, city)
    empty = await office.get(f"{ROOT}?lang={language}")
    assert (empty.status_code, "<svg" in empty.text.split("<main")[1]) == (200, False)
    await two_measures(city)
    page = await office.get(f"{ROOT}?lang={language}")
    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    assert "<script>" not in page.text.replace('<script src="', "").split("<main")[1]
    index = await office.get("/office/portfolio")
    assert ROOT in index.text


async def test_picture_and_table_say_the_same_and_each_measure_says_what_holds_it(
    office: httpx2.AsyncClient, city: City
) -> None:
    one, other = await two_measures(city)
    page = (await office.get(f"{ROOT}?lang=en")).text
    start = first(city)
    held = places(page, await number(city, other))
    assert f"quarter {start.plus(2).number} of {start.plus(2).year}" in held
    assert "It waits for “" in held
    assert "critical chain" in held
    assert page.count('class="road-bar road-critical" x="250"') == 1  # the first one, in the first quarter
    assert page.count('class="road-bar road-critical" x="338"') == 1  # two quarters of 44 later
    assert "8 / 10" in page
    assert "5 / 10" in page
    assert f"“{await number(city, one)} =cmd|&#34;&lt;script&gt;&amp;”" in held


async def test_what_has_no_place_says_why_and_what_to_do(office: httpx2.AsyncClient, city: City) -> None:
    unknown, huge = await city.planning(title="Ohne Dauer"), await city.planning(title="Zu gross")
    await frame(city)
    await say(city, huge, effort={"it": 200}, length=1)
    page = (await office.get(f"{ROOT}?lang=en&quarters=8")).text
    assert "Nobody has said how long it takes." in page.split(f'id="m-{await number(city, unknown)}"')[1]
    line = page.split(f'id="m-{await number(city, huge)}"')[1].split("</li>")[0]
    assert "It takes 200 days of “Informatik &lt;b&gt;” in each quarter, and no quarter has more than 10." in line
    assert '<svg class="roadmap"' not in page


async def test_a_slip_shows_before_and_after_for_all_that_depends_on_it(office: httpx2.AsyncClient, city: City) -> None:
    one, other = await two_measures(city)
    before = (await office.get(f"{ROOT}?lang=en")).text
    assert "What has slipped" not in before
    case = await city.case(one)
    later = case.commitments[0].due_on.replace(year=case.commitments[0].due_on.year + 1)
    given = {"commitment": case.commitments[0].id, "answer": "late", "reason": "Es dauert", "new_due_on": later}
    await city.office(one, "settled", **given)
    page = (await office.get(f"{ROOT}?lang=en&quarters=12")).text
    moved = page.split('id="moved"')[1].split("</section>")[0]
    start = first(city)
    assert "Its end has slipped: quarters late: 4." in moved
    assert "It moved along with others." in moved
    was, now = start.plus(2), start.plus(6)
    assert moved.count(f"quarter {was.number} of {was.year}") == 2
    assert f"quarter {now.number} of {now.year}" in places(page, await number(city, other))
    assert page.count('class="road-was"') == 3  # two measures and the key
    assert 'fill="url(#roadmap-late)"' in page


async def test_a_project_that_runs_stays_where_it_is(office: httpx2.AsyncClient, city: City) -> None:
    taken = await fill(office, "/office/take-over", title="Radweg", project="in_progress", public="yes")
    assert taken.status_code == 303, taken.text
    async with city.db.read() as session:
        running = await by_number(session, taken.headers["location"].split("?")[0].rpartition("/")[2]) or ""
    await say(city, running, length=3, earliest=first(city).plus(-2))
    page = (await office.get(f"{ROOT}?lang=en")).text
    line = places(page, await number(city, running))
    assert "It runs already, since" in line
    assert "runs already" in line
    assert 'fill="url(#roadmap-runs)"' in page


async def test_files_say_what_the_page_says_and_each_is_noted(office: httpx2.AsyncClient, city: City) -> None:
    one, other = await two_measures(city)
    start = first(city)
    table = await send(office, f"{ROOT}?lang=en", to=f"{ROOT}/export", format="csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["number"], row["start"], row["end"], row["critical"]) for row in rows] == [
        (await number(city, one), str(start), str(start.plus(1)), "1"),
        (await number(city, other), str(start.plus(2)), str(start.plus(2)), "1"),
    ]
    assert rows[0]["title"] == "'" + EVIL  # no formula
    drawn = await send(office, f"{ROOT}?lang=en", to=f"{ROOT}/export", format="svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(drawn.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert any("=cmd|" in (one.text or "") for one in root.iter())
    dates = await send(office, f"{ROOT}?lang=en", to=f"{ROOT}/export", format="ics")
    calendar = icalendar.Calendar.from_ical(dates.content)
    events = list(calendar.walk("VEVENT"))
    assert events[0].decoded("dtstart") == date(start.year, 3 * start.number - 2, 1)
    assert str(events[0]["summary"]).endswith(EVIL)
    assert b"Voss" not in dates.content + table.content + drawn.content
    async with city.db.read() as session:
        noted = await roadmap.all_taken(session)
    assert [one.kind for one in noted] == ["ics", "svg", "csv"]
    assert {one.by for one in noted} == {city.people["jana.petersen"]}
    page = (await office.get(f"{ROOT}?lang=en")).text
    assert page.split('id="taken"')[1].count("Petersen") == 3


async def test_a_strange_format_or_selection_is_refused_and_looking_changes_nothing(
    office: httpx2.AsyncClient, city: City
) -> None:
    await two_measures(city)
    assert (await send(office, ROOT, to=f"{ROOT}/export", format="exe")).status_code == 409
    assert (await send(office, ROOT, to=f"{ROOT}/export", format="public")).status_code == 409
    assert (await office.get(f"{ROOT}?of=round:nothing")).status_code == 404
    assert (await office.post(f"{ROOT}/publish", data={})).status_code == 403
    async with city.db.read() as session:
        assert await roadmap.all_taken(session) == []


async def test_the_public_page_says_the_quarters_once_they_are_published(
    office: httpx2.AsyncClient, city: City
) -> None:
    one, other = await two_measures(city)
    address = f"/ideas/{await number(city, other)}?lang=en"
    quarter = first(city).plus(2)
    said = f"quarter {quarter.number} of {quarter.year}"
    assert said not in (await office.get(address)).text
    sent = await send(office, ROOT, to=f"{ROOT}/publish")
    assert sent.headers["location"] == f"{ROOT}?done=published"
    page = (await office.get(address)).text
    assert said in page
    assert "Petersen" not in page.split("<main")[1]
    await say(city, one, effort={"it": 16}, length=3)
    assert said in (await office.get(address)).text  # as published, until it is published anew
    case = (await office.get(f"/office/ideas/{await number(city, other)}?lang=en")).text
    assert f'href="{ROOT}#m-{await number(city, other)}"' in case


async def test_an_idea_that_is_no_measure_has_no_place_in_the_roadmap(office: httpx2.AsyncClient, city: City) -> None:
    idea = await city.idea()
    await say(city, idea, length=1)
    assert f"{ROOT}#" not in (await office.get(f"/office/ideas/{await number(city, idea)}")).text
    assert f"m-{await number(city, idea)}" not in (await office.get(ROOT)).text
