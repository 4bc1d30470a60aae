"""Days that are wanted besides those that are known: cut to pieces where they have to be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.absence import Absence, apart

START = date(2026, 11, 1)


def span(first: int, last: int) -> Absence:
    return Absence(START + timedelta(days=first), START + timedelta(days=last))


@pytest.mark.parametrize(
    ("known", "left"),
    [
        ([], [(5, 9)]),
        ([(1, 4)], [(5, 9)]),
        ([(10, 12)], [(5, 9)]),
        ([(1, 5)], [(6, 9)]),
        ([(9, 12)], [(5, 8)]),
        ([(6, 7)], [(5, 5), (8, 9)]),
        ([(5, 9)], []),
        ([(1, 20)], []),
        ([(5, 5), (9, 9)], [(6, 8)]),
    ],
)
def test_what_is_left_of_a_week(known: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    assert apart([span(5, 9)], [span(*one) for one in known]) == tuple(span(*one) for one in left)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda one: span(one[0], one[0] + one[1])))


@given(SPANS, SPANS)
def test_every_day_is_there_unless_it_was_known(wanted: list[Absence], known: list[Absence]) -> None:
    def days(several: list[Absence] | tuple[Absence, ...]) -> set[date]:
        return {
            START + timedelta(days=n) for n in range(60) if any(a.covers(START + timedelta(days=n)) for a in several)
        }

    assert days(apart(wanted, known)) == days(wanted) - days(known)
