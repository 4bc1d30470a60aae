"""Rounds by API, for the office's token: all of them, one with how far its panel is, and its results with reasons."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from api.errors import NotFound
from api.language import language_of
from api.services import Services, ServicesDep
from api.v1.actor import Officer
from api.v1.description import problems
from api.v1.shapes import Out, _example
from domain.ranking.ranking import Ranking, Reason
from domain.ranking.robustness import Firmness
from domain.rounds.ballots import Ask
from domain.rounds.nouns import Round
from domain.rounds.words import Fate, RoundState
from kit.i18n import N_, Translator
from kit.ranking_sentences import spelt
from storage import round_fields, round_pairs, round_panel, round_results, rounds
from storage.round_results import Result

router = APIRouter(prefix="/rounds", tags=["rounds"], responses=problems(401, 403, 422, 429, 503))
ROUND = "8d9f2c51b0a94bb59d6e6d0c5f0f2a11"
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$", examples=[ROUND])]
LINE: dict[str, Any] = {
    "round": ROUND,
    "number": "R3",
    "title": "Herbstrunde",
    "state": "computed",
    "opens_on": "2026-10-01",
    "closes_on": "2026-10-14",
    "missing": 0,
    "url": f"https://ideen.example.org/api/v1/rounds/{ROUND}",
}


class RoundLineOut(Out):
    """One round in a list; `missing` counts raters still waited for, null until they were counted."""

    model_config = _example(**LINE)
    round: str
    number: str
    title: str
    state: RoundState
    opens_on: date | None
    closes_on: date | None
    missing: int | None
    url: str


class RoundsOut(Out):
    """All rounds, newest first."""

    rounds: list[RoundLineOut]


class ProgressOut(Out):
    """How far one rater is, in ideas or comparisons; never what they say."""

    model_config = _example(
        person="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55",
        done=4,
        of=12,
        finished=False,
        removed=False,
        active=True,
        reached=True,
    )
    person: str
    done: int
    of: int
    finished: bool
    removed: bool  # taken off the panel
    active: bool  # false: has left the house, and is not waited for
    reached: bool  # false: the newest mail did not arrive


class EntryOut(Out):
    """One idea of the round, and what was decided of it."""

    idea: str
    title: str
    compared: bool  # false: it waits no longer, or the round was opened again without it
    fate: Fate | None
    reason: str
    deviates: bool


class RoundOut(RoundLineOut):
    """One round with its progress."""

    ask: Ask | None
    method: str
    beside: list[str]
    take: int
    result: int  # the number of the newest result; 0 for none
    panel: list[ProgressOut]
    ideas: list[EntryOut]


class WhyOut(Out):
    """A reason: a stable code, and the sentence in the language asked for."""

    model_config = _example(code="utility", sentence="Nutzwert 7,2 von 10 (Bewertende: 5).")
    code: str
    sentence: str


class PlaceOut(Out):
    """Where one idea stands by the round's own method; `firmness` is null where nobody examined it."""

    idea: str
    rank: int
    value: float
    taken: bool | None  # whether it is bought; null for methods that spend no budget
    firmness: Firmness | None
    why: list[WhyOut]


class UndeterminedOut(Out):
    """An idea without a rank, which is not the last rank."""

    idea: str
    why: WhyOut


class BesideOut(Out):
    """The ranks by another method on the same answers."""

    method: str
    ranks: dict[str, int]


class AgreementOut(Out):
    """Kendall's τ-b of two methods; null where they have too little in common."""

    one: str
    other: str
    tau: float | None


class ResultOut(Out):
    """One result; `superseded` when the round was opened again after it."""

    number: int
    at: datetime
    superseded: bool
    raters: int
    answers: int
    method: str
    places: list[PlaceOut]
    undetermined: list[UndeterminedOut]
    beside: list[BesideOut]
    agreements: list[AgreementOut]


class RoundResultsOut(Out):
    """All results of a round, newest first; none before it is closed for the first time."""

    results: list[ResultOut]


@router.get("", summary=N_("List rounds"))
async def listed(services: ServicesDep, who: Officer) -> RoundsOut:
    """For the office's token."""
    async with services.db.read() as session:
        found = await rounds.all_rounds(session)
    return RoundsOut(
        rounds=[
            RoundLineOut(
                round=one.id,
                number=one.number,
                title=one.title,
                state=RoundState(one.state),
                opens_on=one.opens_on,
                closes_on=one.closes_on,
                missing=one.missing if one.state == RoundState.OPEN.value else None,
                url=_url(services, one.id),
            )
            for one in found
        ]
    )


@router.get("/{round_id}", summary=N_("One round with how far its panel is"), responses=problems(404))
async def one(round_id: Key, services: ServicesDep, who: Officer) -> RoundOut:
    """For the office's token; never what anybody rated."""
    async with services.db.read() as session:
        round_ = _there(await rounds.load_round(session, round_id))
        panel = await round_panel.progress(session, round_id)
        asks_pairs = round_.plan is not None and round_.plan.ask is Ask.PAIRS
        pairs = await round_pairs.counted(session, round_) if asks_pairs else {}
        lost = await round_panel.not_reached(session, round_id)
        lines = await round_fields.lines_of(session, round_)
        gone = frozenset[str]() if round_.ended else await round_fields.gone(session, round_id)
    plan = round_.plan
    return RoundOut(
        round=round_.id,
        number=round_.number,
        title=plan.title if plan is not None else "",
        state=round_.state,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        missing=round_.missing if round_.state is RoundState.OPEN else None,
        url=_url(services, round_.id),
        ask=plan.ask if plan is not None else None,
        method=plan.method if plan is not None else "",
        beside=list(plan.beside) if plan is not None else [],
        take=plan.take if plan is not None else 0,
        result=round_.result,
        panel=[_progress(one, pairs, lost) for one in panel],
        ideas=[
            EntryOut(
                idea=lines[entry.case_id].number,
                title=lines[entry.case_id].title,
                compared=not entry.kept and entry.case_id not in gone,
                fate=entry.fate,
                reason=entry.reason,
                deviates=entry.deviates,
            )
            for entry in round_.entries
        ],
    )


@router.get("/{round_id}/results", summary=N_("The results of a round with their reasons"), responses=problems(404))
async def results(round_id: Key, request: Request, services: ServicesDep, who: Officer) -> RoundResultsOut:
    """For the office's token: ranks with reasons, how firm each is, what is not determined, and other methods."""
    async with services.db.read() as session:
        round_ = _there(await rounds.load_round(session, round_id))
        found = await round_results.every(session, round_id)
        lines = await round_fields.lines_of(session, round_)
    language = language_of(request, services)
    say = services.templates.catalogues.of(language)
    criteria = {c.id: c.title.in_(language) for c in round_.plan.criteria} if round_.plan is not None else {}
    numbers = {one: line.number for one, line in lines.items()}
    spoken = _Spoken(say, criteria | {one: line.title for one, line in lines.items()}, numbers)
    return RoundResultsOut(results=[spoken.result(round_, one) for one in reversed(found)])


class _Spoken:
    """Results in one language, ideas by their numbers."""

    def __init__(self, say: Translator, titles: Mapping[str, str], numbers: Mapping[str, str]) -> None:
        self.say, self.titles, self.numbers = say, titles, numbers

    def result(self, round_: Round, result: Result) -> ResultOut:
        again = round_.state in (RoundState.OPEN, RoundState.CLOSED)
        firm = result.analysis.firmness
        return ResultOut(
            number=result.number,
            at=result.at,
            superseded=again or result.number < round_.result,
            raters=result.raters,
            answers=result.scores,
            method=result.ranking.method,
            places=[
                PlaceOut(
                    idea=self._idea(one.idea),
                    rank=one.rank,
                    value=one.value,
                    taken=one.taken,
                    firmness=firm[one.idea].firmness if one.idea in firm else None,
                    why=[self._why(why) for why in (*one.why, *([firm[one.idea].why] if one.idea in firm else []))],
                )
                for one in result.ranking.places
            ],
            undetermined=[
                UndeterminedOut(idea=self._idea(one.idea), why=self._why(one.why))
                for one in result.ranking.undetermined
            ],
            beside=[self._beside(one) for one in result.analysis.beside],
            agreements=[AgreementOut(one=one.one, other=one.other, tau=one.tau) for one in result.analysis.agreements],
        )

    def _beside(self, ranking: Ranking) -> BesideOut:
        return BesideOut(method=ranking.method, ranks={self._idea(one): rank for one, rank in ranking.ranks.items()})

    def _idea(self, case_id: str) -> str:
        return self.numbers.get(case_id, case_id)

    def _why(self, why: Reason) -> WhyOut:
        return WhyOut(code=why.code, sentence=spelt(why, self.say, self.titles))


def _progress(one: round_panel.Progress, pairs: Mapping[str, tuple[int, int]], lost: frozenset[str]) -> ProgressOut:
    done, of = pairs.get(one.rater, (one.done, one.of))
    return ProgressOut(
        person=one.person,
        done=done,
        of=of,
        finished=one.finished,
        removed=one.removed_at is not None,
        active=one.active,
        reached=one.rater not in lost,
    )


def _there(round_: Round | None) -> Round:
    if round_ is None:
        raise NotFound("round.unknown")
    return round_


def _url(services: Services, round_id: str) -> str:
    return f"{services.site.base_url}/api/v1/rounds/{round_id}"
