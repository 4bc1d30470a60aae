"""What a wave tells the ideas it asked about, or that its answer names: inbox rows, in the wave's own step."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from domain.happenings import BarIn, FigureIn, NamedInSurvey, Surveyed
from domain.survey.figures import PartFigures
from domain.survey.results import looked_at
from domain.survey.wave_happenings import Evaluated, Responded, WaveHappening
from domain.survey.wave_nouns import Wave
from domain.words import Via
from storage import inbox, origins, results, sql
from storage.session import Session
from storage.tables import CaseRow

C = sql.table(CaseRow)
HAS_TEXT = C.c.seq > 0  # what is only being received cannot be told anything


async def known_cases(session: Session, ids: Iterable[str | None]) -> frozenset[str]:
    """Those of these ids that are ideas."""
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return frozenset()
    return frozenset((await session.execute(select(C.c.id).where(C.c.id.in_(wanted), HAS_TEXT))).scalars())


async def tell_ideas(session: Session, happening: WaveHappening, wave: Wave, at: datetime) -> None:
    """Once per wave: the step it belongs to is taken once. Whoever brings letters again brings these."""
    if isinstance(happening, Evaluated):
        await _tell_result(session, wave, at)
    elif isinstance(happening, Responded):
        named = Counter(topic.case_id for topic in wave.topics if topic.case_id is not None)
        for case_id, topics in sorted(named.items()):
            number = f"named:{wave.id}:{case_id}"
            news = NamedInSurvey(id=number, by="clock", via=Via.CLOCK, at=at, wave=wave.id, topics=topics)
            await inbox.put(session, case_id, news)


async def _tell_result(session: Session, wave: Wave, at: datetime) -> None:
    """The figures of everybody, as far as everybody may see them; nobody's answer."""
    origin = await origins.origin(session, wave.id)
    if origin is None or not await known_cases(session, [origin.case_id]):
        return
    found = await results.gather(session, wave.id, evaluating=True)
    assert found is not None, "its step is being taken"
    told = looked_at(found.gathered)
    news = Surveyed(
        id=f"surveyed:{wave.id}",
        by="clock",
        via=Via.CLOCK,
        at=at,
        wave=wave.id,
        survey=wave.survey,
        event=origin.event,
        days=origin.days,
        invited=0 if wave.public else wave.invited,
        answered=told.answered,
        figures=_figures(told.everybody),
    )
    await inbox.put(session, origin.case_id, news)


def _figures(everybody: PartFigures | None) -> tuple[FigureIn, ...]:
    return tuple(
        FigureIn(
            question=figure.question,
            kind=figure.kind,
            bars=tuple(BarIn(key=b.key, count=b.share.count, answered=b.share.answered) for b in figure.bars),
        )
        for figure in (everybody.figures if everybody is not None else ())
    )
