"""What mails about questions of reviewers and about rework say."""

from collections.abc import Mapping

from contracts.idea_mails import Dated, OfIdea
from contracts.mail import Kind, Opens


class AskedBack(Dated):
    """To the submitter: a reviewer has a question."""


class AskedBackOffice(Dated):
    """To the office: a reviewer has a question."""


class AnsweredBack(Dated):
    """To a reviewer: here is the answer, and their time goes on."""


class Unanswered(Dated):
    """To a reviewer: nobody has answered, and their time goes on."""


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
