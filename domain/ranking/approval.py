"""Approval ballots under a budget: Equal Shares with add1, and most approvals first. Both are counted in `ballots`."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from math import ceil

from domain.ballots.field import Field as Votes
from domain.ballots.field import Project
from domain.ballots.verdicts import Verdict, by_equal_shares, by_votes
from domain.ranking.field import Field
from domain.ranking.method import Method, Need, Setting, SettingKind
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed

BUDGET = Setting("budget", "Budget in euros", SettingKind.NUMBER)
Counted = Callable[[Votes], list[Verdict]]


def by_number(field: Field) -> Ranking:
    """Most approvals first, whatever anything costs: for whoever chooses under other limits than the round's budget."""
    votes = Counter(idea for ballot in field.ballots for idea in ballot.ideas)
    return placed(APPROVALS.name, field, (Found(idea.id, float(votes[idea.id]), ()) for idea in field.ideas))


def _rank(name: str, count: Counted, field: Field) -> Ranking:
    """In the order of the count; an idea without a cost cannot be bought, so it is not determined."""
    votes = _votes(field)
    found: list[Found | Undetermined] = [
        Found(
            one.project,
            float(votes.votes[one.project]),
            (Reason(one.code, dict(one.facts)),),
            (-float(at),),
            one.taken,
        )
        for at, one in enumerate(count(votes) if votes.projects else ())
    ]
    found += [
        Undetermined(idea.id, Reason("no_cost" if idea.cost is None else "costs_nothing", {}))
        for idea in field.ideas
        if idea.id not in votes.known
    ]
    return placed(name, field, found)


def _votes(field: Field) -> Votes:
    """Costs in whole euros, rounded up."""
    projects = [Project(idea.id, ceil(idea.cost)) for idea in field.ideas if idea.cost is not None and idea.cost > 0]
    ids = {project.id for project in projects}
    ballots = tuple(one.ideas & ids for one in field.ballots)
    return Votes(int(BUDGET.number(field)), tuple(projects), ballots)


def _method(name: str, title: str, note: str, count: Counted) -> Method:
    return Method(name, title, note, (Need.BALLOTS, Need.COST, Need.BUDGET), (BUDGET,), partial(_rank, name, count))


EQUAL_SHARES = _method(
    "equal_shares",
    "Equal Shares",
    "Every voter has the same share of the budget, and supporters buy together; completed by add1.",
    by_equal_shares,
)
APPROVALS = _method(
    "approvals",
    "Most approvals first",
    "In the order of approvals; what no longer fits into the budget is skipped.",
    by_votes,
)
