"""Somebody and their deputy are asked both: the link of whoever was not the first says that the other was."""

from typing import Any

import httpx2
import pytest

from tests.api.asking import asked, publish, review_by
from tests.api.city import City
from tests.api.links.test_absence import stands_in
from tests.api.links.test_sign import link_of, signing, signs
from tests.builders import a_definition

LADDER: dict[str, Any] = {"working_days": 5, "deputy_after": 0}
SAID = "Die andere von Ihnen beiden hat zuerst geantwortet."
DEPUTY = "ole.jessen"


async def beside(city: City, case_id: str, who: str = DEPUTY) -> None:
    """Time goes by until the deputy, or somebody else, is asked as well."""
    for _ in range(10):
        if who in await asked(city, case_id):
            return
        await city.clock_rings(case_id)
    raise AssertionError(await asked(city, case_id))


@pytest.mark.parametrize("first", ["yusuf.aydin", DEPUTY])
async def test_of_a_review(client: httpx2.AsyncClient, city: City, first: str) -> None:
    await review_by(city, deadline=LADDER, ask=2, quorum=2)
    await stands_in(city, "yusuf.aydin", DEPUTY)
    case_id = await city.in_review(theme="health")
    await beside(city, case_id)
    links = {one: await city.link(case_id, "review_asked", one) for one in ("yusuf.aydin", DEPUTY)}
    mine = next(a for a in (await city.case(case_id)).open_assignments() if a.person == city.people[first])
    await city.answer(case_id, mine)

    assert (await city.case(case_id)).stage == "review"
    assert [SAID in (await client.get(links[one])).text for one in links] == [one != first for one in links]
    assert "Ole Jessen" not in (await client.get(links["yusuf.aydin"])).text


@pytest.mark.parametrize("said", ["sign", "refuse", "send_back"])
async def test_of_a_signature(client: httpx2.AsyncClient, city: City, said: str) -> None:
    steps = [
        {"id": one, "title": {"de": one, "en": one}, "people": [city.people[person]]}
        for one, person in (("one", "jonas.thomsen"), ("two", "anneke.lorenzen"))
    ]
    await publish(city, a_definition(decision={"sign_off": {"deadline": LADDER, "steps": steps}}))
    await stands_in(city, "anneke.lorenzen", DEPUTY)
    case_id = await signing(city, signed=1)
    await beside(city, case_id)
    link = await link_of(city, case_id, "anneke.lorenzen")
    back = {"to": (await city.case(case_id)).sign_steps[0].id} if said == "send_back" else {}
    await signs(city, case_id, DEPUTY, said, **back)

    assert SAID in (await client.get(link)).text


async def test_of_a_decision(client: httpx2.AsyncClient, city: City) -> None:
    await publish(city, a_definition(decision={"deadline": LADDER}))
    await stands_in(city, "oberbuergermeisterin", DEPUTY, "decider")
    case_id = await city.deciding()
    await beside(city, case_id)
    link = await city.link(case_id, "decision_asked", "oberbuergermeisterin")
    mine = next(a for a in (await city.case(case_id)).open_assignments() if a.person == city.people[DEPUTY])
    given = {"assignment": mine.id, "outcome": "accepted", "public_reason": "<script>Ja"}
    await city.happens(case_id, "decided", DEPUTY, **given)

    page = (await client.get(link)).text
    assert SAID in page
    assert "Das Büro hat die Entscheidung" not in page


@pytest.mark.parametrize("first", ["dezernat", "oberbuergermeisterin"])
async def test_of_a_decision_that_somebody_else_was_asked_for_as_well(
    client: httpx2.AsyncClient, city: City, first: str
) -> None:
    rules = {"working_days": 5, "escalate": {"after": 0, "to": "decider"}}
    await publish(city, a_definition(decision={"deadline": rules}))
    case_id = await city.reviewed()
    await city.office(case_id, "put_forward", decider=city.people["dezernat"])
    await beside(city, case_id, "oberbuergermeisterin")
    both = [await city.link(case_id, "decision_asked", "dezernat")]
    both.append(await city.link(case_id, "escalated", "oberbuergermeisterin"))
    mine = next(a for a in (await city.case(case_id)).open_assignments() if a.person == city.people[first])
    given = {"assignment": mine.id, "outcome": "accepted", "public_reason": "<script>Ja"}
    await city.happens(case_id, "decided", first, **given)

    other = (await client.get(both[first == "dezernat"])).text
    assert "jemand anderes gefragt und hat zuerst geantwortet" in other
    assert "Das Büro hat die Entscheidung" not in other
