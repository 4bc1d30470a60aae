"""One thing in a file that cannot work, by its code and its place; the sentence is found elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass, field

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that cannot work: a stable code, where it stands, and the facts for the sentence."""

    where: Where
    code: str
    facts: dict[str, object] = field(default_factory=dict)
    wrong: str = ""  # a name that nothing has …
    known: Collection[str] = ()  # … and those there are, for "did you mean"
