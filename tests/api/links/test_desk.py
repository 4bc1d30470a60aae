"""One desk for all open tasks of a person: bound to them, answered in place, and more only with a code."""

import re
from datetime import timedelta

import httpx2
import pytest

from domain.digest import Wish
from kit.tokens import hash_token
from storage import digests, links, people, processes
from storage.people import PersonIn
from tests.api.city import City, followed, hidden_of, send, text_of
from tests.api.links.desks import a_desk, name_of
from tests.api.links.test_doors import snapshot

ORIGIN = {"Origin": "http://ideen.example"}
GIVEN = {"verdict": "approve", "scores.benefit": "7", "scores.complexity": "3"}


async def asked(city: City, count: int = 2) -> tuple[str, list[str]]:
    """Somebody who has been asked for so many reviews, and the ideas."""
    cases = [await city.in_review(title=f"<script>Idee {number}") for number in range(count)]
    people_asked = [{a.person for a in (await city.case(case)).open_assignments()} for case in cases]
    both = set.intersection(*people_asked)
    assert both, "the example asks the same reviewers for the same theme"
    return min(both), cases


async def show_code(client: httpx2.AsyncClient, city: City, desk: str, page: str) -> httpx2.Response:
    """Asks for the code, takes it from the mail, and goes where it leads."""
    city.clock.later(minutes=1)
    assert (await send(client, f"{desk}/code?for={page}")).status_code == 303
    code = [text_of(message).strip() for name, message in await city.mails(None) if name == "desk_code"][-1]
    return await followed(client, await send(client, f"{desk}/code?for={page}", step="take", code=code))


async def test_all_open_tasks_are_there_and_each_is_answered_in_place(client: httpx2.AsyncClient, city: City) -> None:
    person, cases = await asked(city)
    desk = await a_desk(city, person)
    page = (await client.get(desk)).text
    assert "2 Aufgaben warten auf Sie" in page
    assert "&lt;script&gt;Idee 0" in page
    tasks = re.findall(rf'href="({desk}/on/[0-9a-f]+)"', page)
    assert len(tasks) == 2
    answer = await send(client, tasks[0], f"{tasks[0]}/answer", **GIVEN)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{desk}?done=")
    back = (await followed(client, answer)).text
    assert "Ihre Antwort ist festgehalten" in back
    assert "Idee 0" in back
    assert "Nächste Aufgabe: Stellungnahme abgeben: &lt;script&gt;Idee 1" in back
    assert "Eine Aufgabe wartet auf Sie" in back
    assert [a.by for a in (await city.case(cases[0])).answers] == [person]
    again = (await client.get(tasks[0])).text
    assert "Sie haben geantwortet" in again
    assert f'href="{desk}"' in again


async def test_a_mistake_keeps_what_was_typed_and_the_way_back(client: httpx2.AsyncClient, city: City) -> None:
    person, _ = await asked(city, 1)
    desk = await a_desk(city, person)
    (task,) = re.findall(rf'href="({desk}/on/[0-9a-f]+)"', (await client.get(desk)).text)
    answer = await send(client, task, f"{task}/answer", reason="<script>Weil")
    assert answer.status_code == 422
    assert "&lt;script&gt;Weil" in answer.text
    assert f'action="{task}/answer"' in answer.text
    assert f'href="{desk}"' in answer.text


async def test_what_waits_for_the_engine_is_shown_and_not_offered_again(client: httpx2.AsyncClient, city: City) -> None:
    person, _ = await asked(city, 1)
    desk = await a_desk(city, person)
    (task,) = re.findall(rf'href="({desk}/on/[0-9a-f]+)"', (await client.get(desk)).text)
    city.messenger.away = True
    back = await followed(client, await send(client, task, f"{task}/answer", **GIVEN))
    assert "noch nicht verarbeitet" in back.text
    assert f'href="{task}"' not in back.text
    assert "sicher" in (await client.get(task)).text


async def test_a_desk_opens_nothing_of_anybody_else_and_no_other_link_opens_a_desk(
    client: httpx2.AsyncClient, city: City
) -> None:
    person, cases = await asked(city)
    case = await city.case(cases[0])
    theirs = next(a for a in case.open_assignments() if a.person != person)
    mine = next(a for a in case.open_assignments() if a.person == person)
    desk = await a_desk(city, person)
    review = await city.link(case.id, "review_asked")
    for path in (
        f"{desk}/on/{theirs.id}",
        f"{desk}/on/{'a' * 32}",
        f"{review}/on/{mine.id}",
        f"{review}/on/{theirs.id}",
        f"{review}/code",
        f"{review}/history",
        f"{review}/several",
        f"/a/{'a' * 32}/on/{mine.id}",
    ):
        assert (await client.get(path)).status_code in (303, 404), path
        assert "Ampel" not in (await client.get(path)).text
    for act in ("/answer", "/decide", "/commitment", "/hand-over", "/reply", "/edit", "/withdraw", "/desk"):
        assert (await client.post(desk + act, data={"x": "1"}, headers=ORIGIN)).status_code == 404, act
    for act in ("/decide", "/commitment", "/reply", "/edit", "/withdraw"):
        there = f"{desk}/on/{mine.id}{act}"
        assert (await client.post(there, data={"x": "1"}, headers=ORIGIN)).status_code == 404, act
    for act in ("/mails", "/code", "/several"):
        assert (await client.post(review + act, data={"x": "1"}, headers=ORIGIN)).status_code == 404, act


async def test_looking_at_a_desk_changes_nothing(client: httpx2.AsyncClient, city: City) -> None:
    person, _ = await asked(city)
    desk = await a_desk(city, person)
    tasks = re.findall(rf'href="({desk}/on/[0-9a-f]+)"', (await client.get(desk)).text)
    before = await snapshot(city.db)
    for path in (desk, f"{desk}/mails", f"{desk}/code", f"{desk}/history", f"{desk}/several", *tasks):
        for _ in range(3):
            await client.get(path)
            await client.head(path)
    assert await snapshot(city.db) == before


async def test_an_expired_desk_shows_nothing_and_mails_a_new_link(client: httpx2.AsyncClient, city: City) -> None:
    person, _ = await asked(city, 1)
    desk = await a_desk(city, person)
    (task,) = re.findall(rf'href="({desk}/on/[0-9a-f]+)"', (await client.get(desk)).text)
    city.clock.later(days=14)
    for page in (desk, task):
        shown = (await client.get(page)).text
        assert "abgelaufen" in shown
        assert "script&gt;Idee" not in shown
    for _ in range(5):
        assert (await send(client, desk, f"{desk}/new-link")).headers["location"] == f"{desk}/new-link"
    assert [name for name, _ in await city.mails(None)].count("desk_link") == 1 + 3
    fresh = await city.link(None, "desk_link")
    assert fresh != desk
    assert "script&gt;Idee 0" in (await client.get(fresh)).text


async def test_a_desk_ends_with_the_role_and_says_so(client: httpx2.AsyncClient, city: City) -> None:
    person, _ = await asked(city, 1)
    desk = await a_desk(city, person)
    (task,) = re.findall(rf'href="({desk}/on/[0-9a-f]+)"', (await client.get(desk)).text)
    name = name_of(city, person)
    async with city.db.write() as session:
        await people.put(session, PersonIn("Wer auch immer", f"{name}@example.org"), at=city.clock())
    for page in (desk, task):
        shown = await client.get(page)
        assert shown.status_code == 200
        assert "Dieser Schreibtisch ist geschlossen" in shown.text
        assert "script&gt;Idee" not in shown.text
    answer = await client.post(f"{task}/answer", data=GIVEN, headers=ORIGIN)
    assert answer.status_code in (303, 403)


async def test_somebody_chooses_one_mail_a_day_or_each_at_once(client: httpx2.AsyncClient, city: City) -> None:
    person, _ = await asked(city, 1)
    desk = await a_desk(city, person)
    assert (await send(client, desk, f"{desk}/mails")).status_code == 422
    saved = await send(client, desk, f"{desk}/mails", wish="daily")
    assert "Gespeichert" in (await followed(client, saved)).text
    async with city.db.read() as session:
        assert await digests.wishes(session, [person]) == {person: Wish.DAILY}
    assert re.search(r'value="daily" checked', (await client.get(desk)).text)
    before = len(await city.mails(None))
    case_id = await city.in_review()
    told = {m.person_id for m in await city.deliveries(case_id) if m.mail == "review_asked"}
    assert person not in told
    assert len(await city.mails(None)) == before


async def test_history_and_several_answers_ask_for_a_code_from_the_mailbox(
    client: httpx2.AsyncClient, city: City
) -> None:
    person, cases = await asked(city, 3)
    desk = await a_desk(city, person)
    for page in ("history", "several"):
        shown = await client.get(f"{desk}/{page}")
        assert shown.headers["location"] == f"{desk}/code?for={page}"
    assert (await send(client, f"{desk}/code?for=several", step="take")).status_code == 422
    assert (await send(client, f"{desk}/code?for=several")).status_code == 303
    wrong = await send(client, f"{desk}/code?for=several", step="take", code="000000")
    assert wrong.status_code == 422
    shown = await show_code(client, city, desk, "several")
    assert "Zu welchen Ideen?" in shown.text
    tasks = re.findall(r'name="tasks" value="([0-9a-f]+)"', shown.text)
    assert len(tasks) == 3
    here = f"{desk}/several"
    assert (await send(client, here, tasks=tasks[:2])).status_code == 422
    assert (await send(client, here, **GIVEN)).status_code == 422
    done = await followed(client, await send(client, here, tasks=tasks[:2], **GIVEN))
    assert "Ihre Antworten sind abgeschickt" in done.text
    assert "Eine Aufgabe wartet auf Sie" in done.text
    answers = [[a.by for a in (await city.case(case)).answers] for case in cases]
    assert answers == [[person], [person], []]
    history = (await client.get(f"{desk}/history")).text
    assert history.count("Dafür") >= 2
    assert "&lt;script&gt;Idee 0" in history
    city.clock.later(minutes=31)
    assert (await client.get(f"{desk}/history")).status_code == 303


async def test_the_code_of_a_desk_opens_no_other_desk_and_another_s_tasks_are_not_answered(
    client: httpx2.AsyncClient, city: City
) -> None:
    person, cases = await asked(city, 2)
    other = next(a.person for a in (await city.case(cases[0])).open_assignments() if a.person != person)
    desk, theirs = await a_desk(city, person), await a_desk(city, other)
    shown = await show_code(client, city, desk, "several")
    assert (await client.get(f"{theirs}/history")).status_code == 303
    foreign = [a.id for case in cases for a in (await city.case(case)).open_assignments() if a.person == other]
    data = {**hidden_of(shown.text), **GIVEN, "tasks": foreign}
    assert (await client.post(f"{desk}/several", data=data, headers=ORIGIN)).status_code == 422
    assert [(await city.case(case)).answers for case in cases] == [(), ()]


async def test_where_the_process_does_not_allow_it_nothing_is_answered_at_once(
    client: httpx2.AsyncClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = processes.by_hash

    async def strict(session: object, content_hash: str) -> object:
        found = await really(session, content_hash)  # type: ignore[arg-type]
        assert found.stages.review is not None
        review = found.stages.review.model_copy(update={"bulk": False})
        return found.model_copy(update={"stages": found.stages.model_copy(update={"review": review})})

    person, _ = await asked(city, 2)
    desk = await a_desk(city, person)
    monkeypatch.setattr("api.links.desk_several.processes.by_hash", strict)
    shown = await show_code(client, city, desk, "several")
    assert "Es gibt keine Ideen" in shown.text


async def test_from_one_task_to_all_of_them_by_mail(client: httpx2.AsyncClient, city: City) -> None:
    person, cases = await asked(city, 1)
    name = name_of(city, person)
    review = await city.link(cases[0], "review_asked", name)
    assert f'href="{review}/desk"' in (await client.get(review)).text
    assert (await send(client, f"{review}/desk")).status_code == 422  # a press of the button alone
    answer = await send(client, f"{review}/desk", sure="yes")
    assert answer.headers["location"] == f"{review}/new-link"
    desk = await city.link(None, "desk_link", name)
    assert "script&gt;Idee 0" in (await client.get(desk)).text


async def test_a_link_of_a_desk_lives_fourteen_days(city: City) -> None:
    person, _ = await asked(city, 1)
    token = (await a_desk(city, person)).rpartition("/")[2]
    async with city.db.read() as session:
        link = await links.find(session, hash_token(token))
    assert link is not None
    assert (link.purpose, link.person_id, link.case_id) == ("desk", person, None)
    assert link.expires_at - link.created_at == timedelta(days=14)
