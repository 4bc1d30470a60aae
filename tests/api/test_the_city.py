"""The fixtures themselves: the example's city is there, and its ideas live."""

import httpx2
import pytest

from api.services import Services
from tests.api.city import City


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_an_idea_runs_from_submission_to_a_promise(city: City) -> None:
    case = await city.case(await city.committed())
    assert (case.stage, case.state) == ("follow_up", "committed")
    assert {"idea_received", "receipt"} <= {name for name, _ in await city.mails(case.id, "renate.kruse")}
    assert len(await city.link(case.id, "review_asked")) == 35


async def test_the_application_answers(client: httpx2.AsyncClient, services: Services) -> None:
    assert (await client.get("/health")).json() == {"status": "ok"}
