"""WiBe's nine fields by hand: thirds from the least to the most of the set, and classes that hold for this set only."""

import pytest

from domain.ranking.nine_fields import Scale, nine_fields

# Values from -90 to 90 and qualities from 10 to 70: borders at -30 and 30, and at 30 and 50.
CORNERS = {"least": (-90.0, 10.0), "most": (90.0, 70.0)}


@pytest.mark.parametrize(
    ("value", "quality", "letter", "thirds"),
    [
        (90, 70, "A", (2, 2)),
        (0, 60, "A", (1, 2)),
        (60, 40, "A", (2, 1)),
        (60, 20, "B", (2, 0)),
        (0, 40, "B", (1, 1)),
        (-60, 60, "B", (0, 2)),
        (0, 20, "C", (1, 0)),
        (-60, 40, "C", (0, 1)),
        (-90, 10, "C", (0, 0)),
        (-30, 50, "A", (1, 2)),
        (30, 30, "A", (2, 1)),
        (-31, 29, "C", (0, 0)),
    ],
)
def test_each_of_the_nine_fields_and_their_borders(
    value: float, quality: float, letter: str, thirds: tuple[int, int]
) -> None:
    found = nine_fields(CORNERS | {"one": (value, quality)})
    assert found is not None
    assert (found.value, found.quality) == (Scale(-90, 90), Scale(10, 70))
    (one,) = [placed for placed in found.placed if placed.idea == "one"]
    assert (one.letter, (one.value, one.quality)) == (letter, thirds)


def test_a_comes_first_and_equals_by_name() -> None:
    found = nine_fields(CORNERS | {"b": (0.0, 40.0), "a": (0.0, 40.0), "mid": (0.0, 60.0)})
    assert found is not None
    assert [(one.letter, one.idea) for one in found.placed] == [
        ("A", "most"), ("A", "mid"), ("B", "a"), ("B", "b"), ("C", "least")
    ]  # fmt: skip


def test_an_idea_that_comes_or_goes_turns_the_class_of_another_and_that_is_said() -> None:
    """Without "least" the scales begin at (-30, 20): what was in the middle of both is at their lower end."""
    three = CORNERS | {"one": (-30.0, 30.0)}
    found = nine_fields(three)
    assert found is not None
    assert [(one.idea, one.letter, one.turned_by) for one in found.placed] == [
        ("most", "A", ()), ("one", "B", ("least", "most")), ("least", "C", ())
    ]  # fmt: skip
    without = nine_fields({name: point for name, point in three.items() if name != "least"})
    assert without is not None
    assert {one.idea: one.letter for one in without.placed} == {"most": "A", "one": "C"}


@pytest.mark.parametrize(
    "points",
    [
        {},
        {"alone": (5.0, 50.0)},
        {"a": (5.0, 50.0), "b": (5.0, 60.0)},
        {"a": (5.0, 50.0), "b": (6.0, 50.0)},
    ],
)
def test_a_set_that_makes_no_scale_has_no_classes(points: dict[str, tuple[float, float]]) -> None:
    assert nine_fields(points) is None
