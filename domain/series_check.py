"""What the definition says of series of rounds that cannot work: on its line, and not on the first of their dates."""

from collections.abc import Iterable, Iterator

from domain.definition import Criterion, ProcessDefinition, RoundSeries
from domain.finding import Finding, Where
from domain.ranking.methods import METHODS
from domain.rounds.ballots import APPROVAL, FITTING, SCALES, VOTE, Ask, RoundCriterion, on_scale, unfit
from domain.rounds.declared import asked_by, methods_of, settings_of

LONGEST = 200  # characters of the title of a round


def check_series(definition: ProcessDefinition) -> Iterator[Finding]:
    """Everything that keeps one of them from starting a round."""
    stage = definition.stages.prioritisation
    for index, one in enumerate(stage.series if stage is not None else ()):
        where: Where = ("stages", "prioritisation", "series", index)
        yield from _dates(one, where)
        wrong = [*_criteria(one, definition.criteria, where), *_methods(one, where)]
        yield from wrong or _settings(one, definition.criteria, where)


def _dates(one: RoundSeries, where: Where) -> Iterator[Finding]:
    if (one.every is None) is not bool(one.months):
        yield Finding((*where, "months" if one.months else "id"), "series_dates", {"name": one.id})
    for language, title in (("de", one.title.de), ("en", one.title.en)):
        if not title.strip() or "\n" in title or len(title) > LONGEST:
            yield Finding((*where, "title", language), "series_title", {"most": LONGEST})
    if one.remind_after is not None and one.remind_after >= one.working_days:
        facts: dict[str, object] = {"days": one.working_days, "after": one.remind_after}
        yield Finding((*where, "remind_after"), "reminder_too_late", facts)
    if one.asks == "approvals" and one.take:
        yield Finding((*where, "take"), "series_take")


def _criteria(one: RoundSeries, known: Iterable[Criterion], where: Where) -> Iterator[Finding]:
    if one.criteria and one.asks != "scores":
        yield Finding((*where, "criteria"), "series_criteria", {"asks": one.asks})
        return
    ids = tuple(criterion.id for criterion in known)
    named = [weighed.id for weighed in one.criteria]
    for index, name in enumerate(named):
        if name not in ids:
            yield Finding((*where, "criteria", index, "id"), "criterion_unknown", {"name": name}, name, ids)
        elif name in named[:index]:
            yield Finding((*where, "criteria", index, "id"), "id_twice", {"name": name})
    total = sum(weighed.weight for weighed in one.criteria)
    if one.criteria and total != 100:
        yield Finding((*where, "criteria"), "weights", {"total": total})


def _methods(one: RoundSeries, where: Where) -> Iterator[Finding]:
    fitting = FITTING[Ask(one.asks)]
    for index, name in enumerate(one.methods):
        place = (*where, "methods", index)
        if name not in METHODS:
            yield Finding(place, "series_method_unknown", {"name": name}, name, tuple(METHODS))
        elif name not in fitting:
            facts: dict[str, object] = {"name": name, "asks": one.asks, "known": ", ".join(fitting)}
            yield Finding(place, "series_method", facts)
        elif name in one.methods[:index]:
            yield Finding(place, "id_twice", {"name": name})


def _settings(one: RoundSeries, known: tuple[Criterion, ...], where: Where) -> Iterator[Finding]:
    """What the methods need, and what none of them takes."""
    methods = methods_of(one)
    takes = sorted({setting.name for name in methods for setting in METHODS[name].settings})
    for name in one.settings:
        if name not in takes:
            facts: dict[str, object] = {"name": name, "known": ", ".join(takes)}
            yield Finding((*where, "settings", name), "series_setting_unknown", facts, name, takes)
    told = set[tuple[object, ...]]()
    for method in methods:
        for found in unfit(Ask(one.asks), method, _plain(one, known), settings_of(one)):
            finding = _at(found, one, where, method)
            if (key := (finding.where, finding.code, finding.facts.get("name"))) not in told:
                told.add(key)
                yield finding


def _plain(one: RoundSeries, known: tuple[Criterion, ...]) -> tuple[RoundCriterion, ...]:
    """What is scored, without the words of its steps, which no method reads."""
    ask = Ask(one.asks)
    if ask is Ask.SCORES:
        return tuple(
            RoundCriterion(**dict(criterion)) if scale == "own" else on_scale(criterion, dict.fromkeys(SCALES[scale]))
            for criterion, scale in asked_by(one, known)
        )
    if ask is Ask.PAIRS:
        return ()
    name, scale = (VOTE, "votes") if ask is Ask.VOTES else (APPROVAL, "yes_no")
    only = known[0].model_copy(update={"id": name, "weight": 100})
    return (on_scale(only, dict.fromkeys(SCALES[scale])),)


def _at(found: Finding, one: RoundSeries, where: Where, method: str) -> Finding:
    """A misfit of a method, where the file says what causes it."""
    key = str(found.where[-1] if len(found.where) > 1 else found.facts.get("key", ""))
    place = (*where, "settings", key) if key in one.settings else (*where, "settings" if one.settings else "methods")
    if found.code == "setting_missing":
        return Finding(place if one.methods else where, "series_setting_missing", {"method": method, "name": key})
    if found.code == "not_a_number":
        return Finding(place, "series_setting_number", {"name": key})
    if found.code == "off_the_range":
        return Finding(place, "series_setting_most", {"name": key, "most": f"{found.facts['most']:g}"})
    if found.code == "criterion_unknown":
        return Finding(place, "criterion_unknown", {"name": found.wrong}, found.wrong, found.known)
    return Finding(place, "series_setting_one", {"name": key})
