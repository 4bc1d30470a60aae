"""S15: figures that stay honest when few answer: the numbers of the requirements, coverage, and an oracle."""

import importlib.util
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.survey.intervals import (
    OPEN,
    Arrow,
    Drawn,
    Frame,
    Interval,
    Z,
    arrow,
    effective,
    finite_population,
    newcombe,
    wilson,
)
from domain.survey.recommendation import Recommendation, recommendation, score_difference, variance
from domain.survey.statistics import (
    Distribution,
    mean_difference,
    response_rate,
    share,
    share_difference,
)
from domain.survey.student import quantile

STAFF = Frame(Drawn.CENSUS, 100)
SAMPLE = Frame(Drawn.RANDOM, 100)


def rounded(interval: Interval | None, digits: int = 4) -> tuple[float, float] | None:
    return None if interval is None else (round(interval.low, digits), round(interval.high, digits))


# Shares

WILSON = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("count", "answered", "low", "high"), WILSON)
def test_wilson_by_newcombe_s_cases(count: int, answered: int, low: float, high: float) -> None:
    assert rounded(wilson(count, answered)) == (low, high)


def test_five_of_five_are_not_certain() -> None:
    assert rounded(wilson(5, 5), 3) == (0.566, 1.0)


def test_nobody_is_no_share() -> None:
    assert wilson(0, 0) is None
    assert share(0, 0).value is None
    assert share(0, 0).interval is None


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, paper 2, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_newcombe_by_his_own_cases(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    assert rounded(newcombe(*first, *second)) == (low, high)


def test_there_is_no_difference_to_nothing() -> None:
    assert newcombe(1, 2, 0, 0) is None
    assert arrow(newcombe(1, 2, 0, 0)) is Arrow.NONE


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((8, 10), (5, 10), Arrow.NONE),  # 30 points more, of ten people
        ((80, 100), (50, 100), Arrow.UP),
        ((50, 100), (80, 100), Arrow.DOWN),
        ((5, 10), (5, 10), Arrow.NONE),
    ],
)
def test_an_arrow_only_where_the_difference_is_sure(
    now: tuple[int, int], before: tuple[int, int], expected: Arrow
) -> None:
    assert arrow(share_difference(share(*now), share(*before))) is expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.0, 1.0, Arrow.NONE), (-1.0, 0.0, Arrow.NONE), (0.01, 1.0, Arrow.UP), (-1.0, -0.01, Arrow.DOWN)],
)
def test_nought_at_the_edge_is_no_arrow(low: float, high: float, expected: Arrow) -> None:
    assert arrow(Interval(low, high)) is expected


# Closed groups


def test_the_correction_for_closed_groups() -> None:
    assert round(finite_population(38, 600), 4) == 0.9686
    assert round(finite_population(10, 100), 5) == 0.95346
    assert finite_population(10, None) == 1
    assert finite_population(100, 100) == finite_population(1, 1) == 0


def test_it_narrows_the_margin_of_error() -> None:
    """72,000 of 300,000: 0.365 % becomes 0.318 %."""
    margin = Z * (0.5 * 0.5 / 72_000) ** 0.5

    assert round(100 * margin, 3) == 0.365
    assert round(100 * margin * finite_population(72_000, 300_000), 3) == 0.318
    assert round(72_000 / effective(72_000, 300_000), 4) == round(finite_population(72_000, 300_000) ** 2, 4)


def test_only_closed_groups_are_narrowed() -> None:
    wide = wilson(30, 60)
    assert wide is not None
    for frame in (STAFF, SAMPLE):
        narrow = wilson(30, 60, frame)
        assert narrow is not None
        assert narrow.width < wide.width
    assert wilson(30, 60, Frame(Drawn.OPEN, 100)) == wide, "whoever wanted to answer says nothing about the others"


def test_where_everybody_answered_nothing_is_left_to_guess() -> None:
    assert wilson(60, 100, STAFF) == Interval(0.6, 0.6)
    assert Recommendation(60, 20, 20).interval(STAFF) == Interval(40, 40)


# Recommendation


def test_eight_of_eight_promoters_are_not_a_hundred_plus_minus_nought() -> None:
    counted = recommendation({10: 5, 9: 3})

    assert counted.score == 100
    assert rounded(counted.interval(), 1) == (38.5, 100.0)


def test_the_score_and_its_variance() -> None:
    """p = ½, d = ⅙: 33.3 with variance 5/9, standard error 4.14 points at 324."""
    assert round(Recommendation(3, 2, 1).score or 0, 1) == 33.3
    assert variance(1 / 2, 1 / 6) == pytest.approx(5 / 9)
    assert round(100 * (variance(1 / 2, 1 / 6) / 324) ** 0.5, 2) == 4.14


def test_scores_are_sorted_into_three() -> None:
    assert recommendation(dict.fromkeys(range(11), 1)) == Recommendation(2, 2, 7)
    assert recommendation({}).score is None
    assert recommendation({}).interval() is None


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Recommendation(8, 2, 0), Recommendation(4, 4, 2), Arrow.NONE),
        (Recommendation(80, 20, 0), Recommendation(40, 40, 20), Arrow.UP),
        (Recommendation(0, 0, 0), Recommendation(4, 4, 2), Arrow.NONE),
    ],
)
def test_a_score_has_risen_where_that_is_sure(now: Recommendation, before: Recommendation, expected: Arrow) -> None:
    assert arrow(score_difference(now, before)) is expected


# Scales


def test_the_distribution_comes_before_the_mean() -> None:
    told = Distribution({1: 4, 2: 0, 3: 0, 4: 0, 5: 4})

    assert (told.answered, told.mean, told.median) == (8, 3.0, 3.0)
    assert told.share_of({4, 5}).value == 0.5


@pytest.mark.parametrize(
    ("counts", "median"),
    [({1: 1, 5: 2}, 5), ({1: 1, 2: 1}, 1.5), ({1: 2, 2: 1, 3: 1}, 1.5), ({}, None), ({3: 0}, None)],
)
def test_the_median(counts: dict[int, int], median: float | None) -> None:
    assert Distribution(counts).median == median


def test_the_mean_of_few_is_wide() -> None:
    """3, 4, 4, 5, 4: mean 4, s = 0.7071, t(4) = 2.7764."""
    told = Distribution({1: 0, 2: 0, 3: 1, 4: 3, 5: 1})

    assert rounded(told.mean_interval()) == (3.122, 4.878)


def test_five_of_five_the_same_give_no_interval() -> None:
    assert Distribution({1: 0, 4: 5, 5: 0}).mean_interval() is None
    assert Distribution({1: 0, 4: 1, 5: 0}).mean_interval() is None
    assert arrow(mean_difference(Distribution({4: 2, 5: 0}), Distribution({4: 0, 5: 2}))) is Arrow.NONE


def test_where_all_of_a_closed_group_said_the_same_it_is_so() -> None:
    everybody = Frame(Drawn.CENSUS, 5)

    assert Distribution({1: 0, 4: 5, 5: 0}).mean_interval(everybody) == Interval(4, 4)
    now, before = Distribution({4: 5, 5: 0}), Distribution({4: 0, 5: 5})
    assert arrow(mean_difference(now, before, everybody, everybody)) is Arrow.DOWN


def test_a_mean_has_changed_where_that_is_sure() -> None:
    few, many = {1: 1, 3: 3, 5: 2}, {1: 10, 3: 30, 5: 20}
    better, much_better = {1: 0, 3: 2, 5: 4}, {1: 0, 3: 20, 5: 40}

    assert arrow(mean_difference(Distribution(better), Distribution(few))) is Arrow.NONE
    assert arrow(mean_difference(Distribution(much_better), Distribution(many))) is Arrow.UP
    assert arrow(mean_difference(Distribution(many), Distribution(much_better))) is Arrow.DOWN


@pytest.mark.parametrize(("freedom", "t"), [(1, 12.7062), (4, 2.7764), (9, 2.2622), (30, 2.0423), (1000, 1.9623)])
def test_student_s_t_by_its_table(freedom: float, t: float) -> None:
    assert round(quantile(freedom), 4) == t


def test_how_many_answered_is_no_guess() -> None:
    rate = response_rate(30, 200)

    assert (rate.value, rate.interval) == (0.15, None)
    assert response_rate(0, 0).value is None


@given(st.integers(1, 300), st.data())
def test_an_interval_holds_its_share(answered: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, answered))
    frame = data.draw(st.sampled_from([OPEN, Frame(Drawn.CENSUS, answered + data.draw(st.integers(0, 50)))]))

    interval = wilson(count, answered, frame)
    assert interval is not None
    assert 0 <= interval.low <= count / answered + 1e-12
    assert count / answered - 1e-12 <= interval.high <= 1


# Coverage: how often the truth lies within

ROUNDS = 3_000


def coverage(hit: Callable[[Random], bool], rounds: int = ROUNDS) -> float:
    random = Random(20261127)
    return sum(hit(random) for _ in range(rounds)) / rounds


def within(interval: Interval | None, truth: float) -> bool:
    return interval is not None and interval.low <= truth <= interval.high


def binomial(random: Random, n: int, p: float) -> int:
    return sum(random.random() < p for _ in range(n))


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_wilson_covers_the_truth(n: int) -> None:
    def hit(random: Random) -> bool:
        p = random.random()
        return within(wilson(binomial(random, n, p), n), p)

    assert coverage(hit) >= 0.93


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_newcombe_covers_the_truth(n: int) -> None:
    def hit(random: Random) -> bool:
        p, q = random.random(), random.random()
        return within(newcombe(binomial(random, n, p), n, binomial(random, n, q), n), p - q)

    assert coverage(hit) >= 0.93


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_the_score_s_interval_covers_the_truth(n: int) -> None:
    def hit(random: Random) -> bool:
        truth, told = recommended(random, n)
        return within(told.interval(), truth)

    assert coverage(hit) >= 0.93


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_the_interval_of_a_mean_covers_the_truth(n: int) -> None:
    """S15: of all answers a town may give to a scale of five; where all said the same, nothing is claimed."""

    def hit(random: Random) -> bool:
        truth, told = answered_to_a_scale(random, n)
        interval = told.mean_interval()
        return interval is None or within(interval, truth)

    assert coverage(hit, rounds=10_000) >= 0.93


@pytest.mark.parametrize("n", [5, 10, 20, 50])
def test_differences_of_means_and_scores_cover_the_truth(n: int) -> None:
    """S15: the intervals that decide whether an arrow may be shown."""

    def means(random: Random) -> bool:
        (truth, now), (truth_before, before) = (answered_to_a_scale(random, n) for _ in range(2))
        interval = mean_difference(now, before)
        return interval is None or within(interval, truth - truth_before)

    def scores(random: Random) -> bool:
        (truth, now), (truth_before, before) = (recommended(random, n) for _ in range(2))
        return within(score_difference(now, before), truth - truth_before)

    assert coverage(means) >= 0.93
    assert coverage(scores) >= 0.93


def answered_to_a_scale(random: Random, n: int) -> tuple[float, Distribution]:
    """The mean of a town, and what so many of it said from 1 to 5."""
    weights = [random.expovariate(1) for _ in range(5)]
    truth = sum(step * weight for step, weight in enumerate(weights, 1)) / sum(weights)
    return truth, _of(random.choices(range(1, 6), weights, k=n))


def recommended(random: Random, n: int) -> tuple[float, Recommendation]:
    low, high = sorted((random.random(), random.random()))
    drawn = [random.random() for _ in range(n)]
    promoters, detractors = sum(d < low for d in drawn), sum(d > high for d in drawn)
    return 100 * (low - (1 - high)), Recommendation(promoters, n - promoters - detractors, detractors)


@pytest.mark.parametrize("n", [5, 20, 40])
def test_of_a_closed_group_the_narrower_interval_covers_the_truth(n: int) -> None:
    def hit(random: Random) -> bool:
        yes = random.randint(0, 50)
        group = [True] * yes + [False] * (50 - yes)
        return within(wilson(sum(random.sample(group, n)), n, Frame(Drawn.RANDOM, 50)), yes / 50)

    assert coverage(hit) >= 0.93


@pytest.mark.parametrize(("drawn", "least"), [(Drawn.ROTATING, 0.93), (Drawn.RANDOM, 0.0)])
def test_two_parts_that_take_turns_are_compared_without_the_correction(drawn: Drawn, least: float) -> None:
    """The same group of 60, two of its three thirds, nothing changed in between: the truth is nought."""
    frame = Frame(drawn, 60)

    def hit(random: Random) -> bool:
        group = [True] * 30 + [False] * 30
        random.shuffle(group)
        now, before = share(sum(group[:20]), 20), share(sum(group[20:40]), 20)
        return within(share_difference(now, before, frame.compared, frame.compared), 0)

    told = coverage(hit)
    assert told >= least
    if drawn is Drawn.RANDOM:
        assert told < 0.93, "with the correction the difference would look surer than it is"


@pytest.mark.parametrize(("group", "answered", "factor"), [(600, 38, 0.9686), (100, 10, 0.95346)])
@pytest.mark.parametrize("drawn", [Drawn.CENSUS, Drawn.RANDOM, Drawn.ROTATING])
def test_the_corrected_interval_solves_the_score_equation(
    drawn: Drawn, group: int, answered: int, factor: float
) -> None:
    """Its ends are where the share lies 1.96 standard errors away, each narrowed by the factor of committee.md."""
    count = answered // 2
    told = wilson(count, answered, Frame(drawn, group))
    assert told is not None
    for end in (told.low, told.high):
        away = abs(count / answered - end)
        assert away == pytest.approx(1.959964 * factor * (end * (1 - end) / answered) ** 0.5, rel=1e-4)


def test_false_arrows_are_rare() -> None:
    def hit(random: Random) -> bool:
        p = random.random()
        return arrow(newcombe(binomial(random, 20, p), 20, binomial(random, 20, p), 20)) is Arrow.NONE

    assert coverage(hit) >= 0.95


# An oracle, where it is there

ORACLE = importlib.util.find_spec("statsmodels") is not None
needs_oracle = pytest.mark.skipif(
    not ORACLE, reason="NOT RUN against the oracle: `pip install statsmodels` in an environment of its own, run again"
)


@needs_oracle
def test_statsmodels_says_the_same_of_shares() -> None:
    from statsmodels.stats.proportion import proportion_confint

    for n in (1, 2, 5, 8, 20, 50, 263):
        for count in range(n + 1):
            low, high = proportion_confint(count, n, method="wilson")
            told = wilson(count, n)
            assert told is not None
            assert (told.low, told.high) == pytest.approx((low, high), abs=1e-12)


@needs_oracle
def test_statsmodels_says_the_same_of_differences() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    for n, m in ((5, 7), (10, 10), (20, 50)):
        for count in range(1, n):
            for other in range(1, m):
                low, high = confint_proportions_2indep(count, n, other, m, method="newcomb", compare="diff")
                told = newcombe(count, n, other, m)
                assert told is not None
                assert (told.low, told.high) == pytest.approx((low, high), abs=1e-9)


@needs_oracle
def test_scipy_and_statsmodels_say_the_same_of_means() -> None:
    from scipy.stats import t
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    for freedom in (1, 1.5, 2, 3.7, 10, 49, 500):
        assert quantile(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=1e-9)
    random = Random(7)
    for _ in range(50):
        first, second = ([random.randint(1, 5) for _ in range(random.randint(3, 40))] for _ in range(2))
        if len(set(first)) > 1 and len(set(second)) > 1:
            told = mean_difference(_of(first), _of(second))
            oracle = CompareMeans(DescrStatsW(first), DescrStatsW(second)).tconfint_diff(usevar="unequal")
            assert told is not None
            assert (told.low, told.high) == pytest.approx(oracle, abs=1e-9)


def _of(steps: list[int]) -> Distribution:
    return Distribution({step: steps.count(step) for step in range(1, 6)})
