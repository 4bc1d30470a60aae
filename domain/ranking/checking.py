"""What cannot be ranked as it is: found before anything is computed, every problem, each with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import isfinite

from domain.errors import UmlaufError
from domain.finding import Finding
from domain.ranking.field import Field
from domain.ranking.method import Method, Need, Setting, SettingKind

Facts = dict[str, object]


class Unfit(UmlaufError):  # noqa: N818 - reads as what happened
    """This field cannot be ranked; carries every problem found."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(sorted({one.code for one in findings})))
        self.findings = findings


def check(field: Field) -> list[Finding]:
    """Everything amiss in a field, whatever the method."""
    return [*_weights(field), *_ideas(field), *_scores(field), *_pairs(field), *_ballots(field)]


def misfits(field: Field, method: Method) -> list[Finding]:
    """What the method needs and this field has not: to be refused where a method is chosen."""
    return [*_needs(field, method), *_settings(field, method)]


def _weights(field: Field) -> Iterator[Finding]:
    """Weights add up to 100, or nothing is weighed at all: silence about a slip would change every rank."""
    total = sum(one.weight for one in field.criteria)
    if total not in (0, 100):
        yield Finding(("criteria",), "weights_sum", {"sum": total})
    yield from _twice("criteria", [one.id for one in field.criteria])


def _ideas(field: Field) -> Iterator[Finding]:
    yield from _twice("ideas", [one.id for one in field.ideas])
    for at, idea in enumerate(field.ideas):
        for name, amount in (("cost", idea.cost), ("effort", idea.effort)):
            if amount is not None and not (isfinite(amount) and amount >= 0):
                yield Finding(("ideas", at, name), "negative", {"idea": idea.id, "key": name, "amount": amount})


def _scores(field: Field) -> Iterator[Finding]:
    scales = {one.id: (one.scale_from, one.scale_to) for one in field.criteria}
    once: set[tuple[str, str, str]] = set()
    for at, score in enumerate(field.scores):
        scale, where = scales.get(score.criterion), ("scores", at)
        if score.idea not in field.known:
            yield _unknown(where, "idea_unknown", score.idea, field.known)
        elif scale is None:
            yield _unknown(where, "criterion_unknown", score.criterion, scales)
        elif not scale[0] <= score.value <= scale[1]:
            facts: Facts = {"idea": score.idea, "criterion": score.criterion, "value": score.value}
            facts |= {"least": scale[0], "most": scale[1]}
            yield Finding(where, "off_the_scale", facts)
        elif (key := (score.rater, score.idea, score.criterion)) in once:
            yield Finding(where, "rated_twice", {"idea": score.idea, "criterion": score.criterion})
        else:
            once.add(key)


def _pairs(field: Field) -> Iterator[Finding]:
    for at, pair in enumerate(field.pairs):
        for idea in (pair.better, pair.worse):
            if idea not in field.known:
                yield _unknown(("pairs", at), "idea_unknown", idea, field.known)
        if pair.better == pair.worse:
            yield Finding(("pairs", at), "pair_of_one", {"idea": pair.better})


def _ballots(field: Field) -> Iterator[Finding]:
    voters = Counter(one.voter for one in field.ballots)
    for at, ballot in enumerate(field.ballots):
        for idea in sorted(ballot.ideas - set(field.known)):
            yield _unknown(("ballots", at), "idea_unknown", idea, field.known)
        if voters[ballot.voter] > 1:
            yield Finding(("ballots", at), "voted_twice", {"times": voters[ballot.voter]})


def _needs(field: Field, method: Method) -> Iterator[Finding]:
    """A method the ballots do not fit; where nobody said anything at all, every method fits."""
    held = {Need.SCORES: field.scores, Need.PAIRS: field.pairs, Need.BALLOTS: field.ballots}
    for need in method.needs:
        if need in held and not held[need] and any(held.values()):
            yield Finding(("settings",), f"no_{need}", {"method": method.name})


def _settings(field: Field, method: Method) -> Iterator[Finding]:
    for setting in method.settings:
        where = ("settings", setting.name)
        if setting.default is None and setting.name not in field.settings:
            yield Finding(("settings",), "setting_missing", {"method": method.name, "key": setting.name})
        elif setting.kind is SettingKind.NUMBER:
            yield from _number(field, setting)
        else:
            names, known = setting.names(field), {one.id for one in field.criteria}
            yield from (_unknown(where, "criterion_unknown", one, known) for one in names if one not in known)
            if setting.kind is SettingKind.CRITERION and len(names) > 1:
                yield Finding(where, "one_criterion", {"key": setting.name})


def _number(field: Field, setting: Setting) -> Iterator[Finding]:
    try:
        fits = isfinite(number := setting.number(field)) and (number > 0 or setting.name != "budget") and number >= 0
    except ValueError:
        fits, number = False, 0.0
    if not fits:
        yield Finding(("settings", setting.name), "not_a_number", {"key": setting.name})
    elif setting.most is not None and number > setting.most:
        yield Finding(("settings", setting.name), "off_the_range", {"key": setting.name, "most": setting.most})


def _twice(part: str, names: list[str]) -> Iterator[Finding]:
    counts = Counter(names)
    yield from (Finding((part, at), "twice", {"name": one}) for at, one in enumerate(names) if counts[one] > 1)


def _unknown(where: tuple[str | int, ...], code: str, name: str, known: Iterable[str]) -> Finding:
    return Finding(where, code, {"name": name}, name, tuple(known))
