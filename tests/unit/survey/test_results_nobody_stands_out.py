"""S6 and S7 through the one function that pages, exports and programs use: whoever looks at everything, always."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.survey.disjoint import far_apart
from domain.survey.figures import Results
from domain.survey.isolation import isolating
from domain.survey.modes import Mode
from domain.survey.parting import Place, belongs, parts_of
from domain.survey.results import Gathered, Shown, figures_for
from tests.unit.survey.results import HEARD, SIDE, WHY, K, Said, form, option, place, question

AGE = question("age", "single", options=[option("young"), option("old"), option("other")], demographic=True)
FORM = form(SIDE, AGE, HEARD, WHY)


@st.composite
def towns(draw: st.DrawFn) -> dict[str, Place]:
    names = [f"u{n}" for n in range(draw(st.integers(1, 6)))]
    above = [draw(st.sampled_from([None, *names[:n]])) for n in range(len(names))]
    return {name: place(name, under) for name, under in zip(names, above, strict=True)}


@st.composite
def answers(draw: st.DrawFn, units: dict[str, Place], most: int = 45) -> list[Said]:
    said: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {},
        optional={
            "side": st.sampled_from(["inside", "outside"]),
            "age": st.sampled_from(["young", "old", "other"]),
            "heard": st.integers(1, 5),
            "why": st.just("Es dauert."),
        },
    )
    where = st.sampled_from([*units, "", "gone"])
    drawn = draw(st.lists(st.tuples(where, said), max_size=most))
    return [Said(f"a{n}", unit, values) for n, (unit, values) in enumerate(drawn)]


@dataclass(frozen=True)
class Seen:
    """A figure that somebody could look at: of which question, made of whose answers."""

    question: str
    who: frozenset[str]


def seen(results: Results, given_: Gathered, held: frozenset[str]) -> Iterator[Seen]:
    """Every figure on show; `held` are the answers these results were made of."""
    mine = [answer for answer in given_.answers if answer.id in held]
    named = parts_of(FORM, given_.units)
    belonging = {answer.id: belongs(answer, named, given_.units) for answer in mine}
    for one in results.parts:
        inside = [answer for answer in mine if one.part in belonging[answer.id]]
        assert len(inside) == one.answered
        yield Seen("", frozenset(answer.id for answer in inside))
        for figure in one.figures:
            who = frozenset(answer.id for answer in inside if figure.question in answer.values)
            assert len(who) == figure.answered
            yield Seen(figure.question, who)


def assert_nobody_stands_out(all_seen: set[Seen]) -> None:
    for one, other in permutations(all_seen, 2):
        if one.question == other.question and one.who > other.who:
            assert len(one.who - other.who) >= K, (one, other)
    assert all(len(one.who) >= K for one in all_seen)
    for question_ in {one.question for one in all_seen}:
        groups = [one.who for one in all_seen if one.question == question_]
        sizes = {who: 1 for group in groups for who in group}
        assert isolating([frozenset(g) for g in groups], sizes, K) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_difference_of_figures_isolates_fewer_than_five(data: st.DataObject) -> None:
    units = data.draw(towns())
    said = data.draw(answers(units))
    given_ = Gathered(FORM, Mode.ANONYMOUS, said, asked=60, closed=True, units=units)
    assert_nobody_stands_out(set(seen(figures_for(given_), given_, frozenset(a.id for a in said))))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_polling_after_every_answer_isolates_nobody(data: st.DataObject) -> None:
    units = data.draw(towns())
    said = data.draw(answers(units, most=30))
    looks = set(data.draw(st.lists(st.integers(0, 30)))) | ({*range(31)} if data.draw(st.booleans()) else set())
    kept: tuple[Shown, ...] = ()
    all_seen: set[Seen] = set()
    for count in range(len(said) + 1):
        closed = count == len(said)
        if not closed and count not in looks:
            continue
        given_ = Gathered(FORM, Mode.NAMED, said[:count], 60, closed=closed, units=units, before=kept)
        results = figures_for(given_)
        held = frozenset(answer.id for answer in given_.answers)
        if kept and results == kept[-1].results:
            held = kept[-1].answers
        elif results.parts:
            kept = (*kept, Shown(results, held))
        all_seen |= set(seen(results, given_, held))
    assert_nobody_stands_out(all_seen)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_polling_an_anonymous_wave_shows_one_picture_at_the_close(data: st.DataObject) -> None:
    units = data.draw(towns())
    said = data.draw(answers(units, most=20))
    running = Gathered(FORM, Mode.ANONYMOUS, said, 60, closed=False, units=units)
    assert not any(figures_for(replace(running, answers=said[:n])).parts for n in range(len(said) + 1))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.frozensets(st.integers(0, 11), min_size=1), min_size=1, max_size=6),
    st.lists(st.integers(0, 9), min_size=12, max_size=12),
)
def test_what_is_proved_quickly_is_true(groups: list[frozenset[Any]], people: list[int]) -> None:
    sizes = dict(enumerate(people))
    if far_apart(groups, sizes, K):
        assert isolating(groups, sizes, K) is None
