"""Results on both databases: what is read, what was shown stays known, and tags."""

import pytest

from activities.closing import Closing
from domain.survey.figures import EVERYBODY, UNIT, Part, Withheld
from domain.survey.intervals import Drawn
from domain.survey.modes import Mode
from domain.survey.results import figures_for, looked_at
from domain.survey.wave_words import WaveState
from kit.codes import new_code
from kit.sealing import KeyRing
from storage import results
from storage.engine import Database
from tests.storage import voting
from tests.storage.answered import answer, in_state, put_wave
from tests.storage.asking import add_people, add_survey, add_wave

TREE = {
    "town": {"title": {"de": "Stadt"}, "under": None},
    "north": {"title": {"de": "Nord"}, "under": "town"},
    "south": {"title": {"de": "Süd"}, "under": "town"},
}


async def a_wave(db: Database, mode: Mode = Mode.ANONYMOUS, state: WaveState = WaveState.ANSWERING) -> str:
    (owner,) = await add_people(db, 1)
    wave = await add_wave(db, await add_survey(db, owner, mode), owner, mode, state)
    await put_wave(db, wave, invited=40, units=TREE)
    return wave


async def gathered(db: Database, wave: str) -> results.Gathering:
    async with db.read() as session:
        found = await results.gather(session, wave)
    assert found is not None
    return found


async def test_everything_of_a_wave_is_gathered(db: Database) -> None:
    wave = await a_wave(db)
    await answer(db, wave, [{"side": "inside", "first": ["mobility", "climate"]}] * 6, unit="north")
    await answer(db, wave, [{"side": "outside"}] * 7, unit="south")
    found = (await gathered(db, wave)).gathered
    assert found.frame.drawn is Drawn.CENSUS
    assert found.units["north"].under == "town"
    assert found.answers[0].values.get("first", ("mobility", "climate")) == ("mobility", "climate")
    told = figures_for(found)
    assert (told.answered, told.invited) == (13, 40)
    assert told.part(Part(UNIT, "north")) is not None


async def test_there_are_no_results_of_no_wave(db: Database) -> None:
    async with db.read() as session:
        assert await results.gather(session, "nothing") is None


async def test_an_anonymous_wave_shows_nothing_before_it_is_evaluated(db: Database) -> None:
    wave = await a_wave(db, state=WaveState.CLOSED)
    await answer(db, wave, [{"side": "inside"}] * 9)
    assert looked_at((await gathered(db, wave)).gathered).withheld is Withheld.RUNNING
    async with db.write() as session:
        kept = await results.keep(session, wave, evaluating=True)
    assert kept is not None
    assert kept.final
    await in_state(db, wave, WaveState.ANSWERING)
    await answer(db, wave, [{"side": "outside"}] * 9)
    assert looked_at((await gathered(db, wave)).gathered) == kept


async def test_named_figures_are_made_on_request_and_only_with_enough_new_answers(db: Database) -> None:
    wave = await a_wave(db, Mode.NAMED, WaveState.OPEN)
    people = await add_people(db, 20)
    await answer(db, wave, [{"heard": 4}] * 6, Mode.NAMED, by=people[:6])
    assert looked_at((await gathered(db, wave)).gathered).withheld is Withheld.NOT_YET
    for first, last, told in ((6, 6, 6), (6, 10, 6), (10, 11, 11)):
        await answer(db, wave, [{"heard": 4}] * (last - first), Mode.NAMED, by=people[first:last])
        async with db.write() as session:
            kept = await results.keep(session, wave)
        assert kept is not None
        assert kept.answered == told
        assert looked_at((await gathered(db, wave)).gathered) == kept
    assert len((await gathered(db, wave)).gathered.before) == 2


async def test_confidential_answers_are_read_without_their_code(db: Database) -> None:
    wave = await a_wave(db, Mode.CONFIDENTIAL)
    await answer(db, wave, [{"heard": 2, "one_thing": "<script>"}] * 5, Mode.CONFIDENTIAL)
    told = looked_at((await gathered(db, wave)).gathered)
    assert told.answered == 5
    everybody = told.part(EVERYBODY)
    assert everybody is not None
    assert everybody.figure("heard") is not None


@pytest.mark.parametrize("mode", list(Mode))
async def test_what_somebody_began_and_never_sent_is_in_no_figure(db: Database, mode: Mode) -> None:
    """S14: drafts lie beside the answers until the close, and are gone after it."""
    wave, people, tokens = await voting.a_wave(db, mode, people=9)
    for _ in people:
        await voting.break_off(db, wave, new_code(), {"heard": 1})
    for person in people[:6]:
        assert await voting.hand_in(db, tokens[person], {"heard": 5}) == ""
    await voting.close(db, wave)
    assert len(await voting.drafts_of(db, wave)) == 9
    await Closing(db, voting.BALLOTS, KeyRing([voting.SECRET])).evaluate(wave)
    assert await voting.drafts_of(db, wave) == set()
    await in_state(db, wave, WaveState.ANSWERING)
    told = looked_at((await gathered(db, wave)).gathered)
    everybody = told.part(EVERYBODY)
    figure = everybody.figure("heard") if everybody is not None else None
    assert figure is not None
    assert [(bar.key, bar.share.count) for bar in figure.bars if bar.share.count] == [("5", 6)]


async def test_tags_are_given_once_and_taken_away(db: Database) -> None:
    wave = await a_wave(db)
    (one,) = await answer(db, wave, [{"one_thing": "Mehr Räder"}])
    async with db.write() as session:
        assert await results.tag(session, wave, one, "one_thing", "Rad")
        assert await results.tag(session, wave, one, "one_thing", "Rad")
        assert await results.tag(session, wave, one, "one_thing", "Auto")
        await results.untag(session, wave, one, "one_thing", "nothing")
    async with db.read() as session:
        assert await results.tags_of(session, wave) == {(one, "one_thing"): ("Auto", "Rad")}
    async with db.write() as session:
        await results.untag(session, wave, one, "one_thing", "Rad")
    async with db.read() as session:
        assert await results.tags_of(session, wave) == {(one, "one_thing"): ("Auto",)}


async def test_waves_with_results_are_listed(db: Database) -> None:
    (owner,) = await add_people(db, 1)
    survey = await add_survey(db, owner)
    states = (WaveState.DONE, WaveState.ANSWERING, WaveState.OPEN, WaveState.DONE)
    waves = [await add_wave(db, survey, owner, state=state, number=n) for n, state in enumerate(states)]
    async with db.read() as session:
        assert await results.evaluated_waves(session, survey) == [waves[0], waves[1], waves[3]]
        assert set(await results.published_waves(session, 10)) == {waves[0], waves[3]}
        first = (await results.published_waves(session, 1))[0]
        assert await results.published_waves(session, 10, first) == [w for w in (waves[0], waves[3]) if w != first]


async def test_waves_of_the_same_questionnaire_are_found_whatever_their_audience(db: Database) -> None:
    first, second = await a_wave(db), await a_wave(db, state=WaveState.DONE)
    await a_wave(db, state=WaveState.OPEN)
    async with db.read() as session:
        found = await results.comparable_waves(session, "pulse")
        assert {line.id for line in found} == {first, second}
        assert found[0].title.de == "Puls"
        assert len(await results.survey_ids(session)) == 3


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL, Mode.ANONYMOUS])
async def test_whose_an_answer_is_is_known_only_where_it_is_kept(db: Database, mode: Mode) -> None:
    wave = await a_wave(db, mode)
    people = await add_people(db, 2)
    ids = await answer(db, wave, [{"heard": 1}] * 2, mode, by=people)
    async with db.read() as session:
        told = await results.whose(session, wave, mode)
    assert set(told) == (set() if mode is Mode.ANONYMOUS else set(ids))
    assert mode is not Mode.NAMED or set(told.values()) == {"Person 0", "Person 1"}
