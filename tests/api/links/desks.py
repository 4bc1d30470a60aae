"""How tests come to somebody's desk: by the mail that leads there."""

from storage import people
from tests.api.city import City


async def a_desk(city: City, person: str) -> str:
    """The link in the mail to this person's desk."""
    async with city.db.write() as session:
        found = await people.get(session, person)
        await city.services.write_caseless(
            session, "desk_link", at=city.clock(), person=found, key=f"test {city.clock()} {person}"
        )
    return await city.link(None, "desk_link", name_of(city, person))


def name_of(city: City, person: str) -> str:
    return next(name for name, known in city.people.items() if known == person)
