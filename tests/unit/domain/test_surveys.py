"""What people said in a survey comes back to the idea: from where, by which figures, to where."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.errors import RuleBroken
from tests.builders import AnIdea, a_definition, an_idea

Way = Callable[[], AnIdea]
NO_REVIEW = a_definition(review=None)
STRAIGHT = a_definition(prioritisation=None)
DOUBT, PRAISE = (18, 2, 0, 0), (0, 2, 10, 8)  # of twenty


# Where the idea stands, then: its state, the kinds of open tasks, who is asked, and the lines in the record.
DOUBTED: list[tuple[str, Way, str, str, str, str]] = [
    ("with the office", lambda: an_idea().submitted(), "triage", "triage", "", "surveyed survey_noted"),
    ("in review", lambda: an_idea().in_review(), "reviewing", "review", "ana ben", "surveyed survey_noted"),
    (
        "changes asked for",
        lambda: an_idea().in_review().answered("ana", "changes"),
        "changes",
        "review changes",
        "ben",
        "surveyed survey_noted",
    ),
    (
        "being weighed",
        lambda: an_idea().reviewed(),
        "reviewing",
        "review",
        "ana ben",
        "surveyed sent_back review_asked review_asked",
    ),
    (
        "before a person's decision",
        lambda: an_idea().deciding(),
        "reviewing",
        "review",
        "ana ben",
        "surveyed sent_back review_asked review_asked",
    ),
    (
        "before a body's decision",
        lambda: an_idea().reviewed().put_forward("", body="main_committee"),
        "reviewing",
        "review",
        "ana ben",
        "surveyed sent_back review_asked review_asked",
    ),
    (
        "one of the reviewers has left",
        lambda: an_idea().reviewed().without("ben"),
        "reviewing",
        "review",
        "ana box",
        "surveyed sent_back review_asked review_asked",
    ),
    (
        "straight from the review",
        lambda: an_idea(STRAIGHT).reviewed(),
        "reviewing",
        "review",
        "ana ben",
        "surveyed sent_back review_asked review_asked",
    ),
    ("deferred", lambda: an_idea().reviewed().deferred(), "deferred", "", "", "surveyed survey_noted"),
    ("accepted", lambda: an_idea().planning(), "planning", "plan", "", "surveyed survey_noted"),
    ("committed", lambda: an_idea().committed(), "committed", "", "", "surveyed survey_noted"),
    ("settled", lambda: an_idea().committed().settled(), "settled", "", "", "surveyed survey_noted"),
    ("rejected", lambda: an_idea().deciding().decided(outcome="rejected"), "rejected", "", "", "surveyed survey_noted"),
    ("declined", lambda: an_idea().submitted().declined(), "declined", "", "", "surveyed survey_noted"),
    ("withdrawn", lambda: an_idea().in_review().withdrawn(), "withdrawn", "", "", "surveyed survey_noted"),
    (
        "without a review",
        lambda: an_idea(NO_REVIEW).submitted().accepted(),
        "prioritising",
        "prioritise",
        "",
        "surveyed survey_noted",
    ),
]


@pytest.mark.parametrize(("given", "state", "tasks", "asked", "lines"), [row[1:] for row in DOUBTED])
def test_where_the_benefit_is_doubted(given: Way, state: str, tasks: str, asked: str, lines: str) -> None:
    idea = given().surveyed(*DOUBT)
    shown = (idea.case.state, " ".join(idea.waiting), " ".join(idea.asked), " ".join(idea.kinds))
    assert shown == (state, tasks, asked, lines)


@pytest.mark.parametrize("given", [row[1] for row in DOUBTED], ids=[row[0] for row in DOUBTED])
def test_where_it_is_seen_nothing_but_a_line_comes_of_it(given: Way) -> None:
    before = given()
    state, tasks, asked = before.case.state, before.waiting, before.asked
    idea = before.surveyed(*PRAISE)
    assert (idea.case.state, idea.waiting, idea.asked, idea.kinds) == (state, tasks, asked, ["surveyed"])


# The figures, and whether the rule about an idea in review holds: fewer than half for certain, of at least ten.
FIGURES: list[tuple[str, tuple[int, ...], dict[str, Any], bool]] = [
    ("five of twenty: at most 47 in 100", (10, 5, 3, 2), {}, True),
    ("six of twenty: up to 52 in 100", (10, 4, 3, 3), {}, False),
    ("nine people are too few", (9, 0, 0, 0), {}, False),
    ("ten are enough", (10, 0, 0, 0), {}, True),
    ("figures are hidden", (), {}, False),
    ("the question is hidden", (), {"answered": 20}, False),
    ("all figures are withheld", (18, 2, 0, 0), {"answered": None}, False),
    ("an answer was not offered", (18, 2, 0), {}, False),
    ("begun by hand", (18, 2, 0, 0), {"event": ""}, False),
    ("after the decision", (18, 2, 0, 0), {"event": "decided"}, False),
]


@pytest.mark.parametrize(("counts", "fields", "back"), [row[1:] for row in FIGURES], ids=[row[0] for row in FIGURES])
def test_only_certain_figures_send_it_back(counts: tuple[int, ...], fields: dict[str, Any], back: bool) -> None:
    assert ("sent_back" in an_idea().reviewed().surveyed(*counts, **fields).kinds) is back


@pytest.mark.parametrize(
    ("days", "counts", "noted"),
    [(90, (2, 2, 1, 1), True), (365, (2, 1, 2, 1), False), (-30, (5, 0, 0, 0), False), (90, (4, 0, 0, 0), False)],
)
def test_once_it_is_live_the_office_hears_that_the_benefit_did_not_arrive(
    days: int, counts: tuple[int, ...], noted: bool
) -> None:
    idea = an_idea().committed().settled().surveyed(*counts, event="live", days=days)
    assert ("survey_noted" in idea.kinds) is noted
    assert idea.told == ([("survey_result", "olga")] if noted else [])


def test_the_line_says_how_many_and_what_began_it_but_no_answer() -> None:
    (event,) = an_idea().reviewed().surveyed(*PRAISE).steps[-1].events
    facts = {"wave": "wave1", "survey": "survey1", "event": "in_review", "invited": 40, "answered": 20}
    assert (event.by, dict(event.facts)) == ("clock", facts)


def test_the_line_names_the_rule_that_sent_it_back() -> None:
    event = an_idea().reviewed().surveyed(*DOUBT).steps[-1].events[1]
    assert dict(event.facts) == {"rule": "benefit_doubted", "wave": "wave1"}


def test_whoever_was_to_decide_need_not_and_the_office_and_the_reviewers_are_told() -> None:
    idea = an_idea().deciding().surveyed(*DOUBT)
    expected = [
        ("no_longer_needed", "dirk"),
        ("survey_result", "olga"),
        ("review_asked", "ana"),
        ("review_asked", "ben"),
    ]
    assert idea.told == expected
    assert idea.assignment("dirk").state == "revoked"


def test_what_went_back_is_reviewed_anew_and_goes_on_with_the_new_answers() -> None:
    idea = an_idea().reviewed().surveyed(*DOUBT).answered("ana").answered("ben", "reject")
    assert (idea.case.state, idea.kinds[-1]) == ("prioritising", "review_done")
    assert idea.put_forward().decided().case.state == "planning"


def test_a_second_wave_that_doubts_it_sends_it_back_a_second_time_only_from_where_it_got() -> None:
    idea = an_idea().reviewed().surveyed(*DOUBT).surveyed(*DOUBT)
    assert idea.kinds == ["surveyed", "survey_noted"]
    assert idea.asked == ["ana", "ben"]


def test_a_published_answer_that_names_the_idea_is_one_line_whatever_its_state() -> None:
    for given in (row[1] for row in DOUBTED):
        idea = given().named_in_survey(2)
        assert [(e.kind, dict(e.facts)) for e in idea.steps[-1].events] == [
            ("named_in_survey", {"wave": "wave1", "topics": 2})
        ]


@pytest.mark.parametrize("by", ["olga", "ana", "sina", "post"])
def test_nobody_but_the_clock_brings_results(by: str) -> None:
    for act in (lambda i: i.surveyed(*DOUBT, by=by), lambda i: i.named_in_survey(by=by)):
        with pytest.raises(RuleBroken) as refused:
            act(an_idea().reviewed())
        assert refused.value.code == "not_allowed"


def test_what_is_only_being_received_cannot_be_told_anything() -> None:
    for act in (lambda i: i.surveyed(*DOUBT), lambda i: i.named_in_survey()):
        with pytest.raises(RuleBroken) as refused:
            act(an_idea())
        assert refused.value.code == "case.too_early"
