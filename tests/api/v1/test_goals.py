"""Goals, coverage and what belongs to an idea by API: for the office's token; others get the count of supporters."""

from pathlib import Path

from domain.canvas.content import Content
from domain.goals.contribution import Said
from domain.goals.tree import Wanted
from storage import assessments, canvases, goals, shelf, supporters
from storage.supporters import Entry
from tests.api.city import City
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program, problem
from umlauf.reference_file import load_blueprint, load_catalogue

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"


async def portfolio(city: City) -> str:
    """Two goals, a measure that serves one of them, a canvas, a supporter; the idea's number."""
    case_id, at = await city.in_review(), city.clock()
    async with city.db.write() as session:
        await goals.take_over(session, [("a", Wanted("A", "A")), ("b", Wanted("B", "B", under="a"))], at=at, by="x")
        said = Said({"b": 2}, frozenset({"sdg.sdg_11"}))
        await assessments.say(session, case_id, said, known=(["a", "b"], ["sdg.sdg_11"]), number=0, at=at, by="x")
        await shelf.publish_catalogue(session, load_catalogue(EXAMPLE / "catalogues" / "sdg.yaml"), at=at)
        blueprint = load_blueprint(EXAMPLE / "canvases" / "product.yaml")
        await shelf.publish_blueprint(session, blueprint, at=at)
        content = Content(boxes={"vision": "Bänke"})
        await canvases.save(session, case_id, blueprint, content, number=0, at=at, by="x")
        given = {"language": "de", "at": at, "today": at.date()}
        await supporters.confirm(session, Entry("e", case_id, b""), "hash", "ida@example.org", **given)  # type: ignore[arg-type]
    return (await city.case(case_id)).number


async def test_the_office_reads_goals_coverage_and_what_belongs_to_an_idea(program: Program, city: City) -> None:
    number = await portfolio(city)
    client = await program(OFFICE, "read", "office")
    found = (await client.get("/goals")).json()
    assert [(one["goal"], one["under"], one["helping"], one["unsaid"]) for one in found["goals"]] == [
        ("a", "", 0, 1),
        ("b", "a", 1, 0),
    ]
    assert found["goals"][0]["lacks"] == ["indicator", "target", "date", "owner"]
    assert not found["goals"][0]["has_measure"]  # it is an idea still
    (sdg,) = (await client.get("/goals/coverage")).json()["catalogues"]
    assert [one["entry"] for one in sdg["entries"] if one["ideas"] == [number]] == ["sdg_11"]
    mine = (await client.get(f"/ideas/{number}/portfolio")).json()
    assert (mine["supporters"], mine["contributions"], mine["tags"]) == (1, {"b": 2}, ["sdg.sdg_11"])
    assert mine["canvases"][0]["content"]["boxes"] == {"vision": "Bänke"}


async def test_others_get_the_count_alone(program: Program, city: City) -> None:
    number = await portfolio(city)
    client = await program(SUBMITTER, "read")
    mine = (await client.get(f"/ideas/{number}/portfolio")).json()
    assert mine == {"number": number, "supporters": 1, "contributions": None, "tags": None, "canvases": None}
    await problem(await client.get("/goals"), 403, "token.scope")
    await problem(await client.get("/goals/coverage"), 403, "token.scope")
    await problem(await client.get("/ideas/2026-9999/portfolio"), 404, "case.unknown")
