"""Objection where something else happens meanwhile: the idea ends, rests, or its time is over."""

import pytest

from domain.deferral.beside import Beside, OtherIdea
from domain.deferral.words import Standing
from storage.queries.public import without_secrets
from tests.builders import AnIdea, a_definition, an_idea, with_objection

RULES = with_objection(a_definition(decision={"assurance": "L0"}), hours=4)
OTHERS = Beside(ideas={"2026-0007": OtherIdea("other", "2026-0007", Standing.OPEN)})


def reviewed() -> AnIdea:
    """All have approved, and may still take it back."""
    idea = an_idea(RULES).in_review()
    idea.beside = OTHERS
    while idea.asked:
        idea.answered(idea.asked[0])
    return idea


def decided(outcome: str = "rejected") -> AnIdea:
    return reviewed().clock_rings().put_forward().decided(outcome=outcome)


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
@pytest.mark.parametrize("end", ["merged", "withdrawn"])
def test_a_decision_that_waited_as_the_idea_ended_is_never_in_force(outcome: str, end: str) -> None:
    idea = getattr(decided(outcome), end)()

    assert idea.case.decision is None
    assert without_secrets(idea.case).decisions == ()


def test_nor_once_the_idea_goes_on_by_itself_and_is_decided_anew() -> None:
    idea = decided().merged().parted()
    assert (idea.case.decision, idea.waiting) == (None, ["decide"])
    assert idea.objected("dirk").kinds == ["objection_noted"]

    idea.decided_by()
    assert [d.outcome for d in without_secrets(idea.case).decisions] == ["accepted"]


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
def test_a_decision_that_took_effect_stays_in_force(outcome: str) -> None:
    idea = decided(outcome).clock_rings()

    assert idea.case.decision == idea.case.decisions[-1]
    assert [d.outcome for d in without_secrets(idea.case).decisions] == [outcome]
