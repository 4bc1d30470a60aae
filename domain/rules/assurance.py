"""Whether it is sure enough who answers, for what the task asks."""

from domain.assurance import enough, level_of, needed
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.words import Assurance, TaskKind


def shown(draft: Draft, kind: TaskKind, about: str = "") -> Assurance:
    """The level that is kept with the answer. Raises `assurance.…` where it is not enough."""
    level, wanted = level_of(draft.happening), needed(kind, draft.world.definition, about)
    if enough(level, wanted):
        return level
    if level is Assurance.TOKEN:
        raise RuleBroken("assurance.token", level=wanted)
    raise RuleBroken("assurance.too_low", level=wanted)
