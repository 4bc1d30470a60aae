"""Planning by API: the frame is read, facts are read and replaced upon a version; what cannot be planned is named."""

from typing import Any

import httpx2
import pytest

from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from storage import planning
from tests.api.city import City
from tests.api.v1.conftest import SUBMITTER, Program, problem

NOTHING = {"costs": [], "effort": {}, "length": None, "earliest": None, "needs": [], "excludes": [], "savings": []}
COST = {"year": 2027, "line": "traffic", "euros": 18_000}


@pytest.fixture
async def ideas(city: City) -> list[str]:
    """Three of them, and a frame; the paths of their planning facts."""
    whole = Frame(
        (Named("traffic", "Verkehr <b>"),),
        (Named("plan", "Planung"),),
        {(2027, "traffic"): 100_000},
        {(Quarter(2027, 1), "plan"): 60},
    )
    async with city.db.write() as session:
        await planning.set_frame(session, whole, number=0, at=city.clock(), by="operator")
    return [f"/ideas/{(await city.case(await city.idea())).number}/planning" for _ in range(3)]


def number(path: str) -> str:
    return path.split("/")[2]


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_facts_are_read_and_replaced_and_what_is_left_out_is_unknown(
    city: City, office: httpx2.AsyncClient, ideas: list[str]
) -> None:
    first, second, third = ideas
    assert (await office.get("/planning/frame")).json() == {
        "version": 1,
        "lines": [{"id": "traffic", "title": "Verkehr <b>"}],
        "roles": [{"id": "plan", "title": "Planung"}],
        "budget": [{"year": 2027, "line": "traffic", "euros": 100_000}],
        "capacity": [{"quarter": "2027-Q1", "role": "plan", "days": 60}],
        "interest": None,
    }
    empty = (await office.get(first)).json()
    assert empty == NOTHING | {"number": number(first), "version": 0, "at": None, "by": ""}
    free = {"year": 2028, "line": "traffic", "euros": 0}  # known to be nothing, which is not unknown
    body = {"version": 0, "costs": [COST, free], "effort": {"plan": 40}, "length": 2, "earliest": "2027-Q2"}
    body |= {"needs": [number(second)], "excludes": [number(third)], "savings": [{"year": 2029, "euros": 9_000}]}
    said = (await office.put(first, json=body)).json()
    assert said == body | {"number": number(first), "version": 1, "at": said["at"], "by": city.people["jana.petersen"]}
    assert (await office.get(first)).json() == said
    assert (await office.put(first, json=body | {"version": 1})).json()["version"] == 1  # the same again is none
    await problem(await office.put(first, json={"version": 0}), 409, "planning.stale")
    less = (await office.put(first, json={"version": 1, "length": 3})).json()
    assert less == said | NOTHING | {"version": 2, "length": 3, "at": less["at"]}


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"costs": [COST | {"euros": -1}]}, "costs.0.euros", "input.number"),
        ({"costs": [COST | {"euros": 12.5}]}, "costs.0.euros", "input.number"),
        ({"costs": [COST | {"line": "gone"}]}, "costs", "planning.line_unknown"),
        ({"costs": [COST, COST]}, "costs", "planning.cost_twice"),
        ({"savings": [{"year": 2027, "euros": -1}]}, "savings.0.euros", "input.number"),
        ({"savings": [{"year": 2027, "euros": 1}] * 2}, "savings", "planning.saving_twice"),
        ({"effort": {"gone": 3}}, "effort", "planning.role_unknown"),
        ({"effort": {"plan": -3}}, "effort.plan", "input.number"),
        ({"length": 0}, "length", "input.number"),
        ({"earliest": "2027-Q5"}, "earliest", "input.choice"),
        ({"needs": ["2026-9999"]}, "needs", "planning.idea_unknown"),
        ({"needs": ["2026-0001"]}, "needs", "planning.needs_itself"),
        ({"excludes": ["2026-0001"]}, "excludes", "planning.excludes_itself"),
        ({"needs": ["2026-0002"]}, "needs", "planning.needs_circle"),
        ({"needs": ["2026-0003"], "excludes": ["2026-0003"]}, "excludes", "planning.needs_and_excludes"),
    ],
)
async def test_what_cannot_be_planned_is_named_and_nothing_is_kept(
    office: httpx2.AsyncClient, ideas: list[str], given: dict[str, Any], field: str, code: str
) -> None:
    first, second, _ = ideas
    assert (await office.put(second, json={"version": 0, "needs": ["2026-0001"]})).status_code == 200
    found = await problem(await office.put(first, json={"version": 0} | given), 422, "input.invalid")
    assert [(one["field"], one["code"]) for one in found["errors"]] == [(field, code)]
    assert "{" not in found["errors"][0]["detail"]
    assert (await office.get(first)).json()["version"] == 0


async def test_a_line_that_was_removed_may_stay_where_it_is(
    city: City, office: httpx2.AsyncClient, ideas: list[str]
) -> None:
    assert (await office.put(ideas[0], json={"version": 0, "costs": [COST]})).status_code == 200
    async with city.db.write() as session:
        await planning.set_frame(session, Frame(), number=1, at=city.clock(), by="operator")
    assert (await office.put(ideas[0], json={"version": 1, "costs": [COST], "length": 1})).status_code == 200
    refused = await office.put(ideas[1], json={"version": 0, "costs": [COST]})
    await problem(refused, 422, "input.invalid")


async def test_nobody_else_plans(program: Program, ideas: list[str]) -> None:
    for other in (await program(SUBMITTER, "read", "submit"), await program("jana.petersen", "read", "submit")):
        for answer in (await other.get("/planning/frame"), await other.get(ideas[0])):
            await problem(answer, 403, "token.scope")
        await problem(await other.put(ideas[0], json={"version": 0, "length": 1}), 403, "token.scope")
