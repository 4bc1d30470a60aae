"""Codes about goals in words."""

from collections.abc import Mapping

from domain.goals.words import Lack, Unserved
from kit.i18n import N_

LACKS: Mapping[str, str] = {
    Lack.INDICATOR: N_("an indicator"),
    Lack.TARGET: N_("a target value"),
    Lack.DATE: N_("a date"),
    Lack.OWNER: N_("somebody responsible"),
}
UNSERVED_GOALS: Mapping[str, str] = {
    Unserved.NOTHING: N_("no idea does anything for it"),
    Unserved.IDEAS_ONLY: N_("ideas would, but none of them is accepted yet"),
}
UNSERVED_MEASURES: Mapping[str, str] = {
    Unserved.NOTHING: N_("nobody has said yet what it does for the goals"),
    Unserved.NOT_FOR: N_("it was looked at, and does nothing for any goal"),
}
FIELDS: Mapping[str, str] = {
    "title_de": N_("Title in German"),
    "title_en": N_("Title in English"),
    "under": N_("Stands under"),
    "indicator": N_("Indicator"),
    "target": N_("Target value"),
    "due_on": N_("Date"),
    "owner": N_("Responsible"),
    "serves": N_("Serves"),
}
DONE: Mapping[str, str] = {
    "added": N_("The goal is added."),
    "changed": N_("The goal is changed. The version before it is in its history."),
    "removed": N_("The goal is removed."),
    "taken": N_("The goals are taken over."),
    "cut": N_("The goals are taken over. Titles of more than 200 characters were cut; change those that end with “…”."),
    "nothing": N_("All of these goals were here already."),
    "said": N_("What the idea does for the goals is saved."),
}
NOBODY: Mapping[str, str] = {"operator": N_("the operator"), "example": N_("the example")}


def signed(value: int | None) -> str:
    """A contribution as it is written: with its sign, a true minus, and a dash for what nobody said."""
    if value is None:
        return "·"
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"
