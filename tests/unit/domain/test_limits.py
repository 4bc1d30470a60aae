"""Limits: the office's own moves stop at them, with an override on record; what happens by itself is never held up."""

from collections.abc import Callable

import pytest

from domain.errors import RuleBroken
from domain.limits import Limits
from tests.builders import AnIdea, an_idea

WHY = "<script>Der Rat wartet</script>"
FULL = Limits(stages={"review": 1, "prioritisation": 1, "decision": 1, "follow_up": 1}, person=1)


def above(idea: AnIdea) -> list[dict[str, object]]:
    """What the last step says of places beyond a limit."""
    return [dict(event.facts) for event in idea.steps[-1].events if event.kind == "above_limit"]


def one_more(idea: AnIdea, **taken: int) -> AnIdea:
    return idea.limited(FULL, stages=taken)


def test_the_last_place_may_be_taken_and_leaves_no_line() -> None:
    idea = an_idea().submitted().limited(Limits(stages={"review": 3}), stages={"review": 2})

    assert idea.accepted().kinds == ["accepted", "review_asked", "review_asked"]


def test_a_reason_goes_beyond_and_stands_in_the_record_by_its_id_only() -> None:
    idea = one_more(an_idea().submitted(), review=1).accepted(above_limit=WHY)

    (fact,) = above(idea)
    assert (fact["stage"], fact["count"], fact["limit"]) == ("review", 2, 1)
    assert WHY not in repr(idea.events)
    (reason,) = [r for r in idea.case.reasons if r.id == fact["reason"]]
    assert (reason.internal, reason.public, reason.by) == (WHY, "", "olga")


def test_only_the_office_goes_beyond_a_persons_limit() -> None:
    idea = an_idea().in_review().limited(Limits(people={"cem": 2}))
    idea.load = {"cem": 2}

    with pytest.raises(RuleBroken, match=r"limit\.person_full"):
        idea.handed_over("ana", "cem", above_limit=WHY)
    assert idea.handed_over("ana", "cem", by="olga", above_limit=WHY).kinds[-1] == "above_limit"


def test_whoever_has_enough_is_not_chosen_by_the_rules_and_the_office_is_to_name_somebody() -> None:
    idea = an_idea().submitted().limited(Limits(person=2, people={"box": 0}))
    idea.load = {"ana": 2, "ben": 1, "cem": 5}

    idea.accepted()

    assert idea.asked == ["ben"]
    assert idea.waiting == ["review", "staff"]


BY_ITSELF: dict[str, tuple[Callable[[], AnIdea], Callable[[AnIdea], AnIdea], str]] = {
    "an idea comes in": (an_idea, lambda i: i.submitted(), "triage"),
    "the last review": (lambda: an_idea().in_review().answered("ana"), lambda i: i.answered("ben"), "prioritising"),
    "a decision": (lambda: an_idea().deciding(), lambda i: i.decided(), "planning"),
    "a decision of a body": (
        lambda: an_idea().reviewed().put_forward("", body="main_committee"),
        lambda i: i.decided_by(),
        "planning",
    ),
    "a project that exists": (an_idea, lambda i: i.taken_over(), "planning"),
    "a sleeper wakes": (lambda: an_idea().reviewed().deferred(), lambda i: i.clock_rings(), "prioritising"),
    "a promise is due": (lambda: an_idea().committed(), lambda i: i.clock_rings(), "committed"),
    "a round": (
        lambda: an_idea().reviewed(),
        lambda i: i.happens(
            "ranked",
            "clock",
            "clock",
            round="r1",
            result=1,
            of=2,
            fate="put_forward",
            decided_by="olga",
            decider="dana",
        ),
        "deciding",
    ),
}


@pytest.mark.parametrize("name", BY_ITSELF)
def test_what_happens_by_itself_is_done_and_recorded_as_above(name: str) -> None:
    given, act, state = BY_ITSELF[name]
    idea = given()
    idea.load = {"ole": 1, "dana": 1}
    stages = dict.fromkeys(("intake", "prioritisation", "decision", "follow_up"), 1)
    idea.limited(Limits(stages=stages, person=1), stages=stages)

    act(idea)

    assert idea.case.state == state
    assert above(idea)
    assert all(fact["reason"] is None for fact in above(idea))


def test_what_takes_no_new_place_is_not_beyond_anything() -> None:
    idea = an_idea().in_review().limited(FULL, stages=dict.fromkeys(FULL.stages, 9))

    assert idea.answered("ana").kinds == ["answered"]
    assert an_idea().submitted().limited(FULL, stages={"intake": 9}).edited().kinds == ["edited"]
