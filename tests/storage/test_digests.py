"""The one mail a day in both databases: written once, from what is open and new, whatever fails in between."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import text

from activities.digests import Digests
from activities.letters import House, Letters
from contracts.course import Note
from contracts.post import sealed_mail
from domain.digest import Wish
from domain.radar.found import Found
from domain.radar.words import About, Trigger
from domain.survey.modes import Mode as ModeOf
from domain.survey.wave_words import WaveState
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import contacts, digests, links, people, radar, radar_telling
from storage.engine import Database
from storage.people import PersonIn
from storage.queries.desk import TaskLine
from storage.record import record_step
from tests.storage import asking
from tests.storage.answered import put_wave
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.town import EXAMPLE, MONDAY, Town

ROOT = EXAMPLE.parents[2]
KEYS = KeyRing(["k" * 32])
HOUSE = House("Stadt", "http://ideen.example", "ideen@stadt.example", Mode(MailMode.LIVE, "stadt.example"))
LETTERS = Letters(Templates(ROOT / "templates", Catalogues(ROOT / "locales")), KEYS, HOUSE)
TUESDAY = MONDAY.replace(day=3, hour=6, minute=30)  # half past seven in Norderstedt


class WritingTown(Town):
    """A town whose letters are real."""

    async def record(self, case_id: str, inbox_id: str = "") -> Any:
        note = Note(case_id, inbox_id, self.now.timestamp())
        return await record_step(self.db, note, self.decide, LETTERS.write)


@pytest.fixture
async def town(db: Database) -> WritingTown:
    town = WritingTown(db)
    await town.settle()
    return town


async def send(db: Database, now: datetime) -> int:
    return await Digests(db, LETTERS.postbox, "Europe/Berlin", "SH").send(now)


async def mails(db: Database, *, state: str = "queued") -> list[tuple[str, str]]:
    """To whom, and the words, of daily mails in the outbox."""
    query = "SELECT id, person_id, sealed FROM outbox WHERE mail = 'digest' AND state = :state ORDER BY created_at, id"
    async with db.read() as session:
        rows = (await session.execute(text(query), {"state": state})).all()
    return [(row.person_id, words(row.id, bytes(row.sealed)) if row.sealed else "") for row in rows]


def words(mail_id: str, sealed: bytes) -> str:
    message = message_from_bytes(KEYS.open(sealed, sealed_mail(mail_id)), policy=policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def came_in(town: Town, title: str = "Brunnen", by: str = "ute") -> str:
    case_id = await town.shell(by)
    given = {"title": title, "benefits": [{"group": "Alle", "how": "Wasser"}]}
    await town.happen(case_id, "submitted", by, via="link", text=given)
    return case_id


async def at_once(db: Database, person: str) -> list[str]:
    query = "SELECT mail FROM outbox WHERE person_id = :person AND mail != 'digest' ORDER BY created_at, id"
    async with db.read() as session:
        return list((await session.execute(text(query), {"person": person})).scalars())


async def test_what_may_wait_comes_in_one_mail_in_the_morning_with_what_is_open(db: Database, town: Town) -> None:
    await came_in(town, "Brunnen")
    await came_in(town, "Bänke")
    assert await at_once(db, town.people["olga"]) == []
    assert await send(db, MONDAY + timedelta(hours=2)) == 0  # too early: the next working morning
    assert await send(db, TUESDAY) == 1
    ((to, said),) = await mails(db)
    assert to == town.people["olga"]
    assert "2 Aufgaben warten auf Sie" in said
    assert said.count("Neue Idee prüfen (fällig am 9. März 2026)") == 2
    assert "Brunnen: ist eingegangen" in said
    assert "Bänke: ist eingegangen" in said


async def test_it_says_how_many_findings_of_the_radar_its_reader_is_to_see_to(db: Database, town: Town) -> None:
    rita, today = town.people["rita"], MONDAY.date()
    mine = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "rolf", {"open": 9, "most": 8})
    hers = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "rosa", {"open": 9, "most": 8}, owner=rita)
    async with db.write() as session:
        await radar.keep_found(session, mine.trigger, [mine, hers], MONDAY, today)
    await came_in(town)
    assert await send(db, TUESDAY) == 1
    ((_, said),) = await mails(db)
    assert "Um einen Befund des Radars sollten Sie sich kümmern." in said
    async with db.read() as session:
        assert await radar_telling.to_see_to(session, rita, office=False, today=today) == 1


async def test_rounds_and_surveys_stand_in_it_and_an_anonymous_one_does_not(db: Database, town: WritingTown) -> None:
    olga = town.people["olga"]
    await prioritised(town)
    await prioritised(town)
    await RoundTown(town).open(roles=(), people=(olga,), title="Runde Nord")
    for mode, name in ((ModeOf.NAMED, "pulse"), (ModeOf.ANONYMOUS, "readiness")):
        survey = await asking.add_survey(db, olga, mode, name=name)
        wave = await asking.add_wave(db, survey, olga, mode, WaveState.OPEN)
        await put_wave(db, wave, questionnaire=asking.questionnaire(name).content_hash)
        await asking.invite(db, wave, [olga])
    await came_in(town)
    assert await send(db, TUESDAY) == 1

    ((_, said),) = await mails(db)
    assert "Ideen einer Runde bewerten (bis 9. März 2026): Runde Nord" in " ".join(said.split())
    known, hidden = (asking.questionnaire(name).title.in_("de") for name in ("pulse", "readiness"))
    assert f"Umfrage beantworten (bis 13. März 2026): {known}" in " ".join(said.split())
    assert hidden not in said
    assert "5 Aufgaben warten auf Sie" in said


async def test_advice_stands_in_it_and_is_taken_back_with_a_title_that_is_blanked(
    db: Database, town: WritingTown
) -> None:
    case_id = await town.idea(title="Teich")
    await town.happen(case_id, "accepted", "olga", public=True)
    mine = (await town.case(case_id)).open_assignments()[0]
    given = {"assignment": mine.id, "adviser": town.people["olga"], "question": "Geht das?"}
    assert (await town.happen(case_id, "advice_asked", mine.person, via="link", **given)).verdict == "done"
    await came_in(town)
    assert await send(db, TUESDAY) == 1

    ((_, said),) = await mails(db)
    assert "Einem Kollegen oder einer Kollegin Rat geben: 2026-0001 Teich" in said
    async with db.write() as session:
        assert await digests.take_back(session, case_id, TUESDAY) == 1


async def test_there_is_one_a_day_however_often_it_is_looked_and_whatever_was_killed(db: Database, town: Town) -> None:
    await came_in(town)
    assert sum(await asyncio.gather(*(send(db, TUESDAY) for _ in range(4)))) == 1
    await came_in(town)
    town.now = TUESDAY + timedelta(hours=1)
    assert await send(db, TUESDAY + timedelta(hours=2)) == 0
    assert len(await mails(db)) == 1
    assert await send(db, TUESDAY + timedelta(days=1)) == 1


async def test_after_an_outage_of_days_it_comes_once_with_all(db: Database, town: Town) -> None:
    await came_in(town, "Brunnen")
    town.later(days=1)
    await came_in(town, "Bänke")
    thursday = TUESDAY + timedelta(days=2, hours=3)
    assert await send(db, thursday) == 1
    assert await send(db, thursday + timedelta(minutes=1)) == 0
    ((_, said),) = await mails(db)
    assert "Brunnen" in said
    assert "Bänke" in said


async def test_on_closed_days_it_waits_for_the_next_working_day(db: Database, town: Town) -> None:
    town.now = MONDAY.replace(month=4, day=2)  # the day before Good Friday
    await came_in(town)
    for day in (3, 4, 5, 6):
        assert await send(db, MONDAY.replace(month=4, day=day)) == 0
    assert await send(db, MONDAY.replace(month=4, day=7)) == 1


async def test_what_was_done_meanwhile_is_not_said_and_nothing_to_say_is_no_mail(db: Database, town: Town) -> None:
    done = await came_in(town, "Erledigt")
    await town.happen(done, "declined", "olga", public_reason="Gibt es schon.")
    assert await send(db, TUESDAY) == 0
    assert await mails(db) == []
    async with db.read() as session:
        assert await digests.oldest(session) == {}


async def test_whoever_wants_each_mail_at_once_gets_it(db: Database, town: Town) -> None:
    async with db.write() as session:
        await digests.wish(session, town.people["olga"], Wish.AT_ONCE, MONDAY)
        await digests.wish(session, town.people["rita"], Wish.DAILY, MONDAY)
        await digests.wish(session, town.people["rita"], Wish.DAILY, MONDAY)
    case_id = await came_in(town)
    assert await at_once(db, town.people["olga"]) == ["triage_due"]
    await town.happen(case_id, "accepted", "olga", public=True)
    asked = {a.person for a in (await town.case(case_id)).assignments}
    assert await send(db, TUESDAY) == (town.people["rita"] in asked)
    for person in asked:
        assert await at_once(db, person) == ([] if person == town.people["rita"] else ["review_asked"])


async def test_a_mail_of_the_day_that_asks_for_nothing_keeps_to_the_contact_budget(
    db: Database, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing_to_do(*_: object) -> list[TaskLine]:
        return []

    monkeypatch.setattr("activities.digests.own_desk.open_tasks", nothing_to_do)
    async with db.write() as session:
        await digests.wish(session, town.people["olga"], Wish.AT_ONCE, MONDAY)
        for name in ("rita", "rolf", "rosa"):
            await digests.wish(session, town.people[name], Wish.DAILY, MONDAY)

    async def asked() -> set[str]:
        case_id = await came_in(town)
        await town.happen(case_id, "accepted", "olga", public=True)
        return {a.person for a in (await town.case(case_id)).assignments}

    first = await asked()
    assert await send(db, TUESDAY) == len(first) == 2
    town.now = TUESDAY
    again = await asked() & first
    assert again
    await send(db, TUESDAY + timedelta(days=1))
    assert Counter(to for to, _ in await mails(db)).most_common(1)[0][1] == 1, "one in seven days"
    await send(db, TUESDAY + timedelta(days=8))
    had = Counter(to for to, _ in await mails(db))
    assert {to for to, times in had.items() if times == 2} == again
    async with db.read() as session:
        known = await contacts.recent(session, again, TUESDAY + timedelta(days=9))
    assert {len(times) for times in known.values()} == {2}


async def test_whoever_has_left_or_holds_the_role_no_more_is_told_nothing(db: Database, town: Town) -> None:
    await came_in(town)
    async with db.write() as session:
        await people.put(session, PersonIn("olga", "olga@example.org", department="digital"), at=MONDAY)
    assert await send(db, TUESDAY) == 0
    await came_in(town)
    async with db.write() as session:
        await people.deactivate(session, town.people["olga"], at=MONDAY)
    assert await send(db, TUESDAY + timedelta(days=1)) == 0
    assert await mails(db) == []


async def test_one_that_cannot_be_written_holds_up_nobody(
    db: Database, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with db.write() as session:
        other, _ = await people.put(
            session, PersonIn("otto", "otto@example.org", roles=frozenset({"office"})), at=MONDAY
        )
    await came_in(town)
    really = people.address_of

    async def fails_once(session: Any, person_id: str) -> str | None:
        if person_id == other:
            raise RuntimeError
        return await really(session, person_id)

    monkeypatch.setattr("activities.digests.people.address_of", fails_once)
    assert await send(db, TUESDAY) == 1
    monkeypatch.undo()
    assert await send(db, TUESDAY + timedelta(minutes=1)) == 1
    assert {to for to, _ in await mails(db)} == {other, town.people["olga"]}


async def test_a_title_that_was_blanked_leaves_with_no_daily_mail(db: Database, town: Town) -> None:
    case_id = await came_in(town, "Geheimes")
    await came_in(town, "Anderes")
    assert await send(db, TUESDAY) == 1
    town.now = TUESDAY + timedelta(minutes=1)
    text_id = (await town.case(case_id)).texts[0].id
    await town.happen(case_id, "redacted", "olga", item=text_id, reason="Gehört nicht hierher.")
    assert await mails(db) == []
    assert await mails(db, state="suppressed") == [(town.people["olga"], "")]
    assert await send(db, town.now) == 1
    ((_, said),) = await mails(db)
    assert "Geheimes" not in said
    assert "Anderes" in said


async def test_a_desk_s_link_ends_with_a_role_and_with_the_address(db: Database, town: Town) -> None:
    made = [LETTERS.links.to_desk(town.people[name], MONDAY)[1] for name in ("olga", "rita", "rolf", "rosa")]
    async with db.write() as session:
        await links.add_all(session, made)
        await people.put(session, PersonIn("olga", "olga@example.org"), at=MONDAY)
        await people.refused(session, town.people["rita"], at=MONDAY)
        await people.deactivate(session, town.people["rolf"], at=MONDAY)
        await people.put(session, PersonIn("rosa", "rosa@example.org", roles=frozenset({"reviewer"})), at=MONDAY)
    async with db.read() as session:
        found = [await links.find(session, link.hash) for link in made]
    assert [link.state(MONDAY) for link in found if link] == ["revoked", "revoked", "revoked", "open"]
    assert made[0].expires_at == MONDAY + timedelta(days=14)


async def test_what_was_told_is_forgotten_and_what_waits_is_not(db: Database, town: Town) -> None:
    await came_in(town)
    await send(db, TUESDAY)
    town.now = TUESDAY + timedelta(hours=1)
    await came_in(town)
    async with db.write() as session:
        assert await digests.forget(session, TUESDAY + timedelta(days=30)) == 2
        assert list(await digests.oldest(session)) == [town.people["olga"]]
