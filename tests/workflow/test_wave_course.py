"""The course of a wave on the real engine, from its plan to the answer to those asked; and every hole closed."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus

from contracts.messenger import Letter
from contracts.survey import WaveCourse, WaveNote
from domain.survey.wave_happenings import WaveHappening
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from storage.waves import keep_beside
from tests.databases import both_databases
from tests.storage.asking import add_people
from tests.workflow.engine import Engine
from tests.workflow.wave_engine import WaveEngine, wave_engine, waves_at_work, without_worker
from umlauf.messenger import Wave as OfWave
from umlauf.recover import Recovery
from workflows.patience import LABORIOUS
from workflows.shown import DUE, STAGE

TOPIC = {
    "about": "Zebrafink",
    "result": "Wiedehopf",
    "decision": "Eisvogel",
    "reason": "Wendehals",
    "due_on": "2027-12-01",
}


async def events(waves: WaveEngine, wave_id: str) -> int:
    return len((await waves.handle(wave_id).fetch_history()).events)


async def responded(waves: WaveEngine, wave_id: str) -> None:
    topic = TOPIC | {"owner": waves.engine.town.people["rolf"]}
    assert await waves.bring(wave_id, "responded", "rolf", topics=[topic]) == "done"


@both_databases
async def test_a_wave_goes_from_its_plan_to_its_answer(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        assert (await waves.comes_to(wave_id, "open")).invited == 3
        await waves.days_pass(wave_id, 15)
        wave = await waves.comes_to(wave_id, "answering")
        assert waves.evaluated == [wave_id]
        assert wave.response_on is not None
        await responded(waves, wave_id)
        assert await waves.handle(wave_id).result() == "done"
        await waves.comes_to(wave_id, "done")
        assert waves.carried == ["invite", "remind", "evaluate", "respond"]
        assert waves.told == ["wave_response_asked"]
        text = (await waves.handle(wave_id).fetch_history()).to_json()
        for word in ("Zebrafink", "Wiedehopf", "Eisvogel", "Wendehals", "Person 0", *waves.people):
            assert word not in text


async def test_the_whole_course_also_runs_in_the_sandbox(engine: Engine) -> None:
    waves = await without_worker(engine)
    async with waves_at_work(waves, sandbox=True):
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await waves.comes_to(wave_id, "open")
        assert await waves.bring(wave_id, "closed_early", reason="Genug") == "done"
        await waves.comes_to(wave_id, "answering")
        await responded(waves, wave_id)
        assert await waves.handle(wave_id).result() == "done"


async def test_temporals_page_tells_where_a_wave_stands(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        wave = await waves.comes_to(wave_id, "open")
        await waves.look(wave_id)
        told = await waves.handle(wave_id).describe()
        assert told.typed_search_attributes[STAGE] == "open"
        assert told.typed_search_attributes[DUE] == str(wave.closes_on)
        metadata = str(await waves.handle(wave_id).query("__temporal_workflow_metadata"))
        assert "**Wave 1, open**: waits for answers" in metadata
        assert "3 invited" in metadata


async def test_who_has_to_wait_is_invited_when_the_contact_budget_allows_it(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        waves.wait_until = engine.clock() + timedelta(days=9)
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        assert (await waves.comes_to(wave_id, "inviting", invited=1)).invited == 1
        await waves.days_pass(wave_id, 9)
        assert (await waves.comes_to(wave_id, "open")).invited == 3
        assert waves.carried.count("invite") == 2


async def test_who_is_away_is_told_when_they_are_back_and_the_course_waits_for_it(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await waves.comes_to(wave_id, "open")
        assert await waves.bring(wave_id, "closed_early", reason="Genug") == "done"
        await waves.comes_to(wave_id, "answering")
        waves.away_until = engine.clock() + timedelta(days=12)
        await responded(waves, wave_id)
        for _ in range(100):
            if any("@" in entry for entry in await waves.town.errands(wave_id)):
                break
            await asyncio.sleep(0.1)
        assert await waves.status(wave_id) is WorkflowExecutionStatus.RUNNING
        engine.clock.ahead += 600
        await engine.chores.sweep()
        assert waves.carried.count("respond") == 1
        await waves.days_pass(wave_id, 13)
        assert await waves.handle(wave_id).result() == "done"
        assert waves.carried.count("respond") == 2


@both_databases
async def test_hole_1_a_step_recorded_whose_course_never_heard_of_it_is_found_by_the_sweep(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await waves.comes_to(wave_id, "open")
        letter = await waves.town.receive(wave_id, "closed_early", reason="Genug")
        await waves.town.record(wave_id, letter.inbox_id)  # committed; its worker dies here
        assert await waves.town.verdict(letter.inbox_id) == "done"
        assert waves.evaluated == []
        engine.clock.ahead += 600
        await engine.chores.redeliver()
        await engine.chores.sweep()
        await waves.comes_to(wave_id, "answering")
        assert waves.evaluated == [wave_id]
        assert (await waves.town.kinds(wave_id)).count("closed") == 1


async def test_hole_3_a_wake_up_that_changes_nothing_rings_once_a_minute_and_no_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        rung = []

        def nothing(wave: Wave, happening: WaveHappening, world: WaveWorld) -> WaveStep:
            rung.append(happening.kind)
            return WaveStep(wave)

        monkeypatch.setattr("activities.record_wave.advance_wave", nothing)
        async with engine.db.write() as session:
            await keep_beside(session, wave_id, {"wake": engine.clock()})
        await waves.look(wave_id)
        await asyncio.sleep(3)
        assert 1 <= len(rung) <= 2


async def test_hole_3_an_errand_that_comes_back_at_once_does_not_spin(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        waves.wait_until = engine.clock()  # "again" at a moment that is over: a sending that never gets anywhere
        wave_id = await waves.planned()

        async def again(errand: str) -> None:
            if waves.wait_until is not None:
                waves.wait_until = engine.clock()
                waves.people.append((await add_people(engine.db, 1))[0])

        waves.before_errand = again
        await waves.starts(wave_id)
        await asyncio.sleep(3)
        assert waves.carried.count("invite") <= 2


async def test_hole_4_a_record_that_fails_falls_back_and_does_not_end_the_course(engine: Engine) -> None:
    waves = await without_worker(engine)
    left = [5]

    def away(note: WaveNote) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise ConnectionError

    waves.before_record = away
    async with waves_at_work(waves):
        letter = await waves.letter()
        found = await engine.messenger.bring(letter)
        for _ in range(40):
            if found == "done":
                break
            await asyncio.sleep(0.5)
            found = await engine.messenger.bring(Letter(letter.inbox_id, "", letter.kind, 1, wave=letter.wave))
        assert found == "done"
        assert left == [0]
        assert await waves.status(letter.wave) is WorkflowExecutionStatus.RUNNING
        assert await waves.town.kinds(letter.wave) == ["planned"]


async def test_hole_8_what_is_sent_before_the_first_task_is_taken_in_order(engine: Engine) -> None:
    waves = await without_worker(engine)
    letter = await waves.letter()
    engine.town.now = engine.clock()
    second = await waves.town.receive(letter.wave, "cancelled", reason="Doch nicht")
    sending = []
    for one in (letter, second):
        sending.append(asyncio.create_task(engine.messenger.bring(one)))
        await asyncio.sleep(0.3)
    async with waves_at_work(waves):
        assert await asyncio.gather(*sending) == ["done", "done"]
        assert await waves.handle(letter.wave).result() == "cancelled"


@both_databases
async def test_holes_10_and_11_after_a_restore_recover_makes_courses_agree_with_the_database(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        open_, ended = await waves.planned(), await waves.planned()
        assert await waves.bring(ended, "cancelled", reason="Doch nicht") == "done"
        await waves.handle(ended).result()
        await waves.handle(open_).terminate()  # Temporal's data is lost
        lines = await waves.town.kinds(open_)
        for _ in range(2):
            report = await Recovery(engine.env.client, engine.db, engine.messenger).run()
            assert (report.waves, report.looked) == (1, 1)
        assert await waves.status(open_) is WorkflowExecutionStatus.RUNNING
        assert await waves.status(ended) is WorkflowExecutionStatus.COMPLETED
        assert await waves.town.kinds(open_) == lines
        await engine.messenger.look(OfWave("nobody"), "look-unknown")  # a course of a wave that a backup does not have
        assert await waves.handle("nobody").result() == ""
        assert await waves.bring(open_, "cancelled", reason="Doch nicht") == "done"


async def test_recover_restart_starts_a_waves_course_again(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        run = (await waves.handle(wave_id).describe()).run_id
        for _ in range(20):  # what is running is found by the list, which is a moment late
            await Recovery(engine.env.client, engine.db, engine.messenger).run(restart=True)
            if (await waves.handle(wave_id).describe()).run_id != run:
                break
        assert (await waves.handle(wave_id).describe()).run_id != run
        assert await waves.status(wave_id) is WorkflowExecutionStatus.RUNNING
        assert await waves.town.kinds(wave_id) == ["planned"]


async def test_hole_12_nothing_is_lost_while_runs_continue_as_new(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        letter = await waves.letter()
        handle = await engine.env.client.start_workflow(
            "Survey", WaveCourse(letter.wave, long=4), id=f"wave-{letter.wave}", task_queue=waves.queue
        )
        first = (await handle.describe()).run_id
        assert await engine.messenger.bring(letter) == "done"
        for n in range(6):
            for kind in ("paused", "resumed"):
                words = {"reason": f"Grund {n}"} if kind == "paused" else {}
                assert await waves.bring(letter.wave, kind, **words) == "done"
        assert (await waves.handle(letter.wave).describe()).run_id != first
        assert (await waves.town.kinds(letter.wave)).count("paused") == 6


@both_databases
async def test_hole_18_a_bug_in_the_rules_becomes_a_verdict_and_the_wave_goes_on(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*args: object) -> None:
        raise KeyError("<script>")

    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        with monkeypatch.context() as patch:
            patch.setattr("activities.record_wave.advance_wave", bug)
            assert await waves.bring(wave_id, "paused", reason="Streik") == "stuck:KeyError"
        assert await waves.bring(wave_id, "paused", reason="Streik") == "done"


async def test_an_errand_whose_worker_was_killed_is_carried_out_by_another(engine: Engine) -> None:
    waves = await without_worker(engine)
    stuck, gone = asyncio.Event(), [True]

    async def killed(errand: str) -> None:
        if gone[0]:
            gone[0] = False
            stuck.set()
            await asyncio.Event().wait()  # its worker goes down in the middle

    waves.before_errand = killed
    async with waves_at_work(waves):
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await asyncio.wait_for(stuck.wait(), 90)
    assert (await waves.town.errands(wave_id)) != []
    async with waves_at_work(waves):
        assert (await waves.comes_to(wave_id, "open")).invited == 3
    assert waves.carried.count("invite") >= 2


async def test_an_errand_whose_worker_vanished_is_taken_up_when_it_gives_no_sign_of_life(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LABORIOUS, "heartbeat_timeout", timedelta(seconds=2))
    monkeypatch.setattr("activities.errands.BEAT", 3600.0)  # as after kill -9: one sign of life, then none
    async with wave_engine(engine) as waves:
        vanished = [True]

        async def vanish(errand: str) -> None:
            if vanished[0]:
                vanished[0] = False
                await asyncio.Event().wait()

        waves.before_errand = vanish
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        assert (await waves.comes_to(wave_id, "open")).invited == 3
        assert waves.carried.count("invite") == 2


@both_databases
async def test_an_errand_carried_out_twice_is_carried_out_once(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        failed = [True]

        async def fails_after(errand: str) -> None:
            if failed[0] and errand == "invite":
                failed[0] = False
                await waves.invite_rows(wave_id)
                raise ConnectionError  # everything was written, and nobody heard of it

        waves.before_errand = fails_after
        await waves.starts(wave_id)
        assert (await waves.comes_to(wave_id, "open")).invited == 3
        assert waves.carried.count("invite") == 2


async def test_an_evaluation_told_twice_asks_for_one_answer(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await waves.comes_to(wave_id, "open")
        assert await waves.bring(wave_id, "closed_early", reason="Genug") == "done"
        await waves.comes_to(wave_id, "answering")
        assert await waves.bring(wave_id, "evaluated", "clock", via="clock") == "refused:wave.not_closed"
        assert (await waves.town.kinds(wave_id)).count("response_asked") == 1


@both_databases
async def test_a_wave_with_temporal_away_is_received_and_sent_again(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        letter = await waves.letter()  # and nobody brings it
        engine.clock.ahead += 11
        await engine.chores.redeliver()
        assert await waves.town.verdict(letter.inbox_id) == "done"
        assert await waves.status(letter.wave) is WorkflowExecutionStatus.RUNNING


async def test_the_sweep_gives_a_terminated_course_back_its_wake_up(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.handle(wave_id).terminate()
        engine.clock.ahead += 5 * 86_400
        await engine.chores.sweep()
        assert await waves.status(wave_id) is WorkflowExecutionStatus.RUNNING


async def test_a_wave_whose_plan_is_refused_keeps_no_course(engine: Engine) -> None:
    async with wave_engine(engine) as waves:
        letter = await waves.letter()
        engine.clock.ahead += 9 * 86_400
        await waves.town.record(letter.wave)
        assert await waves.town.kinds(letter.wave) == []
        engine.town.now = engine.clock()
        facts = await waves.town.record(letter.wave, letter.inbox_id)
        assert (facts.verdict, facts.closed) == ("refused:wave.starts_in_the_past", True)
