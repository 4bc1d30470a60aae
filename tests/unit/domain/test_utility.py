"""Weighted utility, by hand: 60 % benefit (higher is better), 40 % complexity (lower is better), scales 0 to 10."""

from datetime import UTC, datetime

import pytest

from domain.case import Answer
from domain.definition import Criterion, Words
from domain.utility import counted, weighted_utility
from domain.words import Verdict, Via
from tests.builders import DEFINITION, an_idea

WORDS = Words(de="x", en="x")
AT = datetime(2026, 11, 2, tzinfo=UTC)


def answer(by: str, verdict: str = "approve", **scores: int | None) -> Answer:
    return Answer(f"{by}-{len(scores)}", f"as-{by}", "t", by, AT, Via.LINK, 1, Verdict(verdict), scores)


def criterion(criterion_id: str, weight: int, **fields: object) -> Criterion:
    given = {"title": WORDS, "question": WORDS, "lowest": WORDS, "highest": WORDS, **fields}
    return Criterion(id=criterion_id, weight=weight, **given)


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        # 0.6 · 8 + 0.4 · (10 − 3)
        pytest.param([answer("a", benefit=8, complexity=3)], 7.6, id="one answer"),
        # means 7 and 4: 0.6 · 7 + 0.4 · 6
        pytest.param(
            [answer("a", benefit=8, complexity=3), answer("b", benefit=6, complexity=5)], 6.6, id="mean of two"
        ),
        # means 8 and 4: 0.6 · 8 + 0.4 · 6
        pytest.param(
            [answer("a", benefit=8, complexity=3), answer("b", benefit=None, complexity=5)], 7.2, id="an abstention"
        ),
        pytest.param([answer("a", benefit=10, complexity=0)], 10.0, id="the best"),
        pytest.param([answer("a", benefit=0, complexity=10)], 0.0, id="the worst is nought, not undefined"),
        # means 7⅓ and 3: 4.4 + 2.8
        pytest.param(
            [answer(p, benefit=b, complexity=3) for p, b in zip("abc", (7, 7, 8), strict=True)], 7.2, id="thirds"
        ),
        pytest.param([], None, id="nobody answered"),
        pytest.param([answer("a", benefit=None, complexity=3)], None, id="nobody scored the benefit"),
        pytest.param(
            [answer("a", "changes", benefit=8, complexity=3)], None, id="a request for changes does not count"
        ),
    ],
)
def test_utility_by_hand(answers: list[Answer], value: float | None) -> None:
    assert weighted_utility(DEFINITION.criteria, answers).value == value


@pytest.mark.parametrize(
    ("scores", "value"), [((8, 3, 5), 5.5), ((5, 7, 4), 5.45)]
)  # 0.4 · 8 + 0.35 · 3 + 0.25 · 5 and 0.4 · 5 + 0.35 · 7 + 0.25 · 4
def test_three_weights(scores: tuple[int, int, int], value: float) -> None:
    criteria = [criterion("a", 40), criterion("b", 35), criterion("c", 25)]

    assert weighted_utility(criteria, [answer("x", **dict(zip("abc", scores, strict=True)))]).value == value


def test_at_its_switch_point_a_weight_makes_two_ideas_equal() -> None:
    """t* = D / (D − d) with d = 3, D = (0.35 · −4 + 0.25 · 1) / 0.6: 0.38983."""
    rest = {"b": 0.35 / 0.6, "c": 0.25 / 0.6}

    def utility(t: float, scores: tuple[int, int, int]) -> float | None:
        weights = [round(1e7 * w) for w in (t, (1 - t) * rest["b"], (1 - t) * rest["c"])]
        criteria = [criterion(k, 1).model_copy(update={"weight": w}) for k, w in zip("abc", weights, strict=True)]
        return weighted_utility(criteria, [answer("x", **dict(zip("abc", scores, strict=True)))]).value

    first, second = utility(0.38983, (8, 3, 5)), utility(0.38983, (5, 7, 4))
    assert first is not None
    assert first == pytest.approx(second, abs=1e-4)
    assert (utility(0.5, (8, 3, 5)) or 0) > (utility(0.5, (5, 7, 4)) or 0)
    assert (utility(0.3, (8, 3, 5)) or 0) < (utility(0.3, (5, 7, 4)) or 0)


def test_scales_are_stretched_to_ten() -> None:
    """1 on −2…+2 is three quarters, turned round one quarter; 4 on 1…5 is three quarters."""
    criteria = [
        criterion("a", 50, scale_from=-2, scale_to=2, better="lower"),
        criterion("b", 50, scale_from=1, scale_to=5),
    ]

    assert weighted_utility(criteria, [answer("x", a=1, b=4)]).value == 5.0  # (2.5 + 7.5) / 2


def test_a_criterion_without_weight_may_stay_unscored() -> None:
    criteria = [criterion("a", 100), criterion("b", 0)]

    utility = weighted_utility(criteria, [answer("x", a=4, b=None)])
    assert utility.value == 4.0
    assert utility.ratings[1].mean is None


def test_the_last_word_of_each_reviewer_counts() -> None:
    answers = [answer("a", benefit=1, complexity=9), answer("a", benefit=8, complexity=3)]

    assert counted(answers) == answers[1:]
    assert weighted_utility(DEFINITION.criteria, answers).value == 7.6


def test_who_asked_for_changes_last_does_not_count() -> None:
    assert counted([answer("a", benefit=8, complexity=3), answer("a", "changes")]) == []


@pytest.mark.parametrize(("benefit", "out"), [(1, True), (2, False), (None, False)])
def test_a_mean_below_the_limit_knocks_out(benefit: int | None, out: bool) -> None:
    utility = weighted_utility(DEFINITION.criteria, [answer("a", benefit=benefit, complexity=0)])

    assert utility.knocked_out is out
    assert (utility.value is None) is (benefit is None)


def test_a_decision_keeps_the_utility_it_was_made_with() -> None:
    assert an_idea().planning().case.decisions[0].utility == 7.6


def test_an_unscored_idea_is_decided_with_an_undefined_utility() -> None:
    idea = an_idea().in_review()
    for person in ("ana", "ben"):
        idea.answered(person, scores={"benefit": None, "complexity": None})

    assert idea.put_forward().decided().case.decisions[0].utility is None
