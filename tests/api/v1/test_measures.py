"""How far a measure is, by API: for the office's token only, refused with the rule's code."""

from tests.api.city import City
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program, problem

WHY = "<script>Die Aufträge sind vergeben.</script>"


async def test_by_api_the_office_moves_it_and_nobody_else(program: Program, city: City) -> None:
    number = (await city.case(await city.committed())).number
    body = {"to": "running", "since": str(city.clock().date()), "public_reason": WHY}
    office = await program(OFFICE, "read", "office")

    assert (await office.post(f"/ideas/{number}/measure", json=body)).json()["status"] == "done"
    shown = (await office.get(f"/ideas/{number}")).json()
    assert (shown["measure"], shown["measure_since"]) == ("running", body["since"])
    await problem(await office.post(f"/ideas/{number}/measure", json=body), 409, "measure.same")
    await problem(await office.post(f"/ideas/{number}/measure", json=body | {"to": "flying"}), 422, "input.invalid")
    await problem(await office.post(f"/ideas/{number}/measure", json=body | {"since": None}), 422, "input.invalid")
    other = await program(SUBMITTER, "read", "submit")
    await problem(await other.post(f"/ideas/{number}/measure", json=body), 403, "token.scope")
