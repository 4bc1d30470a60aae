"""Who is asked: every way to say it, whom to leave out and why, and that nobody left to ask is never silence."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.asking.choosing import candidates, choose
from domain.asking.parts import Group
from domain.world import Person
from tests.builders import AnIdea, a_definition, a_person, an_idea

PEOPLE: Mapping[str, Person] = {
    p.id: p
    for p in (
        a_person("sina", department="schools", superior="sven"),  # submits
        a_person("sven", department="schools"),
        a_person("olga", "office", department="digital"),
        a_person("ana", "reviewer", department="mobility", functions=frozenset({"office_head"})),
        a_person("ben", "reviewer", department="central", functions=frozenset({"treasury"})),
        a_person("cem", "reviewer", department="schools"),
        a_person("dora", "decider", department="mobility"),
        a_person("box", department="mobility", shared=True),
        a_person("ida"),  # lives here
        a_person("gone", "reviewer", department="mobility", active=False),
    )
}


def a_group(**given: Any) -> dict[str, Any]:
    return {"id": given.pop("id", "these"), "title": {"de": "Diese", "en": "These"}} | given


def asking(*groups: dict[str, Any], **review: Any) -> AnIdea:
    """An idea about mobility, by Sina of the schools, whose review asks these groups."""
    rules = a_definition(review={"who": list(groups), "enough": {"when": "first"}, **review})
    idea = an_idea(rules, PEOPLE)
    idea.audiences = {"citizens": frozenset({"ida", "sven"})}
    return idea.submitted()


def whom(idea: AnIdea) -> Group:
    """The first group of its rules."""
    review = idea.definition.stages.review
    assert review is not None
    return review.who[0]


@pytest.mark.parametrize(
    ("group", "asked"),
    [
        pytest.param({"people": ["cem", "ana"]}, ["ana", "cem"], id="named people"),
        pytest.param({"people": ["cem", "unknown"]}, ["cem"], id="as far as they are known"),
        pytest.param({"role": "reviewer"}, ["ana", "ben", "cem"], id="a role"),
        pytest.param({"role": "reviewer", "count": 2}, ["ana", "ben"], id="so many of them"),
        pytest.param({"function": "treasury"}, ["ben"], id="a function"),
        pytest.param({"department": "mobility"}, ["ana", "dora"], id="a department, and not its mailbox"),
        pytest.param({"department": "of_theme"}, ["ana", "dora"], id="the department of the theme"),
        pytest.param({"department": "of_theme", "role": "reviewer"}, ["ana"], id="two filters, both hold"),
        pytest.param({"superior": True}, ["sven"], id="the submitter's superior"),
        pytest.param({"audience": "citizens"}, ["ida", "sven"], id="everyone in an audience"),
        pytest.param({"mailbox": "box"}, ["box"], id="a shared mailbox"),
        pytest.param({"mailbox": "cem"}, [], id="that is none"),
    ],
)
def test_every_way_to_say_who_is_asked(group: dict[str, Any], asked: list[str]) -> None:
    assert asking(a_group(**group)).accepted().asked == asked


def test_the_office_chooses_when_it_takes_the_idea_up() -> None:
    idea = asking(a_group(chosen=True)).accepted(reviewers=["dora", "ida", "sina", "gone"])

    assert idea.asked == ["dora", "ida"]  # never the submitter, never who has left


def test_whoever_answers_for_a_mailbox_states_a_name() -> None:
    idea = asking(a_group(mailbox="box")).accepted().answered("box", stated_name="Frau Muster")

    assert idea.case.answers[-1].stated_name == "Frau Muster"


def test_nobody_is_asked_twice_in_two_groups() -> None:
    idea = asking(a_group(id="heads", function="office_head"), a_group(id="all", role="reviewer")).accepted()

    assert [(a.person, a.asked_as) for a in idea.case.assignments] == [("ana", "heads"), ("ben", "all"), ("cem", "all")]


@pytest.mark.parametrize(
    ("load", "last", "expected"),
    [
        pytest.param({"ana": 2, "ben": 1, "cem": 3}, {}, ["ben", "ana"], id="least open load"),
        pytest.param({}, {"ana": 3, "ben": 1, "cem": 2}, ["ben", "cem"], id="then longest unasked"),
        pytest.param({}, {"ana": 3, "ben": 1}, ["cem", "ben"], id="who never was comes first"),
        pytest.param({"cem": 1}, {"ana": 3, "ben": 4}, ["ana", "ben"], id="load weighs more"),
        pytest.param({}, {}, ["ana", "ben"], id="else in a stable order"),
    ],
)
def test_so_many_are_picked_repeatably(load: dict[str, int], last: dict[str, int], expected: list[str]) -> None:
    idea = asking(a_group(role="reviewer", count=2))
    group = whom(idea)
    idea.load, idea.last_asked = load, {p: datetime(2026, 1, day, tzinfo=UTC) for p, day in last.items()}

    assert [[p.id for p in choose(group, idea.case, idea.world, "", 2)] for _ in range(3)] == [expected] * 3


# Jira names the same as exclusions of an approval step ("exclude": reporter, assignee); ours go further.
EXCLUDED: list[tuple[str, dict[str, Any], str, str]] = [
    ("Jira: the reporter", {}, "sina", "submitter"),
    ("people of the same department as the reporter", {"same_department": True}, "cem", "same_department"),
    ("a named person", {"people": ["ana"]}, "ana", "excluded"),
    ("whoever is something in the house", {"functions": ["treasury"]}, "ben", "function"),
    ("who has left", {}, "gone", "inactive"),
]


@pytest.mark.parametrize(("without", "person", "why"), [row[1:] for row in EXCLUDED], ids=[row[0] for row in EXCLUDED])
def test_whom_the_definition_leaves_out_and_why(without: dict[str, Any], person: str, why: str) -> None:
    idea = asking(a_group(people=["sina", "ana", "ben", "cem", "gone"]), without=without).accepted()
    found = candidates(whom(idea), idea.case, idea.world, "")

    assert {c.person.id: c.why for c in found}[person] == why
    assert person not in idea.asked


def test_jira_the_assignee_is_excluded_who_has_had_a_say_is_not_asked_again() -> None:
    rules = {
        "who": [a_group(role="reviewer", count=1)],
        "enough": {"when": "first"},
        "without": {"decided_before": True},
    }
    idea = an_idea(a_definition(review=rules), PEOPLE).submitted().accepted().answered("ana")
    again = idea.deferred(again="review").lifted()

    assert again.asked == ["ben"]  # Ana has judged it before


@pytest.mark.parametrize(
    "group",
    [
        {"superior": True, "id": "boss"},
        {"people": ["sina"], "id": "self"},
        {"chosen": True, "id": "chosen"},
        {"audience": "nobody", "id": "nobody"},
        {"department": "planning", "id": "empty"},
    ],
    ids=lambda group: str(group["id"]),
)
def test_nobody_to_ask_is_never_silence(group: dict[str, Any]) -> None:
    idea = asking(a_group(**group))
    idea.people |= {"sina": a_person("sina")}  # without a superior
    idea.accepted()

    assert idea.waiting == ["review", "staff"]
    assert "nobody_to_ask" in idea.kinds


def test_a_group_without_anybody_is_told_although_others_are_asked() -> None:
    idea = asking(a_group(id="empty", department="planning"), a_group(id="all", role="reviewer")).accepted()

    assert idea.waiting == ["review", "staff"]


def test_somebody_named_takes_the_place_of_the_group_that_lacks_somebody() -> None:
    idea = asking(a_group(id="empty", department="planning"), a_group(id="one", people=["ana"])).accepted()
    idea.reviewer_named("cem")

    assert idea.case.assignments[-1].asked_as == "empty"
    assert idea.waiting == ["review"]
