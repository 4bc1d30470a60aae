"""Supporters as they are kept: once a person, by day, taken back by the same link, forgotten when it is over."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from storage import entries, people, sql, supporters
from storage.supporters import Entry
from storage.tables import AddressRow, CaseRow, GuestRow, SupporterRow, SupportLinkRow
from tests.storage.town import Town

A, G, L = sql.table(AddressRow), sql.table(GuestRow), sql.table(SupportLinkRow)
C = sql.table(CaseRow)
WHO = "anna@example.org"


async def support(town: Town, case_id: str, token: str, address: str = WHO) -> bool:
    """An address is given, and confirmed."""
    async with town.db.write() as session:
        entry = Entry(f"entry-{token}", case_id, b"sealed")
        assert await supporters.add(session, entry, token, at=town.now)
        given = {"language": "de", "at": town.now, "today": town.now.date()}
        return await supporters.confirm(session, entry, token, address, **given)


async def ask(town: Town, what: Any, *args: Any, **given: Any) -> Any:
    async with town.db.write() as session:
        return await what(session, *args, **given)


async def test_one_person_counts_once_however_often_they_confirm(town: Town) -> None:
    case_id = await town.in_review()
    assert await support(town, case_id, "one")
    assert await support(town, case_id, "two", " ANNA@example.org")
    assert await support(town, case_id, "three", "berta@example.org")
    assert await ask(town, supporters.count, case_id) == 2
    assert await ask(town, supporters.counts, [case_id, "other"]) == {case_id: 2}


async def test_new_supporters_are_counted_from_a_day_on(town: Town) -> None:
    case_id = await town.in_review()
    await support(town, case_id, "one")
    town.later(days=3)
    await support(town, case_id, "two", "berta@example.org")
    today = town.now.date()
    assert await ask(town, supporters.count, case_id, since=today) == 1
    assert await ask(town, supporters.count, case_id, since=today - timedelta(days=3)) == 2


async def test_any_of_their_links_takes_it_back_and_brings_it_again(town: Town) -> None:
    case_id = await town.in_review()
    await support(town, case_id, "one")
    await support(town, case_id, "two")
    await ask(town, supporters.withdraw, "two")
    assert await ask(town, supporters.count, case_id) == 0
    found = await ask(town, supporters.behind, "one")
    assert not found.counts
    assert await ask(town, supporters.again, "one", today=town.now.date())
    assert await ask(town, supporters.count, case_id) == 1


async def test_what_is_not_public_or_closed_takes_no_supporters(town: Town) -> None:
    hidden = await town.idea()
    assert not await support(town, hidden, "one")
    closed = await town.in_review()
    await support(town, closed, "before")
    await town.happen(closed, "withdrawn", "ute")
    assert not await support(town, closed, "after", "berta@example.org")
    assert not await ask(town, supporters.again, "before", today=town.now.date())
    async with town.db.read() as session:
        assert await people.owner_of(session, "berta@example.org") is None


async def test_an_address_that_is_not_confirmed_lies_sealed_for_a_week_and_is_nobodys(town: Town) -> None:
    case_id = await town.in_review()
    await ask(town, supporters.add, Entry("e", case_id, b"sealed"), "token", at=town.now)
    assert not await ask(town, supporters.add, Entry("e", case_id, b"other"), "other", at=town.now)
    assert (await ask(town, supporters.waiting, "token", town.now)).sealed == b"sealed"
    town.later(days=8)
    assert await ask(town, supporters.waiting, "token", town.now) is None
    assert await ask(town, supporters.forget, town.now) == 1
    assert await ask(town, supporters.count, case_id) == 0


async def addresses(town: Town) -> list[str]:
    async with town.db.read() as session:
        return list((await session.execute(select(A.c.address).where(A.c.address == WHO))).scalars())


async def test_the_address_stays_while_the_idea_is_open_and_goes_with_it_but_the_count_stays(town: Town) -> None:
    case_id = await town.in_review()
    await support(town, case_id, "one")
    await ask(town, supporters.forget, town.now)
    await ask(town, entries.forget_guests, town.now)
    assert await addresses(town) == [WHO]
    await town.happen(case_id, "withdrawn", "ute")
    await ask(town, supporters.forget, town.now)
    await ask(town, entries.forget_guests, town.now)
    assert await addresses(town) == []
    assert await ask(town, supporters.behind, "one") is None
    assert await ask(town, supporters.count, case_id) == 1


async def test_where_a_closed_idea_is_open_again_nobody_counts_twice(town: Town) -> None:
    """Two were forgotten; of three who come afterwards, two may be them."""
    case_id = await town.in_review()
    await support(town, case_id, "rita", "rita@example.org")  # known for more, so she is not forgotten
    for token in ("one", "two"):
        await support(town, case_id, token, f"{token}@example.org")
    await town.happen(case_id, "withdrawn", "ute")
    await ask(town, supporters.forget, town.now)
    await ask(town, entries.forget_guests, town.now)
    await ask(town, sql.change, C, case_id, {"closed_at": None, "public": True})
    told = [await ask(town, supporters.count, case_id)]
    town.later(days=3)
    for token in ("one", "three", "four"):
        assert await support(town, case_id, f"{token}-again", f"{token}@example.org")
        told.append(await ask(town, supporters.count, case_id))
    assert told == [3, 3, 3, 4]


async def test_whoever_takes_it_back_is_forgotten_the_next_night(town: Town) -> None:
    case_id = await town.in_review()
    await support(town, case_id, "one")
    await ask(town, supporters.withdraw, "one")
    await ask(town, supporters.forget, town.now)
    await ask(town, entries.forget_guests, town.now)
    assert await addresses(town) == []
    async with town.db.read() as session:
        assert (await session.execute(select(L.c.hash))).all() == []
        assert (await session.execute(select(sql.table(SupporterRow)))).all() == []


async def test_somebody_known_for_more_supports_as_themselves_and_stays(town: Town) -> None:
    case_id = await town.in_review()
    await support(town, case_id, "one", "rita@example.org")
    found = await ask(town, supporters.behind, "one")
    assert found.person_id == town.people["rita"]
    async with town.db.read() as session:
        assert (await session.execute(select(G.c.person_id))).all() == []


async def test_two_links_of_one_address_confirmed_at_the_same_moment_count_once(town: Town) -> None:
    case_id = await town.in_review()
    both = await asyncio.gather(support(town, case_id, "one"), support(town, case_id, "two"), return_exceptions=True)
    assert both == [True, True]
    assert await ask(town, supporters.count, case_id) == 1
    assert await addresses(town) == [WHO]


async def test_links_of_somebody_forgotten_open_nothing(town: Town) -> None:
    case_id = await town.in_review()
    await support(town, case_id, "one")
    await ask(town, supporters.withdraw, "one")
    person = await ask(town, people.owner_of, WHO)
    assert await ask(town, entries.forget_guests, town.now, only=person) == 1
    assert await ask(town, supporters.behind, "one") is None
    assert not await ask(town, supporters.again, "one", today=town.now.date())
