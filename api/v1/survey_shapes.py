"""What the API gives of surveys: where a wave stands, and results as far as they may be shown."""

from datetime import date, datetime

from pydantic import ConfigDict

from api.v1.shapes import Out, _example
from domain.survey.figures import Withheld
from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState

FROM_RULES = ConfigDict(frozen=True, from_attributes=True)


class WaveOut(Out):
    """Where one wave stands: counts of people, never who they are."""

    model_config = _example(
        wave="8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
        survey="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55",
        number=1,
        mode="anonymous",
        state="done",
        starts_on="2026-03-02",
        closes_on="2026-03-13",
        response_on="2026-04-07",
        invited=180,
        paused=False,
        public=False,
        url="https://ideen.example.org/api/v1/surveys/waves/8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
    )
    wave: str
    survey: str
    number: int  # 1, 2, 3 …
    mode: Mode
    state: WaveState
    starts_on: date | None
    closes_on: date | None
    response_on: date | None  # when the answer to those who were asked is due
    invited: int
    paused: bool
    public: bool  # open to whoever confirms an address
    url: str


class SurveyLine(Out):
    """One survey in a list."""

    survey: str
    title: str
    questionnaire: str
    mode: Mode
    url: str


class CycleOut(Out):
    """Whether the cycle of a survey turns: its days, why it is paused and since when, and its next waves."""

    model_config = _example(
        survey="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55",
        months=[1, 4, 7, 10],
        day=15,
        paused=True,
        note="Bis zum Umzug des Rathauses.",
        since="2026-11-02T08:14:00Z",
        next_on=[],
    )
    survey: str
    months: list[int]
    day: int
    paused: bool
    note: str
    since: datetime | None  # null while it turns, or where the database does not know
    next_on: list[date]  # a closed day moves the beginning of a wave; none while it is paused


class SurveyList(Out):
    """All surveys, by their title."""

    surveys: list[SurveyLine]


class OpenSurvey(Out):
    """One survey that anybody may take part in now."""

    model_config = _example(
        wave="8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
        title="Benches in the town park",
        purpose="Where are benches missing?",
        mode="anonymous",
        closes_on="2026-03-13",
        promise=["Taking part is voluntary. You may leave out any question."],
        page="https://ideen.example.org/surveys/8d9f2c51b0a94bb59d6e6d0c5f0f2a11",
    )
    wave: str
    title: str
    purpose: str
    mode: Mode
    closes_on: date | None
    promise: list[str]
    page: str  # where an address is entered; there is no other way in


class OpenSurveys(Out):
    """What anybody may take part in now; the one that closes first comes first."""

    surveys: list[OpenSurvey]


class SurveyOut(SurveyLine):
    """One survey with its waves, first to last."""

    waves: list[WaveOut]


class IntervalOut(Out):
    """From where to where, at 95 %."""

    model_config = FROM_RULES
    low: float
    high: float


class ShareOut(Out):
    """Some of those who answered; null where it is undefined, never 0."""

    model_config = FROM_RULES
    count: int
    answered: int
    value: float | None
    interval: IntervalOut | None


class BarOut(Out):
    """One line of a distribution; `place` is the mean place, of rankings only."""

    model_config = FROM_RULES
    key: str
    share: ShareOut
    place: float | None


class EstimateOut(Out):
    """A figure and where it may lie; no interval where nothing is sure."""

    model_config = FROM_RULES
    value: float
    interval: IntervalOut | None


class SpreadOut(Out):
    """The middle of numbers: a quarter lies below `low`, a quarter above `high`."""

    model_config = FROM_RULES
    low: float
    median: float
    high: float


class FigureOut(Out):
    """One question: the distribution first, then what sums it up."""

    model_config = FROM_RULES
    question: str
    kind: str
    answered: int
    bars: list[BarOut]
    mean: EstimateOut | None
    score: EstimateOut | None
    spread: SpreadOut | None


class PartOut(Out):
    """A part of those who answered: by `@unit`, or by what they say of themselves; empty: everybody."""

    model_config = FROM_RULES
    split: str
    value: str


class PartFiguresOut(Out):
    """The figures of one part; a question that is hidden for it is left out."""

    model_config = FROM_RULES
    part: PartOut
    answered: int
    figures: list[FigureOut]


class ResultsOut(Out):
    """What may be shown of a wave. `hidden` are parts that may not: few people could be told from them."""

    model_config = FROM_RULES
    answered: int | None
    invited: int
    least: int
    final: bool
    withheld: Withheld | None
    corrected: bool
    public: bool  # open to everybody: there is no response rate
    parts: list[PartFiguresOut]
    hidden: list[PartOut]
