"""An idea that a round compares says so on its page, and before the office decides on it alone."""

import httpx2
import pytest

from tests.api.city import City
from tests.api.office.what_if_rounds import a_computed_round

SAYS = "Diese Idee wird gerade in einer Runde verglichen"


@pytest.mark.parametrize(("path", "warned"), [("", False), ("/put-forward", True), ("/defer", True), ("/hide", None)])
async def test_whoever_acts_on_it_is_told_of_the_round(
    office: httpx2.AsyncClient, city: City, path: str, warned: bool | None
) -> None:
    round_id, ideas = await a_computed_round(city)
    number = (await city.case(ideas["Beta"])).number

    page = (await office.get(f"/office/ideas/{number}{path}")).text

    assert (SAYS in page) is (warned is not None)
    assert (f'href="/office/rounds/{round_id}">Runde &lt;script&gt;</a>' in page) is (warned is not None)
    assert ("nimmt sie aus dieser Runde" in page) is bool(warned)


async def test_where_no_round_is_nothing_is_said(office: httpx2.AsyncClient, city: City) -> None:
    number = (await city.case(await city.reviewed())).number
    assert SAYS not in (await office.get(f"/office/ideas/{number}")).text
