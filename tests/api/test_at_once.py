"""Many answers through the same link at the same moment: one counts, nobody sees an error."""

import asyncio
from collections import Counter

import httpx2
import pytest

from api.limits import Budget, Limits
from tests.api.city import City, asked_for_code, hidden_of

ORIGIN = {"Origin": "http://ideen.example"}
MANY = 32
BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


async def one_of_many(client: httpx2.AsyncClient, url: str, link: str, data: dict[str, str]) -> tuple[int, str]:
    """Sends the form and follows to the page it leads to, as a browser does; trying again while nothing was taken."""
    answer = await client.post(url, data=data, headers=ORIGIN)
    for _ in range(30):
        if answer.status_code != 503:
            break
        answer = await client.post(url, data=data, headers=ORIGIN)
    shown = await client.get(link)
    return answer.status_code, shown.text if shown.status_code == 200 else str(shown.status_code)


@BOTH
async def test_of_thirty_two_reviews_by_one_link_one_counts_and_all_see_the_state_page(
    client: httpx2.AsyncClient, city: City
) -> None:
    city.services.limits = Limits({"link.act": Budget(1000, 60)})
    case_id = await city.in_review()
    mine = (await city.case(case_id)).open_assignments()[0]
    link = await city.link(case_id, "review_asked", next(n for n, p in city.people.items() if p == mine.person))
    page = hidden_of((await client.get(link)).text)
    given = {**page, "scores.benefit": "8", "scores.complexity": "3", "reason": "Weil"}
    forms = [{**given, "verdict": ("approve", "reject")[n % 2]} for n in range(MANY)]

    answers = await asyncio.gather(*(one_of_many(client, f"{link}/answer", link, form) for form in forms))

    assert Counter(status for status, _ in answers) == {303: MANY}
    assert all("Das wurde festgehalten" in text for _, text in answers)
    assert len([a for a in (await city.case(case_id)).answers if a.by == mine.person]) == 1


@BOTH
async def test_of_thirty_two_decisions_by_one_link_one_counts(client: httpx2.AsyncClient, city: City) -> None:
    city.services.limits = Limits({"link.act": Budget(1000, 60)})
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    page = hidden_of((await client.get(link)).text)
    given = {**page, "outcome": "accepted", "public_reason": "Weil", "step": "send"}
    asked = await client.post(f"{link}/decide", data=given, headers={"Origin": "http://ideen.example"})
    _, coded = await asked_for_code(client, city, asked)
    forms = [{**coded, "public_reason": f"Weil {n}"} for n in range(MANY)]

    answers = await asyncio.gather(*(one_of_many(client, f"{link}/decide", link, form) for form in forms))

    assert Counter(status for status, _ in answers) == {303: MANY}
    case = await city.case(case_id)
    assert len(case.decisions) == 1
    assert [name for name, _ in await city.mails(case_id)].count("receipt") == 1
