"""What the page of a case says of a decision that somebody doubts, or that was undone."""

import httpx2
import pytest

from tests.api.asking import decided_at
from tests.api.city import City

DECIDER = "oberbuergermeisterin"


@pytest.mark.parametrize(
    ("objection", "before", "after"),
    [
        ({}, "", "Angezweifelt"),
        ({"hours": 4}, "Wartet bis ", "– durch Einspruch zurückgenommen"),
    ],
)
async def test_an_objection_stands_at_the_decision_itself(
    office: httpx2.AsyncClient, city: City, objection: dict[str, int], before: str, after: str
) -> None:
    await decided_at(city, "L0", **objection)
    case_id = await city.reviewed()
    while (await city.case(case_id)).stage == "review":
        await city.clock_rings(case_id)
    await city.office(case_id, "put_forward", decider=city.people[DECIDER])
    asked = city.mine(await city.case(case_id), "decide", city.people[DECIDER])
    given = {"assignment": asked.id, "outcome": "accepted", "public_reason": "Gut"}
    await city.happens(case_id, "decided", DECIDER, **given)
    url = f"/office/ideas/{(await city.case(case_id)).number}"
    page = (await office.get(url)).text
    assert before in page
    assert after not in page
    assert "/record-decision" not in page

    await city.happens(case_id, "objected", DECIDER, assignment=asked.id, reason="<script>Nicht ich")
    page = (await office.get(url)).text
    assert after in page
    assert "&lt;script&gt;Nicht ich" in page
