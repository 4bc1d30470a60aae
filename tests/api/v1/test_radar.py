"""The radar by API: for the office's token, by kind and state."""

from domain.radar.found import Found
from domain.radar.words import About, Trigger
from storage import radar
from tests.api.city import City
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program, problem


async def test_the_office_reads_what_was_found(program: Program, city: City) -> None:
    case_id, at = await city.idea(), city.clock()
    async with city.db.write() as session:
        await radar.may_look(session, at)
        stays = {"stage": "intake", "days": 41, "most": 17, "stays": 20, "percent": 85}
        for found in (
            Found(Trigger.STAYS_LONG, About.CASE, case_id, stays, "intake"),
            Found(Trigger.GOAL_UNCLEAR, About.GOAL, "air", {"lacks": ["target"]}),
        ):
            await radar.keep_found(session, found.trigger, [found], at, at.date())
    client = await program(OFFICE, "read", "office")
    told = (await client.get("/radar?kind=age")).json()
    assert (told["total"], told["looked_at"]) == (1, at.isoformat().replace("+00:00", "Z"))
    (mine,) = told["findings"]
    assert (mine["trigger"], mine["number"], mine["facts"]["days"]) == ("stays_long", "2026-0001", 41)
    assert (await client.get("/radar")).json()["total"] == 2
    assert (await client.get("/radar?state=cured")).json() == {
        "findings": [],
        "total": 0,
        "looked_at": told["looked_at"],
    }
    assert (await client.get("/radar?page=2")).json()["findings"] == []
    await problem(await client.get("/radar?kind=x"), 422, "input.invalid")


async def test_nobody_else_reads_it(program: Program, city: City) -> None:
    await problem(await (await program(SUBMITTER, "read")).get("/radar"), 403, "token.scope")
