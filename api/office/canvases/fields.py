"""The form of a canvas: a field for every box, or fields for releases, activities, steps and stories.

Names: `box.value`; `release1`; `a1` is the first activity, `a1s2` its second step, `a1s2r1` that step's first story.
"""

import re
from collections.abc import Mapping
from typing import Any

from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.office.surveys.common import Shown
from domain.canvas.blueprint import Blueprint, Shape
from domain.canvas.content import MOST_ACTIVITIES, MOST_RELEASES, MOST_STEPS, Content

OF_MAP = re.compile(r"a([1-9][0-9]?)(?:s([1-9][0-9]?)(?:r([1-4]))?)?")
Names = dict[str, str]


def values_of(blueprint: Blueprint, content: Content) -> dict[str, str]:
    """What was filled in, as fields."""
    values = {f"box.{box.id}": content.boxes.get(box.id, "") for box in blueprint.boxes}
    values |= {f"release{r}": title for r, title in enumerate(content.releases, 1)}
    for a, activity in enumerate(content.activities, 1):
        values[f"a{a}"] = activity.title
        for s, step in enumerate(activity.steps, 1):
            values[f"a{a}s{s}"] = step.title
            values |= {f"a{a}s{s}r{r}": story for r, story in enumerate(step.stories, 1)}
    return values


def read(form: Form, blueprint: Blueprint) -> Content:
    """The content in a form; raises Invalid with every field that is wrong. Empty rows are left out."""
    if blueprint.shape is Shape.BOXES:
        texts = {box.id: form.one(f"box.{box.id}") for box in blueprint.boxes}
        names = {f"boxes.{box}": f"box.{box}" for box in texts}
        return build(Content, {"boxes": {box: text for box, text in texts.items() if text}}, names)
    return _map(form)


def _map(form: Form) -> Content:
    typed = {name: form.one(name) for name in dict(form.all()) if OF_MAP.fullmatch(name)}
    releases = [r for r in range(1, MOST_RELEASES + 1) if form.one(f"release{r}")]
    wrong, names = _misplaced(typed, releases), {f"releases.{i}": f"release{r}" for i, r in enumerate(releases)}
    activities: list[dict[str, Any]] = []
    for a in _numbers(typed, 1):
        names[f"activities.{len(activities)}.title"] = f"a{a}"
        steps = _steps(typed, a, releases, names, f"activities.{len(activities)}.steps")
        activities.append({"title": typed.get(f"a{a}", ""), "steps": steps})
    if wrong:
        raise Invalid(wrong)
    content = {"releases": tuple(form.one(f"release{r}") for r in releases), "activities": tuple(activities)}
    return build(Content, content, names)


def _steps(typed: Mapping[str, str], a: int, releases: list[int], names: Names, path: str) -> tuple[Any, ...]:
    found = []
    for place, s in enumerate(_numbers(typed, 2, f"a{a}s")):
        names[f"{path}.{place}.title"] = f"a{a}s{s}"
        names |= {f"{path}.{place}.stories.{i}": f"a{a}s{s}r{r}" for i, r in enumerate(releases)}
        stories = tuple(typed.get(f"a{a}s{s}r{r}", "") for r in releases)
        found.append({"title": typed.get(f"a{a}s{s}", ""), "stories": stories})
    return tuple(found)


def _misplaced(typed: Mapping[str, str], releases: list[int]) -> list[FieldError]:
    """Steps without an activity, stories without a step or a release: nothing that was typed is dropped silently."""
    wrong: dict[str, FieldError] = {}
    for name in (name for name, text in typed.items() if text):
        a, s, r = _place(name)
        if s and not typed.get(f"a{a}"):
            wrong[f"a{a}"] = FieldError(f"a{a}", "canvas.step_without_activity")
        if r and not typed.get(f"a{a}s{s}"):
            wrong[f"a{a}s{s}"] = FieldError(f"a{a}s{s}", "canvas.story_without_step")
        if r and r not in releases:
            wrong[f"release{r}"] = FieldError(f"release{r}", "canvas.release_missing")
    return list(wrong.values())


def _place(name: str) -> tuple[int, ...]:
    found = OF_MAP.fullmatch(name)
    return tuple(int(number or 0) for number in found.groups()) if found else (0, 0, 0)


def _numbers(typed: Mapping[str, Any], depth: int, begins: str = "a") -> list[int]:
    """Which activities, or steps of one, have anything typed into them or below."""
    places = [_place(name) for name, text in typed.items() if text and name.startswith(begins)]
    return sorted({place[depth - 1] for place in places if place[depth - 1]})


def rows(values: Mapping[str, Any]) -> Shown:
    """The fields of a story map: what is there, a step to spare in each activity, and an activity to spare."""
    typed = {name: value for name, value in values.items() if isinstance(value, str) and OF_MAP.fullmatch(name)}
    activities = _numbers(typed, 1)
    steps = {a: _numbers(typed, 2, f"a{a}s") for a in activities}
    spare = sum(map(len, steps.values())) < MOST_STEPS
    shown = [_activity(a, [*steps[a], *_next(steps[a], spare=spare)]) for a in activities]
    if len(activities) < MOST_ACTIVITIES and spare:
        shown.append(_activity(max(activities, default=0) + 1, [1]))
    return {"releases": [f"release{r}" for r in range(1, MOST_RELEASES + 1)], "activities": shown}


def _next(steps: list[int], *, spare: bool) -> list[int]:
    return [max(steps, default=0) + 1] if spare else []


def _activity(a: int, steps: list[int]) -> Shown:
    stories = range(1, MOST_RELEASES + 1)
    told = [{"name": f"a{a}s{s}", "number": s, "stories": [f"a{a}s{s}r{r}" for r in stories]} for s in steps]
    return {"name": f"a{a}", "number": a, "steps": told}
