"""What cannot be chosen from is named with its place."""

import pytest

from domain.portfolio.checking import check
from domain.portfolio.problem import Floor, Limit, Option, Portfolio


def found(*options: Option, limits: tuple[Limit, ...] = (Limit("b", 5),)) -> list[tuple[tuple, str]]:
    return [(one.where, one.code) for one in check(Portfolio(options, limits, (Floor("g", 1),)))]


@pytest.mark.parametrize(
    ("options", "where", "code"),
    [
        ([Option("a", 1, uses={"b": -3})], ("ideas", 0, "uses", "b"), "negative"),
        ([Option("a", 1, uses={"b": float("nan")})], ("ideas", 0, "uses", "b"), "negative"),
        ([Option("a", 1, uses={"c": 3})], ("ideas", 0, "uses", "c"), "limit_unknown"),
        ([Option("a", 1, gives={"h": 3})], ("ideas", 0, "gives", "h"), "goal_unknown"),
        ([Option("a", 1, must=True, costed=False)], ("ideas", 0, "must"), "must_without_cost"),
        ([Option("a", 1, needs=("a",))], ("ideas", 0, "needs"), "needs_itself"),
        ([Option("a", 1, excludes=("a",))], ("ideas", 0, "excludes"), "excludes_itself"),
        ([Option("a", 1, needs=("x",))], ("ideas", 0, "needs"), "idea_unknown"),
    ],
)
def test_one_mistake(options: list[Option], where: tuple, code: str) -> None:
    assert found(*options) == [(where, code)]


def test_a_circle_of_dependencies_is_told_once_with_its_way() -> None:
    circle = (Option("a", 1, needs=("b",)), Option("b", 1, needs=("c",)), Option("c", 1, needs=("a",)))
    findings = check(Portfolio((*circle, Option("d", 1, needs=("a",)))))
    assert [(one.where, one.code) for one in findings] == [(("ideas", 0, "needs"), "needs_circle")]
    assert findings[0].facts == {"names": "a → b → c → a"}


def test_limits_are_not_negative_and_stand_once() -> None:
    limits = (Limit("b", -1), Limit("c", 1, step=0), Limit("g", 1))
    assert [code for _, code in found(limits=limits)] == ["limit_negative", "step_not_positive", "twice", "twice"]


def test_a_chain_that_meets_twice_is_no_circle() -> None:
    chain = [Option("a", 1), Option("b", 1, needs=("a",)), Option("c", 1, needs=("a", "b"))]
    assert found(*chain) == []
