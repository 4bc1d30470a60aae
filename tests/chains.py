"""A house with a co-signature chain, and its words: `signs(idea, "ella")`, `changed(idea, "remove", step)`."""

from collections.abc import Mapping
from typing import Any

from domain.case import SignStep
from domain.definition import ProcessDefinition
from domain.signing.chain import steps_of
from domain.words import Via
from domain.world import Person
from tests.builders import PEOPLE, AnIdea, a_definition, a_person, an_idea

ORDER = ("ella", "fred", "greta", "otto", "stine")  # who signs, without the office that co-signs on a condition
HOUSE: Mapping[str, Person] = PEOPLE | {
    p.id: p
    for p in (
        a_person("ella", department="mobility", functions=frozenset({"case_worker"}), superior="fred"),
        a_person("fred", department="mobility", functions=frozenset({"section_head"}), superior="greta"),
        a_person("greta", department="mobility", functions=frozenset({"office_head"}), superior="otto"),
        a_person("till", department="central", functions=frozenset({"treasury"})),
        a_person("otto", department="leadership", functions=frozenset({"city_councillor"})),
        a_person("stine", department="leadership", functions=frozenset({"mayor"})),
        a_person("emil", department="mobility"),
        a_person("jens", department="central"),
        a_person("left", department="mobility", functions=frozenset({"case_worker"}), active=False),
    )
}
DEADLINE: dict[str, Any] = {"working_days": 5}


def a_chain(*steps: dict[str, Any], deadline: dict[str, Any] = DEADLINE, **stages: Any) -> ProcessDefinition:
    """The example's process with these steps, or with the example's own."""
    if not steps:
        return a_definition(**stages)
    titled = [{"title": {"de": s["id"], "en": s["id"]}, **s} for s in steps]
    return a_definition(decision={"sign_off": {"deadline": deadline, "steps": titled}}, **stages)


def by(person: str, **more: Any) -> dict[str, Any]:
    """A step for this person."""
    return {"id": person, "people": [person], **more}


def signing(definition: ProcessDefinition | None = None, people: Mapping[str, Person] = HOUSE, **more: Any) -> AnIdea:
    """An idea that was put forward through the chain."""
    return an_idea(definition or a_chain(), people).reviewed().put_forward(sign_off=True, **more)


def signs(idea: AnIdea, person: str, said: str = "sign", **fields: Any) -> AnIdea:
    """This person says so about the step they are asked for."""
    remark = "" if said == "sign" else "<script>so nicht</script>"
    words = {"said": said, "remark": remark, "on_version": idea.case.version, "via": Via.LINK} | fields
    asked = words.pop("assignment", None) or idea.assignment(person).id
    return idea.happens("signed", person, words.pop("via"), assignment=asked, **words)


def changed(idea: AnIdea, change: str, step: str = "", person: str = "", **fields: Any) -> AnIdea:
    """The office changes the chain."""
    words = {"title": "Eingefügt" if change == "insert" else "", "reason": "<script>nötig</script>"} | fields
    return idea.happens("sign_off_changed", "olga", "office", change=change, step=step, person=person, **words)


def steps(idea: AnIdea) -> tuple[SignStep, ...]:
    """The steps of the newest chain, in order."""
    return steps_of(idea.case, idea.case.sign_offs[-1])


def step(idea: AnIdea, name: str) -> str:
    """The id of the newest step with this id of the definition, or for this person."""
    return [s.id for s in steps(idea) if name in (s.step, s.person)][-1]


def standing(idea: AnIdea) -> list[str]:
    """Each step in a word: "ella: signed"."""
    return [f"{s.person or s.step}: {s.state.value}" for s in steps(idea)]
