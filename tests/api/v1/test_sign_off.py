"""The co-signature chain by API: seen and changed by the office's token with the rules of the page."""

from typing import Any

import httpx2
import pytest

from tests.api.asking import asked
from tests.api.city import City
from tests.api.links.test_sign import signing, signs
from tests.api.v1.conftest import problem

PATH = "/ideas/2026-0001/sign-off"
BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


async def steps(office: httpx2.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await office.get(PATH)).json()["steps"]
    return found


@BOTH
async def test_the_chain_is_listed_as_it_stands(city: City, office: httpx2.AsyncClient) -> None:
    case_id = await city.reviewed()
    await problem(await office.get(PATH), 404, "sign.none")
    to = {"body": "main_committee", "sign_off": True, "outside_plan": True}
    await city.office(case_id, "put_forward", **to)
    await signs(city, case_id, "jonas.thomsen", "remark", remark="<script>Mit Radweg")
    chain = (await office.get(PATH, headers={"Accept-Language": "de"})).json()
    assert (chain["body"], chain["outside_plan"], chain["changeable"]) == ("main_committee", True, True)
    first, second, third = chain["steps"][:3]
    assert (first["title"], first["name"], first["state"]) == ("Sachbearbeiter/in", "Jonas Thomsen", "signed")
    assert (first["remark"], first["on_version"], first["asked_now"]) == ("<script>Mit Radweg", 1, False)
    assert (second["name"], second["state"], second["asked_now"]) == ("Anneke Lorenzen", "ahead", True)
    assert (third["person"], third["asked_now"]) == (None, False)


@BOTH
async def test_a_step_is_put_in_given_to_somebody_else_and_taken_out(city: City, office: httpx2.AsyncClient) -> None:
    case_id = await signing(city, signed=1)
    new = {"change": "insert", "person": city.people["silke.brandt"], "title": "Rechtsamt", "blocking": False}
    third = (await steps(office))[2]["step"]
    added = await office.post(PATH, json={**new, "step": third, "reason": "Satzung"})
    assert added.status_code == 200, added.text
    found = await steps(office)
    assert (found[2]["title"], found[2]["name"], found[2]["blocking"]) == ("Rechtsamt", "Silke Brandt", False)
    gone = await office.post(PATH, json={"change": "remove", "step": found[2]["step"], "reason": "Doch nicht"})
    assert gone.status_code == 200
    assert {one["state"] for one in await steps(office) if one["step"] == found[2]["step"]} == {"removed"}

    other = {"change": "replace", "step": found[1]["step"], "person": city.people["silke.brandt"], "blocking": True}
    assert (await office.post(PATH, json={**other, "reason": "Urlaub", "tell": True})).status_code == 200
    assert await asked(city, case_id) == ["silke.brandt"]
    link = await city.link(case_id, "sign_asked", "anneke.lorenzen")
    assert link


async def test_it_goes_back_to_somebody_who_signed_and_is_stopped(city: City, office: httpx2.AsyncClient) -> None:
    case_id = await signing(city, signed=1)
    first = (await steps(office))[0]["step"]
    again = {"change": "again", "step": first, "reason": "Neue Zahlen"}
    assert (await office.post(PATH, json=again)).status_code == 200
    assert [one["again"] for one in await steps(office)].count(True) == 1
    await problem(await office.post(PATH, json=again), 409, "sign.asked_already")
    assert (await office.post(PATH, json={"change": "stop", "reason": "Anders"})).status_code == 200
    chain = (await office.get(PATH)).json()
    assert (chain["result"], chain["changeable"]) == ("stopped", False)
    assert (await city.case(case_id)).stage == "prioritisation"
    await problem(await office.post(PATH, json=again), 409, "sign.not_under_way")


@pytest.mark.parametrize(
    ("said", "status", "code", "fields"),
    [
        ({"change": "insert"}, 422, "input.invalid", {"title", "person", "blocking"}),
        ({"change": "replace"}, 422, "input.invalid", {"step", "person", "blocking"}),
        ({"change": "remove"}, 422, "input.invalid", {"step"}),
        ({"change": "again"}, 422, "input.invalid", {"step"}),
        ({"change": "turn"}, 422, "input.invalid", {"change"}),
        ({"change": "remove", "step": "x", "tell": "yes"}, 422, "input.invalid", {"tell"}),
        ({"change": "remove", "step": "x", "more": 1}, 422, "input.invalid", {"more"}),
        ({"change": "remove", "step": "none"}, 409, "sign.step_unknown", set()),
    ],
)
async def test_what_is_missing_or_unknown_is_named(
    city: City, office: httpx2.AsyncClient, said: dict[str, Any], status: int, code: str, fields: set[str]
) -> None:
    await signing(city, signed=1)
    found = await problem(await office.post(PATH, json={"reason": "Grund", **said}), status, code)
    assert {one["field"] for one in found.get("errors", [])} == fields


async def test_nobody_signs_twice_and_what_is_decided_stays(city: City, office: httpx2.AsyncClient) -> None:
    case_id = await signing(city, signed=1)
    before = await steps(office)
    twice = {"change": "insert", "person": city.people["jonas.thomsen"], "title": "x", "blocking": True, "reason": "y"}
    await problem(await office.post(PATH, json=twice), 409, "sign.twice")
    submitter = twice | {"person": (await city.case(case_id)).submitter}
    assert (await office.post(PATH, json=submitter)).status_code == 409
    gone = {"change": "remove", "step": before[0]["step"], "reason": "x"}
    await problem(await office.post(PATH, json=gone), 409, "sign.decided")
    assert await steps(office) == before
