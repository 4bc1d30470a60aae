"""Lists, one idea, and its history: who sees what, page by page."""

import httpx2
import pytest

from tests.api.city import TITLE, City
from tests.api.v1.conftest import SUBMITTER, Program, problem


async def numbers(client: httpx2.AsyncClient, **query: str | int) -> list[str]:
    answer = await client.get("/ideas", params=query)
    assert answer.status_code == 200, answer.text
    return [idea["number"] for idea in answer.json()["ideas"]]


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_the_office_sees_all_others_what_is_public_and_their_own(
    city: City, office: httpx2.AsyncClient, submitter: httpx2.AsyncClient, reviewer: httpx2.AsyncClient
) -> None:
    await city.idea()  # 2026-0001: hers, not public
    await city.in_review(public=True)  # 2026-0002
    await city.idea(by="emre.demir")  # 2026-0003: his, not public
    assert await numbers(office) == ["2026-0003", "2026-0002", "2026-0001"]
    assert await numbers(submitter) == ["2026-0002", "2026-0001"]
    assert await numbers(reviewer) == ["2026-0002"]


async def test_the_scope_of_the_office_needs_the_role_of_the_office(city: City, program: Program) -> None:
    await city.idea()
    await city.happens((await _only(city)), "withdrawn", SUBMITTER)
    pretender = await program("emre.demir", "read", "office")
    assert await numbers(pretender) == []
    modest = await program("jana.petersen", "read")
    assert await numbers(modest) == []


async def _only(city: City) -> str:
    from storage.queries import lists

    async with city.db.read() as session:
        return await lists.by_number(session, "2026-0001") or ""


async def test_a_list_is_filtered_by_stage_and_state(city: City, office: httpx2.AsyncClient) -> None:
    await city.idea()
    await city.in_review()
    assert await numbers(office, stage="review") == ["2026-0002"]
    assert await numbers(office, state="triage") == ["2026-0001"]
    assert await numbers(office, stage="review", state="triage") == []


async def test_a_list_is_searched_by_words_and_narrowed(
    city: City, office: httpx2.AsyncClient, submitter: httpx2.AsyncClient, reviewer: httpx2.AsyncClient
) -> None:
    """Everybody searches in what they may read, whatever is for the office only by its token."""
    await city.idea(title="Bänke im Keller", theme="health")
    case_id = await city.in_review(public=True, title="Wege", summary="Mit Bänken", theme="mobility")
    await city.office(case_id, "paused", public_reason="Die Brücke fehlt", internal_reason="Der Brunnen ist zu teuer")

    both, one = ["2026-0001", "2026-0002"], ["2026-0002"]
    assert await numbers(office, q="bank") == await numbers(submitter, q="bank") == both
    assert await numbers(reviewer, q="bank") == await numbers(reviewer, q="brücke") == one
    assert await numbers(office, q="brunnen") == one
    assert await numbers(reviewer, q="brunnen") == await numbers(submitter, q="brunnen") == []
    assert await numbers(office, q="bank", theme="mobility") == await numbers(office, department="mobility") == one
    assert await numbers(office, q="bank", since="2099-01-01") == await numbers(office, until="2020-01-01") == []
    first = (await office.get("/ideas?q=bank&limit=1")).json()
    assert [idea["number"] for idea in first["ideas"]] == ["2026-0001"]
    second = (await office.get(f"/ideas?q=bank&limit=1&after={first['next']}")).json()
    assert [(idea["number"], idea["excerpt"]) for idea in second["ideas"]] == [("2026-0002", "Mit Bänken")]
    assert second["next"] is None
    assert (await office.get("/ideas")).json()["ideas"][0]["excerpt"] is None


async def test_a_list_comes_page_by_page_and_whole(city: City, office: httpx2.AsyncClient) -> None:
    for _ in range(5):
        await city.idea()
    seen, after = [], ""
    for _ in range(3):
        page = (await office.get(f"/ideas?limit=2&after={after}")).json()  # the cursor as it came, nothing escaped
        seen += [idea["number"] for idea in page["ideas"]]
        after = page["next"]
    assert seen == ["2026-0005", "2026-0004", "2026-0003", "2026-0002", "2026-0001"]
    assert after is None


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("stage=reviews", "stage", "input.choice"),
        ("stages=review", "stages", "input.unknown_field"),
        ("limit=0", "limit", "input.number"),
        ("limit=100000", "limit", "input.number"),
        ("limit=many", "limit", "input.number"),
        ("after=%00", "after", "input.choice"),
        ("q=%25_%27%22*", "q", "search.no_word"),
        ("theme=%25", "theme", "input.choice"),
        ("since=gestern", "since", "input.date"),
    ],
)
async def test_a_filter_that_cannot_be_is_refused(
    office: httpx2.AsyncClient, query: str, field: str, code: str
) -> None:
    found = await problem(await office.get(f"/ideas?{query}"), 422, "input.invalid")
    assert [(e["field"], e["code"]) for e in found["errors"]] == [(field, code)]
    if bound := {"limit=0": "at least 1", "limit=100000": "at most 200"}.get(query):
        assert bound in found["errors"][0]["detail"]


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_what_is_not_for_you_looks_like_what_is_not_there(city: City, reviewer: httpx2.AsyncClient) -> None:
    await city.idea()
    for path in ("/ideas/{}", "/ideas/{}/history"):
        hidden = await reviewer.get(path.format("2026-0001"))
        missing = await reviewer.get(path.format("2026-9999"))
        await problem(hidden, 404, "case.unknown")
        assert hidden.content == missing.content
    for broken in ("%00", "x" * 3000, "2026-0001'--"):
        await problem(await reviewer.get(f"/ideas/{broken}"), 404, "page.unknown")


async def test_one_idea_tells_its_way_and_nobodys_name(city: City, office: httpx2.AsyncClient) -> None:
    await city.committed()
    idea = (await office.get("/ideas/2026-0001")).json()
    assert (idea["title"], idea["stage"], idea["state"], idea["public"]) == (TITLE, "follow_up", "committed", True)
    assert idea["decision"]["outcome"] == "accepted"
    assert idea["ratings"][0] == {"criterion": "benefit", "mean": 8.0, "count": 2, "knocked_out": False}
    assert idea["commitments"][0]["department"] == "mobility"
    for secret in ("Kruse", "Voß", "Petersen", "@example.org", "internal"):
        assert secret not in str(idea)


async def test_undefined_scores_are_null_and_never_zero(city: City, office: httpx2.AsyncClient) -> None:
    await city.idea()
    idea = (await office.get("/ideas/2026-0001")).json()
    assert idea["utility"] is None
    assert [rating["mean"] for rating in idea["ratings"]] == [None, None]


async def test_the_history_is_whole_for_the_office_and_the_submitter(
    city: City, office: httpx2.AsyncClient, submitter: httpx2.AsyncClient, reviewer: httpx2.AsyncClient
) -> None:
    await city.in_review(public=True)
    told = (await submitter.get("/ideas/2026-0001/history")).json()
    assert (told["number"], told["whole"]) == ("2026-0001", True)
    assert [event["seq"] for event in told["events"]] == list(range(1, len(told["events"]) + 1))
    assert "submitted" in {event["kind"] for event in told["events"]}
    assert told == (await office.get("/ideas/2026-0001/history")).json()
    await problem(await reviewer.get("/ideas/2026-0001/history"), 404, "case.unknown")


async def test_a_history_that_was_changed_says_so(city: City, office: httpx2.AsyncClient) -> None:
    from sqlalchemy import text

    await city.idea()
    async with city.db.write() as session:
        await session.execute(text("UPDATE cases SET head = 'somebody was here'"))  # lines themselves cannot be changed
    assert (await office.get("/ideas/2026-0001/history")).json()["whole"] is False


async def test_a_submitter_withdraws_until_the_decision(city: City, submitter: httpx2.AsyncClient) -> None:
    await city.in_review()
    answer = await submitter.post("/ideas/2026-0001/withdraw", json={"reason": "Erledigt"})
    assert (answer.status_code, answer.json()["status"]) == (200, "done")
    assert (await submitter.get("/ideas/2026-0001")).json()["state"] == "withdrawn"
    await problem(await submitter.post("/ideas/2026-0001/withdraw", json={}), 409, "case.closed")


async def test_nobody_withdraws_the_idea_of_another(city: City, program: Program) -> None:
    await city.in_review(public=True)
    other = await program("emre.demir")
    await problem(await other.post("/ideas/2026-0001/withdraw", json={}), 403, "not_allowed")


async def test_a_withdrawal_waits_while_the_engine_is_away(city: City, submitter: httpx2.AsyncClient) -> None:
    await city.idea()
    city.messenger.away = True
    answer = await submitter.post("/ideas/2026-0001/withdraw", json={})
    assert (answer.status_code, answer.json()["status"]) == (202, "received")
