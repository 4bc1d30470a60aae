"""What mails about questions before an answer and about rework say."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.idea_mails import Dated, OfIdea
from contracts.mail import Kind, Opens
from domain.words import Stage


@dataclass(frozen=True, kw_only=True)
class AskedBack(Dated):
    """To the submitter: whoever reviews, decides or signs has a question."""

    stage: Stage


@dataclass(frozen=True, kw_only=True)
class AskedBackOffice(Dated):
    """To the office: likewise."""

    stage: Stage


@dataclass(frozen=True, kw_only=True)
class AnsweredBack(Dated):
    """To whoever asked: here is the answer, and their time goes on."""

    stage: Stage


@dataclass(frozen=True, kw_only=True)
class Unanswered(Dated):
    """To whoever asked: nobody has answered, and their time goes on."""

    stage: Stage


class ReworkAsked(Dated):
    """To the submitter: a reviewer wants changes."""


class ReworkOver(OfIdea):
    """To the submitter: the changes are not wanted any more."""


OF_ASKING_BACK: Mapping[str, Kind] = {
    "asked_back": Kind(AskedBack, Opens.IDEA),
    "asked_back_office": Kind(AskedBackOffice, Opens.OFFICE),
    "answered_back": Kind(AnsweredBack, Opens.TASK),
    "unanswered": Kind(Unanswered, Opens.TASK),
    "rework_asked": Kind(ReworkAsked, Opens.IDEA),
    "rework_over": Kind(ReworkOver, Opens.IDEA),
}
