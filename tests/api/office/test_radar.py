"""The radar at the desk: the list and its filters, a finding and what is done about it, refusals that keep words."""

from datetime import timedelta

import httpx2
import pytest

from domain.goals.tree import Wanted
from domain.radar.found import Found
from domain.radar.words import About, Trigger
from storage import goals, radar
from storage.radar import Wanted as Listed
from tests.api.city import City
from tests.api.office.test_surveys import again, post

ROOT = "/office/portfolio/radar"
EVIL = "<script>Getippt"


async def keep(city: City, *found: Found) -> None:
    """What one look found, each with a trigger of its own."""
    today = city.clock().date()
    async with city.db.write() as session:
        await radar.may_look(session, city.clock())
        for one in found:
            await radar.keep_found(session, one.trigger, [one], city.clock(), today)


async def some(city: City) -> dict[Trigger, str]:
    """Findings of several kinds; the id of each."""
    case_id = await city.idea()
    async with city.db.write() as session:
        at = city.clock()
        await goals.add(session, Wanted("Saubere <b>Luft"), at=at, by="x", goal_id="air")
    stays = {"stage": "intake", "most": 10, "stays": 20, "percent": 85, "days": 1234}
    await keep(
        city,
        Found(Trigger.STAYS_LONG, About.CASE, case_id, stays, "intake"),
        Found(Trigger.GOAL_UNCLEAR, About.GOAL, "air", {"lacks": ["target", "owner"]}),
        Found(Trigger.PERSON_OVERLOADED, About.PERSON, await a_person(city), {"open": 9, "most": 8}),
        Found(Trigger.NEEDS_CIRCLE, About.CASE, case_id, {"ideas": [case_id, "gone", case_id]}, "gone"),
        Found(Trigger.BUDGET_EXCEEDED, About.LINE, "removed", {"year": 2026, "cost": 12000, "budget": 1}, "2026"),
        Found(
            Trigger.ROLE_OVERBOOKED, About.ROLE, "removed", {"quarter": "2026-Q2", "asked": 10.5, "capacity": 9}, "q"
        ),
        Found(Trigger.NEEDS_LATE, About.CASE, case_id, {"other": case_id, "days": 3}, "late"),
        Found(Trigger.TIED_AT_CUT, About.ROUND, "gone", {"rank": 2, "tied": 2, "take": 2, "forward": 3}),
    )
    async with city.db.read() as session:
        found, _ = await radar.page(session, Listed(), city.clock().date())
    return {one.trigger: one.id for one in found}


async def a_person(city: City) -> str:
    from storage import people

    async with city.db.read() as session:
        return await people.owner_of(session, "jana.petersen@example.org") or ""


@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_opens_empty_and_filled(office: httpx2.AsyncClient, city: City, language: str) -> None:
    empty = await office.get(f"{ROOT}?lang={language}")
    assert ("noch nicht nachgesehen" if language == "de" else "has not looked yet") in empty.text
    ids = await some(city)
    listed = await office.get(f"{ROOT}?lang={language}")
    assert listed.text.count("<h1") == 1
    for finding in ids.values():
        assert f"{ROOT}/{finding}" in listed.text
        page = await office.get(f"{ROOT}/{finding}?lang={language}")
        assert (page.status_code, page.text.count("<h1")) == (200, 1)
        assert "{" not in page.text.partition("<main")[2].partition("</main")[0]
    assert "12.000" in listed.text or "12,000" in listed.text
    assert "Saubere &lt;b&gt;Luft" in listed.text
    assert "1.234 Tagen" in listed.text or "1,234 days" in listed.text


async def test_the_list_is_narrowed_and_says_where_there_is_nothing(office: httpx2.AsyncClient, city: City) -> None:
    ids = await some(city)
    only = await office.get(f"{ROOT}?kind=unclear&state=open")
    shown = {trigger for trigger, finding in ids.items() if f"{ROOT}/{finding}" in only.text}
    assert shown == {Trigger.GOAL_UNCLEAR}
    assert "Kein solcher Befund" in (await office.get(f"{ROOT}?state=cured")).text
    assert (await office.get(f"{ROOT}?kind=<script>&state=x&page=99999999999")).status_code == 200


async def test_the_pages_are_only_the_offices(client: httpx2.AsyncClient, city: City) -> None:
    ids = await some(city)
    for path in (ROOT, f"{ROOT}/{ids[Trigger.GOAL_UNCLEAR]}"):
        assert (await client.get(path)).status_code == 303
        assert (await client.post(path)).status_code in (303, 405)


async def test_an_idea_shows_what_is_found_about_it(office: httpx2.AsyncClient, city: City) -> None:
    ids = await some(city)
    async with city.db.read() as session:
        finding = await radar.get(session, ids[Trigger.STAYS_LONG])
    assert finding is not None
    page = await office.get(f"/office/ideas/{(await city.case(finding.subject)).number}")
    assert f"{ROOT}/{finding.id}" in page.text
    assert f"{ROOT}/{ids[Trigger.GOAL_UNCLEAR]}" not in page.text


async def test_what_is_done_is_recorded_with_who_and_why(office: httpx2.AsyncClient, city: City) -> None:
    url = f"{ROOT}/{(await some(city))[Trigger.GOAL_UNCLEAR]}"
    until = (city.clock().date() + timedelta(days=30)).strftime("%d.%m.%Y")
    steps = (
        {"step": "mitigate", "note": f"Workshop {EVIL}"},
        {"step": "owner", "owner": await a_person(city), "owner_reason": "Ihr Ziel"},
        {"step": "accept", "accept_reason": "Bis zum Beschluss", "accept_until": until},
    )
    for step in steps:
        sent = await post(office, url, **step)
        assert sent.headers["location"] == f"{url}?done={step['step']}", sent.text
    page = (await office.get(url)).text
    for said in ("Workshop &lt;script&gt;Getippt", "Ihr Ziel", "Bis zum Beschluss", "hingenommen bis", "Jana Petersen"):
        assert said in page
    assert url not in (await office.get(ROOT)).text
    assert url in (await office.get(f"{ROOT}?state=accepted")).text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"step": "mitigate", "note": ""}, "Schreiben Sie, was dagegen getan wird."),
        ({"step": "accept", "accept_reason": EVIL, "accept_until": ""}, "bis zu dem es hingenommen werden kann"),
        ({"step": "accept", "accept_reason": EVIL, "accept_until": "1.1.2020"}, "einen Tag ab heute"),
        ({"step": "accept", "accept_reason": EVIL, "accept_until": "1.1.2099"}, "innerhalb eines Jahres"),
        ({"step": "accept", "accept_reason": EVIL, "accept_until": "morgen"}, "f-accept_until"),
        ({"step": "owner", "owner": "nobody", "owner_reason": EVIL}, "Wählen Sie jemanden, der hier aktiv ist."),
        ({"step": "owner", "owner": "", "owner_reason": ""}, "warum jemand anderes zuständig wird"),
        ({"step": "mitigate", "note": EVIL, "number": "7"}, "ist inzwischen etwas geschehen"),
    ],
)
async def test_what_cannot_be_taken_keeps_what_was_typed(
    office: httpx2.AsyncClient, city: City, given: dict[str, str], sentence: str
) -> None:
    url = f"{ROOT}/{(await some(city))[Trigger.GOAL_UNCLEAR]}"
    refused = await post(office, url, **given)
    assert refused.status_code == 422, refused.text
    assert sentence in refused.text
    assert EVIL not in refused.text
    assert ("&lt;script&gt;Getippt" in refused.text) == (EVIL in given.values())
    if "number" in given:  # the form shown again can be sent
        sent = await again(office, url, refused, step="mitigate", note="Noch einmal")
        assert sent.status_code == 303


async def test_a_cured_finding_offers_nothing_to_do_and_an_unknown_one_is_none(
    office: httpx2.AsyncClient, city: City
) -> None:
    url = f"{ROOT}/{(await some(city))[Trigger.GOAL_UNCLEAR]}"
    shown = await office.get(url)
    async with city.db.write() as session:
        at = city.clock() + timedelta(hours=1)
        await radar.cure_others(session, Trigger.GOAL_UNCLEAR, [], at, at.date())
    page = (await office.get(url)).text
    assert "behoben" in page
    assert "accept_until" not in page
    late = await again(office, url, shown, step="mitigate", note=EVIL)
    assert late.status_code == 422
    assert "Dieser Befund ist behoben" in late.text
    assert "&lt;script&gt;Getippt" in late.text  # not lost, though there is no form for it any more
    assert (await office.get(f"{ROOT}/nothing")).status_code == 404
    assert (await office.get(f"{ROOT}/%3Cscript%3E")).status_code == 404
