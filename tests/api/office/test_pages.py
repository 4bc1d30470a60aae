"""What the office sees: the board, the list, every case with its story, people, operations."""

import re

import httpx2
import pytest

from storage import people
from tests.api.city import City, send
from tests.api.office.conftest import fill, signed_in


async def url(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}"


@pytest.mark.parametrize(
    "path", ["", "/ideas", "/ideas/new", "/take-over", "/people", "/operations", "/ideas/2026-0001"]
)
async def test_nobody_sees_the_office_without_signing_in(client: httpx2.AsyncClient, path: str) -> None:
    page = await client.get(f"/office{path}")
    assert page.status_code == 303
    assert page.headers["location"].startswith("/office/sign-in?back=")


@pytest.mark.parametrize("path", ["", "/ideas", "/ideas/new", "/take-over", "/people", "/operations"])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_opens_in_both_languages(office: httpx2.AsyncClient, path: str, language: str) -> None:
    page = await office.get(f"/office{path}?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize(
    ("path", "place"),
    [("/portfolio/frame", "Portfolio"), ("/portfolio/radar", "Portfolio"), ("/rounds/new", "Runden")],
)
async def test_the_navigation_marks_the_place_a_deeper_page_is_in(
    office: httpx2.AsyncClient, path: str, place: str
) -> None:
    page = (await office.get(f"/office{path}")).text
    nav = page[page.index('class="site-nav"') : page.index("</header>")]
    assert re.findall(r"aria-current=\"(\w+)\">([^<]+)</a>", nav) == [("true", place)]


async def test_the_board_shows_every_stage_who_is_awaited_and_sleepers_apart(
    office: httpx2.AsyncClient, city: City
) -> None:
    await city.idea()
    await city.in_review()
    sleeper = await city.reviewed()
    reasons = {"public_reason": "<script>Haushalt", "until": "2027-03-01"}
    await city.office(sleeper, "deferred", **reasons)
    await city.deciding()
    await city.committed()
    page = (await office.get("/office")).text
    assert page.count('class="card"') == 5
    assert "<script>" not in page
    assert page.index("Zurückgestellt") < page.index((await city.case(sleeper)).number)
    assert "Leitung der Verwaltung" in page or "Büro" in page


async def test_what_is_late_is_marked(client: httpx2.AsyncClient, city: City) -> None:
    await city.idea()
    city.clock.later(days=11)
    office = await signed_in(client, city)
    assert "card-overdue" in (await office.get("/office")).text
    listed = await office.get("/office/ideas?due=overdue")
    assert "überfällig" in listed.text


async def test_the_list_finds_by_words_state_and_source_and_turns_pages(
    office: httpx2.AsyncClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.office.ideas.PAGE", 2)
    for title in ("Ampel am Markt", "Bank im Park", "Chor im Rathaus"):
        await city.idea(title=title)
    first = (await office.get("/office/ideas?sort=title")).text
    assert "Ampel am Markt" in first
    assert "Chor im Rathaus" not in first
    assert 'href="/office/ideas?sort=title&amp;page=2"' in first
    assert "Chor im Rathaus" in (await office.get("/office/ideas?sort=title&page=2")).text
    found = (await office.get("/office/ideas?q=PARK&stage=intake&source=form")).text
    assert "Bank im Park" in found
    assert "Ampel am Markt" not in found
    assert "Keine Idee passt" in (await office.get("/office/ideas?state=closed")).text


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999999999999", "stage=nowhere", "q=%25", "sort=x"])
async def test_a_strange_address_still_gives_a_list(office: httpx2.AsyncClient, query: str) -> None:
    assert (await office.get(f"/office/ideas?{query}")).status_code == 200


async def test_the_case_page_tells_the_whole_story(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.committed()
    page = (await office.get(await url(city, case_id))).text
    for said in (
        "Die Idee ist eingegangen",
        "Die Stellungnahmen sind vollständig: 2 von 2 dafür.",
        "Zu entscheiden hat: Oberbürgermeisterin",
        "Verlauf vollständig und unverändert",
        "Renate Kruse",
        "versandt" if "versandt" in page else "wartet auf Versand",
        "7,6 von 10",
    ):
        assert said in page, said
    assert "<script>" not in page


async def test_an_undefined_utility_is_said_in_words(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    case = await city.case(case_id)
    assignment = case.open_assignments()[0]
    await city.answer(case_id, assignment, scores={"benefit": None, "complexity": 3})
    page = (await office.get(await url(city, case_id))).text
    assert "nicht bestimmt" in page
    assert "0,0 von 10" not in page


async def test_a_page_that_is_not_there_is_still_one_of_the_office(office: httpx2.AsyncClient) -> None:
    page = await office.get("/office/ideas/2026-9999")
    assert page.status_code == 404
    assert "Abmelden" in page.text
    assert 'href="/office/operations"' in page.text
    assert 'href="/ideas/new"' not in page.text


async def test_a_case_that_nobody_knows_is_not_found(office: httpx2.AsyncClient) -> None:
    assert (await office.get("/office/ideas/2026-9999")).status_code == 404
    assert (await office.get("/office/ideas/2026-9999/accept")).status_code == 404


async def test_what_is_received_and_not_processed_is_shown(office: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    here = await url(city, case_id)
    city.messenger.away = True
    sent = await send(office, f"{here}/accept", public="no")
    assert sent.headers["location"] == f"{here}?received=accept"
    page = (await office.get(sent.headers["location"])).text
    assert "Eingegangen, noch nicht verarbeitet" in page
    assert (await city.case(case_id)).stage == "intake"


async def test_somebody_who_leaves_loses_links_and_sessions_and_their_tasks_can_be_handed_over(
    office: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    case = await city.case(case_id)
    leaver = case.open_assignments()[0]
    here = f"/office/people/{leaver.person}"
    unsure = await send(office, here)
    assert unsure.status_code == 422
    assert "Fehler:" in unsure.text
    gone = await send(office, here, sure="yes")
    assert gone.status_code == 303
    page = (await office.get(here)).text
    assert "ausgeschieden" in page
    hand_over = f"/office/ideas/{case.number}/hand-over/{leaver.id}"
    assert hand_over in page
    form = (await office.get(hand_over)).text
    free = next(p for name, p in city.people.items() if f'value="{p}"' in form)
    assert (await fill(office, hand_over, to=free)).status_code == 303
    assert {a.person for a in (await city.case(case_id)).open_assignments()} >= {free}


async def test_nobody_deactivates_themselves_and_submitters_are_not_looked_up(
    office: httpx2.AsyncClient, city: City
) -> None:
    own = f"/office/people/{city.people['jana.petersen']}"
    shown = await office.get(own)
    assert "Deaktivieren" not in shown.text
    assert (await send(office, own, sure="yes")).status_code == 409
    assert (await office.get(f"/office/people/{city.people['renate.kruse']}")).status_code == 404


async def test_what_is_stuck_can_be_sent_again(office: httpx2.AsyncClient, city: City) -> None:
    from sqlalchemy import text

    case_id = await city.idea()
    here = await url(city, case_id)
    city.messenger.away = True
    await send(office, f"{here}/accept", public="no")
    async with city.db.write() as session:
        await session.execute(text("UPDATE inbox SET parked_at = received_at WHERE verdict IS NULL"))
    page = (await office.get("/office/operations")).text
    path = page.split('action="/office/operations/inbox/')[1].split('"')[0]
    city.messenger.away = False
    sent = await send(office, "/office/operations", to=f"/office/operations/inbox/{path}")
    assert sent.headers["location"] == "/office/operations?done=again"
    assert (await city.case(case_id)).stage == "review"
    assert "@" not in page.split("<main")[1].split("</main>")[0]


async def test_a_refused_mail_can_be_sent_again(office: httpx2.AsyncClient, city: City) -> None:
    from sqlalchemy import text

    await city.idea()
    async with city.db.write() as session:
        await session.execute(text("UPDATE outbox SET state = 'refused', code = 550 WHERE case_id IS NOT NULL"))
    page = (await office.get("/office/operations")).text
    path = page.split('action="/office/operations/mail/')[1].split('"')[0]
    assert "550" in page
    sent = await send(office, "/office/operations", to=f"/office/operations/mail/{path}")
    assert sent.status_code == 303
    assert (await send(office, "/office/operations", to="/office/operations/mail/unknown")).status_code == 404


async def test_people_come_in_pages_and_nobody_is_left_out(
    office: httpx2.AsyncClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.office.people.PAGE", 3)
    seen: list[str] = []
    for page in range(1, 100):
        names = re.findall(
            r'href="/office/people/([0-9a-f]{32})"', (await office.get(f"/office/people?page={page}")).text
        )
        if not names:
            break
        assert len(names) <= 3
        seen += names
    async with city.db.read() as session:
        assert seen == [one.id for one in await people.everybody(session)]
    assert len(seen) > 6
