"""The office asks somebody else as well while a round runs: offered where it fits, refused at its field, recorded."""

from datetime import timedelta

import httpx2

from domain.rounds.happenings import RoundPlan
from domain.words import Via
from storage import processes, rounds
from tests.api.city import City, send
from tests.api.office.conftest import signed_in
from tests.api.office.what_if_rounds import happens, let, round_of


async def an_open_round(city: City) -> str:
    for _ in range(2):
        await city.reviewed()
    async with city.db.write() as session:
        definition = await processes.current(session)
        assert definition is not None
        today = city.clock().date()
        given = {"title": "Runde", "opens_on": today, "closes_on": today + timedelta(days=7), "roles": ("decider",)}
        plan = RoundPlan.model_validate(given | {"criteria": definition.criteria})
        letter = await rounds.open_round(
            session, plan, by=city.people["jana.petersen"], via=Via.OFFICE, at=city.clock()
        )
    assert (await let(city, letter)).state == "open"
    return letter.round


async def test_somebody_else_is_asked_as_well(client: httpx2.AsyncClient, city: City) -> None:
    round_id = await an_open_round(city)
    await signed_in(client, city)
    url, silke = f"/office/rounds/{round_id}", city.people["silke.brandt"]
    assert f'href="{url}/add"' in (await client.get(url)).text
    page = (await client.get(f"{url}/add")).text
    assert f'value="{silke}"' in page
    for absent in ("digitalisierungsbuero", "oberbuergermeisterin"):  # a shared mailbox, and who is asked already
        assert f'value="{city.people[absent]}"' not in page

    nobody = await send(client, f"{url}/add", reason="<script>Getippt")
    assert (nobody.status_code, "&lt;script&gt;Getippt" in nobody.text) == (422, True)
    city_wide = await happens(city, round_id, "rater_added", city.people["jana.petersen"], person=silke, reason="Fach")
    assert city_wide.errands[-1].startswith("ask_added:")
    assert silke in {one.person for one in (await round_of(city, round_id)).raters}
    shown = (await client.get(url)).text
    assert "Silke Brandt wird auch gefragt." in shown
    assert "Intern: Fach" in shown
    assert f'value="{silke}"' not in (await client.get(f"{url}/add")).text

    await happens(city, round_id, "closed_early", city.people["jana.petersen"])
    assert f'href="{url}/add"' not in (await client.get(url)).text
