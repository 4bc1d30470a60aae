"""Bad input gets a clear answer, field by field, and leaves nothing behind."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.api.city import City
from tests.api.v1.conftest import IDEA, key, problem

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "input.missing"),
    ({"title": "   "}, "title", "input.missing"),
    ({"title": "x" * 201}, "title", "input.too_long"),
    ({"title": "zwei\nZeilen"}, "title", "input.one_line"),
    ({"title": "Piep\u0007"}, "title", "input.control_characters"),
    ({"title": "null\u0000"}, "title", "input.control_characters"),
    ({"title": "links\u202erechts"}, "title", "input.control_characters"),
    ({"title": "halb \ud800"}, "title", "input.control_characters"),
    ({"title": None}, "title", "input.wrong"),
    ({"title": 7}, "title", "input.wrong"),
    ({"title": ["x"]}, "title", "input.wrong"),
    ({"summary": "x" * 501}, "summary", "input.too_long"),
    ({"description": "x" * 10_001}, "description", "input.too_long"),
    ({"cost": "1"}, "cost", "input.number"),
    ({"cost": False}, "cost", "input.number"),
    ({"cost": 1.0}, "cost", "input.number"),
    ({"cost": -1}, "cost", "input.number"),
    ({"cost": 10**30}, "cost", "input.number"),
    ({"cost": float("nan")}, "cost", "input.number"),
    ({"effort": float("inf")}, "effort", "input.number"),
    ({"named": 1}, "named", "input.wrong"),
    ({"named": "yes"}, "named", "input.wrong"),
    ({"benefits": [{"group": "x"}]}, "benefits.0.how", "input.missing"),
    ({"benefits": [{"group": "x", "how": "y"}] * 11}, "benefits", "input.too_many"),
    ({"goals": "sustainability"}, "goals", "input.wrong"),
    ({"titel": "x"}, "titel", "input.unknown_field"),
    ({"state": "decided"}, "state", "input.unknown_field"),
]


@pytest.mark.parametrize(
    ("change", "field", "code"), WRONG, ids=lambda value: str(value)[:40].encode("ascii", "replace").decode()
)
async def test_a_wrong_field_is_named(
    submitter: httpx2.AsyncClient, city: City, change: dict[str, Any], field: str, code: str
) -> None:
    found = await problem(await sent(submitter, json.dumps(IDEA | change)), 422, "input.invalid")
    assert [(e["field"], e["code"]) for e in found["errors"]] == [(field, code)]
    assert len(found["errors"][0]["detail"]) > 10
    assert await city.cases() == 0


async def sent(client: httpx2.AsyncClient, body: str | bytes, **headers: str) -> httpx2.Response:
    return await client.post("/ideas", content=body, headers={"Content-Type": "application/json", **key(), **headers})


async def test_a_missing_title_is_named(submitter: httpx2.AsyncClient) -> None:
    found = await problem(await sent(submitter, "{}"), 422, "input.invalid")
    assert [(e["field"], e["code"]) for e in found["errors"]] == [("title", "input.missing")]


@pytest.mark.parametrize("body", ["{", "", "{'title': 1}", b"\xff\xfe", "[" * 100_000, '{"cost": ' + "9" * 5000 + "}"])
async def test_what_is_not_json_is_said_so(submitter: httpx2.AsyncClient, body: str | bytes) -> None:
    answer = await sent(submitter, body)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("input.malformed", "input.invalid")


@pytest.mark.parametrize("body", ["null", "[]", '"x"', "7"])
async def test_json_that_is_no_object_is_refused(submitter: httpx2.AsyncClient, body: str) -> None:
    found = await problem(await sent(submitter, body), 422, "input.invalid")
    if body != "null":  # which is no body
        assert [(e["field"], e["code"]) for e in found["errors"]] == [("body", "input.object")]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{"title": "Eins", "title": "Zwei"}', "title"),
        ('{"title": "Eins", "benefits": [{"group": "Alle", "how": "x", "how": "y"}]}', "how"),
    ],
)
async def test_a_name_that_stands_twice_is_refused(
    submitter: httpx2.AsyncClient, city: City, body: str, name: str
) -> None:
    found = await problem(await sent(submitter, body), 400, "input.duplicate")
    assert f"“{name}”" in found["detail"]
    assert await city.cases() == 0


async def test_a_form_is_no_json(submitter: httpx2.AsyncClient) -> None:
    found = await problem(await submitter.post("/ideas", data={"title": "x"}, headers=key()), 422, "input.invalid")
    assert "still" not in found["detail"]  # nothing is kept for a program
    assert [(e["field"], e["code"]) for e in found["errors"]] == [("body", "input.content_type")]
    assert "application/json" in found["errors"][0]["detail"]


async def test_ten_megabytes_are_too_large(submitter: httpx2.AsyncClient, city: City) -> None:
    large = json.dumps(IDEA | {"description": "x" * 10_000_000})
    found = await problem(await sent(submitter, large), 413, "input.too_large")
    assert found["detail"] == "This is too large. Shorten it and send it again."
    assert await city.cases() == 0


async def test_ten_megabytes_are_too_large_also_when_nobody_says_so_before(submitter: httpx2.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 100_000

    answer = await submitter.post("/ideas", content=pieces(), headers={"Content-Type": "application/json", **key()})
    await problem(answer, 413, "input.too_large")


async def test_sentences_come_in_the_language_asked_for(submitter: httpx2.AsyncClient) -> None:
    german = await submitter.post("/ideas", json=IDEA | {"title": ""}, headers=key() | {"Accept-Language": "de-DE,de"})
    english = await submitter.post("/ideas", json=IDEA | {"title": ""}, headers=key() | {"Accept-Language": "en"})
    assert german.json()["errors"][0]["detail"] == "Bitte füllen Sie dieses Feld aus."
    assert english.json()["errors"][0]["detail"] == "Please fill this in."
    assert german.json()["code"] == english.json()["code"]


async def test_a_key_of_many_characters_is_refused(submitter: httpx2.AsyncClient) -> None:
    found = await problem(await submitter.post("/ideas", json=IDEA, headers=key("x" * 201)), 422, "input.invalid")
    assert [e["field"] for e in found["errors"]] == ["Idempotency-Key"]


async def test_unknown_addresses_are_problems_too(submitter: httpx2.AsyncClient) -> None:
    await problem(await submitter.get("/nothing"), 404, "page.unknown")


async def test_a_wrong_method_is_a_problem_that_names_the_right_one(submitter: httpx2.AsyncClient) -> None:
    answer = await submitter.delete("/tasks")
    await problem(answer, 405, "method.unknown")
    assert answer.headers["allow"] == "GET"
