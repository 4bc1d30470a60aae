"""The closed vocabularies of goals."""

from enum import StrEnum


class Lack(StrEnum):
    """What makes a goal unclear: without it nobody can say whether the goal is reached."""

    INDICATOR = "indicator"
    TARGET = "target"
    DATE = "date"
    OWNER = "owner"


class Unserved(StrEnum):
    """Why a goal has no measure, or a measure no goal."""

    NOTHING = "nothing"  # nobody has said yet what it does for any goal, or no idea says so of this goal
    IDEAS_ONLY = "ideas_only"  # ideas would, but none of them is a measure yet
    NOT_FOR = "not_for"  # it was looked at, and serves none, or works against it


class Held(StrEnum):
    """What of an idea is held against a catalogue."""

    GOALS = "goals"  # what it does for goals
    THEMES = "themes"  # its theme
    TAGS = "tags"  # what the office says it belongs to
