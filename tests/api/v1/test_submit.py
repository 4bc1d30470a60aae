"""Submitting by API: once, however often it is sent; safe, also when nobody is there to process it."""

import asyncio

import httpx2
import pytest

from domain.consents import Consented
from storage import consents
from storage.queries import lists
from tests.api.city import City
from tests.api.v1.conftest import IDEA, SUBMITTER, Program, key, problem


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_an_idea_is_submitted_and_waits_at_triage(submitter: httpx2.AsyncClient) -> None:
    answer = await submitter.post("/ideas", json=IDEA, headers=key())
    assert answer.status_code == 201
    assert answer.json() == {
        "status": "done",
        "number": "2026-0001",
        "url": "http://ideen.example/api/v1/ideas/2026-0001",
    }
    idea = (await submitter.get("/ideas/2026-0001")).json()
    assert (idea["title"], idea["state"], idea["cost"]) == (IDEA["title"], "triage", 20000)


async def test_the_submitter_gets_a_receipt_by_mail(submitter: httpx2.AsyncClient, city: City) -> None:
    await submitter.post("/ideas", json=IDEA, headers=key())
    async with city.db.read() as session:
        from storage.queries import lists

        case_id = await lists.by_number(session, "2026-0001")
    assert [name for name, _ in await city.mails(case_id, SUBMITTER)] == ["idea_received"]


WORDS = {"text": "Mein Name darf bei der Idee stehen <b>.", "language": "de"}


async def test_a_name_is_shown_only_with_the_words_that_were_consented_to(
    submitter: httpx2.AsyncClient, city: City
) -> None:
    refused = await problem(
        await submitter.post("/ideas", json=IDEA | {"named": True}, headers=key()), 422, "input.invalid"
    )
    assert [one["field"] for one in refused["errors"]] == ["consent"]
    assert await city.cases() == 0
    for consent in ({"text": "", "language": "de"}, {"text": "Ja", "language": "fr"}, "Ja"):
        answer = await submitter.post("/ideas", json=IDEA | {"named": True, "consent": consent}, headers=key())
        assert answer.status_code == 422

    answer = await submitter.post("/ideas", json=IDEA | {"named": True, "consent": WORDS}, headers=key())
    assert answer.status_code == 201
    async with city.db.read() as session:
        case_id = await lists.by_number(session, answer.json()["number"]) or ""
        (row,) = await consents.rows_about(session, Consented.NAME_SHOWN, case_id)
    assert (row.person, row.given, row.via, row.text) == (city.people[SUBMITTER], True, "api", WORDS["text"])
    assert (await city.case(case_id)).named


async def test_without_a_name_no_consent_is_kept(submitter: httpx2.AsyncClient, city: City) -> None:
    answer = await submitter.post("/ideas", json=IDEA | {"consent": WORDS}, headers=key())
    async with city.db.read() as session:
        case_id = await lists.by_number(session, answer.json()["number"]) or ""
        assert await consents.rows_about(session, Consented.NAME_SHOWN, case_id) == []


async def test_a_repeat_with_the_same_key_finds_the_same_idea(submitter: httpx2.AsyncClient, city: City) -> None:
    first = await submitter.post("/ideas", json=IDEA, headers=key("one"))
    second = await submitter.post("/ideas", json=IDEA, headers=key("one"))
    assert (second.status_code, second.json()) == (201, first.json())
    assert await city.cases() == 1


async def test_ten_repeats_at_once_submit_once(submitter: httpx2.AsyncClient, city: City) -> None:
    answers = await asyncio.gather(*(submitter.post("/ideas", json=IDEA, headers=key("one")) for _ in range(10)))
    assert {answer.json()["number"] for answer in answers} == {"2026-0001"}
    assert await city.cases() == 1


async def test_another_idea_with_the_same_key_is_refused(submitter: httpx2.AsyncClient, city: City) -> None:
    await submitter.post("/ideas", json=IDEA, headers=key("one"))
    other = await submitter.post("/ideas", json=IDEA | {"title": "Etwas anderes"}, headers=key("one"))
    await problem(other, 409, "idempotency.mismatch")
    assert await city.cases() == 1


async def test_keys_of_two_tokens_do_not_meet(program: Program) -> None:
    for number in (1, 2):
        client = await program(SUBMITTER)
        answer = await client.post("/ideas", json=IDEA, headers=key("one"))
        assert answer.json()["number"] == f"2026-000{number}"


async def test_without_a_key_nothing_is_submitted(submitter: httpx2.AsyncClient, city: City) -> None:
    await problem(await submitter.post("/ideas", json=IDEA), 400, "idempotency.missing")
    assert await city.cases() == 0


async def test_an_idea_is_safe_while_the_engine_is_away(submitter: httpx2.AsyncClient, city: City) -> None:
    city.messenger.away = True
    answer = await submitter.post("/ideas", json=IDEA, headers=key("one"))
    assert (answer.status_code, answer.json()["status"]) == (202, "received")

    city.messenger.away = False
    again = await submitter.post("/ideas", json=IDEA, headers=key("one"))
    assert (again.status_code, again.json()["status"]) == (201, "done")
    assert again.json()["number"] == answer.json()["number"]


async def test_a_service_submits_for_somebody_with_a_confirmed_address(program: Program, city: City) -> None:
    service = await program("malte.hinrichs", "submit", "read", service=True)
    answer = await service.post("/ideas", json=IDEA | {"submitter": "Renate.Kruse@example.org"}, headers=key())
    assert answer.status_code == 201
    hers = await program(SUBMITTER)
    assert (await hers.get(f"/ideas/{answer.json()['number']}/history")).status_code == 200
    assert (await service.get(f"/ideas/{answer.json()['number']}")).status_code == 404


async def test_a_service_cannot_submit_for_an_address_nobody_confirmed(program: Program, city: City) -> None:
    service = await program("malte.hinrichs", "submit", service=True)
    stranger = await service.post("/ideas", json=IDEA | {"submitter": "niemand@example.org"}, headers=key())
    await problem(stranger, 409, "person.unknown")
    assert await city.cases() == 0


async def test_only_a_service_names_a_submitter(submitter: httpx2.AsyncClient) -> None:
    named = await submitter.post("/ideas", json=IDEA | {"submitter": "emre.demir@example.org"}, headers=key())
    await problem(named, 403, "token.scope")


async def test_rules_refuse_with_their_own_code(submitter: httpx2.AsyncClient) -> None:
    answer = await submitter.post("/ideas", json=IDEA | {"theme": "space"}, headers=key())
    await problem(answer, 409, "text.theme_unknown")
