"""S16: whoever is moved to another department afterwards changes no figure of a wave that is over."""

from typing import Any

from sqlalchemy import text

from domain.survey.figures import UNIT, Part, Results
from domain.survey.modes import Mode
from domain.survey.results import figures_for, looked_at
from domain.survey.sheet import written_values
from domain.survey.trend import Look, trend
from domain.survey.wave_words import WaveState
from storage import answers, results
from storage.engine import Database
from tests.storage import asking
from tests.storage.answered import in_state
from tests.storage.inviting import FREE, MONDAY, change_people, errands, invitations_of, people_with_addresses, quiet

NORTH, SOUTH = Part(UNIT, "north"), Part(UNIT, "south")


async def asked_and_answered(db: Database, survey: str, owner: str, number: int, steps: dict[str, int]) -> str:
    """A wave that invites everybody where they are now; each answers by the department they are in."""
    wave = await asking.add_wave(db, survey, owner, Mode.NAMED, WaveState.INVITING, number)
    await errands(db, FREE).invite(wave, MONDAY, quiet)
    for row in (await invitations_of(db, wave)).values():
        said = answers.Named(written_values({"heard": steps[row.unit]}), MONDAY)
        async with db.write() as session:
            assert await answers.hand_in(session, row.id, said) == ""
    async with db.read() as session:
        count = await session.execute(text("SELECT count(*) FROM invitations WHERE wave = :wave"), {"wave": wave})
    await in_state(db, wave, WaveState.CLOSED, invited=count.scalar_one())
    async with db.write() as session:
        kept = await results.keep(session, wave, evaluating=True)
    assert kept is not None
    await in_state(db, wave, WaveState.ANSWERING)
    return wave


async def looks(db: Database, *waves: str) -> list[Look]:
    """What results and trend are made of, read anew."""
    async with db.read() as session:
        found = [await results.gather(session, wave) for wave in waves]
    return [
        Look(one.wave.id, one.wave.number, one.wave.starts_on, one.gathered.questionnaire, looked_at(one.gathered))
        for one in found
        if one is not None
    ]


async def made_anew(db: Database, wave: str) -> Results:
    """As if nobody had looked before: from the answers and the units that were kept with the wave."""
    async with db.read() as session:
        found = await results.gather(session, wave)
    assert found is not None
    return figures_for(found.gathered)


def means(told: list[Look], part: Part) -> list[Any]:
    (line,) = [one for one in trend(told, part) if one.question.key == "heard"]
    found = [point.figure.mean if point.figure is not None else None for point in line.points]
    return [None if mean is None else mean.value for mean in found]


async def test_figures_of_an_earlier_cycle_stay_when_departments_are_reorganised(db: Database) -> None:
    north, south = (await people_with_addresses(db, 8, "north"), await people_with_addresses(db, 8, "south"))
    survey = await asking.add_survey(db, north[0], Mode.NAMED)
    first = await asked_and_answered(db, survey, north[0], 0, {"north": 2, "south": 4})
    before, figures = await looks(db, first), await made_anew(db, first)
    assert (means(before, NORTH), means(before, SOUTH)) == ([2], [4])

    await change_people(db, south, department="west")
    await change_people(db, north[:2], department="west")
    await change_people(db, north[2:], department="south")  # the name lives on, and means others
    second = await asked_and_answered(db, survey, north[0], 1, {"south": 5, "west": 1})

    assert await looks(db, first) == before
    assert await made_anew(db, first) == figures
    after = await looks(db, first, second)
    assert means(after, NORTH) == [2, None]
    assert means(after, SOUTH) == [4, 5]
    assert means(after, Part(UNIT, "west")) == [None, 1]
