"""What findings of the radar are called, and what became of them: for the office, and for whoever sees to them."""

from collections.abc import Mapping

from domain.radar.words import About, Did, State
from kit.i18n import N_
from storage import radar
from storage.radar import Line

STATES: Mapping[str, tuple[str, str]] = {  # words and tone
    State.OPEN: (N_("found"), "danger"),
    State.MITIGATED: (N_("something is done"), "warning"),
    State.CURED: (N_("cured"), "success"),
    "accepted": (N_("accepted until {day}"), "neutral"),
}
ABOUT: Mapping[About, str] = {
    About.CASE: N_("Idea"),
    About.GOAL: N_("Goal"),
    About.PERSON: N_("Person"),
    About.ROUND: N_("Round"),
    About.ROLE: N_("Role"),
    About.LINE: N_("Budget line"),
}
HISTORY: Mapping[Did, tuple[str, str]] = {
    Did.OPENED: (N_("Found"), "danger"),
    Did.MITIGATED: (N_("Something is done about it"), "warning"),
    Did.ACCEPTED: (N_("Accepted until {day}"), "neutral"),
    Did.OWNER_CHANGED: (N_("Responsible: {before} → {after}"), "neutral"),
    Did.TOLD: (N_("Told by mail"), "neutral"),
    Did.CURED: (N_("Cured: its trigger is gone"), "success"),
    Did.CAME_BACK: (N_("Found again"), "danger"),
    Did.ACCEPTANCE_ENDED: (N_("No longer accepted: its day is over, and it is still there"), "danger"),
}
TAKEN_BACK = (N_("No longer accepted"), "warning")


def taken_back(line: Line) -> bool:
    """Whether somebody ended an acceptance, and not its last day."""
    return line.did is Did.ACCEPTANCE_ENDED and line.by != radar.CLOCK
