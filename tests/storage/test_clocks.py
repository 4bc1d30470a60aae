"""Ladder, pause and silence as rows: kept whole, swept past, and mails that wait for office hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from activities.post import write_down
from domain.definition import MailHours
from domain.words import AssignmentState
from kit.replies import Outcome, Phase, Sent
from storage import delivery, mail_hours, outbox, people, processes, sleepers
from storage.outbox import NewMail
from tests.builders import EXAMPLE
from tests.storage.town import MONDAY, Town
from umlauf.definition_file import load_definition


async def test_a_pause_and_what_it_moves_are_kept_whole(town: Town) -> None:
    case_id = await town.in_review()
    before = (await town.case(case_id)).open_tasks()[0]
    paused = await town.happen(case_id, "paused", "olga", public_reason="Hochwasser")
    refused = await town.happen(case_id, "declined", "olga", public_reason="Nein")
    town.later(days=7)
    resumed = await town.happen(case_id, "resumed", "olga")

    assert (paused.state, paused.due, refused.verdict) == ("paused", "", "refused:case.paused")
    assert resumed.state == "reviewing"
    task = (await town.case(case_id)).open_tasks()[0]
    assert (before.due_on, task.due_on) == (date(2026, 3, 16), date(2026, 3, 23))
    assert task.escalate_at == datetime(2026, 3, 30, 6, tzinfo=UTC)


async def test_what_was_kept_is_read_as_it_was(town: Town) -> None:
    case_id = await town.in_review()
    task = (await town.case(case_id)).open_tasks()[0]
    await town.happen(case_id, "extended", "olga", task=task.id, until="2026-03-20", reason="Krank")
    await town.happen(case_id, "paused", "olga", public_reason="Hochwasser")
    known = await town.case(case_id)

    assert await town.case(case_id) == known
    assert known.open_tasks()[0].first_due_on == date(2026, 3, 16)
    assert known.pause_reason is not None
    assert all(a.state is AssignmentState.OPEN and a.silence == "" for a in known.assignments)


async def test_what_a_sleeper_waits_for_does_not_wake_it_in_a_pause(town: Town) -> None:
    case_id = await town.in_review()
    for assignment in (await town.case(case_id)).open_assignments():
        given = {"assignment": assignment.id, "verdict": "approve", "scores": {"benefit": 8, "complexity": 3}}
        await town.happen(case_id, "answered", assignment.person, on_version=1, via="link", **given)
    await town.happen(case_id, "deferred", "olga", until="2026-06-01", public_reason="Später")
    await town.happen(case_id, "paused", "olga", public_reason="Hochwasser")

    async with town.db.read() as session:
        assert [one.case_id for one in await sleepers.asleep(session)] == [case_id]
        assert await sleepers.asleep(session, paused=False) == []


async def test_a_mail_for_office_hours_is_taken_by_nobody_before(town: Town) -> None:
    night, morning = MONDAY + timedelta(hours=13), MONDAY + timedelta(hours=21)
    mail = NewMail("m1", "review_asked", "de", "k1", b"to", b"sealed", night, not_before=morning)
    at_once = replace(mail, id="m2", dedup_key="k2", not_before=None)
    async with town.db.write() as session:
        await outbox.add_all(session, [mail, at_once])
        first = await delivery.claim(session, night)
        await delivery.sent(session, "m2", night)
        following = await delivery.next_try(session)
        late = await outbox.late(session, morning)
        second = await delivery.claim(session, morning)

    assert ([one.id for one in first], [one.id for one in second]) == (["m2"], ["m1"])
    assert (following, late) == (morning, 0)


HOURS = {"from": "07:00", "to": "19:00"}
BUSY = Sent(Phase.DATA, Outcome.RETRY, 451, "come again")
AWAY = Sent(Phase.CONNECT, Outcome.DOWN, None, "nobody there")
UNSURE = Sent(Phase.DATA, Outcome.UNKNOWN, None, "too slow")


@pytest.mark.parametrize(
    ("answer", "mail", "person", "waits"),
    [
        (BUSY, "review_asked", "olga", True),
        (AWAY, "review_asked", "olga", True),
        (UNSURE, "review_asked", "olga", True),
        (BUSY, "idea_received", "ute", False),
        (BUSY, "new_link", "olga", False),
    ],
)
async def test_a_mail_that_is_tried_again_waits_for_office_hours_too(
    town: Town, answer: Sent, mail: str, person: str, waits: bool
) -> None:
    await in_hours(town)
    case_id = await town.idea()
    evening = datetime(2026, 3, 2, 17, 59, 55, tzinfo=UTC)  # five seconds before seven o'clock
    given = {"case_id": case_id, "person_id": town.people[person]}
    new = NewMail("m1", mail, "de", "k1", b"to", b"sealed", evening, **given)
    async with town.db.write() as session:
        await outbox.add_all(session, [new])
        (taken,) = [one for one in await delivery.claim(session, evening) if one.id == "m1"]
        late = evening + timedelta(seconds=10)
        await write_down(session, [(taken, answer)], late)
        following = await delivery.next_try(session)

    assert following is not None
    assert (following == datetime(2026, 3, 3, 6, tzinfo=UTC)) is waits
    assert waits or following < late + timedelta(minutes=10)


async def test_a_process_without_hours_and_a_case_that_is_not_there_keep_nobody_waiting(town: Town) -> None:
    case_id, night = await town.idea(), MONDAY + timedelta(hours=14)
    async with town.db.read() as session:
        olga = await people.get(session, town.people["olga"])
        assert olga is not None
        assert await mail_hours.leaves(session, case_id, olga, night) is None
        assert await mail_hours.leaves(session, "nothing", olga, night) is None
        assert await mail_hours.again(session, case_id, "nobody", night) == night


async def in_hours(town: Town) -> None:
    """From now on mails to people in the house leave between seven and seven."""
    loaded = load_definition(EXAMPLE)
    changed = loaded.definition.model_copy(update={"mail_hours": MailHours.model_validate(HOURS)})
    town.process = "hash-with-hours"
    async with town.db.write() as session:
        await processes.publish(session, changed, loaded.text, town.process, at=town.now, by="operator")
