"""What a questionnaire says that cannot work: found when it is saved, not by the first person who is asked."""

from collections import Counter
from collections.abc import Iterable, Iterator

from domain.checking import Finding
from domain.survey.branching import Place, places
from domain.survey.identifiability import identifiability
from domain.survey.ladder import check_ladder
from domain.survey.questionnaire import LANGUAGES, Questionnaire, Where, missing_translations, texts_of
from domain.survey.questions import Choosing, Day, Multiple, Number
from domain.survey.reachable import never_shown
from domain.survey.references import check_order, check_references, same_page


def check_questionnaire(questionnaire: Questionnaire) -> list[Finding]:
    """Everything that cannot work; as long as there is anything, nothing is sent."""
    placed = places(questionnaire)
    found = [*_texts(questionnaire), *_keys(questionnaire), *_pages(questionnaire), *_bounds(placed)]
    found += check_ladder(questionnaire)
    conditions = [*check_references(placed), *check_order(placed)]
    # A condition that is wrong also leads nowhere; that would only say it again.
    return [*found, *(conditions or _dead(placed))]


def hints(
    questionnaire: Questionnaire, invited: int | None = None, smallest_unit: int | None = None, least: int = 5
) -> list[Finding]:
    """What works but deserves a second look: gaps in a language, branching within a page, people given away."""
    found = [
        Finding((*where, language), "translation_missing", {"language": language})
        for language in LANGUAGES
        for where in missing_translations(questionnaire, language)
    ]
    found += same_page(places(questionnaire))
    if invited is not None:
        found += _given_away(questionnaire, invited, smallest_unit, least)
    return found


def _given_away(questionnaire: Questionnaire, invited: int, smallest_unit: int | None, least: int) -> Iterator[Finding]:
    estimate = identifiability(questionnaire, invited, smallest_unit, least)
    if estimate.risky:
        facts: dict[str, object] = {"people": estimate.people, "names": ", ".join(estimate.questions), "least": least}
        if estimate.cells is None:
            yield Finding(("pages",), "identifiable_freely", facts)
            return
        facts |= {"cells": estimate.cells, "needed": estimate.cells * least}
        if estimate.people < invited:
            yield Finding(("pages",), "identifiable_unit", {**facts, "invited": invited})
        else:
            yield Finding(("pages",), "identifiable", facts)


def _texts(questionnaire: Questionnaire) -> Iterator[Finding]:
    for where, text in texts_of(questionnaire):
        if not text.de and not text.en:
            yield Finding(where, "text_missing")


def _keys(questionnaire: Questionnaire) -> Iterator[Finding]:
    yield from _twice("page_twice", [(("pages", n), p.id) for n, p in enumerate(questionnaire.pages)])
    placed = places(questionnaire)
    yield from _twice("key_twice", [(p.where, p.question.key) for p in placed])
    for place in placed:
        if isinstance(place.question, Choosing):
            options = enumerate(place.question.options)
            yield from _twice("option_twice", [((*place.where, "options", n), o.key) for n, o in options])


def _twice(code: str, named: Iterable[tuple[Where, str]]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for where, name in named:
        seen[name] += 1
        if seen[name] == 2:
            yield Finding(where, code, {"name": name})


def _pages(questionnaire: Questionnaire) -> Iterator[Finding]:
    for number, page in enumerate(questionnaire.pages):
        if not page.questions:
            yield Finding(("pages", number, "questions"), "page_empty", {"name": page.id})
    if all(q.type == "info" for q in questionnaire.questions):
        yield Finding(("pages",), "nothing_asked")


def _bounds(placed: list[Place]) -> Iterator[Finding]:
    for place in placed:
        question, name = place.question, {"name": place.question.key}
        if isinstance(question, Number):
            whole = not question.whole or -(-question.minimum // 1) <= question.maximum // 1
            if question.minimum > question.maximum or not whole:
                yield Finding((*place.where, "maximum"), "bounds_upside_down", dict(name))
        elif isinstance(question, Day) and question.earliest and question.latest:
            if question.earliest > question.latest:
                yield Finding((*place.where, "latest"), "bounds_upside_down", dict(name))
        elif isinstance(question, Multiple) and (question.at_most or 0) > len(question.options):
            yield Finding((*place.where, "at_most"), "more_than_there_are", dict(name))


def _dead(placed: list[Place]) -> Iterator[Finding]:
    for place in never_shown(placed):
        yield Finding(place.when_where, "never_shown", {"name": place.question.key})
