"""What lines of the record are told with, whatever they are about."""

from datetime import date
from typing import Any

from api.office import words
from api.office.told import Code, Name, Teller, Told, Value
from domain.case import Case
from domain.step import Event


def text_of(event: Event, name: str) -> str:
    """A code or an id the line holds; empty where it does not."""
    return str(event.facts.get(name) or "")


def one_of(items: tuple[Any, ...], item_id: str) -> Any:
    """The noun with this id, if it is there."""
    return next((item for item in items if item.id == item_id), None)


def day_of(event: Event, name: str) -> Value:
    """A date the line holds."""
    given = text_of(event, name)
    return date.fromisoformat(given) if given else ""


def task_of(event: Event) -> Code:
    """What the task it is about asks for."""
    return Code(words.word(words.TASKS, text_of(event, "about")))


def reasoned(event: Event, case: Case, sentence: str, tone: str = "neutral", **facts: Value) -> Told:
    """A line with the reason that was kept for it."""
    reason = one_of(case.reasons, text_of(event, "reason"))
    public, internal = (reason.public, reason.internal) if reason is not None else ("", "")
    return Told(sentence, facts, tone, public, internal)


def plain(sentence: str, tone: str = "neutral") -> Teller:
    """Always the same sentence."""
    return lambda _, __: Told(sentence, {}, tone)


def of_person(sentence: str, tone: str = "neutral") -> Teller:
    """A sentence about the person the line names."""
    return lambda event, _: Told(sentence, {"person": Name(text_of(event, "person"))}, tone)


def with_reason(sentence: str, tone: str) -> Teller:
    """A sentence, and why."""
    return lambda event, case: reasoned(event, case, sentence, tone)


def about_task(sentence: str, tone: str) -> Teller:
    """A sentence about a task."""
    return lambda event, _: Told(sentence, {"task": task_of(event)}, tone)
