"""Every state of every link has a page of its own; every wrong door is the same 404; looking changes nothing."""

import httpx2
import pytest
from sqlalchemy import text

from storage.engine import Database
from tests.api.city import City, hidden_of, send
from tests.api.links.desks import a_desk

ACTS = ("", "/answer", "/decide", "/commitment", "/hand-over", "/reply", "/edit", "/withdraw")
LOOKS = ("/prove", "/new-link", "/comments", "/versions", "/files/x", "/findings", "/findings/x")
ACTS += ("/desk", "/mails", "/code", "/several", "/objection")
ORIGIN = {"Origin": "http://ideen.example"}
UNKNOWN = "/a/" + "a" * 32


async def snapshot(db: Database) -> list[object]:
    """Every row of every table."""
    async with db.read() as session:
        names = (await session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))).scalars().all()
        return [(n, sorted(map(repr, (await session.execute(text(f'SELECT * FROM "{n}"'))).all()))) for n in names]


async def all_links(city: City) -> dict[str, str]:
    """One living link of each purpose and kind."""
    review, deciding, committed = await city.in_review(), await city.deciding(), await city.committed()
    while not (await city.case(committed)).open_assignments():
        await city.clock_rings(committed)
    return {
        "review": await city.link(review, "review_asked"),
        "decide": await city.link(deciding, "decision_asked"),
        "commitment": await city.link(committed, "commitment_asked"),
        "idea": await city.link(review, "idea_received"),
        "objection": await city.link(committed, "answer_receipt"),
        "desk": await a_desk(city, (await city.case(review)).assignments[0].person),
    }


MINE = {
    "review": {"/answer", "/hand-over", "/desk"},
    "decide": {"/decide", "/hand-over", "/desk"},
    "commitment": {"/commitment", "/hand-over", "/desk"},
    "idea": {"/reply", "/edit", "/withdraw"},
    "objection": {"/objection"},
    "desk": {"/mails", "/code", "/several"},
}


async def test_every_door_opens_to_its_own_links_only(client: httpx2.AsyncClient, city: City) -> None:
    for kind, link in (await all_links(city)).items():
        for act in ACTS:
            answer = await client.post(link + act, data={"x": "1"}, headers=ORIGIN)
            wrong = act not in MINE[kind]
            assert (answer.status_code == 404) == wrong, (kind, act, answer.status_code)


async def test_looking_changes_nothing(client: httpx2.AsyncClient, city: City, db: Database) -> None:
    links = await all_links(city)
    before = await snapshot(db)
    agents = ("", "Mozilla/5.0", "BarracudaCentral", "Microsoft Office Protocol Discovery")
    for link in [*links.values(), UNKNOWN]:
        for under in (*ACTS, *LOOKS):
            for agent in agents:
                await client.get(link + under, headers={"User-Agent": agent})
                await client.head(link + under)
    assert await snapshot(db) == before


async def test_an_unknown_link_is_not_found_and_guessing_ends(client: httpx2.AsyncClient, city: City) -> None:
    link = await city.link(await city.in_review(), "review_asked")
    answers = [(await client.get(f"/a/{n:0>32}".replace("0", "b").replace("1", "c"))).status_code for n in range(70)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert (await client.get(link)).status_code == 200


async def test_an_expired_link_shows_nothing_and_sends_a_new_one_to_the_address_on_file(
    client: httpx2.AsyncClient, city: City
) -> None:
    case = await city.case(await city.in_review())
    link = await city.link(case.id, "review_asked")
    city.clock.later(days=60)
    page = await client.get(link)
    assert page.status_code == 200
    assert "abgelaufen" in page.text
    assert "alert" not in page.text
    assert case.number not in page.text
    before = len(await city.mails(case.id))
    for _ in range(5):
        answer = await send(client, link, f"{link}/new-link")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{link}/new-link")
    fresh = (await city.mails(case.id))[before:]
    assert [name for name, _ in fresh].count("new_link") == 3
    assert (await client.get(await city.link(case.id, "new_link"))).status_code == 200
    assert (await client.get(f"{link}/new-link")).status_code == 200


async def test_the_office_may_take_a_task_back_and_the_link_says_so(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked")
    await city.happens(case_id, "withdrawn", "renate.kruse")
    page = await client.get(link)
    assert "zurückgezogen" in page.text
    assert "alert" not in page.text


@pytest.mark.parametrize("language", ["de", "en"])
async def test_headers_keep_the_token_in_the_address_bar(client: httpx2.AsyncClient, city: City, language: str) -> None:
    link = await city.link(await city.in_review(), "review_asked")
    page = await client.get(link, params={"lang": language})
    headers = page.headers
    assert headers["referrer-policy"] == "strict-origin"
    assert headers["cache-control"] == "no-store"
    assert "noindex" in headers["x-robots-tag"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "<script" not in page.text
    assert f'lang="{language}"' in page.text


async def test_the_submitter_replies_edits_and_withdraws(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    await city.office(case_id, "question_asked", question="<script>Wo genau?")
    link = await city.link(case_id, "question")
    page = await client.get(link)
    assert "&lt;script&gt;Wo genau?" in page.text
    question = (await city.case(case_id)).questions[0].id
    assert f'name="question" value="{question}"' in page.text
    assert (await send(client, link, f"{link}/reply", question=question)).status_code == 422
    replied = {"question": question, f"reply.{question}": "Am Ring"}
    assert (await send(client, link, f"{link}/reply", **replied)).status_code == 303
    assert (await city.case(case_id)).questions[0].reply == "Am Ring"
    edited = await send(client, f"{link}/edit", title="Neuer Titel", group1="Kinder", how1="Sicher")
    assert edited.status_code == 303
    assert (await city.case(case_id)).text.title == "Neuer Titel"
    assert (await send(client, f"{link}/withdraw")).status_code == 422
    assert (await send(client, f"{link}/withdraw", sure="yes")).status_code == 303
    assert (await city.case(case_id)).state == "withdrawn"
    assert "zurückgezogen" in (await client.get(link)).text.lower()


async def test_an_edit_on_an_older_text_shows_both(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    link = await city.link(case_id, "idea_received")
    page = hidden_of((await client.get(f"{link}/edit")).text)
    await city.office(case_id, "edited", text={"title": "Vom Büro"}, on_version=1)
    answer = await client.post(f"{link}/edit", data={**page, "title": "Von mir"}, headers=ORIGIN)
    assert answer.status_code == 409
    assert "Vom Büro" in answer.text
    assert "Von mir" in answer.text


async def test_the_submitter_sees_the_receipt_and_no_staff_names(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.committed()
    page = await client.get(await city.link(case_id, "receipt"))
    assert "&lt;script&gt;Ja" in page.text
    assert "Verkehr und Infrastruktur" in page.text
    for name in ("Torben", "Jana", "Oberbürgermeisterin"):
        assert name not in page.text


async def test_a_form_from_elsewhere_is_refused(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked")
    data = {**hidden_of((await client.get(link)).text), "verdict": "reject", "reason": "x"}
    answer = await client.post(f"{link}/answer", data=data, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert (await city.case(case_id)).answers == ()


async def test_a_form_refused_for_a_field_does_not_hide_that_the_text_has_changed(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.idea()
    link = await city.link(case_id, "idea_received")
    page = hidden_of((await client.get(f"{link}/edit")).text)
    await city.office(case_id, "edited", text={"title": "Vom Büro"}, on_version=1)
    answer = await client.post(f"{link}/edit", data={**page, "title": "Von mir", "cost": "viel"}, headers=ORIGIN)
    assert answer.status_code == 422
    assert "Vom Büro" in answer.text
    assert "Von mir" in answer.text
