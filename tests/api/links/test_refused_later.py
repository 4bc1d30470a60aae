"""What was received while the engine was away and could then not be taken: told, kept, and in the form again."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import text

from domain.happenings import HAPPENING
from storage import inbox, inbox_rows
from tests.api.city import City, hidden_of, send

REASON = "<script>Mehr Licht"
SCORES = {"benefit": 7, "complexity": None}
BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


async def refused_unseen(city: City, case_id: str, kind: str, by: str, **fields: Any) -> str:
    """Received, sent again by the redelivery, refused; its verdict."""
    given = {"kind": kind, "id": uuid4().hex, "by": by, "via": "link", "at": city.clock()}
    async with city.db.write() as session:
        letter = await inbox.put(session, case_id, HAPPENING.validate_python({**given, **fields}))
        await session.execute(text("UPDATE inbox SET attempts = 1 WHERE id = :id"), {"id": letter.inbox_id})
    return await city.messenger.record(case_id, letter.inbox_id)


async def reviewer(city: City) -> tuple[str, str, dict[str, Any]]:
    """A case, the link of one who was asked, and their answer to a text that has changed since."""
    case_id = await city.in_review()
    case = await city.case(case_id)
    mine, other = case.open_assignments()
    link = await city.link(case_id, "review_asked", next(n for n, p in city.people.items() if p == mine.person))
    await city.answer(case_id, other, verdict="changes", reason="Bitte anders", scores={})
    await city.office(case_id, "edited", text={"title": "Neu gefasst"}, on_version=1)
    given = {"assignment": mine.id, "verdict": "approve", "scores": SCORES, "reason": REASON, "on_version": 1}
    return case_id, link, {"by": mine.person, **given}


@BOTH
async def test_a_review_that_came_too_late_for_the_text_is_in_the_form_again(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, link, given = await reviewer(city)
    assert await refused_unseen(city, case_id, "answered", **given) == "refused:task.changed"
    page = (await client.get(link)).text
    assert "Was Sie gesendet hatten" in page
    assert "seit Sie sie geöffnet haben" in page
    assert "Dafür" in page
    assert re.search(r'<textarea[^>]*name="reason"[^>]*>\s*&lt;script&gt;Mehr Licht', page)
    assert re.search(r'name="scores.benefit" value="7" checked', page)
    assert re.search(r'name="scores.complexity" value="none" checked', page)
    assert not re.search(r'name="verdict"[^>]*checked', page)


async def test_pressing_the_button_of_a_form_that_was_filled_in_again_answers_nothing(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, link, given = await reviewer(city)
    await refused_unseen(city, case_id, "answered", **given)
    typed = {"scores.benefit": "7", "scores.complexity": "none", "reason": REASON}
    answer = await send(client, link, f"{link}/answer", **typed)
    assert answer.status_code == 422
    assert 'href="#f-verdict"' in answer.text
    again = await send(client, link, f"{link}/answer", verdict="approve", **typed)
    assert again.status_code == 303
    page = (await client.get(link)).text
    assert "Das wurde festgehalten" in page
    assert "Was Sie gesendet hatten" not in page


async def test_words_for_a_task_that_is_over_are_shown_to_whoever_wrote_them(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    assignment = city.mine(await city.case(case_id), "decide")
    await city.happens(case_id, "withdrawn", "renate.kruse")
    said = {"assignment": assignment.id, "outcome": "accepted", "public_reason": REASON}
    assert (await refused_unseen(city, case_id, "decided", assignment.person, **said)).startswith("refused:")
    page = (await client.get(link)).text
    assert "zurückgezogen" in page
    assert "&lt;script&gt;Mehr Licht" in page
    assert "<form class" not in page.partition("<main")[2]


async def test_a_decision_refused_unseen_keeps_its_reasons(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    assignment = city.mine(await city.case(case_id), "decide")
    said = {"assignment": assignment.id, "outcome": "rejected", "public_reason": REASON, "internal_reason": "Intern"}
    async with city.db.write() as session:
        given = {"kind": "decided", "id": "late", "by": assignment.person, "via": "link", "at": city.clock()}
        await inbox.put(session, case_id, HAPPENING.validate_python(given | said))
        await session.execute(text("UPDATE inbox SET attempts = 1 WHERE id = 'late'"))
        await inbox_rows.decide(session, "late", "refused:decision.no_quorum", at=city.clock())
    page = (await client.get(link)).text
    assert re.search(r'<textarea[^>]*name="public_reason"[^>]*>\s*&lt;script&gt;Mehr Licht', page)
    assert "Ablehnen" in page
    assert not re.search(r'name="outcome"[^>]*checked', page)


async def test_an_edit_refused_unseen_is_compared_before_it_is_sent_again(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.idea()
    link = await city.link(case_id, "idea_received")
    await city.office(case_id, "edited", text={"title": "Vom Büro"}, on_version=1)
    mine = {"text": {"title": "Von mir", "description": REASON}, "on_version": 1}
    refused = await refused_unseen(city, case_id, "edited", city.people["renate.kruse"], **mine)
    assert refused == "refused:edit.stale"
    assert f'href="{link}/edit"' in (await client.get(link)).text
    page = (await client.get(f"{link}/edit")).text
    assert 'value="Von mir"' in page
    assert "Vom Büro" in page
    assert REASON in unescape(page)
    fields = {"title": "Von mir", "description": REASON}
    pressed = await send(client, f"{link}/edit", **fields)
    assert pressed.status_code == 422
    assert 'href="#f-compared"' in pressed.text
    ticked = {**hidden_of(pressed.text), **fields, "compared": "yes"}
    assert (
        await client.post(f"{link}/edit", data=ticked, headers={"Origin": "http://ideen.example"})
    ).status_code == 303
    assert (await city.case(case_id)).text.title == "Von mir"
    assert "Was Sie gesendet hatten" not in (await client.get(link)).text


async def test_a_refusal_with_figures_says_them(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.committed()
    while not (await city.case(case_id)).open_assignments():
        await city.clock_rings(case_id)
    link = await city.link(case_id, "commitment_asked")
    page = await send(client, link, f"{link}/commitment", answer="late", reason="Lieferung", new_due_on="1.1.2999")
    assert page.status_code == 409
    assert 'href="#f-new_due_on"' in page.text
    assert re.search(r"Jahr bis 20\d\d", unescape(page.text))
