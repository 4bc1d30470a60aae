"""Co-signature at the office: begun where an idea is put forward, seen on its page, changed while it is under way."""

import re

import httpx2
import pytest

from domain.signing.chain import steps_of
from tests.api.asking import asked
from tests.api.city import City
from tests.api.links.test_sign import BOTH, signing, signs
from tests.api.office.conftest import fill
from tests.api.office.test_interventions import does, url


async def step(city: City, case_id: str, name: str) -> str:
    """The id of the newest step with this id of the definition."""
    case = await city.case(case_id)
    return [s.id for s in steps_of(case, case.sign_offs[-1]) if s.step == name][-1]


async def page_of(office: httpx2.AsyncClient, city: City, case_id: str) -> str:
    return (await office.get(await url(city, case_id))).text


@BOTH
async def test_an_idea_is_put_forward_through_the_chain(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.reviewed()
    form = (await office.get(f"{await url(city, case_id)}/put-forward")).text
    assert "Sachbearbeiter/in → Fachbereichsleiter/in → Amtsleiter/in → mitzeichnendes Amt (Amt 11)" in form
    chosen = {"to": "body:main_committee", "sign_off": "yes", "outside_plan": "yes"}
    await does(office, city, case_id, "put-forward", **chosen)

    assert await asked(city, case_id) == ["jonas.thomsen"]
    assert (await city.case(case_id)).sign_offs[0].outside_plan
    page = await page_of(office, city, case_id)
    shown = (await office.get(f"{await url(city, case_id)}?done=put-forward")).text
    assert "Die Mitzeichnung hat begonnen. Gefragt ist: Jonas Thomsen." in shown
    assert "1. Sachbearbeiter/in: Jonas Thomsen" in page
    assert "jetzt gefragt" in page
    assert "Jonas Thomsen wurde gebeten, als „Sachbearbeiter/in“ zu unterschreiben." in page
    assert "record-decision" not in page  # not before everybody has signed


async def test_what_counts_in_a_chain_alone_is_refused_without_one(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.reviewed()
    page = f"{await url(city, case_id)}/put-forward"
    refused = await fill(office, page, to="body:main_committee", outside_plan="yes")

    assert refused.status_code == 422
    assert "Das zählt nur in einer Mitzeichnung" in refused.text
    assert (await city.case(case_id)).stage == "prioritisation"


async def test_a_step_is_put_nowhere_by_default(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city)
    page = f"{await url(city, case_id)}/sign-insert"
    assert "hat einen Schritt, der noch aussteht" in (await office.get(page)).text
    added = {"title": "Rechtsamt", "person": city.people["silke.brandt"], "blocking": "no", "reason": "Rechtsfrage"}
    assert (await fill(office, page, **added)).status_code == 422
    assert (await fill(office, page, **added, step_before="end")).status_code == 303


async def test_without_the_tick_it_goes_straight_to_the_decision(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.reviewed()
    await does(office, city, case_id, "put-forward", to="body:main_committee")

    assert (await city.case(case_id)).sign_offs == ()
    assert "Mitzeichnung</h2>" not in await page_of(office, city, case_id)


@BOTH
async def test_a_chain_under_way_is_changed(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    here = await url(city, case_id)
    before = await step(city, case_id, "city_councillor")
    added = {"title": "Rechtsamt <script>", "person": city.people["silke.brandt"], "step_before": before}
    await does(office, city, case_id, "sign-insert", **added, blocking="no", reason="Rechtsfrage")
    await does(office, city, case_id, f"sign-remove/{await step(city, case_id, 'office_head')}", reason="Urlaub")
    mine = await step(city, case_id, "section_head")
    new = {"person": city.people["torben.voss"], "blocking": "yes", "reason": "Vertretung"}
    await does(office, city, case_id, f"sign-replace/{mine}", **new)
    assert await asked(city, case_id) == ["torben.voss"]
    assert "Den Schritt unterschreibt jetzt Torben Voß." in (await office.get(f"{here}?done=sign-replace")).text
    await signs(city, case_id, "torben.voss")
    assert await asked(city, case_id) == ["silke.brandt"]
    await does(office, city, case_id, f"sign-again/{await step(city, case_id, 'case_worker')}", reason="Neue Zahlen")

    page = (await office.get(here)).text
    for words in (
        "Rechtsamt &lt;script&gt;: Silke Brandt",
        "Amtsleiter/in",
        "vom Büro herausgenommen",
        "Ein Schritt kam in die Mitzeichnung",
        "Intern: Rechtsfrage",
        "eine Ablehnung hält es nicht auf",
    ):
        assert words in page
    await signs(city, case_id, "silke.brandt")
    assert await asked(city, case_id) == ["jonas.thomsen"]


async def test_what_is_missing_in_a_form_is_told(office: httpx2.AsyncClient, city: City) -> None:
    from tests.api.office.conftest import fill

    case_id = await signing(city)
    here = await url(city, case_id)
    refused = await fill(office, f"{here}/sign-insert", title="Rechtsamt", reason="Bleibt stehen")

    assert refused.status_code == 422
    assert "Bleibt stehen" in refused.text
    assert (await fill(office, f"{here}/sign-stop")).status_code == 422
    assert (await office.get(f"{here}/sign-remove/unknown")).status_code == 404


async def test_the_office_stops_it(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=2)
    await does(office, city, case_id, "sign-stop", reason="Wird anders gelöst")

    case = await city.case(case_id)
    assert (case.stage, case.sign_offs[-1].result) == ("prioritisation", "stopped")
    page = await page_of(office, city, case_id)
    assert "vom Büro beendet" in page
    assert "nicht mehr nötig" in page
    assert "sign-remove" not in page


@pytest.mark.parametrize("said", ["remark", "refuse"])
async def test_a_remark_can_be_blanked(office: httpx2.AsyncClient, city: City, said: str) -> None:
    case_id = await signing(city)
    await signs(city, case_id, "jonas.thomsen", said, remark="Herr Maier <b>nervt</b>")
    assert "Herr Maier" in await page_of(office, city, case_id)
    item = await step(city, case_id, "case_worker")
    await does(office, city, case_id, "redact", item=item, reason="Name", sure="yes")

    assert "Herr Maier" not in await page_of(office, city, case_id)


async def test_the_office_mends_the_text_while_it_is_back(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    here = await url(city, case_id)
    assert f'href="{here}/edit"' not in (await office.get(here)).text
    await signs(city, case_id, "anneke.lorenzen", "send_back", to=await step(city, case_id, "case_worker"))
    await does(office, city, case_id, "edit", title="Neue Fassung")

    assert (await city.case(case_id)).version == 2


async def test_the_office_hands_a_step_over_and_gives_more_time(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    mine = city.mine(await city.case(case_id), "sign")
    page = (await office.get(f"{await url(city, case_id)}/hand-over/{mine.id}")).text
    assert "Torben Voß" in page
    assert "Jonas Thomsen" not in page  # has signed already
    await does(office, city, case_id, f"hand-over/{mine.id}", to=city.people["torben.voss"])
    assert await asked(city, case_id) == ["torben.voss"]

    task = (await city.case(case_id)).open_tasks()[0]
    assert f"/extend/{task.id}" in await page_of(office, city, case_id)


async def test_in_a_pause_nothing_of_it_is_offered(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    await city.office(case_id, "paused", public_reason="Hochwasser")
    page = await page_of(office, city, case_id)

    assert "Mitzeichnung</h2>" in page
    assert "sign-insert" not in page
    assert "sign-remove" not in page


@pytest.mark.parametrize("ticked", [{"tell": "yes"}, {}])
async def test_why_a_step_goes_is_told_to_whoever_has_it_only_if_the_office_says_so(
    office: httpx2.AsyncClient, city: City, ticked: dict[str, str]
) -> None:
    case_id = await signing(city, signed=1)
    path = f"sign-remove/{await step(city, case_id, 'section_head')}"
    form = (await office.get(f"{await url(city, case_id)}/{path}")).text
    assert re.search(r'<input type="checkbox"[^>]*name="tell"[^>]*>', form)
    assert "checked" not in form
    await does(office, city, case_id, path, reason="Doppelt", **ticked)
    link = await city.link(case_id, "sign_asked", "anneke.lorenzen")

    assert ("Doppelt" in (await office.get(link)).text) == bool(ticked)
    assert "Doppelt" in await page_of(office, city, case_id)
