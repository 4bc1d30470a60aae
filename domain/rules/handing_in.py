"""Handing in: the submitter says what was done about each point, and the reviewers have the idea again."""

from domain.asking.back import open_points
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import HandedIn
from domain.rules.review import ask_again, ask_nobody_again
from domain.rules.rework import see_to_points
from domain.words import EventKind, TaskKind


def handed_in(draft: Draft, happening: HandedIn) -> None:
    """The text as it is now goes back to those whom the definition means."""
    task = next(iter(draft.case.open_tasks(TaskKind.REWORK)), None)
    if task is None:
        raise RuleBroken("rework.not_asked")
    _check(draft, happening)
    see_to_points(draft, happening.done)
    draft.answer_open(task, by=happening.by)
    draft.close_task(task)
    draft.record(EventKind.HANDED_IN, task=task, version=draft.case.version)
    _again(draft)


def _check(draft: Draft, happening: HandedIn) -> None:
    if happening.on_version != draft.case.version:
        raise RuleBroken("rework.text_changed", version=draft.case.version)
    wanted = {point.id for point in open_points(draft.case)}
    if not happening.done.keys() <= wanted | _wanted_no_more(draft):
        raise RuleBroken("rework.point_unknown")
    if missing := len(wanted - happening.done.keys()):
        raise RuleBroken("rework.more_points", number=missing)


def _wanted_no_more(draft: Draft) -> set[str]:
    """Points of answers that were taken back, perhaps while somebody wrote what they had done about them."""
    back = {answer.id for answer in draft.case.answers if answer.objected_at is not None}
    return {point.id for point in draft.case.points if point.answer in back}


def _again(draft: Draft) -> None:
    rules = draft.world.definition.stages.review
    who = rules.rework.again if rules is not None and rules.rework is not None else "those_who_asked"
    if who == "nobody":
        ask_nobody_again(draft)
    else:
        ask_again(draft, everybody=who == "all")
