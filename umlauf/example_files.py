"""Projects and ideas of an example from their files: every reference checked, every problem with its line."""

from collections.abc import Collection, Iterator
from pathlib import Path

from domain.definition import ProcessDefinition
from domain.happenings.base import Model
from kit.problems import Gettext
from kit.yaml_lines import Where
from umlauf.example_acts import ExampleText, Forward, Project, Promise, ScriptedIdea, ScriptedPromise
from umlauf.files import NO_GOAL, NO_LEVEL, NO_PERSON, NO_THEME, Reference, dangling, read_bytes, read_model, refuse


class _Projects(Model):
    projects: tuple[Project, ...]


class _Ideas(Model):
    ideas: tuple[ScriptedIdea, ...]


def read_projects(
    path: Path, definition: ProcessDefinition, addresses: Collection[str], gettext: Gettext = str
) -> list[Project]:
    """The projects of this file; raises ImportBroken with every problem."""
    content, read = read_model(read_bytes(path, gettext), str(path), _Projects, gettext)
    references = [
        reference
        for index, project in enumerate(content.projects)
        for reference in (
            *_of_text(project, definition, ("projects", index)),
            *_owners(project.promises, addresses, ("projects", index, "promises")),
        )
    ]
    refuse(dangling(references, read), str(path), gettext)
    return list(content.projects)


def read_scripts(
    path: Path, definition: ProcessDefinition, addresses: Collection[str], gettext: Gettext = str
) -> list[ScriptedIdea]:
    """The ideas of this file with what happens to them; raises ImportBroken with every problem."""
    content, read = read_model(read_bytes(path, gettext), str(path), _Ideas, gettext)
    references = [
        reference
        for index, idea in enumerate(content.ideas)
        for reference in (
            *_of_text(idea, definition, ("ideas", index)),
            Reference(("ideas", index, "submitter"), idea.submitter, addresses, NO_PERSON),
            *_of_acts(idea, addresses, ("ideas", index, "then")),
        )
    ]
    refuse(dangling(references, read), str(path), gettext)
    return list(content.ideas)


def _of_text(text: ExampleText, definition: ProcessDefinition, where: Where) -> Iterator[Reference]:
    yield Reference((*where, "theme"), text.theme, [t.id for t in definition.themes], NO_THEME)
    yield Reference((*where, "level"), text.level, [level.id for level in definition.levels], NO_LEVEL)
    for index, goal in enumerate(text.goals):
        yield Reference((*where, "goals", index), goal, [g.id for g in definition.goals], NO_GOAL)


def _owners(promises: tuple[ScriptedPromise, ...], addresses: Collection[str], where: Where) -> Iterator[Reference]:
    for index, promise in enumerate(promises):
        yield Reference((*where, index, "owner"), promise.owner, addresses, NO_PERSON)


def _of_acts(idea: ScriptedIdea, addresses: Collection[str], where: Where) -> Iterator[Reference]:
    for index, act in enumerate(idea.then):
        if isinstance(act, Forward):
            yield Reference((*where, index, "decider"), act.decider, addresses, NO_PERSON)
        if isinstance(act, Promise):
            yield Reference((*where, index, "owner"), act.owner, addresses, NO_PERSON)
