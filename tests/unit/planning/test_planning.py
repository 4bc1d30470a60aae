"""Planning facts: quarters, and everything that cannot be planned as it is said."""

from datetime import date

import pytest

from domain.planning.checking import check, check_frame
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter, quarter_of, quarters_of, read


@pytest.mark.parametrize(("many", "then"), [(0, "2026-Q4"), (1, "2027-Q1"), (6, "2028-Q2"), (-4, "2025-Q4")])
def test_quarters_are_counted_on_across_years(many: int, then: str) -> None:
    start = quarter_of(date(2026, 11, 28))
    assert str(start.plus(many)) == then
    assert start.until(read(then)) == many


def test_a_year_has_four_quarters_in_order() -> None:
    assert [str(one) for one in quarters_of(2027)] == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]
    assert sorted([Quarter(2028, 1), Quarter(2027, 4)])[0] == Quarter(2027, 4)
    for wrong in ("2027", "2027-Q5", "2027-Q1\n", ""):
        with pytest.raises(ValueError):
            read(wrong)


OTHERS = {"b": Facts(needs=("c",)), "c": Facts(needs=("a",)), "x": Facts(needs=("y",)), "y": Facts(needs=("x",))}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts({(2027, "line"): 0}, {"role": 0}, 1, needs=("x",), excludes=("c",)), []),
        (Facts({(2027, "line"): -1}), [(("costs", 2027, "line"), "negative")]),
        (Facts(effort={"role": -1}), [(("effort", "role"), "negative")]),
        (Facts(length=0), [(("length",), "length_not_positive")]),
        (Facts(needs=("a",)), [(("needs",), "needs_itself")]),
        (Facts(excludes=("a",)), [(("excludes",), "excludes_itself")]),
        (Facts(needs=("nobody",)), [(("needs",), "idea_unknown")]),
        (Facts(needs=("b",)), [(("needs",), "needs_circle")]),
        (Facts(needs=("x",), excludes=("x",)), [(("excludes",), "needs_and_excludes")]),
    ],
)
def test_what_cannot_be_planned_is_found_at_its_field(facts: Facts, found: list[object]) -> None:
    assert [(one.where, one.code) for one in check("a", facts, OTHERS)] == found


def test_a_circle_names_its_ideas_from_the_one_that_closes_it() -> None:
    assert check("a", Facts(needs=("b",)), OTHERS)[0].facts == {"names": "a → b → c → a"}


def test_costs_that_nobody_said_are_unknown_and_not_0() -> None:
    assert (Facts().costed, Facts().cost) == (False, None)
    assert (Facts({(2027, "a"): 0}).costed, Facts({(2027, "a"): 0, (2028, "b"): 7}).cost) == (True, 7)


def test_a_frame_has_no_title_twice_and_nothing_below_0() -> None:
    frame = Frame(
        (Named("a", "Verkehr"), Named("b", "verkehr")),
        (Named("r", "Verkehr"),),
        {(2027, "a"): -1},
        {(Quarter(2027, 1), "r"): -2},
    )
    assert [(one.where, one.code) for one in check_frame(frame)] == [
        (("lines", "b"), "title_twice"),
        (("budget", 2027, "a"), "negative"),
        (("capacity", "2027-Q1", "r"), "negative"),
    ]
