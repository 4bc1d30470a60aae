"""Comments by API: read and written as what the token's person is to the idea, once for each key."""

import httpx2
import pytest

from tests.api.apps import app_on
from tests.api.city import City
from tests.api.comments.conftest import EVIL, PDF, kept, upload
from tests.api.office.conftest import signed_in
from tests.api.v1.conftest import EVERYTHING, OFFICE, SUBMITTER, Program, key, problem

BODY = {"comment": EVIL, "audience": "office"}


async def test_each_token_reads_what_its_person_may(program: Program, city: City) -> None:
    case_id = await city.in_review()
    case = await city.case(case_id)
    asked = next(name for name, id_ in city.people.items() if id_ == case.open_assignments()[0].person)
    place = f"/ideas/{case.number}/comments"
    tokens = {who: await program(who, *EVERYTHING) for who in (SUBMITTER, asked)}
    tokens["office"] = await program(OFFICE, *EVERYTHING, "office")
    for who, audience in ((SUBMITTER, "office"), (asked, "reviewers"), ("office", "office"), ("office", "public")):
        sent = await tokens[who].post(place, json=BODY | {"audience": audience}, headers=key())
        assert sent.status_code == 201, sent.text
    read = {who: [one["by"] for one in (await t.get(place)).json()["comments"]] for who, t in tokens.items()}
    assert {who: sorted(found) for who, found in read.items()} == {
        SUBMITTER: ["office", "submitter"],
        asked: ["assignee", "office"],
        "office": ["assignee", "office", "office", "submitter"],
    }
    stranger = await program("malte.hinrichs", "read")
    assert len((await stranger.get(place)).json()["comments"]) == 1


async def test_the_same_key_writes_once_and_another_text_with_it_is_refused(program: Program, city: City) -> None:
    case_id = await city.in_review()
    place = f"/ideas/{(await city.case(case_id)).number}/comments"
    client = await program(SUBMITTER, *EVERYTHING)
    first, again = [await client.post(place, json=BODY, headers=key("one")) for _ in range(2)]
    assert first.json() == again.json()
    assert first.json()["mine"]
    assert len(await kept(city, case_id)) == 1
    await problem(
        await client.post(place, json=BODY | {"comment": "anders"}, headers=key("one")), 409, "idempotency.mismatch"
    )
    await problem(await client.post(place, json=BODY), 400, "idempotency.missing")


@pytest.mark.parametrize(
    ("who", "scopes", "status", "code"),
    [
        (SUBMITTER, ("read",), 403, "token.scope"),
        (SUBMITTER, ("read", "answer"), 403, "token.scope"),
        (OFFICE, ("read", "submit", "answer"), 403, "token.scope"),
        ("malte.hinrichs", EVERYTHING, 403, "token.scope"),
    ],
)
async def test_a_token_needs_the_scope_of_what_its_person_is(
    program: Program, city: City, who: str, scopes: tuple[str, ...], status: int, code: str
) -> None:
    case_id = await city.in_review()
    client = await program(who, *scopes)
    place = f"/ideas/{(await city.case(case_id)).number}/comments"
    await problem(await client.post(place, json=BODY, headers=key()), status, code)
    assert await kept(city, case_id) == ()


async def test_what_is_not_public_is_not_there_for_others(program: Program, city: City) -> None:
    case_id = await city.in_review(public=False)
    place = f"/ideas/{(await city.case(case_id)).number}/comments"
    client = await program("malte.hinrichs", *EVERYTHING)
    await problem(await client.get(place), 404, "case.unknown")
    await problem(await client.post(place, json=BODY, headers=key()), 404, "case.unknown")


async def test_a_file_is_given_to_whoever_reads_the_comment(program: Program, city: City) -> None:
    case_id = await city.in_review()
    number = (await city.case(case_id)).number
    client, other = await program(OFFICE, "read", "office"), await program(SUBMITTER, "read")
    transport = httpx2.ASGITransport(app=app_on(city.services))
    async with httpx2.AsyncClient(transport=transport, base_url="http://ideen.example") as browser:
        await signed_in(browser, city)
        await upload(browser, f"/office/ideas/{number}/comments", ("a.pdf", PDF, ""), audience="office")
    (one,) = (await client.get(f"/ideas/{number}/comments")).json()["comments"]
    path = one["files"][0]["url"].partition("/api/v1")[2]
    found = await client.get(path)
    assert (found.content, found.headers["content-type"]) == (PDF, "application/pdf")
    assert found.headers["content-disposition"].startswith("attachment")
    await problem(await other.get(path), 404, "file.unknown")
