"""Rules of a review for tests: published, so that the next idea follows them."""

from typing import Any

from domain.definition import ProcessDefinition
from domain.words import AssignmentState
from storage import processes
from tests.api.city import City
from tests.builders import a_definition, with_objection


async def review_by(city: City, **review: Any) -> None:
    """From now on ideas are reviewed by these rules."""
    await publish(city, a_definition(review=review))


async def decided_at(city: City, level: str, **objection: int) -> None:
    """From now on ideas are decided on at this level, and answers can be taken back for so long."""
    rules = a_definition(decision={"assurance": level})
    await publish(city, with_objection(rules, **objection) if objection else rules)


async def publish(city: City, rules: ProcessDefinition) -> None:
    """The next idea follows these rules."""
    async with city.db.write() as session:
        await processes.publish(session, rules, rules.text, rules.content_hash, at=city.clock(), by="test")


def a_group(group_id: str, **given: Any) -> dict[str, Any]:
    return {"id": group_id, "title": {"de": f"Gruppe {group_id}", "en": f"Group {group_id}"}, **given}


async def asked(city: City, case_id: str) -> list[str]:
    """The names of those whose answer is waited for, as the example's addresses have them."""
    case = await city.case(case_id)
    names = {person: name for name, person in city.people.items()}
    return [names[a.person] for a in case.assignments if a.state is AssignmentState.OPEN]
