"""What `record_wave` promises: each happening once, counts as the database has them, nothing half."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from contracts.survey import WaveFacts
from domain.chain import broken_at, first_break
from domain.survey.wave import advance_wave
from domain.survey.wave_happenings import WaveHappening
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from storage import wave_courses, waves
from storage.errors import StorageConflict, StorageError
from storage.record_wave import errand_done
from tests.storage.town import Town
from tests.storage.wave_town import WaveTown

TOPIC = {"about": "Kantine", "result": "Zu laut", "decision": "Vorhänge", "reason": "Billig", "due_on": "2026-12-01"}


@pytest.fixture
async def waves_(town: Town) -> WaveTown:
    found = WaveTown(town)
    await found.settle()
    return found


async def test_a_wave_goes_from_its_plan_to_its_answer_and_its_record_is_whole(waves_: WaveTown) -> None:
    wave_id = await waves_.open(people=3)
    assert (await waves_.wave(wave_id)).state == "open"
    closing = [await waves_.wakes(wave_id)][0]
    while closing.state == "open":
        await waves_.carried_out(wave_id)
        closing = await waves_.wakes(wave_id)
    assert (closing.state, [e.partition(":")[0] for e in closing.errands][-1]) == ("closed", "evaluate")
    await waves_.carried_out(wave_id)
    assert (await waves_.happen(wave_id, "evaluated", "clock", via="clock")).verdict == "done"
    topic = TOPIC | {"owner": waves_.town.people["rolf"]}
    facts = await waves_.happen(wave_id, "responded", "rolf", topics=[topic])

    assert (facts.verdict, facts.state, facts.closed, facts.unsent) == ("done", "done", False, True)
    wave = await waves_.wave(wave_id)
    assert [t.about for t in wave.topics] == ["Kantine"]
    async with waves_.db.read() as session:
        assert await waves.wave_broken_at(session, wave) is None
        assert await wave_courses.living_among(session, [wave_id]) == {wave_id}  # the answer has still to leave
    await waves_.carried_out(wave_id)
    assert (await waves_.record(wave_id)).closed
    async with waves_.db.read() as session:
        assert await wave_courses.living(session) == []


async def test_the_database_refuses_to_change_a_waves_record_and_the_chain_shows_where_it_was(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    with pytest.raises(StorageError):
        async with waves_.db.write() as session:
            await session.execute(text("UPDATE wave_events SET kind = 'closed' WHERE seq = 1"))
    wave = await waves_.wave(wave_id)
    async with waves_.db.read() as session:
        lines = await waves.wave_events(session, wave_id)
        assert await waves.wave_broken_at(session, wave) is None
    assert first_break(wave_id, [lines[0], replace(lines[1], by="x")]) == 2
    assert broken_at(wave, lines[:-1]) == len(lines)


async def test_a_happening_recorded_twice_leaves_one_trace(waves_: WaveTown) -> None:
    letter = await waves_.letter()
    found = await asyncio.gather(*(waves_.record(letter.wave, letter.inbox_id) for _ in range(4)))
    assert {facts.verdict for facts in found} == {"done"}
    assert await waves_.kinds(letter.wave) == ["planned"]


async def test_an_unknown_wave_or_row_is_a_verdict(waves_: WaveTown) -> None:
    assert await waves_.record("nobody") == WaveFacts("refused:wave.unknown", closed=True)
    wave_id, other = await waves_.planned(), await waves_.letter()
    assert (await waves_.record(wave_id, other.inbox_id)).verdict == "refused:inbox.unknown"


async def test_waves_of_a_survey_are_numbered_and_one_is_opened_once(waves_: WaveTown) -> None:
    first, second = await waves_.letter(), await waves_.letter(wave_id="once")
    assert [(await waves_.wave(one.wave)).number for one in (first, second)] == [0, 1]
    with pytest.raises(StorageConflict):
        await waves_.letter(wave_id="once")


async def test_invitations_are_counted_and_nobody_reports_them(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    assert await waves_.errands(wave_id) == ["invite:2"]
    later = waves_.town.now + timedelta(days=3)
    await waves_.invitations(wave_id, 4)
    await waves_.invitations(wave_id, 2, state="waiting", again_at=later)
    await waves_.invitations(wave_id, 1, state="left")
    facts = await waves_.record(wave_id)
    assert (facts.state, facts.invited, facts.waiting) == ("inviting", 4, 2)
    await waves_.carried_out(wave_id)
    facts = await waves_.record(wave_id)
    assert (facts.errands, facts.wake) == ([], later.timestamp())
    waves_.town.now = later
    facts = await waves_.record(wave_id)  # those who had to wait are invited
    assert [e.partition(":")[0] for e in facts.errands] == ["invite"]
    await waves_.change_invitations(wave_id, state="invited")
    await waves_.carried_out(wave_id)
    facts = await waves_.record(wave_id)
    assert (facts.state, facts.invited, facts.waiting) == ("open", 7, 0)


async def test_while_invitations_are_still_written_nobody_is_the_last(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    facts = await waves_.record(wave_id)
    assert facts.state == "inviting"  # none yet: that is no wave to which nobody could be asked
    await waves_.invitations(wave_id, 2)
    assert (await waves_.record(wave_id)).state == "inviting"
    await waves_.carried_out(wave_id)
    assert (await waves_.record(wave_id)).state == "open"


async def test_a_wave_for_which_nobody_could_be_asked_ends(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    await waves_.carried_out(wave_id)
    facts = await waves_.record(wave_id)
    assert (facts.state, facts.closed, facts.unsent) == ("cancelled", True, False)


async def test_somebody_invited_who_cannot_be_written_to_any_more_still_counts(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    await waves_.invitations(wave_id, 2)
    await waves_.invitations(wave_id, 1, state="waiting")
    await waves_.record(wave_id)
    await waves_.change_invitations(wave_id, state="left")
    await waves_.carried_out(wave_id)
    facts = await waves_.record(wave_id)
    assert (facts.state, facts.invited, facts.waiting) == ("open", 2, 0)


async def test_answers_are_counted_without_a_line_and_enough_of_them_close(town: Town) -> None:
    waves_ = WaveTown(town)
    await waves_.settle(enough=3)
    wave_id = await waves_.open(people=3)
    before = await waves_.kinds(wave_id)
    async with waves_.db.read() as session:
        assert await wave_courses.worth_a_look(session, town.now - timedelta(minutes=5)) == []
    await waves_.change_invitations(wave_id, answered=True)
    async with waves_.db.read() as session:
        assert await wave_courses.worth_a_look(session, town.now - timedelta(minutes=5)) == [wave_id]
    facts = await waves_.record(wave_id)
    assert (facts.answered, facts.state) == (3, "closed")
    assert (await waves_.kinds(wave_id))[len(before) :] == ["closed"]


async def test_a_pause_holds_errands_and_the_resumption_brings_them_back(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    (errand,) = await waves_.errands(wave_id)
    assert (await waves_.happen(wave_id, "paused", reason="Streik")).errands == []
    async with waves_.db.write() as session:
        assert not await errand_done(session, wave_id, errand)  # it was broken off, whatever it believes
    assert (await waves_.happen(wave_id, "resumed")).errands == [errand]


async def test_an_errand_is_struck_off_once_and_asking_again_is_another(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    (errand,) = await waves_.errands(wave_id)
    async with waves_.db.write() as session:
        assert await errand_done(session, wave_id, errand)
        assert not await errand_done(session, wave_id, errand)
        assert not await errand_done(session, "nobody", errand)
    await waves_.invitations(wave_id, 1, state="waiting")
    (again,) = (await waves_.record(wave_id)).errands
    assert again != errand


async def test_an_errand_that_has_to_wait_comes_again_at_its_time(waves_: WaveTown) -> None:
    wave_id = await waves_.inviting()
    (errand,) = await waves_.errands(wave_id)
    await waves_.invitations(wave_id, 1, state="waiting", again_at=waves_.town.now + timedelta(days=2))
    later = (waves_.town.now + timedelta(days=2)).replace(microsecond=0)
    async with waves_.db.write() as session:
        assert not await errand_done(session, wave_id, errand, later)
    facts = await waves_.record(wave_id)
    assert (facts.errands, facts.wake, facts.waiting) == ([], later.timestamp(), 1)
    async with waves_.db.read() as session:
        assert await wave_courses.worth_a_look(session, later - timedelta(minutes=1)) == []
    waves_.town.now = later
    (again,) = (await waves_.record(wave_id)).errands
    assert again.startswith(f"{errand}@")
    async with waves_.db.read() as session:
        assert await wave_courses.worth_a_look(session, later + timedelta(minutes=1)) == [wave_id]
    async with waves_.db.write() as session:
        assert await errand_done(session, wave_id, again)
    assert await waves_.errands(wave_id) == []


async def test_an_evaluation_that_was_refused_is_asked_for_again(waves_: WaveTown) -> None:
    wave_id = await waves_.open()
    facts = await waves_.happen(wave_id, "closed_early", reason="Genug gehört")
    assert [e.partition(":")[0] for e in facts.errands] == ["evaluate"]
    letter = await waves_.receive(wave_id, "evaluated", "clock", via="clock")
    await waves_.carried_out(wave_id)
    assert (await waves_.record(wave_id)).errands == []  # it is on its way
    await waves_.happen(wave_id, "paused", reason="Streik")
    assert (await waves_.record(wave_id, letter.inbox_id)).verdict == "refused:wave.paused"
    facts = await waves_.happen(wave_id, "resumed")
    assert [e.partition(":")[0] for e in facts.errands] == ["evaluate"]


async def test_a_wake_up_lets_pass_what_was_received_before_it(waves_: WaveTown) -> None:
    wave_id = await waves_.planned()
    letter = await waves_.receive(wave_id, "cancelled", reason="Doch nicht")
    facts = await waves_.wakes(wave_id)
    assert (facts.state, facts.closed) == ("cancelled", True)
    assert await waves_.verdict(letter.inbox_id) == "done"
    assert "started" not in await waves_.kinds(wave_id)


async def test_hole_18_a_bug_in_the_rules_is_a_verdict_and_a_wake_up_it_spoils_comes_again(waves_: WaveTown) -> None:
    def bug(wave: Wave, happening: WaveHappening, world: WaveWorld) -> WaveStep:
        raise KeyError("<script>")

    wave_id = await waves_.planned()
    waves_.decide = bug
    assert (await waves_.happen(wave_id, "cancelled", reason="x")).verdict == "stuck:KeyError"
    facts = await waves_.wakes(wave_id)
    assert facts.wake == (waves_.town.now + timedelta(hours=1)).timestamp()
    waves_.decide = advance_wave
    assert (await waves_.wakes(wave_id)).state == "inviting"


async def test_a_database_that_fails_in_a_step_leaves_nothing_of_it(waves_: WaveTown, monkeypatch: Any) -> None:
    letter = await waves_.letter()

    async def full(*args: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(waves_, "write_letters", full)
        with pytest.raises(Exception, match="storage"):
            await waves_.record(letter.wave, letter.inbox_id)
    assert await waves_.verdict(letter.inbox_id) is None
    assert await waves_.kinds(letter.wave) == []
    assert (await waves_.record(letter.wave, letter.inbox_id)).verdict == "done"


async def test_late_waves_are_found_by_their_wake_up_and_by_invitations_that_are_due(waves_: WaveTown) -> None:
    planned = await waves_.planned()
    waves_.town.later(days=1)
    inviting = await waves_.inviting()
    await waves_.record(planned)
    now = waves_.town.now
    await waves_.invitations(inviting, 1, state="waiting", again_at=now)
    async with waves_.db.read() as session:
        assert await wave_courses.late(session, now) == []
        wakes = sorted([await _wake(waves_, one) for one in (planned, inviting)])
        assert await wave_courses.late(session, now + timedelta(minutes=1)) == []  # its errand is open
        assert sorted(await wave_courses.late(session, wakes[-1] + timedelta(minutes=1))) == sorted([planned, inviting])
        assert inviting in await wave_courses.worth_a_look(session, now + timedelta(minutes=1))
    await waves_.carried_out(inviting)
    async with waves_.db.read() as session:
        assert await wave_courses.late(session, now + timedelta(minutes=1)) == [inviting]


async def _wake(waves_: WaveTown, wave_id: str) -> datetime:
    wake = (await waves_.wave(wave_id)).wake
    assert wake is not None
    return wake
