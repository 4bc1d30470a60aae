"""What every mail has: props that fill its folder in templates/mail, and what its one link opens."""

from dataclasses import dataclass
from enum import StrEnum


class Opens(StrEnum):
    """What the one link in a mail opens."""

    TASK = "task"
    IDEA = "idea"
    OFFICE = "office"
    PUBLIC = "public"  # the public page, if there is one
    CONFIRM = "confirm"
    AGAIN = "again"  # what its reader could open before
    SURVEY = "survey"  # the questionnaire
    DESK = "desk"  # all that waits for its reader
    ROUND = "round"  # the ideas to be rated
    OBJECTION = "objection"  # where its reader says that an answer was not theirs
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What every mail knows."""

    recipient_name: str
    organisation: str


@dataclass(frozen=True)
class Kind:
    """What a mail is filled with, and what its link opens."""

    props: type[Mail]
    opens: Opens
    once: bool = False  # never sent again when its fate is unknown
