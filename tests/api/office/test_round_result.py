"""The result of a round on its page: methods side by side, each with the reason for every rank it gives."""

import httpx2

from tests.api.city import City
from tests.api.office.what_if_rounds import a_computed_round
from tests.e2e.page import Page


async def test_every_method_beside_the_own_one_says_why(office: httpx2.AsyncClient, city: City) -> None:
    round_id, _ = await a_computed_round(city, examined=True, beside=("quadrant",))

    shown = Page((await office.get(f"/office/rounds/{round_id}")).text).text

    beside = shown[shown.index("Warum: Nutzen gegen Komplexität") :]
    assert "Viel Nutzen (9) bei wenig Komplexität (2): zuerst tun." in beside, beside[:900]
    assert beside.index("Alpha") < beside.index("Beta") < beside.index("Gamma")
