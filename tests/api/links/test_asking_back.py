"""Questions of reviewers, points and rework, from the links in the mails and on the office's pages."""

from typing import Any

import httpx2
import pytest

from tests.api.asking import asked, review_by
from tests.api.city import City, followed, hidden_of, send

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
QUESTIONS = {"working_days": 5, "remind_before": 2}
REWORK = {"deadline": {"working_days": 10}}
QUESTION = "<script>Welche Kreuzung?"


async def in_review(city: City, **review: Any) -> tuple[str, str, str]:
    """An idea in review by one person: its id, whose it is to say, and their link."""
    await review_by(city, ask=1, quorum=1, questions=QUESTIONS, rework=REWORK, **review)
    case_id = await city.in_review()
    name = (await asked(city, case_id))[0]
    return case_id, name, await city.link(case_id, "review_asked", name)


@BOTH
async def test_a_question_and_its_answer_stand_on_every_page_and_no_name_reaches_the_submitter(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, reviewer, link = await in_review(city)
    assert f'href="{link}/ask"' in (await client.get(link)).text
    form = (await client.get(f"{link}/ask")).text
    assert "checked" not in form
    shown = await followed(client, await send(client, f"{link}/ask", to="submitter", question=QUESTION))
    assert "Ihre Frist ruht" in shown.text
    assert f'href="{link}/ask"' not in shown.text

    own = await city.link(case_id, "asked_back", "renate.kruse")
    page = (await client.get(own)).text
    question = (await city.case(case_id)).questions[0]
    assert "&lt;script&gt;Welche Kreuzung?" in page
    assert "Es gibt eine Rückfrage" in page
    assert reviewer.split(".")[-1].title() not in page
    answered = {f"reply.{question.id}": "<b>Am Ring", "question": question.id}
    page = (await followed(client, await send(client, own, f"{own}/reply", **answered))).text
    assert "&lt;b&gt;Am Ring" in page
    assert "Ihre Antwort ist angekommen" in page

    task = (await client.get(await city.link(case_id, "answered_back", reviewer))).text
    assert "&lt;script&gt;Welche Kreuzung?" in task
    assert "&lt;b&gt;Am Ring" in task
    assert "Ihre Frist ruht" not in task


async def test_a_question_needs_words_and_somebody_to_ask(client: httpx2.AsyncClient, city: City) -> None:
    case_id, _, link = await in_review(city)
    refused = await send(client, f"{link}/ask", question="Bleibt stehen")

    assert refused.status_code == 422
    assert "Bleibt stehen" in refused.text
    assert (await city.case(case_id)).questions == ()


async def test_a_process_without_questions_has_no_such_page(client: httpx2.AsyncClient, city: City) -> None:
    await review_by(city, questions=None)
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked", (await asked(city, case_id))[0])

    assert f"{link}/ask" not in (await client.get(link)).text
    assert (await client.get(f"{link}/ask")).status_code == 303


async def test_a_question_to_a_task_that_is_over_is_kept_for_copying(client: httpx2.AsyncClient, city: City) -> None:
    case_id, reviewer, link = await in_review(city)
    form = {**hidden_of((await client.get(f"{link}/ask")).text), "to": "submitter", "question": QUESTION}
    await city.answer(case_id, city.mine(await city.case(case_id), "review", city.people[reviewer]))
    sent = await client.post(f"{link}/ask", data=form, headers={"Origin": "http://ideen.example"})
    page = (await followed(client, sent)).text

    assert "Was Sie geschrieben hatten" in page
    assert "&lt;script&gt;Welche Kreuzung?" in page
    assert (await city.case(case_id)).questions == ()


async def test_a_second_reply_and_one_nobody_waits_for_are_kept_for_copying(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, _, link = await in_review(city)
    await send(client, f"{link}/ask", to="submitter", question=QUESTION)
    own = await city.link(case_id, "asked_back", "renate.kruse")
    question = (await city.case(case_id)).questions[0].id
    hidden = (await client.get(own)).text
    await city.happens(case_id, "replied", "renate.kruse", question=question, reply="Vom Telefon")
    again = await send(client, own, f"{own}/reply", **{f"reply.{question}": "Vom Rechner", "question": question})
    page = (await followed(client, again)).text

    assert f"reply.{question}" in hidden
    assert "Vom Telefon" in page
    assert "Was Sie geschrieben hatten" in page
    assert "Vom Rechner" in page
    assert (await city.case(case_id)).questions[0].reply == "Vom Telefon"


@BOTH
async def test_points_go_to_the_submitter_who_edits_and_hands_in(client: httpx2.AsyncClient, city: City) -> None:
    case_id, reviewer, link = await in_review(city)
    points = "<b>Kosten nennen\n\n  Ort nennen  "
    await send(client, link, f"{link}/answer", verdict="changes", points=points)
    case = await city.case(case_id)
    assert [p.text for p in case.points] == ["<b>Kosten nennen", "Ort nennen"]

    own = await city.link(case_id, "rework_asked", "renate.kruse")
    page = (await client.get(own)).text
    assert "&lt;b&gt;Kosten nennen" in page
    assert f'href="{own}/hand-in"' in page
    assert reviewer.split(".")[-1].title() not in page
    form = (await client.get(f"{own}/hand-in")).text
    assert "Der Text ist noch nicht geändert" in form

    await city.happens(case_id, "edited", "renate.kruse", text={"title": "Neu"}, on_version=1)
    assert "Ihr Text ist gespeichert, aber noch nicht abgegeben" not in page
    assert "Ihr Text ist gespeichert, aber noch nicht abgegeben" in (await client.get(own)).text
    done = {f"done.{case.points[0].id}": "<i>12 000 Euro", f"done.{case.points[1].id}": ""}
    missing = await send(client, f"{own}/hand-in", **done)
    assert missing.status_code == 422
    assert "&lt;i&gt;12 000 Euro" in missing.text
    page = (await followed(client, await send(client, f"{own}/hand-in", sure="yes", **done))).text
    assert "&lt;i&gt;12 000 Euro" in page
    assert f"{own}/hand-in" not in page
    assert "Ihre Idee ist wieder abgegeben" in page

    again = (await client.get((await city.mails(case_id, reviewer))[-1][1].get_content().strip())).text
    assert "&lt;i&gt;12 000 Euro" in again
    assert "abgegeben mit Fassung 2" in again
    assert "/versions?before=1" in again
    assert "was sich seit Ihrer letzten Antwort geändert hat" in again


async def test_new_points_meanwhile_are_shown_before_it_is_handed_in(client: httpx2.AsyncClient, city: City) -> None:
    await review_by(city, ask=2, quorum=2, rework=REWORK)
    case_id = await city.in_review()
    one, two = await asked(city, case_id)
    case = await city.case(case_id)
    given = {"verdict": "changes", "scores": {}, "on_version": 1}
    await city.answer(case_id, city.mine(case, "review", city.people[one]), **given, points=["Eins"])
    own = await city.link(case_id, "rework_asked", "renate.kruse")
    first = (await city.case(case_id)).points[0].id
    opened = await client.get(f"{own}/hand-in")
    await city.answer(case_id, city.mine(case, "review", city.people[two]), **given, points=["Zwei"])
    data = {**hidden_of(opened.text), "sure": "yes", f"done.{first}": "Erledigt"}
    refused = await client.post(f"{own}/hand-in", data=data, headers={"Origin": "http://ideen.example"})
    shown = await followed(client, refused) if refused.is_redirect else refused

    assert "weitere Punkte" in shown.text
    assert "Zwei" in shown.text
    assert "Erledigt" in shown.text


async def test_points_without_a_wish_for_changes_are_refused_and_kept(client: httpx2.AsyncClient, city: City) -> None:
    case_id, _, link = await in_review(city)
    said = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3", "points": "Bleibt"}
    refused = await send(client, link, f"{link}/answer", **said)

    assert refused.status_code == 422
    assert "Bleibt" in refused.text
    wanting = await send(client, link, f"{link}/answer", verdict="changes", reason="Unklar")
    assert wanting.status_code == 422
    assert (await city.case(case_id)).answers == ()
