"""The plan and the map in both databases: history that stays, and reminders that leave once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update

from activities.letters import House, Letters
from activities.plan_reminders import remind_owners
from domain.communication.plan import Group, Planned, Proof
from domain.communication.stakeholders import Placed
from domain.communication.words import Channel, Did, Disposition, GroupKind
from domain.errors import RuleBroken
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import people, plan, plan_history, sql, stakeholders
from storage.engine import Database
from storage.errors import StorageError
from storage.people import PersonIn
from storage.queries import voices
from storage.tables import MailRow, PlanHistoryRow
from tests.storage import asking

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = MONDAY.date()
H, M = sql.table(PlanHistoryRow), sql.table(MailRow)
PAPER = Group(GroupKind.NAMED, "", "Seniorenbeirat")
HOUSE = House("Stadt", "http://ideen.example", "ideen@stadt.example", Mode(MailMode.LIVE, "stadt.example"))
LETTERS = Letters(
    Templates(asking.EXAMPLES.parents[2] / "templates", Catalogues(asking.EXAMPLES.parents[2] / "locales")),
    KeyRing(["k" * 32]),
    HOUSE,
)


async def somebody(db: Database, name: str = "jana") -> str:
    async with db.write() as session:
        await people.put(session, PersonIn(name, f"{name}@example.org", roles=frozenset({"owner"})), at=MONDAY)
        return await people.owner_of(session, f"{name}@example.org") or ""


async def an_entry(db: Database, owner: str, due_on: date = DAY, group: Group = PAPER) -> str:
    async with db.write() as session:
        planned = Planned(group, "Wir fragen Sie.", Channel.MEETING, due_on, owner)
        return await plan.add(session, planned, at=MONDAY, by=owner)


async def remind(db: Database, now: datetime) -> int:
    return await remind_owners(db, LETTERS.postbox, now, "Europe/Berlin", "SH")


async def mails(db: Database) -> list[tuple[str, str]]:
    async with db.read() as session:
        return [(r.mail, r.person_id) for r in await session.execute(M.select().order_by(M.c.created_at))]


async def test_an_owner_is_reminded_once_of_a_late_entry_and_the_history_says_so(db: Database) -> None:
    owner = await somebody(db)
    entry_id = await an_entry(db, owner)
    assert await remind(db, MONDAY) == 0  # its day is not over
    tuesday = MONDAY + timedelta(days=1)
    assert await remind(db, tuesday) == 1
    assert await remind(db, tuesday) == 0
    assert await remind(db, tuesday + timedelta(days=1)) == 0
    assert await mails(db) == [("plan_reminder", owner)]
    async with db.read() as session:
        lines = await plan_history.of(session, entry_id)
    assert [(line.did, line.by) for line in lines] == [(Did.ADDED, owner), (Did.REMINDED, "clock")]


async def test_a_new_day_brings_a_new_reminder_and_what_was_sent_none(db: Database) -> None:
    owner = await somebody(db)
    moved, sent = await an_entry(db, owner), await an_entry(db, owner)
    async with db.write() as session:
        await plan.prove(session, sent, Proof(DAY, owner, MONDAY, "Protokoll"), today=DAY)
    assert await remind(db, MONDAY + timedelta(days=1)) == 1
    async with db.write() as session:
        entry = await plan.entry(session, moved)
        assert entry is not None
        later = Planned(PAPER, "Wir fragen Sie.", Channel.MEETING, DAY + timedelta(days=2), owner)
        await plan.change(session, moved, later, revision=entry.revision, at=MONDAY, by=owner)
    assert await remind(db, MONDAY + timedelta(days=2)) == 0
    assert await remind(db, MONDAY + timedelta(days=3)) == 1
    assert len(await mails(db)) == 2


async def test_whoever_takes_a_late_entry_over_is_reminded_too(db: Database) -> None:
    owner, other = await somebody(db), await somebody(db, "malte")
    entry_id = await an_entry(db, owner)
    assert await remind(db, MONDAY + timedelta(days=1)) == 1
    async with db.write() as session:
        entry = await plan.entry(session, entry_id)
        assert entry is not None
        theirs = Planned(PAPER, "Wir fragen Sie.", Channel.MEETING, DAY, other)
        await plan.change(session, entry_id, theirs, revision=entry.revision, at=MONDAY, by=owner)
    assert await remind(db, MONDAY + timedelta(days=1)) == 1
    assert [person for _, person in await mails(db)] == [owner, other]


async def test_whoever_has_left_is_not_written_to_and_nothing_is_noted(db: Database) -> None:
    owner = await somebody(db)
    entry_id = await an_entry(db, owner)
    async with db.write() as session:
        await people.deactivate(session, owner, at=MONDAY)
    assert await remind(db, MONDAY + timedelta(days=1)) == 0
    async with db.read() as session:
        entry = await plan.entry(session, entry_id)
    assert entry is not None
    assert entry.reminded_for is None


async def test_the_history_cannot_be_changed_or_emptied(db: Database) -> None:
    owner = await somebody(db)
    await an_entry(db, owner)
    for act in (update(H).values(by="nobody"), delete(H)):
        with pytest.raises(StorageError):
            async with db.write() as session:
                await session.execute(act)
    async with db.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM plan_history"))).scalar_one() == 1


async def test_texts_are_never_in_the_history(db: Database) -> None:
    owner = await somebody(db)
    entry_id = await an_entry(db, owner)
    async with db.write() as session:
        other = Planned(Group(GroupKind.NAMED, "", "Geheimrat"), "Geheim", Channel.PRESS, DAY, owner)
        await plan.change(session, entry_id, other, revision=0, at=MONDAY, by=owner)
    async with db.read() as session:
        line = (await plan_history.of(session, entry_id))[-1]
    assert line.facts["texts"] == ["message", "name"]
    assert line.facts["values"] == {"channel": ["meeting", "press"]}
    assert "Geheim" not in str(line.facts)


async def test_what_is_named_must_be_there(db: Database) -> None:
    owner = await somebody(db)
    for group, by, code in (
        (Group(GroupKind.AUDIENCE, "none"), owner, "audience.unknown"),
        (PAPER, "x", "wave.owner_unknown"),
    ):
        with pytest.raises(RuleBroken) as broken:
            await an_entry(db, by, group=group)
        assert broken.value.code == code
    with pytest.raises(RuleBroken):
        async with db.write() as session:
            await plan.remove(session, "nothing", at=MONDAY, by=owner)


async def test_a_group_on_the_map_is_changed_by_who_saw_it_last(db: Database) -> None:
    placed = Placed(PAPER, 4, 2, Disposition.NEUTRAL, Disposition.SUPPORTIVE, "Notiz")
    async with db.write() as session:
        one = await stakeholders.add(session, placed, at=MONDAY, by="p")
        await stakeholders.change(session, one, placed, revision=0, at=MONDAY, by="p")
        with pytest.raises(RuleBroken) as stale:
            await stakeholders.change(session, one, placed, revision=0, at=MONDAY, by="p")
        await stakeholders.remove(session, one, at=MONDAY, by="p")
        gone = await stakeholders.get(session, one)
        assert await stakeholders.everybody(session) == []
    assert stale.value.code == "plan.stale"
    assert gone is not None
    assert (gone.placed.group.name, gone.placed.note) == ("", "")


async def test_voices_are_counted_from_invitations_that_left(db: Database) -> None:
    owner = await somebody(db)
    survey = await asking.add_survey(db, owner)
    wave = await asking.add_wave(db, survey, owner)
    crowd = await asking.add_people(db, 6)
    async with db.read() as session:
        before = next(one for one in await voices.groups(session, DAY) if one.group.ref == "everybody")
    await asking.invite(db, wave, crowd[:2])
    async with db.read() as session:
        after = next(one for one in await voices.groups(session, DAY) if one.group.ref == "everybody")
        counts = await plan.mail_counts(session, [wave, None])
        assert await plan.wave_audience(session, wave) == "everybody"
    assert (before.known, before.asked, before.submitted) == (7, 0, 0)
    assert (after.known, after.asked) == (7, 2)
    assert (counts[wave].invited, counts[wave].sent) == (2, 0)
