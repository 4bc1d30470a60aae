"""Budget and capacity: what the measures under way need of what there is.

What they need comes from planning, or from the rough figures of their texts; what there is from the form of the limits,
or, where nobody filled that in, from the budgets and capacities of planning, all years together.
"""

from collections.abc import Callable
from dataclasses import dataclass

from api.office.door import Desk
from kit.i18n import N_
from storage.limits import Board
from storage.queries.board_needs import Used


@dataclass(frozen=True)
class Line:
    """One line: how much is used, of how much, in words and as a share for the bar."""

    label: str
    text: str
    share: float | None  # of the bar's length, 0 to 1; None where nobody has said how much there is
    over: bool
    without: int  # measures that do not say


def room(desk: Desk, used: Used, board: Board) -> list[Line]:
    """Budget in euro, capacity in person days; nothing where nobody has said anything of either."""
    euros = used.budget if board.budget is None else board.budget
    there = used.capacity if board.capacity is None else board.capacity
    if not (used.cost or used.effort or euros is not None or there is not None):
        return []
    t = desk.t
    money, days = desk.say.money, desk.say.number
    budget = _line(used.cost, euros, used.without_cost, t(N_("Budget")), money, t(N_("{used} of {of}")), "{used}")
    of_all, alone = t(N_("{used} of {of} person days")), t(N_("{used} person days"))
    return [budget, _line(used.effort, there, used.without_effort, t(N_("Capacity")), days, of_all, alone)]


def _line(
    used: int, of: int | None, without: int, label: str, say: Callable[[int], str], of_all: str, alone: str
) -> Line:
    if of is None:
        return Line(label, alone.format(used=say(used)), None, False, without)
    share = min(1.0, used / of) if of else float(used > 0)
    return Line(label, of_all.format(used=say(used), of=say(of)), round(share, 4), used > of, without)
