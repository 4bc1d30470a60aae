"""Bias of whoever decides or signs: their deputy, somebody else it means, or the office has it in the same step."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.errors import RuleBroken
from tests.builders import DEFINITION, PEOPLE, AnIdea, a_definition, a_person, an_idea
from tests.chains import a_chain, by, changed, signing, signs

Given = Callable[[], AnIdea]
BOTH = {"id": "both", "people": ["ella", "emil"]}


def deciding(*deputies: str, **decision: Any) -> AnIdea:
    rules = a_definition(decision=decision) if decision else DEFINITION
    return an_idea(rules).deputised("dirk", *deputies, role="decider").deciding()


def chain(*rules: dict[str, Any], deputy: str = "") -> AnIdea:
    idea = signing(a_chain(*rules or (by("ella"), by("fred"))))
    return idea.deputised("ella", deputy, role="office") if deputy else idea


def named() -> AnIdea:
    """A step the office put in for somebody."""
    idea = changed(chain(), "insert", person="jens")
    return signs(signs(idea, "ella"), "fred")


@pytest.mark.parametrize(
    ("given", "biased", "waiting", "asked"),
    [
        pytest.param(lambda: deciding("dana"), "dirk", "decide", ["dana"], id="a deputy decides"),
        pytest.param(lambda: deciding("sina", "gone", "dana"), "dirk", "decide", ["dana"], id="one who may"),
        pytest.param(deciding, "dirk", "decide", [], id="nobody stands in: the office names somebody"),
        pytest.param(lambda: chain(deputy="emil"), "ella", "sign", ["emil"], id="a deputy signs"),
        pytest.param(lambda: chain(BOTH), "ella", "sign", ["emil"], id="the next the step means signs"),
        pytest.param(chain, "ella", "sign", [], id="the step means nobody else: the office"),
        pytest.param(lambda: chain(by("ella"), deputy="sina"), "ella", "sign", [], id="the deputy submitted it"),
        pytest.param(named, "jens", "sign", [], id="of a step that was put in"),
    ],
)
def test_somebody_else_has_it_in_the_same_step(given: Given, biased: str, waiting: str, asked: list[str]) -> None:
    idea = given().biased(biased)

    assert idea.assignment(biased).state == "biased"
    assert (idea.waiting, idea.asked) == ([waiting], asked)
    assert idea.kinds[0] == "bias_declared"
    assert idea.case.reasons[-1].internal == "<script>Verwandt</script>"
    if asked:
        assert (f"{'decision' if waiting == 'decide' else 'sign'}_asked", asked[0]) in idea.told
    else:
        assert idea.task(waiting).role == "office"
        assert ("nobody_to_ask", "olga") in idea.told


def test_a_deputy_decides_in_their_place_in_the_time_that_is_left() -> None:
    idea = deciding("dana")
    due = idea.task("decide").due_at
    idea.later(hours=30).biased("dirk")

    assert idea.assignment("dana").for_person == "dirk"
    assert idea.task("decide").due_at == due
    assert idea.decided("dana").case.stage == "follow_up"


def test_the_office_is_told_even_where_the_process_has_no_notice_for_it() -> None:
    rules = DEFINITION.model_copy(update={"notices": tuple(n for n in DEFINITION.notices if n.mail != "nobody_to_ask")})
    idea = an_idea(rules).deciding().biased("dirk")

    assert idea.told == [("nobody_to_ask", "olga")]


def test_the_office_names_somebody_else_to_decide_but_not_them() -> None:
    idea = deciding().biased("dirk")
    with pytest.raises(RuleBroken, match=r"decider\.not_eligible"):
        idea.put_forward("dirk")

    assert idea.put_forward("dana").asked == ["dana"]


def test_time_that_stood_for_a_question_is_not_lost_for_whoever_decides_instead() -> None:
    idea = deciding("dana", questions={"working_days": 5})
    due = idea.task("decide").due_on
    idea.asked_back("dirk").later(hours=48).biased("dirk")

    assert idea.waiting == ["decide"]  # nobody waits for the answer any more
    assert due is not None
    assert (idea.task("decide").due_on or due) > due


def test_who_is_biased_signs_no_other_step_either_and_the_record_says_why() -> None:
    idea = chain(BOTH, BOTH | {"id": "again"}).biased("ella")
    signs(idea, "emil")
    told = [(e.facts["person"], e.facts["why"]) for e in idea.events if e.kind == "sign_passed_over"]

    assert ("ella", "biased") in told
    assert (idea.waiting, idea.asked) == (["sign"], [])
    with pytest.raises(RuleBroken, match=r"sign\.biased"):
        changed(idea, "insert", person="ella")


def test_who_was_biased_as_a_reviewer_decides_it_no_more() -> None:
    both = dict(PEOPLE) | {"ana": a_person("ana", "reviewer", "decider", department="mobility")}
    del both["box"]
    idea = an_idea(DEFINITION, both).in_review().biased("ana")
    idea.answered(idea.asked[0]).answered(idea.asked[0])

    with pytest.raises(RuleBroken, match=r"decider\.not_eligible"):
        idea.put_forward("ana")


def test_whoever_is_asked_beside_them_goes_on_alone() -> None:
    idea = deciding("dana", deadline={"working_days": 5, "deputy_after": 1})
    while "dana" not in idea.asked:
        idea.clock_rings()

    assert idea.biased("dirk").asked == ["dana"]
