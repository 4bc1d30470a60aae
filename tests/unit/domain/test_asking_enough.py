"""When it is enough: every rule as a table of last words, decided as soon as nothing outstanding can change it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asking.enough import Result, missing, result_of
from domain.asking.parts import Enough
from domain.asking.tally import Standing, Tally
from tests.builders import PEOPLE, AnIdea, a_definition, an_idea

WORDS = {"a": "approvals", "r": "rejections", "o": "abstentions", "?": "outstanding"}


def tally(words: str) -> Tally:
    """a approves, r rejects, o abstains, ? is still waited for."""
    return Tally(**{name: words.count(letter) for letter, name in WORDS.items()})


def result(words: str, vacant: int = 0, **rule: Any) -> str | None:
    return result_of(Enough(**rule), Standing(tally(words), vacant=vacant))


# ServiceNow's completion modes of an approval, by the names its flow designer and its older workflow give them.
SERVICENOW: list[tuple[str, dict[str, Any], dict[str, str | None]]] = [
    (
        "Anyone approves (An approval from anyone)",
        {"when": "any"},
        {"???": None, "r??": None, "rr?": None, "rra": "reached", "a??": "reached", "rrr": "not_reached"},
    ),
    (
        "All users approve (An approval from everyone)",
        {"when": "all"},
        {"aa?": None, "aaa": "reached", "r??": "not_reached", "aao": "reached", "ooo": "not_reached"},
    ),
    (
        "# of users approve (a number)",
        {"number": 2, "of": "approvals"},
        {"a??": None, "aa?": "reached", "ar?": None, "rr?": "not_reached", "arr": "not_reached", "aor": "not_reached"},
    ),
    (
        "% of users approve (a percentage)",
        {"percent": 60, "of": "approvals"},
        {
            "aa???": None,
            "aaa??": "reached",
            "rr???": None,
            "rrr??": "not_reached",
            "aaooo": "reached",
            "arooo": "not_reached",
        },
    ),
    (
        "When anyone rejects: Reject the approval",
        {"number": 2, "of": "approvals", "rejection": "ends"},
        {"a??": None, "ar?": "stopped", "r??": "stopped", "aa?": "reached"},
    ),
    (
        "When anyone rejects: Wait for other responses before rejecting",
        {"number": 2, "of": "approvals", "rejection": "counts"},
        {"r??": None, "ra?": None, "raa": "reached", "rar": "not_reached"},
    ),
    (
        "All responded and anyone approves (Everyone to respond)",
        {"when": "everybody"},
        {"aa?": None, "arr": "reached", "ooo": "reached"},
    ),
    ("First response from anyone", {"when": "first"}, {"???": None, "r??": "reached", "o??": "reached"}),
]
OURS: list[tuple[str, dict[str, Any], dict[str, str | None]]] = [
    ("a number of answers", {"number": 2}, {"a??": None, "ar?": "reached", "oo?": "reached", "r??": None}),
    ("a share of answers", {"percent": 50}, {"a???": None, "ar??": "reached", "?": None, "a": "reached"}),
    ("one of one", {"number": 1}, {"": None, "?": None, "o": "reached"}),
    ("nobody is there", {"when": "all"}, {"": None}),
    ("nobody is there either", {"when": "everybody"}, {"": None}),
    ("a share of nobody", {"percent": 60, "of": "approvals"}, {"": None, "oo": "not_reached", "o?": None}),
]
ROWS = [(name, rule, words, expected) for name, rule, cases in SERVICENOW + OURS for words, expected in cases.items()]


@pytest.mark.parametrize(("rule", "words", "expected"), [r[1:] for r in ROWS], ids=[f"{r[0]}: {r[2]}" for r in ROWS])
def test_when_it_is_enough(rule: dict[str, Any], words: str, expected: str | None) -> None:
    assert result(words, **rule) == expected


# Jira counts approvals by "number", "percent" or "numberPerPrincipal" (so many of each group); ours of each group.
@pytest.mark.parametrize(
    ("protection", "citizens", "expected"),
    [
        pytest.param("?", "a?", None, id="data protection is not in"),
        pytest.param("a", "??", None, id="no citizen is"),
        pytest.param("a", "r?", "reached", id="both are in"),
        pytest.param("o", "a?", "reached", id="an abstention is an answer"),
        pytest.param("", "aa", None, id="nobody of data protection is there"),
    ],
)
def test_data_protection_and_one_citizen_must_be_in(protection: str, citizens: str, expected: str | None) -> None:
    groups = {"data_protection": tally(protection), "citizens": tally(citizens)}
    rule = Enough(groups={"data_protection": 1, "citizens": 1})

    assert result_of(rule, Standing(tally(protection + citizens), groups)) == expected


def test_of_each_group_so_many_approvals_end_it_as_soon_as_one_is_out_of_reach() -> None:
    rule = Enough(groups={"one": 1, "two": 2}, of="approvals")
    standing = Standing(tally("?r?"), {"one": tally("?"), "two": tally("r?")})

    assert result_of(rule, standing) == Result.NOT_REACHED


@pytest.mark.parametrize(
    ("rule", "words", "vacant", "expected"),
    [
        ({"number": 3}, "a?", 0, 1),
        ({"number": 3}, "a??", 0, 0),
        ({"number": 3, "of": "approvals"}, "rr?", 0, 0),  # enough people, whatever they say
        ({"when": "any"}, "", 0, 1),
        ({"when": "everybody"}, "a?", 1, 1),  # a group has nobody
        ({"percent": 50}, "", 0, 1),
        ({"groups": {"these": 2}}, "a", 0, 1),
    ],
)
def test_how_many_the_office_has_to_find(rule: dict[str, Any], words: str, vacant: int, expected: int) -> None:
    groups = {"these": tally(words)}

    assert missing(Enough(**rule), Standing(tally(words), groups, vacant)) == expected


@pytest.mark.parametrize("rule", [{"when": "everybody"}, {"when": "all"}, {"percent": 90}], ids=str)
def test_a_group_that_has_nobody_yet_is_waited_for(rule: dict[str, Any]) -> None:
    assert result("aa", vacant=1, **rule) is None
    assert result("aa", **rule) == "reached"


RULES = [rule for _, rule, _ in SERVICENOW + OURS]


@given(rule=st.sampled_from(RULES), said=st.text("aro", max_size=6), left=st.text("aro", max_size=4))
def test_what_is_decided_early_stays_whatever_the_others_say(rule: dict[str, Any], said: str, left: str) -> None:
    early = result(said + "?" * len(left), **rule)
    late = result(said + left, **rule)

    if early is not None and rule.get("rejection") != "ends":
        assert late == early


@given(rule=st.sampled_from([r for r in RULES if r.get("of") == "approvals"]), said=st.text("ar", max_size=6))
def test_it_is_decided_as_soon_as_nothing_can_change_it(rule: dict[str, Any], said: str) -> None:
    ends = {result(said + last, **rule) for last in ("a", "r", "o")}

    if len(ends) == 1 and ends != {None}:
        assert result(said + "?", **rule) in ends


# In a case


def asked(enough: dict[str, Any], *people: str, **review: Any) -> AnIdea:
    group = {"id": "these", "title": {"de": "Diese", "en": "These"}, "people": list(people or ("ana", "ben", "cem"))}
    return an_idea(a_definition(review={"who": [group], "enough": enough, **review})).in_review()


def test_the_others_are_told_that_they_are_no_longer_needed() -> None:
    idea = asked({"when": "any"}).answered("ben")

    assert idea.case.stage == "prioritisation"
    assert {to for mail, to in idea.told if mail == "no_longer_needed"} == {"ana", "cem"}
    assert idea.events[-1].facts["result"] == "reached"


def test_a_rejection_that_ends_it_ends_it_at_once() -> None:
    idea = asked({"when": "all", "rejection": "ends"}).answered("ana", "reject")

    assert idea.case.stage == "prioritisation"
    assert idea.events[-1].facts["result"] == "stopped"


def test_a_review_that_missed_its_quorum_goes_on_and_says_so() -> None:
    idea = asked({"number": 2, "of": "approvals"}).answered("ana", "reject").answered("ben", "reject")

    assert idea.events[-1].facts["result"] == "not_reached"
    assert idea.put_forward().case.stage == "decision"  # the office weighs, as ever


def test_to_abstain_is_an_answer_without_reason_or_scores() -> None:
    idea = asked({"number": 2}).answered("ana", "abstain", scores={}).answered("ben")

    assert idea.case.stage == "prioritisation"
    assert [a.verdict for a in idea.case.answers] == ["abstain", "approve"]


def test_whose_field_it_is_not_is_heard_and_somebody_else_of_the_group_is_asked() -> None:
    idea = an_idea(people={k: p for k, p in PEOPLE.items() if k != "box"}).in_review().answered("ana", "not_my_field")

    assert idea.asked == ["ben", "cem"]
    assert idea.kinds == ["answered", "review_asked"]
    assert idea.answered("ben").answered("cem").events[-1].facts["answers"] == 2


def test_when_it_is_nobodys_field_the_office_gets_it_at_once() -> None:
    idea = asked({"when": "first"}, "ana").answered("ana", "not_my_field")

    assert idea.waiting == ["review", "staff"]
    assert ("nobody_to_ask", "olga") in idea.told


def test_changes_hold_up_whatever_is_enough() -> None:
    idea = asked({"when": "any"}).answered("ana", "changes").answered("ben")

    assert idea.case.state == "changes"
    assert idea.edited().reviewed_again().asked == ["cem", "ana"]


def test_as_many_as_ask_and_quorum_say_still_means_the_same() -> None:
    idea = an_idea(a_definition(review={"ask": 3, "quorum": 2})).in_review()

    assert (len(idea.asked), idea.case.reviews_needed, idea.task("review").quorum) == (3, 2, 2)
    assert {a.asked_as for a in idea.case.assignments} == {""}
    assert "result" not in idea.answered("ana").answered("ben").events[-1].facts
