"""Deferring by API: an idea is put off, waits for something else, is woken; what never comes about is refused."""

from typing import Any

import httpx2
import pytest

from domain.goals.tree import Wanted
from storage import documents, goals
from tests.api.city import City
from tests.api.v1.conftest import SUBMITTER, Program, problem

WHY = "<script>Der Haushalt fehlt."


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_an_idea_is_put_off_for_several_things_and_woken(city: City, office: httpx2.AsyncClient) -> None:
    other = (await city.case(await city.reviewed())).number
    case_id = await city.reviewed()
    idea = f"/ideas/{(await city.case(case_id)).number}"
    async with city.db.write() as session:
        goal = await goals.add(session, Wanted("Kurze Wege", "Short ways"), at=city.clock(), by="office")
        law = await documents.add(session, "OZG <neu>", at=city.clock(), by="office")
    (document,) = (await office.get("/documents")).json()["documents"]
    assert document == {"document": law, "name": "OZG <neu>", "in_force_on": None}
    year = city.clock().year + 2
    waits: list[dict[str, Any]] = [
        {"kind": "budget_year", "number": year, "lead": 20},
        {"kind": "supporters", "number": 7},
        {"kind": "goal", "about": goal, "aim": True},
        {"kind": "idea", "about": other},
        {"kind": "document", "about": law},
    ]
    body = {"until": f"{year + 1}-01-31", "public_reason": WHY, "internal_reason": "geheim", "waits_for": waits}
    assert (await office.post(f"{idea}/defer", json=body | {"again": "review"})).json()["status"] == "done"
    shown = (await office.get(idea)).json()
    told = shown["deferral"]
    assert (shown["state"], shown["deferred_until"], told["again"]) == ("deferred", f"{year + 1}-01-31", "review")
    assert (told["reason"], "geheim" in str(shown)) == (WHY, False)
    assert [one["kind"] for one in told["waits_for"]] == [one["kind"] for one in waits]
    assert [one["about"] for one in told["waits_for"]] == [None, None, goal, other, law]
    assert [one["aim"] for one in told["waits_for"]] == [False, False, True, False, False]

    changed = {"public_reason": WHY, "waits_for": [{"kind": "supporters", "number": 3}]}
    assert (await office.post(f"{idea}/defer", json=changed)).json()["status"] == "done"
    (wait,) = (await office.get(idea)).json()["deferral"]["waits_for"]
    assert (wait["kind"], wait["number"], wait["have"]) == ("supporters", 3, 0)
    assert (await office.post(f"{idea}/wake", json={"public_reason": "Es eilt."})).json()["status"] == "done"
    woken = (await office.get(idea)).json()
    assert (woken["state"], woken["deferral"]) == ("prioritising", None)
    await problem(await office.post(f"{idea}/wake", json={"public_reason": "Es eilt."}), 409, "deferral.over")


async def test_what_cannot_be_waited_for_is_refused_and_nothing_is_put_off(
    city: City, office: httpx2.AsyncClient
) -> None:
    hidden = await city.reviewed(public=False)
    idea = f"/ideas/{(await city.case(hidden)).number}"
    for waits, code in (
        ({"kind": "budget_year", "number": 2020}, "deferral.year_gone"),
        ({"kind": "supporters", "number": 3}, "deferral.supporters_not_public"),
        ({"kind": "goal", "about": "gone"}, "deferral.goal_unknown"),
        ({"kind": "idea", "about": idea.removeprefix("/ideas/")}, "deferral.idea_itself"),
        ({"kind": "idea", "about": "2026-9999"}, "deferral.idea_unknown"),
        ({"kind": "document", "about": "gone"}, "deferral.document_unknown"),
    ):
        body = {"public_reason": WHY, "waits_for": [waits]}
        await problem(await office.post(f"{idea}/defer", json=body), 409, code)
    for given, status, code in (
        ({"until": "2020-01-01"}, 409, "deferral.not_in_future"),
        ({"until": "9999-12-31"}, 409, "date.too_far"),
        ({"until": "31.03.2028"}, 422, "input.invalid"),
        ({"public_reason": " "}, 422, "input.invalid"),
        ({"again": "nowhere"}, 422, "input.invalid"),
        ({"waits_for": [{"kind": "weather"}]}, 422, "input.invalid"),
        ({"waits_for": [{"kind": "supporters", "number": -1}]}, 422, "input.invalid"),
    ):
        body = {"public_reason": WHY} | given
        await problem(await office.post(f"{idea}/defer", json=body), status, code)
    assert (await city.case(hidden)).deferrals == ()
    await city.idea()
    await problem(
        await office.post("/ideas/2026-0002/defer", json={"public_reason": WHY}), 409, "prioritise.wrong_stage"
    )


async def test_nobody_else_defers_wakes_or_reads_the_list(city: City, program: Program) -> None:
    await city.reviewed()
    for other in (await program(SUBMITTER, "read", "submit"), await program("jana.petersen", "read", "submit")):
        await problem(await other.get("/documents"), 403, "token.scope")
        for path in ("defer", "wake"):
            refused = await other.post(f"/ideas/2026-0001/{path}", json={"public_reason": WHY})
            await problem(refused, 403, "token.scope")
