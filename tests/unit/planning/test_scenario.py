"""A scenario once ideas have moved on: what is left of it is what was saved, without them."""

from dataclasses import replace

import pytest

from domain.planning.scenario import Content, Standing, Use, standing

SAVED = Content(
    {},
    ("a", "b", "c"),
    ("a", "b"),
    7.5,
    "best",
    uses=(Use("money", 90, 100), Use("places", 2, 3)),
    worth={"a": 5.0, "b": 2.5},
    takes={"money": {"a": 60, "b": 30}, "places": {"a": 1, "b": 1}},
)
BEFORE = replace(SAVED, worth={}, takes={})  # saved when nobody kept what each idea was worth


@pytest.mark.parametrize(
    ("content", "gone", "left"),
    [
        (SAVED, set(), Standing(("a", "b", "c"), ("a", "b"), (), 7.5, SAVED.uses)),
        (SAVED, {"c"}, Standing(("a", "b"), ("a", "b"), (), 7.5, SAVED.uses)),
        (SAVED, {"a"}, Standing(("b", "c"), ("b",), ("a",), 2.5, (Use("money", 30, 100), Use("places", 1, 3)))),
        (SAVED, {"a", "b", "c"}, Standing((), (), ("a", "b"), 0, (Use("money", 0, 100), Use("places", 0, 3)))),
        (BEFORE, {"c"}, Standing(("a", "b"), ("a", "b"), (), 7.5, SAVED.uses)),
        (BEFORE, {"a"}, Standing(("b", "c"), ("b",), ("a",), None, ())),
    ],
)
def test_what_has_moved_on_is_named_and_not_counted(content: Content, gone: set[str], left: Standing) -> None:
    assert standing(content, gone) == left
