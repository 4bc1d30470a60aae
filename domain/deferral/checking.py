"""From the conditions somebody asks for to those a deferral holds. Raises RuleBroken with what is wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from domain import calendar
from domain.deferral.beside import Beside
from domain.deferral.condition import Condition
from domain.deferral.words import Standing, WakeKind
from domain.errors import RuleBroken
from domain.happenings import ConditionIn

ONE_DAY = timedelta(days=1)
_ENDED = {Standing.DONE: "deferral.idea_done", Standing.OVER: "deferral.idea_over"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to sleep, and when this is asked."""

    case_id: str
    public: bool
    today: date
    closed: Set[date]  # days on which the administration is closed
    sleeps: int  # days after which it wakes at the latest, where no date is given
    lead: int  # working days before a budget year, where none are given
    before: Sequence[Condition] = ()  # what it waited for so far, where it sleeps already


def checked(
    asked: Asked, until: date | None, wanted: Iterable[ConditionIn], beside: Beside
) -> tuple[date, tuple[Condition, ...]]:
    """The date on which it wakes at the latest, and what may wake it before."""
    found = tuple(dict.fromkeys(_CHECK[one.kind](asked, one, beside) for one in wanted))
    return _latest(asked, until, found), found


def _latest(asked: Asked, until: date | None, found: Iterable[Condition]) -> date:
    """What was given; else the process's default, or the budget year that comes after it."""
    years = [day for one in found if (day := one.day) is not None]
    if until is None:
        return max([asked.today + asked.sleeps * ONE_DAY, *years])
    if until <= asked.today:
        raise RuleBroken("deferral.not_in_future")
    if calendar.too_far(until, asked.today):
        raise RuleBroken("date.too_far", latest=asked.today.year + calendar.FURTHEST)
    if any(day > until for day in years):
        raise RuleBroken("deferral.year_after_latest")
    return until


def _year(asked: Asked, wanted: ConditionIn, beside: Beside) -> Condition:
    """It begins on the first working day of the year, or so many working days before."""
    if wanted.number <= asked.today.year:
        raise RuleBroken("deferral.year_gone")
    if wanted.number > asked.today.year + calendar.FURTHEST:
        raise RuleBroken("date.too_far", latest=asked.today.year + calendar.FURTHEST)
    first = calendar.working_days_after(date(wanted.number - 1, 12, 31), 1, asked.closed)
    lead = asked.lead if wanted.lead is None else wanted.lead
    day = calendar.working_days_before(first, lead, asked.closed)
    if day <= asked.today:
        raise RuleBroken("deferral.lead_too_long")
    return Condition(wanted.kind.value, number=wanted.number, on=day.isoformat(), lead=lead)


def _goal(asked: Asked, wanted: ConditionIn, beside: Beside) -> Condition:
    """Measured from the goal as it is now; from where it was, if the idea waits for it already."""
    if wanted.about not in beside.goals or wanted.about in beside.removed:
        raise RuleBroken("deferral.goal_unknown")
    known = next((one for one in asked.before if (one.kind, one.about) == (wanted.kind, wanted.about)), None)
    number = beside.goals[wanted.about] if known is None else known.number
    return Condition(wanted.kind.value, wanted.about, number=number, aim=wanted.aim)


def _idea(asked: Asked, wanted: ConditionIn, beside: Beside) -> Condition:
    idea = beside.ideas.get(wanted.about)
    if idea is None:
        raise RuleBroken("deferral.idea_unknown")
    if idea.id == asked.case_id:
        raise RuleBroken("deferral.idea_itself")
    if idea.standing is not Standing.OPEN:
        raise RuleBroken(_ENDED[idea.standing], number=idea.number)
    if _leads_to(asked.case_id, idea.id, beside.waits):
        raise RuleBroken("deferral.idea_circle", number=idea.number)
    return Condition(wanted.kind.value, idea.id)


def _leads_to(target: str, start: str, waits: Mapping[str, frozenset[str]]) -> bool:
    """Whether whoever waits for `start` would wait for itself in the end."""
    seen, ahead = {start}, [start]
    while ahead:
        for one in waits.get(ahead.pop(), frozenset()) - seen:
            if one == target:
                return True
            seen.add(one)
            ahead.append(one)
    return False


def _supporters(asked: Asked, wanted: ConditionIn, beside: Beside) -> Condition:
    """Counted from now on; from where it was, if the idea waits for supporters already."""
    if wanted.number < 1:
        raise RuleBroken("deferral.supporters_least")
    if not asked.public:
        raise RuleBroken("deferral.supporters_not_public")
    known = next((one for one in asked.before if one.kind == wanted.kind), None)
    if known is not None:
        return Condition(known.kind, number=wanted.number, on=known.on, base=known.base)
    base = beside.came_since(asked.case_id, asked.today)
    return Condition(wanted.kind.value, number=wanted.number, on=asked.today.isoformat(), base=base)


def _document(asked: Asked, wanted: ConditionIn, beside: Beside) -> Condition:
    if wanted.about not in beside.documents:
        raise RuleBroken("deferral.document_unknown")
    since = beside.documents[wanted.about]
    if since is not None and since <= asked.today:
        raise RuleBroken("deferral.document_in_force")
    return Condition(wanted.kind.value, wanted.about)


_CHECK: Mapping[WakeKind, Callable[[Asked, ConditionIn, Beside], Condition]] = {
    WakeKind.BUDGET_YEAR: _year,
    WakeKind.GOAL: _goal,
    WakeKind.IDEA: _idea,
    WakeKind.SUPPORTERS: _supporters,
    WakeKind.DOCUMENT: _document,
}
