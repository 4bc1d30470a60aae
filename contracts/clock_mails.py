"""What mails of the clock say: more time, a pause, a silence that counts, and that somebody above is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.idea_mails import Dated, OfIdea, OfTask
from contracts.mail import Kind, Opens
from domain.words import Silence


class Extended(OfTask):
    """To whoever is asked: there is more time."""


class ClockBegins(OfTask):
    """To whoever is asked: the documents are complete, and by when to answer."""


class Paused(OfIdea):
    """To the submitter: the idea rests."""


class PausedTask(OfIdea):
    """To whoever is asked: please wait."""


class Resumed(Dated):
    """To the submitter: it goes on."""


class ResumedTask(Dated):
    """To whoever is asked: it goes on, and until when."""


@dataclass(frozen=True, kw_only=True)
class BySilence(OfIdea):
    """To whoever was asked: the time is over, and what their silence means."""

    meaning: Silence


class SilenceNote(OfTask):
    """To the office: somebody said nothing, so that it is its turn."""


@dataclass(frozen=True, kw_only=True)
class Escalated(OfTask):
    """To somebody above: this was not done in time."""

    asked: bool  # whether they may do it themselves


OF_CLOCKS: Mapping[str, Kind] = {
    "extended": Kind(Extended, Opens.TASK),
    "clock_begins": Kind(ClockBegins, Opens.TASK),
    "paused": Kind(Paused, Opens.IDEA),
    "paused_task": Kind(PausedTask, Opens.NOTHING),
    "resumed": Kind(Resumed, Opens.IDEA),
    "resumed_task": Kind(ResumedTask, Opens.TASK),
    "silence": Kind(BySilence, Opens.NOTHING),
    "silence_note": Kind(SilenceNote, Opens.OFFICE),
    "escalated": Kind(Escalated, Opens.TASK),
}
