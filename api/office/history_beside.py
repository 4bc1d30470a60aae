"""Lines about what surveys, rounds and limits did to an idea."""

from collections.abc import Mapping

from api.office import words
from api.office.telling import plain, reasoned, text_of
from api.office.told import Code, Name, Rule, Teller, Told, Value
from domain.case import Case
from domain.step import Event
from domain.words import EventKind
from kit.i18n import N_


def _missed_round(event: Event, _: Case) -> Told:
    late = N_("The idea came too late for a round; it is compared in the next one.")
    full = N_("A round had no room left for the idea; it is compared in the next one.")
    return Told(full if event.facts.get("full") else late, {}, "neutral")


def _surveyed(event: Event, case: Case) -> Told:
    invited = int(event.facts.get("invited") or 0)
    if not invited:
        return _surveyed_openly(event)
    if event.facts.get("answered") is None:
        too_few = N_("A survey about the idea was evaluated: too few of {invited} people answered to show figures.")
        return Told(too_few, {"invited": invited}, "info")
    facts: dict[str, Value] = {"answered": int(event.facts.get("answered") or 0), "invited": invited}
    return Told(N_("A survey about the idea was evaluated: {answered} of {invited} people answered."), facts, "info")


def _surveyed_openly(event: Event) -> Told:
    if event.facts.get("answered") is None:
        too_few = N_("An open survey about the idea was evaluated: too few people answered to show figures.")
        return Told(too_few, {}, "info")
    facts: dict[str, Value] = {"answered": int(event.facts.get("answered") or 0)}
    return Told(N_("An open survey about the idea was evaluated: {answered} people answered."), facts, "info")


def _ranked(event: Event, case: Case) -> Told:
    of = int(event.facts.get("of") or 0)
    if event.facts.get("rank") is None:
        without = N_("The idea was compared with others in a round of {of}; its rank could not be determined.")
        return reasoned(event, case, without, "info", of=of)
    rank = int(event.facts["rank"] or 0)
    return reasoned(event, case, N_("A round of {of} ideas gave this one rank {rank}."), "info", of=of, rank=rank)


def _held(event: Event, _: Case) -> Told:
    if event.facts.get("fate") == "put_forward":
        return Told(
            N_("The round put the idea forward, which could not be done to it. The office was told."), {}, "warning"
        )
    return Told(N_("The round put the idea off, which could not be done to it. The office was told."), {}, "warning")


def _by_rule(sentence: str) -> Teller:
    return lambda event, _: Told(sentence, {"rule": Rule(text_of(event, "rule"))}, "warning")


def _above_limit(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {name: int(event.facts.get(name) or 0) for name in ("count", "limit")}
    if person := text_of(event, "person"):
        sentence = N_("A limit was passed: {person} has {count} open tasks, at most {limit} were meant.")
        return reasoned(event, case, sentence, "warning", person=Name(person), **facts)
    if role := text_of(event, "role"):
        sentence = N_("A limit was passed: {count} people are asked for “{role}”, at most {limit} were meant.")
        return reasoned(event, case, sentence, "warning", role=Code(words.word(words.ROLES, role)), **facts)
    sentence = N_("A limit was passed: {count} ideas are in “{stage}”, at most {limit} were meant.")
    stage = Code(words.word(words.STAGES, text_of(event, "stage")))
    return reasoned(event, case, sentence, "warning", stage=stage, **facts)


BESIDE: Mapping[EventKind, Teller] = {
    EventKind.SURVEYED: _surveyed,
    EventKind.SENT_BACK: _by_rule(N_("The idea went back to review, because of what people said: {rule}.")),
    EventKind.SURVEY_NOTED: _by_rule(N_("The office was told what people said in a survey: {rule}.")),
    EventKind.NAMED_IN_SURVEY: plain(N_("The answer to those who were asked in a survey names this idea."), "info"),
    EventKind.RANKED: _ranked,
    EventKind.NOT_SELECTED: plain(N_("The idea was not selected in this round; it stays for the next one.")),
    EventKind.ROUND_HELD: _held,
    EventKind.MISSED_ROUND: _missed_round,
    EventKind.ABOVE_LIMIT: _above_limit,
}
