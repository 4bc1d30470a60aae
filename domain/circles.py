"""Whoever stands above whom, as far up as it goes: nobody may stand above themselves."""

from collections.abc import Collection, Mapping


def above_itself(one: str, above: Mapping[str, str | None]) -> bool:
    """Whether this one is met again on the way up."""
    upper, seen = above.get(one), {one}
    while upper and upper not in seen:
        seen.add(upper)
        upper = above.get(upper)
    return upper == one


def leads_back(one: str, after: Mapping[str, Collection[str]]) -> str | None:
    """The last on a way from this one back to itself, where each may be followed by several; None for no way."""
    waiting, seen = [one], {one}
    while waiting:
        current = waiting.pop()
        for following in after.get(current, ()):
            if following == one:
                return current
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return None
