"""What an operator is alerted by counts what waits, and since when; what is done is in none of it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from storage import outbox
from storage.outbox import NewMail
from storage.queries.care_figures import Figures, Waiting, figures
from tests.storage.town import MONDAY, Town


async def seen(town: Town) -> Figures:
    async with town.db.read() as session:
        return await figures(session, town.now)


async def say(town: Town, statement: str, **given: Any) -> None:
    async with town.db.write() as session:
        await session.execute(text(statement), given)


async def mail(town: Town, name: str, **given: Any) -> None:
    blank: dict[str, Any] = {"mail": "x", "language": "de", "recipient": b"", "sealed": b""}
    async with town.db.write() as session:
        await outbox.add(session, NewMail(id=name, dedup_key=name, created_at=town.now, **blank, **given))


async def test_in_an_empty_house_nothing_waits_and_everything_is_counted(town: Town) -> None:
    found = await seen(town)
    nothing = Waiting(0, 0.0)
    assert found == Figures(
        inbox=nothing,
        parked={"undelivered": 0, "stuck": 0},
        outbox={"code": nothing, "survey": nothing, "case": nothing, "other": nothing},
        troubled={"failed": 0, "refused": 0},
        open_cases=0,
        late_wakes=0,
        overdue_tasks=0,
        overdue_commitments=0,
    )


async def test_what_waits_is_counted_with_its_age(town: Town) -> None:
    case_id = await town.idea()
    await say(town, "UPDATE inbox SET acked_at = :now", now=town.now)
    await say(town, "UPDATE outbox SET state = 'sent'")
    await town.receive(case_id, "withdrawn", "ute")
    parked = [await town.receive(case_id, "withdrawn", "ute") for _ in range(3)]
    await say(town, "UPDATE inbox SET parked_at = :now WHERE id = :id", now=town.now, id=parked[0])
    for one in parked[1:]:
        held = "UPDATE inbox SET parked_at = :now, verdict = 'stuck:KeyError' WHERE id = :id"
        await say(town, held, now=town.now, id=one)
    await mail(town, "code", once=True)
    await mail(town, "case", case_id=case_id)
    await mail(town, "other")
    await mail(town, "tomorrow", not_before=town.now + timedelta(days=1))
    await mail(town, "refused", case_id=case_id)
    await say(town, "UPDATE outbox SET state = 'refused' WHERE id = 'refused'")
    await say(town, "UPDATE cases SET wake = :now", now=town.now)
    await say(town, "UPDATE tasks SET due_at = :now", now=town.now)
    town.later(minutes=10)

    found = await seen(town)

    assert found.inbox == Waiting(1, 600.0)
    assert found.parked == {"undelivered": 1, "stuck": 2}
    assert found.outbox["code"] == Waiting(1, 600.0)
    assert found.outbox["case"] == Waiting(1, 600.0)
    assert found.outbox["other"] == Waiting(2, 600.0)
    assert found.outbox["survey"] == Waiting(0, 0.0)
    assert found.troubled == {"failed": 0, "refused": 1}
    assert (found.open_cases, found.late_wakes, found.overdue_tasks) == (1, 1, 1)


async def test_what_is_due_later_is_not_late(town: Town) -> None:
    await town.idea()
    await say(town, "UPDATE cases SET wake = :soon", soon=MONDAY - timedelta(minutes=4))
    await mail(town, "tomorrow", once=True, not_before=town.now + timedelta(days=1))
    found = await seen(town)
    assert found.outbox["code"] == Waiting(1, 0.0)
    assert (found.open_cases, found.late_wakes, found.overdue_tasks) == (1, 0, 0)
