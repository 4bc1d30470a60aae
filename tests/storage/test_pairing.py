"""Pairs on both databases: found when the later wave is evaluated, kept as figures, never as pairs."""

from typing import Any, cast

import pytest
from sqlalchemy import select

from activities.closing import Closing
from contracts.survey_links import sealed_person
from domain.survey.modes import Mode
from domain.survey.pairing import Paired
from domain.survey.wave_happenings import WavePlan
from domain.survey.wave_words import WaveState
from kit.sealing import KeyRing
from storage import answers, pairing, results, sql
from storage.engine import Database
from storage.tables import ConfidentialAnswerRow, InvitationRow, PseudonymRow, ShownRow, WaveOriginRow
from tests.storage.answered import answer, in_state, put_wave
from tests.storage.asking import add_people, add_survey, add_wave, invite
from tests.storage.town import Town

CODED, INVITED, SHOWN = sql.table(ConfidentialAnswerRow), sql.table(InvitationRow), sql.table(ShownRow)


def opened(_: str, sealed: bytes) -> str:
    """In these tests nothing is sealed."""
    return sealed.decode()


async def answered(db: Database, wave: str, mode: Mode, by: list[str], step: int, *, pairs: bool = True) -> None:
    """Everybody was invited and said the same; then it is evaluated."""
    await invite(db, wave, by)
    said = [{"heard": step + (n == 0)} for n in range(len(by))]
    ids = await answer(db, wave, said, mode, by=by)
    async with db.write() as session:
        if mode is Mode.CONFIDENTIAL:
            codes = [(one, f"{one[:30]}c") for one in ids]
            for (one, code), person in zip(codes, by, strict=True):
                await sql.change(session, CODED, one, {"pseudonym": code})
                await sql.insert(session, PseudonymRow, [{"pseudonym": code, "wave": wave, "sealed": person.encode()}])
    plan = WavePlan.model_validate({"starts_on": "2026-03-02", "closes_on": "2026-03-13", "pairs": pairs})
    await put_wave(db, wave, invited=len(by), plan=plan.model_dump(mode="json"), state=WaveState.CLOSED.value)


async def evaluated(db: Database, wave: str) -> Paired | None:
    async with db.write() as session:
        await results.keep(session, wave, evaluating=True, whose=opened)
    await in_state(db, wave, WaveState.ANSWERING)
    async with db.read() as session:
        return await pairing.shown(session, wave)


async def two_waves(town: Town, mode: Mode, count: int, *, pairs: bool = True, **invitation: Any) -> Paired | None:
    """The same people before and after, and a wave that says whose people it asks again."""
    db, case_id = town.db, await town.in_review()
    people = await add_people(db, count)
    survey = await add_survey(db, people[0], mode)
    before, after = [await add_wave(db, survey, people[0], mode, number=n) for n in (0, 1)]
    await put_wave(db, after, case_id=case_id)
    await answered(db, before, mode, people, 2, pairs=pairs)
    assert await evaluated(db, before) is None
    await answered(db, after, mode, people, 4, pairs=pairs)
    async with db.write() as session:
        await sql.insert(session, WaveOriginRow, [{"wave": after, "event": "live", "days": 90, "before": before}])
        if invitation:
            await session.execute(INVITED.update().where(INVITED.c.wave == before).values(**invitation))
    return await evaluated(db, after)


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.NAMED])
async def test_each_one_s_answers_are_beside_each_other_and_only_figures_are_kept(town: Town, mode: Mode) -> None:
    told = await two_waves(town, mode, 8)
    assert told is not None
    heard = told.figure("heard")
    assert heard is not None
    (change,) = heard.changes
    assert (heard.pairs, change.before, change.after) == (8, 2.125, 4.125)
    async with town.db.read() as session:
        (content,) = (await session.execute(select(SHOWN.c.content).where(SHOWN.c.wave != told.before))).scalars()
        before = [one.id for one in await answers.answers_of(session, told.before, mode)]
    assert content["paired"]["there"] == {"heard": sorted(before)}
    assert set(content["paired"]) == {"before", "least", "figures", "there"}


@pytest.mark.parametrize(
    ("mode", "count", "more"),
    [
        (Mode.CONFIDENTIAL, 8, {"pairs": False}),  # nobody told them
        (Mode.ANONYMOUS, 8, {}),
    ],
)
async def test_nothing_is_paired_that_was_not_promised(
    town: Town, mode: Mode, count: int, more: dict[str, Any]
) -> None:
    assert await two_waves(town, mode, count, **more) is None


@pytest.mark.parametrize("more", [{"state": "entered"}, {"left": "withdrawn"}])
async def test_who_was_not_invited_or_took_it_back_is_in_no_pair(town: Town, more: dict[str, Any]) -> None:
    told = await two_waves(town, Mode.CONFIDENTIAL, 8, **more)
    assert told is not None
    assert told.figures == ()


async def test_a_lost_key_makes_no_pair() -> None:
    closing = Closing(cast("Any", None), cast("Any", None), KeyRing(["a key that is long enough"]))
    sealed = KeyRing(["another key, long enough"]).seal(b"ann", sealed_person("code"))
    assert closing._whose("code", sealed) == ""
