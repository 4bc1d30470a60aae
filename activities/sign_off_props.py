"""Fills what only mails about a co-signature have."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from domain.case import Case, Task
from domain.signing.chain import step_of
from domain.words import SignState
from domain.world import World


class Told(Protocol):
    """What of a notice is needed here."""

    @property
    def case(self) -> Case: ...
    @property
    def world(self) -> World: ...
    @property
    def language(self) -> str: ...
    @property
    def task(self) -> Task | None: ...


def _step(told: Told) -> str:
    rules, task = told.world.definition.stages.decision.sign_off, told.task
    rule = rules.step(task.about) if rules is not None and task is not None else None
    return "" if rule is None else rule.title.in_(told.language)


def _back(told: Told) -> bool:
    step = step_of(told.case, told.task) if told.task is not None else None
    sent = {s.sent_to for s in told.case.sign_steps if s.state is SignState.SENT_BACK}
    return step is not None and step.id in sent


SIGN_OFF_FILLED: Mapping[str, Callable[[Any], Any]] = {"step": _step, "back": _back}
