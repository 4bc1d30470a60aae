"""Whoever decides or co-signs asks a question first: from the page of their task, and the answer is there again."""

from typing import Any

import httpx2
import pytest

from tests.api.asking import asked, publish
from tests.api.city import City, followed, send
from tests.builders import DEFINITION, a_definition

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
QUESTIONS = {"working_days": 5, "remind_before": 2}
MAYOR, WORKER = "oberbuergermeisterin", "jonas.thomsen"
QUESTION = "<script>Wer zahlt?"


async def asked_for(city: City, person: str, **decision: Any) -> tuple[str, str]:
    """An idea that waits for this person's decision or signature; their link."""
    chain = DEFINITION.stages.decision.sign_off
    assert chain is not None
    given = {"sign_off": chain.model_dump(mode="json", by_alias=True, exclude_defaults=True), "assurance": "L0"}
    await publish(city, a_definition(decision=given | {"questions": QUESTIONS} | decision))
    case_id = await city.reviewed()
    if person == MAYOR:
        await city.office(case_id, "put_forward", decider=city.people[MAYOR])
        return case_id, await city.link(case_id, "decision_asked", person)
    await city.office(case_id, "put_forward", body="main_committee", sign_off=True)
    return case_id, await city.link(case_id, "sign_asked", person)


@BOTH
@pytest.mark.parametrize(("person", "as_what"), [(MAYOR, "Wer entscheidet"), (WORKER, "Jemand aus der Mitzeichnung")])
async def test_a_question_and_its_answer_stand_at_the_task_and_no_name_reaches_the_submitter(
    client: httpx2.AsyncClient, city: City, person: str, as_what: str
) -> None:
    case_id, link = await asked_for(city, person)
    assert f'href="{link}/ask"' in (await client.get(link)).text
    shown = await followed(client, await send(client, f"{link}/ask", to="submitter", question=QUESTION))
    assert "Ihre Frist ruht" in shown.text
    assert "&lt;script&gt;Wer zahlt?" in shown.text
    assert f'href="{link}/ask"' not in shown.text

    own = await city.link(case_id, "asked_back", "renate.kruse")
    page = (await client.get(own)).text
    assert as_what in page
    assert "Es gibt eine Rückfrage zu Ihrer Idee" in page
    assert "Thomsen" not in page
    question = (await city.case(case_id)).questions[0]
    await send(client, own, f"{own}/reply", **{f"reply.{question.id}": "<b>Das Land", "question": question.id})

    task = (await client.get(await city.link(case_id, "answered_back", person))).text
    assert "&lt;b&gt;Das Land" in task
    assert "Ihre Frist ruht" not in task
    assert await asked(city, case_id) == [person]


async def test_the_office_answers_what_it_was_asked(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link = await asked_for(city, MAYOR)
    await send(client, f"{link}/ask", to="office", question=QUESTION)
    question = (await city.case(case_id)).questions[0]
    await city.office(case_id, "replied", question=question.id, reply="<b>Das Land")

    assert "&lt;b&gt;Das Land" in (await client.get(await city.link(case_id, "answered_back", MAYOR))).text


async def test_as_many_as_may_be_and_not_where_the_process_has_none(client: httpx2.AsyncClient, city: City) -> None:
    case_id, link = await asked_for(city, MAYOR, questions_at_most=1)
    await send(client, f"{link}/ask", to="office", question=QUESTION)
    question = (await city.case(case_id)).questions[0]
    await city.office(case_id, "replied", question=question.id, reply="Das Land")
    assert f'href="{link}/ask"' not in (await client.get(link)).text
    assert (await client.get(f"{link}/ask")).headers["location"] == link

    _, other = await asked_for(city, MAYOR, questions=None)
    assert f'href="{other}/ask"' not in (await client.get(other)).text
