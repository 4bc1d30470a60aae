"""An answer that comes too late: the page says what happened, and the words are kept and offered for copying."""

import re
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from tests.api.asking import review_by
from tests.api.city import City, followed, hidden_of
from tests.api.links.desks import name_of
from tests.builders import a_text

ORIGIN = {"Origin": "http://ideen.example"}
WORDS = "<script>Lange überlegt"
GIVEN = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3", "reason": WORDS}
Change = Callable[[httpx2.AsyncClient, City, str, str], Awaitable[None]]


async def _mine(city: City, case_id: str, who: str) -> str:
    case = await city.case(case_id)
    return next(a.id for a in case.open_assignments() if a.person == city.people[who])


async def handed_over_by_the_office(_: httpx2.AsyncClient, city: City, case_id: str, who: str) -> None:
    case = await city.case(case_id)
    to = next(p for n, p in city.people.items() if n == "ole.jessen" and p not in {a.person for a in case.assignments})
    await city.office(case_id, "handed_over", assignment=await _mine(city, case_id, who), to=to, reason="Urlaub")


async def taken_back(_: httpx2.AsyncClient, city: City, case_id: str, who: str) -> None:
    await city.office(case_id, "taken_back", item=await _mine(city, case_id, who), reason="Doch nicht")


async def biased(_: httpx2.AsyncClient, city: City, case_id: str, who: str) -> None:
    await city.happens(case_id, "bias_declared", who, assignment=await _mine(city, case_id, who), reason="")


async def withdrawn(_: httpx2.AsyncClient, city: City, case_id: str, who: str) -> None:
    await city.happens(case_id, "withdrawn", "renate.kruse", reason="")


async def others_were_enough(_: httpx2.AsyncClient, city: City, case_id: str, who: str) -> None:
    case = await city.case(case_id)
    for one in case.open_assignments():
        if one.person != city.people[who]:
            await city.answer(case_id, one)


async def answered_on_another_device(_: httpx2.AsyncClient, city: City, case_id: str, who: str) -> None:
    case = await city.case(case_id)
    mine = next(a for a in case.open_assignments() if a.person == city.people[who])
    await city.answer(case_id, mine, reason="Auf dem Telefon")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (handed_over_by_the_office, "Diese Aufgabe wurde übergeben"),
        (taken_back, "Das Büro hat diese Aufgabe zurückgenommen"),
        (biased, "befangen"),
        (withdrawn, "Die Idee wurde zurückgezogen"),
        (others_were_enough, "Es haben genug Personen geantwortet"),
        (answered_on_another_device, "Sie haben geantwortet"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_page_that_was_open_a_second_ago(
    client: httpx2.AsyncClient, city: City, change: Change, said: str
) -> None:
    await review_by(city, ask=2, quorum=1 if change is others_were_enough else 2)
    case_id = await city.in_review()
    who = name_of(city, (await city.case(case_id)).open_assignments()[0].person)
    link = await city.link(case_id, "review_asked", who)
    hidden = hidden_of((await client.get(link)).text)
    await change(client, city, case_id, who)
    before = await city.case(case_id)

    sent = await client.post(f"{link}/answer", data={**hidden, **GIVEN}, headers=ORIGIN)
    page = (await followed(client, sent)).text
    assert said in page
    assert "Was Sie geschrieben hatten" in page
    assert re.search(r"<textarea[^>]*readonly>\s*&lt;script&gt;Lange überlegt", page)
    assert (await city.case(case_id)).answers == before.answers


async def test_of_two_devices_that_send_at_once_the_second_reads_what_the_first_said(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    who = name_of(city, (await city.case(case_id)).open_assignments()[0].person)
    link = await city.link(case_id, "review_asked", who)
    telephone, computer = [hidden_of((await client.get(link)).text) for _ in range(2)]
    first = {**telephone, **GIVEN, "reason": "Vom Telefon"}
    await client.post(f"{link}/answer", data=first, headers=ORIGIN)
    sent = await client.post(f"{link}/answer", data={**computer, **GIVEN}, headers=ORIGIN)
    page = (await followed(client, sent)).text

    assert "Sie haben geantwortet" in page
    assert "Vom Telefon" in page.partition("Das wurde festgehalten")[2]
    assert "Lange überlegt" in page.partition("Was Sie geschrieben hatten")[2]
    assert [a.reason for a in (await city.case(case_id)).answers] == ["Vom Telefon"]


async def test_a_text_that_has_changed_since_is_shown_with_the_words_still_in_the_form(
    client: httpx2.AsyncClient, city: City
) -> None:
    await review_by(city, ask=2, quorum=2, rework={"deadline": {"working_days": 5}, "again": "nobody"})
    case_id = await city.in_review()
    one, other = (await city.case(case_id)).open_assignments()
    link = await city.link(case_id, "review_asked", name_of(city, one.person))
    hidden = hidden_of((await client.get(link)).text)
    await city.answer(case_id, other, verdict="changes", scores={}, points=["Kosten"])
    await city.happens(case_id, "edited", "renate.kruse", text=a_text(summary="Neu"), on_version=1)

    page = (await client.post(f"{link}/answer", data={**hidden, **GIVEN}, headers=ORIGIN)).text
    assert "geändert" in page
    assert re.search(r"<textarea[^>]*name=\"reason\"[^>]*>\s*&lt;script&gt;Lange überlegt", page)
    assert len((await city.case(case_id)).answers) == 1
