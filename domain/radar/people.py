"""People: whoever has too much to do at once, and whoever is asked too often."""

from collections.abc import Iterator, Mapping

from domain.radar.found import Found
from domain.radar.thresholds import Thresholds
from domain.radar.words import About, Trigger


def overloaded(open_tasks: Mapping[str, int], known: Thresholds) -> Iterator[Found]:
    """Everybody for whom more tasks are open at once than one person gets done."""
    for person, many in sorted(open_tasks.items()):
        if many > known.open_tasks:
            facts = {"open": many, "most": known.open_tasks}
            yield Found(Trigger.PERSON_OVERLOADED, About.PERSON, person, facts)


def asked_often(asked: Mapping[str, int], known: Thresholds) -> Iterator[Found]:
    """Everybody who was asked for something more often than is fair, within the span that counts."""
    for person, times in sorted(asked.items()):
        if times > known.asked_times:
            facts = {"times": times, "most": known.asked_times, "days": known.asked_days}
            yield Found(Trigger.ASKED_OFTEN, About.PERSON, person, facts)
