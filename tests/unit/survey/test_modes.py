"""The mode is frozen with the first invitation, and the promise says what the mode keeps."""

import ast
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from pydantic import BaseModel

import domain.survey
from domain.errors import RuleBroken
from domain.survey import promise as promises
from domain.survey.modes import Column, Mode, Settings, changed_mode, check_columns
from domain.survey.promise import promise
from domain.survey.protection import Thresholds

INVITED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def told(settings: Settings) -> list[str]:
    return [p.sentence.format(**p.facts) for p in promise(settings)]


def test_the_promise_of_an_anonymous_survey() -> None:
    settings = Settings(Mode.ANONYMOUS, Thresholds(8, 10), reminders=2, free_text=True, results_on=date(2026, 12, 18))

    assert told(settings) == [
        "Taking part is voluntary. You may leave out any question.",
        "Your answers are anonymous. They stay sealed until the survey closes; then all are opened at once and kept "
        "apart from the list of those invited, without name, address, time or order.",
        "Nobody in the office can see which are yours. Only somebody who got hold of both the database, as it was "
        "before the close, and its key, which is kept apart from it, could find that out.",
        "We only note that you took part, so that nobody reminds you.",
        "That is why we can neither show, change nor delete your answers once you have sent them.",
        "Results are shown for groups of 8 people or more only; free texts from 10 texts on.",
        "If fewer than 8 people answer, no results are shown at all.",
        "Please write nothing in a free text that tells who you are.",
        "You can break off and go on later by a code that we show you. Whoever has the code can read what you "
        "entered; without it nobody can. It is deleted when you send your answers, and when the survey closes.",
        "You will be reminded at most 2 times, and not after you have answered.",
        "You will hear by 2026-12-18 at the latest what came of it, whether you take part or not.",
    ]


def test_an_anonymous_answer_of_whoever_entered_is_promised_what_holds() -> None:
    """Decision 6: whoever has the keys, and the database from before the close, is outside of what is promised."""
    assert told(Settings(Mode.ANONYMOUS, entered=True))[1:4] == [
        "Your answers are anonymous. They stay sealed until the survey closes; then all are opened at once and kept "
        "apart from your address, without name, time or order.",
        "Nobody in the office can see which are yours. Only somebody who got hold of both the database, as it was "
        "before the close, and its key, which is kept apart from it, could find that out.",
        "We only note that you took part, so that each address counts once.",
    ]


def test_the_promise_of_a_confidential_survey() -> None:
    assert told(Settings(Mode.CONFIDENTIAL, resolvers="the data protection officer", reminders=1))[1:5] == [
        "Your answers are kept under a code instead of your name.",
        "Only these may find out whose answers they are: the data protection officer. They need a reason and a "
        "second person, and each time is recorded.",
        "Results are shown for groups of 5 people or more only; free texts from 10 texts on.",
        "If fewer than 5 people answer, no results are shown at all.",
    ]


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.NAMED])
def test_who_goes_on_by_the_link_is_told_that_the_link_shows_what_they_entered(mode: Mode) -> None:
    """S14: a draft that is found by the link is found by whoever has it."""
    said = "You can break off and go on later by the same link. Until you send your answers, whoever has the link can "
    said += "read what you entered, so do not pass it on."
    settings = Settings(mode, resolvers="Ann", readers="Ann")
    assert said in told(settings)
    assert said not in told(replace(settings, resumable=False))


def test_one_reminder_is_once() -> None:
    assert "You will be reminded once at most, and not after you have answered." in told(
        Settings(Mode.ANONYMOUS, reminders=1)
    )


def test_the_promise_of_a_named_survey() -> None:
    assert told(Settings(Mode.NAMED, readers="the office <script>", resumable=False)) == [
        "Taking part is voluntary. You may leave out any question.",
        "Your answers are kept together with your name.",
        "These read them with your name: the office <script>.",
        "You will not be reminded.",
        "You will hear what came of it, whether you take part or not.",
    ]


@pytest.mark.parametrize(
    ("mode", "entered", "said"),
    [
        (Mode.CONFIDENTIAL, False, True),
        (Mode.NAMED, False, True),
        (Mode.ANONYMOUS, False, False),
        (Mode.CONFIDENTIAL, True, False),
    ],
)
def test_whose_answers_are_compared_is_told_so(mode: Mode, entered: bool, said: bool) -> None:
    settings = Settings(mode, resolvers="Ann", readers="Ann", entered=entered, pairs=True)
    assert (promises.PAIRED in told(settings)) is said


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.NAMED])
def test_a_promise_that_names_nobody_is_not_made(mode: Mode) -> None:
    with pytest.raises(RuleBroken, match=r"mode\.nobody_named"):
        promise(Settings(mode))


def test_the_list_of_sentences_is_whole() -> None:
    tree = ast.parse(Path(promises.__file__).read_text(encoding="utf-8"))
    named = {
        getattr(promises, target.id)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(getattr(promises, target.id), str)
    }

    assert named == set(promises.SENTENCES)


@pytest.mark.parametrize("wanted", list(Mode))
def test_before_the_first_invitation_the_mode_may_change(wanted: Mode) -> None:
    assert changed_mode(Mode.NAMED, wanted, None) is wanted


@pytest.mark.parametrize("now", list(Mode))
def test_after_it_it_may_not(now: Mode) -> None:
    assert changed_mode(now, now, INVITED) is now
    for wanted in set(Mode) - {now}:
        with pytest.raises(RuleBroken) as refused:
            changed_mode(now, wanted, INVITED)
        assert (refused.value.code, refused.value.facts) == ("mode.frozen", {"mode": now.value})


CLEAN = [("id", Column.RANDOM), ("wave", Column.WAVE), ("content", Column.ANSWER)]


@pytest.mark.parametrize(
    ("mode", "more", "column"),
    [
        (Mode.ANONYMOUS, [("person", Column.PERSON)], "person"),
        (Mode.ANONYMOUS, [("code", Column.PSEUDONYM)], "code"),
        (Mode.ANONYMOUS, [("invitation", Column.INVITATION)], "invitation"),
        (Mode.ANONYMOUS, [("at", Column.TIME)], "at"),
        (Mode.ANONYMOUS, [("number", Column.SEQUENCE)], "number"),
        (Mode.ANONYMOUS, [("agent", Column.SOURCE)], "agent"),
        (Mode.CONFIDENTIAL, [("code", Column.PSEUDONYM), ("person", Column.PERSON)], "person"),
        (Mode.CONFIDENTIAL, [], None),
        (Mode.NAMED, [], None),
        (Mode.NAMED, [("person", Column.PERSON), ("agent", Column.SOURCE)], "agent"),
    ],
)
def test_a_table_that_cannot_keep_the_promise_is_refused(
    mode: Mode, more: list[tuple[str, Column]], column: str | None
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_columns(mode, [*CLEAN, *more])

    assert (refused.value.code, refused.value.facts["column"]) == ("mode.columns", column)


def test_a_table_that_can_is_not() -> None:
    check_columns(Mode.ANONYMOUS, CLEAN)
    check_columns(Mode.CONFIDENTIAL, [*CLEAN, ("code", Column.PSEUDONYM)])
    check_columns(Mode.NAMED, [*CLEAN, ("person", Column.PERSON), ("at", Column.TIME)])


OF_PEOPLE = {"person", "by", "to", "people", "invited", "email", "name", "token", "invitation", "id"}
OF_ANSWERS = {"values", "answers", "raw", "value"}


def test_nothing_holds_an_answer_and_a_person() -> None:
    """Whoever adds such a thing to the rules of surveys breaks the promise of the anonymous mode.

    The way out: keep answers in `Filled`, which knows nobody, and participation in `Invitation`, which knows no answer.
    """
    held = [
        (thing.__name__, sorted(names))
        for module in iter_modules(domain.survey.__path__)
        for thing in vars(import_module(f"domain.survey.{module.name}")).values()
        if isinstance(thing, type) and thing.__module__.startswith("domain.survey")
        if (names := _fields(thing)) & OF_PEOPLE and names & OF_ANSWERS
    ]

    assert held == []


def _fields(thing: type[Any]) -> set[str]:
    if is_dataclass(thing):
        return {f.name for f in fields(thing)}
    return set(thing.model_fields) if issubclass(thing, BaseModel) else set()
