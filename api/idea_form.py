"""An idea as a form: its fields read into the strict model, the model back into fields, choices in one language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, build, number_field
from domain.case import Text
from domain.definition import ProcessDefinition
from domain.happenings import IdeaText

PAIRS = 3  # how many benefits the form offers room for
MOST_PAIRS = 10
Option = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """What can be chosen, in one language; sub-goals stand under their goal's name."""

    themes: tuple[Option, ...]
    levels: tuple[Option, ...]
    goals: tuple[Option, ...]

    def name(self, kind: str, chosen: str) -> str:
        """The title of a choice, empty for none."""
        offered: tuple[Option, ...] = getattr(self, kind)
        return dict(offered).get(chosen, "")


def choices(definition: ProcessDefinition, language: str, chosen: Collection[str] = ()) -> Choices:
    """What the process offers; a goal that has goals below it is chosen by one of those, unless it was already."""
    parents = {goal.under for goal in definition.goals} - set(chosen)
    return Choices(
        tuple((t.id, t.title.in_(language)) for t in definition.themes),
        tuple((level.id, level.title.in_(language)) for level in definition.levels),
        tuple((g.id, g.title.in_(language)) for g in definition.goals if g.id not in parents),
    )


def read_idea(form: Form, definition: ProcessDefinition) -> IdeaText:
    """The idea in a form; raises Invalid with every field that is wrong."""
    errors: list[FieldError] = []
    numbers = {name: _number(form, name, errors) for name in ("cost", "effort")}
    pairs, names = _benefits(form, errors)
    given = {name: form.one(name) for name in ("title", "summary", "description", "theme", "level")}
    data = {**given, **numbers, "benefits": pairs, "goals": form.many("goals")}
    try:
        text = build(IdeaText, data, names)
    except Invalid as wrong:
        raise Invalid([*wrong.errors, *errors]) from None
    errors += _unknown(text, definition)
    if errors:
        raise Invalid(errors)
    return text


def _number(form: Form, name: str, errors: list[FieldError]) -> int | None:
    try:
        return number_field(form, name)
    except Invalid as wrong:
        errors += wrong.errors
        return None


def _benefits(form: Form, errors: list[FieldError]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Pairs that have something in them, and which field each part of the model came from."""
    pairs: list[dict[str, str]] = []
    names: dict[str, str] = {}
    for number in range(1, MOST_PAIRS + 1):
        group, how = form.one(f"group{number}"), form.one(f"how{number}")
        if not group and not how:
            continue
        if not group or not how:
            errors.append(FieldError(f"how{number}" if group else f"group{number}", "input.missing"))
            continue
        names |= {f"benefits.{len(pairs)}.group": f"group{number}", f"benefits.{len(pairs)}.how": f"how{number}"}
        pairs.append({"group": group, "how": how})
    return pairs, names


def _unknown(text: IdeaText, definition: ProcessDefinition) -> list[FieldError]:
    known_levels, known_goals = {level.id for level in definition.levels}, {goal.id for goal in definition.goals}
    found = []
    if text.theme and definition.theme(text.theme) is None:
        found.append(FieldError("theme", "text.theme_unknown"))
    if text.level and text.level not in known_levels:
        found.append(FieldError("level", "text.level_unknown"))
    if not set(text.goals) <= known_goals:
        found.append(FieldError("goals", "text.goal_unknown"))
    return found


def fields_of(text: Text | IdeaText) -> dict[str, Any]:
    """The fields a form shows for a text; `read_idea` gives the same text again."""
    fields: dict[str, Any] = {name: getattr(text, name) for name in ("title", "summary", "description")}
    fields |= {"theme": text.theme, "level": text.level, "goals": list(text.goals)}
    fields |= {name: "" if (n := getattr(text, name)) is None else str(n) for name in ("cost", "effort")}
    pairs = [(benefit.group, benefit.how) for benefit in text.benefits]
    for number, (group, how) in enumerate(pairs, 1):
        fields |= {f"group{number}": group, f"how{number}": how}
    return fields


def pairs_in(values: Mapping[str, Any]) -> int:
    """How many benefits the form shows: room for three, or for as many as there are."""
    return max(PAIRS, *(n for n in range(1, MOST_PAIRS + 1) if values.get(f"group{n}") or values.get(f"how{n}")), 0)


def hidden_fields(values: Mapping[str, Any], *leave_out: str) -> list[Option]:
    """What was typed as pairs for hidden fields: the check page carries it, nothing is kept on the server."""
    pairs: list[Option] = []
    for name, value in values.items():
        if name not in leave_out:
            pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
    return pairs


def reason_of(refused: Refused) -> list[FieldError]:
    """A refusal as errors for a form: at its fields, or above the form."""
    return refused.errors if isinstance(refused, Invalid) else [FieldError("", refused.code)]
