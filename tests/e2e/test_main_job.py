"""The main job, whole, on the real parts: an idea goes from a form to a decision and back, by links and pages alone."""

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, DECIDER, OWNER, Idea, at_the_desk, number_in
from tests.e2e.stack import Stack
from tests.e2e.visitor import Visitor

IDEA = Idea(email="main.job@example.org")
PLAIN = "<script>alert(1)</script> Freie Parkplätze & mehr"


async def number_of(stack: Stack, address: str) -> str:
    """The number in the subject of the receipt for a confirmed idea."""
    return number_in(await stack.letter(address, "idea_received"))


async def reviewed_by_two(stack: Stack, number: str) -> None:
    """Both who were asked answer by their links; the same link then shows what was recorded."""
    letters = await stack.letters("review_asked", number, count=2)
    assert len({m.envelope_to[0] for m in letters}) == len(letters) == 2
    for mail in letters:
        after = await people.review(stack, link_in(mail), reason="Gut für den Verkehr.")
        assert not after.forms, after.text
        assert "Gut für den Verkehr." in after.text


async def decided(stack: Stack, number: str) -> None:
    """The decider's link takes the decision once, and then shows it."""
    link = link_in(await stack.letter(DECIDER, "decision_asked", number))
    after = await people.decide(stack, link, reason="Das hilft vielen <b>sehr</b>.")
    assert "Das hilft vielen <b>sehr</b>." in after.text
    assert not after.forms


async def test_an_idea_goes_from_a_form_to_a_decision_and_back_by_links_alone(stack: Stack) -> None:
    link = await people.submit(stack, IDEA)
    assert await stack.rows("SELECT id FROM addresses WHERE address = :mine", mine=IDEA.email) == []
    await people.confirm(stack, link)
    number = await number_of(stack, IDEA.email)
    async with at_the_desk(stack) as clerk:
        assert number in (await clerk.open("/office")).text
        assert PLAIN in (await clerk.case(number)).text
        await clerk.do(number, "accept", {"public": "yes"})
        await reviewed_by_two(stack, number)
        await clerk.put_forward(number)
        await decided(stack, number)
        await clerk.open(f"/office/ideas/{number}/promise")
        due = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
        promise = {"text": "Wir bauen die Anzeige.", "owner": clerk.page.choice("owner", "Torben"), "due_on": due}
        await clerk.do(number, "promise", promise)
        await the_case_page_tells_all(clerk, number)
    await stack.letter(OWNER, "promise_made", number)
    await the_promise_is_kept(stack, number)
    await the_submitter_hears_of_it(stack, number)


async def the_case_page_tells_all(clerk: people.Clerk, number: str) -> None:
    """Who did what, in words, and that nobody changed the record."""
    page = await clerk.case(number)
    for words in (PLAIN, "Gut für den Verkehr.", "Das hilft vielen <b>sehr</b>.", "Wir bauen die Anzeige."):
        assert words in page.text
    assert "<script>alert" not in page.html
    assert "Jana Petersen" in page.text
    assert "Oberbürgermeisterin" in page.text
    assert "Verlauf vollständig und unverändert" in page.text


async def the_promise_is_kept(stack: Stack, number: str) -> None:
    """When it is due its owner is asked by mail, and says so behind the link."""
    await stack.bring_forward(number)
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link_in(await stack.letter(OWNER, "commitment_asked", number)))
        await visitor.send(visitor.page.form("/commitment"), {"answer": "done", "reason": "Steht seit gestern."})
        assert "Steht seit gestern." in visitor.page.text
    await stack.letter(IDEA.email, "commitment_news", number)
    assert (await stack.rows("SELECT state FROM cases WHERE number = :number", number=number))[0][0] == "settled"


async def the_submitter_hears_of_it(stack: Stack, number: str) -> None:
    """The receipt, the own page behind its link, and the public page without names of staff."""
    receipt = await stack.letter(IDEA.email, "receipt", number)
    assert "Das hilft vielen" in receipt.text
    async with Visitor(stack.base_url) as visitor:
        own = await visitor.open(link_in(receipt))
        assert "Das hilft vielen <b>sehr</b>." in own.text
        public = await visitor.open(f"/ideas/{number}")
        for words in (PLAIN, "Das hilft vielen <b>sehr</b>.", "Wir bauen die Anzeige."):
            assert words in public.text
        for name in ("Torben", "Petersen", IDEA.email):
            assert name not in public.text
        assert number in (await visitor.open("/ideas")).text
    kinds = await stack.kinds_of_mail()
    mine = [kinds[m.headers["Message-ID"]] for m in stack.caught.all(IDEA.email)]
    told = ["confirm_address", "idea_received", "idea_accepted", "review_done_submitter", "put_forward", "receipt"]
    assert mine == [*told, "commitment_news"]


async def test_a_link_acts_once_and_then_shows_how_it_stands(stack: Stack) -> None:
    address = "twice@example.org"
    link = await people.submit(stack, replace(IDEA, email=address))
    async with AsyncExitStack() as visits:
        visitors = [await visits.enter_async_context(Visitor(stack.base_url)) for _ in range(6)]
        for visitor in visitors:
            await visitor.open(link)
        given = {"mine": ["yes"]}
        await asyncio.gather(*(visitor.send(visitor.page.form(having="mine"), given) for visitor in visitors))
        number = await number_of(stack, address)
        for visitor in visitors:
            assert number in visitor.page.text
            assert not visitor.page.forms
    cases = "SELECT c.number FROM cases c JOIN addresses a ON a.person_id = c.submitter WHERE a.address = :address"
    assert [row[0] for row in await stack.rows(cases, address=address)] == [number]


async def test_an_idea_comes_by_api_once_however_often_it_is_sent(stack: Stack) -> None:
    headers = {"Authorization": f"Bearer {await stack.token(CLERK, service=True)}", "Idempotency-Key": "<script>"}
    body = {"title": "<script>API", "submitter": "renate.kruse@example.org", "theme": "mobility"}
    async with httpx2.AsyncClient(base_url=f"{stack.base_url}/api/v1", headers=headers, timeout=90) as api:
        first, second = [(await api.post("/ideas", json=body)).json() for _ in range(2)]
        assert first == second
        assert first["status"] == "done"
        number = first["number"]
        history = (await api.get(f"/ideas/{number}/history")).json()
        assert history["whole"] is True
        assert history["events"][0]["kind"] == "submitted"
        assert {"<script>API"}.isdisjoint(json.dumps(history))
        assert number in [
            idea["number"] for idea in (await api.get("/ideas", params={"stage": "intake"})).json()["ideas"]
        ]
        withdrawn = await api.post(f"/ideas/{number}/withdraw", json={})
        assert withdrawn.status_code == 403, withdrawn.text
    assert number in (await stack.letter("renate.kruse@example.org", "idea_received", number)).subject
    waits = "SELECT i.mail FROM digest_items i JOIN cases c ON c.id = i.case_id WHERE c.number = :number"
    assert [row[0] for row in await stack.rows(waits, number=number)] == ["triage_due"]  # for the mail of the day


async def test_curl_is_enough_to_submit_and_confirm(stack: Stack, tmp_path: Path) -> None:
    async def curl(*arguments: str) -> str:
        jar = ["--silent", "--show-error", "--location", "--cookie-jar", "jar", "--cookie", "jar"]
        process = await asyncio.create_subprocess_exec(
            "curl", *jar, *arguments, cwd=tmp_path, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0
        return printed.decode()

    def nonce(page: str) -> str:
        found = re.search(r'name="nonce" value="([^"]+)"', page)
        assert found, page
        return found[1]

    form = f"{stack.base_url}/ideas/new"
    typed = {"title": "Mit curl", "name": "Cu Rl", "email": "curl@example.org", "step": "send"}
    fields = [part for name, value in typed.items() for part in ("--data-urlencode", f"{name}={value}")]
    await curl(*fields, "--data-urlencode", f"nonce={nonce(await curl(form))}", form)
    await stack.letter("curl@example.org", "confirm_address")
    mails = json.loads(await curl(f"{stack.mailbox_url}/api/mails?to=curl@example.org"))
    link = next(one for one in json.loads(await curl(f"{stack.mailbox_url}/api/mails/{mails[0]['id']}"))["links"])
    await curl("--data-urlencode", f"nonce={nonce(await curl(link))}", "--data", "mine=yes", link)
    assert await number_of(stack, "curl@example.org")


async def test_what_is_sent_while_temporal_is_away_is_received_and_processed_later(stack: Stack) -> None:
    address = "patient@example.org"
    link = await people.submit(stack, replace(IDEA, email=address))
    headers = {"Authorization": f"Bearer {await stack.token(CLERK, service=True)}", "Idempotency-Key": "away"}
    await stack.kill("temporal")
    try:
        received = await people.confirm(stack, link)
        assert not received.forms, received.text
        async with httpx2.AsyncClient(base_url=f"{stack.base_url}/api/v1", headers=headers, timeout=90) as api:
            answer = await api.post("/ideas", json={"title": "Später"})
        assert answer.status_code == 202
        assert answer.json()["status"] == "received"
        assert stack.caught.all(address)[-1].subject.startswith("Bitte"), "nothing was processed yet"
    finally:
        await stack.start("temporal")
    number = await number_of(stack, address)
    await stack.letter(CLERK, "idea_received", answer.json()["number"])
    async with Visitor(stack.base_url) as visitor:
        own = await visitor.open(link_in(await stack.letter(address, "idea_received", number)))
        assert PLAIN in own.text


@pytest.mark.slow
async def test_the_same_on_postgresql(new_postgres: Callable[[], str], tmp_path: Path) -> None:
    async with Stack(tmp_path, database_url=new_postgres()) as stack:
        await people.confirm(stack, await people.submit(stack, IDEA, "en"))
        number = await number_of(stack, IDEA.email)
        async with at_the_desk(stack) as clerk:
            await clerk.do(number, "accept", {"public": "no"})
            await reviewed_by_two(stack, number)
            await clerk.put_forward(number)
            await decided(stack, number)
        receipt = await stack.letter(IDEA.email, "receipt", number)
        assert "Das hilft vielen" in receipt.text
        assert receipt.language == "en"
