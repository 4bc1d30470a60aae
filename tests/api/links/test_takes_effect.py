"""When a decision takes effect: said before it is made, and true afterwards."""

import re

import httpx2
import pytest

from tests.api.asking import decided_at
from tests.api.city import City, followed, hidden_of, send

MAYOR = "oberbuergermeisterin"
SAID = {"outcome": "accepted", "public_reason": "Gut"}


async def deciding(city: City, **objection: int) -> tuple[str, str]:
    await decided_at(city, "L0", **objection)
    case_id = await city.reviewed()
    while (await city.case(case_id)).stage == "review":
        await city.clock_rings(case_id)
    await city.office(case_id, "put_forward", decider=city.people[MAYOR])
    return case_id, await city.link(case_id, "decision_asked")


@pytest.mark.parametrize("objection", [{"working_days": 3}, {"hours": 2}])
async def test_the_page_names_the_end_of_the_time_to_object_and_keeps_its_word(
    client: httpx2.AsyncClient, city: City, objection: dict[str, int]
) -> None:
    case_id, link = await deciding(city, **objection)
    said = re.search(r"Jetzt getroffen, wartet sie bis (.+?) und wird dann wirksam", (await client.get(link)).text)
    assert said is not None
    checked = await followed(client, await send(client, link, f"{link}/decide", **SAID))
    assert f"wartet sie bis {said[1]} und wird dann" in checked.text
    form = {**hidden_of(checked.text), "step": "send"}
    sent = await client.post(f"{link}/decide", data=form, headers={"Origin": "http://ideen.example"})

    assert (await city.case(case_id)).held_until is not None
    assert f"Bis {said[1]} können Sie Einspruch erheben" in (await followed(client, sent)).text


async def test_without_a_time_to_object_no_day_is_named(client: httpx2.AsyncClient, city: City) -> None:
    _, link = await deciding(city)
    assert "Die Entscheidung gilt sofort" in (await client.get(link)).text
    assert "Jetzt getroffen" not in (await client.get(link)).text
