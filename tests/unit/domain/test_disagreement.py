"""Disagreement: one criterion goes back once to those who differ, and then the rule of what is enough applies."""

from dataclasses import replace
from typing import Any

import pytest

from domain.asking.disagreement import differing, gone_back, of_person
from domain.asking.parts import Disagreement
from domain.utility import weighted_utility
from domain.words import Via
from tests.builders import PEOPLE, AnIdea, a_definition, an_idea

RULES = a_definition(review={"ask": 3, "quorum": 3, "disagreement": {"criteria": ["benefit"], "more_than": 4}})
HOUSE = {k: p for k, p in PEOPLE.items() if k != "box"}


def answered(**scores: int | None) -> AnIdea:
    """Ana, Ben and Cem score the benefit like this, each with a reason."""
    idea = an_idea(RULES, HOUSE).in_review()
    for person, score in scores.items():
        given = {"benefit": score, "complexity": 3}
        idea.answered(person, scores=given, reason=f"<script>{person} meint</script>")
    return idea


@pytest.mark.parametrize(
    ("scores", "back"),
    [
        pytest.param({"ana": 2, "ben": 6, "cem": 4}, [], id="as far apart as allowed"),
        pytest.param({"ana": 2, "ben": 7, "cem": 4}, ["ana", "ben"], id="the lowest and the highest"),
        pytest.param({"ana": 0, "ben": 9, "cem": 3}, ["ana", "ben", "cem"], id="whoever is too far from anybody"),
        pytest.param({"ana": 1, "ben": 1, "cem": 9}, ["ana", "ben", "cem"], id="two against one"),
        pytest.param({"ana": None, "ben": 9, "cem": 3}, ["ben", "cem"], id="who gave no score differs from nobody"),
        pytest.param({"ana": None, "ben": None, "cem": 3}, [], id="one alone differs from nobody"),
    ],
)
def test_to_whom_it_goes_back(scores: dict[str, int | None], back: list[str]) -> None:
    idea = answered(**scores)

    assert idea.asked == back
    assert idea.case.stage == ("review" if back else "prioritisation")
    assert idea.waiting == (["reconsider"] if back else ["prioritise"])


def test_only_the_criterion_that_differs_goes_back_with_range_and_reasons() -> None:
    idea = answered(ana=2, ben=9, cem=5)
    (found,) = gone_back(idea.case, RULES, idea.task("reconsider"))

    assert (found.criterion, found.lowest, found.highest, found.scored, found.people) == (
        "benefit",
        2,
        9,
        3,
        ("ana", "ben"),
    )
    assert found.others("ana") == ("<script>ben meint</script>",)
    assert of_person([found], "cem") == ()


def test_all_criteria_where_none_is_named() -> None:
    idea = answered(ana=5, ben=5, cem=5)
    answers = [*idea.case.answers]
    answers[0] = _with(answers[0], complexity=9)

    ranges = differing(Disagreement(more_than=4), RULES.criteria, answers)

    assert [r.criterion for r in ranges] == ["complexity"]


def _with(answer: Any, **scores: int) -> Any:
    return replace(answer, scores={**answer.scores, **scores})


def test_they_may_change_or_keep_and_then_it_goes_on() -> None:
    idea = answered(ana=2, ben=9, cem=5).reconsidered("ana", scores={"benefit": 6})
    assert idea.case.stage == "review"
    idea.reconsidered("ben")

    assert idea.case.stage == "prioritisation"
    assert idea.kinds == ["reconsidered", "review_done"]
    assert idea.events[-1].facts["answers"] == 3
    assert [e.facts["changed"] for e in idea.events if e.kind == "reconsidered"] == [1, 0]


def test_the_utility_uses_the_newest_scores_and_the_old_ones_stay_readable() -> None:
    idea = answered(ana=2, ben=9, cem=5).reconsidered("ana", scores={"benefit": 7}).reconsidered("ben")
    benefit = weighted_utility(RULES.criteria, idea.case.answers).ratings[0]

    assert (benefit.mean, benefit.count) == (7, 3)
    assert [a.scores["benefit"] for a in idea.case.answers if a.by == "ana"] == [2, 7]
    assert idea.case.answers[-1].verdict == "approve"  # what else they said stands


def test_what_went_back_stays_the_same_while_others_change_theirs() -> None:
    idea = answered(ana=2, ben=9, cem=5).reconsidered("ana", scores={"benefit": 9})

    assert [r.lowest for r in gone_back(idea.case, RULES, idea.task("reconsider"))] == [2]


def test_it_goes_back_once_however_far_apart_they_stay() -> None:
    idea = answered(ana=0, ben=9, cem=9).reconsidered("ana").reconsidered("ben").reconsidered("cem")

    assert idea.case.stage == "prioritisation"
    assert [e.kind.value for e in idea.events].count("disagreed") == 1


def test_whoever_says_nothing_until_the_day_keeps_what_they_said() -> None:
    idea = answered(ana=2, ben=9, cem=5).reconsidered("ana")
    while idea.case.stage == "review":
        idea.clock_rings()

    assert idea.kinds == ["reconsider_over", "review_done"]
    assert [e.facts["kept"] for e in idea.events if e.kind == "reconsider_over"] == [1]
    assert not [to for mail, to in idea.told if mail == "overdue"]


def test_it_has_a_new_day_and_those_who_are_asked_are_told() -> None:
    idea = answered(ana=2, ben=9, cem=5)

    assert ("reconsider_asked", "ana") in idea.told
    assert ("reconsider_asked", "ben") in idea.told
    assert idea.task("reconsider").due_on is not None
    assert idea.kinds == ["answered", "disagreed", "reconsider_asked", "reconsider_asked"]


def test_nobody_else_is_needed_any_more() -> None:
    rules = a_definition(review={"ask": 3, "quorum": 2, "disagreement": {"more_than": 4}})
    idea = an_idea(rules, HOUSE).in_review()
    idea.answered("ana", scores={"benefit": 1, "complexity": 1}).answered("ben", scores={"benefit": 9, "complexity": 1})

    assert idea.assignment("cem").state == "revoked"
    assert ("no_longer_needed", "cem") in idea.told


def test_who_has_left_is_not_asked_again() -> None:
    idea = an_idea(RULES, HOUSE).in_review()
    for person, score in (("ana", 0), ("ben", 9)):
        idea.answered(person, scores={"benefit": score, "complexity": 3})
    idea.without("ana").answered("cem", scores={"benefit": 9, "complexity": 3})

    assert idea.asked == ["ben", "cem"]


def test_then_the_rule_of_what_is_enough_applies() -> None:
    group = {"id": "g", "title": {"de": "G", "en": "G"}, "people": ["ana", "ben"]}
    rules = {"who": [group], "enough": {"percent": 100, "of": "approvals"}, "disagreement": {"more_than": 4}}
    idea = an_idea(a_definition(review=rules)).in_review()
    idea.answered("ana", scores={"benefit": 1, "complexity": 1}).answered("ben", scores={"benefit": 9, "complexity": 1})
    idea.reconsidered("ana").reconsidered("ben")

    assert idea.events[-1].facts["result"] == "reached"


def test_the_submitter_sees_no_difference_and_the_case_waits_for_somebody() -> None:
    idea = answered(ana=2, ben=9, cem=5)

    assert idea.case.state == "reviewing"
    assert idea.case.wake is not None
    assert idea.case.answers[-1].via is Via.LINK
