"""The closed vocabularies of deferrals."""

from enum import StrEnum


class WakeKind(StrEnum):
    """What an idea that sleeps may wait for, besides the date on which it wakes at the latest."""

    BUDGET_YEAR = "budget_year"
    GOAL = "goal"
    IDEA = "idea"
    SUPPORTERS = "supporters"
    DOCUMENT = "document"


class Why(StrEnum):
    """Why an idea woke: what it waited for came about, its latest date came, or the office did not wait."""

    BUDGET_YEAR = "budget_year"
    GOAL = "goal"
    IDEA = "idea"
    SUPPORTERS = "supporters"
    DOCUMENT = "document"
    DATE = "date"
    OFFICE = "office"


class Again(StrEnum):
    """Where an idea goes on when it wakes."""

    PRIORITISATION = "prioritisation"
    REVIEW = "review"


class Standing(StrEnum):
    """Where an idea stands that others may wait for."""

    OPEN = "open"
    DONE = "done"  # its measure is live or done; without a measure: settled, and something promised of it was kept
    OVER = "over"  # stopped, or closed without: it will never be done
