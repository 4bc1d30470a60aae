"""Tasks by API: the person's own, answered by the same rules as behind the link in the mail."""

from typing import Any

import httpx2

from tests.api.asking import a_group, decided_at, review_by
from tests.api.city import City
from tests.api.v1.conftest import SCORES, SUBMITTER, Program, problem

MAYOR = "oberbuergermeisterin"


async def only_task(client: httpx2.AsyncClient) -> dict[str, Any]:
    tasks: list[dict[str, Any]] = (await client.get("/tasks")).json()["tasks"]
    assert len(tasks) == 1
    return tasks[0]


async def reviewers(city: City, case_id: str, program: Program) -> list[httpx2.AsyncClient]:
    names = {person: name for name, person in city.people.items()}
    case = await city.case(case_id)
    return [await program(names[assignment.person]) for assignment in case.open_assignments()]


async def test_two_reviewers_answer_and_the_idea_goes_on(city: City, program: Program) -> None:
    case_id = await city.in_review()
    for client in await reviewers(city, case_id, program):
        task = await only_task(client)
        assert (task["kind"], task["number"], task["on_version"]) == ("review", "2026-0001", 1)
        answer = {"verdict": "approve", "scores": SCORES, "on_version": task["on_version"]}
        said = await client.post(f"/tasks/{task['assignment']}/answer", json=answer)
        assert (said.status_code, said.json()["status"]) == (200, "done")
        assert (await client.get("/tasks")).json() == {"tasks": []}
    case = await city.case(case_id)
    assert (case.stage, [a.via for a in case.answers]) == ("prioritisation", ["api", "api"])


async def test_a_second_answer_is_refused_and_the_first_counts(city: City, program: Program) -> None:
    client = (await reviewers(city, await city.in_review(), program))[0]
    task = await only_task(client)
    answer = {"verdict": "approve", "scores": SCORES, "on_version": 1}
    await client.post(f"/tasks/{task['assignment']}/answer", json=answer)
    again = await client.post(f"/tasks/{task['assignment']}/answer", json=answer | {"verdict": "reject"})
    await problem(again, 409, "task.answered")


async def test_a_rejection_needs_a_reason_and_a_score_its_scale(city: City, program: Program) -> None:
    client = (await reviewers(city, await city.in_review(), program))[0]
    path = f"/tasks/{(await only_task(client))['assignment']}/answer"
    without = {"verdict": "reject", "scores": SCORES, "on_version": 1}
    await problem(await client.post(path, json=without), 409, "review.reason_required")
    outside = {"verdict": "approve", "scores": SCORES | {"benefit": 11}, "on_version": 1}
    await problem(await client.post(path, json=outside), 409, "review.score_out_of_scale")
    unknown = {"verdict": "approve", "scores": SCORES | {"fun": 1}, "on_version": 1}
    await problem(await client.post(path, json=unknown), 409, "review.criterion_unknown")


async def test_the_task_of_another_looks_like_none(city: City, program: Program) -> None:
    first, second = await reviewers(city, await city.in_review(), program)
    foreign = (await only_task(first))["assignment"]
    answer = {"verdict": "approve", "scores": SCORES, "on_version": 1}
    hidden = await second.post(f"/tasks/{foreign}/answer", json=answer)
    missing = await second.post("/tasks/none/answer", json=answer)
    await problem(hidden, 404, "task.unknown")
    assert hidden.content == missing.content


async def test_what_asks_for_a_code_is_not_decided_by_a_token(city: City, program: Program) -> None:
    case_id = await city.deciding()
    mayor = await program(MAYOR)
    path = f"/tasks/{(await only_task(mayor))['assignment']}/decide"
    refused = await mayor.post(path, json={"outcome": "accepted", "public_reason": "Ja"})
    await problem(refused, 403, "assurance.token")
    assert (await city.case(case_id)).decision is None


async def test_the_decider_decides(city: City, program: Program) -> None:
    await decided_at(city, "L0")
    case_id = await city.deciding()
    mayor = await program(MAYOR)
    task = await only_task(mayor)
    decision = {"outcome": "accepted", "public_reason": "<script>Ja</script>", "internal_reason": "intern"}
    said = await mayor.post(f"/tasks/{task['assignment']}/decide", json=decision)
    assert said.status_code == 200, said.text
    assert (await city.case(case_id)).stage == "follow_up"
    shown = (await mayor.get("/ideas/2026-0001")).json()["decision"]
    assert (shown["reason"], "intern" in str(shown), shown["level"]) == ("<script>Ja</script>", False, "token")


async def test_a_decision_is_yes_or_no_with_a_reason(city: City, program: Program) -> None:
    await city.deciding()
    mayor = await program(MAYOR)
    path = f"/tasks/{(await only_task(mayor))['assignment']}/decide"
    found = await problem(await mayor.post(path, json={"outcome": "maybe"}), 422, "input.invalid")
    assert {e["field"]: e["code"] for e in found["errors"]} == {
        "outcome": "input.choice",
        "public_reason": "input.missing",
    }


async def test_an_owner_says_what_became_of_a_commitment(city: City, program: Program) -> None:
    case_id = await city.committed(days=5)
    await city.clock_rings(case_id)
    owner = await program("torben.voss")
    task = await only_task(owner)
    assert task["kind"] == "commitment"
    path = f"/tasks/{task['assignment']}/settle"
    await problem(await owner.post(path, json={"answer": "late", "reason": "x"}), 409, "commitment.date_missing")
    for day in (0, 86400, "31.03.2027", "2027-02-30", "2027-03-31T00:00:00"):
        wrong = await owner.post(path, json={"answer": "late", "reason": "x", "new_due_on": day})
        found = await problem(wrong, 422, "input.invalid")
        assert [(e["field"], e["code"]) for e in found["errors"]] == [("new_due_on", "input.date")]
    assert (await owner.post(path, json={"answer": "done"})).status_code == 200
    assert (await owner.get("/ideas/2026-0001")).json()["commitments"][0]["state"] == "done"


async def test_a_reviewer_asks_back_and_the_submitter_hands_in_by_the_points(
    city: City, program: Program, submitter: httpx2.AsyncClient
) -> None:
    rules = {"questions": {"working_days": 5}, "rework": {"deadline": {"working_days": 5}}}
    await review_by(city, ask=1, quorum=1, **rules)
    case_id = await city.idea(by=SUBMITTER)
    await city.office(case_id, "accepted", public=True)
    (client,) = await reviewers(city, case_id, program)
    mine = f"/tasks/{(await only_task(client))['assignment']}"
    assert (await client.post(f"{mine}/ask", json={"to": "submitter", "question": "<b>Wo?"})).status_code == 200
    await problem(await client.post(f"{mine}/ask", json={"to": "office", "question": "?"}), 409, "question.waiting")
    task = await only_task(submitter)
    assert task["kind"] == "question"
    theirs = f"/tasks/{task['assignment']}"
    (asked,) = (await submitter.get(f"{theirs}/thread")).json()["questions"]
    assert (asked["question"], asked["asked_by"], asked["open"]) == ("<b>Wo?", "A reviewer", True)
    assert (await submitter.post(f"{theirs}/reply", json={"reply": "Am Ring."})).status_code == 200
    assert (await client.get(f"{mine}/thread")).json()["questions"][0]["reply"] == "Am Ring."

    wanted = {"verdict": "changes", "points": ["<b>Kosten"], "on_version": 1}
    assert (await client.post(f"{mine}/answer", json=wanted)).status_code == 200
    task = await only_task(submitter)
    assert task["kind"] == "rework"
    theirs = f"/tasks/{task['assignment']}"
    (point,) = (await submitter.get(f"{theirs}/thread")).json()["points"]
    await problem(await submitter.post(f"{theirs}/hand-in", json={"on_version": 1}), 409, "rework.more_points")
    handed = {"on_version": 1, "done": {point["id"]: "12 000 Euro"}}
    assert (await submitter.post(f"{theirs}/hand-in", json=handed)).status_code == 200
    assert (await city.case(case_id)).points[0].done == "12 000 Euro"
    assert (await only_task(client))["kind"] == "review"


async def test_a_submitter_replies_to_a_question(city: City, submitter: httpx2.AsyncClient) -> None:
    case_id = await city.idea(by=SUBMITTER)
    await city.office(case_id, "question_asked", question="<script>Wer?")
    task = await only_task(submitter)
    assert task["kind"] == "reply"
    path = f"/tasks/{task['assignment']}/reply"
    assert (await submitter.post(path, json={"reply": "Alle."})).status_code == 200
    assert (await city.case(case_id)).questions[0].reply == "Alle."
    await problem(await submitter.post(path, json={"reply": "Doch nicht."}), 409, "question.replied")


async def test_a_task_is_answered_only_by_its_own_kind_of_answer(city: City, program: Program) -> None:
    client = (await reviewers(city, await city.in_review(), program))[0]
    assignment = (await only_task(client))["assignment"]
    await problem(await client.post(f"/tasks/{assignment}/reply", json={"reply": "x"}), 404, "task.unknown")
    decided = await client.post(f"/tasks/{assignment}/decide", json={"outcome": "accepted", "public_reason": "x"})
    assert decided.status_code in (403, 404, 409)
    assert (await city.case(await _case_of(city))).stage == "review"


async def _case_of(city: City) -> str:
    from storage.queries import lists

    async with city.db.read() as session:
        return await lists.by_number(session, "2026-0001") or ""


async def test_whoever_is_biased_says_so_and_somebody_else_is_asked(city: City, program: Program) -> None:
    case_id = await city.in_review()
    client = (await reviewers(city, case_id, program))[0]
    task = await only_task(client)
    said = await client.post(f"/tasks/{task['assignment']}/bias", json={"reason": "Mein Schwager"})
    assert (said.status_code, said.json()["status"]) == (200, "done")
    case = await city.case(case_id)
    assert [a.state for a in case.assignments] == ["biased", "open", "open"]
    again = await client.post(f"/tasks/{task['assignment']}/answer", json={"verdict": "abstain", "on_version": 1})
    await problem(again, 409, "task.biased")


async def test_to_abstain_and_not_my_field_need_neither_scores_nor_reasons(city: City, program: Program) -> None:
    case_id = await city.in_review()
    for client, verdict in zip(await reviewers(city, case_id, program), ("abstain", "not_my_field"), strict=True):
        path = f"/tasks/{(await only_task(client))['assignment']}/answer"
        assert (await client.post(path, json={"verdict": verdict, "on_version": 1})).status_code == 200
    case = await city.case(case_id)
    assert [a.verdict for a in case.answers] == ["abstain", "not_my_field"]
    assert len(case.open_assignments()) == 1


async def test_scores_that_differ_are_looked_at_once_more(city: City, program: Program) -> None:
    people = [city.people[name] for name in ("torben.voss", "birte.claussen")]
    await review_by(
        city, who=[a_group("g", people=people)], enough={"when": "everybody"}, disagreement={"more_than": 4}
    )
    case_id = await city.in_review()
    for benefit in (1, 9):
        case = await city.case(case_id)
        await city.answer(case_id, case.open_assignments()[0], scores={"benefit": benefit, "complexity": 3})
    for client, scores in zip(await reviewers(city, case_id, program), ({"benefit": 5}, {}), strict=True):
        task = await only_task(client)
        assert task["kind"] == "reconsider"
        wrong = await client.post(f"/tasks/{task['assignment']}/reconsider", json={"scores": {"complexity": 9}})
        await problem(wrong, 409, "review.criterion_unknown")
        said = await client.post(f"/tasks/{task['assignment']}/reconsider", json={"scores": scores})
        assert said.status_code == 200
    assert (await city.case(case_id)).stage == "prioritisation"


async def test_a_signer_sends_it_back_and_somebody_else_signs(city: City, program: Program) -> None:
    case_id = await city.reviewed()
    await city.office(case_id, "put_forward", body="main_committee", sign_off=True)
    first, second = await program("jonas.thomsen"), await program("anneke.lorenzen")
    path = f"/tasks/{(await only_task(first))['assignment']}/sign"
    await problem(await first.post(path, json={"said": "refuse", "on_version": 1}), 409, "sign.remark_required")
    assert (await first.post(path, json={"said": "sign", "on_version": 1})).status_code == 200
    step = (await city.case(case_id)).sign_steps[0].id
    task = await only_task(second)
    assert task["kind"] == "sign"
    back = {"said": "send_back", "remark": "Zahlen fehlen", "to": step, "on_version": 1}
    assert (await second.post(f"/tasks/{task['assignment']}/sign", json=back)).status_code == 200
    assert (await only_task(first))["kind"] == "sign"
