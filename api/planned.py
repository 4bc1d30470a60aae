"""What pages and programs share of planning: ideas named by their numbers, and what cannot be planned, at its field."""

from collections.abc import Iterable

from api.errors import FieldError, Invalid
from domain.finding import Finding
from domain.planning.facts import Planned
from storage.planning import Unplannable

LONGEST = 100  # characters of what is told back


def ids_of(field: str, numbers: Iterable[str], ideas: Iterable[Planned], wrong: list[FieldError]) -> tuple[str, ...]:
    """The ideas of these numbers, each once; what no open idea has is said at the field."""
    known, given = {one.number: one.id for one in ideas}, list(dict.fromkeys(numbers))
    if lost := [one for one in given if one not in known]:
        wrong.append(FieldError(field, "planning.idea_unknown", {"names": ", ".join(lost)[:LONGEST]}))
    return tuple(known[one] for one in given if one in known)


def unplannable(found: Unplannable, ideas: Iterable[Planned]) -> Invalid:
    """Everything that was found, at its field."""
    numbers = {one.id: one.number for one in ideas}
    return Invalid([_at(one, numbers) for one in found.findings])


def _at(finding: Finding, numbers: dict[str, str]) -> FieldError:
    """With the numbers of ideas in place of their ids."""
    names = str(finding.facts.get("names", finding.facts.get("name", "")))
    told = " → ".join(numbers.get(one, one) for one in names.split(" → "))
    return FieldError(".".join(map(str, finding.where)), f"planning.{finding.code}", {"names": told})
