"""Nobody stands above themselves, however long the way up."""

import pytest

from domain.circles import above_itself


@pytest.mark.parametrize(
    ("above", "found"),
    [
        ({}, set[str]()),
        ({"a": ""}, set[str]()),
        ({"a": "b", "b": "c", "c": None}, set[str]()),
        ({"a": "a"}, {"a"}),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, {"a", "b", "c"}),  # d reports into the circle, but is no part of it
    ],
)
def test_a_circle_is_found_by_each_of_its_parts(above: dict[str, str | None], found: set[str]) -> None:
    assert {one for one in above if above_itself(one, above)} == found
