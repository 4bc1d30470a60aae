"""Every line of the record has words, and a change to it is seen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.office.history import TELL, told
from domain.case import Case
from domain.chain import broken_at
from domain.step import Event
from domain.words import EventKind, Source, Via
from tests.api.city import City

AT = datetime(2026, 3, 2, tzinfo=UTC)
CASE = Case("c", "2026-0001", "p", "anna", Source.FORM, AT, AT)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_words(kind: EventKind) -> None:
    event = Event(1, kind, AT, "clock", Via.CLOCK, {}, "", "")
    line = told(event, CASE)
    assert line.sentence.format(**line.facts)
    assert set(TELL) == set(EventKind)


async def test_a_changed_line_and_a_missing_one_are_found(city: City) -> None:
    from storage.mapping import load_events

    case = await city.case(await city.in_review())
    async with city.db.read() as session:
        events = await load_events(session, case.id)
    assert broken_at(case, events) is None
    forged = (*events[:2], replace(events[2], by="somebody"), *events[3:])
    assert broken_at(case, forged) == 3
    assert broken_at(case, events[:-1]) == len(events)
