"""What mails about advice say: please tell a colleague what you think; and somebody has."""

from collections.abc import Mapping

from contracts.idea_mails import OfIdea
from contracts.mail import Kind, Opens


class AdviceAsked(OfIdea):
    """To a colleague: please say what you think."""


class AdviceGiven(OfIdea):
    """To whoever asked: there is advice at your task."""


OF_ADVICE: Mapping[str, Kind] = {
    "advice_asked": Kind(AdviceAsked, Opens.TASK),
    "advice_given": Kind(AdviceGiven, Opens.TASK),
}
