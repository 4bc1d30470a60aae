"""Results: what figures are made of, read; what was shown, kept; and the tags of free texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select

from domain.survey.figures import Results
from domain.survey.intervals import OPEN, Drawn, Frame
from domain.survey.modes import Mode
from domain.survey.pairing import may_pair, paired
from domain.survey.parting import Place
from domain.survey.questions import Text
from domain.survey.results import Gathered, Shown, figures_for
from domain.survey.wave_nouns import Wave
from domain.survey.wave_words import WaveState
from storage import origins, pairing, sql
from storage.answers import answers_of
from storage.session import Session
from storage.surveys import Survey, survey
from storage.tables import (
    ConfidentialAnswerRow,
    NamedAnswerRow,
    PersonRow,
    ShownRow,
    SurveyRow,
    TextTagRow,
    WaveDrawnRow,
    WaveRow,
)
from storage.waves import load_wave
from storage.wordings import exactly

W, S, DRAWN = sql.table(WaveRow), sql.table(SurveyRow), sql.table(WaveDrawnRow)
SHOWN, TAG = sql.table(ShownRow), sql.table(TextTagRow)
RESULTS: TypeAdapter[Results] = TypeAdapter(Results)
EVALUATED = (WaveState.ANSWERING, WaveState.DONE)
MOST_TAGS = 20  # of one text


@dataclass(frozen=True, slots=True)
class Gathering:
    """A wave with all that its results are made of."""

    wave: Wave
    survey: Survey
    gathered: Gathered


async def gather(session: Session, wave_id: str, *, evaluating: bool = False, lock: bool = False) -> Gathering | None:
    """Everything about the results of a wave; None where there is no such wave.

    With `evaluating`, a closed wave counts as evaluated: its answers have been opened in this transaction.
    """
    wave = await load_wave(session, wave_id, lock=lock)
    if wave is None:
        return None
    found = await survey(session, wave.survey)
    form = await exactly(session, wave.questionnaire)
    assert found is not None
    assert form is not None
    gathered = Gathered(
        questionnaire=form,
        mode=wave.mode,
        answers=await answers_of(session, wave_id, wave.mode),
        asked=wave.invited,
        closed=wave.state in EVALUATED or (evaluating and wave.state is WaveState.CLOSED),
        thresholds=found.plan.thresholds,
        frame=await _frame(session, found, wave),
        units=await _units(session, wave_id),
        before=await _shown(session, wave_id),
        public=wave.public,
    )
    return Gathering(wave, found, gathered)


async def _frame(session: Session, found: Survey, wave: Wave) -> Frame:
    """Everybody of an audience is a closed group, and so is the audience a sample or a third was drawn from.

    Of waves that were sent before its size was kept, a sample counts as one of a group of unknown size.
    """
    if wave.public:
        return OPEN
    kept = (await session.execute(select(DRAWN).where(DRAWN.c.wave == wave.id))).mappings().one_or_none()
    if kept is not None and kept["drawn"] != Drawn.CENSUS:
        return Frame(Drawn(kept["drawn"]), kept["population"])
    if kept is not None or found.plan.selection.kind == "all":
        return Frame(Drawn.CENSUS, wave.invited) if wave.invited else OPEN
    return Frame(Drawn.RANDOM)


async def _units(session: Session, wave_id: str) -> dict[str, Place]:
    kept = (await session.execute(select(W.c.units).where(W.c.id == wave_id))).scalar_one()
    units = cast("Mapping[str, Mapping[str, Any]]", kept or {})
    return {unit: Place(Text.model_validate(place["title"]), place.get("under")) for unit, place in units.items()}


# What was shown


async def _shown(session: Session, wave_id: str) -> tuple[Shown, ...]:
    rows = await session.execute(select(SHOWN.c.content).where(SHOWN.c.wave == wave_id).order_by(SHOWN.c.number))
    return tuple(Shown(RESULTS.validate_python(one["results"]), frozenset(one["answers"])) for one in rows.scalars())


async def keep(
    session: Session, wave_id: str, *, evaluating: bool = False, whose: pairing.Whose | None = None
) -> Results | None:
    """Makes figures anew where that may be, and keeps them before anybody sees them; None where there is no such wave.

    To be called when a wave is evaluated (in the transaction that has opened its answers, with `evaluating`), and on
    request while a named or confidential wave runs. With `whose` final figures come with those of the pairs, where
    the same people were asked before.
    """
    found = await gather(session, wave_id, evaluating=evaluating, lock=True)
    if found is None:
        return None
    gathered = found.gathered
    results = figures_for(gathered)
    if results.answered is None or (gathered.before and results == gathered.before[-1].results):
        return results
    ids = [] if results.final else sorted(answer.id for answer in gathered.answers)
    content = {"results": RESULTS.dump_python(results, mode="json"), "answers": ids}
    if results.final and whose is not None:
        content |= await _paired(session, found, results, whose)
    row = {"wave": wave_id, "number": len(gathered.before), "answered": results.answered, "content": content}
    await sql.insert(session, ShownRow, [row])
    return results


async def _paired(session: Session, found: Gathering, results: Results, whose: pairing.Whose) -> dict[str, Any]:
    """What is kept of the pairs with the wave before, if there is one; its row is held, as others pair with it, too."""
    origin = await origins.origin(session, found.wave.id)
    if origin is None or origin.before is None:
        return {}
    there = await gather(session, origin.before, lock=True)
    assert there is not None, "a wave's row stays"
    here = replace(found.gathered, before=(*found.gathered.before, Shown(results, frozenset())))
    promised = all(one.plan is not None and one.plan.pairs for one in (found.wave, there.wave))
    if not may_pair(here, there.gathered, promised=promised):
        return {}
    pairs = await pairing.pairs(session, found.wave.id, there.wave.id, here.mode, whose)
    others = await pairing.others(session, there.wave.id, found.wave.id)
    return {"paired": pairing.as_kept(paired(there.wave.id, here, there.gathered, pairs, others))}


# Tags


async def tags_of(session: Session, wave_id: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Tags by answer and question, in the order of the alphabet."""
    rows = await session.execute(select(TAG.c.answer, TAG.c.question, TAG.c.tag).where(TAG.c.wave == wave_id))
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row.answer, row.question), []).append(row.tag)
    return {place: tuple(sorted(tags, key=str.casefold)) for place, tags in found.items()}


async def tag(session: Session, wave_id: str, answer: str, question: str, word: str) -> bool:
    """Gives a text a tag; twice is once. False where the text has as many as it may have."""
    mine = (TAG.c.wave == wave_id, TAG.c.answer == answer, TAG.c.question == question)
    there = (await session.execute(select(func.count()).select_from(TAG).where(*mine))).scalar_one()
    row = {"wave": wave_id, "answer": answer, "question": question, "tag": word}
    if there >= MOST_TAGS:
        return False
    await sql.insert_or_ignore(session, TextTagRow, row)
    return True


async def untag(session: Session, wave_id: str, answer: str, question: str, word: str) -> None:
    """Takes a tag away."""
    mine = (TAG.c.wave == wave_id, TAG.c.answer == answer, TAG.c.question == question, TAG.c.tag == word)
    await session.execute(delete(TAG).where(*mine))


# Waves with results


async def evaluated_waves(session: Session, survey_id: str) -> list[str]:
    """The waves of a survey whose results are there, first to last."""
    mine = (W.c.survey == survey_id, W.c.state.in_([state.value for state in EVALUATED]))
    return list((await session.execute(select(W.c.id).where(*mine).order_by(W.c.number))).scalars())


async def published_waves(session: Session, limit: int, before: str = "") -> list[str]:
    """Waves whose answer to those who were asked is published, newest first, after the one `before` names."""
    done = select(W.c.id).where(W.c.state == WaveState.DONE.value).order_by(W.c.done_at.desc(), W.c.id)
    ids: Sequence[str] = list((await session.execute(done)).scalars())
    start = ids.index(before) + 1 if before in ids else 0
    return list(ids[start : start + limit])


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One wave, by its survey's title and its number."""

    id: str
    title: Text
    number: int


async def comparable_waves(session: Session, questionnaire_name: str, limit: int = 50) -> list[WaveLine]:
    """Evaluated waves of all surveys with this questionnaire, newest first."""
    wanted = (S.c.questionnaire == questionnaire_name, W.c.state.in_([state.value for state in EVALUATED]))
    columns = select(W.c.id, W.c.number, S.c.plan).join(S, S.c.id == W.c.survey).where(*wanted)
    rows = await session.execute(columns.order_by(W.c.started_at.desc(), W.c.id).limit(limit))
    return [WaveLine(row.id, Text.model_validate(row.plan["title"]), row.number) for row in rows]


# Exports


async def whose(session: Session, wave_id: str, mode: Mode) -> dict[str, str]:
    """Whose an answer is, by its id: a name, or a code. Of anonymous ones nobody knows."""
    if mode is Mode.CONFIDENTIAL:
        kept = sql.table(ConfidentialAnswerRow)
        coded = select(kept.c.id, kept.c.pseudonym).where(kept.c.wave == wave_id)
        return {row.id: row.pseudonym for row in await session.execute(coded)}
    if mode is Mode.NAMED:
        kept, person = sql.table(NamedAnswerRow), sql.table(PersonRow)
        named = select(kept.c.id, person.c.name).join(person, person.c.id == kept.c.person_id)
        return {row.id: row.name for row in await session.execute(named.where(kept.c.wave == wave_id))}
    return {}


# Lists for programs


async def survey_ids(session: Session) -> list[str]:
    """All surveys there are."""
    return list((await session.execute(select(S.c.id).order_by(S.c.id))).scalars())


async def wave_ids(session: Session, survey_id: str) -> list[str]:
    """The waves of a survey in every state, first to last."""
    mine = select(W.c.id).where(W.c.survey == survey_id).order_by(W.c.number)
    return list((await session.execute(mine)).scalars())
