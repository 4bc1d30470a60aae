"""Waves that begin when something has happened to an idea: once, and not for what was before."""

from datetime import UTC, date, datetime, time, timedelta
from html import escape, unescape
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.triggered import Triggers
from contracts.messenger import Letter
from storage import invitations, origins, sql
from storage.due_waves import CATCH_UP
from storage.tables import (
    AddressRow,
    CaseRow,
    CommitmentRow,
    EventRow,
    InvitationRow,
    PersonRow,
    SurveyRow,
    WaveRow,
)
from tests.storage.inviting import MONDAY, a_wave, errands, mails, opened, people_with_addresses, quiet
from tests.storage.town import TITLE, Town
from tests.storage.wave_town import ZONE, WaveTown

DAY = timedelta(days=1)


class Brought:
    """A messenger that keeps what it was to bring."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def bring(self, letter: Letter) -> str | None:
        self.letters.append(letter)
        return None


async def begun(waves_: WaveTown) -> int:
    return await Triggers(waves_.db, Brought(), ZONE, "SH").begin_waves(waves_.town.now)


async def waves_of(waves_: WaveTown) -> list[tuple[str | None, int]]:
    table = sql.table(WaveRow)
    async with waves_.db.read() as session:
        found = await session.execute(select(table.c.case_id, table.c.number).order_by(table.c.number))
        return [(case_id, number) for case_id, number in found]


async def settled(town: Town, *triggers: dict[str, Any]) -> WaveTown:
    waves_ = WaveTown(town)
    await waves_.settle(triggers=triggers)
    return waves_


async def test_a_wave_begins_so_many_days_after_an_idea_came_into_review_and_once(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 3})
    town.later(hours=1)
    case_id = await town.in_review()
    await town.idea()
    assert await begun(waves_) == 0
    town.later(days=3)
    assert [await begun(waves_) for _ in range(3)] == [1, 0, 0]
    assert await waves_of(waves_) == [(case_id, 0)]


async def test_two_triggers_of_one_survey_are_two_waves_and_another_idea_is_another(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0}, {"event": "in_review", "days": 1})
    town.later(hours=1)
    for _ in range(2):
        await town.in_review()
    assert await begun(waves_) == 2
    town.later(days=1)
    assert await begun(waves_) == 2
    assert [number for _, number in await waves_of(waves_)] == [0, 1, 2, 3]


async def test_what_happened_before_the_survey_or_too_long_ago_begins_nothing(town: Town) -> None:
    await town.in_review()
    town.later(hours=1)
    waves_ = await settled(town, {"event": "in_review", "days": 0})
    table = sql.table(SurveyRow)
    async with waves_.db.write() as session:
        await sql.change(session, table, waves_.survey, {"created_at": town.now})
    assert await begun(waves_) == 0
    town.later(hours=1)
    await town.in_review()
    town.now += CATCH_UP + DAY
    assert await begun(waves_) == 0


async def test_a_survey_of_one_idea_asks_about_no_other(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0})
    town.later(hours=1)
    mine, _ = await town.in_review(), await town.in_review()
    async with waves_.db.write() as session:
        await sql.change(session, sql.table(SurveyRow), waves_.survey, {"case_id": mine})
    assert await begun(waves_) == 1
    assert await waves_of(waves_) == [(mine, 0)]


@pytest.mark.parametrize("event", ["decided", "live"])
async def test_an_idea_that_is_not_there_yet_begins_nothing(town: Town, event: str) -> None:
    waves_ = await settled(town, {"event": event, "days": 0})
    town.later(hours=1)
    await town.in_review()
    assert await begun(waves_) == 0


@pytest.mark.parametrize(
    ("event", "lines", "outcome"),
    [("decided", ("decided",), "accepted"), ("live", ("commitment_done", "closed"), "settled")],
)
async def test_a_wave_begins_after_a_decision_and_after_the_last_kept_promise(
    town: Town, event: str, lines: tuple[str, ...], outcome: str
) -> None:
    waves_ = await settled(town, {"event": event, "days": 30})
    town.later(hours=1)
    case_id = await town.idea()
    line = {"case_id": case_id, "at": town.now, "by": "clock", "via": "clock", "facts": {}, "previous": "", "hash": ""}
    async with waves_.db.write() as session:
        rows = [line | {"seq": 50 + n, "kind": kind} for n, kind in enumerate(lines)]
        await sql.insert(session, EventRow, rows)
        await sql.change(session, sql.table(CaseRow), case_id, {"outcome": outcome})
    assert await begun(waves_) == 0
    town.later(days=30)
    assert [await begun(waves_) for _ in range(2)] == [1, 0]
    assert await waves_of(waves_) == [(case_id, 0)]


async def test_the_wave_is_planned_by_its_letter(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0})
    town.later(hours=1)
    await town.in_review()
    post = Brought()
    assert await Triggers(waves_.db, post, ZONE, "SH").begin_waves(town.now) == 1
    (letter,) = post.letters
    assert (await waves_.record(letter.wave, letter.inbox_id)).verdict == "done"
    wave = await waves_.wave(letter.wave)
    assert wave.starts_on == (town.now + DAY).date()


# Before a measure goes live, and the same people after


async def promised(town: Town, case_id: str, due_on: date, *, state: str = "open") -> None:
    """A promise of an accepted idea."""
    row = {"id": uuid4().hex, "case_id": case_id, "position": 0, "text": "Wir bauen", "by": town.people["olga"]}
    row |= {"owner": town.people["rolf"], "at": town.now, "due_on": due_on, "first_due_on": due_on, "state": state}
    due_at = datetime.combine(due_on, time(22), UTC)
    async with town.db.write() as session:
        await sql.insert(session, CommitmentRow, [row | {"due_at": due_at, "reason": ""}])


async def test_a_wave_begins_before_the_last_promise_is_due(town: Town) -> None:
    waves_ = await settled(town, {"event": "live", "days": -30})
    town.later(hours=1)
    case_id, kept = await town.idea(), await town.idea()
    await promised(town, case_id, date(2026, 4, 1))
    await promised(town, case_id, date(2026, 5, 1))
    await promised(town, kept, date(2026, 4, 10), state="done")
    town.now = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
    assert await begun(waves_) == 0
    town.later(days=1)
    assert [await begun(waves_) for _ in range(2)] == [1, 0]
    assert await waves_of(waves_) == [(case_id, 0)]


async def test_what_was_to_be_live_before_the_survey_was_there_begins_nothing(town: Town) -> None:
    case_id = await town.idea()
    await promised(town, case_id, town.now.date() + 20 * DAY)
    town.later(days=1)
    waves_ = await settled(town, {"event": "live", "days": -30})
    async with waves_.db.write() as session:
        await sql.change(session, sql.table(SurveyRow), waves_.survey, {"created_at": town.now})
    assert await begun(waves_) == 0


async def test_the_same_people_are_asked_again_whoever_the_audience_holds_now(town: Town) -> None:
    triggers = ({"event": "in_review", "days": 0}, {"event": "in_review", "days": 5, "same_people": True})
    waves_ = await settled(town, *triggers)
    town.later(hours=1)
    case_id = await town.in_review()
    first = (await letters(waves_))[0].wave
    asked = await waves_.invitations(first, 4)
    async with town.db.write() as session:
        people = sql.table(PersonRow)
        await session.execute(people.update().where(people.c.id == asked[0]).values(active=False))
        await session.execute(people.update().where(people.c.id == asked[1]).values(opted_out_at=town.now))
        rows = [
            {"id": uuid4().hex, "person_id": one, "address": f"{one}@example.org", "confirmed_at": town.now}
            for one in asked
        ]
        await sql.insert(session, AddressRow, rows)
    town.later(days=5)
    (letter,) = await letters(waves_)
    assert (await waves_.record(letter.wave, letter.inbox_id)).verdict == "done"
    async with town.db.read() as session:
        assert await origins.origin(session, letter.wave) == origins.Origin(case_id, "in_review", 5, first)
    async with town.db.write() as session:
        choice = await invitations.choice(session, await waves_.wave(letter.wave), town.now.date())
        assert await invitations.settle(session, letter.wave, choice)
    table = sql.table(InvitationRow)
    async with town.db.read() as session:
        found = await session.execute(select(table.c.person_id, table.c.left).where(table.c.wave == letter.wave))
        told = {row.person_id: row.left for row in found}
    assert told == {asked[0]: "inactive", asked[1]: "opted_out", asked[2]: "", asked[3]: ""}


async def test_where_nobody_was_asked_before_the_audience_is(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0, "same_people": True})
    town.later(hours=1)
    case_id = await town.in_review()
    (letter,) = await letters(waves_)
    async with town.db.read() as session:
        assert await origins.origin(session, letter.wave) == origins.Origin(case_id, "in_review", 0, None)
        assert await origins.asked_before(session, letter.wave) is None


async def letters(waves_: WaveTown) -> list[Letter]:
    post = Brought()
    await Triggers(waves_.db, post, ZONE, "SH").begin_waves(waves_.town.now)
    return post.letters


@pytest.mark.parametrize("public", [True, False])
async def test_the_mail_names_the_idea_and_its_title_only_where_it_is_public(town: Town, public: bool) -> None:
    case_id = await town.idea()
    wave = await a_wave(town.db, town.people["olga"])
    async with town.db.write() as session:
        await session.execute(sql.table(CaseRow).update().values(public=public))
        await session.execute(sql.table(WaveRow).update().values(case_id=case_id))
    who = await people_with_addresses(town.db, 2)
    await errands(town.db).invite(wave, MONDAY, quiet)
    sent = await mails(town.db, "survey_invitation", wave)
    assert {mail.person_id for mail in sent} >= set(who)
    case = await town.case(case_id)
    for mail in sent:
        for kind in ("plain", "html"):
            told = opened(mail).get_body((kind,)).get_content()  # type: ignore[union-attr]
            assert case.number in told
            assert (escape(case.text.title) if kind == "html" else case.text.title) in told or not public
            assert public or TITLE not in unescape(told)
