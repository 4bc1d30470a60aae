"""Whom the people of a file report to, whether somebody is in it or was known before."""

import pytest

from storage import people
from storage.people import PersonIn as Stated
from tests.storage.town import Town
from umlauf.errors import Impossible
from umlauf.people_file import PersonIn
from umlauf.superiors import report


def person(name: str, superior: str = "") -> PersonIn:
    above = f"{superior}@example.org" if superior else ""
    return PersonIn(email=f"{name}@example.org", name=name, superior=above)


async def told(town: Town, *found: PersonIn) -> dict[str, str]:
    async with town.db.write() as session:
        for one in found:
            stated = Stated(one.name, one.email, department="digital", functions=frozenset({"office_head"}))
            await people.put(session, stated, at=town.now)
        await report(session, found)
    async with town.db.read() as session:
        staff = await people.staff(session)
    names = {p.id: p.name for p in staff.values()}
    return {p.name: names.get(p.superior, "") for p in staff.values() if p.functions == {"office_head"}}


async def test_the_order_in_the_file_does_not_matter(town: Town) -> None:
    assert await told(town, person("ada", "bo"), person("bo", "cy"), person("cy")) == {
        "ada": "bo",
        "bo": "cy",
        "cy": "",
    }


async def test_somebody_known_before_may_be_named_and_left_out_again(town: Town) -> None:
    await told(town, person("cy"))

    assert await told(town, person("ada", "cy")) == {"ada": "cy", "cy": ""}
    assert await told(town, person("ada")) == {"ada": "", "cy": ""}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ((person("ada", "nobody"),), "Nobody here has the address nobody@example.org"),
        ((person("ada", "ada"),), "ada@example.org would report to themselves"),
        ((person("ada", "bo"), person("bo", "ada")), "ada@example.org would report to themselves, through bo@"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_kept(
    town: Town, found: tuple[PersonIn, ...], sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        await told(town, *found)
    async with town.db.read() as session:
        assert not [p for p in (await people.staff(session)).values() if p.name in ("ada", "bo")]


async def test_a_circle_over_people_known_before_is_found(town: Town) -> None:
    await told(town, person("ada", "bo"), person("bo"))
    with pytest.raises(Impossible, match=r"bo@example\.org would report to themselves"):
        await told(town, person("bo", "ada"))
