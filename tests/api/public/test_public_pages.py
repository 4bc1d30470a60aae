"""What anybody sees: decisions with reasons, promises with departments, and nothing that was not meant for them."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import httpx2
import pytest

from api.public.theme import DARK_BEHIND, LIGHT_BEHIND, contrast, theme
from domain.similar import alike, similarity
from domain.words import Source
from storage import inbox, processes
from tests.api.city import City, followed, send
from tests.builders import a_text

STAFF = ("Torben", "Jana", "Petersen", "Katharina", "Oberbürgermeisterin", "Anneke")


async def page_of(city: City, case_id: str) -> str:
    return f"/ideas/{(await city.case(case_id)).number}"


async def test_the_front_page_invites_and_counts_groups(client: httpx2.AsyncClient, city: City) -> None:
    await city.in_review(title="Für alle <script>")
    await city.in_review(public=False, title="Noch geheim")
    front = await client.get("/")
    assert "Für alle &lt;script&gt;" in front.text
    assert "geheim" not in front.text
    assert 'href="/ideas/new"' in front.text


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_public_page_shows_reasons_means_and_departments_but_no_names(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.committed()
    page = await client.get(await page_of(city, case_id))
    for shown in ("&lt;script&gt;Ja", "8,0 von 10", "7,6 von 10", "Verkehr und Infrastruktur", "ohne Namen", "offen"):
        assert shown in page.text, shown
    assert not [name for name in (*STAFF, "Renate") if name in page.text]
    city.clock.later(days=40)
    assert "überfällig" in (await client.get(await page_of(city, case_id))).text


async def test_what_somebody_typed_keeps_its_lines_and_is_not_claimed_to_be_in_the_page_s_language(
    client: httpx2.AsyncClient, city: City
) -> None:
    gain = {"group": "Alle", "how": "Erstens.\nZweitens."}
    case_id = await city.in_review(title="Rad", summary="Kurz", description="Lang", benefits=[gain])
    page = (await client.get(await page_of(city, case_id) + "?lang=en")).text
    assert '<html lang="en"' in page
    for shown in ('<h1 lang="">Rad</h1>', 'lang="">Kurz</p>', 'lang="">Lang</p>'):
        assert shown in page, shown
    assert '<p class="lines" lang=""><strong>Alle</strong><br>Erstens.\nZweitens.</p>' in page
    assert 'lang="">Rad</a>' in (await client.get("/ideas?lang=en")).text


async def test_a_name_is_shown_by_consent_only(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea(named=True)
    await city.office(case_id, "accepted", public=True)
    assert "Renate Kruse" in (await client.get(await page_of(city, case_id))).text


async def test_an_undefined_mean_is_not_determined_and_never_zero(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    for assignment in (await city.case(case_id)).open_assignments():
        await city.answer(case_id, assignment, scores={"benefit": 7, "complexity": None})
    given = {"body": "main_committee", "body_date": city.clock().date().isoformat(), "body_number": "B 26/0001"}
    await city.office(case_id, "put_forward", body="main_committee")
    votes = {"votes_for": 29, "votes_against": 6}
    await city.office(case_id, "decided", outcome="rejected", public_reason="Zu teuer", **given, **votes)
    page = await client.get(await page_of(city, case_id))
    for shown in ("nicht bestimmt", "Zu teuer", "Hauptausschuss", "B 26/0001", "29 Stimmen dafür, 6 dagegen"):
        assert shown in page.text, shown


async def test_a_deferral_says_why_and_until_when(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.reviewed()
    until = (city.clock() + timedelta(days=60)).date()
    words = {"public_reason": "Erst der Haushalt", "internal_reason": "Zank"}
    await city.office(case_id, "deferred", until=until.isoformat(), **words)
    page = await client.get(await page_of(city, case_id))
    assert "Erst der Haushalt" in page.text
    assert "Zank" not in page.text
    assert f"Zurückgestellt bis {until.day}." in page.text


async def test_what_is_not_public_does_not_exist(client: httpx2.AsyncClient, city: City) -> None:
    internal, withdrawn, hidden, new = [await city.in_review(public=p) for p in (False, True, True)] + [
        await city.idea()
    ]
    await city.happens(withdrawn, "withdrawn", "renate.kruse")
    await city.office(hidden, "hidden", reason="Name im Text")
    pages = [await client.get(await page_of(city, case_id)) for case_id in (internal, withdrawn, hidden, new)]
    pages += [await client.get("/ideas/2026-9999"), await client.get("/ideas/%00")]
    assert {page.status_code for page in pages} == {404}
    assert len({_without_path(page.text) for page in pages}) == 1
    assert "2026-" not in (await client.get("/ideas")).text


def _without_path(page: str) -> str:
    import re

    return re.sub(r'value="[^"]+"|href="/ideas/[^"]*"', "", page)


async def test_the_list_is_searched_filtered_and_turned(client: httpx2.AsyncClient, city: City) -> None:
    for n in range(22):
        await city.in_review(title=f"Idee Nummer {n}", theme="health" if n == 3 else "mobility")
    first = await client.get("/ideas")
    assert "22 Ideen" in first.text
    assert "Nummer 0<" not in first.text
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Nummer 0<" in (await client.get(older)).text
    assert "Eine Idee" in (await client.get("/ideas", params={"q": "IDEE 2026-0005"})).text
    assert "Eine Idee" in (await client.get("/ideas", params={"theme": "health"})).text
    assert "Keine Idee gefunden" in (await client.get("/ideas", params={"stage": "decision"})).text
    for odd in ({"stage": "x"}, {"after": "x_y"}, {"q": "%_'"}, {"theme": "ü" * 300}):
        assert (await client.get("/ideas", params=odd)).status_code == 200


async def test_a_report_reaches_the_office_and_needs_a_reason(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    form = f"{await page_of(city, case_id)}/report"
    assert (await send(client, form)).status_code == 422
    answer = await send(client, form, reason="<script>Da steht ein Name")
    assert answer.status_code == 303
    assert (await client.get(answer.headers["location"])).status_code == 200
    [reason] = [r for r in (await city.case(case_id)).reasons if r.kind == "reported"]
    assert (reason.by, reason.internal) == ("public", "<script>Da steht ein Name")
    assert "reported" in {name for name, _ in await city.mails(case_id)}


@pytest.mark.parametrize("path", ["/impressum", "/privacy", "/accessibility", "/contact", "/robots.txt", "/theme.css"])
async def test_the_house_speaks_of_itself(client: httpx2.AsyncClient, path: str) -> None:
    for language in ("de", "en"):
        page = await client.get(path, params={"lang": language})
        assert page.status_code == 200
        assert "<script" not in page.text


async def test_similar_ideas_are_shown_before_sending(client: httpx2.AsyncClient, city: City) -> None:
    await city.in_review(title="MobilE – Mobilität im Quartier")
    fields = {"title": "MobiLe: Mobilitaet im Quartier", "name": "Nina", "email": "nina@example.org"}
    assert (
        "Vielleicht hatte schon jemand diese Idee"
        in (await followed(client, await send(client, "/ideas/new", **fields))).text
    )


def test_titles_are_alike_whatever_their_case() -> None:
    assert similarity("MobiLe", "MobilE") == 1.0
    assert similarity("", "MobilE") == 0.0
    titles = {"1": "Trinkwasserspender in Sporthallen", "2": "Sensoren für Streusalz", "3": "Trinkwasser in der Halle"}
    assert alike("Trinkwasserspender in allen Sporthallen", titles.items()) == ["1", "3"]


@pytest.mark.parametrize("colour", ["#1f4e79", "#7a1f3d", "#000000", "#767676", "#c00000", "#006400"])
def test_the_colour_of_a_house_is_readable_everywhere(colour: str) -> None:
    made = theme(colour)
    assert all(contrast(one, back) >= 4.5 for one in (made.light, made.light_strong) for back in LIGHT_BEHIND)
    assert all(contrast(one, back) >= 4.5 for one in (made.dark, made.dark_strong) for back in DARK_BEHIND)
    assert contrast("#ffffff", made.light) >= 4.5
    assert contrast("#0b1a22", made.dark) >= 4.5
    assert contrast("#c4d6df", made.bar) >= 4.5


@pytest.mark.parametrize("path", ["/", "/ideas", "/ideas/new", "/contact", "/nowhere", "/office/sign-in", "/office/x"])
async def test_every_page_leads_to_help_the_notices_and_the_other_language(
    client: httpx2.AsyncClient, path: str
) -> None:
    page = (await client.get(path)).text
    privacy = "/privacy/staff" if path.startswith("/office") else "/privacy"
    for part in ("/impressum", privacy, "/accessibility", "/contact", "tel:0401230", "mailto:ideen@stadt.example"):
        assert f'href="{part}"' in page
    assert 'lang=en"' in page


async def test_whoever_writes_for_the_first_time_is_told_of_their_data(client: httpx2.AsyncClient) -> None:
    main = (await client.get("/ideas/new")).text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/privacy"' in main


@pytest.mark.parametrize(("mode", "says"), [("test", "gehen an niemanden"), ("team", "Projektteam"), ("", "")])
async def test_every_page_of_a_trial_says_so(client: httpx2.AsyncClient, city: City, mode: str, says: str) -> None:
    city.services.site = replace(city.services.site, test_banner=mode)
    link = await city.link(await city.in_review(), "review_asked")
    for path in ("/", "/ideas/new", "/office/sign-in", "/nowhere", link):
        page = (await client.get(path)).text
        assert ('class="test-banner"' in page) == bool(mode)
        assert says in page


async def test_what_is_over_names_no_next_step(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    own = await city.link(case_id, "idea_received")
    assert "Nächster Schritt" in (await client.get(own)).text
    await city.office(case_id, "declined", public_reason="Gibt es schon")
    over = (await client.get(own)).text
    assert "Gibt es schon" in over
    assert "Nächster Schritt" not in over


async def test_a_project_that_was_taken_over_claims_no_step_it_never_took(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = uuid4().hex
    async with city.db.write() as session:
        process = await processes.current_hash(session) or ""
        at, jana = city.clock(), city.people["jana.petersen"]
        await inbox.open_case(
            session, case_id, process=process, submitter=jana, source=Source.TAKEOVER, at=at, year=2026
        )
    await city.office(case_id, "taken_over", text=a_text(), project="in_progress", public=True)
    page = (await client.get(await page_of(city, case_id))).text
    assert page.count("vor der Übernahme") == 4
    assert "erledigt" not in page


async def test_the_houses_own_words_are_in_its_own_language(client: httpx2.AsyncClient, city: City) -> None:
    city.services.site = replace(city.services.site, privacy_text="Wir fragen wenig.")
    page = (await client.get("/privacy?lang=en")).text
    assert re.search(r'<div lang="de">\s*<p>Wir fragen wenig.</p>', page)
