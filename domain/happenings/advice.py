"""A colleague is asked for advice; whoever is asked for more keeps the task."""

from typing import Literal

from domain.happenings.base import HappeningBase, Id, Sentence


class AdviceAsked(HappeningBase):
    """Somebody who has a task asks a colleague what they think."""

    kind: Literal["advice_asked"] = "advice_asked"
    assignment: Id
    adviser: Id
    question: Sentence


class AdviceGiven(HappeningBase):
    """The colleague says it: a note to whoever asked, which counts nowhere."""

    kind: Literal["advice_given"] = "advice_given"
    advice: Id
    text: Sentence
