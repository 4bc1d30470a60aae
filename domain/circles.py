"""Whoever stands above whom, as far up as it goes: nobody may stand above themselves."""

from collections.abc import Mapping


def above_itself(one: str, above: Mapping[str, str | None]) -> bool:
    """Whether this one is met again on the way up."""
    upper, seen = above.get(one), {one}
    while upper and upper not in seen:
        seen.add(upper)
        upper = above.get(upper)
    return upper == one
