"""Versions of the text of an idea beside one another: which there are, and what two of them differ in, in words."""

from collections.abc import Callable
from typing import Any

from api.errors import NotFound
from api.idea_form import Choices
from domain.case import Case, Text
from domain.text_changes import changes
from kit.i18n import N_, Translator

Shown = dict[str, Any]
PARTS = {
    "title": N_("Title"),
    "summary": N_("What is it about?"),
    "description": N_("What exactly do you propose?"),
    "benefits": N_("Who benefits, and how?"),
    "theme": N_("Theme"),
    "level": N_("Spatial level"),
    "goals": N_("Goals"),
    "cost": N_("Rough cost"),
    "effort": N_("Rough effort of the administration"),
}


def compared(
    case: Case, before: int, after: int, say: Translator, choices: Choices, told: Callable[[Text], Shown]
) -> Shown:
    """Two versions for the template, the older first; `told` says when, and to some by whom. Raises NotFound.

    Without numbers they are the newest and the one before it.
    """
    after = after or case.version
    before = before or max(1, after - 1)
    old, new = (_version(case, number) for number in sorted((before, after)))
    found = changes(_parts(old, say, choices), _parts(new, say, choices))
    return {
        "versions": [told(text) for text in reversed(case.texts)],
        "old": told(old),
        "new": told(new),
        "blanked": old.redacted_at is not None or new.redacted_at is not None,
        "changes": [
            {"place": say.gettext(PARTS[one.part]), "words": [(str(mark), text) for mark, text in one.words]}
            for one in found
        ],
    }


def _version(case: Case, number: int) -> Text:
    found = next((text for text in case.texts if text.version == number), None)
    if found is None:
        raise NotFound
    return found


def _parts(text: Text, say: Translator, choices: Choices) -> dict[str, str]:
    """Every part as a reader sees it."""
    return {
        "title": text.title,
        "summary": text.summary,
        "description": text.description,
        "benefits": "\n\n".join(f"{benefit.group}\n{benefit.how}" for benefit in text.benefits),
        "theme": choices.name("themes", text.theme) or text.theme,
        "level": choices.name("levels", text.level) or text.level,
        "goals": "\n".join(choices.name("goals", goal) or goal for goal in text.goals),
        "cost": say.money(text.cost) if text.cost is not None else "",
        "effort": say.number(text.effort) if text.effort is not None else "",
    }
