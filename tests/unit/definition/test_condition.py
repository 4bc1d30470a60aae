"""Conditions: certain, or not at all."""

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.condition import Condition, fields_of, holds, verdict

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
FACTS = {"cost": 5000, "theme": "health", "goals": ("a", "b"), "public": True, "utility": None}


def condition(text: str) -> Condition:
    return CONDITION.validate_json(text)


def compare(field: str, operator: str, value: str) -> Condition:
    return condition(f'{{"field": "{field}", "operator": "{operator}", "value": {value}}}')


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("cost", "at_least", "5000", True),
        ("cost", "more_than", "5000", False),
        ("cost", "at_most", "5000", True),
        ("cost", "less_than", "5000.5", True),
        ("theme", "is", '"health"', True),
        ("theme", "is_not", '"health"', False),
        ("theme", "one_of", '["health", "x"]', True),
        ("theme", "one_of", '["x"]', False),
        ("goals", "contains", '"b"', True),
        ("goals", "contains", '"c"', False),
        ("public", "is", "true", True),
        ("utility", "known", "true", False),
        ("utility", "known", "false", True),
        ("nowhere", "known", "true", False),
        ("utility", "less_than", "5", None),
        ("utility", "is_not", "5", None),
        ("theme", "at_least", "5", None),
        ("public", "at_least", "0", None),
        ("theme", "contains", '"health"', None),
        ("theme", "one_of", '"health"', None),
    ],
)
def test_a_comparison_says_yes_no_or_unknown(field: str, operator: str, value: str, expected: bool | None) -> None:
    assert verdict(compare(field, operator, value), FACTS) is expected


YES = '{"field": "cost", "operator": "known", "value": true}'
NO = '{"field": "cost", "operator": "known", "value": false}'
UNKNOWN = '{"field": "utility", "operator": "is", "value": 1}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{{"all": [{YES}, {YES}]}}', True),
        (f'{{"all": [{YES}, {UNKNOWN}]}}', None),
        (f'{{"all": [{NO}, {UNKNOWN}]}}', False),
        ('{"all": []}', True),
        (f'{{"any": [{NO}, {YES}, {UNKNOWN}]}}', True),
        (f'{{"any": [{NO}, {UNKNOWN}]}}', None),
        ('{"any": []}', False),
        (f'{{"not": {YES}}}', False),
        (f'{{"not": {UNKNOWN}}}', None),
        (f'{{"not": {{"any": [{NO}, {{"all": [{NO}]}}]}}}}', True),
    ],
)
def test_parts_are_joined(text: str, expected: bool | None) -> None:
    assert verdict(condition(text), FACTS) is expected
    assert holds(condition(text), FACTS) is (expected is True)


def test_the_fields_of_a_condition_can_be_listed() -> None:
    text = f'{{"all": [{YES}, {{"not": {UNKNOWN}}}, {{"any": [{NO}]}}]}}'

    assert list(fields_of(condition(text))) == ["cost", "utility", "cost"]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"field": "cost", "operator": "about", "value": 1}',
        f'{{"all": [{YES}], "any": []}}',
        '{"field": "<script>", "operator": "is", "value": 1}',
        '{"field": "cost", "operator": "is", "value": 1, "or": 2}',
    ],
)
def test_nothing_else_is_a_condition(text: str) -> None:
    with pytest.raises(ValidationError):
        condition(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"field": "cost", "operator": "about", "value": 1}', ("Comparison", "operator")),
        ('{"field": "cost", "operator": "is", "value": null}', ("Comparison", "value")),
        (
            '{"any": [{"not": {"field": "cost", "operator": "is"}}]}',
            ("AnyOf", "any", 0, "Not", "not", "Comparison", "value"),
        ),
        ('{"oll": []}', ()),
    ],
)
def test_only_the_form_that_was_meant_is_reported(text: str, place: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        condition(text)

    assert [error["loc"] for error in refused.value.errors()] == [place]
