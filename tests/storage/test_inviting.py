"""A wave is sent: once to each, within the contact budget, and to nobody who cannot or will not be written to."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from domain.survey.contact import Budget, Purpose, Window
from domain.survey.wave_words import WaveState
from kit.tokens import hash_token
from storage import contacts, invitations, people, sql, waves
from storage.engine import Database
from storage.tables import AbsenceRow, ContactRow, InvitationLinkRow, InvitationRow, MailRow, WaveRow
from tests.storage.inviting import (
    FREE,
    KEY,
    MONDAY,
    a_wave,
    change_people,
    change_wave,
    contacts_of,
    errands,
    invitations_of,
    mails,
    most_within,
    opened,
    people_with_addresses,
    quiet,
)

DAY = timedelta(days=1)
WEEKLY = Budget(windows=(Window(most=1, days=7),))


async def absent(db: Database, person: str, first: date, last: date) -> None:
    async with db.write() as session:
        await sql.insert(session, AbsenceRow, [{"person_id": person, "first_day": first, "last_day": last}])


async def refused(db: Database, person: str) -> None:
    async with db.write() as session:
        await people.refused(session, person, at=MONDAY)


async def test_everybody_gets_one_invitation_with_a_link_of_their_own(db: Database) -> None:
    who = await people_with_addresses(db, 25)
    wave = await a_wave(db, who[0])
    beats: list[str] = []

    assert await errands(db, batch=10).invite(wave, MONDAY, beats.append) is None
    assert await errands(db, batch=10).invite(wave, MONDAY + DAY, quiet) is None

    sent = await mails(db, "survey_invitation", wave)
    assert sorted(mail.person_id for mail in sent) == sorted(who)
    assert beats == ["chosen", "invitation 10", "invitation 20", "invitation 25", "invitation 25"]
    async with db.read() as session:
        counted = await invitations.counts(session, wave)
        hashes = set((await session.execute(sql.table(InvitationLinkRow).select())).scalars())
    assert (counted.invited, counted.waiting, counted.answered, counted.left) == (25, 0, 0, {})
    text = opened(sent[0]).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    token = next(line for line in text.splitlines() if "/s/" in line).rpartition("/s/")[2]
    assert hash_token(token) in hashes
    assert len(hashes) == 25
    assert [len(times) for times in (await contacts_of(db)).values()] == [1] * 25


async def test_an_invitation_can_be_stopped_by_the_mail_program(db: Database) -> None:
    who = await people_with_addresses(db, 1)
    wave = await a_wave(db, who[0])
    await errands(db).invite(wave, MONDAY, quiet)

    message = opened((await mails(db, "survey_invitation"))[0])
    assert message["List-Unsubscribe"].strip().startswith("<https://ideen.example.org/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Subject"] == "Umfrage: Puls des Netzwerks"
    assert message["References"]


async def test_who_cannot_or_will_not_be_asked_is_kept_with_the_reason(db: Database) -> None:
    who = await people_with_addresses(db, 6)
    await change_people(db, [who[1]], active=False)
    await change_people(db, [who[2]], opted_out_at=MONDAY)
    await absent(db, who[3], date(2026, 3, 1), date(2026, 3, 2))
    await refused(db, who[4])
    wave = await a_wave(db, who[0])
    await errands(db).invite(wave, MONDAY, quiet)

    found = await invitations_of(db, wave)
    assert {who.index(one): row.left for one, row in found.items()} == {
        0: "", 1: "inactive", 2: "opted_out", 3: "absent", 4: "bounced", 5: ""
    }  # fmt: skip
    async with db.read() as session:
        counted = await invitations.counts(session, wave)
        kept = await waves.load_wave(session, wave)
    assert (counted.invited, sum(counted.left.values())) == (2, 4)
    assert kept is not None


async def test_nobody_to_ask_is_no_error(db: Database) -> None:
    who = await people_with_addresses(db, 2)
    await change_people(db, who, opted_out_at=MONDAY)
    wave = await a_wave(db, who[0])

    assert await errands(db).invite(wave, MONDAY, quiet) is None
    async with db.read() as session:
        counted = await invitations.counts(session, wave)
    assert (counted.invited, counted.waiting, counted.left) == (0, 0, {"opted_out": 2})


async def test_the_units_are_those_of_then(db: Database) -> None:
    who = await people_with_addresses(db, 2, "amt11")
    wave = await a_wave(db, who[0])
    await errands(db).invite(wave, MONDAY, quiet)
    await change_people(db, who, department="amt12")

    async with db.read() as session:
        rows = await session.execute(select(sql.table(WaveRow).c.units))
    assert rows.scalar_one() == {"amt11": {"title": {"de": "amt11", "en": "amt11"}, "under": None}}
    assert {row.unit for row in (await invitations_of(db, wave)).values()} == {"amt11"}


async def test_whoever_opts_out_while_they_wait_is_not_asked(db: Database) -> None:
    who = await people_with_addresses(db, 3)
    wave = await a_wave(db, who[0])
    async with db.write() as session:
        await contacts.note(session, {who[1]: Purpose.NOTICE, who[2]: Purpose.NOTICE}, MONDAY - DAY)
    again = await errands(db, WEEKLY).invite(wave, MONDAY, quiet)
    assert again == MONDAY + 6 * DAY
    assert {row.left for row in (await invitations_of(db, wave)).values()} == {"", "contact.budget"}

    async with db.write() as session:
        await people.opt_out(session, who[1], at=MONDAY)
        assert await invitations.opted_out(session, who[1]) == 1
    await change_people(db, [who[2]], opted_out_at=MONDAY)  # and one whose row nobody touched
    assert await errands(db, WEEKLY).invite(wave, MONDAY + 6 * DAY, quiet) is None

    assert [mail.person_id for mail in await mails(db)] == [who[0]]
    assert {row.left for row in (await invitations_of(db, wave)).values()} == {"", "opted_out"}


async def test_who_waits_for_the_budget_gets_their_mail_when_it_allows(db: Database) -> None:
    who = await people_with_addresses(db, 2)
    first, second = await a_wave(db, who[0]), await a_wave(db, who[0])

    assert await errands(db, WEEKLY).invite(first, MONDAY, quiet) is None
    again = await errands(db, WEEKLY).invite(second, MONDAY, quiet)
    assert again == MONDAY + 7 * DAY
    async with db.read() as session:
        assert (await invitations.counts(session, second)).waiting == 2
    assert await errands(db, WEEKLY).invite(second, again, quiet) is None

    assert len(await mails(db, wave=second)) == 2
    assert {row.left for row in (await invitations_of(db, second)).values()} == {""}


async def test_who_could_only_be_asked_after_the_close_is_left_out(db: Database) -> None:
    who = await people_with_addresses(db, 1)
    wave = await a_wave(db, who[0])  # closes with the 13th of March
    async with db.write() as session:
        await contacts.note(session, {who[0]: Purpose.NOTICE}, MONDAY)
    later = MONDAY + 5 * DAY

    monthly = Budget(windows=(Window(most=1, days=30),))
    assert await errands(db, monthly).invite(wave, later, quiet) is None
    assert (await invitations_of(db, wave))[who[0]].left == "contact.too_late"


async def test_a_wave_that_closed_invites_nobody_more(db: Database) -> None:
    who = await people_with_addresses(db, 2)
    wave = await a_wave(db, who[0])
    async with db.write() as session:
        await contacts.note(session, dict.fromkeys(who, Purpose.NOTICE), MONDAY)
    await errands(db, WEEKLY).invite(wave, MONDAY, quiet)
    await change_wave(db, wave, state=WaveState.CLOSED.value)

    assert await errands(db, FREE).invite(wave, MONDAY + DAY, quiet) is None
    assert await mails(db) == []
    assert {row.left for row in (await invitations_of(db, wave)).values()} == {"wave.over"}


async def test_a_paused_wave_sends_nothing_and_is_looked_at_again(db: Database) -> None:
    who = await people_with_addresses(db, 2)
    wave = await a_wave(db, who[0], paused_at=MONDAY)

    assert await errands(db).invite(wave, MONDAY, quiet) == MONDAY + DAY
    assert await mails(db) == []
    await change_wave(db, wave, paused_at=None)
    assert await errands(db).invite(wave, MONDAY + DAY, quiet) is None
    assert len(await mails(db)) == 2


async def test_the_more_important_survey_goes_first_and_waiting_makes_important(db: Database) -> None:
    who = await people_with_addresses(db, 1)
    low, high = await a_wave(db, who[0], priority=3), await a_wave(db, who[0], priority=5)
    await errands(db, FREE).invite(high, MONDAY, quiet)  # settles whom it asks …
    async with db.write() as session:
        for row in (MailRow, InvitationLinkRow, ContactRow):
            await session.execute(delete(sql.table(row)))
        await session.execute(sql.table(InvitationRow).update().values(state="waiting"))

    assert await errands(db, WEEKLY).invite(low, MONDAY, quiet) == MONDAY + 7 * DAY
    assert await errands(db, WEEKLY).invite(high, MONDAY, quiet) is None
    assert [mail.wave for mail in await mails(db)] == [high]

    newer = await a_wave(db, who[0], priority=3, started_at=MONDAY + 7 * DAY, closes_on=date(2026, 6, 1))
    await errands(db, WEEKLY).invite(newer, MONDAY + 6 * DAY, quiet)
    again = await errands(db, WEEKLY).invite(newer, MONDAY + 7 * DAY, quiet)
    assert again == MONDAY + 14 * DAY
    assert await errands(db, WEEKLY).invite(low, MONDAY + 7 * DAY, quiet) is None


async def reminding(db: Database, count: int) -> tuple[list[str], str]:
    """A wave whose invitations have left, and whose first reminder is due."""
    who = await people_with_addresses(db, count)
    wave = await a_wave(db, who[0])
    await errands(db, FREE).invite(wave, MONDAY, quiet)
    await change_wave(db, wave, state="open", reminded=1, remind_on=["2026-03-09", "2026-03-11"])
    return who, wave


async def test_only_who_is_still_waited_for_is_reminded_and_nobody_twice(db: Database) -> None:
    who, wave = await reminding(db, 7)
    now = MONDAY + 7 * DAY
    await change_invitation(db, wave, who[1], answered=True)
    await change_people(db, [who[2]], opted_out_at=MONDAY)
    await change_people(db, [who[3]], active=False)
    await refused(db, who[4])
    await absent(db, who[5], date(2026, 3, 9), date(2026, 3, 10))

    back = await errands(db, FREE).remind(wave, now, quiet)
    assert back == datetime.fromisoformat("2026-03-11T07:00:00+00:00")
    assert await errands(db, FREE).remind(wave, now, quiet) == back

    assert {mail.person_id for mail in await mails(db, "survey_reminder")} == {who[0], who[6]}
    await change_wave(db, wave, reminded=2)
    assert await errands(db, FREE).remind(wave, back, quiet) is None
    reminded = [mail.person_id for mail in await mails(db, "survey_reminder")]
    assert sorted(reminded) == sorted([who[0], who[6]] * 2 + [who[5]])


async def test_a_reminder_says_nothing_of_answers_and_counts_in_the_budget(db: Database) -> None:
    _, wave = await reminding(db, 2)
    assert await errands(db).remind(wave, MONDAY + 5 * DAY, quiet) == MONDAY + 7 * DAY
    assert await mails(db, "survey_reminder") == []
    assert await errands(db).remind(wave, MONDAY + 7 * DAY, quiet) is None

    sent = await mails(db, "survey_reminder")
    assert [len(times) for times in (await contacts_of(db)).values()] == [2, 2]
    text = opened(sent[0]).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Wir wissen nur, dass für Sie noch nichts eingegangen ist." in text.replace("\n", " ")


async def test_everybody_who_was_asked_hears_what_came_of_it(db: Database) -> None:
    who, wave = await reminding(db, 4)
    await change_invitation(db, wave, who[1], answered=True)
    await change_invitation(db, wave, who[2], left="bounced")
    await change_wave(db, wave, state="done", done_at=MONDAY + 20 * DAY)

    assert await errands(db, FREE).respond(wave, MONDAY + 20 * DAY, quiet) is None
    assert await errands(db, FREE).respond(wave, MONDAY + 21 * DAY, quiet) is None
    sent = await mails(db, "survey_response")
    assert {mail.person_id for mail in sent} == {who[0], who[1], who[3]}
    assert len(sent) == 3
    text = opened(sent[0]).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"https://ideen.example.org/surveys/{wave}" in text


async def change_invitation(db: Database, wave: str, person: str, **values: Any) -> None:
    row = sql.table(InvitationRow)
    async with db.write() as session:
        this = row.c.wave == wave, row.c.person_id == person
        await session.execute(row.update().where(*this).values(**values))


async def test_a_kill_in_the_middle_of_a_batch_costs_nothing(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    who = await people_with_addresses(db, 30)
    wave = await a_wave(db, who[0])
    note, killed = contacts.note, 0

    async def dying(*given: Any) -> None:
        nonlocal killed
        await note(*given)
        if killed < 2:
            killed += 1
            raise KeyboardInterrupt

    monkeypatch.setattr(contacts, "note", dying)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            await errands(db, batch=10).invite(wave, MONDAY, quiet)
        assert await mails(db) == []
        assert await contacts_of(db) == {}
    await errands(db, batch=10).invite(wave, MONDAY, quiet)

    assert sorted(mail.person_id for mail in await mails(db)) == sorted(who)
    assert [len(times) for times in (await contacts_of(db)).values()] == [1] * 30


async def test_two_workers_inviting_at_once_write_to_each_once(db: Database, database_url: str) -> None:
    who = await people_with_addresses(db, 120)
    first, second = await a_wave(db, who[0]), await a_wave(db, who[0])
    other = Database(database_url)
    at_work = [
        errands(one, WEEKLY, batch=20).invite(wave, MONDAY, quiet) for one in (db, other) for wave in (first, second)
    ]
    await asyncio.gather(*at_work)
    await other.close()

    sent = await mails(db)
    assert sorted(mail.person_id for mail in sent) == sorted(who)  # one of the two waves each, never both
    again = await errands(db, WEEKLY).invite(first, MONDAY + 7 * DAY, quiet)
    assert again is None
    await errands(db, WEEKLY).invite(second, MONDAY + 7 * DAY, quiet)
    assert all(most_within(times, 7 * DAY) == 1 for times in (await contacts_of(db)).values())


async def test_a_name_that_is_markup_stays_a_name(db: Database) -> None:
    who = await people_with_addresses(db, 1)
    await change_people(db, who, name="Ana <script>alert(1)</script> & Söhne")
    wave = await a_wave(db, who[0])
    await errands(db).invite(wave, MONDAY, quiet)

    message = opened((await mails(db))[0])
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script" not in html
    assert "Ana &lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne, bitte sagen Sie" in html
    assert KEY not in html


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    calendar=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), min_size=2, max_size=5),
    looks=st.lists(st.integers(0, 20 * 24), min_size=3, max_size=8),
)
async def test_nobody_is_above_the_cap_whatever_the_calendar(
    db: Database, calendar: list[tuple[int, int]], looks: list[int]
) -> None:
    budget = Budget(windows=(Window(most=1, days=3), Window(most=3, days=14)))
    who = await people_with_addresses(db, 3)
    made = [
        await a_wave(
            db,
            who[0],
            priority=priority,
            started_at=MONDAY,
            closes_on=date(2026, 3, 3) + timedelta(days=length),
            reminded=length % 2,
            remind_on=["2026-03-04"],
        )
        for length, priority in calendar
    ]
    now = MONDAY
    for hours in looks:
        for wave in made:
            await errands(db, budget).invite(wave, now, quiet)
            await errands(db, budget).remind(wave, now, quiet)
        now += timedelta(hours=hours)

    for person, times in (await contacts_of(db)).items():
        assert most_within(times, 3 * DAY) <= 1, person
        assert most_within(times, 14 * DAY) <= 3, person
    async with db.write() as session:  # the next example begins with an empty town
        for row in (MailRow, InvitationLinkRow, InvitationRow, ContactRow):
            await session.execute(delete(sql.table(row)))
    await change_people(db, who, active=False)
