"""What a trial of a round reads, and its words: limits by name, and what a form sets."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.errors import FieldError
from api.forms import Form
from api.office.door import Desk
from api.office.portfolio.common import amount, quarter
from api.office.portfolio.solving import BENCH, best
from api.office.rounds.common import Bundle, bundle_of
from domain.goals.tree import Goal, ordered
from domain.planning.choosing import Bound, Of
from domain.planning.scenario import setting_of
from domain.planning.trying import Trial, Tried, tried
from domain.rounds.proposal import Proposal, proposed
from domain.rounds.words import Fate, RoundState
from kit.i18n import N_
from storage import assessments, goals, planning, round_fields, round_pairs, round_results, scenarios
from storage.round_results import Result

PLACES = N_("Places")


@dataclass(frozen=True)
class Opened:
    """A round that is to be decided, with everything a trial needs; without a trial where it stands elsewhere."""

    desk: Desk
    bundle: Bundle
    result: Result | None
    trial: Trial | None
    version: int  # of the frame
    goals: tuple[Goal, ...]
    instead: Proposal | None

    @property
    def url(self) -> str:
        """The page of what-if."""
        return f"{self.bundle.url}/what-if"

    @property
    def defaults(self) -> dict[str, int]:
        """Every field there is, as it stands."""
        if self.trial is None:
            return {}
        frame = self.trial.frame
        found = {f"weight.{one.id}": one.weight for one in self.trial.asked.criteria}
        found |= {f"budget.{year}.{line}": euros for (year, line), euros in sorted(frame.budget.items())}
        for (_, role), days in sorted(frame.capacity.items(), key=lambda pair: pair[0][1]):
            found[f"capacity.{role}"] = found.get(f"capacity.{role}", 0) + days
        found["places"] = self.trial.places or len(self.trial.mine)
        return found | {f"goal.{one.id}": 0 for one in self.goals}

    @property
    def titles(self) -> dict[str, str]:
        """Ideas, criteria, limits and goals by their ids."""
        desk, trial = self.desk, self.trial
        if trial is None:
            return {}
        found = {one.id: one.title for one in trial.ideas}
        found |= {one: line.title for one, line in self.bundle.lines.items()}
        found |= {one.id: one.title.in_(desk.language) for one in trial.asked.criteria}
        found |= {one.id: one.wanted.title(desk.language) for one in self.goals}
        names = trial.frame.titles
        return found | {one.id: limit_name(desk, one, names) for one in trial.bounds(setting_of({}))}

    def read(self, form: Form) -> tuple[dict[str, int], list[FieldError]]:
        """What the form sets, whatever it leaves out as it stands, and what is wrong with it."""
        wrong: list[FieldError] = []
        found = dict(self.defaults)
        for name in found:
            if (value := amount(form, name, wrong)) is not None:
                found[name] = value
        weights = [name for name in found if name.startswith("weight.")]
        total = sum(found[name] for name in weights)
        if weights and not wrong and total != 100:
            wrong.append(FieldError(weights[0], "what_if.weights", {"sum": total}))
        return found, wrong

    async def tried(self, fields: Mapping[str, int]) -> Tried:
        """Chosen anew, beside everything else. Raises Refused where too many choose at once."""
        trial = self.trial
        assert trial is not None
        return await BENCH.run(lambda: tried(trial, setting_of(fields), best))


async def opened(desk: Desk, round_id: str) -> Opened:
    """The round at this address; raises NotFound."""
    bundle = await bundle_of(desk, round_id)
    round_ = bundle.round
    if round_.state is not RoundState.COMPUTED or round_.plan is None:
        return Opened(desk, bundle, None, None, 0, (), None)
    async with desk.services.db.read() as session:
        result = await round_results.load(session, round_id, round_.result)
        asked = await round_fields.field_of(session, round_, await round_pairs.all_pairs(session, round_))
        ideas = await planning.ideas(session)
        frame = await planning.frame(session)
        said = {one.id: one.said.contributions for one in await assessments.ideas(session)}
        tree = await goals.tree(session)
        instead = await scenarios.proposal_of(session, round_)
    if result is None or not asked.ideas:
        return Opened(desk, bundle, result, None, frame.number, (), instead)
    wanted = proposed(result.ranking, round_.plan.take, bundle.gone, instead)
    forward = frozenset(idea for idea, fate in wanted.items() if fate is Fate.PUT_FORWARD)
    trial = Trial(asked, ideas, frame.frame.ahead(desk.today), round_.plan.take, desk.today, forward, said)
    named = {goal for one in asked.ideas for goal, points in said.get(one.id, {}).items() if points}
    asked_for = tuple(goal for goal, _ in ordered(tree) if goal.id in named)
    return Opened(desk, bundle, result, trial, frame.number, asked_for, instead)


def limit_name(desk: Desk, bound: Bound, names: Mapping[str, str]) -> str:
    """A limit as people call it."""
    if bound.of is Of.PLACES:
        return desk.t(PLACES)
    name = names.get(bound.name, bound.name)
    if bound.of is Of.BUDGET:
        return f"{name} {bound.year}"
    if bound.since is None:
        return desk.t(N_("{name} (all quarters)")).format(name=name)
    return desk.t(N_("{name} (from {quarter} on)")).format(name=name, quarter=quarter(desk, bound.since))


def amount_of(desk: Desk, limit: str, value: float) -> str:
    """So much of this limit, with its unit."""
    if limit.startswith("budget."):
        return desk.say.money(value)
    if limit.startswith("capacity."):
        return desk.t(N_("{days} person days")).format(days=desk.say.number(value))
    return desk.say.number(value)
