"""New versions of an idea's text, checked against what the definition knows."""

from domain.case import Benefit, Text
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import IdeaText


def add_version(draft: Draft, text: IdeaText) -> Text:
    """Keeps what was written as the next version."""
    check_references(draft, text)
    version = Text(
        id=draft.new_id(),
        version=draft.case.version + 1,
        by=draft.happening.by,
        at=draft.now,
        title=text.title,
        summary=text.summary,
        description=text.description,
        benefits=tuple(Benefit(b.group, b.how) for b in text.benefits),
        theme=text.theme,
        level=text.level,
        goals=text.goals,
        cost=text.cost,
        effort=text.effort,
    )
    draft.add("texts", version)
    return version


def check_references(draft: Draft, text: IdeaText) -> None:
    """Refuses themes, levels and goals the process does not know."""
    definition = draft.world.definition
    if text.theme and definition.theme(text.theme) is None:
        raise RuleBroken("text.theme_unknown")
    if text.level and text.level not in {level.id for level in definition.levels}:
        raise RuleBroken("text.level_unknown")
    if not set(text.goals) <= {goal.id for goal in definition.goals}:
        raise RuleBroken("text.goal_unknown")
