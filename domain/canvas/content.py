"""What stands in a canvas or in a story map, and what is found at which place of it."""

from typing import Annotated

from pydantic import Field

from domain.canvas.blueprint import Blueprint, Shape
from domain.errors import RuleBroken
from domain.happenings.base import Id, Line, MaybeSentence, Model, ShortLine

MOST_RELEASES, MOST_ACTIVITIES, MOST_STEPS = 4, 8, 24  # steps of the whole map: one page still holds them


class MapStep(Model):
    """One step of an activity, with its stories by release; an empty text is no story."""

    title: Line
    stories: Annotated[tuple[MaybeSentence, ...], Field(strict=False, max_length=MOST_RELEASES)] = ()


class Activity(Model):
    """Something people do, from left to right in the order they do it."""

    title: Line
    steps: Annotated[tuple[MapStep, ...], Field(strict=False, max_length=MOST_STEPS)] = ()


class Content(Model):
    """What somebody filled in: texts by box, or activities with steps by releases."""

    boxes: dict[Id, MaybeSentence] = Field(default_factory=dict)
    releases: Annotated[tuple[ShortLine, ...], Field(strict=False, max_length=MOST_RELEASES)] = ()
    activities: Annotated[tuple[Activity, ...], Field(strict=False, max_length=MOST_ACTIVITIES)] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(self.boxes.values()) and not self.activities

    @property
    def steps(self) -> int:
        """How many steps the map has."""
        return sum(len(activity.steps) for activity in self.activities)


def begun(blueprint: Blueprint, language: str) -> Content:
    """What an empty one begins with: a story map has the releases its blueprint names."""
    return Content(releases=tuple(release.in_(language) for release in blueprint.releases))


def check(blueprint: Blueprint, content: Content) -> None:
    """Raises RuleBroken for what this blueprint has no place for."""
    if not content.boxes.keys() <= {box.id for box in blueprint.boxes}:
        raise RuleBroken("canvas.box_unknown")
    if blueprint.shape is Shape.BOXES and (content.activities or content.releases):
        raise RuleBroken("canvas.box_unknown")
    if content.steps > MOST_STEPS:
        raise RuleBroken("canvas.too_many_steps", most=MOST_STEPS)
    releases = len(content.releases)
    if any(len(step.stories) > releases for one in content.activities for step in one.steps):
        raise RuleBroken("canvas.release_missing")
