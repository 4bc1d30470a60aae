"""What a definition says about asking is checked with its line, and with what was probably meant."""

from pathlib import Path

import pytest

from domain.errors import DefinitionBroken
from tests.builders import EXAMPLE
from umlauf.definition_file import read_definition
from umlauf.people_file import as_people, read_people

TEXT = EXAMPLE.read_text("utf-8")
OLD = TEXT[TEXT.index("    ask: 2") :].partition("    deadline:")[0]  # ask and quorum, with their comments
NEW = """\
    who:
      - {id: heads, title: {de: Leitung, en: Heads}, function: office_head, count: 2}
      - {id: field, title: {de: Fach, en: Field}, department: of_theme, role: reviewer}
      - {id: named, title: {de: Benannt, en: Named}, people: [p1, p2]}
    without: {functions: [mayor], same_department: true}
    enough: {groups: {heads: 1, field: 1}}
    disagreement: {criteria: [benefit], more_than: 4}
"""
ASKING = TEXT.replace(OLD, NEW)


def problems(text: str) -> list[str]:
    try:
        read_definition(text.encode(), "p.yaml")
    except DefinitionBroken as broken:
        return broken.problems
    return []


def said(right: str, wrong: str) -> list[str]:
    assert ASKING.count(right) >= 1
    return problems(ASKING.replace(right, wrong, 1))


def test_a_definition_that_says_all_of_it_works() -> None:
    assert OLD in TEXT
    assert problems(ASKING) == []


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("function: office_head", "function: ofice_head", "There is no function “ofice_head”."),
        ("department: of_theme", "department: of_them", "There is no department “of_them”."),
        ("role: reviewer}", "role: reviever}", "“role” is “reviever”, but must be one of:"),
        ("functions: [mayor]", "functions: [major]", "There is no function “major”."),
        ("groups: {heads: 1", "groups: {haeds: 1", "There is no group “haeds” under “who”."),
        ("criteria: [benefit]", "criteria: [benefits]", "There is no criterion “benefits”."),
        ("enough: {groups", "enough: {grups", "The key “grups” is not known here."),
    ],
)
def test_a_typing_error_is_told_with_line_and_what_was_meant(right: str, wrong: str, sentence: str) -> None:
    line = next(n for n, row in enumerate(ASKING.splitlines(), 1) if right in row)
    problem = next(p for p in said(right, wrong) if sentence in p)

    assert problem.startswith(f"p.yaml:{line}: ")
    assert "Did you mean “" in problem


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("count: 2}", "count: 0}", "“count” must be at least 1."),
        ("people: [p1, p2]", "people: [p1, p2], count: 3", "3 people are to be asked, but the group can only have 2."),
        ("people: [p1, p2]", "superior: true, people: [p1]", "in exactly one way"),
        (", people: [p1, p2]", "", "in exactly one way"),
        ("{id: field,", "{id: heads,", "The id “heads” is used twice in this list."),
        ("groups: {heads: 1, field: 1}", "groups: {heads: 3}", "3 answers are needed, but only 2 people are asked"),
        ("groups: {heads: 1, field: 1}", "when: any, number: 2", "Please give exactly one of"),
        ("groups: {heads: 1, field: 1}", "of: answers", "Please give exactly one of"),
        ("groups: {heads: 1, field: 1}", "when: all, of: approvals", "“of” has no meaning beside “when: all”"),
        ("groups: {heads: 1, field: 1}", "percent: 101", "“percent” must be at most 100."),
        ("    enough:", "    quorum: 2\n    enough:", "please leave out “quorum”"),
        ("    who:", "    ask: 2\n    who:", "please leave out “ask”"),
        ("more_than: 4", "more_than: 10", "Scores on a scale of 10 steps never differ by more than 10."),
        ('{"on": reconsider_asked,', '{"on": reported,', "No notice tells “assignee” of “reconsider_asked”"),
        ('{"on": disagreed,', '{"on": reported,', "No notice tells “reviewers” of “disagreed”"),
        (
            '{"on": review_done, tell: [reviewers]',
            '{"on": reported, tell: [reviewers]',
            "No notice tells “reviewers” of “review_done”",
        ),
    ],
)
def test_what_cannot_work_is_told(right: str, wrong: str, sentence: str) -> None:
    assert any(sentence in problem for problem in said(right, wrong))


@pytest.mark.parametrize(
    ("who", "enough"),
    [
        ("people: [p1, p2]", "number: 3"),
        ("role: reviewer, count: 2", "number: 3"),
        ("superior: true", "number: 2"),
        ("mailbox: box1", "number: 2"),
    ],
)
def test_a_quorum_larger_than_the_people_asked_is_refused(who: str, enough: str) -> None:
    group = f"    who: [{{id: g, title: {{de: G, en: G}}, {who}}}]\n    enough: {{{enough}}}\n"

    assert any("this can never be met" in problem for problem in problems(TEXT.replace(OLD, group)))


def test_with_its_people_a_group_that_is_too_small_is_told() -> None:
    people = as_people(read_people(Path(EXAMPLE).parent / "people.yaml"))
    group = "    who: [{id: mayors, title: {de: M, en: M}, function: mayor, count: 2}]\n    enough: {when: first}\n"

    with pytest.raises(DefinitionBroken, match="The group “mayors” asks 2 people, but there are only 1"):
        read_definition(TEXT.replace(OLD, group).encode(), "p.yaml", people)
