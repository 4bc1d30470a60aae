"""A round comes back to the idea: what it decided happens, once, and only where the idea still waits for it."""

from datetime import date
from typing import Any

import pytest

from domain.errors import RuleBroken
from tests.builders import AnIdea, a_definition, an_idea
from tests.chains import HOUSE, by, signs

PLACE: dict[str, Any] = {"round": "round1", "result": 1, "rank": 2, "of": 5, "decided_by": "olga"}


def ranked(idea: AnIdea, fate: str, by: str = "clock", **given: Any) -> list[str]:
    """The lines that follow."""
    before = len(idea.steps)
    idea.happens("ranked", by, "clock", **PLACE | {"fate": fate} | given)
    return [event.kind.value for step in idea.steps[before:] for event in step.events]


def test_an_idea_that_goes_forward_is_put_to_whoever_decides() -> None:
    idea = an_idea().reviewed()

    assert ranked(idea, "put_forward", decider="dana") == ["ranked", "put_forward", "decision_asked"]
    assert idea.case.state == "deciding"


@pytest.mark.parametrize(
    ("chain", "given", "lines"),
    [
        ({}, {}, ["put_forward", "decision_asked"]),
        ({}, {"sign_off": True}, ["sign_off_started", "sign_asked"]),
        ({"required": True}, {}, ["sign_off_started", "sign_asked"]),
        (None, {"sign_off": True}, ["round_held"]),
    ],
)
def test_it_goes_through_the_chain_where_the_round_or_the_process_says_so(
    chain: dict[str, Any] | None, given: dict[str, Any], lines: list[str]
) -> None:
    steps = [{"title": {"de": "e", "en": "e"}, **by("ella")}]
    rules = {"deadline": {"working_days": 5}, "steps": steps}
    idea = an_idea(a_definition(decision={"sign_off": None if chain is None else rules | chain}), HOUSE).reviewed()

    assert ranked(idea, "put_forward", decider="dana", **given) == ["ranked", *lines]
    if "sign_asked" in lines:
        assert (idea.case.sign_offs[-1].decider, idea.asked) == ("dana", ["ella"])


def test_a_chain_that_is_required_is_gone_through_once() -> None:
    steps = [{"title": {"de": "e", "en": "e"}, **by("ella")}]
    rules = {"deadline": {"working_days": 5}, "steps": steps, "required": True}
    idea = an_idea(a_definition(decision={"sign_off": rules}), HOUSE).reviewed().put_forward().without("dirk")
    assert idea.waiting == ["sign"]

    assert signs(idea, "ella").put_forward("dana").asked == ["dana"]


def test_a_deferred_idea_sleeps_with_the_reason_that_was_given_by_whoever_gave_it() -> None:
    idea = an_idea().reviewed()
    until = date(idea.world.now.year + 1, 1, 4)

    assert ranked(idea, "defer", until=until, public_reason="Haushalt") == ["ranked", "deferred"]
    assert idea.case.deferral is not None
    assert (idea.case.deferral.by, idea.case.deferral.public_reason) == ("olga", "Haushalt")


def test_an_idea_that_is_left_stays_in_prioritisation() -> None:
    idea = an_idea().reviewed()

    assert ranked(idea, "leave", rank=None) == ["ranked", "not_selected"]
    assert idea.case.state == "prioritising"


def test_what_cannot_be_done_to_it_leaves_it_with_the_office() -> None:
    idea = an_idea().reviewed()

    assert ranked(idea, "put_forward", decider="nobody") == ["ranked", "round_held"]
    assert idea.steps[-1].events[-1].facts["held"] == "decider.not_eligible"
    assert [(one.mail, one.to) for one in idea.steps[-1].notices] == [("round_held", "olga")]  # never its submitter
    assert idea.case.state == "prioritising"


def test_whoever_decided_otherwise_meanwhile_has_decided() -> None:
    idea = an_idea().deciding()

    assert ranked(idea, "leave") == ["ranked"]
    assert idea.case.state == "deciding"


def test_only_the_clock_brings_it_and_only_what_waits_came_too_late() -> None:
    idea = an_idea().reviewed()
    with pytest.raises(RuleBroken, match="not_allowed"):
        ranked(idea, "leave", by="olga")

    idea.happens("missed_round", "clock", "clock", round="round1")

    assert idea.steps[-1].events[0].kind == "missed_round"
    with pytest.raises(RuleBroken, match="wrong_stage"):
        an_idea().in_review().happens("missed_round", "clock", "clock", round="round1")
