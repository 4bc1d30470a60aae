"""The one condition model of the house: a field, an operator and a value, joined by `all`, `any` and `not`.

What is not known is neither true nor false: `holds` says yes only where the answer is certain.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Scalar = bool | int | float | str
Known = Scalar | Collection[str] | None


class Operator(StrEnum):
    """How a field is compared."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ONE_OF = "one_of"
    CONTAINS = "contains"
    KNOWN = "known"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True, allow_inf_nan=False)


def _one_or_list(value: object) -> str | None:
    """Told beforehand, so that a wrong value is one error, not one for each kind of value that it might have been."""
    if isinstance(value, list | tuple):
        return "list" if all(isinstance(item, Scalar) for item in value) else None
    return "one" if isinstance(value, Scalar) else None


class Comparison(_Part):
    """One field of the facts compared with a value."""

    field: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,60}$")]
    operator: Operator
    value: Annotated[
        Annotated[Scalar, Tag("one")] | Annotated[tuple[Scalar, ...], Tag("list")],
        Discriminator(_one_or_list, custom_error_type="not_comparable", custom_error_message="Nothing to compare with"),
    ]


class AllOf(_Part):
    """Every one of these; nothing at all holds."""

    all_: Annotated[tuple["Condition", ...], Field(alias="all")]


class AnyOf(_Part):
    """At least one of these; nothing at all does not hold."""

    any_: Annotated[tuple["Condition", ...], Field(alias="any")]


class Not(_Part):
    """The opposite of this."""

    not_: Annotated["Condition", Field(alias="not")]


def _form(value: object) -> str | None:
    """The one form that was meant, told by its keys, so that only what is wrong with that form is reported."""
    if isinstance(value, _Part):
        return type(value).__name__
    keys = value if isinstance(value, Mapping) else ()
    return next((form for key, form in _FORMS.items() if key in keys), None)


_FORMS = {
    "field": "Comparison",
    "all": "AllOf",
    "any": "AnyOf",
    "not": "Not",
    "operator": "Comparison",
    "value": "Comparison",
}
Condition = Annotated[
    Annotated[Comparison, Tag("Comparison")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[Not, Tag("Not")],
    Discriminator(_form),
]
for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


def holds(condition: Condition, facts: Mapping[str, Known]) -> bool:
    """Whether the condition holds for certain."""
    return verdict(condition, facts) is True


def verdict(condition: Condition, facts: Mapping[str, Known]) -> bool | None:
    """True, False, or None where a fact that matters is not known."""
    if isinstance(condition, Comparison):
        return _compared(condition, facts.get(condition.field))
    if isinstance(condition, Not):
        inner = verdict(condition.not_, facts)
        return None if inner is None else not inner
    if isinstance(condition, AllOf):
        return _settled([verdict(part, facts) for part in condition.all_], deciding=False)
    return _settled([verdict(part, facts) for part in condition.any_], deciding=True)


def fields_of(condition: Condition) -> Iterator[str]:
    """Every field the condition reads, so that a definition can be checked for unknown ones."""
    if isinstance(condition, Comparison):
        yield condition.field
    elif isinstance(condition, Not):
        yield from fields_of(condition.not_)
    else:
        for part in condition.all_ if isinstance(condition, AllOf) else condition.any_:
            yield from fields_of(part)


def _settled(parts: list[bool | None], *, deciding: bool) -> bool | None:
    """One deciding part settles it, else an unknown one leaves it open."""
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding


def _compared(condition: Comparison, fact: Known) -> bool | None:
    value, operator = condition.value, condition.operator
    if operator is Operator.KNOWN:
        return (fact is not None) is bool(value)
    if fact is None:
        return None
    if operator is Operator.CONTAINS:
        return value in fact if isinstance(fact, Collection) and not isinstance(fact, str) else None
    if operator is Operator.ONE_OF:
        return fact in value if isinstance(value, tuple) else None
    if operator in (Operator.IS, Operator.IS_NOT):
        return (fact == value) is (operator is Operator.IS)
    return _ordered(operator, fact, value)


def _ordered(operator: Operator, fact: Known, value: object) -> bool | None:
    """Numbers only: texts have no order that a clerk could mean."""
    if not _is_number(fact) or not _is_number(value):
        return None
    left, right = float(fact), float(value)  # type: ignore[arg-type]
    return {
        Operator.AT_LEAST: left >= right,
        Operator.AT_MOST: left <= right,
        Operator.MORE_THAN: left > right,
        Operator.LESS_THAN: left < right,
    }[operator]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
