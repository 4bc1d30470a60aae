"""Tasks behind links: what is asked can be answered in a minute, once, by whoever was asked, and by nobody's robot."""

import re
from datetime import timedelta

import httpx2
import pytest

from api.links import draft
from domain.case import Case
from tests.api.city import City, asked_for_code, hidden_of, send, with_code

ORIGIN = {"Origin": "http://ideen.example"}
REVIEW = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "none"}


async def review_link(city: City, case: Case) -> str:
    person = next(a.person for a in case.open_assignments())
    name = next(name for name, known in city.people.items() if known == person)
    return await city.link(case.id, "review_asked", name)


async def reviewing(city: City) -> tuple[Case, str]:
    case = await city.case(await city.in_review())
    return case, await review_link(city, case)


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_review_is_answered_from_its_link(client: httpx2.AsyncClient, city: City) -> None:
    case, link = await reviewing(city)
    page = await client.get(link)
    assert "&lt;script&gt;alert" in page.text
    assert "checked" not in page.text
    answer = await send(client, link, f"{link}/answer", **REVIEW)
    assert (answer.status_code, answer.headers["location"]) == (303, link)
    [said] = (await city.case(case.id)).answers
    assert (said.verdict, dict(said.scores), said.via) == ("approve", {"benefit": 8, "complexity": None}, "link")
    shown = await client.get(link)
    assert "Das wurde festgehalten" in shown.text


async def test_a_used_link_shows_what_was_said_and_takes_nothing_more(client: httpx2.AsyncClient, city: City) -> None:
    case, link = await reviewing(city)
    page = hidden_of((await client.get(link)).text)
    for _ in range(3):
        answer = await client.post(f"{link}/answer", data={**page, **REVIEW}, headers=ORIGIN)
        assert answer.status_code == 303
    assert len((await city.case(case.id)).answers) == 1


async def test_pressing_every_button_of_an_empty_form_does_nothing(client: httpx2.AsyncClient, city: City) -> None:
    case, link = await reviewing(city)
    for under in ("/answer", "/hand-over"):
        page = link if under == "/answer" else link + under
        assert (await send(client, page, link + under)).status_code == 422
    assert (await city.case(case.id)).seq == case.seq


async def test_a_refused_answer_keeps_what_was_typed(client: httpx2.AsyncClient, city: City) -> None:
    _, link = await reviewing(city)
    answer = await send(client, link, f"{link}/answer", verdict="reject", **{"scores.benefit": "3"})
    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert 'href="#f-reason"' in answer.text
    assert 'href="#f-scores-complexity"' in answer.text
    assert re.search(r'name="scores.benefit" value="3" checked', answer.text)


async def test_a_text_that_changed_meanwhile_is_shown_before_the_answer_counts(
    client: httpx2.AsyncClient, city: City
) -> None:
    case, link = await reviewing(city)
    first, second = case.open_assignments()
    page = hidden_of((await client.get(link)).text)
    other = second if city.mine(case, "review", first.person) == first else first
    mine = first if other is second else second
    await city.answer(case.id, other, verdict="changes", reason="Bitte anders", scores={})
    await city.office(case.id, "edited", text={"title": "Neu gefasst"}, on_version=1)
    answer = await client.post(f"{link}/answer", data={**page, **REVIEW}, headers=ORIGIN)
    assert mine.state == "open"
    assert answer.status_code == 409
    assert "Neu gefasst" in answer.text
    assert hidden_of(answer.text)["on_version"] == "2"
    again = await client.post(f"{link}/answer", data={**hidden_of(answer.text), **REVIEW}, headers=ORIGIN)
    assert again.status_code == 303
    assert (await city.case(case.id)).answers[-1].text_version == 2


async def test_while_the_engine_is_away_the_answer_is_safe(client: httpx2.AsyncClient, city: City) -> None:
    case, link = await reviewing(city)
    city.messenger.away = True
    assert (await send(client, link, f"{link}/answer", **REVIEW)).status_code == 303
    shown = await client.get(link)
    assert "noch nicht verarbeitet" in shown.text
    again = await client.post(f"{link}/answer", data=REVIEW, headers=ORIGIN)
    assert again.status_code == 303
    assert (await city.case(case.id)).answers == ()


async def test_a_task_handed_over_opens_for_the_colleague_only(client: httpx2.AsyncClient, city: City) -> None:
    case, link = await reviewing(city)
    page = await client.get(f"{link}/hand-over")
    asked = {a.person for a in case.assignments}
    offered = re.findall(r'<option value="([0-9a-f]{32})"', page.text)
    assert offered
    assert not asked & set(offered)
    answer = await send(client, f"{link}/hand-over", to=offered[0], reason="Urlaub")
    assert answer.status_code == 303
    shown = await client.get(link)
    assert "übergeben" in shown.text
    assert "alert" not in shown.text
    assert len((await city.case(case.id)).open_assignments()) == 2


async def checked(client: httpx2.AsyncClient, link: str, **said: str) -> httpx2.Response:
    """Sends the form of a decision; the page to check it, wherever that is."""
    answer = await send(client, link, f"{link}/decide", **said)
    return await client.get(answer.headers["location"]) if answer.is_redirect else answer


async def test_a_decision_is_checked_before_it_counts(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    check = await checked(client, link, outcome="accepted", public_reason="Gut für alle")
    assert check.status_code == 200
    assert (await city.case(case_id)).decision is None
    data = {**hidden_of(check.text), "step": "send"}
    asked = await client.post(f"{link}/decide", data=data, headers=ORIGIN)
    assert (await city.case(case_id)).decision is None
    assert (await with_code(client, city, asked)).status_code == 303
    decision = (await city.case(case_id)).decision
    assert decision is not None
    assert (decision.outcome, decision.public_reason) == ("accepted", "Gut für alle")
    assert "Gut für alle" in (await client.get(link)).text


async def test_the_look_before_a_decision_is_found_again_in_its_browser_alone(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    assert (await client.get(f"{link}/decide")).headers["location"] == link
    sent = await send(client, link, f"{link}/decide", outcome="rejected", public_reason="<script>Zu teuer")
    assert sent.headers["location"] == f"{link}/decide"
    assert "teuer" not in sent.headers["set-cookie"]
    for page in (f"{link}/decide", f"{link}/decide", link):
        assert "&lt;script&gt;Zu teuer" in (await client.get(page)).text
    [(name, kept)] = [(one.name, one.value or "") for one in client.cookies.jar if one.path == link]
    client.cookies.delete(name, path=link, domain="ideen.example")
    for foreign in ("", "rubbish", kept[:-8] + "AAAAAAA="):
        look = await client.get(f"{link}/decide", headers={"Cookie": f"{name}={foreign}"})
        assert look.headers["location"] == link
    other = await city.link(await city.deciding(), "decision_asked")
    look = await client.get(f"{other}/decide", headers={"Cookie": f"{draft._cookie(other)}={kept}"})
    assert look.headers["location"] == other
    assert (await city.case(case_id)).decision is None


async def test_after_a_decision_its_last_look_leads_to_what_was_recorded(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    check = await checked(client, link, outcome="accepted", public_reason="Gut für alle")
    data = {**hidden_of(check.text), "step": "send"}
    action, coded = await asked_for_code(client, city, await client.post(f"{link}/decide", data=data, headers=ORIGIN))
    for _ in range(2):
        assert (await client.post(action, data=coded, headers=ORIGIN)).status_code == 303
    assert draft._cookie(link) not in client.cookies
    assert (await client.get(f"{link}/decide")).headers["location"] == link
    assert len((await city.case(case_id)).decisions) == 1


async def test_reasons_longer_than_a_browser_keeps_are_checked_all_the_same(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    long = "".join(chr(0x4E00 + n) for n in range(4000))
    check = await checked(client, link, outcome="accepted", public_reason=long)
    assert check.url.path == f"{link}/decide"
    assert long in (await client.get(link)).text
    data = {**hidden_of(check.text), "step": "send"}
    asked = await client.post(f"{link}/decide", data=data, headers=ORIGIN)
    assert (await city.case(case_id)).decision is None
    assert (await with_code(client, city, asked)).status_code == 303
    decision = (await city.case(case_id)).decision
    assert decision is not None
    assert decision.public_reason == long


async def test_a_decision_without_outcome_or_reasons_is_none(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    for step in ({}, {"step": "send"}):
        page = await send(client, link, f"{link}/decide", **step)
        assert page.status_code == 422
        assert 'href="#f-outcome"' in page.text
        assert 'href="#f-public_reason"' in page.text
    assert (await city.case(case_id)).decision is None


async def test_a_late_commitment_needs_a_reason_and_a_date(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.committed()
    while not (await city.case(case_id)).open_assignments():
        await city.clock_rings(case_id)
    link = await city.link(case_id, "commitment_asked")
    page = await send(client, link, f"{link}/commitment", answer="late", new_due_on="31.02.2027")
    assert page.status_code == 422
    assert {'href="#f-reason"', 'href="#f-new_due_on"'} <= set(re.findall(r'href="#f-[a-z_]+"', page.text))
    due = (city.clock() + timedelta(days=60)).date()
    answer = await send(
        client, link, f"{link}/commitment", answer="late", reason="Lieferung", new_due_on=due.strftime("%d.%m.%Y")
    )
    assert answer.status_code == 303
    assert (await city.case(case_id)).commitments[0].due_on == due
    assert "Später als zugesagt" in (await client.get(link)).text


async def test_the_second_answer_is_no_longer_needed_when_enough_have_answered(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.idea()
    await city.office(case_id, "accepted", public=True)
    case = await city.case(case_id)
    named = next(
        known
        for name, known in city.people.items()
        if name in ("henning.moeller", "ole.jessen") and known not in {a.person for a in case.assignments}
    )
    await city.office(case_id, "reviewer_named", person=named)
    case = await city.case(case_id)
    link = await city.link(case_id, "review_asked", next(n for n, p in city.people.items() if p == named))
    for assignment in case.open_assignments()[:2]:
        await city.answer(case_id, assignment)
    shown = await client.get(link)
    assert "Es haben genug Personen geantwortet" in shown.text
    assert "alert" not in shown.text


async def test_whoever_was_asked_reads_that_the_office_has_said_it(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    day = city.clock().date().isoformat()
    words = {"outcome": "accepted", "public_reason": "<script>Ja"}
    await city.office(case_id, "decided", body="main_committee", body_date=day, **words)

    page = (await client.get(link)).text
    assert "Eine Entscheidung wurde festgehalten" in page
    assert 'action="/a/' not in page
    assert [name for name, _ in await city.mails(case_id, "oberbuergermeisterin")][-1] == "no_longer_needed"
