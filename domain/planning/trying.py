"""A round's field tried under other weights, budgets and capacities, against what is proposed now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from domain.planning.choosing import Bound, Setting, bounds, lacking, portfolio
from domain.planning.facts import Planned
from domain.planning.frame import Frame
from domain.portfolio.problem import Portfolio
from domain.portfolio.selection import Choice, Selection, explained
from domain.portfolio.what_if import Move, Outcome, Scenario, moves, outcome
from domain.ranking.field import Field
from domain.ranking.ranking import Reason


class How(StrEnum):
    """How a choice was found."""

    BEST = "best"  # nothing is worth more
    UNPROVEN = "unproven"  # the time ran out
    GREEDY = "greedy"
    IMPOSSIBLE = "impossible"  # nothing keeps all that is asked


@dataclass(frozen=True)
class Tried:
    """What follows, and what changes against the proposal."""

    bounds: tuple[Bound, ...]
    now: Outcome  # as it is proposed
    then: Outcome
    moves: tuple[Move, ...]

    @property
    def how(self) -> How:
        """How sure it is."""
        found = self.then.selection
        if found.exact:
            return How.IMPOSSIBLE if found.conflict else How.BEST
        return How.UNPROVEN if found.gap else How.GREEDY

    def used(self, bound: Bound, where: Outcome) -> int:
        """How much of a limit the choice takes, what was decided before not counted."""
        return int(where.portfolio.used(bound.id, where.selection.taken))


@dataclass(frozen=True)
class Trial:
    """Everything a trial needs."""

    asked: Field
    ideas: Sequence[Planned]
    frame: Frame
    places: int  # of the round; 0 for as many as there are ideas
    today: date
    proposed: frozenset[str]  # what goes forward by the proposal as it is
    gives: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by idea and goal

    @property
    def mine(self) -> frozenset[str]:
        """The ideas compared."""
        return frozenset(self.asked.known)

    def bounds(self, setting: Setting) -> tuple[Bound, ...]:
        """The limits under this setting."""
        return bounds(self.ideas, self.mine, self.frame, setting, self.places, self.today)


def tried(trial: Trial, setting: Setting, choose: Callable[[Portfolio], Selection]) -> Tried:
    """Chosen anew under this setting. Raises Unfit where the weights do not add up."""
    as_is, limits = trial.bounds(Setting()), trial.bounds(setting)

    def keeps(bound: Portfolio) -> Selection:
        chosen = trial.proposed & bound.known.keys()
        beside = chosen | {one.id for one in bound.options if one.must}  # what is decided is in, whatever is proposed
        return Selection(False, explained(bound, beside), float(bound.worth(chosen)), bound.broken(beside))

    now = _outcome(trial, as_is, Setting(), keeps)
    then = _outcome(trial, limits, setting, choose)
    return Tried(limits, now, then, tuple(one for one in moves(now, then) if one.idea in trial.mine))


def _outcome(
    trial: Trial, limits: Sequence[Bound], setting: Setting, choose: Callable[[Portfolio], Selection]
) -> Outcome:
    kinds = {one.of for one in limits}
    known = {one.id: one for one in trial.ideas}
    missing = {one: code for one in trial.mine if (code := lacking(known.get(one), kinds))}

    def chosen(bound: Portfolio) -> Selection:
        found = choose(bound)
        choices = tuple(_why(one, missing) for one in found.choices)
        return replace(found, choices=choices)

    asked = portfolio(trial.ideas, trial.asked, limits, trial.gives, setting.floors)
    return outcome(trial.asked, asked, Scenario(weights=setting.weights), chosen)


def _why(choice: Choice, missing: Mapping[str, str]) -> Choice:
    """What is not known of an idea by its own name: costs, or effort."""
    if choice.why.code != "no_cost" or choice.idea not in missing:
        return choice
    return replace(choice, why=Reason(missing[choice.idea], {}))
