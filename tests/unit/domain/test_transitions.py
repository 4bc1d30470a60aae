"""From where, by what, to where: the whole course as one table."""

from collections.abc import Callable

import pytest

from tests.builders import AnIdea, a_definition, an_idea

Way = Callable[[], AnIdea]
NO_REVIEW = a_definition(review=None)
NO_PRIORITISATION = a_definition(prioritisation=None)
STRAIGHT = a_definition(review=None, prioritisation=None)
NO_BODIES = a_definition(prioritisation=None, decision={"bodies": []})

# What has happened, then: the state, the kinds of open tasks, who is asked, and the last lines of the record.
TABLE: list[tuple[str, Way, str, str, str, str]] = [
    ("empty", lambda: an_idea(), "received", "", "", ""),
    ("submitted", lambda: an_idea().submitted(), "triage", "triage", "", "submitted"),
    ("for somebody", lambda: an_idea().submitted(by="olga", via="office"), "triage", "triage", "", "submitted"),
    ("edited", lambda: an_idea().submitted().edited(), "triage", "triage", "", "edited"),
    ("asked", lambda: an_idea().submitted().question_asked(), "question", "reply", "sina", "question_asked"),
    ("replied", lambda: an_idea().submitted().question_asked().replied(), "triage", "triage", "", "replied"),
    (
        "one of two replies",
        lambda: an_idea().submitted().question_asked().question_asked().replied(),
        "question",
        "reply",
        "sina",
        "replied",
    ),
    (
        "accepted",
        lambda: an_idea().submitted().accepted(),
        "reviewing",
        "review",
        "ana ben",
        "accepted review_asked review_asked",
    ),
    (
        "accepted in spite of a question",
        lambda: an_idea().submitted().question_asked().accepted(),
        "reviewing",
        "review",
        "ana ben",
        "accepted review_asked review_asked",
    ),
    ("declined", lambda: an_idea().submitted().declined(), "declined", "", "", "declined closed"),
    ("withdrawn", lambda: an_idea().submitted().withdrawn(), "withdrawn", "", "", "withdrawn closed"),
    ("withdrawn in review", lambda: an_idea().in_review().withdrawn(), "withdrawn", "", "", "withdrawn closed"),
    ("withdrawn asleep", lambda: an_idea().reviewed().deferred().withdrawn(), "withdrawn", "", "", "withdrawn closed"),
    ("withdrawn late", lambda: an_idea().deciding().withdrawn(), "withdrawn", "", "", "withdrawn closed"),
    ("one answer", lambda: an_idea().in_review().answered("ana"), "reviewing", "review", "ben", "answered"),
    (
        "the quorum",
        lambda: an_idea().in_review().answered("ana").answered("ben", "reject"),
        "prioritising",
        "prioritise",
        "",
        "answered review_done",
    ),
    (
        "changes",
        lambda: an_idea().in_review().answered("ana", "changes"),
        "changes",
        "review changes",
        "ben",
        "answered changes_asked",
    ),
    (
        "changes, edited",
        lambda: an_idea().in_review().answered("ana", "changes").edited(),
        "changes",
        "review changes",
        "ben",
        "edited",
    ),
    (
        "changes, asked",
        lambda: an_idea().in_review().answered("ana", "changes").question_asked(),
        "question",
        "review changes reply",
        "ben sina",
        "question_asked",
    ),
    (
        "changes, replied",
        lambda: an_idea().in_review().answered("ana", "changes").question_asked().replied(),
        "reviewing",
        "review",
        "ben ana",
        "replied review_asked",
    ),
    (
        "changes, sent back",
        lambda: an_idea().in_review().answered("ana", "changes").reviewed_again(),
        "reviewing",
        "review",
        "ben ana",
        "review_asked",
    ),
    (
        "changes, declined",
        lambda: an_idea().in_review().answered("ana", "changes").declined(),
        "declined",
        "",
        "",
        "declined closed",
    ),
    (
        "handed over",
        lambda: an_idea().in_review().handed_over("ana", "cem"),
        "reviewing",
        "review",
        "ben cem",
        "handed_over review_asked",
    ),
    (
        "third reviewer",
        lambda: an_idea().in_review().reviewer_named("cem"),
        "reviewing",
        "review",
        "ana ben cem",
        "review_asked",
    ),
    ("deferred", lambda: an_idea().reviewed().deferred(), "deferred", "", "", "deferred"),
    ("deferred again", lambda: an_idea().reviewed().deferred().deferred("2027-05-03"), "deferred", "", "", "deferred"),
    (
        "woken up",
        lambda: an_idea().reviewed().deferred().clock_rings(),
        "prioritising",
        "prioritise",
        "",
        "deferral_ended",
    ),
    (
        "forward from sleep",
        lambda: an_idea().reviewed().deferred().put_forward(),
        "deciding",
        "decide",
        "dirk",
        "put_forward decision_asked",
    ),
    ("declined at last", lambda: an_idea().reviewed().declined(), "declined", "", "", "declined closed"),
    ("declined asleep", lambda: an_idea().reviewed().deferred().declined(), "declined", "", "", "declined closed"),
    (
        "to a body",
        lambda: an_idea().reviewed().put_forward("", body="city_council"),
        "deciding",
        "decide",
        "",
        "put_forward",
    ),
    ("decided yes", lambda: an_idea().deciding().decided(), "planning", "plan", "", "decided"),
    ("decided no", lambda: an_idea().deciding().decided(outcome="rejected"), "rejected", "", "", "decided closed"),
    (
        "by a body",
        lambda: an_idea().reviewed().put_forward("", body="city_council").decided_by("city_council"),
        "planning",
        "plan",
        "",
        "decided",
    ),
    (
        "another decider",
        lambda: an_idea().deciding().handed_over("dirk", "dana"),
        "deciding",
        "decide",
        "dana",
        "handed_over decision_asked",
    ),
    ("promised", lambda: an_idea().committed(), "committed", "", "", "promised"),
    ("asked for", lambda: an_idea().committed().clock_rings(), "committed", "commitment", "ole", "commitment_asked"),
    ("kept", lambda: an_idea().committed().settled(), "settled", "", "", "commitment_done closed"),
    ("dropped", lambda: an_idea().committed().settled("dropped"), "settled", "", "", "commitment_dropped closed"),
    (
        "late",
        lambda: an_idea().committed().clock_rings().settled("late", new_due_on="2027-06-01"),
        "committed",
        "",
        "",
        "commitment_late",
    ),
    (
        "one of two kept",
        lambda: an_idea().committed().promised("ora").settled(),
        "committed",
        "",
        "",
        "commitment_done",
    ),
    ("promised again", lambda: an_idea().committed().settled().promised("ora"), "committed", "", "", "promised"),
    ("taken over", lambda: an_idea().taken_over(), "planning", "plan", "", "taken_over"),
    (
        "taken over, promised",
        lambda: an_idea().taken_over(("ole", "2027-03-01"), ("ora", "2027-04-01")),
        "committed",
        "",
        "",
        "taken_over promised promised",
    ),
    (
        "published",
        lambda: an_idea().submitted().accepted(public=False).published(),
        "reviewing",
        "review",
        "ana ben",
        "published",
    ),
    ("hidden", lambda: an_idea().in_review().hidden(), "reviewing", "review", "ana ben", "hidden"),
    ("reported", lambda: an_idea().in_review().reported(), "reviewing", "review", "ana ben", "reported"),
    ("bounced", lambda: an_idea().in_review().bounced("ana"), "reviewing", "review", "ana ben", "bounced"),
    ("too early to wake", lambda: an_idea().submitted().woken(), "triage", "triage", "", ""),
    ("woken when closed", lambda: an_idea().submitted().declined().woken(), "declined", "", "", ""),
    ("no review", lambda: an_idea(NO_REVIEW).submitted().accepted(), "prioritising", "prioritise", "", "accepted"),
    (
        "no prioritisation",
        lambda: an_idea(NO_PRIORITISATION).reviewed(),
        "deciding",
        "decide",
        "",
        "answered review_done",
    ),
    ("straight to decision", lambda: an_idea(STRAIGHT).submitted().accepted(), "deciding", "decide", "", "accepted"),
    (
        "straight, by a body",
        lambda: an_idea(STRAIGHT).submitted().accepted().decided_by("city_council"),
        "planning",
        "plan",
        "",
        "decided",
    ),
    (
        "no body, put forward",
        lambda: an_idea(NO_BODIES).reviewed().put_forward(),
        "deciding",
        "decide",
        "dirk",
        "put_forward decision_asked",
    ),
    (
        "no body, decided",
        lambda: an_idea(NO_BODIES).reviewed().put_forward().decided(),
        "planning",
        "plan",
        "",
        "decided",
    ),
]


@pytest.mark.parametrize(
    ("state", "tasks", "asked", "lines", "way"),
    [(s, t, a, e, w) for _, w, s, t, a, e in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_what_happens_leads_where_the_table_says(state: str, tasks: str, asked: str, lines: str, way: Way) -> None:
    idea = way()

    assert idea.case.state == state
    assert sorted(idea.waiting) == sorted(tasks.split())
    assert sorted(idea.asked) == sorted(asked.split())
    assert (idea.kinds if idea.steps else []) == lines.split()


@pytest.mark.parametrize("way", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_an_open_case_wakes_later_and_a_closed_one_never(way: Way) -> None:
    idea = way()

    if idea.case.closed_at is not None or not idea.case.texts:
        assert idea.case.wake is None
    else:
        assert idea.case.wake is not None
        assert idea.case.wake > idea.now
