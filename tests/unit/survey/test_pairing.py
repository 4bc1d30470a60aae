"""Before and after of the same people: how sure a change is, and that nobody who answered once stands out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log
from random import Random
from typing import Any

import pytest

from domain.survey.branching import Value
from domain.survey.intervals import Arrow, Interval
from domain.survey.modes import Mode
from domain.survey.paired import mean_change, share_change
from domain.survey.pairing import MOVED, Ids, Paired, may_pair, paired
from domain.survey.results import Gathered, Shown, figures_for
from tests.unit.survey.results import HEARD, SIDE, TOWN, K, Said, gathered, option, question
from tests.unit.survey.test_statistics import needs_oracle

TAGS = question("tags", "multiple", options=[option("fast"), option("fair")])
FORM = (SIDE, HEARD, TAGS)


def ends(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (round(interval.low, 4), round(interval.high, 4))


# How sure a change is


def test_nothing_is_sure_of_one_pair_or_where_all_changed_alike() -> None:
    assert mean_change({1: 1}) is None
    assert mean_change({2: 12}) is None
    assert share_change(0, 0, 0) is None


def test_ten_who_say_the_same_twice_are_not_certain() -> None:
    assert ends(share_change(0, 0, 10)) == (-0.2775, 0.2775)
    assert ends(share_change(10, 0, 10)) == (0.4449, 1.0)


@needs_oracle
def test_scipy_says_the_same_of_means() -> None:
    from scipy.stats import ttest_rel

    random = Random(3)
    for n in (3, 5, 12, 50):
        before, after = ([random.randint(1, 5) for _ in range(n)] for _ in range(2))
        oracle = ttest_rel(after, before).confidence_interval(0.95)
        told = mean_change(Counter(now - then for then, now in zip(before, after, strict=True)))
        assert told is not None
        assert (told.low, told.high) == pytest.approx((oracle.low, oracle.high), abs=1e-9)


@needs_oracle
def test_a_change_of_a_share_is_sure_exactly_where_mcnemar_s_test_is_significant() -> None:
    from statsmodels.stats.contingency_tables import mcnemar

    for n in (5, 8, 13, 30):
        for gained in range(n + 1):
            for lost in range(max(0, 1 - gained), n + 1 - gained):
                told = share_change(gained, lost, n)
                assert told is not None
                assert -1 <= told.low <= (gained - lost) / n <= told.high <= 1
                table = [[0, gained], [lost, n - gained - lost]]
                significant = mcnemar(table, exact=False, correction=False).pvalue < 0.05
                assert significant is not (told.low <= 0 <= told.high), (gained, lost, n)


@needs_oracle
@pytest.mark.parametrize(("gained", "lost", "n"), [(12, 2, 50), (3, 1, 8), (5, 5, 20), (1, 9, 30)])
def test_its_ends_are_where_the_likelihood_says(gained: int, lost: int, n: int) -> None:
    """The score test by search: of all tables with this change the likeliest, its distance 1.96 errors."""
    from scipy.optimize import brentq, minimize_scalar

    def distance(change: float) -> float:
        def unlikely(q: float) -> float:
            return -(gained * log(q + change) + lost * log(q) + (n - gained - lost) * log(1 - 2 * q - change))

        low, high = max(0.0, -change) + 1e-13, (1 - change) / 2 - 1e-13
        q = minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
        return float((gained - lost - n * change) / (n * (2 * q + change - change**2)) ** 0.5)

    found, told = (gained - lost) / n, share_change(gained, lost, n)
    oracle = [
        brentq(lambda d: distance(d) - 1.959964, -0.999999, found - 1e-9),
        brentq(lambda d: distance(d) + 1.959964, found + 1e-9, 0.999999),
    ]
    assert told is not None
    assert (told.low, told.high) == pytest.approx(oracle, abs=1e-6)


@pytest.mark.parametrize("n", [10, 20, 50])
def test_its_interval_covers_the_truth(n: int) -> None:
    random, hits, rounds = Random(20261128), 0, 1_000
    for _ in range(rounds):
        low, high = sorted((random.random(), random.random()))
        drawn = [random.random() for _ in range(n)]
        told = share_change(sum(d < low for d in drawn), sum(d > high for d in drawn), n)
        assert told is not None
        hits += told.low <= low - (1 - high) <= told.high
    assert hits / rounds >= 0.93


# What is counted, and shown


def wave(answers: Sequence[Said], mode: Mode = Mode.CONFIDENTIAL, **more: Any) -> Gathered:
    """Evaluated: its figures are kept."""
    given = gathered(answers, *FORM, mode=mode, **more)
    return replace(given, before=[Shown(figures_for(given), frozenset())])


def answers(name: str, said: Sequence[Mapping[str, Value]], unit: str = "") -> list[Said]:
    return [Said(f"{name}{n}", unit, values) for n, values in enumerate(said)]


def compared(now: Gathered, then: Gathered, count: int, others: Sequence[Mapping[str, Ids]] = ()) -> Paired:
    """The first `count` of either are of the same people."""
    return paired("before", now, then, [(f"now{n}", f"then{n}") for n in range(count)], others)


def heard(steps: Sequence[int]) -> list[dict[str, Value]]:
    return [{"heard": step} for step in steps]


def test_a_change_that_is_the_same_for_nearly_everybody_is_found_in_few_pairs() -> None:
    then, now = [1, 2, 3, 4, 1, 2, 3, 4], [2, 3, 4, 5, 2, 3, 4, 4]
    told = compared(wave(answers("now", heard(now))), wave(answers("then", heard(then))), 8).figure("heard")
    assert told is not None
    (change,) = told.changes
    assert (told.pairs, change.before, change.after, change.arrow) == (8, 2.5, 3.375, Arrow.UP)
    assert ends(change.interval) == (0.5794, 1.1706)


def test_of_options_each_is_counted_by_who_chose_it_before_and_after() -> None:
    both: dict[str, Value] = {"tags": ("fast", "fair")}
    fast_only: dict[str, Value] = {"tags": ("fast",)}
    fair_only: dict[str, Value] = {"tags": ("fair",)}
    then, now = [*[fast_only] * 9, both], [*[fair_only] * 9, both]
    told = compared(wave(answers("now", now)), wave(answers("then", then)), 10).figure("tags")
    assert told is not None
    fast, fair = told.changes
    assert (fast.measure, fast.before, fast.after, fast.arrow) == ("fast", 1.0, 0.1, Arrow.DOWN)
    assert (fair.measure, fair.before, fair.after, fair.arrow) == ("fair", 0.1, 1.0, Arrow.UP)
    assert fast.interval == share_change(0, 9, 10)


def test_numbers_are_told_by_their_middle_and_by_which_way_people_went() -> None:
    """S16: twelve of whom nine needed fewer minutes and one more; by how much nobody sees."""
    minutes = question("minutes", "number", minimum=0, maximum=240, whole=True)
    then = [30, 30, 40, 40, 50, 50, 60, 60, 70, 70, 80, 80]
    now = [20, 20, 30, 30, 40, 40, 50, 50, 60, 70, 80, 200]

    def told(name: str, numbers: list[int]) -> Gathered:
        given = gathered(answers(name, [{"minutes": one} for one in numbers]), minutes, mode=Mode.CONFIDENTIAL)
        return replace(given, before=[Shown(figures_for(given), frozenset())])

    figure = compared(told("now", now), told("then", then), 12).figure("minutes")
    assert figure is not None
    (change,) = figure.changes
    assert (change.measure, change.before, change.after, change.more, change.less) == (MOVED, 55, 45, 1, 9)
    assert change.arrow is Arrow.DOWN
    assert change.interval == share_change(1, 9, 12)
    assert compared(told("now", now), told("then", then), 4).figure("minutes") is None


@pytest.mark.parametrize(
    ("both", "only_now", "only_then", "shown"),
    [
        (K, 0, 0, True),
        (K - 1, 0, 0, False),  # too few pairs
        (8, K, K, True),
        (8, K - 1, 0, False),  # by subtraction: what four said who answered only now
        (8, 0, 1, False),  # or one only before
    ],
)
def test_neither_few_pairs_nor_few_others_are_shown(both: int, only_now: int, only_then: int, shown: bool) -> None:
    now = wave(answers("now", heard([4] * (both + only_now))))
    then = wave(answers("then", heard([2] * (both + only_then))))
    assert (compared(now, then, both).figure("heard") is not None) is shown


def test_a_part_that_is_shown_counts_as_well() -> None:
    """Nine in the north, seven of them in pairs with one in the south: north less pairs tells of two."""
    north, south = answers("now", heard([4] * 9), "north"), answers("south", heard([4] * 9), "south")
    mixed = [*north[:7], *south]
    then = wave(answers("then", heard([2] * 16)), units=TOWN)
    pairs = [(a.id, f"then{n}") for n, a in enumerate(mixed)]
    now = wave([*north, *south], units=TOWN)
    assert paired("before", now, then, pairs).figures == ()
    assert paired("before", wave(mixed, units=TOWN), then, pairs).figure("heard") is not None


def test_pairs_with_another_later_wave_count_as_well() -> None:
    """Ten before; eight of them again in spring were shown, and all ten in autumn: two would stand out."""
    then, now = wave(answers("then", heard([2] * 10))), wave(answers("now", heard([4] * 10)))
    shown = {"heard": frozenset(f"then{n}" for n in range(8))}
    assert compared(now, then, 10).figure("heard") is not None
    assert compared(now, then, 10, [shown]).figure("heard") is None


@pytest.mark.parametrize(
    ("modes", "promised", "may"),
    [
        ((Mode.CONFIDENTIAL, Mode.CONFIDENTIAL), True, True),
        ((Mode.CONFIDENTIAL, Mode.CONFIDENTIAL), False, False),
        ((Mode.NAMED, Mode.NAMED), False, True),
        ((Mode.ANONYMOUS, Mode.ANONYMOUS), True, False),
        ((Mode.NAMED, Mode.CONFIDENTIAL), True, False),
    ],
)
def test_only_where_it_was_promised_and_never_of_anonymous_answers(
    modes: tuple[Mode, Mode], promised: bool, may: bool
) -> None:
    here, there = (wave(answers("a", heard([3] * 9)), mode) for mode in modes)
    assert may_pair(here, there, promised=promised) is may


def test_figures_that_are_not_of_all_answers_are_not_paired() -> None:
    here, there = wave(answers("now", heard([3] * 9))), wave(answers("then", heard([3] * 9)))
    assert not may_pair(here, replace(there, answers=there.answers[1:]), promised=True)
    assert not may_pair(here, replace(there, before=()), promised=True)


def test_a_question_that_was_worded_otherwise_is_not_paired() -> None:
    said = answers("then", heard([3] * 9))
    now, then = wave(answers("now", heard([3] * 9))), wave(said)
    other = gathered(said, SIDE, HEARD | {"text": {"de": "Anders?"}}, TAGS, mode=Mode.CONFIDENTIAL)
    assert compared(now, replace(other, before=then.before), 9).figures == ()
