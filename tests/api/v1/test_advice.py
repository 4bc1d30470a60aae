"""Objecting, handing on and advice by API: the rules of the links, for one's own tasks."""

import httpx2
import pytest

from tests.api.asking import decided_at, review_by
from tests.api.city import City
from tests.api.v1.conftest import SCORES, SUBMITTER, Program, problem
from tests.api.v1.test_tasks import MAYOR, only_task, reviewers

ANSWER = {"verdict": "approve", "scores": SCORES, "on_version": 1}
WHY = "<script>Das war ich nicht"
BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


async def deciding(city: City, program: Program, **objection: int) -> tuple[str, httpx2.AsyncClient, str]:
    """Decided by the mayor's program: the idea, the program, the task."""
    await decided_at(city, "L0", **objection)
    case_id = await city.reviewed()
    while (await city.case(case_id)).stage == "review":
        await city.clock_rings(case_id)
    await city.office(case_id, "put_forward", decider=city.people[MAYOR])
    mayor = await program(MAYOR)
    task = (await only_task(mayor))["assignment"]
    said = await mayor.post(f"/tasks/{task}/decide", json={"outcome": "rejected", "public_reason": "Nein"})
    assert said.status_code == 200, said.text
    return case_id, mayor, task


@BOTH
async def test_an_objection_in_time_undoes_the_decision_and_asks_again(city: City, program: Program) -> None:
    case_id, mayor, task = await deciding(city, program, hours=4)
    await problem(await mayor.post(f"/tasks/{task}/object", json={"reason": ""}), 422, "input.invalid")
    assert (await mayor.post(f"/tasks/{task}/object", json={"reason": WHY})).status_code == 200
    case = await city.case(case_id)
    assert (case.decision, case.decisions[0].objected_at is not None) == (None, True)
    assert (await only_task(mayor))["assignment"] != task
    await problem(await mayor.post(f"/tasks/{task}/object", json={"reason": WHY}), 409, "objection.done")


async def test_without_a_period_the_office_is_told_and_the_decision_stands(city: City, program: Program) -> None:
    case_id, mayor, task = await deciding(city, program)
    assert (await mayor.post(f"/tasks/{task}/object", json={"reason": WHY})).status_code == 200
    case = await city.case(case_id)
    assert case.decision is not None
    assert "objection_note" in {mail for mail, _ in await city.mails(case_id)}


async def test_nobody_objects_to_what_another_said_or_before_anything_was(city: City, program: Program) -> None:
    case_id = await city.in_review()
    first, second = await reviewers(city, case_id, program)
    task = (await only_task(first))["assignment"]
    await problem(await first.post(f"/tasks/{task}/object", json={"reason": WHY}), 409, "objection.nothing_said")
    await first.post(f"/tasks/{task}/answer", json=ANSWER)
    await problem(await second.post(f"/tasks/{task}/object", json={"reason": WHY}), 404, "task.unknown")
    reading = await program("torben.voss", "read")
    await problem(await reading.post(f"/tasks/{task}/object", json={"reason": WHY}), 403, "token.scope")


async def test_a_task_is_handed_to_one_of_those_who_may_have_it(city: City, program: Program) -> None:
    await review_by(city, ask=1, quorum=1)
    case_id = await city.in_review()
    (client,) = await reviewers(city, case_id, program)
    task = (await only_task(client))["assignment"]
    found = (await client.get(f"/tasks/{task}/colleagues")).json()["successors"]
    assert found
    assert all(one["name"] and one["person"] != city.people[SUBMITTER] for one in found)
    path = f"/tasks/{task}/hand-over"
    assert (await client.post(path, json={"to": found[0]["person"], "reason": "Urlaub"})).status_code == 200
    assert [a.person for a in (await city.case(case_id)).open_assignments()] == [found[0]["person"]]
    await problem(await client.post(path, json={"to": found[0]["person"]}), 409, "task.handed_over")
    assert (await client.get(f"/tasks/{task}/colleagues")).json() == {"advisers": [], "successors": []}


async def test_a_task_that_needs_a_code_can_be_handed_on_but_not_answered_by_a_token(
    city: City, program: Program
) -> None:
    case_id = await city.deciding()
    mayor = await program(MAYOR)
    task = (await only_task(mayor))["assignment"]
    others = (await mayor.get(f"/tasks/{task}/colleagues")).json()["successors"]
    assert others
    assert (await mayor.post(f"/tasks/{task}/hand-over", json={"to": others[0]["person"]})).status_code == 200
    names = {person: name for name, person in city.people.items()}
    other = await program(names[others[0]["person"]])
    theirs = (await only_task(other))["assignment"]
    decided = await other.post(f"/tasks/{theirs}/decide", json={"outcome": "accepted", "public_reason": "Ja"})
    await problem(decided, 403, "assurance.token")
    assert (await city.case(case_id)).decision is None


@BOTH
async def test_advice_is_asked_given_once_and_read_in_the_thread(city: City, program: Program) -> None:
    case_id = await city.in_review()
    client = (await reviewers(city, case_id, program))[0]
    task = (await only_task(client))["assignment"]
    advisers = (await client.get(f"/tasks/{task}/colleagues")).json()["advisers"]
    adviser = next(one for one in advisers if one["person"] == city.people["silke.brandt"])
    asked = {"adviser": adviser["person"], "question": "<b>Trägt der Boden das?"}
    assert (await client.post(f"/tasks/{task}/advice", json=asked)).status_code == 200
    await problem(await client.post(f"/tasks/{task}/advice", json=asked), 409, "advice.already_asked")

    silke = await program("silke.brandt")
    (waiting,) = (await silke.get("/advice")).json()["advice"]
    assert (waiting["question"], waiting["number"]) == (asked["question"], "2026-0001")
    path = f"/advice/{waiting['advice']}"
    await problem(await client.post(path, json={"text": "x"}), 404, "advice.unknown")
    await problem(await silke.post("/advice/none", json={"text": "x"}), 404, "advice.unknown")
    assert (await silke.post(path, json={"text": "<i>Ja"})).status_code == 200
    await problem(await silke.post(path, json={"text": "Nein"}), 409, "advice.given")
    assert (await silke.get("/advice")).json() == {"advice": []}
    (read,) = (await client.get(f"/tasks/{task}/thread")).json()["advice"]
    assert (read["adviser"], read["text"], read["question"]) == (adviser["name"], "<i>Ja", asked["question"])


async def test_advice_for_a_task_that_went_elsewhere_waits_no_more(city: City, program: Program) -> None:
    case_id = await city.in_review()
    client = (await reviewers(city, case_id, program))[0]
    task = (await only_task(client))["assignment"]
    asked = {"adviser": city.people["silke.brandt"], "question": "?"}
    await client.post(f"/tasks/{task}/advice", json=asked)
    silke = await program("silke.brandt")
    (waiting,) = (await silke.get("/advice")).json()["advice"]
    await client.post(f"/tasks/{task}/answer", json=ANSWER)
    assert (await silke.get("/advice")).json() == {"advice": []}
    await problem(await silke.post(f"/advice/{waiting['advice']}", json={"text": "x"}), 409, "advice.over")


async def test_somebody_from_outside_is_told_no_names(city: City, submitter: httpx2.AsyncClient) -> None:
    case_id = await city.idea(by=SUBMITTER)
    await city.office(case_id, "question_asked", question="Wer?")
    task = (await only_task(submitter))["assignment"]
    assert (await submitter.get(f"/tasks/{task}/colleagues")).json() == {"advisers": [], "successors": []}
    refused = {"adviser": city.people["silke.brandt"], "question": "?"}
    await problem(await submitter.post(f"/tasks/{task}/advice", json=refused), 409, "advice.not_eligible")
