"""What a definition says about co-signature is checked with its line, and with what was probably meant."""

from pathlib import Path

import pytest

from domain.errors import DefinitionBroken
from tests.builders import EXAMPLE
from tests.unit.definition.test_asking_check import TEXT, problems
from umlauf.definition_file import read_definition
from umlauf.people_file import as_people, read_people

WHEN = "when: {field: outside_plan, operator: is, value: true}"
CHAIN = "      deadline: {working_days: 5, remind_before: 2, silence: blocked, silence_after: 5}"


def said(right: str, wrong: str) -> list[str]:
    assert TEXT.count(right) == 1, right
    return problems(TEXT.replace(right, wrong))


def test_the_example_works_also_with_its_people() -> None:
    people = as_people(read_people(Path(EXAMPLE).parent / "people.yaml"))
    loaded = read_definition(TEXT.encode(), "p.yaml", people)
    chain = loaded.definition.stages.decision.sign_off
    assert chain is not None
    assert [s.id for s in chain.steps if s.when is not None] == ["treasury"]
    assert len(chain.steps) == 6


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("function: city_councillor}", "function: city_counsillor}", "There is no function “city_counsillor”."),
        (
            "function: office_head, department: of_theme}",
            "function: office_head, department: of_them}",
            "There is no de",
        ),
        (WHEN, WHEN.replace("outside_plan", "outside_plann"), "Nothing is known as “outside_plann” here."),
        (WHEN, "when: {field: theme, operator: is, value: mobilty}", "“mobilty” is never said here"),
        ("function: mayor}", "functon: mayor}", "The key “functon” is not known here."),
        ("function: mayor}", "role: decidr}", "“role” is “decidr”, but must be one of:"),
    ],
)
def test_a_typing_error_is_told_with_line_and_what_was_meant(right: str, wrong: str, sentence: str) -> None:
    line = next(n for n, row in enumerate(TEXT.splitlines(), 1) if right in row)
    problem = next(p for p in said(right, wrong) if sentence in p)

    assert problem.startswith(f"p.yaml:{line}: ")
    assert "Did you mean “" in problem


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("function: mayor}", "superior: true, function: mayor}", "in exactly one way"),
        (", function: mayor}", "}", "in exactly one way"),
        (
            '{id: mayor, title: {de: "Oberbürgermeisterin", en: "Mayor"}, f',
            "{id: treasury, title: {de: O, en: M}, f",
            "used twice",
        ),
        (WHEN, "when: {field: cost, operator: is, value: 5}", "“cost” cannot be compared by “is”."),
        (WHEN, "when: {field: cost, operator: more_than, value: viel}", "“cost” cannot be compared with this value"),
        (WHEN, "when: {field: outside_plan, operator: is, value: ja}", "cannot be compared with this value"),
        (WHEN, "when: {field: level, operator: is, value: [city]}", "cannot be compared with this value"),
        ("function: mayor}", "function: mayor, deadline: {}}", "How long is this deadline?"),
        (
            "function: mayor}",
            "function: mayor, deadline: {working_days: 3, escalate: {after: -1, to: office}}}",
            "This escalates 1 working days before the deadline is over.",
        ),
        (CHAIN, "      deadline: {working_days: 5, remind_after: 3, silence: blocked}", "before the last step"),
        (
            '  - {"on": sign_asked, tell: [assignee]',
            '  - {"on": reported, tell: [assignee]',
            "No notice tells “assignee” of “sign_asked”",
        ),
        (
            '  - {"on": sign_refused, tell: [office]',
            '  - {"on": reported, tell: [office]',
            "No notice tells “office” of “sign_refused”",
        ),
    ],
)
def test_what_cannot_work_is_told(right: str, wrong: str, sentence: str) -> None:
    assert any(sentence in problem for problem in said(right, wrong)), said(right, wrong)


def test_a_chain_that_can_skip_everyone_is_refused() -> None:
    start, _, rest = TEXT.partition("      steps:\n")
    steps, _, after = rest.partition("  follow_up:")
    one = f"        - {{id: mayor, title: {{de: OB, en: Mayor}}, function: mayor, {WHEN}}}\n"
    told = problems(f"{start}      steps:\n{one}  follow_up:{after}")

    assert steps.count("- ") >= 6
    assert any("Every step has a condition, so nobody might sign." in p for p in told)


def test_what_is_asked_together_stands_together() -> None:
    apart = TEXT.replace("function: case_worker, department: of_theme}", "function: case_worker, together: all}", 1)
    told = problems(apart.replace("function: mayor}", "function: mayor, together: all}"))

    assert any("Steps that are asked together, as “all”, must stand one after the other." in p for p in told)


def test_with_its_people_a_step_that_nobody_can_sign_is_told() -> None:
    people = [p for p in as_people(read_people(Path(EXAMPLE).parent / "people.yaml")) if "Paulsen" not in p.name]

    with pytest.raises(DefinitionBroken, match=r"Nobody can sign the step “case_worker” \(department: central\)"):
        read_definition(TEXT.encode(), "p.yaml", people)
