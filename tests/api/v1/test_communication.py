"""The communication plan by API: for the office's token, with the same states as on the pages."""

from datetime import timedelta

from domain.communication.plan import Group, Planned, Proof
from domain.communication.words import Channel, GroupKind
from storage import plan
from tests.api.city import City
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program, problem


async def test_the_office_reads_the_plan_with_states_and_proof(program: Program, city: City) -> None:
    owner, today = city.people["jana.petersen"], city.clock().date()
    group = Group(GroupKind.NAMED, "", "Beirat")
    async with city.db.write() as session:
        for days in (-2, 1):
            planned = Planned(group, "Text", Channel.PRESS, today + timedelta(days=days), owner)
            entry = await plan.add(session, planned, at=city.clock(), by=owner)
        await plan.prove(session, entry, Proof(today, owner, city.clock(), "Seite 3"), today=today)
    client = await program(OFFICE, "read", "office")
    late, sent = (await client.get("/communication")).json()["entries"]
    assert (late["state"], late["proof"], late["name"]) == ("late", None, "Beirat")
    assert (sent["state"], sent["proof"]["note"]) == ("sent", "Seite 3")


async def test_others_do_not(program: Program) -> None:
    client = await program(SUBMITTER, "read")
    await problem(await client.get("/communication"), 403, "token.scope")
