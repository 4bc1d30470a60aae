"""A line of a wave's record as a page shows it: when, who, and what, in the reader's language."""

from collections.abc import Mapping

from api.office import words as office_words
from api.office.door import Desk
from api.office.surveys import common, wave_history
from api.office.surveys.common import Shown
from api.office.told import Code, Name, Value
from domain.survey.wave_nouns import Wave, WaveEvent
from domain.world import Person
from kit.i18n import N_

People = Mapping[str, Person]
ENGINE = ("clock", "post")


def line(desk: Desk, wave: Wave, people: People, event: WaveEvent) -> Shown:
    """What `status.timeline` draws; what the office said among itself stands below."""
    told = wave_history.told(event, wave)
    facts = {name: _value(desk, people, value) for name, value in told.facts.items()}
    inside = [desk.t(N_("Internal: {text}")).format(text=told.inside)] if told.inside else []
    return {
        "when": desk.moment(event.at),
        "iso": event.at.isoformat(timespec="minutes"),
        "who": f"{who(desk, people, event.by)}, {desk.t(office_words.word(office_words.VIAS, event.via))}",
        "what": desk.t(told.sentence).format(**facts),
        "details": inside,
        "tone": told.tone,
    }


def who(desk: Desk, people: People, person: str) -> str:
    """Somebody's name, or the product's where the engine did it."""
    return desk.services.site.product if person in ENGINE else common.name_of(desk, people.get(person))


def _value(desk: Desk, people: People, value: Value) -> str:
    if isinstance(value, Name):
        return who(desk, people, value.id)
    if isinstance(value, Code):
        return desk.t(value.sentence)
    return str(value) if isinstance(value, int | str) else desk.day(value)  # type: ignore[arg-type]
