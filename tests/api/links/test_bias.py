"""Bias of whoever decides or signs, from the link in their mail: they are replaced, and the office sees it."""

import httpx2
import pytest

from tests.api.asking import asked
from tests.api.city import City, followed, send
from tests.api.links.test_absence import stands_in
from tests.api.links.test_sign import signing
from tests.api.office.conftest import signed_in
from tests.api.office.test_asked import url


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize(
    ("mail", "who", "told"),
    [
        ("decision_asked", "oberbuergermeisterin", "Oberbürgermeisterin ist befangen und entscheidet nicht."),
        ("sign_asked", "jonas.thomsen", "Jonas Thomsen ist befangen und unterschreibt nicht."),
    ],
)
async def test_whoever_decides_or_signs_says_so_too_and_their_deputy_is_asked(
    client: httpx2.AsyncClient, city: City, mail: str, who: str, told: str
) -> None:
    await stands_in(city, who, "birte.claussen", "decider")
    case_id = await (city.deciding() if mail == "decision_asked" else signing(city))
    link = await city.link(case_id, mail, who)
    assert f'href="{link}/bias"' in (await client.get(link)).text
    assert (await send(client, f"{link}/bias", reason="Bleibt")).status_code == 422  # a robot ticks nothing
    shown = await followed(client, await send(client, f"{link}/bias", sure="yes", reason="<script>Schwager"))

    assert "Sie haben sich für befangen erklärt" in shown.text
    assert await asked(city, case_id) == ["birte.claussen"]
    theirs = (await client.get(await city.link(case_id, mail, "birte.claussen"))).text
    assert "In Vertretung von" in theirs
    assert "Schwager" not in theirs
    office = await signed_in(client, city)
    page = (await office.get(await url(city, case_id))).text
    assert told in page
    assert "&lt;script&gt;Schwager" in page


async def test_where_nobody_decides_instead_the_office_names_somebody(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked", "oberbuergermeisterin")
    await send(client, f"{link}/bias", sure="yes")
    assert [name for name, _ in await city.mails(case_id)].count("nobody_to_ask") == 1
    office, path = await signed_in(client, city), await url(city, case_id)
    page = (await office.get(path)).text
    assert "Es gibt niemanden, der entscheiden kann" in page
    assert f"{path}/put-forward" in page
    assert city.people["oberbuergermeisterin"] not in (await office.get(f"{path}/put-forward")).text
