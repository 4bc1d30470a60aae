"""Of how many a sample or a third was drawn is kept with it, and makes intervals as narrow as may be."""

from typing import Any

import pytest

from domain.survey.intervals import Drawn, Frame, wilson
from domain.survey.parting import EVERYBODY
from domain.survey.results import figures_for
from domain.survey.survey import SurveyPlan
from domain.survey.wave_words import WaveState
from storage import invitations, results, sql, waves
from storage.engine import Database
from storage.tables import SurveyRow
from tests.storage import asking
from tests.storage.answered import answer, in_state
from tests.storage.inviting import MONDAY, people_with_addresses

TITLE = {"title": {"de": "Puls"}}


async def chosen(db: Database, selection: dict[str, Any]) -> tuple[str, str, int]:
    """A survey of 30 people who can be asked and one who cannot; how many its wave asks."""
    who = await people_with_addresses(db, 30)
    await asking.add_people(db, 1)  # has no address
    survey = await asking.add_survey(db, who[0], plan=SurveyPlan.model_validate(TITLE | {"selection": selection}))
    wave = await asking.add_wave(db, survey, who[0], state=WaveState.INVITING)
    async with db.write() as session:
        found = await waves.load_wave(session, wave)
        assert found is not None
        assert await invitations.settle(session, found.id, await invitations.choice(session, found, MONDAY.date()))
        asked = (await invitations.counts(session, wave)).waiting
    await in_state(db, wave, WaveState.ANSWERING, invited=asked)
    return survey, wave, asked


async def frame_of(db: Database, wave: str) -> Frame:
    async with db.read() as session:
        found = await results.gather(session, wave)
    assert found is not None
    return found.gathered.frame


@pytest.mark.parametrize(
    ("selection", "drawn"),
    [
        ({"kind": "sample", "size": 12}, Drawn.RANDOM),
        ({"kind": "third"}, Drawn.ROTATING),
        ({"kind": "all"}, Drawn.CENSUS),
    ],
)
async def test_the_group_is_kept_and_a_later_plan_changes_nothing(
    db: Database, selection: dict[str, Any], drawn: Drawn
) -> None:
    survey, wave, asked = await chosen(db, selection)
    assert (asked == 30) is (drawn is Drawn.CENSUS)
    for plan in (TITLE | {"selection": {"kind": "all"}}, TITLE | {"selection": {"kind": "sample", "size": 3}}):
        assert await frame_of(db, wave) == Frame(drawn, 30)
        wanted = SurveyPlan.model_validate(plan).model_dump(mode="json")
        async with db.write() as session:
            await sql.change(session, sql.table(SurveyRow), survey, {"plan": wanted})
    assert await frame_of(db, wave) == Frame(drawn, 30)


async def test_figures_of_a_sample_are_as_sure_as_its_part_of_the_group_makes_them(db: Database) -> None:
    _, wave, _ = await chosen(db, {"kind": "sample", "size": 12})
    await answer(db, wave, [{"side": "inside"}] * 6 + [{"side": "outside"}] * 6)
    async with db.read() as session:
        found = await results.gather(session, wave)
    assert found is not None
    told = figures_for(found.gathered)
    part = told.part(EVERYBODY)
    figure = part.figure("side") if part is not None else None
    assert told.corrected
    assert figure is not None
    assert figure.bars[0].share.interval == wilson(6, 12, Frame(Drawn.RANDOM, 30)) != wilson(6, 12)


async def test_a_sample_of_a_wave_from_before_counts_as_one_of_an_unknown_group(db: Database) -> None:
    (owner,) = await asking.add_people(db, 1)
    plan = SurveyPlan.model_validate(TITLE | {"selection": {"kind": "sample", "size": 12}})
    wave = await asking.add_wave(db, await asking.add_survey(db, owner, plan=plan), owner)
    assert await frame_of(db, wave) == Frame(Drawn.RANDOM)
