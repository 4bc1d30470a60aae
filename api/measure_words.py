"""What the states of a measure are called, for the office and for everybody."""

from collections.abc import Mapping

from domain.words import MeasureState
from kit.i18n import N_

MEASURES: Mapping[str, tuple[str, str]] = {  # words and tone
    MeasureState.PLANNED: (N_("planned"), "neutral"),
    MeasureState.RUNNING: (N_("running"), "info"),
    MeasureState.LIVE: (N_("live"), "success"),
    MeasureState.DONE: (N_("done"), "success"),
    MeasureState.STOPPED: (N_("stopped"), "warning"),
}
MOVED: Mapping[str, str] = {
    MeasureState.PLANNED: N_("The measure is being planned again, since {since}."),
    MeasureState.RUNNING: N_("The measure is running, since {since}."),
    MeasureState.LIVE: N_("The measure is live, since {since}."),
    MeasureState.DONE: N_("The measure is done, since {since}."),
    MeasureState.STOPPED: N_("The measure was stopped, on {since}."),
}
MOVED_FOR_ALL: Mapping[str, str] = {
    MeasureState.PLANNED: N_("The measure is being planned again."),
    MeasureState.RUNNING: N_("The measure is running."),
    MeasureState.LIVE: N_("The measure is live."),
    MeasureState.DONE: N_("The measure is done."),
    MeasureState.STOPPED: N_("The measure was stopped."),
}
