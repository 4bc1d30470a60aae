"""What of a step waits for the daily mail: kept in the step's transaction, in place of a letter."""

from collections.abc import Sequence
from typing import Any

from domain.case import Case
from domain.digest import held_back
from domain.step import Notice, Step
from domain.world import World
from storage import digests
from storage.digests import Item


async def to_tell_at_once(session: Any, case: Case, step: Step, world: World) -> Sequence[Notice]:
    """The notices that do not wait, after the others were put aside."""
    may_wait = [notice for notice in step.notices if notice.digest and notice.to in world.people]
    if not may_wait:
        return step.notices
    wishes = await digests.wishes(session, (notice.to for notice in may_wait))
    waits = [notice for notice in may_wait if held_back(notice.digest, notice.event, wishes.get(notice.to))]
    await digests.wait(session, [_item(case, notice, world) for notice in waits])
    keys = {notice.key for notice in waits}
    return [notice for notice in step.notices if notice.key not in keys]


def _item(case: Case, notice: Notice, world: World) -> Item:
    return Item(notice.key, notice.to, case.id, notice.event, notice.mail, notice.assignment, world.now)
