"""A year of quarterly pulses over 200 people: the exact list of mails, no burst, nobody above the cap."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from activities import post
from activities.calendar import closed_days
from domain.world import Person
from kit.replies import Outcome, Phase, Sent
from proof.figures import load, table
from proof.pulse_oracle import Plan, Told, Town, expected
from proof.pulses import Year
from storage import invitations, people
from storage.delivery import Claimed
from storage.engine import Database
from storage.migrate import upgrade
from tests.storage.inviting import change_people, contacts_of, errands, mails, most_within, people_with_addresses

PEOPLE, BUSY = range(200), range(60)  # the busy ones are asked in a second survey, too
FIRST, LAST = datetime(2026, 1, 12, tzinfo=UTC), datetime(2027, 1, 12, tzinfo=UTC)
FINE = Sent(Phase.DATA, Outcome.SENT, 250, "taken")
GONE = Sent(Phase.RCPT, Outcome.REFUSED, 550, "no such mailbox")
AWAY = datetime(2026, 7, 31, 12, tzinfo=UTC), datetime(2026, 8, 7, 13, tzinfo=UTC)
ABSENCES = {
    **{i: [(date(2026, 1, 30), date(2026, 2, 3))] for i in range(60, 70)},  # when the first pulse starts
    **{i: [(date(2026, 2, 8), date(2026, 2, 11))] for i in range(70, 80)},  # when it reminds
    **{i: [(date(2026, 2, 25), date(2026, 2, 27))] for i in range(80, 85)},  # when the answer comes
    **{i: [(date(2026, 5, 6), date(2026, 5, 8))] for i in range(5)},  # when the budget allows the second pulse
}
OPTS_OUT = {i: datetime(2026, 2, 5, 12, tzinfo=UTC) for i in range(100, 105)}
OPTS_OUT |= {i: datetime(2026, 5, 5, 12, tzinfo=UTC) for i in range(50, 53)}  # while they wait
LEAVES = {110: datetime(2026, 7, 1, 8, tzinfo=UTC)}
REFUSES = {i: datetime(2026, 4, 1, tzinfo=UTC) for i in range(90, 96)}


@pytest.fixture
async def db(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    url = database_url or f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}"
    await upgrade(url)
    database = Database(url)
    yield database
    await database.close()


def plans() -> list[Plan]:
    """Four pulses, each in the second month of a quarter, and an urgent survey just before the second."""
    at = partial(datetime, hour=10, tzinfo=UTC)
    return [
        Plan("pulse1", date(2026, 2, 2), date(2026, 2, 16), at(2026, 2, 26), PEOPLE),
        Plan("urgent", date(2026, 4, 30), date(2026, 5, 18), at(2026, 5, 27), BUSY, priority=8),
        Plan("pulse2", date(2026, 5, 4), date(2026, 5, 19), at(2026, 5, 28), PEOPLE),
        Plan("pulse3", date(2026, 8, 3), date(2026, 8, 17), at(2026, 8, 27), PEOPLE),
        Plan("pulse4", date(2026, 11, 2), date(2026, 11, 16), at(2026, 12, 1), PEOPLE),
    ]


def takes_part(person: int, wave: str, asked: datetime) -> datetime | None:
    """About half of those who are asked, within six days."""
    chance = person * 7 + sum(wave.encode())
    return asked + timedelta(days=chance % 6, hours=3) if chance % 10 < 5 else None


async def live(db: Database) -> tuple[dict[str, int], dict[str, str]]:
    """Lives through the year; each person's number, and the name of each wave."""
    ids = await people_with_addresses(db, len(PEOPLE), "amt12")
    owner, office = await people_with_addresses(db, 2, "")
    number = {one: i for i, one in enumerate(ids)}
    await change_people(db, ids[: len(BUSY)], department="amt11")
    staff = {owner: Person(owner, "Owner"), office: Person(office, "Office", roles=frozenset({"office"}))}

    def answer(person: str, now: datetime) -> Sent:
        return GONE if REFUSES.get(number.get(person, -1), LAST) <= now else FINE

    year = Year(db, errands(db), closed_days("SH", 2026), staff, answer, AWAY, FIRST)
    names = {}
    for plan in plans():
        who = ["amt11"] if plan.people == BUSY else ["amt11", "amt12"]
        given = {"priority": plan.priority, "remind_after": (5,)}
        wave = await year.plan("_".join(who), who, office, plan.starts, plan.closes, **given)
        names[wave] = plan.name
        year.at(plan.responds, partial(year.responds, wave, office))
    for person, absences in ABSENCES.items():
        for absence in absences:
            await year.is_away(ids[person], *absence)

    async def opts_out(person: str) -> None:
        async with db.write() as session:
            await people.opt_out(session, person, at=year.now)
            await invitations.opted_out(session, person)

    for person, when in OPTS_OUT.items():
        year.at(when, partial(opts_out, ids[person]))
    for person, when in LEAVES.items():
        year.at(when, partial(change_people, db, [ids[person]], active=False))

    def answers(mail: Claimed) -> None:
        when = takes_part(number[mail.person_id], names[mail.wave or ""], year.now)
        if mail.mail == "survey_invitation" and when is not None:
            year.at(when, partial(year.takes_part, mail.wave or "", mail.person_id))

    year.arrived = lambda mail: answers(mail) if mail.person_id in number else None
    await year.until(LAST)
    return number, names


async def test_a_year_of_pulses_sends_exactly_what_was_promised(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "_tell", lambda *_: None)  # a line for each mail
    began = time.monotonic()
    number, names = await live(db)
    lived = time.monotonic() - began

    got: Counter[Told] = Counter()
    notes: Counter[str] = Counter()
    for mail in await mails(db):
        if mail.mail == "wave_note":
            notes[names[mail.wave]] += 1
        else:
            got[mail.created_at, number[mail.person_id], mail.mail, names[mail.wave]] += 1
    days = closed_days("SH", 2026)
    town = Town(days.days, ABSENCES, OPTS_OUT, LEAVES, REFUSES, AWAY, takes_part)
    want = expected(plans(), town, FIRST, LAST)

    assert sorted(got - want) == []
    assert sorted(want - got) == []
    assert max(got.values()) == 1
    contacts = await contacts_of(db)
    within = {days: max(most_within(t, timedelta(days=days)) for t in contacts.values()) for days in (1, 7, 90)}
    assert within[7] == 1
    assert within[90] <= 6
    assert notes == Counter(pulse1=1, urgent=1, pulse2=1, pulse3=1, pulse4=2)  # the last one is reminded, too
    kinds = Counter((wave, kind.removeprefix("survey_")) for _, _, kind, wave in got)
    asked = {wave: kinds[wave, "invitation"] for wave in names.values()}
    # 10 were absent; 5 had opted out, 3 did while they waited, 5 were absent then; 6 mailboxes were gone, 1 had left.
    assert asked == {"pulse1": 190, "urgent": 60, "pulse2": 187, "pulse3": 185, "pulse4": 185}
    table(
        f"A year of pulses, {'SQLite' if db.sqlite else 'PostgreSQL'}",
        {
            **{f"{wave} {kind}": count for (wave, kind), count in sorted(kinds.items())},
            "most mails to one person in 7 and 90 days": f"{within[7]}, {within[90]}",
            "the year took": f"{lived:.0f} s",
            "load": load(),
        },
    )
