"""How far a condition is: met, on its way with so many of so many, or lost for good."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.deferral.beside import Beside
from domain.deferral.condition import Condition
from domain.deferral.words import Standing, WakeKind


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one condition, as the world is now."""

    met: bool = False
    lost: bool = False  # it can no longer come about; the idea still wakes by its other conditions and its date
    have: int = 0  # supporters who came; the version of the goal
    wanted: int = 0  # supporters


def progress(condition: Condition, case_id: str, beside: Beside, today: date) -> Progress:
    """How far it is."""
    return _OF[WakeKind(condition.kind)](condition, case_id, beside, today)


def first_met(
    conditions: Iterable[Condition], case_id: str, beside: Beside, today: date
) -> tuple[Condition, Progress] | None:
    """The first that has come about, of those that the calendar alone does not decide: the clock sees to these."""
    for one in conditions:
        if one.kind != WakeKind.BUDGET_YEAR and (far := progress(one, case_id, beside, today)).met:
            return one, far
    return None


def _year(condition: Condition, case_id: str, beside: Beside, today: date) -> Progress:
    return Progress(met=condition.day is not None and condition.day <= today)


def _goal(condition: Condition, case_id: str, beside: Beside, today: date) -> Progress:
    version = beside.goals.get(condition.about, 0)
    aims = condition.aim and condition.about not in beside.removed
    changed = beside.aims.get(condition.about, 0) if aims else version
    return Progress(met=changed > condition.number, lost=version == 0, have=version)


def _idea(condition: Condition, case_id: str, beside: Beside, today: date) -> Progress:
    idea = beside.ideas.get(condition.about)
    standing = Standing.OVER if idea is None else idea.standing
    return Progress(met=standing is Standing.DONE, lost=standing is Standing.OVER)


def _supporters(condition: Condition, case_id: str, beside: Beside, today: date) -> Progress:
    came = max(0, beside.came_since(case_id, date.fromisoformat(condition.on)) - condition.base)
    met = came >= condition.number
    return Progress(met, lost=not met and case_id in beside.hidden, have=came, wanted=condition.number)


def _document(condition: Condition, case_id: str, beside: Beside, today: date) -> Progress:
    since = beside.documents.get(condition.about)
    return Progress(met=since is not None and since <= today, lost=condition.about not in beside.documents)


_OF: Mapping[WakeKind, Callable[[Condition, str, Beside, date], Progress]] = {
    WakeKind.BUDGET_YEAR: _year,
    WakeKind.GOAL: _goal,
    WakeKind.IDEA: _idea,
    WakeKind.SUPPORTERS: _supporters,
    WakeKind.DOCUMENT: _document,
}
