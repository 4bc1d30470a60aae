"""Goals and canvases of an example: catalogues and blueprints, the goals of its process, what ideas do for them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.definition import Code, ProcessDefinition
from domain.goals.contribution import HIGHEST, LOWEST, Said
from domain.goals.taking_over import of_process
from domain.happenings.base import Line, Model
from kit.i18n import N_
from kit.problems import Gettext
from storage import assessments, goals, mapping, people, shelf
from storage.engine import Database
from storage.session import Session
from umlauf.files import NO_GOAL, NO_PERSON, Reference, dangling, read_bytes, read_model, refuse
from umlauf.reference_file import load_blueprint, load_catalogue

BY = "example"
NO_ENTRY = N_("There is no entry “{name}” in a catalogue.")
Contribution = Annotated[int, Field(ge=LOWEST, le=HIGHEST)]


class ExampleGoal(Model):
    """What makes a goal of the process clear."""

    goal: Code
    indicator: Line
    target: Line
    due_on: Annotated[date | None, Field(strict=False)] = None
    owner: str = ""


class ExampleContribution(Model):
    """What one idea does, by the idea's title."""

    idea: Line
    does: dict[Code, Contribution]
    tags: tuple[str, ...] = ()


class ExampleGoals(Model):
    """The whole file."""

    goals: Annotated[tuple[ExampleGoal, ...], Field(max_length=200)] = ()
    contributions: Annotated[tuple[ExampleContribution, ...], Field(max_length=1_000)] = ()


def read_goals(
    path: Path, addresses: set[str], known: set[str], tags: set[str], gettext: Gettext = str
) -> ExampleGoals:
    """What the file says; raises ImportBroken with every problem."""
    content, read = read_model(read_bytes(path, gettext), str(path), ExampleGoals, gettext)
    refuse(dangling(_references(content, addresses, known, tags), read), str(path), gettext)
    return content


def _references(content: ExampleGoals, addresses: set[str], known: set[str], tags: set[str]) -> Iterator[Reference]:
    for index, goal in enumerate(content.goals):
        yield Reference(("goals", index, "goal"), goal.goal, known, NO_GOAL)
        yield Reference(("goals", index, "owner"), goal.owner, addresses, NO_PERSON)
    for index, one in enumerate(content.contributions):
        for name in one.does:
            yield Reference(("contributions", index, "does", name), name, known, NO_GOAL)
        for place, tag in enumerate(one.tags):
            yield Reference(("contributions", index, "tags", place), tag, tags, NO_ENTRY)


async def load_goals(db: Database, folder: Path, definition: ProcessDefinition, case_of: Callable[[str], str]) -> None:
    """Loads what is not there yet. What somebody published or changed since stays as it is."""
    catalogues = [load_catalogue(file) for file in sorted((folder / "catalogues").glob("*.yaml"))]
    blueprints = [load_blueprint(file) for file in sorted((folder / "canvases").glob("*.yaml"))]
    now = datetime.now(UTC)
    async with db.write() as session:
        held = {catalogue.id for catalogue in await shelf.catalogues(session)}
        for catalogue in (one for one in catalogues if one.id not in held):
            await shelf.publish_catalogue(session, catalogue, at=now)
        drawn = {blueprint.id for blueprint in await shelf.blueprints(session)}
        for blueprint in (one for one in blueprints if one.id not in drawn):
            await shelf.publish_blueprint(session, blueprint, at=now)
        new = await goals.take_over(session, of_process(definition), at=now, by=BY)
        ids = [person.id for person in await people.everybody(session)]
        addresses = set((await people.addresses_of(session, ids)).values())
        tags = {key for catalogue in catalogues for key in catalogue.keys}
        content = read_goals(folder / "goals.yaml", addresses, {goal.id for goal in definition.goals}, tags)
        for goal in content.goals if new else ():
            await _clear(session, goal, now)
        for one in content.contributions:
            await _say(session, one, case_of(one.idea), tags, now)


async def _clear(session: Session, said: ExampleGoal, now: datetime) -> None:
    goal = await goals.get(session, said.goal)
    if goal is None or goal.number != 1 or goal.removed_at is not None:
        return
    owner = await people.owner_of(session, said.owner) or "" if said.owner else ""
    wanted = replace(goal.wanted, indicator=said.indicator, target=said.target, due_on=said.due_on, owner=owner)
    await goals.change(session, goal.id, wanted, number=1, at=now, by=BY)


async def _say(session: Session, one: ExampleContribution, case_id: str, tags: set[str], now: datetime) -> None:
    if await mapping.load_case(session, case_id, lock=False) is None or await assessments.versions(session, case_id):
        return
    there = {goal.id for goal in await goals.tree(session)}
    said = Said({goal: value for goal, value in one.does.items() if goal in there}, frozenset(one.tags))
    await assessments.say(session, case_id, said, known=(there, tags), number=0, at=now, by=BY)
