"""How sure it must be who answers behind a link: the name at L0, a code at L1, a sign-in at L2; and objection."""

import re

import httpx2
import pytest

from api.limits import BUDGETS, Budget
from storage import people
from storage.people import PersonIn
from tests.api.asking import decided_at, review_by
from tests.api.city import City, asked_for_code, followed, hidden_of, send, text_of, with_code

ORIGIN = {"Origin": "http://ideen.example"}
YES = {"outcome": "accepted", "public_reason": "<script>Gut", "step": "send"}
NO = {"outcome": "rejected", "public_reason": "<script>Gut", "step": "send"}
MAYOR = "oberbuergermeisterin"


async def deciding(city: City) -> tuple[str, str]:
    """An idea before its decision, and the link to it."""
    case_id = await city.deciding()
    return case_id, await city.link(case_id, "decision_asked")


async def codes(city: City) -> list[str]:
    return [text_of(message).strip() for name, message in await city.mails(None) if name == "answer_code"]


async def test_a_forwarded_link_says_who_was_asked(client: httpx2.AsyncClient, city: City) -> None:
    case = await city.case(await city.in_review())
    link = await city.link(case.id, "review_asked")
    page = (await client.get(link)).text

    assert re.search(r"Das ging an [^<]+\. Sind Sie das\?", page)
    assert "Code an Ihre hinterlegte Adresse" not in page


async def test_a_review_at_l0_keeps_that_only_the_link_was_shown(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked")
    given = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3"}

    assert (await send(client, link, f"{link}/answer", **given)).headers["location"] == link
    assert [a.level for a in (await city.case(case_id)).answers] == ["L0"]
    assert await codes(city) == []


async def test_without_the_code_nothing_is_decided_and_nothing_typed_is_lost(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, link = await deciding(city)
    asked = await send(client, link, f"{link}/decide", **YES)

    assert asked.headers["location"] == f"{link}/prove"
    for page in (f"{link}/prove", f"{link}/prove", link):
        assert "&lt;script&gt;Gut" in (await client.get(page)).text
    assert (await city.case(case_id)).decision is None
    assert [len(code) for code in await codes(city)] == [6]
    client.cookies.clear()
    assert (await client.get(f"{link}/prove")).headers["location"] == link
    city.clock.later(minutes=1)
    assert (await with_code(client, city, await send(client, link, f"{link}/decide", **YES))).status_code == 303
    decision = (await city.case(case_id)).decision
    assert decision is not None
    assert (decision.level, decision.public_reason) == ("L1", "<script>Gut")


async def test_the_code_is_for_this_browser_alone(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link = await deciding(city)
    page, form = await asked_for_code(client, city, await send(client, link, f"{link}/decide", **YES))
    client.cookies.delete("umlauf_answer_code", path=link, domain="ideen.example")

    assert (await client.post(page, data=form, headers=ORIGIN)).status_code == 422
    assert (await city.case(case_id)).decision is None


async def test_another_choice_needs_another_code(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link = await deciding(city)
    page, form = await asked_for_code(client, city, await send(client, link, f"{link}/decide", **YES))

    refused = await client.post(page, data={**form, "outcome": "rejected"}, headers=ORIGIN)
    assert refused.status_code == 422
    assert 'href="#f-code"' in refused.text
    assert "&lt;script&gt;Gut" in refused.text
    city.clock.later(minutes=1)
    asked = await client.post(page, data={**form, **NO, "code": ""}, headers=ORIGIN)
    assert len(await codes(city)) == 2
    assert (await with_code(client, city, asked)).status_code == 303
    assert (await city.case(case_id)).outcome == "rejected"


async def test_five_wrong_tries_end_a_code(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link = await deciding(city)
    page, form = await asked_for_code(client, city, await send(client, link, f"{link}/decide", **YES))
    wrong = "000000" if form["code"] != "000000" else "111111"

    said = []
    for _ in range(5):
        refused = await client.post(page, data={**form, "code": wrong}, headers=ORIGIN)
        assert refused.status_code == 422
        said.append("Dieser Code ist verbraucht" in refused.text)
    assert said == [False] * 4 + [True]
    assert "Ein Code ist unterwegs" not in refused.text
    assert 'name="code"' not in refused.text
    assert (await client.post(page, data=form, headers=ORIGIN)).status_code == 422
    assert (await city.case(case_id)).decision is None
    city.clock.later(minutes=1)
    again = await client.post(page, data={**form, "step": "mail"}, headers=ORIGIN)
    assert (await with_code(client, city, again)).status_code == 303
    assert (await city.case(case_id)).decision is not None


async def test_after_ten_minutes_a_code_is_over(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link = await deciding(city)
    page, form = await asked_for_code(client, city, await send(client, link, f"{link}/decide", **YES))
    city.clock.later(minutes=10, seconds=1)

    assert (await client.post(page, data=form, headers=ORIGIN)).status_code == 422
    assert (await city.case(case_id)).decision is None


async def test_codes_for_one_task_are_few(
    client: httpx2.AsyncClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(city.services.limits._budgets, "answer.code", Budget(2, BUDGETS["answer.code"].seconds))
    _, link = await deciding(city)
    answers = [(await send(client, link, f"{link}/decide", **YES)) for _ in range(3)]

    assert [a.status_code for a in answers] == [303, 303, 429]
    assert "In einer Stunde gibt es höchstens fünf Codes" in answers[-1].text
    assert "Ein Code ist unterwegs" not in answers[-1].text
    assert len(await codes(city)) == 2


async def test_a_robot_that_presses_every_button_gets_no_code_and_decides_nothing(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, link = await deciding(city)
    page = hidden_of((await client.get(link)).text)
    for step in ("", "send", "mail", "code", "prove"):
        answer = await client.post(f"{link}/decide", data={**page, "step": step}, headers=ORIGIN)
        assert answer.status_code == 422

    assert await codes(city) == []
    assert (await city.case(case_id)).decision is None


async def test_a_review_at_l1_takes_its_code_at_the_desk_too(client: httpx2.AsyncClient, city: City) -> None:
    await review_by(city, assurance="L1", bulk=False)
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked")
    given = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3"}
    asked = await send(client, link, f"{link}/answer", **given)

    assert "Code an Ihre hinterlegte Adresse" in (await client.get(link)).text
    assert (await with_code(client, city, asked)).headers["location"] == link
    assert [a.level for a in (await city.case(case_id)).answers] == ["L1"]


async def sign_in(client: httpx2.AsyncClient, city: City, name: str, back: str) -> httpx2.Response:
    """With the code from the mail; the page it leads to."""
    city.clock.later(minutes=1)
    sent = await send(client, f"/office/sign-in?back={back}", "/office/sign-in", address=f"{name}@example.org")
    code = [text_of(message).strip() for kind, message in await city.mails(None) if kind == "signin_code"][-1]
    where = sent.headers["location"]
    return await send(client, where, "/office/sign-in/code", code=code)


async def test_a_decision_at_l2_is_made_by_the_person_asked_signed_in_lately(
    client: httpx2.AsyncClient, city: City
) -> None:
    await decided_at(city, "L2")
    case_id = await city.reviewed()
    async with city.db.write() as session:
        known = await people.get(session, city.people["jana.petersen"])
        assert known is not None
        stated = PersonIn(
            address="jana.petersen@example.org",
            name=known.name,
            department=known.department,
            roles=known.roles | {"decider"},
        )
        await people.put(session, stated, at=city.clock())
    await city.office(case_id, "put_forward", decider=city.people["jana.petersen"])
    link = await city.link(case_id, "decision_asked")
    asked = await send(client, link, f"{link}/decide", **YES)
    page = await followed(client, asked)
    assert 'href="/office/prove"' in page.text
    assert await codes(city) == []
    refused = await client.post(f"{link}/decide", data={**hidden_of(page.text), "step": "code"}, headers=ORIGIN)
    assert refused.headers["location"] == f"{link}/prove"

    to_sign_in = await client.get("/office/prove")
    assert "/office/sign-in" in to_sign_in.headers["location"]
    back = await sign_in(client, city, "jana.petersen", "/office/prove")
    assert back.headers["location"] == "/office/prove"
    shown = await followed(client, back)
    assert shown.url.path == f"{link}/prove"
    assert "&lt;script&gt;Gut" in shown.text
    sent = await client.post(f"{link}/decide", data={**hidden_of(shown.text), "step": "code"}, headers=ORIGIN)
    assert sent.headers["location"] == link
    decision = (await city.case(case_id)).decision
    assert decision is not None
    assert decision.level == "L2"


async def test_somebody_else_who_is_signed_in_cannot_decide_at_l2(client: httpx2.AsyncClient, city: City) -> None:
    await decided_at(city, "L2")
    case_id, link = await deciding(city)
    await followed(client, await send(client, link, f"{link}/decide", **YES))
    back = await sign_in(client, city, "jana.petersen", "/office/prove")
    page = await followed(client, back)

    assert "Gefragt wurde jemand anderes" in page.text
    assert "Damit wird Ihre Antwort gesendet" not in (await client.get(f"{link}/prove")).text
    assert (await city.case(case_id)).decision is None


async def decided(client: httpx2.AsyncClient, city: City, **objection: int) -> tuple[str, str]:
    """Decided with the code; the idea, and the link of the receipt."""
    await decided_at(city, "L1", **objection)
    case_id = await city.reviewed()
    while (await city.case(case_id)).stage == "review":
        await city.clock_rings(case_id)
    await city.office(case_id, "put_forward", decider=city.people[MAYOR])
    link = await city.link(case_id, "decision_asked")
    page = await followed(client, await with_code(client, city, await send(client, link, f"{link}/decide", **YES)))
    assert ("können Sie Einspruch erheben" in page.text) == bool(objection)
    return case_id, await city.link(case_id, "answer_receipt", MAYOR)


async def test_the_receipt_leads_to_what_was_recorded_and_looking_changes_nothing(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, receipt = await decided(client, city, hours=4)
    page = (await client.get(receipt)).text

    assert "&lt;script&gt;Gut" in page
    assert "Waren Sie das?" in page
    assert "wird die Antwort zurückgenommen" in page
    assert (await send(client, receipt, f"{receipt}/objection", reason="Nein")).status_code == 422
    assert (await send(client, receipt, f"{receipt}/objection", sure="yes")).status_code == 422
    assert (await city.case(case_id)).decisions[-1].objected_at is None


async def test_an_objection_in_time_takes_the_decision_back_and_asks_again(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, receipt = await decided(client, city, hours=4)
    assert (await city.case(case_id)).held_until is not None
    assert "receipt" not in [name for name, _ in await city.mails(case_id)]
    first = await city.link(case_id, "decision_asked")
    city.clock.later(minutes=1)
    answer = await send(client, receipt, f"{receipt}/objection", reason="Nicht ich", sure="yes")
    assert "zurückgenommen" in (await followed(client, answer)).text
    case = await city.case(case_id)
    assert (case.decided, [t.kind for t in case.open_tasks()]) == (None, ["decide"])
    again = await city.link(case_id, "decision_asked")
    assert again != first
    assert "zurückgenommen" in (await client.get(first)).text
    assert "Wer gefragt war, wird" in (await client.get(receipt)).text
    city.clock.later(minutes=1)
    await with_code(client, city, await send(client, again, f"{again}/decide", **NO))
    await city.clock_rings(case_id)
    assert (await city.case(case_id)).outcome == "rejected"
    assert "receipt" in [name for name, _ in await city.mails(case_id)]


async def test_too_late_the_office_is_told_and_the_page_says_so(client: httpx2.AsyncClient, city: City) -> None:
    case_id, receipt = await decided(client, city)
    assert "Die Antwort bleibt stehen" in (await client.get(receipt)).text
    for _ in range(2):
        answer = await send(client, receipt, f"{receipt}/objection", reason="Nicht ich", sure="yes")
        assert "Ihr Einspruch ist eingetragen" in (await followed(client, answer)).text

    case = await city.case(case_id)
    assert case.stage == "follow_up"
    assert case.decision is not None
    assert [name for name, _ in await city.mails(case_id)].count("objection_note") >= 1
    assert [r.internal for r in case.reasons][-1:] == ["Nicht ich"]


async def test_while_a_decision_waits_no_public_page_shows_it(client: httpx2.AsyncClient, city: City) -> None:
    case_id, _ = await decided(client, city, hours=4)
    number = (await city.case(case_id)).number
    assert "&lt;script&gt;Gut" not in (await client.get(f"/ideas/{number}")).text
    await city.clock_rings(case_id)
    assert "&lt;script&gt;Gut" in (await client.get(f"/ideas/{number}")).text


async def test_in_a_pause_the_objection_waits_and_what_was_typed_is_kept(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id, receipt = await decided(client, city, hours=4)
    await city.office(case_id, "paused", public_reason="Hochwasser", internal_reason="")
    city.clock.later(days=3)
    assert "Ihre Zeit für einen Einspruch steht solange still" in (await client.get(receipt)).text
    answer = await followed(
        client, await send(client, receipt, f"{receipt}/objection", reason="Der Nachbar", sure="yes")
    )
    assert "Die Idee ruht" in answer.text
    assert "Der Nachbar" in answer.text
    await city.office(case_id, "resumed", reason="Wieder da")
    city.clock.later(hours=3)
    assert "wird die Antwort zurückgenommen" in (await client.get(receipt)).text
    await send(client, receipt, f"{receipt}/objection", reason="Der Nachbar", sure="yes")
    assert (await city.case(case_id)).decided is None


async def test_the_office_sees_that_a_decision_never_took_effect(client: httpx2.AsyncClient, city: City) -> None:
    case_id, receipt = await decided(client, city, hours=4)
    await sign_in(client, city, "jana.petersen", "/office")
    number = (await city.case(case_id)).number
    says = "Die Idee endete, bevor die Zeit für einen Einspruch vorbei war."
    assert says not in (await client.get(f"/office/ideas/{number}")).text
    await city.happens(case_id, "withdrawn", (await city.case(case_id)).submitter, reason="Doch nicht")

    assert says in (await client.get(f"/office/ideas/{number}")).text
    assert "Die Antwort bleibt stehen" in (await client.get(receipt)).text
