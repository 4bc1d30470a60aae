"""The closed vocabularies of the radar: kinds of risk, triggers, what a finding is about, and how it lives."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What kind of risk a finding tells of."""

    RESOURCES = "resources"
    BUDGET = "budget"
    DEPENDENCY = "dependency"
    PRIORITY = "priority"
    CONFLICT = "conflict"
    UNCLEAR = "unclear"
    AGE = "age"
    ASKED = "asked"


class Trigger(StrEnum):
    """What exactly was found; one detector each."""

    PERSON_OVERLOADED = "person_overloaded"
    ROLE_OVERBOOKED = "role_overbooked"
    BUDGET_EXCEEDED = "budget_exceeded"
    NEEDS_CIRCLE = "needs_circle"
    NEEDS_LATE = "needs_late"
    NEEDS_ASLEEP = "needs_asleep"
    NEEDS_OWNERLESS = "needs_ownerless"
    NEEDS_GONE = "needs_gone"
    UNRATED = "unrated"
    TIED_AT_CUT = "tied_at_cut"
    GOAL_PULLED = "goal_pulled"
    RATERS_DISAGREE = "raters_disagree"
    BOTH_CHOSEN = "both_chosen"
    GOAL_UNCLEAR = "goal_unclear"
    STAYS_LONG = "stays_long"
    ASKED_OFTEN = "asked_often"


KIND_OF: Mapping[Trigger, Kind] = {
    Trigger.PERSON_OVERLOADED: Kind.RESOURCES,
    Trigger.ROLE_OVERBOOKED: Kind.RESOURCES,
    Trigger.BUDGET_EXCEEDED: Kind.BUDGET,
    Trigger.NEEDS_CIRCLE: Kind.DEPENDENCY,
    Trigger.NEEDS_LATE: Kind.DEPENDENCY,
    Trigger.NEEDS_ASLEEP: Kind.DEPENDENCY,
    Trigger.NEEDS_OWNERLESS: Kind.DEPENDENCY,
    Trigger.NEEDS_GONE: Kind.DEPENDENCY,
    Trigger.UNRATED: Kind.PRIORITY,
    Trigger.TIED_AT_CUT: Kind.PRIORITY,
    Trigger.GOAL_PULLED: Kind.CONFLICT,
    Trigger.RATERS_DISAGREE: Kind.CONFLICT,
    Trigger.BOTH_CHOSEN: Kind.CONFLICT,
    Trigger.GOAL_UNCLEAR: Kind.UNCLEAR,
    Trigger.STAYS_LONG: Kind.AGE,
    Trigger.ASKED_OFTEN: Kind.ASKED,
}


class About(StrEnum):
    """What a finding is about; its subject is an id of that."""

    CASE = "case"
    GOAL = "goal"
    PERSON = "person"
    ROUND = "round"
    ROLE = "role"  # of the frame of planning
    LINE = "line"  # of the budget


class State(StrEnum):
    """How far a finding is: acting on it mitigates, and it is cured once its trigger is gone."""

    OPEN = "open"
    MITIGATED = "mitigated"
    CURED = "cured"


class Did(StrEnum):
    """One line of a finding's history."""

    OPENED = "opened"
    MITIGATED = "mitigated"
    ACCEPTED = "accepted"
    OWNER_CHANGED = "owner_changed"
    TOLD = "told"
    CURED = "cured"
    CAME_BACK = "came_back"  # its trigger is there again
    ACCEPTANCE_ENDED = "acceptance_ended"  # and its trigger is still there
