"""Age: ideas that stay in a stage for longer than most others did, by the stays that are over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from domain.radar.found import Fact, Found
from domain.radar.thresholds import Thresholds
from domain.radar.words import About, Trigger

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; None is until now."""

    begin: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """When an idea was in which stage: its tasks by when they were opened, and when it slept."""

    case_id: str
    tasks: Sequence[tuple[datetime, str]]  # when one was opened, in which stage; the first first
    closed_at: datetime | None = None
    asleep: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """So many whole days in one stage, sleep left out; over, or not yet."""

    case_id: str
    stage: str
    days: int
    over: bool


def stays(course: Course, now: datetime) -> Iterator[Stay]:
    """Every stay of an idea. Entering a stage opens a task in it, and so does coming back."""
    entered: list[tuple[datetime, str]] = []
    for at, stage in course.tasks:
        if not entered or entered[-1][1] != stage:
            entered.append((at, stage))
    leaves = [at for at, _ in entered[1:]] + [course.closed_at or now]
    for number, ((begin, stage), end) in enumerate(zip(entered, leaves, strict=True), start=1):
        over = number < len(entered) or course.closed_at is not None
        slept = sum((_within(span, begin, end, now) for span in course.asleep), timedelta(0))
        yield Stay(course.case_id, stage, max(0, (end - begin - slept) // DAY), over)


def _within(span: Span, begin: datetime, end: datetime, now: datetime) -> timedelta:
    return max(timedelta(0), min(span.end or now, end) - max(span.begin, begin))


def percentile(values: Sequence[int], percent: int) -> int:
    """The smallest value that so many in a hundred do not exceed (nearest rank)."""
    return sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)]


def stays_long(every: Iterable[Stay], known: Thresholds) -> Iterator[Found]:
    """Stays not over yet that last longer than most that are; silent where too few are over to say so."""
    found = list(every)
    for stage in sorted({one.stage for one in found}):
        ended = [one.days for one in found if one.stage == stage and one.over]
        if len(ended) < known.least_stays:
            continue
        limit = max(percentile(ended, known.stay_percentile), known.stay_days)
        facts: dict[str, Fact] = {"stage": stage, "most": limit, "stays": len(ended), "percent": known.stay_percentile}
        for one in found:
            if one.stage == stage and not one.over and one.days > limit:
                yield Found(Trigger.STAYS_LONG, About.CASE, one.case_id, facts | {"days": one.days}, stage)
