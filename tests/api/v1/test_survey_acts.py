"""Surveys by API from the plan to the results: once however often it is sent, by the same rules as the pages."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from domain.survey.modes import Mode
from storage import audiences, origins
from tests.api.asked import a_survey
from tests.api.city import City
from tests.api.office.waves import Cycles, DirectWaves, let_waves_happen
from tests.api.v1.conftest import OFFICE, Program, key, problem
from tests.storage import asking

BODY: dict[str, Any] = {
    "questionnaire": "pulse",
    "audience": "everybody",
    "mode": "anonymous",
    "owner": "jana.petersen@example.org",
    "plan": {"title": {"de": "Neu <script>", "en": "New <script>"}, "open_days": 5, "remind_after": [2]},
}


@pytest.fixture(autouse=True)
def direct(city: City) -> DirectWaves:
    return let_waves_happen(city)


@pytest.fixture
async def office(program: Program, city: City) -> httpx2.AsyncClient:
    """With an audience and a questionnaire that are there."""
    await a_survey(city)
    return await program(OFFICE, "read", "office")


async def made(office: httpx2.AsyncClient, **more: Any) -> str:
    answer = await office.post("/surveys", json=BODY | more, headers=key())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["survey"])


async def started(office: httpx2.AsyncClient, survey: str, city: City) -> str:
    body = {"starts_on": city.clock().date().isoformat()}
    answer = await office.post(f"/surveys/{survey}/waves", json=body, headers=key())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["wave"])


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_survey_from_its_plan_to_its_figures(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    survey = await made(office)
    told = (await office.get(f"/surveys/{survey}")).json()
    assert (told["title"], told["mode"], told["waves"]) == ("New <script>", "anonymous", [])
    wave = await started(office, survey, city)
    standing = (await office.get(f"/surveys/waves/{wave}")).json()
    assert (standing["state"], standing["number"], standing["paused"]) == ("planned", 1, False)
    await direct.asked(wave)
    for act in ("pause", "resume", "close"):
        body = {} if act == "resume" else {"json": {"reason": "Weil <b>"}}
        answer = await office.post(f"/surveys/waves/{wave}/{act}", **body)
        assert (answer.status_code, answer.json()["status"]) == (200, "done"), answer.text
        assert (await office.get(f"/surveys/waves/{wave}")).json()["paused"] is (act == "pause")
    assert (await office.get(f"/surveys/waves/{wave}")).json()["state"] == "closed"
    assert (await office.get(f"/surveys/waves/{wave}/results")).status_code == 200
    assert (await office.post(f"/surveys/waves/{wave}/cancel", json={"reason": "Weil"})).status_code == 200
    assert {event.via for event in await events(city, wave)} >= {"api"}


async def test_a_survey_of_one_idea_asks_about_it(office: httpx2.AsyncClient, city: City, direct: DirectWaves) -> None:
    case_id = await city.planning()
    wave = await started(office, await made(office, idea=(await city.case(case_id)).number), city)
    async with city.db.read() as session:
        origin = await origins.origin(session, wave)
    assert origin is not None
    assert origin.case_id == case_id


async def events(city: City, wave: str) -> Any:
    from storage import waves

    async with city.db.read() as session:
        return await waves.wave_events(session, wave)


async def test_the_same_key_makes_one_survey_and_one_wave(office: httpx2.AsyncClient, city: City) -> None:
    answers = await asyncio.gather(*(office.post("/surveys", json=BODY, headers=key("one")) for _ in range(5)))
    (survey,) = {answer.json()["survey"] for answer in answers}
    body = {"starts_on": city.clock().date().isoformat()}
    sent = [await office.post(f"/surveys/{survey}/waves", json=body, headers=key("two")) for _ in range(3)]
    assert [answer.status_code for answer in sent] == [201, 201, 201]
    assert len((await office.get(f"/surveys/{survey}")).json()["waves"]) == 1
    await problem(
        await office.post("/surveys", json=BODY | {"mode": "named"}, headers=key("one")), 409, "idempotency.mismatch"
    )
    other = await made(office)
    await problem(
        await office.post(f"/surveys/{other}/waves", json=body, headers=key("two")), 409, "idempotency.mismatch"
    )
    await problem(await office.post("/surveys", json=BODY), 400, "idempotency.missing")


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"questionnaire": "nothing"}, "questionnaire.unknown", 409),
        ({"audience": "nobody"}, "audience.unknown", 409),
        ({"owner": "nobody@example.org"}, "wave.owner_unknown", 409),
        ({"idea": "2026-9999"}, "wave.idea_unknown", 409),
        ({"mode": "confidential"}, "mode.nobody_named", 409),
        ({"mode": "secret"}, "input.invalid", 422),
        ({"plan": {"title": {"de": "x"}, "figures": 3}}, "input.invalid", 422),
        ({"plan": {"title": {"de": "x"}, "figures": "8"}}, "input.invalid", 422),
        ({"plan": {"title": {"de": "x"}, "unknown": 1}}, "input.invalid", 422),
        ({"plan": {"title": {"de": "\x00"}}}, "input.invalid", 422),
        ({"unknown": 1}, "input.invalid", 422),
    ],
)
async def test_what_a_page_would_refuse_is_refused_and_the_key_is_free_again(
    office: httpx2.AsyncClient, change: dict[str, Any], code: str, status: int
) -> None:
    await problem(await office.post("/surveys", json=BODY | change, headers=key("again")), status, code)
    assert (await office.post("/surveys", json=BODY, headers=key("again"))).status_code == 201


async def test_the_field_of_a_plan_that_is_wrong_is_named(office: httpx2.AsyncClient) -> None:
    plan = {"title": {"de": "x"}, "remind_after": [8, 5]}
    found = await problem(
        await office.post("/surveys", json=BODY | {"plan": plan}, headers=key()), 422, "input.invalid"
    )
    assert [(e["field"], e["code"]) for e in found["errors"]] == [("plan", "input.reminders_in_order")]
    plan = {"title": {"de": "x"}, "open_days": 0}
    found = await problem(
        await office.post("/surveys", json=BODY | {"plan": plan}, headers=key()), 422, "input.invalid"
    )
    assert [e["field"] for e in found["errors"]] == ["plan.open_days"]


async def test_a_wave_starts_when_a_page_would_let_it(office: httpx2.AsyncClient, city: City) -> None:
    survey = await made(office)
    today = city.clock().date()
    for body, code in (
        ({"starts_on": (today - timedelta(days=1)).isoformat()}, "input.invalid"),
        ({"starts_on": today.isoformat(), "closes_on": today.isoformat()}, "input.invalid"),
        ({"starts_on": "4000-01-01"}, "input.invalid"),
        ({"starts_on": 1}, "input.invalid"),
    ):
        await problem(await office.post(f"/surveys/{survey}/waves", json=body, headers=key()), 422, code)
    body = {"starts_on": today.isoformat()}
    await problem(await office.post("/surveys/nothing/waves", json=body, headers=key()), 404, "survey.unknown")
    async with city.db.write() as session:
        found = await audiences.load(session, "everybody")
        assert found is not None
        await audiences.save(
            session, found.model_copy(update={"departments": frozenset({"none"})}), at=city.clock(), by="test"
        )
    lacking = await problem(await office.post(f"/surveys/{survey}/waves", json=body, headers=key()), 409, "wave.lacks")
    assert "audience" in lacking["detail"]


async def test_only_the_offices_token_may(program: Program, city: City) -> None:
    survey = await a_survey(city)
    wave = await asking.add_wave(city.db, survey, city.people[OFFICE], Mode.ANONYMOUS)
    for who, scopes in ((OFFICE, ("read", "submit", "answer")), ("torben.voss", ("read", "office"))):
        client = await program(who, *scopes)
        await problem(await client.post("/surveys", json=BODY, headers=key()), 403, "token.scope")
        body = {"starts_on": "2030-01-01"}
        await problem(await client.post(f"/surveys/{survey}/waves", json=body, headers=key()), 403, "token.scope")
        for act in ("pause", "close", "cancel"):
            sent = await client.post(f"/surveys/waves/{wave}/{act}", json={"reason": "x"})
            await problem(sent, 403, "token.scope")


async def test_what_rules_refuse_is_a_problem_and_what_waits_is_202(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    wave = await started(office, await made(office), city)
    await problem(await office.post(f"/surveys/waves/{wave}/close", json={"reason": "x"}), 409, "wave.not_open")
    await problem(await office.post(f"/surveys/waves/{wave}/resume"), 409, "wave.not_paused")
    await problem(await office.post(f"/surveys/waves/{wave}/pause", json={"reason": ""}), 422, "input.invalid")
    await problem(await office.post("/surveys/waves/nothing/pause", json={"reason": "x"}), 404, "wave.unknown")
    city.messenger.away = True
    waits = await office.post(f"/surveys/waves/{wave}/pause", json={"reason": "x"})
    assert (waits.status_code, waits.json()["status"]) == (202, "received")


async def test_titles_may_hold_any_character_and_half_a_one_is_refused(office: httpx2.AsyncClient) -> None:
    title = {"title": {"de": "Umfrage 🚲 C:\\ud8x"}}
    survey = await made(office, plan=BODY["plan"] | title)
    assert (await office.get(f"/surveys/{survey}")).json()["title"] == title["title"]["de"]
    for bent in ("\\ud83d", "\\u0000"):
        body = json.dumps(BODY | {"plan": {"title": {"de": "X"}}}).replace('"X"', f'"{bent}"')
        answer = await office.post("/surveys", content=body, headers=key() | {"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), answer.text


TOPIC = {"about": "Wege <b>", "result": "Zu eng.", "decision": "Wir bauen.", "reason": "Es ist nötig."}
TOPIC |= {"owner": "jana.petersen@example.org", "due_on": "2027-03-31"}


async def test_the_answer_is_published_once_it_is_due_and_once(
    office: httpx2.AsyncClient, city: City, direct: DirectWaves
) -> None:
    """S17: the same rules as on the page; what came of it goes to everybody who was asked, and ends the wave."""
    wave, case_id = await started(office, await made(office), city), await city.idea()
    address, number = f"/surveys/waves/{wave}/respond", (await city.case(case_id)).number
    await direct.asked(wave, answered=7)
    await problem(await office.post(address, json={"topics": [TOPIC]}), 409, "wave.no_response_due")
    await direct.evaluated(wave)
    for wrong, field in (
        ({"owner": "nobody@example.org"}, "topics.0.owner"),
        ({"idea": "2026-9999"}, "topics.0.idea"),
        ({"reason": ""}, "topics.0.reason"),
        ({"due_on": "31.3.2027"}, "topics.0.due_on"),
    ):
        refused = await problem(await office.post(address, json={"topics": [TOPIC | wrong]}), 422, "input.invalid")
        assert [error["field"] for error in refused["errors"]] == [field]
    await problem(await office.post(address, json={"topics": []}), 422, "input.invalid")
    done = await office.post(address, json={"topics": [TOPIC | {"idea": number}]})
    assert (done.status_code, done.json()["status"]) == (200, "done"), done.text
    (kept,) = (await direct.wave(wave)).topics
    assert (kept.about, kept.owner, kept.case_id) == ("Wege <b>", city.people[OFFICE], case_id)
    assert (await office.get(f"/surveys/waves/{wave}")).json()["state"] == "done"
    await problem(await office.post(address, json={"topics": [TOPIC]}), 409, "wave.ended")


async def test_a_cycle_is_paused_with_its_note_and_goes_on(
    office: httpx2.AsyncClient, program: Program, city: City
) -> None:
    """S13: as on the page; nothing is changed where the engine cannot be told."""
    cycles = city.services.cycles = Cycles()
    plan = BODY["plan"] | {"cycle": {"months": [7, 1], "day": 2}}
    address = f"/surveys/{await made(office, plan=plan)}/cycle"
    told = (await office.get(address)).json()
    assert (told["months"], told["paused"], told["next_on"]) == ([1, 7], False, ["2027-01-02"])
    cycles.away = True
    await problem(await office.post(f"{address}/pause", json={"note": "Umzug"}), 503, "cycle.away")
    cycles.away = False
    assert (await office.get(address)).json()["paused"] is False
    told = (await office.post(f"{address}/pause", json={"note": "Umzug <b>"})).json()
    assert (told["paused"], told["note"], told["next_on"]) == (True, "Umzug <b>", [])
    assert told["since"] is not None
    assert (await office.post(f"{address}/resume")).json()["paused"] is False
    without = f"/surveys/{await made(office)}/cycle"
    for refused in (await office.get(without), await office.post(f"{without}/pause", json={})):
        await problem(refused, 409, "cycle.none")
    await problem(await office.get("/surveys/nothing/cycle"), 404, "survey.unknown")
    await problem(await (await program(OFFICE, "read")).post(f"{address}/pause", json={}), 403, "token.scope")
