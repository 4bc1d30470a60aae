"""The office's hands by API: what waits, taking back, more time, pause, questions; for its token alone."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.api.asking import review_by
from tests.api.city import City
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program, problem
from tests.api.v1.test_tasks import only_task, reviewers

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
IDEA = "/ideas/2026-0001"


async def waiting(office: httpx2.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await office.get(f"{IDEA}/tasks")).json()["tasks"]
    return found


@BOTH
async def test_what_waits_is_listed_and_one_part_is_taken_back(city: City, office: httpx2.AsyncClient) -> None:
    case_id = await city.in_review()
    (review,) = [task for task in await waiting(office) if task["kind"] == "review"]
    first, second = review["held_by"]
    assert {first["person"], second["person"]} == {a.person for a in (await city.case(case_id)).open_assignments()}
    assert all(one["name"] for one in (first, second))
    back = {"item": first["assignment"], "reason": "<script>Doch ein anderes Amt"}
    assert (await office.post(f"{IDEA}/take-back", json=back)).status_code == 200
    assert [a.person for a in (await city.case(case_id)).open_assignments()] == [second["person"]]
    await problem(await office.post(f"{IDEA}/take-back", json=back), 409, "task.closed")
    await problem(await office.post(f"{IDEA}/take-back", json=back | {"item": "none"}), 404, "task.unknown")
    await problem(await office.post(f"{IDEA}/take-back", json=back | {"reason": " "}), 422, "input.invalid")


async def test_a_task_gets_more_time_within_what_the_process_allows(city: City, office: httpx2.AsyncClient) -> None:
    case_id = await city.in_review()
    (review,) = [task for task in await waiting(office) if task["kind"] == "review"]
    path, due = f"{IDEA}/tasks/{review['task']}/extend", (await city.case(case_id)).open_tasks()[0].due_on
    assert due is not None
    for until, status, code in (
        (due.isoformat(), 409, "extend.not_later"),
        ((due + timedelta(days=600)).isoformat(), 409, "extend.too_far"),
        ("9999-12-31", 422, "input.invalid"),
        ("31.03.2027", 422, "input.invalid"),
        (20270331, 422, "input.invalid"),
    ):
        await problem(await office.post(path, json={"until": until, "reason": "Zahlen"}), status, code)
    later = due + timedelta(days=7)
    assert (await office.post(path, json={"until": later.isoformat(), "reason": "Zahlen"})).status_code == 200
    (review,) = [task for task in await waiting(office) if task["kind"] == "review"]
    assert (review["due_on"], review["first_due_on"]) == (later.isoformat(), due.isoformat())
    await problem(
        await office.post(f"{IDEA}/tasks/none/extend", json={"until": later.isoformat(), "reason": "x"}),
        404,
        "task.unknown",
    )


@BOTH
async def test_an_idea_rests_and_goes_on(city: City, program: Program, office: httpx2.AsyncClient) -> None:
    case_id = await city.in_review()
    assert (await office.post(f"{IDEA}/resume", json={})).status_code == 409
    words = {"public_reason": "Haushalt", "internal_reason": "<script>Zank"}
    assert (await office.post(f"{IDEA}/pause", json=words)).status_code == 200
    await problem(await office.post(f"{IDEA}/pause", json=words), 409, "case.paused")
    shown = (await office.get(IDEA)).json()
    assert (shown["paused_because"], "Zank" in str(shown)) == ("Haushalt", False)
    client = (await reviewers(city, case_id, program))[0]
    answer = {"verdict": "abstain", "on_version": 1}
    path = f"/tasks/{(await only_task(client))['assignment']}/answer"
    await problem(await client.post(path, json=answer), 409, "case.paused")
    assert (await office.post(f"{IDEA}/resume", json={"reason": "Beschlossen"})).status_code == 200
    assert (await client.post(path, json=answer)).status_code == 200
    await problem(await office.post(f"{IDEA}/resume", json={}), 409, "pause.not_paused")


async def test_the_office_asks_and_answers(
    city: City, program: Program, office: httpx2.AsyncClient, submitter: httpx2.AsyncClient
) -> None:
    await review_by(city, ask=1, quorum=1, questions={"working_days": 5})
    case_id = await city.idea(by=SUBMITTER)
    assert (await office.post(f"{IDEA}/questions", json={"question": "<b>Wo?"})).status_code == 200
    (asked,) = (await office.get(f"{IDEA}/questions")).json()["questions"]
    assert (asked["text"], asked["to"], asked["open"]) == ("<b>Wo?", "submitter", True)
    path = f"{IDEA}/questions/{asked['question']}/reply"
    assert (await office.post(path, json={"reply": "Am Ring, sagt sie"})).status_code == 200
    await problem(await office.post(path, json={"reply": "Doch nicht"}), 409, "question.replied")
    await problem(await office.post(f"{IDEA}/questions/none/reply", json={"reply": "x"}), 404, "question.unknown")
    assert (await submitter.get("/tasks")).json() == {"tasks": []}

    await city.office(case_id, "accepted", public=True)
    (client,) = await reviewers(city, case_id, program)
    task = (await only_task(client))["assignment"]
    await client.post(f"/tasks/{task}/ask", json={"to": "office", "question": "Wer zahlt?"})
    (asked,) = [one for one in (await office.get(f"{IDEA}/questions")).json()["questions"] if one["open"]]
    assert (asked["to"], asked["text"]) == ("office", "Wer zahlt?")
    path = f"{IDEA}/questions/{asked['question']}/reply"
    assert (await office.post(path, json={"reply": "Das Land"})).status_code == 200
    replies = [one["reply"] for one in (await client.get(f"/tasks/{task}/thread")).json()["questions"]]
    assert replies == ["Das Land"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{IDEA}/tasks"),
        ("POST", f"{IDEA}/take-back"),
        ("POST", f"{IDEA}/tasks/x/extend"),
        ("POST", f"{IDEA}/pause"),
        ("POST", f"{IDEA}/resume"),
        ("GET", f"{IDEA}/questions"),
        ("POST", f"{IDEA}/questions"),
        ("POST", f"{IDEA}/questions/x/reply"),
        ("GET", f"{IDEA}/sign-off"),
        ("POST", f"{IDEA}/sign-off"),
        ("GET", "/people"),
        ("GET", "/people/x/absences"),
        ("POST", "/people/x/absences"),
        ("DELETE", "/people/x/absences/2027-01-01"),
        ("GET", "/people/x/deputies"),
        ("PUT", "/people/x/deputies"),
    ],
)
async def test_a_token_without_the_scope_or_of_nobody_in_the_office_does_none_of_it(
    city: City, program: Program, method: str, path: str
) -> None:
    await city.in_review()
    body = {"json": {}} if method in ("POST", "PUT") else {}
    for client in (await program(OFFICE), await program(SUBMITTER, "read", "submit", "answer", "office")):
        refused = await client.request(method, path, **body)  # type: ignore[arg-type]
        assert refused.status_code in (403, 422)
        if refused.status_code == 403:
            await problem(refused, 403, "token.scope")
