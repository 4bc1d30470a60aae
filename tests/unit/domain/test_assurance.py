"""How sure it must be who answers, and how sure it was: kept with every answer, and refused where it is not enough."""

import pytest

from domain.assurance import enough, needed
from domain.checking import check
from domain.errors import RuleBroken
from domain.words import Assurance, TaskKind
from tests.builders import AnIdea, a_definition, an_idea, with_objection

LEVELS = a_definition(
    review={"assurance": "L1", "bulk": False}, decision={"assurance": "L2"}, follow_up={"assurance": "L1"}
)
NOTHING = a_definition(decision={"assurance": "L0"})


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        (TaskKind.REVIEW, "L1"),
        (TaskKind.RECONSIDER, "L1"),
        (TaskKind.DECIDE, "L2"),
        (TaskKind.COMMITMENT, "L1"),
        (TaskKind.REPLY, "L0"),
    ],
)
def test_each_kind_of_task_asks_for_what_its_stage_says(kind: TaskKind, level: str) -> None:
    assert needed(kind, LEVELS) == level


@pytest.mark.parametrize("kind", TaskKind)
def test_without_a_word_the_link_is_enough(kind: TaskKind) -> None:
    assert needed(kind, NOTHING) is Assurance.L0


@pytest.mark.parametrize(
    ("shown", "wanted", "holds"),
    [
        ("L0", "L0", True),
        ("L0", "L1", False),
        ("L1", "L1", True),
        ("L1", "L2", False),
        ("L2", "L1", True),
        ("L2", "L2", True),
        ("token", "L0", True),
        ("token", "L1", False),
        ("token", "L2", False),
    ],
)
def test_more_is_enough_and_less_is_not(shown: str, wanted: str, holds: bool) -> None:
    assert enough(Assurance(shown), Assurance(wanted)) is holds


@pytest.mark.parametrize("level", ["L0", "L1"])
def test_a_decision_by_link_needs_what_the_definition_says(level: str) -> None:
    idea = an_idea(a_definition(decision={"assurance": "L2"})).deciding()

    with pytest.raises(RuleBroken, match=r"assurance\.too_low"):
        idea.decided(level=level)


def test_the_level_is_kept_with_every_answer() -> None:
    idea = an_idea(a_definition(decision={"assurance": "L0"})).in_review()
    idea.answered("ana", level="L1").answered(idea.asked[0]).put_forward().decided(level="L2").promised()
    idea.settled(level="L1")

    assert [a.level for a in idea.case.answers] == ["L1", "L0"]
    assert [d.level for d in idea.case.decisions] == ["L2"]
    assert [c.level for c in idea.case.commitments] == ["L1"]


def test_the_office_is_signed_in_and_a_token_is_a_token() -> None:
    idea = an_idea(NOTHING).in_review()
    given = {"assignment": idea.assignment("ana").id, "verdict": "abstain", "on_version": 1, "level": "L2"}
    idea.happens("answered", "ana", "api", **given)

    assert idea.case.answers[-1].level == "token"
    assert an_idea().committed().settled(by="olga").case.commitments[-1].level == "L2"


@pytest.mark.parametrize("answer", ["done", "late", "dropped"])
def test_a_commitment_is_settled_by_link_only_with_enough(answer: str) -> None:
    idea: AnIdea = an_idea(a_definition(follow_up={"assurance": "L1"})).committed()
    with pytest.raises(RuleBroken, match=r"assurance\.too_low"):
        idea.settled(answer, new_due_on="2027-04-01")

    assert idea.settled(answer, new_due_on="2027-04-01", level="L1").case.commitments[-1].level == "L1"


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (a_definition(review={"assurance": "L1", "bulk": True}), "bulk_without_code"),
        (with_objection(a_definition(), hours=1, minutes=5), "objection_length"),
        (with_objection(a_definition()), "objection_length"),
    ],
)
def test_what_cannot_work_is_found_before_it_is_published(definition: object, code: str) -> None:
    assert [f.code for f in check(definition)] == [code]  # type: ignore[arg-type]
