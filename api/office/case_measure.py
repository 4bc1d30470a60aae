"""A measure on the pages of its case: how far it is, and where it may go from there."""

from collections.abc import Callable
from typing import Any

from api.measure_words import MEASURES
from api.office.door import Desk
from domain.case import Case
from domain.rules.measure import NEXT
from kit.i18n import N_


def measure(desk: Desk, case: Case) -> dict[str, Any] | None:
    """State in words, tone, and since when; None for what is no measure yet."""
    if case.measure is None:
        return None
    words, tone = MEASURES[case.measure]
    state = desk.t(words)
    since = desk.t(N_("since {date}")).format(date=desk.day(case.measure_since)) if case.measure_since else ""
    return {"text": state, "tone": tone, "line": ", ".join(filter(None, (state, since)))}


def measure_states(t: Callable[[str], str], case: Case) -> list[tuple[str, str]]:
    """States that may follow."""
    return [] if case.measure is None else [(to.value, t(MEASURES[to][0])) for to in NEXT[case.measure]]
