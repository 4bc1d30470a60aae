"""The API describes itself truly: a summary and an example for everything, and a fuzzer finds no lie in it."""

import asyncio
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import httpx2
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from pydantic import BaseModel
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

import api.v1
from api.limits import BUDGETS, Budget, Limits
from api.v1.examples import ANSWERS
from tests.api.city import City
from tests.api.v1.conftest import OFFICE, a_token
from tests.api.v1.wire import served

EXAMPLES = 15  # for each operation and each kind of input
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture
def description(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def shapes() -> list[ModuleType]:
    """The modules of what the API takes, which are named so."""
    names = [one.name for one in pkgutil.iter_modules(api.v1.__path__) if one.name.endswith(("shapes", "inputs"))]
    return [importlib.import_module(f"api.v1.{name}") for name in names]


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [way for ways in description["paths"].values() for way in ways.values()]


async def test_every_operation_has_a_summary_and_says_how_it_refuses(description: dict[str, Any]) -> None:
    assert len(operations(description)) == 72
    for way in operations(description):
        assert way["summary"]
        assert way["description"]
        refusals = {status: said for status, said in way["responses"].items() if int(status) >= 400}
        assert {"401", "403", "422", "429", "503"} <= refusals.keys()
        for said in refusals.values():
            assert list(said["content"]) == ["application/problem+json"]
            assert said["description"]


async def test_every_body_has_an_example_that_is_accepted(description: dict[str, Any]) -> None:
    for way in operations(description):
        if "requestBody" in way:
            name = way["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            (example,) = description["components"]["schemas"][name]["examples"]
            said = next(m for m in shapes() if hasattr(m, name))
            getattr(said, name).model_validate(example)


def answers(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON an operation answers with when it does what was asked: the operation and status, and the media."""
    for way in operations(description):
        for status, said in way["responses"].items():
            if status.startswith("2") and "application/json" in said.get("content", {}):
                yield f"{way['operationId']} {status}", said["content"]["application/json"]


async def test_every_answer_has_an_example(description: dict[str, Any]) -> None:
    shapes = description["components"]["schemas"]
    bare = [
        operation
        for operation, media in answers(description)
        if "example" not in media
        and "examples" not in shapes.get(media["schema"].get("$ref", "").rpartition("/")[2], {})
    ]
    assert bare == [], "Add an example to api/v1/examples.py, or to the shape."


async def test_every_example_is_an_answer_the_api_could_give(app: FastAPI, description: dict[str, Any]) -> None:
    """Whole and with nothing else in it: read by its shape and written again, it is the same."""
    checked = set()
    for shape in response_shapes(app.routes):
        for example in description["components"]["schemas"].get(shape.__name__, {}).get("examples", []):
            read = shape.model_validate_json(json.dumps(example))
            assert read.model_dump(mode="json", by_alias=True) == example, shape.__name__
            checked.add(shape.__name__)
    assert checked >= ANSWERS.keys()


def response_shapes(routes: Iterable[Any]) -> Iterator[type[BaseModel]]:
    """The models routes answer with."""
    for route in routes:
        inner = getattr(route, "original_router", route)  # of a router that was included
        yield from response_shapes(getattr(inner, "routes", ()))
        shape = getattr(route, "response_model", None)
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            yield shape


async def test_nothing_but_the_api_is_described(description: dict[str, Any]) -> None:
    assert all(path.startswith("/api/v1/") for path in description["paths"])
    assert "HTTPValidationError" not in description["components"]["schemas"]


@pytest.mark.timeout(600)
async def test_a_fuzzer_finds_no_lie_and_no_failure(app: FastAPI, city: City) -> None:
    city.services.limits = Limits(dict.fromkeys(BUDGETS, Budget(1_000_000, 60)))
    await city.committed()
    token = await a_token(city, OFFICE, "read", "submit", "answer", "office")
    async with served(app) as wire:
        await asyncio.to_thread(fuzz, app.openapi(), wire.url, token)
    case = await city.case(await city.idea())
    assert case.state == "triage"  # it still works


def fuzz(description: dict[str, Any], url: str, token: str) -> None:
    """The same requests every time: generated from a fixed seed, nothing remembered."""
    schema = schemathesis.openapi.from_dict(description)
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            asking(operation.as_strategy(generation_mode=mode), mode, url, token)()


def asking(cases: Any, mode: GenerationMode, url: str, token: str) -> Callable[[], None]:
    """Requests of one kind to one operation."""

    @seed(20261122)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = "2026-0001"  # one that is there
        response = case.call(base_url=url, headers={"Authorization": f"Bearer {token}", "Host": "ideen.example"})
        case.validate_response(response, checks=CHECKS)

    return ask


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_pages_of_the_api_are_in_both_languages(client: httpx2.AsyncClient, language: str) -> None:
    docs = await client.get(f"/api/v1/docs?lang={language}")
    assert {"de": "API-Dokumentation", "en": "API documentation"}[language] in docs.text
    assert f'<html lang="{language}"' in docs.text
    problems = await client.get(f"/api/v1/problems?lang={language}")
    assert {"de": "Bitte füllen Sie dieses Feld aus.", "en": "Please fill this in."}[language] in problems.text
    assert 'id="input.missing"' in problems.text
