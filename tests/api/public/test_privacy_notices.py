"""Privacy notices: one for each audience, versions that follow from their words, and a case that knows which it was."""

import dataclasses
import re

import httpx2
import pytest
from sqlalchemy import text

from tests.api.city import City, send, token_of
from tests.api.public.test_submitting import submit

PAGES = ("/privacy", "/privacy/support", "/privacy/reviewers", "/privacy/staff")
VERSION = re.compile(r"(?:Fassung|Version) ([0-9a-f]{12})")


async def version_at(client: httpx2.AsyncClient, page: str, language: str = "de") -> str:
    found = VERSION.search((await client.get(page, headers={"Accept-Language": language})).text)
    assert found, page
    return found[1]


async def confirmed(client: httpx2.AsyncClient, city: City, **fields: str) -> str:
    """An idea that came by the public form; its number."""
    assert (await submit(client, **fields)).headers["location"] == "/ideas/sent"
    link = f"/a/{token_of((await city.mails())[-1][1])}"
    assert (await send(client, link, mine="yes")).status_code == 303
    found = re.search(r"\d{4}-\d{4}", (await client.get(link)).text)
    assert found
    return found[0]


async def test_every_audience_has_a_notice_of_its_own(client: httpx2.AsyncClient) -> None:
    versions = {await version_at(client, page) for page in PAGES}
    assert len(versions) == len(PAGES)
    for page in PAGES:
        for other in PAGES:
            assert (f'href="{other}"' in (await client.get(page)).text) or other == page
        assert await version_at(client, page, "en") not in versions, "other words are another version"
    assert "widerrufen" in (await client.get("/privacy")).text
    assert "Stadt Norderstedt" in (await client.get("/privacy/staff")).text


@pytest.mark.parametrize(
    ("language", "words"), [("de", "auf eine unserer E-Mails antworten"), ("en", "If you reply to one of our mails")]
)
async def test_whoever_gets_mails_about_ideas_reads_what_becomes_of_replies(
    client: httpx2.AsyncClient, language: str, words: str
) -> None:
    pages = {page: (await client.get(page, headers={"Accept-Language": language})).text for page in PAGES}

    assert {page for page, text in pages.items() if words in text} == {
        "/privacy",
        "/privacy/reviewers",
        "/privacy/staff",
    }


async def test_pages_lead_to_the_notice_of_their_reader(client: httpx2.AsyncClient, city: City) -> None:
    task = await city.link(await city.in_review(), "review_asked")
    own = await city.link(await city.idea(), "idea_received")
    for page, notice in {
        "/": "/privacy",
        own: "/privacy",
        task: "/privacy/reviewers",
        f"{task}/hand-over": "/privacy/reviewers",
        "/office/sign-in": "/privacy/staff",
    }.items():
        footer = (await client.get(page)).text.partition('<footer class="site-footer">')[2]
        assert f'href="{notice}"' in footer, page


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_case_knows_what_its_submitter_was_shown_also_when_the_notice_has_changed(
    client: httpx2.AsyncClient, city: City
) -> None:
    before = await version_at(client, "/privacy")
    await confirmed(client, city)
    city.services.site = dataclasses.replace(city.services.site, privacy_text="<script>Neu: Wir fragen nun mehr.")
    after = await version_at(client, "/privacy")
    assert after != before
    city.clock.later(minutes=1)
    await confirmed(client, city, email="zweite@example.org", title="Noch eine Idee")
    async with city.db.read() as session:
        rows = await session.execute(text("SELECT facts FROM events WHERE kind = 'submitted' ORDER BY at"))
        facts = [str(row.facts) for row in rows]
    assert [before in facts[0], after in facts[1]] == [True, True]

    old, new = [(await client.get(f"/privacy/versions/{version}")).text for version in (before, after)]
    assert "Wir fragen nun mehr" not in old
    assert "&lt;script&gt;Neu: Wir fragen nun mehr." in new
    assert "zum ersten Mal" in old
    assert (await client.get("/privacy/versions/000000000000")).status_code == 404


async def test_looking_at_a_notice_keeps_nothing(client: httpx2.AsyncClient, city: City) -> None:
    version = await version_at(client, "/privacy")
    assert (await client.get(f"/privacy/versions/{version}")).status_code == 404
