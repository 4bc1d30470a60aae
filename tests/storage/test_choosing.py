"""What choosing reads: who was asked last when, and who is in an audience; and that other steps read nothing of it."""

from typing import Any

import pytest

from domain.case import Case
from domain.survey.audience import Audience, External
from domain.survey.questions import Text
from domain.words import AssignmentState
from storage import audiences, last_asked, people, processes
from storage.last_asked import chooses
from storage.people import PersonIn
from tests.builders import a_definition
from tests.storage.town import Town


async def review_by(town: Town, **review: Any) -> None:
    rules = a_definition(review=review)
    async with town.db.write() as session:
        await processes.publish(session, rules, rules.text, rules.content_hash, at=town.now, by="test")
    town.process = rules.content_hash


async def resident(town: Town, name: str, *, opted_out: bool = False) -> str:
    async with town.db.write() as session:
        stated = PersonIn(name, f"{name}@example.org", external="resident")
        person, _ = await people.put(session, stated, at=town.now)
        if opted_out:
            await people.opt_out(session, person, at=town.now)
    return person


async def test_everyone_in_an_audience_who_can_be_written_to_is_asked(town: Town) -> None:
    ida = await resident(town, "ida")
    await resident(town, "otto", opted_out=True)
    who = Audience(id="residents", title=Text(de="Hier", en="Here"), externals=frozenset({External.RESIDENT}))
    async with town.db.write() as session:
        await audiences.save(session, who, at=town.now, by="test")
    group = {"id": "citizens", "title": {"de": "B", "en": "C"}, "audience": "residents"}
    await review_by(town, who=[group], enough={"when": "first"})
    case = await accepted(town)

    assert [(a.person, a.asked_as) for a in case.assignments] == [(ida, "citizens")]


async def test_who_was_asked_longest_ago_comes_first(town: Town) -> None:
    one, two = await resident(town, "one"), await resident(town, "two")
    group = {"id": "g", "title": {"de": "G", "en": "G"}, "people": [one, two], "count": 1}
    await review_by(town, who=[group], enough={"when": "first"})
    asked = []
    for _ in range(4):
        case = await accepted(town)
        (waiting,) = [a for a in case.assignments if a.state is AssignmentState.OPEN]
        asked.append(waiting.person)
        said = {"assignment": waiting.id, "verdict": "abstain", "on_version": 1}
        await town.happen(case.id, "answered", waiting.person, **said)

    assert asked == [min(one, two), max(one, two)] * 2


async def test_bias_and_what_somebody_was_asked_as_come_back_as_they_were(town: Town) -> None:
    one, two = await resident(town, "one"), await resident(town, "two")
    group = {"id": "g", "title": {"de": "G", "en": "G"}, "people": [one, two], "count": 1}
    await review_by(town, who=[group], enough={"when": "first"})
    case = await accepted(town)
    first = case.assignments[0]
    await town.happen(case.id, "bias_declared", first.person, assignment=first.id, reason="Schwager")
    after = await town.case(case.id)

    assert [(a.state, a.asked_as) for a in after.assignments] == [("biased", "g"), ("open", "g")]


@pytest.mark.parametrize(
    ("kind", "fields", "reads"),
    [
        ("submitted", {"text": {"title": "T"}}, False),
        ("accepted", {"public": True}, True),
        ("question_asked", {"question": "Wo?"}, False),
        ("bias_declared", {"assignment": "a1"}, True),
        ("answered", {"assignment": "a1", "verdict": "approve", "on_version": 1}, False),
        ("answered", {"assignment": "a1", "verdict": "not_my_field", "on_version": 1}, True),
        ("decided", {"outcome": "accepted", "public_reason": "Ja"}, False),
        ("woken", {}, False),
    ],
)
async def test_only_steps_that_choose_read_when_people_were_asked(
    town: Town, kind: str, fields: dict[str, Any], reads: bool
) -> None:
    case = await town.case(await town.in_review())
    happening = town.happening(kind, "olga", **fields)
    async with town.db.read() as session:
        definition = await processes.by_hash(session, case.process)
        found = await last_asked.for_step(session, definition, case, happening, town.people.values(), town.now.date())

    assert chooses(case, happening) is bool(found.last) is reads
    assert found.audiences == {}


async def accepted(town: Town) -> Case:
    town.later(hours=1)
    return await town.case(await town.in_review())
