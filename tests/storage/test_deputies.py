"""Who stands in for the people of a file, and what a change of absences tells the cases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from domain.absence import Absence, Source
from domain.errors import RuleBroken
from domain.words import Role
from domain.world import StandIn
from storage import absences, deputies, people
from storage.people import PersonIn as Stated
from tests.storage.town import Town
from umlauf.deputies import stand_in
from umlauf.errors import Impossible
from umlauf.people_file import PersonIn

MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 6)


def person(name: str, *standing_in: str, role: Role = Role.REVIEWER) -> PersonIn:
    addresses = tuple(f"{one}@example.org" for one in standing_in)
    return PersonIn(email=f"{name}@example.org", name=name, deputies={role: addresses})


async def told(town: Town, *found: PersonIn) -> dict[str, list[str]]:
    async with town.db.write() as session:
        for one in found:
            await people.put(session, Stated(one.name, one.email, department="digital"), at=town.now)
        await stand_in(session, found, town.now)
    async with town.db.read() as session:
        names = {p.id: p.name for p in (await people.staff(session)).values()}
        known = await deputies.everybodys(session)
    return {names[one]: [names[by.person] for by in several] for one, several in known.items()}


async def test_deputies_are_kept_in_their_order_and_replaced_by_what_is_stated_next(town: Town) -> None:
    assert await told(town, person("ada", "cy", "bo"), person("bo"), person("cy")) == {"ada": ["cy", "bo"]}
    assert await told(town, person("ada", "bo")) == {"ada": ["bo"]}
    silent = PersonIn(email="ada@example.org", name="ada")
    assert await told(town, silent) == {"ada": ["bo"]}, "a file that says nothing of them leaves them as they are"
    assert await told(town, person("ada")) == {}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ((person("ada", "nobody"),), "Nobody here has the address nobody@example.org"),
        ((person("ada", "ada"),), "ada@example.org would stand in for themselves"),
        ((person("ada", "bo"), person("bo", "cy"), person("cy", "ada")), "would stand in for themselves, through"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_kept(
    town: Town, found: tuple[PersonIn, ...], sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        await told(town, *found)
    assert await told(town) == {}


async def test_two_may_stand_in_for_each_other_in_different_roles(town: Town) -> None:
    there = person("ada", "bo"), person("bo", "ada", role=Role.DECIDER)

    assert await told(town, *there) == {"ada": ["bo"], "bo": ["ada"]}


async def test_a_circle_over_people_known_before_is_found(town: Town) -> None:
    await told(town, person("ada", "bo"), person("bo"))
    with pytest.raises(Impossible, match=r"through ada@example\.org"):
        await told(town, person("bo", "ada"))


async def test_steps_know_deputies_and_absences_as_they_are_now(town: Town) -> None:
    await told(town, person("ada", "bo"), person("bo"))
    async with town.db.write() as session:
        ada = await people.owner_of(session, "ada@example.org") or ""
        bo = await people.owner_of(session, "bo@example.org") or ""
        await absences.add(session, ada, MONDAY, FRIDAY, at=town.now)
    async with town.db.read() as session:
        known = await town.db.known.directory.at(session)
        assert known.deputies[ada] == (StandIn("reviewer", bo),)
        assert (await known.absences(session, FRIDAY))[ada] == (Absence(MONDAY, FRIDAY),)
        assert await known.absences(session, FRIDAY + timedelta(days=1)) == {}


async def test_a_calendar_adds_what_is_not_known_and_clears_nothing(town: Town) -> None:
    await told(town, person("ada"))
    week, later = Absence(MONDAY, FRIDAY), Absence(date(2026, 12, 1), date(2026, 12, 4))
    async with town.db.write() as session:
        ada = await people.owner_of(session, "ada@example.org") or ""
        await absences.add(session, ada, MONDAY, MONDAY, at=town.now, source=Source.SELF)
        assert await absences.take_in(session, ada, [week, later], at=town.now) == 1
        assert await absences.take_in(session, ada, [later], at=town.now) == 0
        assert await absences.take_in(session, ada, [], at=town.now) == 0
        assert await absences.since(session, MONDAY) == {ada: (Absence(MONDAY, MONDAY), later)}


async def test_absences_do_not_overlap(town: Town) -> None:
    await told(town, person("ada"))
    async with town.db.write() as session:
        ada = await people.owner_of(session, "ada@example.org") or ""
        await absences.add(session, ada, MONDAY, FRIDAY, at=town.now)
        with pytest.raises(RuleBroken, match="overlaps"):
            await absences.add(session, ada, FRIDAY, FRIDAY, at=town.now)


async def test_nobody_is_told_where_nothing_is_asked_of_them(town: Town) -> None:
    await told(town, person("ada"))
    async with town.db.write() as session:
        ada = await people.owner_of(session, "ada@example.org") or ""
        await absences.add(session, ada, MONDAY, FRIDAY, at=town.now)
        assert not (await session.execute(text("SELECT id FROM inbox WHERE kind = 'absence_noted'"))).all()
