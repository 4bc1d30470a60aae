"""What cannot be chosen from as it is: every problem with its place, before anything is computed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from domain.finding import Finding
from domain.portfolio.problem import Floor, Limit, Option, Portfolio


def check(portfolio: Portfolio) -> list[Finding]:
    """Everything amiss."""
    return [*_bounds(portfolio), *_amounts(portfolio), *_links(portfolio), *_circles(portfolio)]


def _bounds(portfolio: Portfolio) -> Iterator[Finding]:
    for at, limit in enumerate(portfolio.limits):
        if not (isfinite(limit.at_most) and limit.at_most >= 0):
            yield Finding(("limits", at, "at_most"), "limit_negative", {"name": limit.id})
    names = Counter([one.id for one in portfolio.limits] + [one.id for one in portfolio.floors])
    parts: dict[str, Sequence[Limit | Floor]] = {"limits": portfolio.limits, "floors": portfolio.floors}
    for part, many in parts.items():
        for at, one in enumerate(many):
            if names[one.id] > 1:
                yield Finding((part, at), "twice", {"name": one.id})
            if not (isfinite(one.step) and one.step > 0):
                yield Finding((part, at, "step"), "step_not_positive", {"name": one.id})


def _amounts(portfolio: Portfolio) -> Iterator[Finding]:
    limits, goals = {one.id for one in portfolio.limits}, {one.id for one in portfolio.floors}
    ids = Counter(one.id for one in portfolio.options)
    for at, option in enumerate(portfolio.options):
        if ids[option.id] > 1:
            yield Finding(("ideas", at), "twice", {"name": option.id})
        if option.must and not option.costed:
            yield Finding(("ideas", at, "must"), "must_without_cost", {"idea": option.id})
        for name, amount in option.uses.items():
            where = ("ideas", at, "uses", name)
            if name not in limits:
                yield Finding(where, "limit_unknown", {"name": name}, name, limits)
            if not (isfinite(amount) and amount >= 0):
                yield Finding(where, "negative", {"idea": option.id, "key": name, "amount": amount})
        for name in option.gives:
            if name not in goals:
                yield Finding(("ideas", at, "gives", name), "goal_unknown", {"name": name}, name, goals)


def _links(portfolio: Portfolio) -> Iterator[Finding]:
    for at, option in enumerate(portfolio.options):
        for key, others in (("needs", option.needs), ("excludes", option.excludes)):
            for other in others:
                where = ("ideas", at, key)
                if other == option.id:
                    yield Finding(where, f"{key}_itself", {"idea": option.id})
                elif other not in portfolio.known:
                    yield Finding(where, "idea_unknown", {"name": other}, other, set(portfolio.known))


def _circles(portfolio: Portfolio) -> Iterator[Finding]:
    """Each circle of dependencies once, at the idea of it that stands first."""
    told: set[frozenset[str]] = set()
    for at, option in enumerate(portfolio.options):
        circle = _back_to(option, portfolio.known)
        if len(circle) > 1 and frozenset(circle) not in told:
            told.add(frozenset(circle))
            yield Finding(("ideas", at, "needs"), "needs_circle", {"names": " → ".join([*circle, option.id])})


def _back_to(start: Option, known: Mapping[str, Option]) -> list[str]:
    """The shortest way along dependencies that leads back to where it began; nothing where there is none."""
    ways, seen = [[start.id]], {start.id}
    for way in ways:
        for following in known[way[-1]].needs if way[-1] in known else ():
            if following == start.id and len(way) > 1:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []
