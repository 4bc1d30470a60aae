"""Somebody of the office at their own desk, from the navigation: the same tasks, answered at the same pages."""

import re

import httpx2

from storage import people
from storage.people import PersonIn
from tests.api.city import City, followed, hidden_of, send
from tests.api.links.test_doors import snapshot

ORIGIN = {"Origin": "http://ideen.example"}
GIVEN = {"verdict": "approve", "scores.benefit": "7", "scores.complexity": "3"}


async def an_idea_for_the_clerk(city: City) -> str:
    """The clerk is asked for a review of it, as nobody else has its theme."""
    stated = PersonIn(
        "Jana Petersen",
        "jana.petersen@example.org",
        department="digital",
        roles=frozenset({"office", "reviewer"}),
        themes=frozenset({"mobility"}),
    )
    async with city.db.write() as session:
        await people.put(session, stated, at=city.clock())
    case_id = await city.in_review(title="<script>Meine Idee")
    if city.people["jana.petersen"] not in {a.person for a in (await city.case(case_id)).open_assignments()}:
        first = (await city.case(case_id)).open_assignments()[0]
        await city.happens(
            case_id, "handed_over", first.person, assignment=first.id, to=city.people["jana.petersen"], reason=""
        )
    return case_id


async def test_it_lists_what_waits_for_oneself_and_for_the_office_and_looking_opens_nothing(
    office: httpx2.AsyncClient, city: City
) -> None:
    await an_idea_for_the_clerk(city)
    await city.idea(title="<script>Neue Idee")
    before = await snapshot(city.db)
    page = await office.get("/office/desk")
    assert page.status_code == 200
    assert 'Neue Idee prüfen: <span lang="">&lt;script&gt;Neue Idee' in page.text
    assert 'Stellungnahme abgeben: <span lang="">&lt;script&gt;Meine Idee' in page.text
    assert page.text.count('name="task"') == 1
    assert re.search(r'href="/office/desk" aria-current="page">Mein Schreibtisch', page.text)
    assert await snapshot(city.db) == before


async def test_from_there_a_task_is_answered_at_the_desk(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await an_idea_for_the_clerk(city)
    page = (await office.get("/office/desk")).text
    (task,) = re.findall(r'name="task" value="([0-9a-f]+)"', page)
    opened = await office.post("/office/desk", data={**hidden_of(page), "task": task}, headers=ORIGIN)
    there = opened.headers["location"]
    assert re.fullmatch(rf"/a/[a-z2-7]{{32}}/on/{task}", there)
    back = await followed(office, await send(office, there, f"{there}/answer", **GIVEN))
    assert "Ihre Antwort ist festgehalten" in back.text
    assert [a.by for a in (await city.case(case_id)).answers] == [city.people["jana.petersen"]]


async def test_nobody_opens_a_task_of_somebody_else_there(office: httpx2.AsyncClient, city: City) -> None:
    case = await city.case(await city.in_review())
    theirs = next(a for a in case.open_assignments() if a.person != city.people["jana.petersen"])
    page = (await office.get("/office/desk")).text
    refused = await office.post("/office/desk", data={**hidden_of(page), "task": theirs.id}, headers=ORIGIN)
    assert refused.status_code == 422
    forged = await office.post("/office/desk", data={"nonce": "x"}, headers={"Origin": "https://evil.example"})
    assert forged.status_code == 403


async def test_the_way_to_the_desk_is_for_those_who_are_signed_in(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/office/desk")).status_code in (303, 401)
