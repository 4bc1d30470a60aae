"""Advice by links alone: asked from a task, given behind a link of its own, read at the task."""

import html

import httpx2
import pytest

from tests.api.city import City, followed, hidden_of, send
from tests.api.links.desks import name_of
from tests.api.links.test_desk import GIVEN
from tests.api.links.test_sign import CHAIN, link_of, signing

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
QUESTION, SAID = "<script>Geht das\nam Ring?", "<script>Ja, mit Schatten"
ADVISER = "katharina.wolff"


async def asked(client: httpx2.AsyncClient, city: City) -> tuple[str, str, str]:
    """A case, the link of a reviewer, and that of the colleague they ask."""
    case_id = await city.in_review(theme="health", title="<script>Bank", public=False)
    mine = (await city.case(case_id)).open_assignments()[0]
    link = await city.link(case_id, "review_asked", name_of(city, mine.person))
    assert f'href="{link}/advice"' in (await client.get(link)).text
    sent = await send(client, f"{link}/advice", f"{link}/advice", adviser=city.people[ADVISER], question=QUESTION)
    assert sent.status_code == 303, sent.text
    return case_id, link, await city.link(case_id, "advice_asked", ADVISER)


@BOTH
async def test_a_colleague_is_asked_says_something_and_it_is_read_at_the_task(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, link, theirs = await asked(client, city)
    page = (await client.get(link)).text
    assert "Hat noch nicht geantwortet" in page
    assert "Katharina Wolff" in page
    page = (await client.get(theirs)).text
    assert "&lt;script&gt;Geht das" in page
    assert "&lt;script&gt;Bank" in page
    assert f"{theirs}/answer" not in page
    assert (await client.get(theirs)).status_code == 200
    assert not (await city.case(case_id)).advice[0].text
    sent = await send(client, theirs, f"{theirs}/advise", advice=SAID)
    shown = (await followed(client, sent)).text
    assert "Sie haben geantwortet" in shown
    assert html.escape(SAID) in shown
    fresh = await city.link(case_id, "advice_given")
    for address in (link, fresh):
        page = (await client.get(address)).text
        assert "&lt;script&gt;Ja, mit Schatten" in page
    case = await city.case(case_id)
    assert (len(case.answers), len(case.open_assignments())) == (0, 2)
    answer = await send(client, link, f"{link}/answer", **GIVEN)
    assert answer.status_code == 303


async def test_an_empty_question_and_an_empty_advice_are_said_at_their_fields(
    client: httpx2.AsyncClient, city: City
) -> None:
    _, link, theirs = await asked(client, city)
    answer = await send(client, f"{link}/advice", f"{link}/advice", question="<script>Und?")
    assert answer.status_code == 422
    assert "&lt;script&gt;Und?" in answer.text
    assert (await send(client, f"{link}/advice", f"{link}/advice", adviser=city.people[ADVISER])).status_code == 422
    twice = await send(
        client, f"{link}/advice", f"{link}/advice", adviser=city.people[ADVISER], question="Noch einmal?"
    )
    assert "schon gefragt" in twice.text
    assert (await send(client, theirs, f"{theirs}/advise")).status_code == 422


async def test_once_the_task_is_gone_the_link_says_so_and_keeps_what_was_written(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, link, theirs = await asked(client, city)
    hidden = hidden_of((await client.get(theirs)).text)
    await send(client, link, f"{link}/answer", **GIVEN)
    page = (await client.get(theirs)).text
    assert "gilt nicht mehr" in page
    assert "Bank" not in page
    late = await client.post(
        f"{theirs}/advise", data={**hidden, "advice": SAID}, headers={"Origin": "http://ideen.example"}
    )
    assert "&lt;script&gt;Ja, mit Schatten" in (await followed(client, late)).text
    assert not (await city.case(case_id)).advice[0].text


async def test_a_link_for_advice_opens_no_other_form(client: httpx2.AsyncClient, city: City) -> None:
    _, link, theirs = await asked(client, city)
    for form in ("answer", "hand-over", "advice", "bias", "decide"):
        assert (
            await client.post(f"{theirs}/{form}", data={}, headers={"Origin": "http://ideen.example"})
        ).status_code in (
            403,
            404,
        )
    assert (await client.post(f"{link}/advise", data={})).status_code in (403, 404)


async def test_whoever_signs_asks_and_reads_it_beside_the_chain(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    link = await link_of(city, case_id, CHAIN[0])
    assert f'href="{link}/advice"' in (await client.get(link)).text
    await send(client, f"{link}/advice", f"{link}/advice", adviser=city.people[ADVISER], question=QUESTION)
    theirs = await city.link(case_id, "advice_asked", ADVISER)
    assert "&lt;script&gt;Geht das" in (await client.get(theirs)).text
    await send(client, theirs, f"{theirs}/advise", advice=SAID)

    assert html.escape(SAID) in (await client.get(link)).text
    assert (await send(client, link, f"{link}/sign", said="sign")).status_code == 303
    assert [step.state for step in (await city.case(case_id)).sign_steps if step.decided] == ["signed"]
