"""What cannot be planned as it is said: amounts below 0, ties to ideas that are not there, to oneself, in a circle."""

from collections.abc import Iterable, Iterator, Mapping

from domain.finding import Finding
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.portfolio import checking as portfolio
from domain.portfolio.problem import Option, Portfolio


def check(idea: str, facts: Facts, others: Mapping[str, Facts]) -> list[Finding]:
    """Everything amiss in what is said of this idea, beside what is said of all others."""
    return [*_amounts(facts), *_ties(idea, facts, others)]


def _amounts(facts: Facts) -> Iterator[Finding]:
    for (year, line), amount in facts.costs.items():
        if amount < 0:
            yield Finding(("costs", year, line), "negative", {"amount": amount})
    for role, days in facts.effort.items():
        if days < 0:
            yield Finding(("effort", role), "negative", {"amount": days})
    for year, euros in facts.savings.items():
        if euros < 0:
            yield Finding(("savings", year), "negative", {"amount": euros})
    if facts.length is not None and facts.length < 1:
        yield Finding(("length",), "length_not_positive")


def _ties(idea: str, facts: Facts, others: Mapping[str, Facts]) -> Iterator[Finding]:
    """The idea stands first, so that a circle it closes is told at it; circles of others are theirs."""
    every = {idea: facts} | {one: said for one, said in others.items() if one != idea}
    options = tuple(Option(one, 0, needs=said.needs, excludes=said.excludes) for one, said in every.items())
    for finding in portfolio.check(Portfolio(options)):
        if finding.where[:2] == ("ideas", 0):
            yield Finding((str(finding.where[2]),), finding.code, finding.facts)
    for both in sorted(set(facts.needs) & set(facts.excludes)):
        yield Finding(("excludes",), "needs_and_excludes", {"name": both})


def check_frame(frame: Frame) -> Iterator[Finding]:
    """Everything amiss in a frame."""
    for part, named in (("lines", frame.lines), ("roles", frame.roles)):
        yield from _titles(part, named)
    for (year, line), amount in frame.budget.items():
        if amount < 0:
            yield Finding(("budget", year, line), "negative", {"amount": amount})
    for (quarter, role), days in frame.capacity.items():
        if days < 0:
            yield Finding(("capacity", str(quarter), role), "negative", {"amount": days})
    if frame.interest is not None and frame.interest < 0:
        yield Finding(("interest",), "negative", {"amount": frame.interest})


def _titles(part: str, named: Iterable[Named]) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in named:
        title = one.title.casefold()
        if title in seen:
            yield Finding((part, one.id), "title_twice", {"name": one.title})
        seen.add(title)
